mod race;
mod session;

use std::sync::mpsc::channel;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use crate::{Error, Interrupt, Limits, MipOutcome, Program, Sense, Termination, live_workers, solve_lp, solve_mip};

const INF: f64 = f64::INFINITY;

fn near(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-6
}

fn lp(program: &Program, sense: Sense) -> crate::LpOutcome {
    solve_lp(program, sense, &Limits::default(), &Interrupt::new()).unwrap()
}

fn mip(program: &Program, sense: Sense, limits: &Limits) -> MipOutcome {
    solve_mip(program, sense, None, limits, &Interrupt::new(), |_| {}).unwrap()
}

/// max 3x + 5y, x <= 4, 2y <= 12, 3x + 2y <= 18 (as rows).
fn wyndor() -> Program {
    let mut program = Program::default();
    let x = program.push_column(3.0, 0.0, INF, false);
    let y = program.push_column(5.0, 0.0, INF, false);
    program.push_row(-INF, 4.0, [(x, 1.0)]);
    program.push_row(-INF, 12.0, [(y, 2.0)]);
    program.push_row(-INF, 18.0, [(x, 3.0), (y, 2.0)]);
    program
}

struct Random(u64);

impl Random {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % limit
    }
}

/// A market split (Cornuéjols and Dawande): minimise the slacks of equalities over binaries, with a planted solution of value
/// 0 if `planted`. Far out of reach of branch and bound at this size, while any binary point is feasible.
fn market_split(rows: usize, planted: bool, seed: u64) -> (Program, Vec<f64>) {
    let mut random = Random(seed);
    let columns = 10 * (rows - 1);
    let mut program = Program::default();
    for _ in 0..columns {
        program.push_column(0.0, 0.0, 1.0, true);
    }
    let mut start: Vec<f64> = (0..columns).map(|_| if random.below(2) == 0 { 0.0 } else { 1.0 }).collect();
    for _ in 0..rows {
        let over = program.push_column(1.0, 0.0, INF, true);
        let under = program.push_column(1.0, 0.0, INF, true);
        start.extend([0.0, 0.0]);
        let weights: Vec<f64> = (0..columns).map(|_| f64::from(u32::try_from(random.below(100)).unwrap())).collect();
        let side = if planted {
            weights.iter().zip(&start).map(|(weight, value)| weight * value).sum()
        } else {
            (weights.iter().sum::<f64>() / 2.0).floor()
        };
        let entries = weights.into_iter().enumerate().filter(|&(_, weight)| weight > 0.0);
        program.push_row(side, side, entries.chain([(over, 1.0), (under, -1.0)]));
    }
    (program, start)
}

fn feasible(program: &Program, x: &[f64]) -> bool {
    let rows = &program.rows;
    let in_row = |row: usize| {
        let end = rows.starts.get(row + 1).copied().unwrap_or(rows.values.len());
        let activity: f64 = (rows.starts[row]..end).map(|entry| rows.values[entry] * x[rows.columns[entry]]).sum();
        rows.lower[row] - 1e-5 <= activity && activity <= rows.upper[row] + 1e-5
    };
    x.len() == program.columns()
        && (0..x.len()).all(|j| program.lower[j] - 1e-6 <= x[j] && x[j] <= program.upper[j] + 1e-6)
        && (0..x.len()).all(|j| !program.integer[j] || near(x[j], x[j].round()))
        && (0..rows.len()).all(in_row)
}

#[test]
fn duals_of_a_maximum_are_the_textbooks() {
    let program = wyndor();
    let outcome = lp(&program, Sense::Maximise);
    assert_eq!(outcome.termination, Termination::Optimal);
    assert!(near(outcome.objective, 36.0));
    assert!(near(outcome.columns[0], 2.0) && near(outcome.columns[1], 6.0));
    let y = &outcome.row_duals;
    assert!(near(y[0], 0.0) && near(y[1], 1.5) && near(y[2], 1.0), "{y:?}");
    let value: f64 = y.iter().zip(&program.rows.upper).map(|(y, b)| y * b).sum();
    assert!(near(value, outcome.objective));
    assert!(outcome.reduced_costs.iter().all(|&cost| near(cost, 0.0)));
}

