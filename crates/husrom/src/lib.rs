//! husrom proposes who lives where: the best joint allocation of homes to households, proved, explained and re-checkable.
//!
//! The flow is one way: tables → [`Problem`] → formulation → solver → [`Allocation`] → [`report`]. The whole story:
//!
//! ```
//! use husrom::problem::{HouseholdId, OfferStatus, Target};
//! use husrom::{Language, Problem, allocate, proof, report};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! // What is: a house for one gender with two homes, and three who wait.
//! let problem = Problem::from_json(r#"{
//!     "schema": "husrom/1",
//!     "round": {"id": "2026-uke-48", "date": "2026-11-24"},
//!     "sites": [{"id": "Sandviken", "category": "bofellesskap", "gender_rule": "single"}],
//!     "units": [{"id": "Sandviken 1", "site": "Sandviken"}, {"id": "Sandviken 2", "site": "Sandviken"}],
//!     "applicants": [
//!         {"id": "S-031", "class": 1, "gender": "woman", "situation": "homeless"},
//!         {"id": "S-088", "class": 1, "gender": "man", "situation": "homeless"},
//!         {"id": "S-104", "class": 2, "gender": "man", "situation": "homeless"}
//!     ]
//! }"#)?;
//!
//! // The best round: one of class 1 either way, and with the man of class 1 the man of class 2.
//! let allocation = allocate(&problem).run()?;
//! let placed: Vec<&str> = allocation.placements().iter().map(|it| it.household.as_str()).collect();
//! assert_eq!(placed, ["S-088", "S-104"]);
//!
//! // Proved: certificates that need no solver; and checked anew from the raw attributes.
//! assert!(proof::verify(allocation.problem(), allocation.outcome())? > 0);
//! assert!(allocation.check().is_ok());
//! println!("{}", report::summary(&allocation, Language::En));
//!
//! // People decide: what they fix is kept, and what is answered changes as little else as it can.
//! let pinned = problem.pin(&HouseholdId::from("S-031"), Target::Site("Sandviken".into()))?;
//! assert_eq!(allocate(&pinned).run()?.placements().len(), 1);
//! let answered = allocation.offered()?.answer(&[("S-088".into(), OfferStatus::Refused)])?;
//! let again = allocate(&answered).run()?;
//! assert!(again.placements().iter().any(|it| it.household.as_str() == "S-104"));
//!
//! // Bad input is told at once, all of it.
//! let error = Problem::from_json(r#"{"schema": "husrom/1", "round": {"id": "1", "date": "tomorrow"}, "sits": []}"#).unwrap_err();
//! assert!(error.issues.len() > 1);
//! # Ok(())
//! # }
//! ```
#![forbid(unsafe_code)]
#![deny(missing_docs)]

pub mod allocation;
mod eligibility;
pub mod explanation;
mod follow_up;
mod formulation;
pub mod one_by_one;
pub mod planning;
mod prepared;
pub mod problem;
pub mod proof;
pub mod record;
pub mod report;
mod round;
mod solver;
pub mod tables;

pub use allocation::Allocation;
pub use one_by_one::one_by_one;
pub use prepared::Prepared;
pub use problem::{Goals, Language, Problem};
pub use round::{Allocate, AllocateError, allocate};
pub use solver::Interrupt;

#[cfg(doctest)]
#[doc = include_str!("../../../README.md")]
struct Readme;
