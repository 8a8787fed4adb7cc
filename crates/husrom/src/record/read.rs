//! Reading a record, of this form or an older one. What is read is not believed: that is for [`Record::verify`](super::Record::verify).

use std::sync::Arc;

use serde::Deserialize;
use serde_json::Value;
use thiserror::Error;

use super::canonical::seal;
use super::content::{About, Content, SCHEMA};
use super::reasons;
use crate::allocation::{Allocation, Outcome};
use crate::problem::Problem;
use crate::tables::{InputError, ReadOptions};

/// The form before records: an allocation with its problem, without a digest.
const ALLOCATION: &str = "husrom-allocation/1";

/// Why a record cannot be read.
#[derive(Clone, Debug, PartialEq, Error)]
#[non_exhaustive]
pub enum RecordError {
    /// It is no record in a form that this library reads.
    #[error("not a record of the form {SCHEMA}, nor of {ALLOCATION}")]
    Form,
    /// It is a record of a form that this library does not know.
    #[error("a record of the form {0}, which this version of husrom does not read: use a newer one")]
    Newer(String),
    /// It cannot be read, and its digest is another: it has been changed since it was sealed.
    #[error("the record has been changed since it was sealed, and cannot be read any more: fetch another copy")]
    Changed,
    /// The problem in it is faulty.
    #[error(transparent)]
    Input(#[from] InputError),
}

/// The form of [`ALLOCATION`].
#[derive(Deserialize)]
struct Kept {
    problem: Value,
    outcome: Outcome,
}

/// Reads a file.
pub fn read(bytes: &[u8]) -> Result<(Allocation, About), RecordError> {
    let mut file: Value = serde_json::from_slice(bytes).map_err(|_| RecordError::Form)?;
    if file.get("version").and_then(Value::as_str) == Some(ALLOCATION) {
        let kept: Kept = serde_json::from_value(file).map_err(|_| RecordError::Form)?;
        let reasons = reasons::given_in(&kept.outcome);
        let about = About { schema: ALLOCATION.to_owned(), reasons, ..About::default() };
        return Ok((allocation(&kept.problem, kept.outcome)?, about));
    }
    // A record without a digest is none: else a byte of that word, changed, would make it one that is not sealed.
    let digest = file.get("digest").and_then(Value::as_str).map(str::to_owned).ok_or(RecordError::Form)?;
    let record = file.get_mut("record").map(Value::take).ok_or(RecordError::Form)?;
    content(record.clone(), digest.clone()).map_err(|error| {
        // What has been changed is told before what the change has made of it.
        if seal(&record).digest == digest { error } else { RecordError::Changed }
    })
}

fn content(record: Value, digest: String) -> Result<(Allocation, About), RecordError> {
    let schema = record.get("schema").and_then(Value::as_str).unwrap_or_default();
    if schema != SCHEMA {
        let number = schema.strip_prefix("husrom-record/").and_then(|number| number.parse::<u32>().ok());
        return Err(number.map_or(RecordError::Form, |number| RecordError::Newer(format!("husrom-record/{number}"))));
    }
    let Content { schema, versions, made, view, seed, problem, outcome, reasons } =
        serde_json::from_value(record).map_err(|_| RecordError::Form)?;
    let about = About { schema, versions, made, view, seed: Some(seed), reasons, digest: Some(digest) };
    Ok((allocation(&problem, outcome)?, about))
}

fn allocation(problem: &Value, outcome: Outcome) -> Result<Allocation, RecordError> {
    let json = problem.to_string();
    // What an office has allowed in its round it has allowed in the record of it; but no number comes into an error.
    let read = Problem::from_json(&json)
        .or_else(|error| Problem::from_json_with(&json, &ReadOptions::default().allow_national_ids(true)).map_err(|_| error))?;
    Ok(Allocation::new(Arc::new(read), outcome))
}