#[test]
fn reduced_costs_of_a_maximum() {
    // max 3x + y, x + y <= 4, x <= 3 (bound): x = 3, y = 1, dual 1, reduced cost of x 2 >= 0 at its upper bound.
    let mut program = Program::default();
    program.push_column(3.0, 0.0, 3.0, false);
    program.push_column(1.0, 0.0, INF, false);
    // A third column that does not pay: 1 - 2 = -1 at its lower bound.
    program.push_column(1.0, 0.0, INF, false);
    program.push_row(-INF, 4.0, [(0, 1.0), (1, 1.0), (2, 2.0)]);
    let outcome = lp(&program, Sense::Maximise);
    assert!(near(outcome.objective, 10.0));
    assert!(near(outcome.row_duals[0], 1.0));
    assert!(near(outcome.reduced_costs[0], 2.0), "{outcome:?}");
    assert!(near(outcome.reduced_costs[2], -1.0), "{outcome:?}");
    let bound = outcome.row_duals[0] * 4.0 + outcome.reduced_costs[0].max(0.0) * 3.0;
    assert!(near(bound, outcome.objective));
}

#[test]
fn duals_of_rows_at_lower_bounds_and_of_minima() {
    // max -x, x >= 2 as a row: raising the lower bound costs 1.
    let mut program = Program::default();
    program.push_column(-1.0, 0.0, INF, false);
    program.push_column(-1.0, 0.0, INF, false);
    program.push_row(2.0, INF, [(0, 1.0), (1, 0.5)]);
    let outcome = lp(&program, Sense::Maximise);
    assert!(near(outcome.objective, -2.0) && near(outcome.row_duals[0], -1.0), "{outcome:?}");
    // min x: the same row, dual +1; reduced cost of the column that does not pay 0.5 >= 0.
    program.costs = vec![1.0, 1.0];
    let outcome = lp(&program, Sense::Minimise);
    assert!(near(outcome.objective, 2.0) && near(outcome.row_duals[0], 1.0), "{outcome:?}");
    assert!(near(outcome.reduced_costs[1], 0.5), "{outcome:?}");
    // min -3x - 5y over the textbook's rows: duals <= 0.
    let mut program = wyndor();
    program.costs = vec![-3.0, -5.0];
    let outcome = lp(&program, Sense::Minimise);
    assert!(near(outcome.row_duals[1], -1.5) && near(outcome.row_duals[2], -1.0), "{outcome:?}");
}

#[test]
fn duals_of_equalities_follow_the_side() {
    // max x, x + y = 5 with y <= 0 at 0: one unit more on the side is one unit more objective.
    let mut program = Program::default();
    program.push_column(1.0, 0.0, INF, false);
    program.push_column(0.0, 0.0, INF, false);
    program.push_row(5.0, 5.0, [(0, 1.0), (1, 1.0)]);
    let outcome = lp(&program, Sense::Maximise);
    assert!(near(outcome.objective, 5.0) && near(outcome.row_duals[0], 1.0), "{outcome:?}");
    program.costs = vec![1.0, 2.0];
    let outcome = lp(&program, Sense::Minimise);
    assert!(near(outcome.objective, 5.0) && near(outcome.row_duals[0], 1.0), "{outcome:?}");
}

#[test]
fn strong_duality_on_random_packings() {
    let mut random = Random(7);
    for _ in 0..20 {
        let mut program = Program::default();
        for _ in 0..30 {
            let cost = f64::from(u32::try_from(1 + random.below(20)).unwrap());
            program.push_column(cost, 0.0, INF, true);
        }
        for _ in 0..15 {
            let row: Vec<_> = (0..30).filter(|_| random.below(3) > 0).map(|j| (j, 1.0)).collect();
            program.push_row(-INF, f64::from(u32::try_from(1 + random.below(9)).unwrap()), row);
        }
        program.push_row(-INF, 50.0, (0..30).map(|j| (j, 1.0)));
        let outcome = lp(&program, Sense::Maximise);
        assert_eq!(outcome.termination, Termination::Optimal);
        assert!(outcome.row_duals.iter().all(|&y| y >= -1e-7));
        let value: f64 = outcome.row_duals.iter().zip(&program.rows.upper).map(|(y, b)| y * b).sum();
        assert!(near(value, outcome.objective));
        assert!(outcome.reduced_costs.iter().all(|&cost| cost <= 1e-6));
    }
}

