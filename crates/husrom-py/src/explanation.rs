//! Explanations of an allocation.

use std::collections::BTreeMap;
use std::sync::Arc;

use husrom::explanation::{ExplainError, Explainer, Menu, Reader, Smallest, Why};
use husrom::problem::{HouseholdId, Measure, UnitId};
use husrom::{Interrupt, Problem};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

use crate::allocation::Allocation;
use crate::convert::{language, seconds};
use crate::errors;
use crate::run::watch;

/// What is told of an allocation, with the problem it is about, immutable.
#[pyclass(frozen, module = "husrom._native")]
pub struct Explanation {
    problem: Arc<Problem>,
    told: Told,
}

/// What there is to tell.
enum Told {
    Why(Why),
    Smallest(HouseholdId, Smallest),
}

#[pymethods]
impl Explanation {
    /// The typed causes, as JSON.
    fn to_json(&self) -> PyResult<String> {
        let json = match &self.told {
            Told::Why(why) => serde_json::to_string(why),
            Told::Smallest(_, smallest) => serde_json::to_string(smallest),
        };
        json.map_err(|error| PyValueError::new_err(error.to_string()))
    }

    /// In words, for the office or for a party.
    fn text(&self, language_code: Option<&str>, reader: &str) -> PyResult<String> {
        let language = language(language_code, self.problem.round().language)?;
        let reader = match reader {
            "office" => Reader::Office,
            "party" => Reader::Party,
            other => return Err(PyValueError::new_err(format!("reader is “office” or “party”, not “{other}”"))),
        };
        Ok(match &self.told {
            Told::Why(why) => why.text(&self.problem, language, reader),
            Told::Smallest(household, smallest) => smallest.text(&self.problem, household, language),
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
    Explanation { problem: Arc::new(allocation.shared().problem().clone()), told }
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
