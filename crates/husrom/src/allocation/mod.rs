//! What comes out: who gets which home, in names, with every level's value and proof. No solver types, no indices.

pub mod check;
mod outcome;

pub use outcome::{
    Certificate, Cut, Effort, Grade, LevelResult, Options, Outcome, Placement, Reason, Refutation, ScopeCount, Standing, Stopped,
    Unplaced, Usage, Vacancy,
};

use std::sync::Arc;

use crate::problem::Problem;

/// A proposal and the problem it answers: people decide.
#[derive(Clone, Debug, PartialEq)]
pub struct Allocation {
    problem: Arc<Problem>,
    outcome: Outcome,
}

impl Allocation {
    /// An outcome of a problem, as it stands: [`Allocation::check`] tells whether it is lawful.
    #[must_use]
    pub fn new(problem: Arc<Problem>, outcome: Outcome) -> Self {
        Self { problem, outcome }
    }

    /// The problem, with the goals and seed of the run.
    #[must_use]
    pub fn problem(&self) -> &Problem {
        &self.problem
    }

    /// The problem, to be held by another allocation too.
    #[must_use]
    pub fn shared_problem(&self) -> Arc<Problem> {
        Arc::clone(&self.problem)
    }

    /// Everything that came out, as plain data.
    #[must_use]
    pub fn outcome(&self) -> &Outcome {
        &self.outcome
    }

    /// Who gets which home, by household.
    #[must_use]
    pub fn placements(&self) -> &[Placement] {
        &self.outcome.placements
    }

    /// Who does not.
    #[must_use]
    pub fn unplaced(&self) -> &[Unplaced] {
        &self.outcome.unplaced
    }

    /// The levels, in order.
    #[must_use]
    pub fn levels(&self) -> &[LevelResult] {
        &self.outcome.levels
    }

    /// Checks the placements against the raw problem once more.
    ///
    /// # Errors
    /// Every fault found.
    pub fn check(&self) -> Result<check::Account, Vec<check::Fault>> {
        check::check(&self.problem, &self.outcome.placements)
    }
}
