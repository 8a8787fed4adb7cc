//! A round worked home by home: lawful, no better than the joint round, nobody left out who could still have come in.

use husrom::allocation::Placement;
use husrom::allocation::check::Checker;
use husrom::one_by_one::{OneByOne, Scheme};
use husrom::problem::*;
use husrom::{AllocateError, Problem, allocate, one_by_one};
use rayon::prelude::*;

use crate::dice::Dice;
use crate::row_order::shuffled;

const SCHEMES: [Scheme; 3] = [Scheme::WaitingTime, Scheme::Priority, Scheme::Lot];

fn failures(each: impl Fn(u64) -> Result<(), String> + Sync) -> Vec<String> {
    let one = |seed: u64| each(seed).err().map(|error| format!("seed {seed}: {error}"));
    crate::some(5).into_par_iter().filter_map(one).collect()
}

/// Read level by level, within tolerance, the example is nowhere better than the joint round.
fn no_better(problem: &Problem, example: &OneByOne) -> Result<(), String> {
    let joint = allocate(problem).run().map_err(|error| error.to_string())?;
    for ((goal, level), (measure, value)) in problem.levels().iter().zip(joint.levels()).zip(example.levels()) {
        if level.bound != Some(level.held) {
            return Err(format!("{} is not proved", level.measure));
        }
        let behind = if measure.maximises() { level.held - value } else { value - level.held };
        if behind < 0 {
            return Err(format!("{measure}: home by home {value}, jointly {}", level.held));
        }
        if behind > goal.tolerance.loss(level.held) {
            return Ok(());
        }
    }
    Ok(())
}

/// Nobody who waits could still be let in somewhere.
fn complete(problem: &Problem, example: &OneByOne) -> Result<(), String> {
    let checker = Checker::new(problem);
    let is_placed = |id: &HouseholdId| example.placements().iter().any(|placement| placement.household == *id);
    for (household, _) in problem.applicants().filter(|(household, _)| !is_placed(&household.id)) {
        for unit in problem.units() {
            for start in checker.legal_starts(&household.id, &unit.id) {
                let mut more = example.placements().to_vec();
                more.push(Placement { household: household.id.clone(), unit: unit.id.clone(), start });
                if checker.is_lawful(&more) {
                    return Err(format!("{} could have {} from {start}", household.id, unit.id));
                }
            }
        }
    }
    Ok(())
}

fn compare(seed: u64) -> Result<(), String> {
    let problem = crate::problem(seed).map_err(|error| error.to_string())?;
    for scheme in SCHEMES {
        let example = match one_by_one(&problem, scheme) {
            Ok(example) => example,
            Err(AllocateError::Impossible(clash)) if !clash.is_empty() => {
                let joint = allocate(&problem).run();
                let agree = matches!(joint, Err(AllocateError::Impossible(_)));
                return if agree { Ok(()) } else { Err(format!("impossible home by home: {clash:?}, jointly not")) };
            }
            Err(error) => return Err(error.to_string()),
        };
        let values = Checker::new(&problem).values(example.placements()).ok_or("not lawful")?;
        if values != example.levels().iter().map(|(_, value)| *value).collect::<Vec<_>>() {
            return Err("the levels are not those of its placements".to_owned());
        }
        no_better(&problem, &example)?;
        complete(&problem, &example).map_err(|error| format!("{scheme}: {error}"))?;
    }
    Ok(())
}

#[test]
fn home_by_home_is_lawful_complete_and_no_better_than_jointly() {
    let failures = failures(compare);
    assert!(failures.is_empty(), "{} fail, among them\n{}", failures.len(), failures[..failures.len().min(8)].join("\n"));
}

#[test]
fn row_order_changes_nothing_home_by_home() {
    let failures = failures(|seed| {
        let problem = crate::problem(seed).map_err(|error| error.to_string())?;
        let sorted = Problem::from_parts(shuffled(problem.parts(), &mut Dice::of(seed ^ 0xb0b))).map_err(|it| it.to_string())?;
        // The problems themselves may differ in the order of relations that say the same.
        let worked = |problem: &Problem, scheme| {
            let example = one_by_one(problem, scheme).map_err(|error| error.to_string());
            example.map(|it| (it.placements().to_vec(), it.turns().to_vec(), it.chains().to_vec(), it.levels().to_vec()))
        };
        for scheme in SCHEMES {
            let (one, other) = (worked(&problem, scheme), worked(&sorted, scheme));
            if one != other {
                return Err(format!("{scheme}: another order of rows, another result\n {one:?}\n {other:?}"));
            }
        }
        Ok(())
    });
    assert!(failures.is_empty(), "{} fail, among them\n{}", failures.len(), failures[..failures.len().min(8)].join("\n"));
}
