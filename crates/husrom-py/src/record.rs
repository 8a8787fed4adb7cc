//! The decision record and its views.

use std::sync::Arc;

use husrom::Interrupt;
use husrom::problem::HouseholdId;
use husrom::record::{self, Difference};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::PyBytes;
use serde::Serialize;

use crate::allocation::Allocation;
use crate::convert::language;
use crate::errors;
use crate::run::watch;

/// A decision record, immutable.
#[pyclass(frozen, module = "husrom._native")]
pub struct Record {
    record: Arc<record::Record>,
}

impl Record {
    /// The record of an allocation, made at a moment.
    pub fn of(allocation: &husrom::Allocation, made: Option<&str>) -> PyResult<Self> {
        Self::at(allocation.record(), made)
    }

    /// A record, made at a moment written as in ISO 8601.
    pub fn at(record: record::Record, made: Option<&str>) -> PyResult<Self> {
        let record = match made {
            None => record,
            Some(made) => {
                let moment = made.parse::<record::Moment>();
                record.made(moment.map_err(|_| PyValueError::new_err(format!("made is a date and time, not “{made}”")))?)
            }
        };
        Ok(Self::new(record))
    }

    fn new(record: record::Record) -> Self {
        Self { record: Arc::new(record) }
    }
}

#[pymethods]
impl Record {
    /// Reads a record.
    #[staticmethod]
    fn from_bytes(py: Python<'_>, data: &[u8]) -> PyResult<Self> {
        py.detach(|| record::Record::from_bytes(data)).map(Self::new).map_err(|error| errors::record(py, &error))
    }

    /// The file.
    fn to_bytes<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        PyBytes::new(py, self.record.to_bytes())
    }

    /// The digest that stands in it.
    #[getter]
    fn digest(&self) -> Option<&str> {
        self.record.digest()
    }

    /// The form it is of.
    #[getter]
    fn schema(&self) -> &str {
        self.record.schema()
    }

    /// When it was made.
    #[getter]
    fn made(&self) -> Option<String> {
        self.record.made_at().map(|moment| moment.to_string())
    }

    /// What it was made with: husrom, and the solver.
    #[getter]
    fn versions(&self) -> Option<(String, String)> {
        self.record.versions().map(|versions| (versions.husrom.clone(), versions.solver.clone()))
    }

    /// What is left out, as JSON, if it is a view.
    #[getter]
    fn view(&self, py: Python<'_>) -> PyResult<Option<String>> {
        self.record.view().map(|view| json(py, view)).transpose()
    }

    /// The reasons in words, as JSON.
    #[getter]
    fn reasons(&self, py: Python<'_>) -> PyResult<String> {
        json(py, self.record.reasons())
    }

    /// The allocation in it.
    #[getter]
    fn allocation(&self) -> Allocation {
        Allocation::new(self.record.allocation().clone())
    }

    /// Checks it without solving; gives JSON.
    fn verify(&self, py: Python<'_>) -> PyResult<String> {
        let verified = py.detach(|| self.record.verify()).map_err(|error| errors::faults_of_record(py, &error))?;
        json(py, &verified)
    }

    /// Solves it again; gives JSON, and what came out.
    fn resolve(&self, py: Python<'_>, threads: Option<usize>) -> PyResult<(String, Allocation)> {
        let interrupt = Interrupt::new();
        let (flag, record) = (interrupt.clone(), Arc::clone(&self.record));
        let run = watch(py, &interrupt, None, move |_| {
            let run = record.again().interrupt(flag);
            match threads {
                Some(threads) => run.threads(threads),
                None => run,
            }
            .run()
        })?;
        let again = self.record.compare(run.map_err(|error| errors::allocate(py, &error))?);
        let told = Told {
            sameness: again.sameness,
            same_version: again.same_version,
            as_promised: again.is_as_promised(),
            differences: &again.differences,
        };
        Ok((json(py, &told)?, Allocation::new(again.allocation.clone())))
    }

    /// The view for an appeals body.
    fn appeals_body(&self, py: Python<'_>) -> PyResult<Self> {
        py.detach(|| self.record.appeals_body()).map(Self::new).map_err(|error| errors::view(py, &error))
    }

    /// The view for one household.
    fn party(&self, py: Python<'_>, household: &str) -> PyResult<Party> {
        let household = HouseholdId::from(household);
        let party = py.detach(|| self.record.party(&household)).map_err(|error| errors::view(py, &error))?;
        Ok(Party { party, own: self.record.problem().round().language })
    }

    fn __eq__(&self, other: &Bound<'_, PyAny>) -> bool {
        other.cast::<Self>().is_ok_and(|other| other.get().record == self.record)
    }
}

/// What a record that is solved again comes to.
#[derive(Serialize)]
struct Told<'r> {
    sameness: record::Sameness,
    same_version: bool,
    as_promised: bool,
    differences: &'r [Difference],
}

/// The view for one household, immutable.
#[pyclass(frozen, module = "husrom._native")]
pub struct Party {
    party: record::Party,
    own: husrom::Language,
}

#[pymethods]
impl Party {
    /// Reads a view; its texts are in bokmål unless asked for otherwise.
    #[staticmethod]
    fn from_json(py: Python<'_>, text: &str) -> PyResult<Self> {
        let party = record::Party::from_json(text).map_err(|error| errors::record(py, &error))?;
        Ok(Self { party, own: husrom::Language::Nb })
    }

    /// The view as JSON.
    fn to_json(&self) -> String {
        self.party.to_json()
    }

    /// The household.
    #[getter]
    fn household(&self) -> &str {
        self.party.household.as_str()
    }

    /// The round.
    #[getter]
    fn round_id(&self) -> &str {
        &self.party.round
    }

    /// The digest of the record it is drawn from.
    #[getter]
    fn drawn_from(&self) -> Option<&str> {
        self.party.drawn_from.as_deref()
    }

    /// The home it gets.
    #[getter]
    fn home(&self) -> Option<&str> {
        self.party.home.as_ref().map(|home| home.unit.as_str())
    }

    /// The view as text.
    fn text(&self, language_code: Option<&str>) -> PyResult<String> {
        Ok(self.party.text(language(language_code, self.own)?))
    }

    /// Whether it is just what the record says to this household.
    fn is_drawn_from(&self, py: Python<'_>, record: &Record) -> bool {
        py.detach(|| self.party.is_drawn_from(&record.record))
    }

    fn __eq__(&self, other: &Bound<'_, PyAny>) -> bool {
        other.cast::<Self>().is_ok_and(|other| other.get().party == self.party)
    }
}

fn json(py: Python<'_>, value: &(impl Serialize + ?Sized)) -> PyResult<String> {
    serde_json::to_string(value).map_err(|error| errors::other(py, &error.to_string()))
}
