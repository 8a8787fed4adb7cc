//! Limits, shares, apart and same.

use super::*;
use crate::problem::{Attribute, GenderRule, GenderedPlace};

/// Unshared units `u1`… on site `s`, and these households.
fn house(units: usize, households: Vec<Household>, rules: Vec<Rule>) -> Parts {
    let units = (1..=units).map(|number| unit(&format!("u{number}"), "s")).collect();
    with(round(vec![site("s")], units, households), |parts| parts.rules = rules)
}

fn waits(person: Person) -> Household {
    of(vec![person], |_| {})
}

fn same(attribute: Attribute) -> Rule {
    together("same", Scope::Site, Composition::Same { attribute })
}

#[test]
fn no_more_than_the_limit_come_together() {
    let parts =
        house(3, vec![waits(violent("a", 2)), waits(violent("b", 2)), waits(violent("c", 1))], vec![limit(1, Scope::Site)]);
    lawful(&parts, &[("a", "u1", 1), ("c", "u2", 1)]);
    breaks_rule(&parts, &[("a", "u1", 1), ("b", "u2", 1)], "composition", "limit");
}

#[test]
fn a_limit_counts_residents_and_persons() {
    let couple = of(vec![violent("a", 2), violent("a2", 2)], |_| {});
    let parts =
        |most| house(2, vec![couple.clone(), resident(violent("r", 2), "u2", Tenure::Stays)], vec![limit(most, Scope::Site)]);
    lawful(&parts(3), &[("a", "u1", 1)]);
    breaks_rule(&parts(2), &[("a", "u1", 1)], "composition", "limit");
}

#[test]
fn a_limit_holds_on_every_date_until_the_resident_leaves() {
    let parts = |ready: i8| {
        let a = of(vec![violent("a", 2)], |waits| waits.ready_from = Some(march(ready)));
        house(2, vec![a, resident(violent("r", 2), "u2", leaves(9))], vec![limit(1, Scope::Site)])
    };
    lawful(&parts(9), &[("a", "u1", 9)]);
    breaks_rule(&parts(8), &[("a", "u1", 8)], "composition", "limit");
}

#[test]
fn residents_above_a_limit_are_not_held_against_the_round_but_nobody_matching_enters() {
    let residents = [resident(violent("r", 2), "u1", Tenure::Stays), resident(violent("q", 2), "u2", Tenure::Stays)];
    let parts =
        house(3, residents.into_iter().chain([waits(violent("a", 2)), applicant("b")]).collect(), vec![limit(1, Scope::Site)]);
    lawful(&parts, &[("b", "u3", 1)]);
    breaks_rule(&parts, &[("a", "u3", 1)], "composition", "limit");
}

#[test]
fn a_mover_out_of_the_scope_makes_room_for_one_newcomer_even_above_the_limit() {
    let mut parts = house(2, vec![], vec![limit(0, Scope::Site)]);
    parts.sites.push(site("t"));
    parts.units.push(unit("elsewhere", "t"));
    parts.rules[0].homes.sites = set(["s"]);
    parts.households = vec![waits(violent("a", 2)), resident(violent("m", 2), "u1", Tenure::MustMove)];
    lawful(&parts, &[("a", "u2", 1), ("m", "elsewhere", 1)]);
    lawful(&parts, &[("m", "u2", 1)]);
    assert_eq!(fault(&parts, &[("a", "u2", 1)]).0, "composition");
}

#[test]
fn a_share_counts_places_in_service_and_open() {
    let shared_out = |percent| together("share", Scope::Site, Composition::Share { who: is_violent(), percent });
    let parts = |percent| house(4, vec![waits(violent("a", 2)), waits(violent("b", 2))], vec![shared_out(percent)]);
    let both = [("a", "u1", 1), ("b", "u2", 1)];
    lawful(&parts(50), &both);
    breaks_rule(&parts(49), &both, "composition", "share");
    let one_broken = with(parts(50), |parts| parts.units[3].out_of_service = Some("mould".to_owned()));
    breaks_rule(&one_broken, &both, "composition", "share");
    let held_back = with(parts(50), |parts| parts.units[3].held_back = Some("reserve".to_owned()));
    lawful(&held_back, &both);
}

