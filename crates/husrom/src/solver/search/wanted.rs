//! A household that is wanted in an optimum: a run ends as soon as it is seen that it is in none.

use super::{Search, time_left};
use crate::solver::ladder::Clock;
use crate::solver::rung::Rung;

impl Search<'_, '_> {
    /// Ends as soon as none of these pairs is in any optimum of the levels so far.
    pub fn want(&mut self, pairs: &[usize]) {
        self.wanted = pairs.to_vec();
    }

    /// Whether what is held has fixed all pairs wanted.
    pub(super) fn excludes_all_wanted(&self) -> bool {
        let uppers = &self.ladder.left.uppers;
        !self.wanted.is_empty() && self.wanted.iter().all(|pair| uppers[*pair] == 0)
    }

    /// Whether the relaxation of what is held, and of a level that was bounded last at a value that is reached, has none of the pairs
    /// wanted: then no optimum has, whatever the level is worth. Only worth a look before a search.
    pub(super) fn misses_all_wanted(&mut self, rung: &Rung<'_>, value: i64) -> bool {
        if self.wanted.is_empty() {
            return false;
        }
        let held = self.ladder.held.len();
        self.ladder.hold(rung, value - rung.level.tolerance.loss(value));
        let time = || time_left(self.limits.deadline);
        let clock = Clock { time: &time, interrupt: &self.interrupt };
        let misses = self.excludes_all_wanted() || !self.ladder.admits_any(&self.wanted, &clock);
        self.ladder.step_back(held, rung);
        misses
    }
}
