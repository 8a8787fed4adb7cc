//! The integer program as plain data: columns in `[0, upper]`, rows `Σ a·x ≤ b`, everything an integer.
//!
//! One form, lowered to each solver; because it is exact, feasibility, values and certificates are checked without rounding.

use crate::problem::{HouseholdId, RuleId};

/// What a column stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ColumnTag {
    /// A household in a home of a class from a start: the index of the [`Pair`](super::ground::Pair).
    Pair(usize),
    /// Something derived from the pairs, for the sake of a rule or measure.
    Derived(&'static str),
}

/// What a row is for: the rule and its subjects, so that a row can be said in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowTag {
    /// The rule; `once`, `homes`, `places`, `freed`, `pin`, `chain`, a relation or a resource for what the model itself demands.
    pub rule: RuleId,
    /// The scope or resource it concerns.
    pub scope: String,
    /// The household it concerns, where it is one.
    pub household: Option<HouseholdId>,
}

impl RowTag {
    /// A tag.
    pub fn new(rule: impl Into<RuleId>, scope: impl Into<String>) -> Self {
        Self { rule: rule.into(), scope: scope.into(), household: None }
    }

    /// The tag, concerning a household.
    #[must_use]
    pub fn of(mut self, household: &HouseholdId) -> Self {
        self.household = Some(household.clone());
        self
    }
}

/// `Σ a·x ≤ bound`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// (column, coefficient), by column, none of them 0.
    pub terms: Vec<(usize, i64)>,
    /// The right-hand side.
    pub bound: i64,
    /// What it is for.
    pub tag: RowTag,
}

impl Row {
    /// `Σ a·x`.
    pub fn activity(&self, columns: &[i64]) -> i64 {
        self.terms.iter().map(|(column, coefficient)| coefficient * columns[*column]).sum()
    }
}

/// A linear function of the columns.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Linear {
    /// What it is when every column is 0.
    pub constant: i64,
    /// (column, coefficient), by column once put in order.
    pub terms: Vec<(usize, i64)>,
}

impl Linear {
    /// Adds `coefficient` × column.
    pub fn add(&mut self, column: usize, coefficient: i64) {
        self.terms.push((column, coefficient));
    }

    /// Adds `factor` × another function.
    pub fn add_scaled(&mut self, other: &Self, factor: i64) {
        self.constant += factor * other.constant;
        self.terms.extend(other.terms.iter().map(|(column, coefficient)| (*column, factor * coefficient)));
    }

    /// Puts the terms in order, each column once and none at 0.
    #[must_use]
    pub fn ordered(mut self) -> Self {
        self.terms = ordered(self.terms);
        self
    }

    /// Its value.
    pub fn value(&self, columns: &[i64]) -> i64 {
        self.constant + self.terms.iter().map(|(column, coefficient)| coefficient * columns[*column]).sum::<i64>()
    }
}

fn ordered(mut terms: Vec<(usize, i64)>) -> Vec<(usize, i64)> {
    terms.sort_unstable_by_key(|(column, _)| *column);
    terms.dedup_by(|next, kept| {
        let same = next.0 == kept.0;
        if same {
            kept.1 += next.1;
        }
        same
    });
    terms.retain(|(_, coefficient)| *coefficient != 0);
    terms
}

/// The greatest common divisor of the coefficients; 1 where there are none.
fn common(terms: &[(usize, i64)]) -> i64 {
    let divisor = terms.iter().fold(0, |known: u64, (_, coefficient)| {
        let (mut one, mut other) = (known, coefficient.unsigned_abs());
        while other != 0 {
            (one, other) = (other, one % other);
        }
        one
    });
    // Only of the least number there is it could be larger; then it stays as it is.
    i64::try_from(divisor.max(1)).unwrap_or(1)
}

/// An inequality divided by what its coefficients have in common, the bound rounded down.
pub fn divided(mut terms: Vec<(usize, i64)>, bound: i64) -> (Vec<(usize, i64)>, i64) {
    let common = common(&terms);
    for (_, coefficient) in &mut terms {
        *coefficient /= common;
    }
    (terms, bound.div_euclid(common))
}

/// The integer program.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Program {
    /// Greatest value of each column; the least is 0.
    pub uppers: Vec<i64>,
    /// What each column stands for. Derived columns come after all pairs, each after those it is derived from.
    pub columns: Vec<ColumnTag>,
    /// The rows, in a canonical order.
    pub rows: Vec<Row>,
}

impl Program {
    /// Adds a column and returns its index.
    pub fn column(&mut self, upper: i64, tag: ColumnTag) -> usize {
        self.uppers.push(upper);
        self.columns.push(tag);
        self.columns.len() - 1
    }

    /// Adds `Σ terms ≤ bound`, unless no setting of the columns breaks it. Divided by what all coefficients have in common, the bound
    /// rounded down: hours that come in whole ones leave no use for half an hour (*Chvátal–Gomory*), and relaxations see it.
    pub fn row(&mut self, terms: Vec<(usize, i64)>, bound: i64, tag: RowTag) {
        let terms = ordered(terms);
        let most: i64 = terms.iter().map(|(column, coefficient)| coefficient.max(&0) * self.uppers[*column]).sum();
        if most > bound {
            let (terms, bound) = divided(terms, bound);
            self.rows.push(Row { terms, bound, tag });
        }
    }

    /// The first row that these columns break, if any.
    pub fn broken(&self, columns: &[i64]) -> Option<&Row> {
        self.rows.iter().find(|row| row.activity(columns) > row.bound)
    }

    /// Sets each derived column to the least value its rows allow, given the pairs. Rows bound a derived column from below by columns
    /// before it, so one pass in order is enough.
    pub fn derive(&self, columns: &mut [i64]) {
        let first = self.columns.iter().position(|tag| matches!(tag, ColumnTag::Derived(_))).unwrap_or(self.columns.len());
        columns[first..].fill(0);
        let mut demands: Vec<Vec<usize>> = vec![Vec::new(); self.columns.len() - first];
        for (index, row) in self.rows.iter().enumerate() {
            // The last derived column of a row with a negative coefficient is the one the row derives.
            let derived = row.terms.iter().rev().find(|(column, coefficient)| *column >= first && *coefficient < 0);
            if let Some((column, _)) = derived {
                demands[column - first].push(index);
            }
        }
        for column in first..self.columns.len() {
            let mut least = 0;
            for index in &demands[column - first] {
                let row = &self.rows[*index];
                let (mut rest, mut own) = (0, 1);
                for (other, coefficient) in &row.terms {
                    if *other == column { own = -coefficient } else { rest += coefficient * columns[*other] }
                }
                let lack = rest - row.bound;
                least = least.max(lack.div_euclid(own) + i64::from(lack.rem_euclid(own) != 0));
            }
            columns[column] = least.min(self.uppers[column]);
        }
    }
}