#[test]
fn lp_statuses() {
    let mut program = wyndor();
    program.push_row(100.0, INF, [(0, 1.0), (1, 1.0)]);
    assert_eq!(lp(&program, Sense::Maximise).termination, Termination::Infeasible);
    let mut program = Program::default();
    program.push_column(1.0, 0.0, INF, false);
    program.push_column(1.0, 0.0, INF, false);
    program.push_row(-INF, 1.0, [(0, 1.0), (1, -1.0)]);
    assert_eq!(lp(&program, Sense::Maximise).termination, Termination::Unbounded);
    let (mut program, _) = market_split(6, false, 3);
    program.integer.fill(false);
    let limits = Limits { iterations: Some(1), ..Limits::default() };
    let outcome = solve_lp(&program, Sense::Minimise, &limits, &Interrupt::new()).unwrap();
    assert_eq!(outcome.termination, Termination::IterationLimit);
    let limits = Limits { time: Some(Duration::ZERO), ..Limits::default() };
    let outcome = solve_lp(&program, Sense::Minimise, &limits, &Interrupt::new()).unwrap();
    assert_eq!(outcome.termination, Termination::TimeLimit);
}

#[test]
fn empty_programs() {
    let mut program = Program::default();
    let outcome = lp(&program, Sense::Maximise);
    assert_eq!((outcome.termination, outcome.objective), (Termination::Optimal, 0.0));
    let outcome = mip(&program, Sense::Maximise, &Limits::default());
    assert_eq!((outcome.termination, outcome.solution, outcome.bound), (Termination::Optimal, Some(vec![]), 0.0));
    program.push_row(-1.0, 1.0, []);
    assert_eq!(lp(&program, Sense::Maximise).row_duals, [0.0]);
    program.push_row(1.0, 1.0, []);
    assert_eq!(lp(&program, Sense::Maximise).termination, Termination::Infeasible);
    let outcome = mip(&program, Sense::Maximise, &Limits::default());
    assert_eq!((outcome.termination, outcome.bound), (Termination::Infeasible, -INF));
    // Columns without rows, and rows without entries.
    let mut program = Program::default();
    program.push_column(2.0, 0.0, 3.5, true);
    program.push_column(-1.0, 1.0, 2.0, false);
    for _ in 0..2 {
        let outcome = lp(&program, Sense::Maximise);
        assert_eq!((outcome.termination, outcome.objective), (Termination::Optimal, 6.0));
        assert!(near(outcome.reduced_costs[0], 2.0) && near(outcome.reduced_costs[1], -1.0), "{:?}", outcome.reduced_costs);
        assert_eq!(outcome.row_duals.len(), program.rows.len());
        let outcome = mip(&program, Sense::Maximise, &Limits::default());
        assert_eq!((outcome.termination, outcome.objective, outcome.bound), (Termination::Optimal, Some(5.0), 5.0));
        program.push_row(-1.0, 1.0, []);
    }
}

#[test]
fn small_mip() {
    // Knapsack: 60, 100, 120 with weights 10, 20, 30 and room 50: 220.
    let mut program = Program::default();
    for value in [60.0, 100.0, 120.0] {
        program.push_column(value, 0.0, 1.0, true);
    }
    program.push_row(-INF, 50.0, [(0, 10.0), (1, 20.0), (2, 30.0)]);
    let outcome = mip(&program, Sense::Maximise, &Limits { absolute_gap: 0.99, ..Limits::default() });
    assert_eq!(outcome.termination, Termination::Optimal);
    assert!(near(outcome.objective.unwrap(), 220.0) && near(outcome.bound, 220.0));
    assert_eq!(outcome.solution.unwrap().iter().map(|x| x.round()).collect::<Vec<_>>(), [0.0, 1.0, 1.0]);
    program.push_row(51.0, INF, [(0, 10.0), (1, 20.0), (2, 30.0)]);
    let outcome = mip(&program, Sense::Maximise, &Limits::default());
    assert_eq!((outcome.termination, outcome.solution), (Termination::Infeasible, None));
    assert_eq!(outcome.bound.to_bits(), (-INF).to_bits());
}

