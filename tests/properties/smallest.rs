//! The smallest change suffices, and nothing cheaper on the menu does: held against every lawful allocation of every changed problem.

use husrom::explanation::{Menu, Smallest, SmallestChange, Step, after};
use husrom::problem::{HouseholdId, Measure};
use husrom::{Allocation, Problem, allocate};

use crate::brute::Brute;
use crate::dice::Dice;
use crate::whole::{all_right, solved};

/// Whether the household is placed in every optimum before the lot; `None` where the changed problem is none, or nothing is lawful.
fn always_placed(problem: &Problem, household: &HouseholdId) -> Option<bool> {
    let brute = Brute::of(problem, false);
    let all: Vec<_> = brute.lawful.iter().zip(brute.values(problem)).collect();
    let levels = problem.levels();
    let before_lot = levels.iter().position(|level| level.measure == Measure::Lot).unwrap_or(levels.len());
    let rank = |values: &[i64]| -> Vec<i64> {
        let goals = levels.iter().zip(values).take(before_lot);
        goals.map(|(level, value)| if level.measure.maximises() { *value } else { -value }).collect()
    };
    let best = all.iter().map(|(_, values)| rank(values)).max()?;
    let mut optima = all.iter().filter(|(_, values)| rank(values) == best);
    Some(optima.all(|(placements, _)| placements.iter().any(|placement| placement.household == *household)))
}

/// Steps that suffice by brute force.
fn suffices(problem: &Problem, household: &HouseholdId, steps: &[&Step]) -> bool {
    after(problem, household, steps).and_then(|changed| always_placed(&changed, household)) == Some(true)
}

/// Steps that suffice by solving from nothing, near no other round.
fn suffices_anew(problem: &Problem, household: &HouseholdId, steps: &[&Step]) -> bool {
    let Some(changed) = after(problem, household, steps) else { return false };
    let Ok(allocation) = allocate(&changed).run() else { return false };
    matches!(allocation.explain().smallest_change(household, &Menu(Vec::new())), Ok(Smallest::AlreadyPlaced))
}

fn smallest(seed: u64) -> Result<usize, String> {
    let Some((problem, allocation)) = solved(seed) else { return Ok(0) };
    let Some(unplaced) = allocation.unplaced().first() else { return Ok(0) };
    // Some of the menu only, so that all of it can be tried.
    let mut menu = Menu::shipped(&problem, &unplaced.household);
    menu.0.truncate(7);
    Ok(usize::from(is_smallest(seed, &problem, &allocation, &unplaced.household, menu, suffices)?.is_some()))
}

/// The same where each household is considered for a kind of home or two.
fn shortlisted(seed: u64) -> Result<usize, String> {
    let Some((problem, _)) = solved(seed) else { return Ok(0) };
    let mut parts = problem.parts().clone();
    parts.settings.shortlist = Some(1 + u32::from(Dice::of(seed).chance(50)));
    let problem = Problem::from_parts(parts).map_err(|error| error.to_string())?;
    let Ok(allocation) = allocate(&problem).run() else { return Ok(0) };
    let Some(unplaced) = allocation.unplaced().first() else { return Ok(0) };
    let mut menu = Menu::shipped(&problem, &unplaced.household);
    menu.0.truncate(7);
    Ok(usize::from(is_smallest(seed, &problem, &allocation, &unplaced.household, menu, suffices_anew)?.is_some()))
}

