//! An allocation kept: the problem it answers and what came out, as JSON.

use serde::{Deserialize, Serialize};
use std::sync::Arc;
use thiserror::Error;

use crate::allocation::{Allocation, Outcome};
use crate::problem::Problem;
use crate::tables::InputError;

/// The version of the form written.
const VERSION: &str = "husrom-allocation/1";

#[derive(Serialize, Deserialize)]
struct Kept {
    version: String,
    problem: serde_json::Value,
    outcome: Outcome,
}

/// Why a kept allocation cannot be read.
#[derive(Clone, Debug, PartialEq, Error)]
#[non_exhaustive]
pub enum RecordError {
    /// It is no allocation in a version this library reads.
    #[error("not an allocation of version {VERSION}")]
    Form,
    /// The problem in it is faulty.
    #[error(transparent)]
    Input(#[from] InputError),
}

impl Allocation {
    /// The allocation with its problem, as JSON.
    #[must_use]
    pub fn to_json(&self) -> String {
        let problem = serde_json::from_str(&self.problem().to_json()).unwrap_or(serde_json::Value::Null);
        let kept = Kept { version: VERSION.to_owned(), problem, outcome: self.outcome().clone() };
        serde_json::to_string(&kept).unwrap_or_default()
    }

    /// An allocation that [`to_json`](Self::to_json) wrote. It is read, not believed: [`Allocation::check`] and
    /// [`crate::proof::verify`] tell whether it stands.
    ///
    /// # Errors
    /// [`RecordError`] if it is no such thing.
    pub fn from_json(text: &str) -> Result<Self, RecordError> {
        let kept: Kept = serde_json::from_str(text).map_err(|_| RecordError::Form)?;
        if kept.version != VERSION {
            return Err(RecordError::Form);
        }
        let problem = Problem::from_json(kept.problem.to_string())?;
        Ok(Self::new(Arc::new(problem), kept.outcome))
    }
}
