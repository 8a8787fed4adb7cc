//! The independent checker: reads raw attributes and derives feasibility and every level value anew.
//!
//! It follows `docs/semantics.md` line by line and shares nothing with the engine but the plain data of [`crate::problem`]. One idea
//! carries it: `presence` lists who is where from when to when, and everything that couples people is read off that list.
//!
//! [`check`] finds every fault, or gives the whole [`Account`]. [`values`] gives only the values of the levels. A [`Checker`] does both
//! for many allocations of one problem.

mod checker;
mod composition;
mod facts;
mod faults;
mod household_in_home;
mod levels;
mod presence;
mod relations;
mod report;
mod resources;
mod scope;
mod soft;
mod standing;
mod starts;
#[cfg(test)]
mod tests;
mod vacancy;

pub use checker::Checker;

use super::{Placement, ScopeCount, Standing, Usage, Vacancy};
use crate::problem::{HouseholdId, Problem};

/// What the checker derived of a lawful allocation.
#[derive(Clone, Debug, PartialEq)]
pub struct Account {
    /// The value of each of [`Problem::levels`], in order.
    pub values: Vec<i64>,
    /// For each placement, in the order given: (chain number from 1, order of working it).
    pub chains: Vec<Option<(u32, u32)>>,
    /// Composition of every scope.
    pub composition: Vec<ScopeCount>,
    /// Resource use.
    pub resources: Vec<Usage>,
    /// Standing violations.
    pub standing: Vec<Standing>,
    /// Homes nobody holds at the horizon.
    pub vacant: Vec<Vacancy>,
    /// Households for whom a roof must be bought today.
    pub roofs: Vec<HouseholdId>,
}

/// One thing an allocation does that it may not.
///
/// The codes: `unknown_household`, `unknown_unit`, `placed_twice`, `no_applicant`, `not_ready`, `outside_round`, `own_home`,
/// `not_given`, `occupied`, `start`, `places`, `chain`, `pin`, `ban`, `reserved`, `test`, `exclude`, `ask`, `composition`, `relation`,
/// `move_limit`, `resource`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Stable code, such as `composition` or `start`.
    pub code: &'static str,
    /// The rule, where a rule is broken; a resource by its own id, a relation as `relation`, the places of a shared unit as `places`.
    pub rule: Option<crate::problem::RuleId>,
    /// The household concerned, where it is one.
    pub household: Option<HouseholdId>,
    /// In words, by pseudonym only.
    pub message: String,
}

/// Checks placements against the raw problem.
///
/// # Errors
/// Every fault found, never only the first.
pub fn check(problem: &Problem, placements: &[Placement]) -> Result<Account, Vec<Fault>> {
    Checker::new(problem).check(placements)
}

/// The value of each of [`Problem::levels`], in order, or `None` if the placements are unlawful. Stops at the first fault.
#[must_use]
pub fn values(problem: &Problem, placements: &[Placement]) -> Option<Vec<i64>> {
    Checker::new(problem).values(placements)
}
