//! The smallest change suffices, and nothing cheaper on the menu does: held against every lawful allocation of every changed problem.

use husrom::Problem;
use husrom::explanation::{Menu, Smallest, Step, after};
use husrom::problem::{HouseholdId, Measure};

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

fn smallest(seed: u64) -> Result<usize, String> {
    let Some((problem, allocation)) = solved(seed) else { return Ok(0) };
    let mut dice = Dice::of(seed ^ 0x5317);
    let Some(unplaced) = allocation.unplaced().first() else { return Ok(0) };
    let household = &unplaced.household;
    // Prices of the office's own, some of the menu only, so that there are prices to weigh.
    let mut menu = Menu::shipped(&problem, household);
    menu.0.truncate(7);
    menu.0.iter_mut().for_each(|(_, price)| *price = 1 + u32::try_from(dice.roll(3)).unwrap());
    let said = allocation.explain().smallest_change(household, &menu).map_err(|error| format!("seed {seed}: {error}"))?;
    let mut cheaper: Vec<(u32, Vec<&Step>)> = menu.0.iter().map(|(step, price)| (*price, vec![step])).collect();
    for (at, (one, price)) in menu.0.iter().enumerate() {
        cheaper.extend(menu.0[at + 1..].iter().map(|(other, more)| (price + more, vec![one, other])));
    }
    let limit = match &said {
        Smallest::AlreadyPlaced => return Err(format!("seed {seed}: {household} has no home")),
        Smallest::NotSearched => return Err(format!("seed {seed}: not searched")),
        Smallest::NoneWithinTwo => u32::MAX,
        Smallest::Found(found) => {
            let steps: Vec<&Step> = found.steps.iter().collect();
            if !suffices(&problem, household, &steps) || found.placement.household != *household {
                return Err(format!("seed {seed}: {found:?} does not suffice"));
            }
            found.price
        }
    };
    for (price, steps) in cheaper.into_iter().filter(|(price, _)| *price < limit) {
        if suffices(&problem, household, &steps) {
            return Err(format!("seed {seed}: {steps:?} at {price} suffices, said {said:?}"));
        }
    }
    Ok(usize::from(matches!(said, Smallest::Found(_))))
}

#[test]
fn the_smallest_change_suffices_and_nothing_cheaper_does() {
    assert!(all_right(40, smallest) > 0, "no change ever sufficed");
}
