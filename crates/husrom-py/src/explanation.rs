//! Explanations of an allocation.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use husrom::explanation::{ExplainError, Explainer, Menu, Reader, Smallest, Subject, Why};
use husrom::problem::{HouseholdId, Measure, UnitId};
use husrom::{Interrupt, Language, report};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use serde::{Deserialize, Serialize};

use crate::allocation::Allocation;
use crate::convert::{language, seconds};
use crate::errors;
use crate::problem::Problem;
use crate::record::Record;
use crate::run::{Event, watch};
use crate::table::Table;

/// What is told of an allocation, with the problem it is about, immutable.
#[pyclass(frozen, module = "husrom._native")]
pub struct Explanation {
    problem: Arc<husrom::Problem>,
    told: Told,
}

/// What there is to tell.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Told {
    Why(Why),
    Smallest(HouseholdId, Smallest),
}

#[pymethods]
impl Explanation {
    /// Reads what `told` wrote, about a problem.
    #[staticmethod]
    fn read(problem: &Problem, told: &str) -> PyResult<Self> {
        Ok(Self { problem: Arc::clone(&problem.problem), told: read(told)? })
    }

    /// The problem it is about.
    #[getter]
    fn problem(&self) -> Problem {
        Problem { problem: Arc::clone(&self.problem) }
    }

    /// All of it, as JSON, to be read again.
    fn told(&self) -> PyResult<String> {
        written(&self.told)
    }

    /// The typed causes, as JSON.
    fn to_json(&self) -> PyResult<String> {
        match &self.told {
            Told::Why(why) => written(why),
            Told::Smallest(_, smallest) => written(smallest),
        }
    }

    /// In words, for the office or for a party.
    fn text(&self, language_code: Option<&str>, reader: &str) -> PyResult<String> {
        let language = language(language_code, self.problem.round().language)?;
        let reader = reader_of(reader)?;
        Ok(match &self.told {
            Told::Why(why) => why.text(&self.problem, language, reader),
            Told::Smallest(household, smallest) => smallest.text(&self.problem, household, language, reader),
        })
    }

    /// A draft of the reasons, for a caseworker to edit and sign.
    fn draft(&self, language_code: Option<&str>, change: Option<&Self>) -> PyResult<String> {
        let language = language(language_code, self.problem.round().language)?;
        let change = change.and_then(|change| match &change.told {
            Told::Smallest(_, smallest) => Some(smallest),
            Told::Why(_) => None,
        });
        match &self.told {
            Told::Why(why) => Ok(why.draft(&self.problem, language, change)),
            Told::Smallest(..) => Err(PyValueError::new_err("a draft is made of why")),
        }
    }
}

/// Why each household has no home and each home stands empty, immutable.
#[pyclass(frozen, module = "husrom._native")]
pub struct Explanations {
    problem: Arc<husrom::Problem>,
    explained: Vec<Why>,
}

#[pymethods]
impl Explanations {
    /// Reads what `told` wrote, about a problem.
    #[staticmethod]
    fn read(problem: &Problem, told: &str) -> PyResult<Self> {
        Ok(Self { problem: Arc::clone(&problem.problem), explained: read(told)? })
    }

    /// The problem it is about.
    #[getter]
    fn problem(&self) -> Problem {
        Problem { problem: Arc::clone(&self.problem) }
    }

    /// All of it, as JSON, to be read again.
    fn told(&self) -> PyResult<String> {
        written(&self.explained)
    }

    /// Each with its household, or its home, in order.
    fn all(&self) -> Vec<(Option<String>, Option<String>, Explanation)> {
        let each = self.explained.iter().map(|why| {
            let home = match &why.subject {
                Subject::Home(unit) => Some(unit.to_string()),
                _ => None,
            };
            let explanation = Explanation { problem: Arc::clone(&self.problem), told: Told::Why(why.clone()) };
            (why.subject.household().map(ToString::to_string), home, explanation)
        });
        each.collect()
    }

    /// All of it as a table.
    fn table(&self, language_code: Option<&str>, reader: &str) -> PyResult<Table> {
        let language = language(language_code, self.problem.round().language)?;
        Table::of(&report::reasons(&self.problem, &self.explained, language, reader_of(reader)?))
    }
}

fn reader_of(reader: &str) -> PyResult<Reader> {
    match reader {
        "office" => Ok(Reader::Office),
        "party" => Ok(Reader::Party),
        other => Err(PyValueError::new_err(format!("reader is “office” or “party”, not “{other}”"))),
    }
}

fn written(value: &impl Serialize) -> PyResult<String> {
    serde_json::to_string(value).map_err(|error| PyValueError::new_err(error.to_string()))
}

