//! Linear programs.

use std::sync::Arc;
use std::time::Instant;

use highs::HighsSolutionStatus;

use crate::program::{Flat, objective};
use crate::raw::{Basis, Hooks, Instance, Solved};
use crate::worker::{Shared, Verdict, supervise};
use crate::{Error, Interrupt, Limits, Program, Sense, Termination};

/// What is known after solving a linear program.
///
/// # Signs of the duals
///
/// For both senses, `row_duals[i]` is the change of the objective for each unit by which the bound that binds row `i` grows,
/// and `reduced_costs[j] = costs[j] - sum over rows of row_duals[i] * A[i][j]`. So with y for the row duals:
///
/// | | row at its upper bound | row at its lower bound | column at 0 = its lower bound |
/// |---|---|---|---|
/// | `Maximise` | y ≥ 0 | y ≤ 0 | reduced cost ≤ 0 |
/// | `Minimise` | y ≤ 0 | y ≥ 0 | reduced cost ≥ 0 |
///
/// For `max c'x, Ax <= b, x >= 0` the row duals are the textbook's `y >= 0` with `A'y >= c` and `y'b` = objective; nothing has
/// to be negated. Column upper bounds `u` that bind add `max(0, reduced cost) * u`. Within tolerances: a y of -1e-9 is
/// possible, so clamp before relying on the sign.
#[derive(Clone, Debug, PartialEq)]
pub struct LpOutcome {
    /// Why it stopped.
    pub termination: Termination,
    /// `c'x` of `columns`; NaN where there are none.
    pub objective: f64,
    /// The column values. Optimal if `termination` is; else empty, or what the simplex had reached (maybe infeasible).
    pub columns: Vec<f64>,
    /// One dual for each row, or empty: see the signs above. Dual feasible if `termination` is `Optimal`.
    pub row_duals: Vec<f64>,
    /// One reduced cost for each column, or empty.
    pub reduced_costs: Vec<f64>,
    /// For a [`Session`](crate::Session)'s infeasible program a combination of rows that no point satisfies: with these as duals of
    /// either sign, any objective is bounded below any value. Empty otherwise.
    pub ray: Vec<f64>,
    /// The basis that a [`Session`](crate::Session) has reached, if there is one.
    pub basis: Option<Basis>,
    /// Simplex iterations.
    pub iterations: u64,
}

impl LpOutcome {
    /// What a run has left.
    pub(crate) fn of(solved: &Solved, bounded: bool, costs: &[f64]) -> Self {
        let mut outcome = Self::without_solution(solved.termination(bounded));
        outcome.iterations = solved.int(c"simplex_iteration_count").unwrap_or(0);
        let held = |info| solved.int(info).is_some_and(|status| status != HighsSolutionStatus::None as u64);
        let solution = solved.solution();
        if held(c"primal_solution_status") {
            outcome.columns = solution.columns().to_vec();
            outcome.objective = objective(costs, &outcome.columns);
        }
        if held(c"dual_solution_status") {
            outcome.reduced_costs = solution.dual_columns().to_vec();
            outcome.row_duals = solution.dual_rows().to_vec();
        }
        outcome
    }

    pub(crate) fn without_solution(termination: Termination) -> Self {
        Self {
            termination,
            objective: f64::NAN,
            columns: Vec::new(),
            row_duals: Vec::new(),
            reduced_costs: Vec::new(),
            ray: Vec::new(),
            basis: None,
            iterations: 0,
        }
    }
}

/// Solves the program as a linear one (`integer` is ignored) by the simplex method, on a thread of its own.
///
/// # Errors
///
/// See [`Error`]; limits, interrupts and infeasibility are outcomes.
pub fn solve_lp(program: &Program, sense: Sense, limits: &Limits, interrupt: &Interrupt) -> Result<LpOutcome, Error> {
    let started = Instant::now();
    limits.check()?;
    let flat = program.flatten(true)?;
    if interrupt.is_set() {
        return Ok(LpOutcome::without_solution(Termination::Interrupted));
    }
    if program.columns() == 0 {
        return Ok(without_columns(program));
    }
    let bounded = program.objective_is_bounded(sense);
    let shared = Shared::new(interrupt);
    let (time, job_shared, job_limits) = (limits.time, Arc::clone(&shared), limits.clone());
    let job = move || run(flat, sense, bounded, started, &job_limits, &job_shared);
    Ok(match supervise(started, time, &shared, job)? {
        Verdict::Finished(outcome) => outcome,
        Verdict::Abandoned(reason) => LpOutcome::without_solution(reason),
    })
}

fn without_columns(program: &Program) -> LpOutcome {
    if program.zero_is_in_every_row() {
        LpOutcome {
            objective: 0.0,
            row_duals: vec![0.0; program.rows.len()],
            ..LpOutcome::without_solution(Termination::Optimal)
        }
    } else {
        LpOutcome::without_solution(Termination::Infeasible)
    }
}

fn run(flat: Flat, sense: Sense, bounded: bool, started: Instant, limits: &Limits, shared: &Shared) -> Result<LpOutcome, Error> {
    let mut instance = Instance::new(flat.problem, sense)?;
    instance.set("solver", c"simplex")?;
    if let Some(iterations) = limits.iterations {
        instance.set_count("simplex_iteration_limit", iterations)?;
    }
    if let Some(time) = limits.time {
        let left = time.saturating_sub(started.elapsed());
        if left.is_zero() {
            return Ok(LpOutcome::without_solution(Termination::TimeLimit));
        }
        instance.set_time(left)?;
    }
    let solved = instance.run(&Hooks { shared, improved: None, bounds_hold: false })?;
    Ok(LpOutcome::of(&solved, bounded, &flat.costs))
}
