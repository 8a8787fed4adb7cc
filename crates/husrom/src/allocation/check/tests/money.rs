//! The two levels in kroner.

use super::*;

/// One home for 7,600 let and 2,500 vacant, at a site of a category.
fn home(category: Category, change: impl FnOnce(&mut Unit), households: Vec<Household>) -> Parts {
    let unit = with(unit("u", "s"), |unit| {
        (unit.cost_let, unit.cost_vacant) = (Kroner(7_600), Kroner(2_500));
        change(unit);
    });
    let parts = round(vec![with(site("s"), |site| site.category = category)], vec![unit], households);
    with(parts, |parts| parts.settings.hostel_price = Kroner(27_400))
}

fn temporary(cost: Option<i64>) -> Household {
    applying("a", |waits| (waits.situation, waits.accommodation_cost) = (Some(Situation::Temporary), cost.map(Kroner)))
}

#[test]
fn temporary_adds_homes_that_are_but_a_roof() {
    let unshared = home(Category::Midlertidig, |_| {}, vec![applicant("a")]);
    assert_eq!(value(&unshared, Measure::Temporary, &[("a", "u", 1)]), 8);
    let couple = of(vec![person("a"), person("a2")], |_| {});
    let dormitory = home(Category::Midlertidig, |unit| unit.shared_places = Some(3), vec![couple]);
    assert_eq!(value(&dormitory, Measure::Temporary, &[("a", "u", 1)]), 15, "15,200 kroner for two persons, rounded once");
    let permanent = home(Category::Ordinaer, |_| {}, vec![applicant("a")]);
    assert_eq!(value(&permanent, Measure::Temporary, &[("a", "u", 1)]), 0);
}

#[test]
fn temporary_adds_residents_who_are_there_at_the_horizon() {
    let r = |tenure| vec![resident(person("r"), "u", tenure)];
    assert_eq!(value(&home(Category::Midlertidig, |_| {}, r(Tenure::Stays)), Measure::Temporary, &[]), 8);
    assert_eq!(value(&home(Category::Midlertidig, |_| {}, r(leaves(31))), Measure::Temporary, &[]), 0);
}

#[test]
fn temporary_adds_bought_accommodation_of_those_not_placed() {
    let bought = |cost, given| value(&home(Category::Ordinaer, |_| {}, vec![temporary(cost)]), Measure::Temporary, given);
    assert_eq!(bought(Some(12_500), &[]), 13);
    assert_eq!(bought(None, &[]), 27);
    assert_eq!(bought(None, &[("a", "u", 1)]), 0);
}

#[test]
fn nothing_is_bought_for_a_resident_of_the_round() {
    let mover = with(resident(person("m"), "u", Tenure::MustMove), |mover| {
        mover.application.as_mut().expect("a mover applies").situation = Some(Situation::Temporary);
    });
    let parts = home(Category::Ordinaer, |_| {}, vec![mover]);
    assert_eq!(value(&parts, Measure::Temporary, &[]), 0);
    assert_eq!(value(&parts, Measure::Cost, &[]), 8);
}

#[test]
fn temporary_adds_the_hostel_for_each_roof_bought() {
    let parts = home(Category::Ordinaer, |unit| unit.free_from = Some(march(3)), vec![applicant("a")]);
    assert_eq!(value(&parts, Measure::Temporary, &[]), 27);
    assert_eq!(value(&parts, Measure::Temporary, &[("a", "u", 3)]), 27, "it is needed today even so");
}

#[test]
fn cost_adds_homes_let_and_vacant() {
    let parts = home(Category::Ordinaer, |_| {}, vec![temporary(Some(1_000))]);
    assert_eq!(value(&parts, Measure::Cost, &[]), 3 + 1);
    assert_eq!(value(&parts, Measure::Cost, &[("a", "u", 1)]), 8);
    let closed = with(parts.clone(), |parts| parts.sites[0].closes = Some(march(31)));
    assert_eq!(value(&closed, Measure::Cost, &[]), 1);
    let not_yet = with(parts, |parts| parts.sites[0].opens = Some(jiff::civil::date(2026, 4, 1)));
    assert_eq!(value(&not_yet, Measure::Cost, &[]), 1);
}

#[test]
fn cost_adds_each_person_and_each_empty_place_of_a_shared_home() {
    let couple = of(vec![person("a"), person("a2")], |waits| waits.situation = Some(Situation::AtRisk));
    let r = resident(person("r"), "u", Tenure::Stays);
    let parts = |places| home(Category::Ordinaer, |unit| unit.shared_places = Some(places), vec![couple.clone(), r.clone()]);
    assert_eq!(value(&parts(4), Measure::Cost, &[]), 8 + 3 * 3);
    assert_eq!(value(&parts(4), Measure::Cost, &[("a", "u", 1)]), 3 * 8 + 3);
    let crowded = with(parts(1), |parts| parts.households.push(resident(person("q"), "u", Tenure::Stays)));
    assert_eq!(value(&crowded, Measure::Cost, &[]), 2 * 8);
}

#[test]
fn cost_adds_support_that_starts() {
    let supported = |minutes: Option<i64>| {
        let a = applying("a", |waits| {
            (waits.needs.support, waits.situation) = (minutes.map(MinutesPerWeek), Some(Situation::AtRisk));
        });
        with(home(Category::Ordinaer, |_| {}, vec![a]), |parts| parts.settings.support_price = Kroner(500))
    };
    // Two hours a week at 500 kroner: 52,000 a year, 4,333 a month.
    assert_eq!(value(&supported(Some(120)), Measure::Cost, &[("a", "u", 1)]), 8 + 4);
    // 499.56 kroner a month is 500, which is a thousand.
    let odd = with(supported(Some(6_917)), |parts| parts.settings.support_price = Kroner(1));
    assert_eq!(value(&odd, Measure::Cost, &[("a", "u", 1)]), 8 + 1);
    assert_eq!(value(&supported(None), Measure::Cost, &[("a", "u", 1)]), 8);
    assert_eq!(value(&supported(Some(120)), Measure::Cost, &[]), 3);
    let mover = with(supported(Some(120)), |parts| {
        parts.units.push(unit("v", "s"));
        parts.households = vec![resident(person("a"), "v", Tenure::MustMove)];
        parts.households[0].application.as_mut().expect("a mover applies").needs.support = Some(MinutesPerWeek(120));
    });
    assert_eq!(value(&mover, Measure::Cost, &[("a", "u", 1)]), 8, "a resident's support has started before");
}

#[test]
fn cost_adds_roofs_bought() {
    let parts = home(Category::Ordinaer, |_| {}, vec![applicant("a")]);
    assert_eq!(value(&parts, Measure::Cost, &[]), 3 + 27);
}

#[test]
fn amounts_beyond_all_reason_do_not_panic() {
    let rich = applying("a", |waits| waits.needs.support = Some(MinutesPerWeek(i64::MAX)));
    let parts = home(Category::Midlertidig, |unit| unit.cost_let = Kroner(i64::MAX), vec![rich]);
    let parts = with(parts, |parts| parts.settings.support_price = Kroner(i64::MAX));
    assert!(value(&parts, Measure::Cost, &[("a", "u", 1)]) > 0);
    assert!(value(&parts, Measure::read("9000000000*cost+9000000000*temporary").expect("a sum"), &[("a", "u", 1)]) < 0);
}
