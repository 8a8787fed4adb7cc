//! The equality audit.

use std::sync::{Arc, Mutex};

use husrom::planning::SweepOptions;
use husrom::problem::{RuleId, Term};
use husrom::report::{self, Grouping};
use husrom::{Interrupt, Language};
use pyo3::exceptions::PyKeyError;
use pyo3::prelude::*;

use crate::allocation::Allocation;
use crate::convert::{language, seconds};
use crate::run::{Event, watch};
use crate::table::Table;

/// The audit of an allocation, immutable.
#[pyclass(frozen, module = "husrom._native")]
pub struct Audit {
    allocation: Arc<husrom::Allocation>,
    audit: report::Audit,
}

impl Audit {
    fn language(&self, code: Option<&str>) -> PyResult<Language> {
        language(code, self.audit.language())
    }
}

#[pymethods]
impl Audit {
    /// Counts an allocation.
    #[staticmethod]
    fn of(py: Python<'_>, allocation: &Allocation) -> Self {
        let allocation = allocation.shared();
        let audit = py.detach(|| report::Audit::of(&allocation));
        Self { allocation, audit }
    }

    /// The allocation.
    #[getter]
    fn allocation(&self) -> Allocation {
        Allocation::sharing(Arc::clone(&self.allocation))
    }

    /// What households are grouped by.
    #[staticmethod]
    fn groupings() -> Vec<&'static str> {
        Grouping::all().iter().map(|grouping| grouping.name()).collect()
    }

    /// The groups of a grouping.
    fn table(&self, name: &str, language_code: Option<&str>) -> PyResult<Table> {
        let grouping = Grouping::read(name).ok_or_else(|| PyKeyError::new_err(name.to_owned()))?;
        Table::of(&report::audit_table(&self.audit, grouping, self.language(language_code)?))
    }

    /// The rules that are on and may decide something.
    fn deciding(&self, py: Python<'_>) -> Vec<String> {
        py.detach(|| report::Audit::deciding(&self.allocation)).iter().map(ToString::to_string).collect()
    }

    /// Solves the round without each rule. `progress` is called with the JSON of each as it comes. Tells also whether it was interrupted.
    #[pyo3(signature = (rules, *, threads, time_limit, progress, language_code))]
    fn rules(
        &self,
        py: Python<'_>,
        rules: Vec<String>,
        threads: Option<usize>,
        time_limit: Option<f64>,
        progress: Option<&Bound<'_, PyAny>>,
        language_code: Option<&str>,
    ) -> PyResult<(Table, bool)> {
        let language = self.language(language_code)?;
        let rules: Vec<RuleId> = rules.into_iter().map(RuleId::from).collect();
        let allocation = Arc::clone(&self.allocation);
        let interrupt = Interrupt::new();
        let options = SweepOptions { threads, time_limit: seconds(time_limit)?, interrupt: interrupt.clone() };
        let solved = watch(py, &interrupt, progress, move |events| {
            let events = Mutex::new(events);
            report::Audit::rules(&allocation, &rules, &options, |row| {
                if let (Ok(row), Ok(events)) = (serde_json::to_string(row), events.lock()) {
                    // Nobody listens any more where the caller has raised.
                    let _ = events.send(Event::Step(row));
                }
            })
        })?;
        Ok((Table::of(&report::audit_rules_table(&solved, language))?, interrupt.is_set()))
    }

    /// Many lines of text.
    fn text(&self, language_code: Option<&str>) -> PyResult<String> {
        Ok(report::audit_text(&self.audit, self.language(language_code)?))
    }

    fn __eq__(&self, other: &Bound<'_, PyAny>) -> bool {
        other.cast::<Self>().is_ok_and(|other| other.get().audit == self.audit && other.get().allocation == self.allocation)
    }
}
