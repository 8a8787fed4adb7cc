//! Sweeps.

use std::sync::{Arc, Mutex};

use husrom::Interrupt;
use husrom::planning::{self, Scenario, SweepOptions};
use husrom::report;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

use crate::convert::seconds;
use crate::problem::Problem;
use crate::run::{Event, watch};
use crate::table::Table;

/// Solves scenarios, given as JSON. `progress` is called with the JSON of each row as it comes. Tells also whether it was interrupted.
#[pyfunction]
#[pyo3(signature = (problem, scenarios, *, threads, time_limit, progress))]
pub fn sweep(
    py: Python<'_>,
    problem: &Problem,
    scenarios: &str,
    threads: Option<usize>,
    time_limit: Option<f64>,
    progress: Option<&Bound<'_, PyAny>>,
) -> PyResult<(Table, bool)> {
    let problem = Arc::clone(&problem.problem);
    let scenarios: Vec<Scenario> =
        serde_json::from_str(scenarios).map_err(|error| PyValueError::new_err(format!("not a list of scenarios: {error}")))?;
    let interrupt = Interrupt::new();
    let options = SweepOptions { threads, time_limit: seconds(time_limit)?, interrupt: interrupt.clone() };
    let rows = watch(py, &interrupt, progress, move |events| {
        let events = Mutex::new(events);
        planning::sweep(&problem, &scenarios, &options, |row| {
            if let (Ok(row), Ok(events)) = (serde_json::to_string(row), events.lock()) {
                // Nobody listens any more where the caller has raised.
                let _ = events.send(Event::Step(row));
            }
        })
    })?;
    Ok((Table::of(&report::sweep(&rows))?, interrupt.is_set()))
}
