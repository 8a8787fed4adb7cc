//! Lowering to HiGHS: the only file that names the solver.

use std::time::Duration;

use husrom_highs::{Limits, Program as Lowered, Sense, Termination, solve_lp, solve_mip};

use super::{Bounded, Found, Interrupt, Work};
use crate::formulation::{Linear, Program, Row};

#[allow(clippy::cast_precision_loss)] // Coefficients are far below 2^53.
fn real(integer: i64) -> f64 {
    integer as f64
}

fn lower(program: &Program, further: &[&Row], objective: &Linear) -> Lowered {
    let mut lowered = Lowered::default();
    for upper in &program.uppers {
        lowered.push_column(0.0, 0.0, real(*upper), true);
    }
    for (column, coefficient) in &objective.terms {
        lowered.costs[*column] = real(*coefficient);
    }
    for row in program.rows.iter().chain(further.iter().copied()) {
        lowered.push_row(f64::NEG_INFINITY, real(row.bound), row.terms.iter().map(|(column, it)| (*column, real(*it))));
    }
    lowered
}

fn stopped(termination: &Termination) -> Option<Work> {
    match termination {
        Termination::Optimal => Some(Work::Done),
        Termination::TimeLimit => Some(Work::OutOfTime),
        Termination::NodeLimit | Termination::IterationLimit => Some(Work::OutOfNodes),
        Termination::Interrupted => Some(Work::Interrupted),
        _ => None,
    }
}

/// Solves the linear relaxation of max objective; `None` where the solver has nothing to say.
pub fn relax(
    program: &Program,
    further: &[&Row],
    objective: &Linear,
    time: Option<Duration>,
    interrupt: &Interrupt,
) -> Option<Bounded> {
    let mut lowered = lower(program, further, objective);
    lowered.integer.fill(false);
    let limits = Limits { time, ..Limits::default() };
    let outcome = solve_lp(&lowered, Sense::Maximise, &limits, &interrupt.0).ok()?;
    let work = stopped(&outcome.termination)?;
    Some(Bounded { work, duals: outcome.row_duals })
}

/// Solves max objective over the integers from a start.
pub fn search(
    program: &Program,
    further: &[&Row],
    objective: &Linear,
    start: &[i64],
    limits: (Option<Duration>, Option<u64>, f64),
    interrupt: &Interrupt,
) -> Result<Found, String> {
    let lowered = lower(program, further, objective);
    let start: Vec<f64> = start.iter().map(|value| real(*value)).collect();
    let (time, nodes, relative_gap) = limits;
    // Level values are integers: a bound less than 1 above the value proves it.
    let limits = Limits { time, nodes, iterations: None, absolute_gap: 0.999, relative_gap };
    let outcome =
        solve_mip(&lowered, Sense::Maximise, Some(&start), &limits, &interrupt.0, |_| {}).map_err(|error| error.to_string())?;
    // "Infeasible" cannot be: the start is feasible. It is not believed (HiGHS #2980, #3258), nor is any other surprise.
    let work = stopped(&outcome.termination).unwrap_or(Work::Failed);
    #[allow(clippy::cast_possible_truncation)]
    let bound =
        outcome.bound.is_finite().then(|| (outcome.bound + 1e-6).floor()).filter(|it| it.abs() < 9.0e15).map(|it| it as i64);
    #[allow(clippy::cast_possible_truncation)]
    let columns = outcome.solution.map(|columns| columns.iter().map(|value| value.round() as i64).collect());
    Ok(Found { work, columns, bound: bound.map(|bound| bound + objective.constant), nodes: outcome.nodes })
}
