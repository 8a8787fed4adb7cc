//! Other solutions that are as good: levels held at what they were worth, and anything else maximised.

use super::{Search, SearchError};
use crate::allocation::Certificate;
use crate::formulation::{Level, Linear, Row, too_long_chain};
use crate::solver::Work;
use crate::solver::rung::Rung;

/// The best solution of an objective, among those that hold the levels.
#[derive(Clone, Debug)]
pub struct Optimum {
    /// Its columns.
    pub columns: Vec<i64>,
    /// Nothing better was left out.
    pub proved: bool,
}

impl<'f> Search<'f, '_> {
    /// Holds levels, in their order, at values that these columns reach: the level, and the least value in the direction in which it is
    /// maximised. Certificates of the levels help to fix columns; what they say of this program is derived anew.
    pub fn hold(&mut self, columns: Vec<i64>, levels: impl IntoIterator<Item = (&'f Level, i64)>, certificates: &[Certificate]) {
        self.columns = columns;
        for (level, least) in levels {
            let mut rung = Rung::of(level);
            let measure = level.measure.to_string();
            if let Some(known) = certificates.iter().find(|certificate| certificate.measure == measure) {
                for cut in &known.cuts {
                    self.ladder.adopt(&mut rung, cut);
                }
                for multipliers in &known.multipliers {
                    self.ladder.offer(&mut rung, multipliers.clone(), known.scale);
                }
            }
            self.ladder.hold(&rung, least);
        }
    }

    /// Considers only solutions that keep one more row.
    pub fn keep(&mut self, row: Row) {
        self.further.push(row);
    }

    /// The best solution of an objective; `None` if there is none at all, or none was found in time.
    ///
    /// # Errors
    /// [`SearchError::Solver`] if the solver fails as a machine.
    pub fn best_of(&mut self, objective: &Linear) -> Result<Option<Optimum>, SearchError> {
        self.best_among(&self.ladder.free(), objective)
    }

    /// The same among solutions that are 0 in all but some columns.
    pub(super) fn best_among(&mut self, among: &[usize], objective: &Linear) -> Result<Option<Optimum>, SearchError> {
        loop {
            let start = self.exact(self.columns.clone());
            let found = self.search(self.formulation.program.rows.iter(), objective, among, start.as_deref())?;
            self.note(found.work);
            let Some(columns) = found.columns.and_then(|columns| self.exact(columns)) else { return Ok(None) };
            match too_long_chain(self.formulation, &columns) {
                Some(row) => self.forbid(row),
                None => return Ok(Some(Optimum { columns, proved: found.work == Work::Done })),
            }
            if self.is_over() {
                return Ok(None);
            }
        }
    }
}
