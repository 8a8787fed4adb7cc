//! Errors of the crate as the exceptions of `husrom.errors`.

use husrom::allocation::check::Fault;
use husrom::explanation::{Clash, ExplainError};
use husrom::proof::CertificateError;
use husrom::record::{RecordError, RecordFaults, ViewError};
use husrom::tables::InputError;
use husrom::{AllocateError, Language, Problem};
use pyo3::prelude::*;
use pyo3::types::PyTuple;

use crate::convert::code;

/// The exception that a constructor of `husrom.errors` makes.
fn made<'py>(
    py: Python<'py>,
    constructor: &str,
    arguments: impl IntoPyObject<'py, Target = PyTuple, Output = Bound<'py, PyTuple>, Error = PyErr>,
) -> PyErr {
    let made = || -> PyResult<PyErr> {
        let arguments = arguments.into_pyobject(py)?;
        let error = py.import("husrom.errors")?.getattr(constructor)?.call1(arguments)?;
        Ok(PyErr::from_value(error))
    };
    made().unwrap_or_else(|failed| failed)
}

/// Faults of the input.
pub fn input(py: Python<'_>, error: &InputError) -> PyErr {
    match serde_json::to_string(&error.issues) {
        Ok(issues) => {
            made(py, "_input_error", (error.text(Language::Nb), error.text(Language::En), code(error.language()), issues))
        }
        Err(failed) => other(py, &failed.to_string()),
    }
}

/// A round that gives no allocation.
pub fn allocate(py: Python<'_>, error: &AllocateError) -> PyErr {
    let none: Vec<String> = Vec::new();
    let message = error.to_string();
    match error {
        AllocateError::Input(error) => input(py, error),
        AllocateError::Impossible(households) => {
            let households: Vec<String> = households.iter().map(ToString::to_string).collect();
            made(py, "_allocate_error", ("impossible", message, households, faults(&[])))
        }
        AllocateError::NotWaiting(_) => made(py, "_allocate_error", ("not_waiting", message, none, faults(&[]))),
        AllocateError::TooSoon(_) => made(py, "_allocate_error", ("too_soon", message, none, faults(&[]))),
        AllocateError::TooLarge(_) => made(py, "_allocate_error", ("too_large", message, none, faults(&[]))),
        AllocateError::Solver(_) => made(py, "_allocate_error", ("solver", message, none, faults(&[]))),
        AllocateError::Refused(found) => made(py, "_allocate_error", ("refused", message, none, faults(found))),
        _ => made(py, "_allocate_error", ("other", message, none, faults(&[]))),
    }
}

/// A round that gives no allocation, with what stands between the pins where they cannot hold together.
pub fn allocate_with(py: Python<'_>, error: &AllocateError, clash: Option<String>) -> PyErr {
    match (error, clash) {
        (AllocateError::Impossible(households), Some(clash)) => {
            let households: Vec<String> = households.iter().map(ToString::to_string).collect();
            made(py, "_impossible_error", (error.to_string(), households, clash))
        }
        _ => allocate(py, error),
    }
}

/// Why pins cannot hold together, in both languages and as data.
pub fn clash(problem: &Problem, clash: &Clash) -> String {
    serde_json::json!({
        "clash": clash,
        "nb": clash.text(problem, Language::Nb),
        "en": clash.text(problem, Language::En),
        "language": code(problem.round().language),
    })
    .to_string()
}

/// What cannot be explained.
pub fn explain(py: Python<'_>, error: &ExplainError) -> PyErr {
    match error {
        ExplainError::Allocate(error) => allocate(py, error),
        _ => made(py, "_allocate_error", ("unknown", error.to_string(), Vec::<String>::new(), faults(&[]))),
    }
}

/// An unlawful allocation.
pub fn check(py: Python<'_>, found: &[Fault]) -> PyErr {
    made(py, "_check_error", (faults(found),))
}

/// A proof that does not stand.
pub fn certificate(py: Python<'_>, error: &CertificateError) -> PyErr {
    let found = match error {
        CertificateError::Unlawful(found) => faults(found),
        _ => Vec::new(),
    };
    made(py, "_certificate_error", (error.to_string(), found))
}

/// A record that cannot be read.
pub fn record(py: Python<'_>, error: &RecordError) -> PyErr {
    match error {
        RecordError::Input(error) => input(py, error),
        _ => made(py, "RecordError", (error.to_string(),)),
    }
}

/// A record that does not stand.
pub fn faults_of_record(py: Python<'_>, error: &RecordFaults) -> PyErr {
    match serde_json::to_string(&error.faults) {
        Ok(faults) => {
            made(py, "_record_error", (error.text(Language::Nb), error.text(Language::En), code(error.language), faults))
        }
        Err(failed) => other(py, &failed.to_string()),
    }
}

/// A view that is not drawn.
pub fn view(py: Python<'_>, error: &ViewError) -> PyErr {
    match error {
        ViewError::Faults(error) => faults_of_record(py, error),
        ViewError::Input(error) => input(py, error),
        _ => made(py, "RecordError", (error.to_string(),)),
    }
}

/// Anything else.
pub fn other(py: Python<'_>, message: &str) -> PyErr {
    made(py, "HusromError", (message,))
}

/// Faults as code, rule, household, message.
type Told = (String, Option<String>, Option<String>, String);

fn faults(faults: &[Fault]) -> Vec<Told> {
    let told = |fault: &Fault| {
        let rule = fault.rule.as_ref().map(ToString::to_string);
        (fault.code.to_owned(), rule, fault.household.as_ref().map(ToString::to_string), fault.message.clone())
    };
    faults.iter().map(told).collect()
}
