//! What can go wrong.

use std::fmt;

/// Why a solve gave no outcome at all. Limits, interrupts and infeasibility are outcomes, not errors.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Error {
    /// The program, the start or the limits make no sense; the text says which entry and why.
    Invalid(String),
    /// A call of `HiGHS` returned its error status.
    Highs {
        /// The function or option that failed.
        call: &'static str,
        /// The status it returned.
        status: i32,
    },
    /// The operating system gave no thread.
    Thread(String),
    /// The worker, or the caller's `improved` function on it, panicked with this message.
    Panicked(String),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Invalid(text) => write!(f, "invalid input for the solver: {text}"),
            Self::Highs { call, status } => write!(f, "HiGHS failed in {call} (status {status})"),
            Self::Thread(text) => write!(f, "no thread for the solver: {text}"),
            Self::Panicked(text) => write!(f, "the solver's thread panicked: {text}"),
        }
    }
}

impl std::error::Error for Error {}
