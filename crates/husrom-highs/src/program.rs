//! The numbers of a program, and their checks.

use highs_sys::{HighsInt, kHighsVarTypeContinuous, kHighsVarTypeInteger};

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

    /// Checks everything and copies it into the arrays `HiGHS` takes.
    pub(crate) fn flatten(&self, relaxed: bool) -> Result<Flat, Error> {
        self.check_columns()?;
        self.check_rows()?;
        let integer = (!relaxed && self.integer.contains(&true)).then(|| {
            let kind = |&integer: &bool| if integer { kHighsVarTypeInteger } else { kHighsVarTypeContinuous };
            self.integer.iter().map(kind).collect()
        });
        int(self.columns())?;
        int(self.rows.len())?;
        int(self.rows.values.len())?;
        Ok(Flat {
            costs: self.costs.clone(),
            lower: self.lower.clone(),
            upper: self.upper.clone(),
            integer,
            row_lower: self.rows.lower.clone(),
            row_upper: self.rows.upper.clone(),
            starts: self.rows.starts.iter().map(|&start| int(start)).collect::<Result<_, _>>()?,
            columns: self.rows.columns.iter().map(|&column| int(column)).collect::<Result<_, _>>()?,
            values: self.rows.values.clone(),
        })
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
        let Rows { starts, columns, values, lower, upper } = &self.rows;
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
            if column >= self.columns() {
                return invalid(format!("matrix entry {entry} names column {column} of {}", self.columns()));
            }
            if !value.is_finite() || (value != 0.0 && value.abs() <= SMALLEST_ENTRY) {
                return invalid(format!("matrix entry {entry} (column {column}) has value {value}"));
            }
        }
        Ok(())
    }
}

/// The same, in the types of the C interface; owned, so that it can move to the worker.
#[derive(Debug)]
pub(crate) struct Flat {
    pub(crate) costs: Vec<f64>,
    pub(crate) lower: Vec<f64>,
    pub(crate) upper: Vec<f64>,
    /// `None` where the program is linear.
    pub(crate) integer: Option<Vec<HighsInt>>,
    pub(crate) row_lower: Vec<f64>,
    pub(crate) row_upper: Vec<f64>,
    pub(crate) starts: Vec<HighsInt>,
    pub(crate) columns: Vec<HighsInt>,
    pub(crate) values: Vec<f64>,
}

/// `c'x`.
pub(crate) fn objective(costs: &[f64], columns: &[f64]) -> f64 {
    costs.iter().zip(columns).map(|(cost, value)| cost * value).sum()
}

fn int(number: usize) -> Result<HighsInt, Error> {
    HighsInt::try_from(number).map_err(|_| Error::Invalid(format!("{number} is too large for HiGHS")))
}

fn invalid<T>(text: String) -> Result<T, Error> {
    Err(Error::Invalid(text))
}