#[test]
fn a_mip_without_integers_and_an_unbounded_one() {
    let outcome = mip(&wyndor(), Sense::Maximise, &Limits::default());
    assert_eq!(outcome.termination, Termination::Optimal);
    assert!(near(outcome.objective.unwrap(), 36.0) && near(outcome.bound, 36.0));
    let mut program = Program::default();
    program.push_column(1.0, 0.0, INF, true);
    program.push_column(1.0, 0.0, INF, true);
    program.push_row(-INF, 1.0, [(0, 1.0), (1, -1.0)]);
    let termination = mip(&program, Sense::Maximise, &Limits::default()).termination;
    assert!(matches!(termination, Termination::Unbounded | Termination::Other(_)), "{termination:?}");
}

#[test]
fn infeasible_only_as_integers() {
    let mut program = Program::default();
    for _ in 0..8 {
        program.push_column(1.0, 0.0, 1.0, true);
    }
    program.push_row(7.0, 7.0, (0..8).map(|j| (j, 2.0)));
    assert_eq!(lp(&program, Sense::Maximise).termination, Termination::Optimal);
    assert_eq!(mip(&program, Sense::Maximise, &Limits::default()).termination, Termination::Infeasible);
}

#[test]
fn the_start_is_used() {
    // Out of reach without the start; with it, its value 0 is the bound.
    let (program, start) = market_split(7, true, 11);
    assert!(feasible(&program, &start));
    let limits = Limits { time: Some(Duration::from_secs(60)), absolute_gap: 0.99, ..Limits::default() };
    let begun = Instant::now();
    let outcome = solve_mip(&program, Sense::Minimise, Some(&start), &limits, &Interrupt::new(), |_| {}).unwrap();
    assert_eq!(outcome.termination, Termination::Optimal);
    assert!(near(outcome.objective.unwrap(), 0.0));
    assert!(begun.elapsed() < Duration::from_secs(20));
    // A start that is known in part is completed.
    let mut partial = start.clone();
    partial[program.columns() - 14..].fill(INF);
    let outcome = solve_mip(&program, Sense::Minimise, Some(&partial), &limits, &Interrupt::new(), |_| {}).unwrap();
    assert!(near(outcome.objective.unwrap(), 0.0));
    // A start that breaks a bound is dropped in silence.
    let mut broken = start;
    broken[0] = 7.0;
    let limits = Limits { nodes: Some(1), ..limits };
    let outcome = solve_mip(&program, Sense::Minimise, Some(&broken), &limits, &Interrupt::new(), |_| {}).unwrap();
    assert_eq!(outcome.termination, Termination::NodeLimit);
}

#[test]
fn node_limit_and_improving_solutions() {
    let (program, _) = market_split(7, false, 5);
    let limits = Limits { nodes: Some(20), absolute_gap: 0.99, time: Some(Duration::from_secs(120)), ..Limits::default() };
    let run = || {
        let seen = Arc::new(Mutex::new(Vec::new()));
        let keep = Arc::clone(&seen);
        let improved = move |x: &[f64]| keep.lock().unwrap().push(x.to_vec());
        let outcome = solve_mip(&program, Sense::Minimise, None, &limits, &Interrupt::new(), improved).unwrap();
        let seen = std::mem::take(&mut *seen.lock().unwrap());
        (outcome, seen)
    };
    let (outcome, seen) = run();
    assert_eq!(outcome.termination, Termination::NodeLimit);
    assert!(outcome.nodes >= 20 && outcome.nodes < 200, "{}", outcome.nodes);
    assert!(!seen.is_empty());
    assert!(seen.iter().all(|x| feasible(&program, x)));
    assert!(seen.windows(2).all(|pair| program.objective(&pair[1]) < program.objective(&pair[0])));
    assert!(near(program.objective(seen.last().unwrap()), outcome.objective.unwrap()));
    assert!(outcome.bound <= outcome.objective.unwrap());
    // Node limits repeat exactly.
    assert_eq!(run(), (outcome, seen));
}

