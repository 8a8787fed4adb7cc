//! Row order changes nothing: placements, levels, proofs and reasons are those of the problem, however its tables are sorted.

use husrom::allocation::Outcome;
use husrom::problem::*;
use husrom::{Problem, allocate};
use rayon::prelude::*;

use crate::dice::Dice;

fn shuffle<T>(dice: &mut Dice, rows: &mut [T]) {
    for last in (1..rows.len()).rev() {
        rows.swap(last, usize::try_from(dice.roll(last as u64 + 1)).unwrap());
    }
}

/// The same problem with every table in another order; a relation also the other way round.
pub fn shuffled(parts: &Parts, dice: &mut Dice) -> Parts {
    let mut parts = parts.clone();
    shuffle(dice, &mut parts.sites);
    shuffle(dice, &mut parts.units);
    shuffle(dice, &mut parts.households);
    shuffle(dice, &mut parts.relations);
    shuffle(dice, &mut parts.resources);
    shuffle(dice, &mut parts.assessments);
    shuffle(dice, &mut parts.offers);
    shuffle(dice, &mut parts.pins);
    shuffle(dice, &mut parts.bans);
    shuffle(dice, &mut parts.rules);
    for household in &mut parts.households {
        shuffle(dice, &mut household.persons);
    }
    for relation in &mut parts.relations {
        if dice.chance(50) {
            std::mem::swap(&mut relation.one, &mut relation.other);
        }
    }
    parts
}

/// An outcome without the clock.
pub fn timeless(outcome: &Outcome) -> Outcome {
    let mut outcome = outcome.clone();
    outcome.effort.seconds = 0.0;
    outcome.levels.iter_mut().for_each(|level| level.seconds = 0.0);
    outcome
}

fn solve(problem: &Problem) -> Result<Outcome, String> {
    allocate(problem).run().map(|allocation| timeless(allocation.outcome())).map_err(|error| error.to_string())
}

fn same_in_any_order(seed: u64) -> Result<(), String> {
    let mut dice = Dice::of(seed ^ 0xa11);
    let problem = crate::problem(seed).map_err(|error| error.to_string())?;
    let outcome = solve(&problem);
    let sorted = Problem::from_parts(shuffled(problem.parts(), &mut dice)).map_err(|error| error.to_string())?;
    if solve(&sorted) != outcome {
        return Err("another order of rows, another allocation".to_owned());
    }
    let json = problem.to_json();
    let read = Problem::from_json(&json).map_err(|error| format!("its own JSON is refused: {error}"))?;
    if read.to_json() != json {
        return Err("JSON written, read and written again differs".to_owned());
    }
    if solve(&read) != outcome {
        return Err("another allocation once written to JSON and read".to_owned());
    }
    Ok(())
}

#[test]
fn row_order_changes_nothing() {
    let failures: Vec<String> = crate::some(10)
        .into_par_iter()
        .filter_map(|seed| same_in_any_order(seed).err().map(|error| format!("seed {seed}: {error}")))
        .collect();
    assert!(failures.is_empty(), "{} fail, among them\n{}", failures.len(), failures[..failures.len().min(8)].join("\n"));
}

#[test]
fn the_number_of_threads_changes_nothing() {
    for seed in 0..20 {
        let problem = crate::problem(seed).unwrap();
        let on = |threads| allocate(&problem).threads(threads).run().map(|allocation| timeless(allocation.outcome()));
        assert_eq!(on(1), on(2), "seed {seed}");
    }
}
