//! Mixed-integer programs.

use std::sync::mpsc::channel;
use std::sync::{Arc, Mutex};
use std::time::Instant;

use highs::HighsSolutionStatus;

use crate::program::{Flat, objective};
use crate::raw::{Hooks, Improved, Instance};
use crate::worker::{Progress, Shared, Verdict, caught, supervise, wait};
use crate::{Error, Interrupt, Limits, Program, Sense, Termination, worker};

/// What costs more than it gives on tightly written programs: searches of sub-programs, which take half of the root's time, starting the
/// root again, and looking for symmetries, of which merged homes leave none. Of 57 programs that 200 × 120 rounds came down to, 21 took
/// 28 s in all without these and the first two of the others, 56 s with them; 23 others 44 s without the last two, 57 s with them.
const SUB_PROGRAMS: [&str; 2] = ["mip_heuristic_run_rens", "mip_heuristic_run_rins"];
const SKIPPED: [&str; 4] =
    ["mip_heuristic_run_feasibility_jump", "mip_allow_restart", "mip_heuristic_run_root_reduced_cost", "mip_detect_symmetry"];

/// What is known after solving a mixed-integer program.
#[derive(Clone, Debug, PartialEq)]
pub struct MipOutcome {
    /// Why it stopped.
    pub termination: Termination,
    /// The best solution, if there is one that is feasible within tolerances. Round the integer columns and check exactly.
    pub solution: Option<Vec<f64>>,
    /// `c'x` of `solution`.
    pub objective: Option<f64>,
    /// What no solution can beat: at least every objective for `Maximise`, at most for `Minimise`; infinite (the side that
    /// says nothing) where nothing is known. `HiGHS` drops nodes within the gaps of [`Limits`], so the claim holds up to
    /// these gaps, or exactly if the objective is integer on every solution and the gaps are below 1. For an infeasible
    /// program it is the other infinity.
    pub bound: f64,
    /// Nodes of the tree.
    pub nodes: u64,
}

impl MipOutcome {
    fn new(termination: Termination, sense: Sense) -> Self {
        let bound = if termination == Termination::Infeasible { -sense.no_bound() } else { sense.no_bound() };
        Self { termination, solution: None, objective: None, bound, nodes: 0 }
    }

    /// What an abandoned solve has announced.
    fn so_far(reason: Termination, program: &Program, sense: Sense, shared: &Shared) -> Self {
        let Progress { best, bound, nodes } = std::mem::take(&mut *shared.progress());
        let mut outcome = Self::new(reason, sense);
        outcome.objective = best.as_ref().map(|best| program.objective(best));
        outcome.solution = best;
        outcome.bound = bound.unwrap_or(outcome.bound);
        outcome.nodes = nodes;
        outcome
    }
}

/// Solves the mixed-integer program on a thread of its own.
///
/// `start` has one value for each column, `f64::INFINITY` for those not known. `HiGHS` drops a full start that is not
/// feasible without a word; it tries to complete a partial one first, by a search with the known integer columns fixed, whose
/// improving solutions are announced too.
///
/// `improved` is called on the worker with the column values of each improving solution `HiGHS` announces; they are feasible
/// within tolerances. A start that `HiGHS` takes may or may not be announced. `HiGHS` waits meanwhile: be quick, do not solve
/// there, and do not take a lock that the caller holds. When the caller has abandoned the worker, one call that had begun may
/// still be running, but no new one begins. If it panics, the solve stops and the panic comes back as [`Error::Panicked`].
///
/// # Errors
///
/// See [`Error`]; limits, interrupts and infeasibility are outcomes.
pub fn solve_mip(
    program: &Program,
    sense: Sense,
    start: Option<&[f64]>,
    limits: &Limits,
    interrupt: &Interrupt,
    improved: impl Fn(&[f64]) + Send + 'static,
) -> Result<MipOutcome, Error> {
    let task = match Task::of(program, sense, start, limits, interrupt)? {
        Given::Task(task) => task,
        Given::Outcome(outcome) => return Ok(outcome),
    };
    let shared = Shared::new(interrupt);
    let improved: Improved = Box::new(improved);
    let job_shared = Arc::clone(&shared);
    Ok(match supervise(task.started, limits.time, &shared, move || task.run(Seed(0), improved, &job_shared))? {
        Verdict::Finished(outcome) => outcome,
        Verdict::Abandoned(reason) => MipOutcome::so_far(reason, program, sense, &shared),
    })
}

