//! Lowering to HiGHS: the only file that names the solver.

use std::collections::BTreeSet;
use std::time::Duration;

use husrom_highs::{Basis, Edits, Limits, Program as Lowered, Sense, Session, Termination, race_mip, solve_mip};

use super::{Found, Interrupt, Work, restrict};
use crate::formulation::{Linear, Row};

#[allow(clippy::cast_precision_loss)] // Coefficients are far below 2^53.
fn real(integer: i64) -> f64 {
    integer as f64
}

/// The lower bound of a row.
fn least(bound: i64, binds: bool) -> f64 {
    if binds { real(bound) } else { f64::NEG_INFINITY }
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

/// A linear relaxation that stays: max objective over columns from 0 to their bounds, and rows that are added as they are wanted.
pub struct Relaxed {
    session: Session,
    edits: Edits,
    basis: Option<Basis>,
}

/// The vertex a relaxation has reached.
pub struct Vertex {
    /// How the work ended.
    pub work: Work,
    /// The value of each column; empty if there is none.
    pub columns: Vec<f64>,
    /// The dual of each row, in the order they were added; empty if there is none.
    pub duals: Vec<f64>,
    /// A combination of rows that nothing satisfies, where the solver says that nothing does.
    pub ray: Vec<f64>,
}

impl Relaxed {
    /// A relaxation without rows; `None` if there is nothing to relax or the solver fails.
    pub fn new(uppers: &[i64]) -> Option<Self> {
        let mut lowered = Lowered::default();
        for upper in uppers {
            lowered.push_column(0.0, 0.0, real(*upper), false);
        }
        Some(Self { session: Session::new(&lowered, Sense::Maximise).ok()?, edits: Edits::default(), basis: None })
    }

    /// Adds `Σ terms ≤ bound`, or `=` if it binds.
    pub fn add(&mut self, terms: impl Iterator<Item = (usize, i64)>, bound: i64, binds: bool) {
        self.edits.further.push_row(least(bound, binds), real(bound), terms.map(|(column, it)| (column, real(it))));
    }

    /// Takes the bound of a row away.
    pub fn release(&mut self, row: usize) {
        self.edits.rows.push((row, (f64::NEG_INFINITY, f64::INFINITY)));
    }

    /// Whether a row with this bound binds, from now on.
    pub fn bind(&mut self, row: usize, bound: i64, binds: bool) {
        self.edits.rows.push((row, (least(bound, binds), real(bound))));
    }

    /// Changes the bounds of a column.
    pub fn limit(&mut self, column: usize, lower: i64, upper: i64) {
        self.edits.columns.push((column, (real(lower), real(upper))));
    }

    /// Sets what is maximised: a coefficient for each column.
    pub fn aim(&mut self, coefficients: &[i64]) {
        self.edits.costs = Some(coefficients.iter().map(|coefficient| real(*coefficient)).collect());
    }

    /// The basis that the last solve reached.
    pub fn basis(&self) -> Option<&Basis> {
        self.basis.as_ref()
    }

    /// Starts the first solve from a basis.
    pub fn start(&mut self, basis: Basis) {
        self.edits.start = Some(basis);
    }

    /// Remembers the basis that the next solve reaches.
    pub fn remember(&mut self) {
        self.edits.remember = true;
    }

    /// Starts the next solve from the basis remembered.
    pub fn return_to(&mut self) {
        self.edits.return_to = true;
    }

    /// Solves with what was changed since the last time; `None` where the solver has nothing to say.
    pub fn solve(&mut self, time: Option<Duration>, interrupt: &Interrupt) -> Option<Vertex> {
        let mut edits = std::mem::take(&mut self.edits);
        // The last word on a column or row counts.
        edits.columns = last_words(edits.columns);
        edits.rows = last_words(edits.rows);
        let limits = Limits { time, ..Limits::default() };
        self.basis = None;
        let outcome = self.session.solve(edits, &limits, &interrupt.0).ok()?;
        self.basis = outcome.basis;
        if outcome.termination == Termination::Infeasible {
            // Where a row by itself says so there is no ray, and the columns are the last vertex's.
            return Some(Vertex { work: Work::Done, columns: Vec::new(), duals: outcome.row_duals, ray: outcome.ray });
        }
        let work = stopped(&outcome.termination)?;
        Some(Vertex { work, columns: outcome.columns, duals: outcome.row_duals, ray: Vec::new() })
    }

    /// So many rows of the tableau at the vertex that was reached last, at most, as combinations of rows; none where there is none.
    pub fn tableau(&mut self, most: usize, interrupt: &Interrupt) -> Vec<Vec<(usize, f64)>> {
        self.session.tableau(most, &interrupt.0).unwrap_or_default()
    }
}

fn last_words<T>(mut entries: Vec<(usize, T)>) -> Vec<(usize, T)> {
    entries.reverse();
    entries.sort_by_key(|(index, _)| *index);
    entries.dedup_by_key(|(index, _)| *index);
    entries
}

/// The number of columns from which a search is a race: fewer take no time to speak of.
const RACE: usize = 200;

/// Limits of one search.
#[derive(Clone, Copy, Debug)]
pub struct SearchLimits {
    pub time: Option<Duration>,
    pub nodes: Option<u64>,
    pub relative_gap: f64,
    pub threads: usize,
    /// Whether what is known is likely to be far from the bound.
    pub is_far: bool,
}

/// What a search looks for: max objective over some of the columns, the others at 0.
pub struct Searched<'s> {
    pub rows: &'s [&'s Row],
    /// Those that every solution meets exactly.
    pub binding: &'s [&'s Row],
    /// Upper bounds of all columns.
    pub uppers: &'s [i64],
    pub objective: &'s Linear,
    /// The columns that may be more than 0.
    pub among: &'s [usize],
    /// A value for every column, if a solution is known.
    pub start: Option<&'s [i64]>,
}

