//! Placements that no engine would make: each is a fault, and never a panic.

use super::*;

fn parts() -> Parts {
    let households =
        vec![applicant("a"), resident(person("r"), "v", Tenure::Stays), resident(person("m"), "w", Tenure::MustMove)];
    round(vec![site("s")], vec![unit("u", "s"), unit("v", "s"), unit("w", "s")], households)
}

#[test]
fn an_unknown_household_is_a_fault() {
    breaks(&parts(), &[("who", "u", 1)], "unknown_household");
}

#[test]
fn an_unknown_unit_is_a_fault() {
    breaks(&parts(), &[("a", "where", 1)], "unknown_unit");
}

#[test]
fn a_household_placed_twice_is_a_fault() {
    breaks(&parts(), &[("a", "u", 1), ("a", "u", 1)], "placed_twice");
}

#[test]
fn a_household_that_has_not_applied_is_a_fault() {
    breaks(&parts(), &[("r", "u", 1)], "no_applicant");
}

#[test]
fn a_start_outside_the_round_is_a_fault() {
    let problem = Problem::assemble(parts());
    for date in [jiff::civil::date(2026, 2, 28), jiff::civil::date(2026, 4, 1), Date::MIN, Date::MAX] {
        let placement = Placement { household: "a".into(), unit: "u".into(), start: date };
        let found = check(&problem, &[placement]).expect_err("lawful");
        assert!(found.iter().any(|fault| fault.code == "outside_round"), "{found:?}");
    }
}

#[test]
fn every_fault_is_found() {
    let found = faults(&parts(), &[("who", "u", 1), ("a", "v", 3), ("m", "w", 1)]);
    let codes: BTreeSet<_> = found.iter().map(|fault| fault.code).collect();
    assert_eq!(codes, BTreeSet::from(["unknown_household", "not_given", "own_home"]));
}

#[test]
fn faults_speak_by_pseudonym() {
    let found = faults(&parts(), &[("m", "w", 1)]);
    assert_eq!(found[0].message, "m in w from 2026-03-01: the household already holds this home");
}

#[test]
fn any_mixture_of_placements_is_read_without_panic_and_both_entries_agree() {
    let mut parts = parts();
    parts.households.push(of(vec![violent("b", 3), child("b2")], |waits| waits.ready_from = Some(march(4))));
    parts.units.push(shared("x", "s", 2));
    parts.rules = vec![limit(1, Scope::Site), soft(protect(Scope::Unit), Measure::Fit, 2)];
    parts.goals = Goals::shipped();
    parts.settings.longest_chain = Some(1);
    let problem = Problem::assemble(parts);
    let checker = super::super::Checker::new(&problem);
    let all = ["a", "b", "m", "r"].iter().flat_map(|household| {
        ["u", "v", "w", "x"].iter().flat_map(move |unit| [1, 4].iter().map(move |day| (*household, *unit, *day)))
    });
    let all: Vec<Given> = all.collect();
    let mut seen_lawful = 0;
    for one in &all {
        for other in &all {
            for third in &all {
                let placements = placements(&[*one, *other, *third]);
                let account = checker.check(&placements);
                seen_lawful += usize::from(account.is_ok());
                assert_eq!(checker.values(&placements), account.ok().map(|account| account.values));
            }
        }
    }
    assert!(seen_lawful > 0);
}
