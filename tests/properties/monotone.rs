//! One more home never makes the levels, read in order, worse (MODEL §3): with tolerance 0, all levels proved, and measures on
//! placements only.
//!
//! Why it must hold: an empty home changes no start, no presence and no count, so every lawful allocation stays lawful at the same
//! values; the bound of a `share` only rises with the places. `cost` counts a home that stands vacant, so it is no measure on placements;
//! everything else is in the test, the lot too, because a home of its own id singles out no other.

use husrom::problem::*;
use husrom::{AllocateError, Problem, allocate};
use rayon::prelude::*;

use crate::dice::Dice;

/// Every measure but `cost`, in any order, and then the lot.
fn goals(dice: &mut Dice) -> Goals {
    let mut measures = crate::generate::measures();
    measures.retain(|measure| *measure != Measure::Cost);
    for last in (1..measures.len()).rev() {
        measures.swap(last, usize::try_from(dice.roll(last as u64 + 1)).unwrap());
    }
    measures.push(Measure::Lot);
    Goals::of(measures)
}

/// The problem with one more home: like one of its homes, in the same site, empty and in use.
fn one_more(problem: &Problem, dice: &mut Dice) -> Option<Problem> {
    let mut parts = problem.parts().clone();
    let unshared: Vec<Unit> = parts.units.iter().filter(|unit| unit.shared_places.is_none()).cloned().collect();
    if unshared.is_empty() {
        return None;
    }
    let model = dice.pick(&unshared).clone();
    parts.units.push(Unit { id: "U-ny".into(), name: "Ny".to_owned(), out_of_service: None, held_back: None, ..model });
    Problem::from_parts(parts).ok()
}

/// The values in the direction in which more is better.
fn values(problem: &Problem) -> Result<Option<Vec<i64>>, String> {
    match allocate(problem).run() {
        Ok(allocation) => {
            let sign = |goal: &Goal| if goal.measure.maximises() { 1 } else { -1 };
            Ok(Some(problem.levels().iter().zip(allocation.levels()).map(|(goal, level)| sign(goal) * level.value).collect()))
        }
        // Nothing at all is worse than anything.
        Err(AllocateError::Impossible(_)) => Ok(None),
        Err(error) => Err(error.to_string()),
    }
}

/// Whether the home made a difference; an error if it was for the worse.
fn never_worse(seed: u64) -> Result<bool, String> {
    let mut dice = Dice::of(seed ^ 0x40e);
    let problem = crate::problem(seed).map_err(|error| error.to_string())?;
    let problem = problem.with_goals(goals(&mut dice)).map_err(|error| error.to_string())?;
    let Some(larger) = one_more(&problem, &mut dice) else { return Ok(false) };
    let (before, after) = (values(&problem)?, values(&larger)?);
    if after < before {
        let names: Vec<String> = problem.levels().iter().map(|level| level.measure.to_string()).collect();
        return Err(format!("{names:?}\n before {before:?}\n after  {after:?}"));
    }
    Ok(after > before)
}

#[test]
fn one_more_home_never_makes_the_levels_worse() {
    let found: Vec<Result<bool, String>> =
        crate::some(5).into_par_iter().map(|seed| never_worse(seed).map_err(|error| format!("seed {seed}: {error}"))).collect();
    let failures: Vec<&String> = found.iter().filter_map(|it| it.as_ref().err()).collect();
    let better = found.iter().flatten().filter(|better| **better).count();
    println!("one more home made {better} of {} problems better", found.len());
    assert!(failures.is_empty(), "{} fail, among them {:#?}", failures.len(), &failures[..failures.len().min(5)]);
    assert!(better * 20 > found.len(), "the home hardly ever matters: the test says nothing");
}