#[test]
fn an_interrupt_before_the_call() {
    let (program, _) = market_split(7, false, 5);
    let interrupt = Interrupt::new();
    interrupt.set();
    let begun = Instant::now();
    let outcome = solve_mip(&program, Sense::Minimise, None, &Limits::default(), &interrupt, |_| {}).unwrap();
    assert_eq!((outcome.termination, outcome.bound), (Termination::Interrupted, -INF));
    let outcome = solve_lp(&program, Sense::Minimise, &Limits::default(), &interrupt).unwrap();
    assert_eq!(outcome.termination, Termination::Interrupted);
    assert!(begun.elapsed() < Duration::from_millis(500));
}

#[test]
fn an_interrupt_during_a_hard_mip() {
    let (program, _) = market_split(7, false, 5);
    let interrupt = Interrupt::new();
    let (announce, announced) = channel();
    let other = {
        let interrupt = interrupt.clone();
        thread::spawn(move || {
            // Once a solution is there; a while into the search.
            let first = announced.recv_timeout(Duration::from_secs(60)).is_ok();
            thread::sleep(Duration::from_millis(300));
            interrupt.set();
            (first, Instant::now())
        })
    };
    let improved = move |x: &[f64]| {
        let _ = announce.send(x.to_vec());
    };
    let outcome = solve_mip(&program, Sense::Minimise, None, &Limits::default(), &interrupt, improved).unwrap();
    let ended = Instant::now();
    let (first, set) = other.join().unwrap();
    assert!(first);
    assert!(ended.duration_since(set) < Duration::from_millis(600), "{:?}", ended.duration_since(set));
    assert_eq!(outcome.termination, Termination::Interrupted);
    let solution = outcome.solution.unwrap();
    assert!(feasible(&program, &solution));
    assert!(near(program.objective(&solution), outcome.objective.unwrap()));
    assert!(outcome.bound <= outcome.objective.unwrap());
}

#[test]
fn an_interrupt_during_a_long_lp() {
    // A random covering, dense enough to keep the simplex (and presolve) busy for long.
    let mut random = Random(21);
    let mut program = Program::default();
    let mut small = |limit| f64::from(u32::try_from(1 + random.below(limit)).unwrap());
    for _ in 0..3000 {
        program.push_column(small(1000), 0.0, INF, false);
    }
    for _ in 0..1500 {
        let row: Vec<_> = (0..3000).filter(|_| small(10) < 1.5).map(|j| (j, if j % 2 == 0 { 1.0 } else { 3.0 })).collect();
        program.push_row(100.0, INF, row);
    }
    let interrupt = Interrupt::new();
    let other = {
        let interrupt = interrupt.clone();
        thread::spawn(move || {
            thread::sleep(Duration::from_millis(100));
            interrupt.set();
            Instant::now()
        })
    };
    let outcome = solve_lp(&program, Sense::Minimise, &Limits::default(), &interrupt).unwrap();
    let ended = Instant::now();
    let set = other.join().unwrap();
    assert_eq!(outcome.termination, Termination::Interrupted);
    assert!(ended.duration_since(set) < Duration::from_millis(600), "{:?}", ended.duration_since(set));
}

