//! A target: values that only a solution worth looking for reaches. A run ends as soon as it is out of reach.

use super::{Passed, Search, SearchError};
use crate::solver::ladder::Rung;

impl Search<'_, '_> {
    /// Looks only for solutions that are no worse than these values, read in the order of the levels, each in the direction in which it is
    /// maximised. Levels after them may be anything.
    pub fn reach(&mut self, target: Vec<i64>) {
        self.target = target;
    }

    /// Ends the run where a bound says that a level falls short, given that those passed before it do no more than they have to.
    pub(super) fn check_reach(&self, level: usize, rung: &Rung<'_>, passed: &[Passed<'_>]) -> Result<(), SearchError> {
        let Some(least) = self.target.get(level) else { return Ok(()) };
        let first = level - passed.len();
        let is_met = |(at, passed): (usize, &Passed<'_>)| passed.rung.certified == Some(self.target[first + at]);
        let falls_short = rung.is_empty() || rung.bound.is_some_and(|bound| bound < *least);
        // Nothing satisfies the levels passed: they are not all reached, so one of them falls short.
        let counts = !rung.is_empty() || !passed.is_empty();
        if counts && falls_short && passed.iter().enumerate().all(is_met) { Err(SearchError::OutOfReach) } else { Ok(()) }
    }

    /// Ends the run where a level that is held falls short; once one is worth more, those after it may be anything.
    pub(super) fn check_reached(&mut self, level: usize, rung: &Rung<'_>) -> Result<(), SearchError> {
        let Some(least) = self.target.get(level).copied() else { return Ok(()) };
        let value = rung.objective.value(&self.columns);
        if value > least {
            self.target.clear();
        } else if value < least && rung.bound == Some(value) {
            return Err(SearchError::OutOfReach);
        }
        Ok(())
    }
}