#[test]
fn a_share_falls_on_the_date_a_site_closes_and_rises_when_one_opens() {
    let shared_out = Rule {
        kind: RuleKind::Composition {
            composition: Composition::Share { who: is_violent(), percent: 50 },
            scope: Scope::Named,
            exempt_household: false,
        },
        ..rule("share", RuleKind::MoveLimit { most: 0 })
    };
    let parts = |change: &dyn Fn(&mut Site)| {
        let mut parts = house(1, vec![waits(violent("a", 2))], vec![shared_out.clone()]);
        parts.sites.push(with(site("t"), change));
        parts.units.push(unit("other", "t"));
        parts
    };
    lawful(&parts(&|_| {}), &[("a", "u1", 1)]);
    breaks(&parts(&|site| site.closes = Some(march(20))), &[("a", "u1", 1)], "composition");
    breaks(&parts(&|site| site.opens = Some(march(2))), &[("a", "u1", 1)], "composition");
}

#[test]
fn those_kept_apart_do_not_meet() {
    let parts = |level| {
        house(2, vec![waits(vulnerable("a")), resident(violent("r", level), "u2", leaves(9))], vec![protect(Scope::Site)])
    };
    lawful(&parts(1), &[("a", "u1", 1)]);
    breaks_rule(&parts(2), &[("a", "u1", 1)], "composition", "protect");
    let later =
        with(parts(2), |parts| parts.households[0] = of(vec![vulnerable("a")], |waits| waits.ready_from = Some(march(9))));
    lawful(&later, &[("a", "u1", 9)]);
}

#[test]
fn two_newcomers_kept_apart_are_both_at_fault() {
    let parts = house(2, vec![waits(vulnerable("a")), waits(violent("b", 2))], vec![protect(Scope::Site)]);
    let found = faults(&parts, &[("a", "u1", 1), ("b", "u2", 1)]);
    assert_eq!(
        found.iter().filter_map(|fault| fault.household.as_ref()).map(ToString::to_string).collect::<Vec<_>>(),
        ["a", "b"]
    );
}

#[test]
fn residents_who_clash_among_themselves_do_not_keep_others_out() {
    let residents = [resident(violent("r", 2), "u1", Tenure::Stays), resident(vulnerable("q"), "u2", Tenure::Stays)];
    let parts = house(3, residents.into_iter().chain([applicant("a")]).collect(), vec![protect(Scope::Site)]);
    lawful(&parts, &[("a", "u3", 1)]);
}

#[test]
fn a_household_is_held_against_itself_unless_exempt() {
    let pair = of(vec![vulnerable("a"), violent("b", 2)], |_| {});
    let parts = |exempt_household| {
        let composition = Composition::Apart { one: is_vulnerable(), other: is_violent() };
        house(
            1,
            vec![pair.clone()],
            vec![rule("protect", RuleKind::Composition { composition, scope: Scope::Unit, exempt_household })],
        )
    };
    breaks_rule(&parts(false), &[("a", "u1", 1)], "composition", "protect");
    lawful(&parts(true), &[("a", "u1", 1)]);
}

#[test]
fn one_person_matching_both_sides_clashes_with_anyone_matching_either_but_not_with_itself() {
    let both = |id: &str| Person { vulnerable: Some(true), ..violent(id, 2) };
    let parts = |other: Person| house(2, vec![waits(both("a")), waits(other)], vec![protect(Scope::Site)]);
    lawful(&parts(person("b")), &[("a", "u1", 1), ("b", "u2", 1)]);
    assert_eq!(faults(&parts(vulnerable("b")), &[("a", "u1", 1), ("b", "u2", 1)]).len(), 2);
}