#[test]
fn an_abandoned_worker_ends() {
    // `improved` blocks, so HiGHS cannot notice the interrupt: the caller leaves with what was announced.
    let (program, _) = market_split(7, false, 9);
    let interrupt = Interrupt::new();
    let (release, released) = channel::<()>();
    let (ended, end) = channel::<()>();
    let improved = {
        let interrupt = interrupt.clone();
        move |_: &[f64]| {
            let _kept_until_the_worker_drops_it = &ended;
            interrupt.set();
            let _ = released.recv_timeout(Duration::from_secs(60));
        }
    };
    let begun = Instant::now();
    let outcome = solve_mip(&program, Sense::Minimise, None, &Limits::default(), &interrupt, improved).unwrap();
    assert!(begun.elapsed() < Duration::from_secs(20));
    assert_eq!(outcome.termination, Termination::Interrupted);
    assert!(feasible(&program, &outcome.solution.unwrap()));
    assert!(live_workers() >= 1);
    release.send(()).unwrap();
    // The channel closes when the worker drops the closure.
    assert!(
        end.recv_timeout(Duration::from_secs(30)).is_err_and(|error| error == std::sync::mpsc::RecvTimeoutError::Disconnected)
    );
}

#[test]
fn a_time_limit() {
    let (program, _) = market_split(7, false, 5);
    let begun = Instant::now();
    let outcome = mip(&program, Sense::Minimise, &Limits { time: Some(Duration::from_millis(700)), ..Limits::default() });
    assert_eq!(outcome.termination, Termination::TimeLimit);
    assert!(begun.elapsed() < Duration::from_secs(4));
    let outcome = mip(&program, Sense::Minimise, &Limits { time: Some(Duration::ZERO), ..Limits::default() });
    assert_eq!(outcome.termination, Termination::TimeLimit);
}

#[test]
fn a_panic_in_the_callers_function_comes_back() {
    let (program, _) = market_split(7, false, 5);
    let begun = Instant::now();
    let error =
        solve_mip(&program, Sense::Minimise, None, &Limits::default(), &Interrupt::new(), |_| panic!("told you")).unwrap_err();
    assert_eq!(error, Error::Panicked("told you".to_owned()));
    assert!(begun.elapsed() < Duration::from_secs(30));
}

#[test]
fn many_at_once() {
    // The callers are threads of one pool, as with rayon; half of them use a start.
    let solve = |seed: u64| {
        let (program, start) = market_split(3, true, seed);
        let start = (seed.is_multiple_of(2)).then_some(start.as_slice());
        let limits = Limits { absolute_gap: 0.99, time: Some(Duration::from_secs(100)), ..Limits::default() };
        let outcome = solve_mip(&program, Sense::Minimise, start, &limits, &Interrupt::new(), |_| {}).unwrap();
        assert_eq!(outcome.termination, Termination::Optimal);
        assert!(near(outcome.objective.unwrap(), 0.0));
        for _ in 0..10 {
            assert!(near(lp(&wyndor(), Sense::Maximise).objective, 36.0));
        }
    };
    thread::scope(|scope| {
        for seed in 1..=16 {
            scope.spawn(move || solve(seed));
        }
    });
}

#[test]
fn nonsense_is_refused() {
    let refused = |program: &Program| {
        let error = solve_lp(program, Sense::Maximise, &Limits::default(), &Interrupt::new()).unwrap_err();
        assert!(matches!(error, Error::Invalid(_)), "{error}");
    };
    let mut program = wyndor();
    program.rows.columns[0] = 2;
    refused(&program);
    let mut program = wyndor();
    program.rows.values[0] = 1e-12;
    refused(&program);
    let mut program = wyndor();
    program.rows.starts[1] = 9;
    refused(&program);
    let mut program = wyndor();
    program.costs[0] = f64::NAN;
    refused(&program);
    let mut program = wyndor();
    program.integer.pop();
    refused(&program);
    let program = wyndor();
    let start = solve_mip(&program, Sense::Maximise, Some(&[1.0]), &Limits::default(), &Interrupt::new(), |_| {});
    assert!(matches!(start, Err(Error::Invalid(_))));
    // The same column twice in a row is refused by HiGHS itself.
    let mut program = wyndor();
    program.push_row(-INF, 1.0, [(0, 1.0), (0, 1.0)]);
    let twice = solve_lp(&program, Sense::Maximise, &Limits::default(), &Interrupt::new());
    assert!(matches!(twice, Err(Error::Highs { .. })), "{twice:?}");
}
