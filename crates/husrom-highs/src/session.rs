//! A linear program that stays and is solved again after edits.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};

use highs_sys::HighsInt;

use crate::program::Flat;
use crate::raw::{Basis, Hooks, Instance, Solved};
use crate::worker::{Shared, Verdict, caught, start, wait};
use crate::{Error, Interrupt, Limits, LpOutcome, Program, Rows, Sense, Termination};

/// What to change before a solve. Indices in ascending order, each once.
#[derive(Clone, Debug, Default)]
pub struct Edits {
    /// New costs, one for each column.
    pub costs: Option<Vec<f64>>,
    /// New lower and upper bounds of columns.
    pub columns: Vec<(usize, (f64, f64))>,
    /// New lower and upper bounds of rows, those added included.
    pub rows: Vec<(usize, (f64, f64))>,
    /// Rows to add after those there are.
    pub further: Rows,
    /// Remember the basis that this solve reaches.
    pub remember: bool,
    /// Go on from the basis remembered, not from the last one.
    pub return_to: bool,
    /// Go on from this basis, and remember it.
    pub start: Option<Basis>,
}

/// A linear program with the basis of its last solve, on a thread of its own.
///
/// After new costs alone the last vertex is still feasible and the primal simplex goes on from it; after new rows or bounds the last
/// duals still are, and the dual simplex does. A basis can be remembered and returned to.
///
/// ```
/// use husrom_highs::{Edits, Interrupt, Limits, Program, Sense, Session};
///
/// let mut program = Program::default();
/// program.push_column(1.0, 0.0, 1.0, false);
/// program.push_column(2.0, 0.0, 1.0, false);
/// program.push_row(f64::NEG_INFINITY, 1.0, [(0, 1.0), (1, 1.0)]);
/// let mut session = Session::new(&program, Sense::Maximise)?;
/// let solve = |session: &mut Session, edits| session.solve(edits, &Limits::default(), &Interrupt::new());
/// assert_eq!(solve(&mut session, Edits::default())?.objective, 2.0);
/// assert_eq!(solve(&mut session, Edits { costs: Some(vec![3.0, 2.0]), ..Edits::default() })?.objective, 3.0);
/// assert_eq!(solve(&mut session, Edits { columns: vec![(0, (0.0, 0.5))], ..Edits::default() })?.objective, 2.5);
/// # Ok::<(), husrom_highs::Error>(())
/// ```
#[derive(Debug)]
pub struct Session {
    jobs: Sender<Job>,
    columns: usize,
    lost: bool,
}

enum Job {
    Solve { edits: Box<Edits>, limits: Limits, started: Instant, shared: Arc<Shared>, reply: Sender<Result<LpOutcome, Error>> },
    Tableau { most: usize, shared: Arc<Shared>, reply: Sender<Result<Tableau, Error>> },
}

/// Rows of a tableau, as combinations of rows: (index, multiplier).
type Tableau = Vec<Vec<(usize, f64)>>;

impl Session {
    /// A session on a program, whose `integer` is ignored.
    ///
    /// # Errors
    /// See [`Error`].
    pub fn new(program: &Program, sense: Sense) -> Result<Self, Error> {
        let flat = program.flatten(true)?;
        if program.columns() == 0 {
            return Err(Error::Invalid("a session needs a column".to_owned()));
        }
        let bounded = program.objective_is_bounded(sense);
        let (jobs, todo) = channel::<Job>();
        let worker = move || {
            let mut keeper =
                Keeper { flat: Some(flat), solved: None, sense, bounded, costs: Vec::new(), rows: 0, remembered: None };
            for job in todo {
                let goes_on = match job {
                    Job::Solve { edits, limits, started, shared, reply } => {
                        answer(&reply, &shared, || keeper.solve(&edits, &limits, started, &shared))
                    }
                    Job::Tableau { most, shared, reply } => answer(&reply, &shared, || Ok(keeper.tableau(most))),
                };
                if !goes_on {
                    return;
                }
            }
        };
        start(worker)?;
        Ok(Self { jobs, columns: program.columns(), lost: false })
    }

    /// Edits and solves.
    ///
    /// # Errors
    /// See [`Error`]; limits, interrupts and infeasibility are outcomes. After an error, or once a solve was abandoned, the session is
    /// lost and every further call is an error.
    pub fn solve(&mut self, edits: Edits, limits: &Limits, interrupt: &Interrupt) -> Result<LpOutcome, Error> {
        let started = Instant::now();
        limits.check()?;
        edits.further.check(self.columns)?;
        if interrupt.is_set() && !self.lost {
            return Ok(LpOutcome::without_solution(Termination::Interrupted));
        }
        let shared = Shared::new(interrupt);
        let (reply, receiver) = channel();
        let job = Job::Solve { edits: Box::new(edits), limits: limits.clone(), started, shared: Arc::clone(&shared), reply };
        Ok(match self.ask(job, started, limits.time, &shared, &receiver)? {
            Verdict::Finished(outcome) => outcome,
            Verdict::Abandoned(reason) => LpOutcome::without_solution(reason),
        })
    }

