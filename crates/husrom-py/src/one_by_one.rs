//! A round worked home by home.

use std::sync::Arc;

use husrom::one_by_one::Scheme;
use husrom::problem::Term;
use husrom::{Interrupt, Language, report};
use pyo3::exceptions::{PyKeyError, PyValueError};
use pyo3::prelude::*;

use crate::allocation::Allocation;
use crate::convert::language;
use crate::errors;
use crate::problem::Problem;
use crate::run::watch;
use crate::table::Table;

/// A round worked home by home, immutable.
#[pyclass(frozen, module = "husrom._native")]
pub struct OneByOne {
    example: husrom::one_by_one::OneByOne,
}

impl OneByOne {
    fn language(&self, code: Option<&str>) -> PyResult<Language> {
        language(code, self.example.problem().round().language)
    }
}

#[pymethods]
impl OneByOne {
    /// The problem.
    #[getter]
    fn problem(&self) -> Problem {
        Problem::new(self.example.problem().clone())
    }

    /// How the candidates were ranked.
    #[getter]
    fn scheme(&self) -> &'static str {
        self.example.scheme().name()
    }

    /// One of its tables.
    fn table(&self, name: &str, language_code: Option<&str>) -> PyResult<Table> {
        let language = self.language(language_code)?;
        Table::of(&match name {
            "placements" => report::worked_placements(&self.example, language),
            "levels" => report::worked_levels(&self.example, language),
            _ => return Err(PyKeyError::new_err(name.to_owned())),
        })
    }

    /// Beside a joint round of the same problem.
    fn compare(&self, py: Python<'_>, allocation: &Allocation, language_code: Option<&str>) -> PyResult<Table> {
        let language = self.language(language_code)?;
        let allocation = allocation.shared();
        let comparison = py.detach(|| self.example.compare(&allocation));
        comparison
            .map_err(|faults| errors::check(py, &faults))
            .and_then(|comparison| Table::of(&report::comparison(&comparison, language)))
    }

    /// One line of text.
    fn line(&self, language_code: Option<&str>) -> PyResult<String> {
        Ok(self.example.line(self.language(language_code)?))
    }

    fn __eq__(&self, other: &Bound<'_, PyAny>) -> bool {
        other.cast::<Self>().is_ok_and(|other| other.get().example == self.example)
    }
}

/// Works a round home by home.
#[pyfunction]
pub fn one_by_one(py: Python<'_>, problem: &Problem, scheme: &str) -> PyResult<OneByOne> {
    let known = Scheme::all().iter().map(|scheme| format!("“{scheme}”")).collect::<Vec<_>>().join(", ");
    let scheme =
        Scheme::read(scheme).ok_or_else(|| PyValueError::new_err(format!("scheme is one of {known}, not “{scheme}”")))?;
    let problem = Arc::clone(&problem.problem);
    let worked = watch(py, &Interrupt::new(), None, move |_| husrom::one_by_one(&problem, scheme))?;
    worked.map(|example| OneByOne { example }).map_err(|error| errors::allocate(py, &error))
}