/// Solves the mixed-integer program with two seeds at once, each on a thread of its own: the first to prove its answer is believed, the
/// other is told to stop. Which one that is depends on the machine: of several optima either may come back.
///
/// How long branch and bound takes is partly luck. Of 27 programs that 200 × 120 rounds came down to, the sooner of two seeds took 22 s in
/// all, either of them alone 26 and 27 s. Without presolve they took 148 s: since rows that bind are equations, it pays. The second seed
/// looks into sub-programs too: over 160 rounds that took 224 s instead of 214 in all, but where the relaxation says little, as of 100 people
/// in ten full knapsacks, what is known after 20 s is 4 % from the bound instead of 18.
///
/// `start` as in [`solve_mip`].
///
/// # Errors
///
/// See [`Error`]; limits, interrupts and infeasibility are outcomes.
pub fn race_mip(
    program: &Program,
    sense: Sense,
    start: Option<&[f64]>,
    limits: &Limits,
    interrupt: &Interrupt,
) -> Result<MipOutcome, Error> {
    let (started, seeds) = (Instant::now(), [Seed(0), Seed(1)]);
    let shared = Shared::new(interrupt);
    let (sender, receiver) = channel();
    for seed in seeds {
        let task = match Task::of(program, sense, start, limits, interrupt)? {
            Given::Task(task) => task,
            Given::Outcome(outcome) => return Ok(outcome),
        };
        let (shared, sender) = (Arc::clone(&shared), sender.clone());
        worker::start(move || {
            // The caller may have left.
            let _ = sender.send(caught(|| task.run(seed, Box::new(|_| {}), &shared)));
        })?;
    }
    drop(sender);
    let mut last = Err(Error::Panicked("no solve was started".to_owned()));
    for _ in seeds {
        last = match wait(started, limits.time, &shared, &receiver) {
            Ok(Verdict::Finished(outcome)) => Ok(outcome),
            Ok(Verdict::Abandoned(reason)) => Ok(MipOutcome::so_far(reason, program, sense, &shared)),
            Err(error) => Err(error),
        };
        // Only what failed, or denies the start, leaves it to the other.
        match &last {
            Ok(outcome) if matches!(outcome.termination, Termination::Other(_)) => {}
            Ok(outcome) if outcome.termination == Termination::Infeasible && start.is_some() => {}
            Err(_) => {}
            Ok(_) => break,
        }
    }
    shared.abandon();
    last
}

/// How a program is solved: with which seed of the solver's random numbers.
#[derive(Clone, Copy, Debug)]
struct Seed(i32);

fn check_start(program: &Program, start: &[f64]) -> Result<(), Error> {
    if start.len() != program.columns() {
        return Err(Error::Invalid(format!("a start of {} values for {} columns", start.len(), program.columns())));
    }
    let odd = |value: &f64| value.is_nan() || *value == f64::NEG_INFINITY;
    start
        .iter()
        .position(odd)
        .map_or(Ok(()), |column| Err(Error::Invalid(format!("the start of column {column} is not a number"))))
}

/// Whether `HiGHS` takes the start as it is or drops it. Any other start it completes by solving the program with some columns
/// fixed, under the same callbacks: the bounds reported meanwhile do not hold for the whole program.
fn is_complete(program: &Program, start: &[f64]) -> bool {
    let known = |(&value, &integer): (&f64, &bool)| value.is_finite() && (!integer || value.fract() == 0.0);
    start.iter().zip(&program.integer).all(known)
}

