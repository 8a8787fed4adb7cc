//! Dates and presence; free homes and starts.

use super::*;

fn one_home(change: impl FnOnce(&mut Unit)) -> Parts {
    round(vec![site("s")], vec![with(unit("u", "s"), change)], vec![applicant("a")])
}

#[test]
fn a_free_home_is_given_from_the_day_of_the_round_and_no_other() {
    let parts = one_home(|_| {});
    lawful(&parts, &[("a", "u", 1)]);
    breaks_start(&parts, &[("a", "u", 2)]);
}

fn breaks_start(parts: &Parts, given: &[Given]) {
    assert!(faults(parts, given).iter().all(|fault| fault.code == "start"), "{:?}", faults(parts, given));
}

#[test]
fn nobody_needs_to_be_placed() {
    lawful(&one_home(|_| {}), &[]);
}

#[test]
fn a_home_is_given_from_the_day_it_is_free() {
    let parts = one_home(|unit| unit.free_from = Some(march(10)));
    lawful(&parts, &[("a", "u", 10)]);
    breaks_start(&parts, &[("a", "u", 1)]);
}

#[test]
fn a_home_is_given_from_the_day_its_site_opens() {
    let parts = with(one_home(|_| {}), |parts| parts.sites[0].opens = Some(march(5)));
    lawful(&parts, &[("a", "u", 5)]);
    breaks_start(&parts, &[("a", "u", 1)]);
}

#[test]
fn a_home_free_after_the_horizon_is_not_given() {
    let parts = one_home(|unit| unit.free_from = Some(jiff::civil::date(2026, 4, 1)));
    breaks(&parts, &[("a", "u", 31)], "not_given");
}

#[test]
fn a_household_moves_when_it_is_ready() {
    let mut parts = one_home(|_| {});
    parts.households = vec![applying("a", |waits| waits.ready_from = Some(march(7)))];
    lawful(&parts, &[("a", "u", 7)]);
    breaks_start(&parts, &[("a", "u", 1)]);
}

#[test]
fn a_household_ready_after_the_horizon_takes_no_part() {
    let mut parts = one_home(|_| {});
    parts.households = vec![applying("a", |waits| waits.ready_from = Some(jiff::civil::date(2026, 4, 1)))];
    lawful(&parts, &[]);
    assert!(faults(&parts, &[("a", "u", 31)]).iter().any(|fault| fault.code == "not_ready"));
}

#[test]
fn a_home_out_of_service_or_held_back_or_closing_is_not_given() {
    breaks(&one_home(|unit| unit.out_of_service = Some("fire".to_owned())), &[("a", "u", 1)], "not_given");
    breaks(&one_home(|unit| unit.held_back = Some("reserve".to_owned())), &[("a", "u", 1)], "not_given");
    let closing = |date| with(one_home(|_| {}), |parts| parts.sites[0].closes = Some(date));
    breaks(&closing(march(31)), &[("a", "u", 1)], "not_given");
    lawful(&closing(jiff::civil::date(2026, 4, 1)), &[("a", "u", 1)]);
}

#[test]
fn the_home_of_one_who_leaves_is_given_from_that_day() {
    let parts = with(one_home(|_| {}), |parts| parts.households.push(resident(person("r"), "u", leaves(9))));
    lawful(&parts, &[("a", "u", 9)]);
    assert!(faults(&parts, &[("a", "u", 1)]).iter().any(|fault| fault.code == "occupied"));
    breaks_start(&parts, &[("a", "u", 10)]);
}

#[test]
fn the_home_of_one_who_left_before_the_round_is_free() {
    let left = Tenure::Leaves { on: jiff::civil::date(2026, 2, 1), to: None };
    let parts = with(one_home(|_| {}), |parts| parts.households.push(resident(person("r"), "u", left)));
    lawful(&parts, &[("a", "u", 1)]);
}

#[test]
fn the_home_of_one_who_stays_or_leaves_after_the_horizon_is_not_given() {
    for tenure in [Tenure::Stays, Tenure::Leaves { on: jiff::civil::date(2026, 4, 1), to: None }] {
        let parts = with(one_home(|_| {}), |parts| parts.households.push(resident(person("r"), "u", tenure)));
        let found = faults(&parts, &[("a", "u", 31)]);
        assert_eq!(found[0].code, "not_given");
    }
}