#[test]
fn scopes_are_units_wings_sites_zones_and_named_sets() {
    let parts = |scope| {
        let mut parts = house(0, vec![waits(vulnerable("a")), waits(violent("b", 2))], vec![protect(scope)]);
        parts.sites =
            ["s", "t", "far"].iter().map(|id| with(site(id), |site| site.zone = (*id != "far").then(|| "z".into()))).collect();
        parts.units = vec![unit("u1", "s"), unit("u2", "s"), unit("t1", "t"), unit("far1", "far"), shared("both", "s", 2)];
        parts.units[1].wing = Some("east".into());
        parts
    };
    let meet = |scope, one: &str, other: &str| {
        let problem = Problem::assemble(parts(scope));
        values(&problem, &placements(&[("a", one, 1), ("b", other, 1)])).is_none()
    };
    let scopes = [Scope::Unit, Scope::Wing, Scope::Site, Scope::Zone, Scope::Named];
    let meeting = |one, other| scopes.map(|scope| meet(scope, one, other));
    assert_eq!(meeting("both", "both"), [true, true, true, true, true]);
    assert_eq!(meeting("u1", "both"), [false, true, true, true, true]);
    assert_eq!(meeting("u1", "u2"), [false, false, true, true, true]);
    assert_eq!(meeting("u1", "t1"), [false, false, false, true, true]);
    assert_eq!(meeting("u1", "far1"), [false, false, false, false, true]);
}

#[test]
fn a_rule_is_about_the_homes_its_filter_matches() {
    let mut parts = house(2, vec![waits(vulnerable("a")), waits(violent("b", 2))], vec![protect(Scope::Site)]);
    parts.rules[0].homes.units = set(["u1"]);
    lawful(&parts, &[("a", "u1", 1), ("b", "u2", 1)]);
}

#[test]
fn all_are_in_one_course_where_they_must_be() {
    let course = |id: &str, course| Person { course, ..person(id) };
    let parts = |resident_course| {
        let r = resident(course("r", resident_course), "u2", Tenure::Stays);
        house(2, vec![waits(course("a", Some(SubstanceCourse::Recovery))), r], vec![same(Attribute::Course)])
    };
    lawful(&parts(Some(SubstanceCourse::Recovery)), &[("a", "u1", 1)]);
    breaks_rule(&parts(Some(SubstanceCourse::None)), &[("a", "u1", 1)], "composition", "same");
    breaks_rule(&parts(None), &[("a", "u1", 1)], "composition", "same");
}

#[test]
fn all_are_in_one_severity_course_where_they_must_be() {
    let severity = |id: &str, severity| Person { severity: Some(severity), ..person(id) };
    let parts = |other| house(2, vec![waits(severity("a", 2)), waits(severity("b", other))], vec![same(Attribute::Severity)]);
    lawful(&parts(2), &[("a", "u1", 1), ("b", "u2", 1)]);
    assert_eq!(faults(&parts(3), &[("a", "u1", 1), ("b", "u2", 1)]).len(), 2);
}

#[test]
fn one_gender_is_a_matter_of_adults_whom_no_place_suits_together() {
    let other = |id: &str, suits: &[GenderedPlace]| Person {
        gender: Some(Gender::Other),
        suits: suits.iter().copied().collect(),
        ..person(id)
    };
    let clash = |a: Person, b: Person| {
        let parts = house(2, vec![waits(a), resident(b, "u2", Tenure::Stays)], vec![same(Attribute::Gender)]);
        values(&Problem::assemble(parts), &placements(&[("a", "u1", 1)])).is_none()
    };
    let unknown = || Person { gender: None, ..person("r") };
    let both = [GenderedPlace::Women, GenderedPlace::Men];
    assert!(clash(person("a"), man("r")));
    assert!(!clash(person("a"), person("r")));
    assert!(!clash(other("a", &both), man("r")));
    assert!(!clash(other("a", &both), unknown()));
    assert!(clash(person("a"), unknown()));
    assert!(clash(other("a", &[]), person("r")));
    assert!(!clash(other("a", &[GenderedPlace::Men]), man("r")));
    assert!(!clash(person("a"), Person { child: true, ..man("r") }));
}

