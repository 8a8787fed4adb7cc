//! A target: values that only a solution worth looking for reaches. A run ends as soon as it is out of reach.

use super::{Passed, Search, SearchError};
use crate::allocation::Certificate;
use crate::solver::rung::Rung;

/// That a target is out of reach.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutOfReach {
    /// The level by which it is seen: that one falls short, or one before it.
    pub level: usize,
    /// What proves it, of the levels that were not told yet.
    pub proof: Vec<Certificate>,
}

impl Search<'_, '_> {
    /// Looks only for solutions that are no worse than these values, read in the order of the levels, each in the direction in which it is
    /// maximised. Levels after them may be anything. Those before the one `doubted` are not looked into where a neighbour knows no reason.
    pub fn reach(&mut self, target: Vec<i64>, doubted: usize) {
        (self.target, self.doubted) = (target, doubted);
    }

    /// What a level has to be worth for the target to be in reach, given that those passed before it do no more than they have to; `None`
    /// where the target says nothing of it.
    pub(super) fn least(&self, level: usize, passed: &[Passed<'_>]) -> Option<i64> {
        let before = level - passed.len();
        let is_met = |(at, passed): (usize, &Passed<'_>)| passed.rung.certified == Some(self.target[before + at]);
        self.target.get(level).copied().filter(|_| passed.iter().enumerate().all(is_met))
    }

    /// Ends the run where one of the levels that are about to be held falls short; once one is worth more, those after it may be anything.
    pub(super) fn check_reached(&mut self, at: usize, passed: &[Passed<'_>], rung: &Rung<'_>) -> Result<(), SearchError> {
        for (level, held) in passed.iter().map(|passed| &passed.rung).chain([rung]).enumerate() {
            let Some(least) = self.target.get(at + level).copied() else { return Ok(()) };
            let value = held.objective.value(&self.columns);
            if value > least {
                self.target.clear();
            } else if value < least && held.bound == Some(value) {
                return Err(out_of_reach(at + passed.len(), passed, rung));
            }
        }
        Ok(())
    }
}

/// Ends the run where a bound says that a level is not worth the least it has to be.
pub(super) fn check_reach(level: usize, least: Option<i64>, rung: &Rung<'_>, passed: &[Passed<'_>]) -> Result<(), SearchError> {
    let Some(least) = least else { return Ok(()) };
    // Where nothing satisfies the levels passed, they are not all reached, so that one of them falls short.
    let falls_short = if rung.is_empty() { !passed.is_empty() } else { rung.bound.is_some_and(|bound| bound < least) };
    if falls_short { Err(out_of_reach(level, passed, rung)) } else { Ok(()) }
}

/// The end of a run whose target is out of reach, with what proves it.
fn out_of_reach(level: usize, passed: &[Passed<'_>], rung: &Rung<'_>) -> SearchError {
    let rungs = passed.iter().map(|passed| &passed.rung).chain([rung]);
    SearchError::OutOfReach(OutOfReach { level, proof: rungs.filter_map(Rung::certificate).collect() })
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::Problem;
    use crate::formulation::Formulation;
    use crate::solver::Interrupt;
    use crate::solver::search::Limits;

    #[test]
    fn a_target_says_nothing_of_a_level_after_one_that_may_be_worth_more() {
        let round = r#"{
            "schema": "husrom/1",
            "round": {"id": "2026-uke-48", "date": "2026-11-24"},
            "sites": [{"id": "H", "category": "bofellesskap"}],
            "units": [{"id": "H 1", "site": "H"}],
            "applicants": [{"id": "S1", "class": 1}]
        }"#;
        let problem = Problem::from_json(round).unwrap();
        let formulation = Formulation::of(&problem);
        let mut search = Search::start(&formulation, Limits::default(), Interrupt::new()).unwrap();
        search.reach(vec![3, 5], 0);
        let passed = |certified| {
            let rung = Rung { certified: Some(certified), ..Rung::of(&formulation.levels[0]) };
            [Passed { rung, time: Duration::ZERO }]
        };
        assert_eq!(search.least(0, &[]), Some(3));
        assert_eq!(search.least(1, &passed(3)), Some(5));
        assert_eq!(search.least(1, &passed(4)), None);
        assert_eq!(search.least(2, &[]), None, "after the target");
    }
}
