//! A sweep: many scenarios at once on all cores, in order, with the same result on any number of threads.

use std::time::{Duration, Instant};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::Scenario;
use crate::allocation::{Allocation, Grade, Stopped};
use crate::prepared::Prepared;
use crate::problem::Problem;
use crate::round::allocate;
use crate::solver::Interrupt;

/// How a sweep runs.
#[derive(Clone, Debug, Default)]
pub struct SweepOptions {
    /// Scenarios at once; by default as many as the machine has cores.
    pub threads: Option<usize>,
    /// Wall-clock limit for each scenario.
    pub time_limit: Option<Duration>,
    /// Ends the sweep early: scenarios not begun say so in their row.
    pub interrupt: Interrupt,
}

/// What one scenario came to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SweepRow {
    /// Its place in the order given, from 1.
    pub number: usize,
    /// The scenario.
    pub scenario: String,
    /// Why it has no result, if it failed.
    pub error: Option<String>,
    /// Households placed.
    pub placed: u32,
    /// Households that wait on.
    pub unplaced: u32,
    /// Homes, or places, that nobody holds.
    pub vacant: u32,
    /// Roofs to buy today.
    pub roofs: u32,
    /// (measure, value) of each level.
    pub levels: Vec<(String, i64)>,
    /// Every level is proved.
    pub proved: bool,
    /// The change makes no difference: the problem's own allocation is still the best, and nothing was searched.
    pub unchanged: bool,
    /// Why the engine stopped.
    pub stopped: Option<Stopped>,
    /// Wall-clock seconds.
    pub seconds: f64,
}

/// Solves each scenario of a problem; a scenario that fails says so in its row. The problem itself is solved first, and each scenario
/// from there: never from one another, so that the order and the number of threads change nothing.
pub fn sweep(
    problem: &Problem,
    scenarios: &[Scenario],
    options: &SweepOptions,
    progress: impl Fn(&SweepRow) + Sync,
) -> Vec<SweepRow> {
    let solve_base = || {
        let round = allocate(problem).within(options.time_limit, &options.interrupt);
        match options.threads {
            Some(threads) => round.threads(threads).run().ok(),
            None => round.run().ok(),
        }
    };
    let base = (!scenarios.is_empty()).then(solve_base).flatten().map(|allocation| Prepared::of(&allocation));
    sweep_near(problem, base.as_ref(), scenarios, options, |row, _| {
        progress(&row);
        row
    })
}

/// Solves each scenario from what is prepared, and makes of each row, and of its allocation where there is one, what is asked for.
pub(crate) fn sweep_near<T: Send>(
    problem: &Problem,
    base: Option<&Prepared>,
    scenarios: &[Scenario],
    options: &SweepOptions,
    make: impl Fn(SweepRow, Option<Allocation>) -> T + Sync,
) -> Vec<T> {
    let run = || {
        // One at a time: a few take a hundred times as long as the others, and whoever waits behind one of them waits for nothing.
        let numbered = scenarios.par_iter().enumerate().with_max_len(1);
        let made = numbered.map(|(index, scenario)| {
            let (row, allocation) = solve(problem, base, index + 1, scenario, options);
            make(row, allocation)
        });
        made.collect()
    };
    let threads = options.threads.unwrap_or(0);
    match rayon::ThreadPoolBuilder::new().num_threads(threads).build() {
        Ok(pool) => pool.install(run),
        Err(_) => run(),
    }
}

fn solve(
    problem: &Problem,
    base: Option<&Prepared>,
    number: usize,
    scenario: &Scenario,
    options: &SweepOptions,
) -> (SweepRow, Option<Allocation>) {
    let started = Instant::now();
    let mut row = SweepRow {
        number,
        scenario: scenario.name.clone(),
        error: None,
        placed: 0,
        unplaced: 0,
        vacant: 0,
        roofs: 0,
        levels: Vec::new(),
        proved: false,
        unchanged: false,
        stopped: None,
        seconds: 0.0,
    };
    if options.interrupt.is_set() {
        row.error = Some("interrupted before it began".to_owned());
        return (row, None);
    }
    let solved = scenario.apply(problem).map_err(|error| error.to_string()).and_then(|changed| {
        let round = allocate(&changed).within(options.time_limit, &options.interrupt);
        let round = match base {
            Some(base) => round.near(base),
            None => round,
        };
        round.run().map_err(|error| error.to_string())
    });
    match &solved {
        Ok(allocation) => {
            let outcome = allocation.outcome();
            let count = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
            row.placed = count(outcome.placements.len());
            row.unplaced = count(outcome.unplaced.len());
            row.vacant = outcome.vacant.iter().map(|vacancy| vacancy.places).sum();
            row.roofs = count(outcome.roofs.len());
            row.levels = outcome.levels.iter().map(|level| (level.measure.clone(), level.value)).collect();
            row.proved = outcome.levels.iter().all(|level| level.grade != Grade::Unproved);
            row.unchanged = outcome.effort.unchanged;
            row.stopped = Some(outcome.stopped);
        }
        Err(error) => row.error = Some(error.clone()),
    }
    row.seconds = started.elapsed().as_secs_f64();
    (row, solved.ok())
}
