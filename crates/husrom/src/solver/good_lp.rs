//! Lowering to `good_lp`, and through it to microlp, a solver in pure Rust: a second opinion that shares nothing with the first.

use good_lp::{Expression, Solution, SolverModel, Variable, constraint, default_solver, variable, variables};

use crate::formulation::{Linear, Row};

/// The optimum of max objective over the integers from 0 to their upper bounds that keep rows and equations, columns rounded; `None` if
/// the solver gives none.
#[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation)]
pub fn optimum(uppers: &[i64], rows: &[&Row], equations: &[Row], objective: &Linear) -> Option<Vec<i64>> {
    let mut variables = variables!();
    let columns: Vec<Variable> =
        uppers.iter().map(|upper| variables.add(variable().integer().min(0.0).max(*upper as f64))).collect();
    let sum = |terms: &[(usize, i64)]| -> Expression { terms.iter().map(|(column, it)| *it as f64 * columns[*column]).sum() };
    let mut model = variables.maximise(sum(&objective.terms)).using(default_solver);
    for row in rows {
        model = model.with(constraint!(sum(&row.terms) <= row.bound as f64));
    }
    for row in equations {
        model = model.with(constraint!(sum(&row.terms) == row.bound as f64));
    }
    let solution = model.solve().ok()?;
    Some(columns.iter().map(|column| solution.value(*column).round() as i64).collect())
}
