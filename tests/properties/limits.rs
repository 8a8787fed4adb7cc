//! Limits and interrupts: what comes back is always checked, says what is not proved, and under a work limit is always the same.

use std::collections::BTreeSet;
use std::time::Duration;

use husrom::allocation::check::Checker;
use husrom::allocation::{Allocation, Grade, Placement, Stopped};
use husrom::problem::Goal;
use husrom::{AllocateError, Interrupt, Problem, allocate};
use rayon::prelude::*;

use crate::brute::Brute;
use crate::row_order::timeless;

/// Whether a run that was ended early is honest: lawful, bounds true, and nothing called proved that is not at its bound.
fn is_honest(problem: &Problem, run: Result<Allocation, AllocateError>, brute: &Brute) -> Result<Option<Stopped>, String> {
    let allocation = match run {
        Ok(allocation) => allocation,
        Err(AllocateError::TooSoon(_)) if !pinned(problem) => return Err("nothing is pinned, and it was too soon".to_owned()),
        Err(AllocateError::TooSoon(stopped)) => return Ok(Some(stopped)),
        Err(AllocateError::Impossible(_)) if brute.lawful.is_empty() => return Ok(None),
        Err(error) => return Err(error.to_string()),
    };
    allocation.check().map_err(|faults| format!("not lawful: {faults:?}"))?;
    let mut left: Vec<Vec<i64>> = brute.values(problem).collect();
    for (index, (level, stated)) in problem.levels().iter().zip(allocation.levels()).enumerate() {
        let sign = if level.measure.maximises() { 1 } else { -1 };
        let proved = stated.bound == Some(stated.held);
        if proved == (stated.grade == Grade::Unproved) {
            return Err(format!("{} at {}, bound {:?}, is called {:?}", stated.measure, stated.held, stated.bound, stated.grade));
        }
        let best = left.iter().map(|values| sign * values[index]).max().ok_or("nothing holds the levels before")?;
        if stated.bound.is_some_and(|bound| sign * bound < best) {
            return Err(format!("{}: {best} is possible, the bound says {:?}", stated.measure, stated.bound));
        }
        let loss = level.tolerance.loss(stated.held);
        left.retain(|values| sign * values[index] >= sign * stated.held - loss);
    }
    let all_proved = allocation.levels().iter().all(|level| level.grade != Grade::Unproved);
    if allocation.outcome().stopped == Stopped::Finished && !all_proved {
        return Err("finished, and a level is not proved".to_owned());
    }
    Ok(Some(allocation.outcome().stopped))
}

fn pinned(problem: &Problem) -> bool {
    use husrom::problem::OfferStatus;
    !problem.parts().pins.is_empty() || problem.parts().offers.iter().any(|offer| offer.status == OfferStatus::Accepted)
}

/// Runs every problem of some under a limit; counts how many it stopped.
fn under(limit: impl Fn(&Problem) -> Result<Allocation, AllocateError> + Sync, stop: Stopped) -> usize {
    let found: Vec<Result<Option<Stopped>, String>> = crate::some(20)
        .into_par_iter()
        .map(|seed| {
            let problem = crate::problem(seed).map_err(|error| error.to_string())?;
            is_honest(&problem, limit(&problem), &Brute::of(&problem, false)).map_err(|error| format!("seed {seed}: {error}"))
        })
        .collect();
    let failures: Vec<&String> = found.iter().filter_map(|it| it.as_ref().err()).collect();
    assert!(failures.is_empty(), "{} fail, among them {:#?}", failures.len(), &failures[..failures.len().min(5)]);
    found.iter().flatten().filter(|stopped| **stopped == Some(stop)).count()
}

#[test]
fn a_time_limit_of_nothing_gives_a_checked_allocation_marked_as_not_proved() {
    let stopped = under(|problem| allocate(problem).time_limit(Duration::ZERO).run(), Stopped::TimeLimit);
    assert!(stopped > 0);
}

#[test]
fn a_time_limit_of_a_millisecond_gives_a_checked_allocation() {
    under(|problem| allocate(problem).time_limit(Duration::from_millis(1)).run(), Stopped::TimeLimit);
}

#[test]
fn an_interrupt_before_the_run_gives_a_checked_allocation_marked_as_not_proved() {
    let interrupted = |problem: &Problem| {
        let interrupt = Interrupt::new();
        interrupt.set();
        allocate(problem).interrupt(interrupt).run()
    };
    assert!(under(interrupted, Stopped::Interrupted) > 0);
}

#[test]
fn a_work_limit_gives_a_checked_allocation_and_twice_the_same() {
    for nodes in [0, 1, 2] {
        let twice = |problem: &Problem| {
            let run = || allocate(problem).work_limit(nodes).run();
            let (one, other) = (run(), run());
            match (&one, &other) {
                (Ok(one), Ok(other)) => assert_eq!(timeless(one.outcome()), timeless(other.outcome())),
                (one, other) => assert_eq!(one.as_ref().err(), other.as_ref().err()),
            }
            one
        };
        let stopped = under(twice, Stopped::WorkLimit);
        println!("a work limit of {nodes} stopped {stopped}");
    }
}

/// Whether nobody can simply be added to what a run that was ended at once has found, to the better by the levels in their order. Where
/// chains are limited one is cut, and who could be added then is another matter.
fn is_full(seed: u64) -> Result<usize, String> {
    let problem = crate::problem(seed).map_err(|error| error.to_string())?;
    let Ok(allocation) = allocate(&problem).time_limit(Duration::ZERO).run() else { return Ok(0) };
    if allocation.outcome().stopped != Stopped::TimeLimit || problem.settings().longest_chain.is_some() {
        return Ok(0);
    }
    let checker = Checker::new(&problem);
    let worth = |placements: &[Placement]| -> Option<Vec<i64>> {
        let signed = |(level, value): (Goal, i64)| if level.measure.maximises() { value } else { -value };
        Some(problem.levels().into_iter().zip(checker.values(placements)?).map(signed).collect())
    };
    let ours: BTreeSet<&Placement> = allocation.placements().iter().collect();
    let held = worth(allocation.placements()).ok_or("not lawful")?;
    let brute = Brute::of(&problem, false);
    let one_more = brute
        .lawful
        .iter()
        .filter(|placements| placements.len() == ours.len() + 1 && ours.iter().all(|ours| placements.contains(ours)));
    for placements in one_more {
        if worth(placements).is_some_and(|worth| worth > held) {
            return Err(format!("seed {seed}: {placements:?} is better than {:?}", allocation.placements()));
        }
    }
    Ok(ours.len())
}

#[test]
fn a_run_that_is_ended_at_once_has_placed_whoever_could_simply_be_added() {
    assert!(crate::whole::all_right(20, is_full) > 0, "nobody was placed");
}