fn read<T: for<'de> Deserialize<'de>>(told: &str) -> PyResult<T> {
    serde_json::from_str(told).map_err(|error| PyValueError::new_err(format!("not an explanation: {error}")))
}

/// Asks something of an allocation on a thread of its own.
fn ask<T: Send + 'static>(
    py: Python<'_>,
    allocation: &Allocation,
    time_limit: Option<f64>,
    question: impl FnOnce(&Explainer<'_>) -> Result<T, ExplainError> + Send + 'static,
) -> PyResult<T> {
    let (allocation, limit) = (allocation.shared(), seconds(time_limit)?);
    let interrupt = Interrupt::new();
    let flag = interrupt.clone();
    let answer = watch(py, &interrupt, None, move |_| {
        let explainer = allocation.explain().interrupt(flag);
        question(&match limit {
            Some(limit) => explainer.time_limit(limit),
            None => explainer,
        })
    })?;
    answer.map_err(|error| errors::explain(py, &error))
}

fn told(allocation: &Allocation, told: Told) -> Explanation {
    Explanation { problem: allocation.shared().shared_problem(), told }
}

/// How many questions are asked at once.
struct Many<'m, 'py> {
    /// How many at a time.
    threads: Option<usize>,
    /// Seconds for each.
    time_limit: Option<f64>,
    /// Is called with the JSON of each that is answered.
    progress: Option<&'m Bound<'py, PyAny>>,
}

/// Asks many questions of an allocation at once. Tells also whether it was interrupted.
fn ask_many<T: Send + 'static>(
    py: Python<'_>,
    allocation: &Allocation,
    many: &Many<'_, '_>,
    questions: impl FnOnce(&Explainer<'_>) -> Result<T, ExplainError> + Send + 'static,
) -> PyResult<(T, bool)> {
    let (allocation, limit, threads) = (allocation.shared(), seconds(many.time_limit)?, many.threads);
    let interrupt = Interrupt::new();
    let flag = interrupt.clone();
    let answers = watch(py, &interrupt, many.progress, move |events| {
        let events = Mutex::new(events);
        let mut explainer = allocation.explain().interrupt(flag).progress(move |answered| {
            if let (Ok(answered), Ok(events)) = (serde_json::to_string(answered), events.lock()) {
                // Nobody listens any more where the caller has raised.
                let _ = events.send(Event::Step(answered));
            }
        });
        if let Some(limit) = limit {
            explainer = explainer.time_limit(limit);
        }
        if let Some(threads) = threads {
            explainer = explainer.threads(threads);
        }
        questions(&explainer)
    })?;
    Ok((answers.map_err(|error| errors::explain(py, &error))?, interrupt.is_set()))
}

fn language_of(allocation: &Allocation, code: Option<&str>) -> PyResult<Language> {
    language(code, allocation.shared().problem().round().language)
}

/// Why each household that waits has no home, and each home stands empty.
#[pyfunction]
#[pyo3(signature = (allocation, *, threads, time_limit, progress))]
pub fn explain(
    py: Python<'_>,
    allocation: &Allocation,
    threads: Option<usize>,
    time_limit: Option<f64>,
    progress: Option<&Bound<'_, PyAny>>,
) -> PyResult<(Explanations, bool)> {
    let many = Many { threads, time_limit, progress };
    #[allow(clippy::redundant_closure_for_method_calls)] // The method itself is of one lifetime only.
    let (explained, interrupted) = ask_many(py, allocation, &many, |explainer| explainer.all())?;
    Ok((Explanations { problem: allocation.shared().shared_problem(), explained }, interrupted))
}

/// The decision record with the reason of each household and home, made at a moment in ISO 8601.
#[pyfunction]
#[pyo3(signature = (allocation, made, *, threads, time_limit, progress))]
pub fn explained_record(
    py: Python<'_>,
    allocation: &Allocation,
    made: Option<&str>,
    threads: Option<usize>,
    time_limit: Option<f64>,
    progress: Option<&Bound<'_, PyAny>>,
) -> PyResult<(Record, bool)> {
    let many = Many { threads, time_limit, progress };
    #[allow(clippy::redundant_closure_for_method_calls)] // The method itself is of one lifetime only.
    let (record, interrupted) = ask_many(py, allocation, &many, |explainer| explainer.record())?;
    Ok((Record::at(record, made)?, interrupted))
}

