//! What husrom needs of `HiGHS`: a linear or mixed-integer program solved on a thread of its own, with interrupts,
//! limits, improving solutions as they are found, duals, and the proved bound.
//!
//! * [`Program`] holds the numbers, row by row.
//! * [`solve_lp`] solves the linear relaxation and gives duals, whose signs [`LpOutcome`] states.
//! * [`Session`] keeps a linear program and solves it again after edits, from the basis it had.
//! * [`solve_mip`] runs the branch and bound and hands over each improving solution while it runs; [`race_mip`] runs it with two seeds at
//!   once.
//!
//! ```
//! use husrom_highs::{Interrupt, Limits, Program, Sense, Termination, solve_mip};
//!
//! // max 60a + 100b + 120c, 10a + 20b + 30c <= 50, all binary.
//! let mut program = Program::default();
//! for value in [60.0, 100.0, 120.0] {
//!     program.push_column(value, 0.0, 1.0, true);
//! }
//! program.push_row(f64::NEG_INFINITY, 50.0, [(0, 10.0), (1, 20.0), (2, 30.0)]);
//! // The objective is integer on every solution, so a gap below 1 loses nothing.
//! let limits = Limits { absolute_gap: 0.99, ..Limits::default() };
//! let outcome = solve_mip(&program, Sense::Maximise, None, &limits, &Interrupt::new(), |_| {})?;
//! assert_eq!(outcome.termination, Termination::Optimal);
//! assert_eq!(outcome.objective.map(f64::round), Some(220.0));
//! # Ok::<(), husrom_highs::Error>(())
//! ```
//!
//! # How a solve is run
//!
//! Every call, and every session, starts one operating-system thread (a race two), which builds the model, solves it and drops it. `HiGHS` keeps its
//! scheduler and its number of threads per operating-system thread, so neither can clash with a caller's, and any number
//! of calls may run at the same time, from rayon threads too: each runs with `threads = 1` and `parallel = off`.
//! Presolve's enumeration rule is off (`presolve_rule_off = 65536`), because it can change the meaning of a model with
//! equality cliques.
//!
//! The caller waits, and returns at the latest some 250 ms after its [`Interrupt`] was set, or [`TIME_GRACE`] after the
//! time limit, even where `HiGHS` has not noticed (it does not look during presolve and root relaxations). It then
//! *abandons* the worker: it takes what was announced so far, and the worker is told to stop and ends by itself.
//! [`live_workers`] counts those still at it.
//!
//! # What is not promised
//!
//! All arithmetic of `HiGHS` is in doubles, within tolerances (1e-6 by default). Values of integer columns are nearly
//! integer; round them, then check the rows exactly. `HiGHS` takes bounds of 1e20 and more as infinite.
#![deny(missing_docs)]
#![deny(unsafe_op_in_unsafe_fn)]

mod error;
mod limits;
mod lp;
mod mip;
mod program;
mod raw;
mod session;
mod worker;

#[cfg(test)]
mod tests;

pub use error::Error;
pub use limits::{Interrupt, Limits, Sense, Termination};
pub use lp::{LpOutcome, solve_lp};
pub use mip::{MipOutcome, race_mip, solve_mip};
pub use program::{Program, Rows};
pub use raw::Basis;
pub use session::{Edits, Session};
pub use worker::{TIME_GRACE, live_workers};

/// The version of `HiGHS` that this crate is built with.
#[must_use]
pub fn version() -> String {
    format!("{}.{}.{}", highs_sys::HIGHS_VERSION_MAJOR, highs_sys::HIGHS_VERSION_MINOR, highs_sys::HIGHS_VERSION_PATCH)
}
