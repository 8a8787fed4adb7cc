//! Solving, and what comes out.

use std::sync::{Arc, OnceLock};

use husrom::explanation::why_impossible;
use husrom::problem::HouseholdId;
use husrom::{AllocateError, Interrupt, Language, Prepared, report};
use pyo3::exceptions::PyKeyError;
use pyo3::prelude::*;

use crate::convert::{language, seconds};
use crate::errors;
use crate::problem::Problem;
use crate::record::Record;
use crate::run::{Event, watch};
use crate::table::Table;

/// A proposal with the problem it answers, immutable.
#[pyclass(frozen, module = "husrom._native")]
pub struct Allocation {
    allocation: Arc<husrom::Allocation>,
    /// Made when a changed problem is first solved from here.
    prepared: Arc<OnceLock<Prepared>>,
}

impl Allocation {
    pub fn new(allocation: husrom::Allocation) -> Self {
        Self::sharing(Arc::new(allocation))
    }

    /// The allocation, shared with a worker.
    pub fn shared(&self) -> Arc<husrom::Allocation> {
        Arc::clone(&self.allocation)
    }

    fn of(py: Python<'_>, run: Result<husrom::Allocation, AllocateError>) -> PyResult<Self> {
        run.map(Self::new).map_err(|error| errors::allocate(py, &error))
    }

    /// A face of one that others hold too.
    pub fn sharing(allocation: Arc<husrom::Allocation>) -> Self {
        Self { allocation, prepared: Arc::default() }
    }

    fn language(&self, code: Option<&str>) -> PyResult<Language> {
        language(code, self.allocation.problem().round().language)
    }
}

#[pymethods]
impl Allocation {
    /// Reads an allocation that `to_json` wrote.
    #[staticmethod]
    fn from_json(py: Python<'_>, text: &str) -> PyResult<Self> {
        let read = py.detach(|| husrom::Allocation::from_json(text)).map_err(|error| errors::record(py, &error))?;
        Ok(Self::new(read))
    }

    /// The allocation with its problem, as JSON.
    fn to_json(&self, py: Python<'_>) -> String {
        py.detach(|| self.allocation.to_json())
    }

    /// The problem it answers.
    #[getter]
    fn problem(&self) -> Problem {
        Problem::new(self.allocation.problem().clone())
    }

    /// Why the engine stopped.
    #[getter]
    fn stopped(&self) -> String {
        let stopped = serde_json::to_value(self.allocation.outcome().stopped);
        stopped.ok().and_then(|word| word.as_str().map(str::to_owned)).unwrap_or_default()
    }

    /// One of its tables.
    fn table(&self, name: &str, language_code: Option<&str>) -> PyResult<Table> {
        let language = self.language(language_code)?;
        let table = match name {
            "placements" => report::placements,
            "unplaced" => report::unplaced,
            "vacant" => report::vacant,
            "levels" => report::levels,
            "composition" => report::composition,
            "resources" => report::resources,
            "standing" => report::standing,
            _ => return Err(PyKeyError::new_err(name.to_owned())),
        };
        Table::of(&table(&self.allocation, language))
    }

    /// Many lines of text.
    fn summary(&self, language_code: Option<&str>) -> PyResult<String> {
        Ok(report::summary(&self.allocation, self.language(language_code)?))
    }

    /// One line of text.
    fn line(&self, language_code: Option<&str>) -> PyResult<String> {
        Ok(report::line(&self.allocation, self.language(language_code)?))
    }

    /// Checks it against the raw problem.
    fn check(&self, py: Python<'_>) -> PyResult<()> {
        py.detach(|| self.allocation.check()).map(drop).map_err(|faults| errors::check(py, &faults))
    }

    /// The best home today for one household, in the allocation's problem or a later one.
    fn place_now(&self, py: Python<'_>, household: &str, problem: Option<&Problem>) -> PyResult<Self> {
        let allocation = Arc::clone(&self.allocation);
        let problem = problem.map(|problem| Arc::clone(&problem.problem));
        let household = HouseholdId::from(household);
        let run = watch(py, &Interrupt::new(), None, move |_| match problem {
            Some(problem) => allocation.place_now_in(&problem, &household),
            None => allocation.place_now(&household),
        })?;
        Self::of(py, run)
    }

    /// The decision record, made at a moment in ISO 8601.
    fn record(&self, py: Python<'_>, made: Option<&str>) -> PyResult<Record> {
        py.detach(|| Record::of(&self.allocation, made))
    }

    /// The problem with every placement as a pending offer.
    fn offered(&self, py: Python<'_>) -> PyResult<Problem> {
        self.allocation.offered().map(Problem::new).map_err(|error| errors::input(py, &error))
    }

    fn __eq__(&self, other: &Bound<'_, PyAny>) -> bool {
        other.cast::<Self>().is_ok_and(|other| other.get().allocation == self.allocation)
    }
}

/// Solves a round. `progress` is called with the JSON of each level.
#[pyfunction]
#[pyo3(signature = (problem, *, time_limit, work_limit, gap, seed, threads, second_solver, progress, near))]
#[allow(clippy::too_many_arguments)]
pub fn allocate(
    py: Python<'_>,
    problem: &Problem,
    time_limit: Option<f64>,
    work_limit: Option<u64>,
    gap: f64,
    seed: Option<u64>,
    threads: Option<usize>,
    second_solver: bool,
    progress: Option<&Bound<'_, PyAny>>,
    near: Option<&Allocation>,
) -> PyResult<Allocation> {
    let near = near.map(|near| (Arc::clone(&near.allocation), Arc::clone(&near.prepared)));
    let problem = Arc::clone(&problem.problem);
    let time_limit = seconds(time_limit)?;
    let interrupt = Interrupt::new();
    let flag = interrupt.clone();
    let run = watch(py, &interrupt, progress, move |events| {
        let mut round = husrom::allocate(&problem).gap(gap).second_solver(second_solver).interrupt(flag.clone());
        if let Some((allocation, prepared)) = &near {
            round = round.near(prepared.get_or_init(|| Prepared::of(allocation)));
        }
        if let Some(limit) = time_limit {
            round = round.time_limit(limit);
        }
        if let Some(nodes) = work_limit {
            round = round.work_limit(nodes);
        }
        if let Some(seed) = seed {
            round = round.seed(seed);
        }
        if let Some(threads) = threads {
            round = round.threads(threads);
        }
        let run = round
            .progress(move |level| {
                if let Ok(level) = serde_json::to_string(level) {
                    // Nobody listens any more where the caller has raised.
                    let _ = events.send(Event::Step(level));
                }
            })
            .run();
        run.map_err(|error| {
            let clash = match &error {
                AllocateError::Impossible(_) => why_impossible(&problem, &flag).ok().flatten(),
                _ => None,
            };
            (error, clash.map(|clash| errors::clash(&problem, &clash)))
        })
    })?;
    run.map(Allocation::new).map_err(|(error, clash)| errors::allocate_with(py, &error, clash))
}

/// Checks every certificate of an allocation against a problem; how many levels are certified.
#[pyfunction]
pub fn verify(py: Python<'_>, problem: &Problem, allocation: &Allocation) -> PyResult<usize> {
    let verified = py.detach(|| husrom::proof::verify(&problem.problem, allocation.allocation.outcome()));
    verified.map_err(|error| errors::certificate(py, &error))
}