#[test]
fn women_and_men_do_not_share_a_one_gender_house() {
    let parts = |exempt_household: bool| {
        let mut parts = house(3, vec![of(vec![person("a"), man("a2")], |_| {}), waits(man("b")), waits(person("c"))], vec![]);
        parts.sites[0].admission.gender = Some(GenderRule::Single);
        parts.rules = vec![rule("single", RuleKind::SingleGender { exempt_household })];
        parts
    };
    assert_eq!(faults(&parts(false), &[("b", "u1", 1), ("c", "u2", 1)]).len(), 2);
    lawful(&parts(false), &[("b", "u1", 1)]);
    breaks_rule(&parts(false), &[("a", "u1", 1)], "composition", "single");
    lawful(&parts(true), &[("a", "u1", 1)]);
}

#[test]
fn a_floor_that_states_one_gender_itself_is_a_scope_of_its_own() {
    let mut parts = house(3, vec![waits(person("a")), waits(man("b"))], vec![]);
    parts.sites[0].admission.gender = Some(GenderRule::Single);
    parts.units[0].admission.gender = Some(GenderRule::Single);
    parts.units[0].wing = Some("east".into());
    parts.units[2].admission.gender = Some(GenderRule::Any);
    lawful(&parts, &[("a", "u1", 1), ("b", "u2", 1)]);
    lawful(&parts, &[("a", "u2", 1), ("b", "u3", 1)]);
    parts.units[1].admission.gender = Some(GenderRule::Single);
    parts.units[1].wing = Some("east".into());
    assert_eq!(faults(&parts, &[("a", "u1", 1), ("b", "u2", 1)]).len(), 2);
}

#[test]
fn a_soft_limit_is_priced_at_its_largest_over_dates() {
    let residents = vec![resident(violent("r", 2), "u3", leaves(9))];
    let newcomers = vec![waits(violent("a", 2)), of(vec![violent("b", 2)], |waits| waits.ready_from = Some(march(9)))];
    let parts =
        house(3, residents.into_iter().chain(newcomers).collect(), vec![soft(limit(0, Scope::Site), Measure::Misplacement, 10)]);
    let paid = |given| value(&parts, Measure::Misplacement, given);
    assert_eq!(paid(&[]), 0);
    assert_eq!(paid(&[("a", "u1", 1)]), 10);
    assert_eq!(paid(&[("a", "u1", 1), ("b", "u2", 9)]), 20);
}

#[test]
fn a_soft_limit_gives_credit_for_a_mover_who_has_gone() {
    let mover = resident(violent("m", 2), "u1", Tenure::MustMove);
    let mut parts = house(2, vec![waits(violent("a", 2)), mover], vec![soft(limit(0, Scope::Site), Measure::Misplacement, 10)]);
    parts.sites.push(site("t"));
    parts.units.push(unit("elsewhere", "t"));
    parts.rules[0].homes.sites = set(["s"]);
    assert_eq!(value(&parts, Measure::Misplacement, &[("a", "u2", 1), ("m", "elsewhere", 1)]), 0);
    assert_eq!(value(&parts, Measure::Misplacement, &[("a", "u2", 1)]), 10);
}

#[test]
fn soft_apart_is_priced_by_newcomer_household_and_scope() {
    let couple = of(vec![vulnerable("a"), vulnerable("a2")], |_| {});
    let households = vec![couple, waits(violent("b", 2)), resident(violent("r", 2), "u3", Tenure::Stays)];
    let parts = house(3, households, vec![soft(protect(Scope::Site), Measure::Misplacement, 3)]);
    assert_eq!(value(&parts, Measure::Misplacement, &[("a", "u1", 1)]), 3);
    assert_eq!(value(&parts, Measure::Misplacement, &[("a", "u1", 1), ("b", "u2", 1)]), 6);
    assert_eq!(value(&parts, Measure::Misplacement, &[("b", "u2", 1)]), 0);
}

#[test]
fn a_site_that_states_one_gender_is_one_scope_whatever_its_wings() {
    let mut parts = house(2, vec![waits(person("a")), waits(man("b"))], vec![]);
    parts.sites[0].admission.gender = Some(GenderRule::Single);
    parts.units[0].wing = Some("east".into());
    assert_eq!(faults(&parts, &[("a", "u1", 1), ("b", "u2", 1)]).len(), 2);
}