#[test]
fn two_households_do_not_share_an_unshared_home() {
    let parts = with(one_home(|_| {}), |parts| parts.households.push(applicant("b")));
    let found = faults(&parts, &[("a", "u", 1), ("b", "u", 1)]);
    assert_eq!(found.iter().map(|fault| fault.code).collect::<Vec<_>>(), ["occupied", "occupied"]);
}

#[test]
fn a_shared_home_holds_as_many_persons_as_it_has_places() {
    let mut parts = round(vec![site("s")], vec![shared("u", "s", 2)], vec![applicant("a"), applicant("b"), applicant("c")]);
    lawful(&parts, &[("a", "u", 1), ("b", "u", 1)]);
    assert_eq!(faults(&parts, &[("a", "u", 1), ("b", "u", 1), ("c", "u", 1)])[0].code, "places");
    parts.households[0].persons.push(person("a2"));
    assert_eq!(faults(&parts, &[("a", "u", 1), ("b", "u", 1)])[0].code, "places");
}

#[test]
fn a_place_in_a_shared_home_is_given_from_the_base_date_or_a_departure() {
    let households = vec![applicant("a"), resident(person("r"), "u", leaves(9)), resident(person("q"), "u", Tenure::Stays)];
    let parts = round(vec![site("s")], vec![shared("u", "s", 3)], households);
    lawful(&parts, &[("a", "u", 1)]);
    lawful(&parts, &[("a", "u", 9)]);
    breaks_start(&parts, &[("a", "u", 8)]);
}

#[test]
fn a_departure_makes_room_in_a_full_shared_home() {
    let households = vec![applicant("a"), resident(person("r"), "u", leaves(9))];
    let parts = round(vec![site("s")], vec![shared("u", "s", 1)], households);
    lawful(&parts, &[("a", "u", 9)]);
    breaks(&parts, &[("a", "u", 1)], "places");
}

#[test]
fn a_mover_makes_room_in_a_shared_home_from_its_own_start() {
    let households = vec![applicant("a"), resident(person("m"), "u", Tenure::MustMove)];
    let units = vec![shared("u", "s", 1), with(unit("v", "s"), |unit| unit.free_from = Some(march(12)))];
    let parts = round(vec![site("s")], units, households);
    let account = lawful(&parts, &[("a", "u", 12), ("m", "v", 12)]);
    assert_eq!(account.chains, [None, None], "places in shared units form no links");
    breaks(&parts, &[("a", "u", 1), ("m", "v", 12)], "places");
    assert!(!faults(&parts, &[("a", "u", 12)]).is_empty());
}

#[test]
fn an_overfull_shared_home_takes_nobody_until_it_is_below_its_places() {
    let persons = |count: usize| (0..count).map(|number| resident(person(&format!("r{number}")), "u", Tenure::Stays));
    let mover = resident(person("m"), "u", Tenure::MustMove);
    let parts = |stayers| {
        let households = persons(stayers).chain([applicant("a"), mover.clone()]).collect();
        round(vec![site("s")], vec![shared("u", "s", 2), unit("v", "s")], households)
    };
    lawful(&parts(1), &[("a", "u", 1), ("m", "v", 1)]);
    // Three live in two places: the newcomer takes the mover's place, and nothing gets worse.
    lawful(&parts(2), &[("a", "u", 1), ("m", "v", 1)]);
    breaks(&parts(2), &[("a", "u", 1)], "places");
}

#[test]
fn a_departure_from_a_shared_home_before_its_base_date_frees_nothing() {
    let households = vec![applicant("a"), resident(person("r"), "u", leaves(9))];
    let mut parts = round(vec![site("s")], vec![shared("u", "s", 3)], households);
    parts.units[0].free_from = Some(march(15));
    lawful(&parts, &[("a", "u", 15)]);
    breaks(&parts, &[("a", "u", 9)], "start");
}

#[test]
fn one_who_leaves_a_home_need_not_be_placed_for_it_to_be_given() {
    let leaver = Household { application: Some(application()), ..resident(person("r"), "u", leaves(9)) };
    let parts = with(one_home(|_| {}), |parts| {
        parts.units.push(unit("v", "s"));
        parts.households.push(leaver);
    });
    lawful(&parts, &[("a", "u", 9)]);
    assert_eq!(lawful(&parts, &[("a", "u", 9), ("r", "v", 1)]).chains, [None, None]);
}
