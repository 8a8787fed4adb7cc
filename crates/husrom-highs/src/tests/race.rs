use std::thread;
use std::time::{Duration, Instant};

use super::{INF, Random, feasible, market_split, mip, near};
use crate::{Interrupt, Limits, Program, Sense, Termination, live_workers, race_mip};

/// Binaries in rows `Σ a·x ≤ b`.
fn packing(columns: usize, rows: usize, seed: u64) -> Program {
    let mut random = Random(seed);
    let mut program = Program::default();
    let mut small = |limit: u64| f64::from(u32::try_from(1 + random.below(limit)).unwrap());
    for _ in 0..columns {
        program.push_column(small(20), 0.0, 1.0, true);
    }
    for _ in 0..rows {
        let terms: Vec<(usize, f64)> = (0..columns).map(|column| (column, small(9))).collect();
        program.push_row(-INF, small(20) + 20.0, terms);
    }
    program
}

fn race(program: &Program, start: Option<&[f64]>, limits: &Limits, interrupt: &Interrupt) -> crate::MipOutcome {
    race_mip(program, Sense::Maximise, start, limits, interrupt).unwrap()
}

#[test]
fn a_race_finds_what_one_alone_does() {
    let limits = Limits { absolute_gap: 0.99, ..Limits::default() };
    for seed in 1..=20 {
        let program = packing(25, 4, seed);
        let nothing = vec![0.0; program.columns()];
        let alone = mip(&program, Sense::Maximise, &limits);
        for start in [None, Some(nothing.as_slice())] {
            let raced = race(&program, start, &limits, &Interrupt::new());
            assert_eq!(raced.termination, Termination::Optimal);
            assert!(near(raced.objective.unwrap(), alone.objective.unwrap()), "{raced:?}");
            assert!(feasible(&program, &raced.solution.unwrap()));
        }
    }
}

#[test]
fn a_race_says_when_nothing_is_possible() {
    let mut program = packing(5, 1, 3);
    program.push_row(1.0, INF, [(0, 2.0), (1, 2.0)]);
    program.push_row(-INF, 1.0, [(0, 1.0), (1, 1.0)]);
    program.push_row(1.0, 1.0, [(0, 2.0), (1, 2.0), (2, 2.0)]);
    let outcome = race(&program, None, &Limits::default(), &Interrupt::new());
    assert_eq!(outcome.termination, Termination::Infeasible);
    // Given a start, it takes both to say so.
    let start = vec![0.0; program.columns()];
    assert_eq!(race(&program, Some(&start), &Limits::default(), &Interrupt::new()).termination, Termination::Infeasible);
}

#[test]
fn a_race_is_interrupted_and_its_workers_end() {
    let (program, start) = market_split(6, false, 5);
    let interrupt = Interrupt::new();
    let theirs = interrupt.clone();
    let from = Instant::now();
    thread::spawn(move || {
        thread::sleep(Duration::from_millis(300));
        theirs.set();
    });
    let outcome = race_mip(&program, Sense::Minimise, Some(&start), &Limits::default(), &interrupt).unwrap();
    assert_eq!(outcome.termination, Termination::Interrupted);
    assert!(from.elapsed() < Duration::from_secs(10));
    assert!(feasible(&program, &outcome.solution.unwrap()));
    while live_workers() > 0 {
        thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn a_race_ends_at_its_time_limit() {
    let (program, start) = market_split(6, false, 7);
    let limits = Limits { time: Some(Duration::from_millis(300)), ..Limits::default() };
    let outcome = race_mip(&program, Sense::Minimise, Some(&start), &limits, &Interrupt::new()).unwrap();
    assert_eq!(outcome.termination, Termination::TimeLimit);
}