/// Searches over the integers.
pub fn search(searched: &Searched<'_>, limits: SearchLimits, interrupt: &Interrupt) -> Result<Found, String> {
    let Searched { rows, binding, uppers, objective, among, start } = *searched;
    let mut place = vec![usize::MAX; uppers.len()];
    let mut lowered = Lowered::default();
    for column in among {
        place[*column] = lowered.push_column(0.0, 0.0, real(uppers[*column]), true);
    }
    for (column, coefficient) in &objective.terms {
        if place[*column] != usize::MAX {
            lowered.costs[place[*column]] = real(*coefficient);
        }
    }
    // Each row once: a relaxation takes much longer over a row that is written as two.
    let equations: BTreeSet<*const Row> = binding.iter().map(|row| std::ptr::from_ref(*row)).collect();
    let rows: Vec<&Row> = rows.iter().copied().filter(|row| !equations.contains(&std::ptr::from_ref(*row))).collect();
    for (terms, bound) in restrict::rows(&rows, uppers, &place) {
        lowered.push_row(f64::NEG_INFINITY, real(bound), terms.into_iter().map(|(column, it)| (column, real(it))));
    }
    for row in binding {
        let left = row.terms.iter().filter(|(column, _)| place[*column] != usize::MAX);
        lowered.push_row(real(row.bound), real(row.bound), left.map(|(column, it)| (place[*column], real(*it))));
    }
    let start: Option<Vec<f64>> = start.map(|start| among.iter().map(|column| real(start[*column])).collect());
    // Level values are integers: a bound less than 1 above the value proves it.
    let SearchLimits { time, nodes, relative_gap, threads, is_far } = limits;
    let limits = Limits { time, nodes, iterations: None, absolute_gap: 0.999, relative_gap, sub_programs: is_far };
    let sense = Sense::Maximise;
    // A race repeats only what is proved: not under a limit that promises more, nor where a gap is enough.
    let outcome = if threads > 1 && nodes.is_none() && relative_gap == 0.0 && among.len() >= RACE {
        race_mip(&lowered, sense, start.as_deref(), &limits, &interrupt.0)
    } else {
        solve_mip(&lowered, sense, start.as_deref(), &limits, &interrupt.0, |_| {})
    };
    let outcome = outcome.map_err(|error| error.to_string())?;
    let work = match outcome.termination {
        // Believed only where nothing hangs on it: a start is feasible, and without one the search goes back a step.
        Termination::Infeasible if start.is_none() => Work::Done,
        ref termination => stopped(termination).unwrap_or(Work::Failed),
    };
    #[allow(clippy::cast_possible_truncation)]
    let bound =
        outcome.bound.is_finite().then(|| (outcome.bound + 1e-6).floor()).filter(|it| it.abs() < 9.0e15).map(|it| it as i64);
    let columns = outcome.solution.map(|values| {
        let mut columns = vec![0; uppers.len()];
        for (column, value) in among.iter().zip(values) {
            #[allow(clippy::cast_possible_truncation)]
            let rounded = value.round() as i64;
            columns[*column] = rounded;
        }
        columns
    });
    Ok(Found { work, columns, bound: bound.map(|bound| bound + objective.constant), nodes: outcome.nodes })
}
