//! The numbers of a program, and their checks.

use highs::{ColProblem, Row};
use highs_sys::HighsInt;

use crate::{Error, Sense};

/// `HiGHS` drops matrix entries below this size in silence, so they are refused here.
const SMALLEST_ENTRY: f64 = 1e-9;

/// Max or min `c'x` subject to `row lower <= Ax <= row upper`, `lower <= x <= upper`, some `x` integer.
///
/// The four vectors over columns have the same length. Infinite bounds are `f64::INFINITY` and its negative.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Program {
    /// The objective's coefficient of each column.
    pub costs: Vec<f64>,
    /// The lower bound of each column.
    pub lower: Vec<f64>,
    /// The upper bound of each column.
    pub upper: Vec<f64>,
    /// Whether the column has to be integer (ignored by [`solve_lp`](crate::solve_lp)).
    pub integer: Vec<bool>,
    /// The constraint matrix with its bounds.
    pub rows: Rows,
}

/// Rows in compressed form: row `r` has the entries from `starts[r]` up to the next start (or the end).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rows {
    /// Where each row begins in `columns` and `values`; as long as `lower`, no closing entry.
    pub starts: Vec<usize>,
    /// The column of each entry; no column twice in a row.
    pub columns: Vec<usize>,
    /// The coefficient of each entry.
    pub values: Vec<f64>,
    /// The lower bound of each row.
    pub lower: Vec<f64>,
    /// The upper bound of each row.
    pub upper: Vec<f64>,
}

impl Rows {
    /// The number of rows.
    #[must_use]
    pub fn len(&self) -> usize {
        self.lower.len()
    }

    /// Whether there are no rows.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.lower.is_empty()
    }

    /// Adds `lower <= sum of value * column <= upper` and returns the row's number.
    pub fn push_row(&mut self, lower: f64, upper: f64, entries: impl IntoIterator<Item = (usize, f64)>) -> usize {
        self.starts.push(self.columns.len());
        for (column, value) in entries {
            self.columns.push(column);
            self.values.push(value);
        }
        self.lower.push(lower);
        self.upper.push(upper);
        self.lower.len() - 1
    }
}

impl Program {
    /// The number of columns.
    #[must_use]
    pub fn columns(&self) -> usize {
        self.costs.len()
    }

    /// Adds a column and returns its number.
    pub fn push_column(&mut self, cost: f64, lower: f64, upper: f64, integer: bool) -> usize {
        self.costs.push(cost);
        self.lower.push(lower);
        self.upper.push(upper);
        self.integer.push(integer);
        self.costs.len() - 1
    }

    /// Adds `lower <= sum of value * column <= upper` and returns the row's number.
    pub fn push_row(&mut self, lower: f64, upper: f64, entries: impl IntoIterator<Item = (usize, f64)>) -> usize {
        self.rows.push_row(lower, upper, entries)
    }

    /// `c'x`.
    #[must_use]
    pub fn objective(&self, columns: &[f64]) -> f64 {
        objective(&self.costs, columns)
    }

    /// Whether finite bounds alone keep the objective from running away.
    pub(crate) fn objective_is_bounded(&self, sense: Sense) -> bool {
        (0..self.columns()).all(|column| {
            let cost = if sense == Sense::Maximise { self.costs[column] } else { -self.costs[column] };
            if cost > 0.0 {
                self.upper[column] < 1e20
            } else if cost < 0.0 {
                self.lower[column] > -1e20
            } else {
                true
            }
        })
    }

    /// Whether the program without columns, which `HiGHS` calls empty whatever its rows say, is feasible.
    pub(crate) fn zero_is_in_every_row(&self) -> bool {
        self.rows.lower.iter().all(|&lower| lower <= 0.0) && self.rows.upper.iter().all(|&upper| upper >= 0.0)
    }

    /// Checks everything and copies it into the problem `highs` takes.
    pub(crate) fn flatten(&self, relaxed: bool) -> Result<Flat, Error> {
        self.check_columns()?;
        self.check_rows()?;
        // `highs` panics on sizes that do not fit.
        for size in [self.columns(), self.rows.len(), self.rows.values.len()] {
            if HighsInt::try_from(size).is_err() {
                return invalid(format!("{size} is too large for HiGHS"));
            }
        }
        let integer = !relaxed && self.integer.contains(&true);
        Ok(Flat { problem: self.by_columns(integer), costs: self.costs.clone(), rows: self.rows.len(), integer })
    }

