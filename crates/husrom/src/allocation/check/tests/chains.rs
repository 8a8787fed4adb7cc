//! Movers, chains and swaps.

use super::*;

/// `m` holds `u` and moves; `v` is free.
fn chain() -> Parts {
    let households = vec![applicant("a"), resident(person("m"), "u", Tenure::MustMove)];
    round(vec![site("s")], vec![unit("u", "s"), unit("v", "s")], households)
}

fn swap() -> Parts {
    let households = vec![resident(person("m"), "u", Tenure::MustMove), resident(person("n"), "v", Tenure::MustMove)];
    round(vec![site("s")], vec![unit("u", "s"), unit("v", "s")], households)
}

#[test]
fn a_movers_home_is_given_when_the_mover_is_placed() {
    let account = lawful(&chain(), &[("a", "u", 1), ("m", "v", 1)]);
    assert_eq!(account.chains, [Some((1, 2)), Some((1, 1))]);
    assert!(faults(&chain(), &[("a", "u", 1)]).iter().all(|fault| fault.code == "occupied"));
}

#[test]
fn the_follower_starts_no_sooner_than_the_mover() {
    let parts = with(chain(), |parts| parts.units[1].free_from = Some(march(6)));
    lawful(&parts, &[("a", "u", 6), ("m", "v", 6)]);
    assert!(faults(&parts, &[("a", "u", 1), ("m", "v", 6)]).iter().any(|fault| fault.code == "start"));
}

#[test]
fn the_follower_starts_when_it_is_ready_itself() {
    let parts = with(chain(), |parts| parts.households[0] = applying("a", |waits| waits.ready_from = Some(march(20))));
    lawful(&parts, &[("a", "u", 20), ("m", "v", 1)]);
    assert_eq!(faults(&parts, &[("a", "u", 1), ("m", "v", 1)])[0].code, "start");
}

#[test]
fn two_movers_may_swap_on_one_date() {
    let account = lawful(&swap(), &[("n", "u", 1), ("m", "v", 1)]);
    assert_eq!(account.chains, [Some((1, 2)), Some((1, 1))]);
}

#[test]
fn a_swap_may_wait_for_a_date_on_which_something_becomes_free_and_for_no_other() {
    let parts = with(swap(), |parts| {
        parts.units.push(with(unit("w", "s"), |unit| unit.free_from = Some(march(15))));
    });
    lawful(&parts, &[("n", "u", 15), ("m", "v", 15)]);
    assert!(faults(&parts, &[("n", "u", 14), ("m", "v", 14)]).iter().all(|fault| fault.code == "start"));
    assert_eq!(faults(&parts, &[("n", "u", 15), ("m", "v", 1)])[0].code, "start");
}

#[test]
fn a_chain_is_no_longer_than_the_longest_allowed() {
    let allowed = |longest| with(chain(), |parts| parts.settings.longest_chain = Some(longest));
    lawful(&allowed(2), &[("a", "u", 1), ("m", "v", 1)]);
    breaks(&allowed(1), &[("a", "u", 1), ("m", "v", 1)], "chain");
    lawful(&allowed(1), &[("m", "v", 1)]);
}

#[test]
fn a_swap_is_no_longer_than_the_longest_chain_allowed() {
    let parts = with(swap(), |parts| parts.settings.longest_chain = Some(1));
    breaks(&parts, &[("m", "v", 1), ("n", "u", 1)], "chain");
}

#[test]
fn chains_are_numbered_by_who_moves_first() {
    let households = vec![
        applicant("z"),
        resident(person("b"), "u1", Tenure::MustMove),
        applicant("a"),
        resident(person("c"), "u2", Tenure::MustMove),
        applicant("free"),
    ];
    let units = ["u1", "u2", "v1", "v2", "w"].map(|id| unit(id, "s")).to_vec();
    let parts = round(vec![site("s")], units, households);
    let given = [("z", "u1", 1), ("a", "u2", 1), ("c", "v2", 1), ("b", "v1", 1), ("free", "w", 1)];
    assert_eq!(lawful(&parts, &given).chains, [Some((1, 2)), Some((2, 2)), Some((2, 1)), Some((1, 1)), None]);
}

#[test]
fn nobody_is_placed_in_the_home_they_hold() {
    breaks(&chain(), &[("m", "u", 1)], "own_home");
}

#[test]
fn a_home_held_by_a_mover_and_somebody_else_is_not_given() {
    let parts = with(chain(), |parts| parts.households.push(resident(person("r"), "u", leaves(5))));
    assert!(faults(&parts, &[("a", "u", 5), ("m", "v", 1)]).iter().any(|fault| fault.code == "not_given"));
}

#[test]
fn legal_starts_hold_every_date_a_pair_may_start() {
    let parts = with(swap(), |parts| {
        parts.units.push(with(unit("w", "s"), |unit| unit.free_from = Some(march(15))));
        parts.households.push(applicant("a"));
    });
    let problem = Problem::assemble(parts);
    let checker = super::super::Checker::new(&problem);
    let starts = |household: &str, unit: &str| checker.legal_starts(&household.into(), &unit.into());
    assert_eq!(starts("m", "v"), [march(1), march(15)]);
    assert_eq!(starts("a", "w"), [march(15)]);
    assert_eq!(starts("m", "u"), []);
    assert_eq!(starts("nobody", "u"), []);
}
