//! The joint round beside the one worked home by home, level by level.

use super::OneByOne;
use crate::allocation::Allocation;
use crate::allocation::check::{Checker, Fault};
use crate::problem::Measure;

/// One measure of both.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Compared {
    /// The measure.
    pub measure: Measure,
    /// Home by home.
    pub one_by_one: i64,
    /// Jointly.
    pub joint: i64,
}

impl Compared {
    /// What deciding jointly gains, in the measure's own direction: more than 0 is better.
    #[must_use]
    pub fn gain(&self) -> i64 {
        let more = self.joint.saturating_sub(self.one_by_one);
        if self.measure.maximises() { more } else { more.saturating_neg() }
    }
}

/// A round home by home beside the joint one. Levels are read in order: a later one may lose for what an earlier one gains.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparison {
    /// Households that get a home: home by home, and jointly.
    pub placed: (u32, u32),
    /// The levels of the joint round, in order.
    pub levels: Vec<Compared>,
}

impl OneByOne {
    /// Lays it beside a joint round of the same problem, under the levels that one was solved for.
    ///
    /// # Errors
    /// The checker's faults, if the allocation answers another problem, in which these placements are not lawful.
    pub fn compare(&self, allocation: &Allocation) -> Result<Comparison, Vec<Fault>> {
        let problem = allocation.problem();
        let derived = Checker::new(problem).check(&self.placements)?.values;
        let count = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
        let both = problem.levels().into_iter().zip(derived.into_iter().zip(allocation.levels()));
        let compared =
            both.map(|(level, (one_by_one, joint))| Compared { measure: level.measure, one_by_one, joint: joint.value });
        Ok(Comparison {
            placed: (count(self.placements.len()), count(allocation.placements().len())),
            levels: compared.collect(),
        })
    }
}