    /// Up to so many rows of the tableau of the basis that the last solve has reached, as combinations of rows (index, multiplier): those
    /// of the basic columns and rows whose values are no integers, the nearest to a half first. None where that solve found no optimum, or
    /// after an interrupt.
    ///
    /// # Errors
    /// See [`Session::solve`].
    pub fn tableau(&mut self, most: usize, interrupt: &Interrupt) -> Result<Vec<Vec<(usize, f64)>>, Error> {
        let started = Instant::now();
        let shared = Shared::new(interrupt);
        let (reply, receiver) = channel();
        let job = Job::Tableau { most, shared: Arc::clone(&shared), reply };
        Ok(match self.ask(job, started, None, &shared, &receiver)? {
            Verdict::Finished(rows) => rows,
            Verdict::Abandoned(_) => Vec::new(),
        })
    }

    fn ask<T>(
        &mut self,
        job: Job,
        started: Instant,
        time: Option<Duration>,
        shared: &Shared,
        answer: &Receiver<Result<T, Error>>,
    ) -> Result<Verdict<T>, Error> {
        if self.lost {
            return Err(Error::Invalid("the session was lost".to_owned()));
        }
        self.lost = true;
        self.jobs.send(job).map_err(|_| Error::Panicked("the session's thread has ended".to_owned()))?;
        let verdict = wait(started, time, shared, answer)?;
        self.lost = matches!(verdict, Verdict::Abandoned(_));
        Ok(verdict)
    }
}

/// Does a job and tells its result, or its panic; whether the session goes on.
fn answer<T>(reply: &Sender<Result<T, Error>>, shared: &Shared, job: impl FnOnce() -> Result<T, Error>) -> bool {
    let result = caught(job);
    let goes_on = result.is_ok() && !shared.abandoned();
    // The caller may have left.
    let _ = reply.send(result);
    goes_on
}

/// What the session's thread holds.
struct Keeper {
    flat: Option<Flat>,
    solved: Option<Solved>,
    sense: Sense,
    bounded: bool,
    costs: Vec<f64>,
    rows: usize,
    remembered: Option<Basis>,
}

impl Keeper {
    fn solve(&mut self, edits: &Edits, limits: &Limits, started: Instant, shared: &Arc<Shared>) -> Result<LpOutcome, Error> {
        let mut instance = match (self.solved.take(), self.flat.take()) {
            (Some(solved), _) => solved.reopened(),
            (None, Some(flat)) => {
                self.costs = flat.costs;
                self.rows = flat.rows;
                let mut instance = Instance::new(flat.problem, self.sense)?;
                instance.set("solver", c"simplex")?;
                // Perturbed bounds would take another solve to clear at the end of each one.
                instance.set("primal_simplex_bound_perturbation_multiplier", 0.0)?;
                instance
            }
            (None, None) => return Err(Error::Panicked("the session has no model".to_owned())),
        };
        if let Some(costs) = &edits.costs {
            instance.change_costs(costs)?;
            self.costs.clone_from(costs);
        }
        let (columns, bounds): (_, Vec<(f64, f64)>) = split(&edits.columns);
        let (lower, upper): (Vec<f64>, Vec<f64>) = bounds.into_iter().unzip();
        instance.change_columns(&columns, &lower, &upper)?;
        // Rows may be added and let go of before they were ever solved with.
        if !edits.further.is_empty() {
            instance.add_rows(&edits.further)?;
            self.rows += edits.further.len();
        }
        let (rows, bounds): (_, Vec<(f64, f64)>) = split(&edits.rows);
        let (lower, upper): (Vec<f64>, Vec<f64>) = bounds.into_iter().unzip();
        instance.change_rows(&rows, &lower, &upper)?;
        let returned = edits.return_to.then_some(()).and(self.remembered.as_ref());
        if let Some(basis) = returned.or(edits.start.as_ref()) {
            instance.set_basis(basis)?;
        }
        // 1 is the dual simplex, 4 the primal.
        instance.set("simplex_strategy", if edits.costs.is_some() && returned.is_none() { 4 } else { 1 })?;
        if let Some(iterations) = limits.iterations {
            instance.set_count("simplex_iteration_limit", iterations)?;
        }
        instance.zero_clock()?;
        let left = limits.time.map(|time| time.saturating_sub(started.elapsed()));
        instance.set("time_limit", left.map_or(f64::INFINITY, |left| left.as_secs_f64()))?;
        let solved = instance.run(&Hooks { shared, improved: None, bounds_hold: false })?;
        let mut outcome = LpOutcome::of(&solved, self.bounded, &self.costs);
        if outcome.termination == Termination::Infeasible {
            outcome.ray = solved.ray(self.rows).unwrap_or_default();
        }
        outcome.basis = solved.basis(self.costs.len(), self.rows);
        if edits.remember {
            self.remembered.clone_from(&outcome.basis);
        } else if edits.start.is_some() {
            self.remembered.clone_from(&edits.start);
        }
        self.solved = Some(solved);
        Ok(outcome)
    }

    fn tableau(&self, most: usize) -> Tableau {
        let optimum = self.solved.as_ref().filter(|solved| solved.termination(self.bounded) == Termination::Optimal);
        optimum.and_then(|solved| solved.tableau(self.rows, most)).unwrap_or_default()
    }
}

/// Indices as `HiGHS` counts, and values.
fn split<T: Copy>(entries: &[(usize, T)]) -> (Vec<HighsInt>, Vec<T>) {
    entries.iter().map(|(index, value)| (HighsInt::try_from(*index).unwrap_or(HighsInt::MAX), *value)).unzip()
}
