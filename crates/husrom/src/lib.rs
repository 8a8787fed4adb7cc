//! husrom: housing allocation, proved, explained and re-checkable.
#![forbid(unsafe_code)]
#![deny(missing_docs)]

pub mod allocation;
mod eligibility;
mod follow_up;
mod formulation;
pub mod planning;
pub mod problem;
pub mod proof;
pub mod record;
pub mod report;
mod round;
mod solver;
pub mod tables;

pub use allocation::Allocation;
pub use problem::{Goals, Language, Problem};
pub use round::{Allocate, AllocateError, allocate};
pub use solver::Interrupt;