/// What is found on a menu with prices of the office's own, where nothing cheaper suffices.
fn is_smallest(
    seed: u64,
    problem: &Problem,
    allocation: &Allocation,
    household: &HouseholdId,
    mut menu: Menu,
    suffices: fn(&Problem, &HouseholdId, &[&Step]) -> bool,
) -> Result<Option<SmallestChange>, String> {
    let mut dice = Dice::of(seed ^ 0x5317);
    menu.0.iter_mut().for_each(|(_, price)| *price = 1 + u32::try_from(dice.roll(3)).unwrap());
    let said = allocation.explain().smallest_change(household, &menu).map_err(|error| format!("seed {seed}: {error}"))?;
    let mut cheaper: Vec<(u32, Vec<&Step>)> = menu.0.iter().map(|(step, price)| (*price, vec![step])).collect();
    for (at, (one, price)) in menu.0.iter().enumerate() {
        cheaper.extend(menu.0[at + 1..].iter().map(|(other, more)| (price + more, vec![one, other])));
    }
    let found = match said {
        Smallest::AlreadyPlaced => return Err(format!("seed {seed}: {household} has no home")),
        Smallest::NotSearched => return Err(format!("seed {seed}: not searched")),
        Smallest::NoneWithinTwo => None,
        Smallest::Found(found) => {
            let steps: Vec<&Step> = found.steps.iter().collect();
            if !suffices(problem, household, &steps) || found.placement.household != *household {
                return Err(format!("seed {seed}: {found:?} does not suffice"));
            }
            Some(found)
        }
    };
    let limit = found.as_ref().map_or(u32::MAX, |found| found.price);
    for (price, steps) in cheaper.into_iter().filter(|(price, _)| *price < limit) {
        if suffices(problem, household, &steps) {
            return Err(format!("seed {seed}: {steps:?} at {price} suffices, said {found:?}"));
        }
    }
    Ok(found)
}

/// What homes can ask for and a menu has values of.
const ASKED: [&str; 5] = ["age", "treatment_months", "situation", "district", "municipality"];

/// The problem with a fact that its homes ask for and that is not known of those who wait.
fn asking(seed: u64, attribute: &str) -> Option<(Problem, Allocation)> {
    let (problem, _) = solved(seed)?;
    let mut parts = problem.parts().clone();
    let mut dice = Dice::of(seed ^ 0xA5C);
    for site in &mut parts.sites {
        match attribute {
            "age" if dice.chance(50) => site.admission.age_min = Some(*dice.pick(&[25, 40])),
            "age" => site.admission.age_max = Some(*dice.pick(&[24, 60])),
            "treatment_months" => site.admission.treatment_months = Some(*dice.pick(&[3, 6])),
            "situation" => site.admission.homeless = Some(true),
            "district" => site.serves_districts = [dice.pick(&["Nord", "Sør"]).to_owned().into()].into(),
            _ => site.serves_municipalities = ["Bergen".into()].into(),
        }
    }
    for household in parts.households.iter_mut().filter(|household| household.residency.is_none()) {
        let Some(application) = &mut household.application else { continue };
        match attribute {
            "age" => household.persons.iter_mut().for_each(|person| person.age = None),
            "treatment_months" => application.treatment_months = None,
            "situation" => application.situation = None,
            "district" => application.district = None,
            _ => application.municipality = None,
        }
    }
    let problem = Problem::from_parts(parts).ok()?;
    let allocation = allocate(&problem).run().ok()?;
    Some((problem, allocation))
}

/// How many changes that state an attribute are found, of what is on the menu for it.
fn asked(seed: u64, attribute: &str) -> Result<usize, String> {
    let Some((problem, allocation)) = asking(seed, attribute) else { return Ok(0) };
    let states = |step: &Step| matches!(step, Step::Fact { attribute: asked, .. } if asked == attribute);
    let mut found = 0;
    for unplaced in allocation.unplaced() {
        let mut menu = Menu::shipped(&problem, &unplaced.household);
        menu.0.sort_by_key(|(step, _)| !states(step));
        menu.0.truncate(5);
        if menu.0.iter().any(|(step, _)| states(step)) {
            let change = is_smallest(seed, &problem, &allocation, &unplaced.household, menu, suffices)?;
            found += usize::from(change.is_some_and(|change| change.steps.iter().any(states)));
        }
    }
    Ok(found)
}

#[test]
fn what_homes_ask_for_is_on_the_menu_and_the_smallest_change_is_right() {
    for attribute in ASKED {
        assert!(all_right(100, |seed| asked(seed, attribute)) > 0, "{attribute} never sufficed");
    }
}

#[test]
fn the_smallest_change_suffices_and_nothing_cheaper_does() {
    assert!(all_right(40, smallest) > 0, "no change ever sufficed");
}

#[test]
fn the_smallest_change_of_a_round_with_shortlists_is_what_solving_from_nothing_says() {
    assert!(all_right(40, shortlisted) > 0, "no change ever sufficed");
}