/// What each rule and each pair kept apart costs.
#[pyfunction]
#[pyo3(signature = (allocation, language_code, *, threads, time_limit, progress))]
pub fn prices(
    py: Python<'_>,
    allocation: &Allocation,
    language_code: Option<&str>,
    threads: Option<usize>,
    time_limit: Option<f64>,
    progress: Option<&Bound<'_, PyAny>>,
) -> PyResult<(Table, bool)> {
    let language = language_of(allocation, language_code)?;
    let many = Many { threads, time_limit, progress };
    #[allow(clippy::redundant_closure_for_method_calls)] // The method itself is of one lifetime only.
    let (prices, interrupted) = ask_many(py, allocation, &many, |explainer| explainer.prices())?;
    Ok((Table::of(&report::prices(allocation.shared().problem(), &prices, language))?, interrupted))
}

/// Who gets each home that is given, if the one it is offered to says no.
#[pyfunction]
#[pyo3(signature = (allocation, language_code, *, threads, time_limit, progress))]
pub fn reserves(
    py: Python<'_>,
    allocation: &Allocation,
    language_code: Option<&str>,
    threads: Option<usize>,
    time_limit: Option<f64>,
    progress: Option<&Bound<'_, PyAny>>,
) -> PyResult<(Table, bool)> {
    let language = language_of(allocation, language_code)?;
    let many = Many { threads, time_limit, progress };
    #[allow(clippy::redundant_closure_for_method_calls)] // The method itself is of one lifetime only.
    let (reserves, interrupted) = ask_many(py, allocation, &many, |explainer| explainer.reserves())?;
    Ok((Table::of(&report::reserves(allocation.shared().problem(), &reserves, language))?, interrupted))
}

/// Why a household has its home, or none; or has this home, or not.
#[pyfunction]
pub fn why(
    py: Python<'_>,
    allocation: &Allocation,
    household: &str,
    unit: Option<&str>,
    time_limit: Option<f64>,
) -> PyResult<Explanation> {
    let (household, unit) = (HouseholdId::from(household), unit.map(UnitId::from));
    let why = ask(py, allocation, time_limit, move |explainer| match &unit {
        Some(unit) => explainer.why_not(&household, unit),
        None => explainer.why(&household),
    })?;
    Ok(told(allocation, Told::Why(why)))
}

/// Why a home stands empty.
#[pyfunction]
pub fn why_vacant(py: Python<'_>, allocation: &Allocation, unit: &str, time_limit: Option<f64>) -> PyResult<Explanation> {
    let unit = UnitId::from(unit);
    let why = ask(py, allocation, time_limit, move |explainer| explainer.why_vacant(&unit))?;
    Ok(told(allocation, Told::Why(why)))
}

/// The smallest change; the menu as JSON, or the shipped one.
#[pyfunction]
pub fn smallest_change(
    py: Python<'_>,
    allocation: &Allocation,
    household: &str,
    menu: Option<&str>,
    time_limit: Option<f64>,
) -> PyResult<Explanation> {
    let household = HouseholdId::from(household);
    let menu: Option<Menu> = menu
        .map(serde_json::from_str)
        .transpose()
        .map_err(|error| PyValueError::new_err(format!("not a menu of steps and prices: {error}")))?;
    let asked = household.clone();
    let smallest = ask(py, allocation, time_limit, move |explainer| {
        let menu = menu.unwrap_or_else(|| Menu::shipped(explainer.problem(), &asked));
        explainer.smallest_change(&asked, &menu)
    })?;
    Ok(told(allocation, Told::Smallest(household, smallest)))
}

/// What is the same in every optimum, as JSON.
#[pyfunction]
pub fn backbone(py: Python<'_>, allocation: &Allocation, time_limit: Option<f64>) -> PyResult<String> {
    #[allow(clippy::redundant_closure_for_method_calls)] // The method itself is of one lifetime only.
    let backbone = ask(py, allocation, time_limit, |explainer| explainer.backbone())?;
    serde_json::to_string(&backbone).map_err(|error| PyValueError::new_err(error.to_string()))
}

/// Other allocations as good, or nearly, as JSON.
#[pyfunction]
pub fn alternatives(
    py: Python<'_>,
    allocation: &Allocation,
    count: usize,
    tolerances: Vec<(String, i64)>,
    time_limit: Option<f64>,
) -> PyResult<String> {
    let mut within = BTreeMap::new();
    for (name, tolerance) in tolerances {
        let measure = Measure::read(&name).ok_or_else(|| PyValueError::new_err(format!("no such measure: “{name}”")))?;
        within.insert(measure, tolerance);
    }
    let found = ask(py, allocation, time_limit, move |explainer| explainer.alternatives(count, &within))?;
    serde_json::to_string(&found).map_err(|error| PyValueError::new_err(error.to_string()))
}