    /// The checked program as `highs` takes it. A `RowProblem` would do the transposition itself, with two vectors for each
    /// column.
    fn by_columns(&self, integer: bool) -> ColProblem {
        let Rows { starts, columns, values, lower, upper } = &self.rows;
        let mut problem = ColProblem::default();
        let rows: Vec<Row> = lower.iter().zip(upper).map(|(&lower, &upper)| problem.add_row(lower..=upper)).collect();
        // Where each column's entries end; counted down to where they begin while they are placed, last row first.
        let mut places = vec![0; self.columns() + 1];
        for &column in columns {
            places[column] += 1;
        }
        let mut sum = 0;
        for place in &mut places {
            sum += *place;
            *place = sum;
        }
        let mut entries: Vec<(Row, f64)> = rows.first().map_or_else(Vec::new, |&row| vec![(row, 0.0); values.len()]);
        let mut end = values.len();
        for (&row, &start) in rows.iter().zip(starts).rev() {
            for entry in (start..end).rev() {
                let place = &mut places[columns[entry]];
                *place -= 1;
                entries[*place] = (row, values[entry]);
            }
            end = start;
        }
        for column in 0..self.columns() {
            problem.add_column_with_integrality(
                self.costs[column],
                self.lower[column]..=self.upper[column],
                &entries[places[column]..places[column + 1]],
                integer && self.integer[column],
            );
        }
        problem
    }

    fn check_columns(&self) -> Result<(), Error> {
        let columns = self.columns();
        for (name, length) in [("lower", self.lower.len()), ("upper", self.upper.len()), ("integer", self.integer.len())] {
            if length != columns {
                return invalid(format!("{columns} costs but {length} entries in `{name}`"));
            }
        }
        for column in 0..columns {
            let (cost, lower, upper) = (self.costs[column], self.lower[column], self.upper[column]);
            if !cost.is_finite() || lower.is_nan() || upper.is_nan() {
                return invalid(format!("column {column} has cost {cost} and bounds {lower}, {upper}"));
            }
        }
        Ok(())
    }

    fn check_rows(&self) -> Result<(), Error> {
        self.rows.check(self.columns())
    }
}

impl Rows {
    /// Checks that the vectors belong together and name columns that there are.
    pub(crate) fn check(&self, count: usize) -> Result<(), Error> {
        let Self { starts, columns, values, lower, upper } = self;
        if starts.len() != lower.len() || upper.len() != lower.len() || values.len() != columns.len() {
            return invalid("the vectors of the rows do not have matching lengths".to_owned());
        }
        let ordered = starts.windows(2).all(|pair| pair[0] <= pair[1]) && starts.last().is_none_or(|&last| last <= values.len());
        if !ordered || starts.first().is_some_and(|&first| first != 0) || (starts.is_empty() && !values.is_empty()) {
            return invalid("the starts of the rows are not an ascending partition of the entries".to_owned());
        }
        if let Some(row) = (0..lower.len()).find(|&row| lower[row].is_nan() || upper[row].is_nan()) {
            return invalid(format!("row {row} has bounds {}, {}", lower[row], upper[row]));
        }
        for (entry, (&column, &value)) in columns.iter().zip(values).enumerate() {
            if column >= count {
                return invalid(format!("matrix entry {entry} names column {column} of {count}"));
            }
            if !value.is_finite() || (value != 0.0 && value.abs() <= SMALLEST_ENTRY) {
                return invalid(format!("matrix entry {entry} (column {column}) has value {value}"));
            }
        }
        Ok(())
    }
}

/// The same, as `highs` takes it; owned, so that it can move to the worker.
#[derive(Debug)]
pub(crate) struct Flat {
    pub(crate) problem: ColProblem,
    pub(crate) costs: Vec<f64>,
    pub(crate) rows: usize,
    /// Whether some column is integer in `problem`.
    pub(crate) integer: bool,
}

/// `c'x`.
pub(crate) fn objective(costs: &[f64], columns: &[f64]) -> f64 {
    costs.iter().zip(columns).map(|(cost, value)| cost * value).sum()
}

fn invalid<T>(text: String) -> Result<T, Error> {
    Err(Error::Invalid(text))
}