fn without_columns(program: &Program, sense: Sense) -> MipOutcome {
    if program.zero_is_in_every_row() {
        MipOutcome { termination: Termination::Optimal, solution: Some(Vec::new()), objective: Some(0.0), bound: 0.0, nodes: 0 }
    } else {
        MipOutcome::new(Termination::Infeasible, sense)
    }
}

/// What a call comes to.
enum Given {
    /// There is something to solve.
    Task(Box<Task>),
    /// The answer is plain.
    Outcome(MipOutcome),
}

/// Everything the worker needs.
struct Task {
    flat: Flat,
    sense: Sense,
    bounded: bool,
    bounds_hold: bool,
    start: Option<Vec<f64>>,
    limits: Limits,
    started: Instant,
}

impl Task {
    fn of(
        program: &Program,
        sense: Sense,
        start: Option<&[f64]>,
        limits: &Limits,
        interrupt: &Interrupt,
    ) -> Result<Given, Error> {
        let started = Instant::now();
        limits.check()?;
        let flat = program.flatten(false)?;
        if let Some(start) = start {
            check_start(program, start)?;
        }
        if interrupt.is_set() {
            return Ok(Given::Outcome(MipOutcome::new(Termination::Interrupted, sense)));
        }
        if program.columns() == 0 {
            return Ok(Given::Outcome(without_columns(program, sense)));
        }
        Ok(Given::Task(Box::new(Self {
            flat,
            sense,
            bounded: program.objective_is_bounded(sense),
            bounds_hold: start.is_none_or(|start| is_complete(program, start)),
            start: start.map(<[f64]>::to_vec),
            limits: limits.clone(),
            started,
        })))
    }

    fn run(self, seed: Seed, improved: Improved, shared: &Shared) -> Result<MipOutcome, Error> {
        let mut instance = Instance::new(self.flat.problem, self.sense)?;
        instance.set("mip_rel_gap", self.limits.relative_gap)?;
        instance.set("mip_abs_gap", self.limits.absolute_gap)?;
        for option in SKIPPED {
            instance.set(option, false)?;
        }
        for option in SUB_PROGRAMS {
            instance.set(option, self.limits.sub_programs || seed.0 > 0)?;
        }
        instance.set("random_seed", seed.0)?;
        if let Some(nodes) = self.limits.nodes {
            instance.set_count("mip_max_nodes", nodes)?;
        }
        if let Some(time) = self.limits.time {
            let left = time.saturating_sub(self.started.elapsed());
            if left.is_zero() {
                return Ok(MipOutcome::new(Termination::TimeLimit, self.sense));
            }
            instance.set_time(left)?;
        }
        if let Some(start) = &self.start {
            instance.set_start(start)?;
        }
        let hooks = Hooks { shared, improved: Some(Mutex::new(improved)), bounds_hold: self.bounds_hold };
        let solved = instance.run(&hooks);
        shared.failure()?;
        let solved = solved?;
        let mut outcome = MipOutcome::new(solved.termination(self.bounded), self.sense);
        if solved.int(c"primal_solution_status") == Some(HighsSolutionStatus::Feasible as u64) {
            let columns = solved.solution().columns().to_vec();
            outcome.objective = Some(objective(&self.flat.costs, &columns));
            outcome.solution = Some(columns);
        }
        // Without integer columns HiGHS solves a linear program, whose bound is its optimum.
        let bound = match (self.flat.integer, &outcome.termination) {
            (_, Termination::Infeasible | Termination::Unbounded) => None,
            (true, _) => solved.double(c"mip_dual_bound"),
            (false, Termination::Optimal) => outcome.objective,
            (false, _) => None,
        };
        outcome.bound = bound.unwrap_or(outcome.bound);
        outcome.nodes = solved.count(c"mip_node_count").unwrap_or(0);
        Ok(outcome)
    }
}
