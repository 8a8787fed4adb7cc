//! The problem.

use std::path::PathBuf;
use std::sync::Arc;

use husrom::Interrupt;
use husrom::problem::{Category, Goal, Goals, HouseholdId, Measure, OfferStatus, Target, Term, Tolerance};
use husrom::report::{self, Column};
use husrom::tables::{FixingRow, GoalRow, InputError, OfferRow, ReadOptions, Rows, Tables};
use pyo3::prelude::*;

use crate::cells::raw_table;
use crate::convert::{code, language};
use crate::errors;
use crate::run::watch;
use crate::table::Table;

/// An allocation problem, immutable.
#[pyclass(frozen, module = "husrom._native")]
pub struct Problem {
    pub problem: Arc<husrom::Problem>,
}

impl Problem {
    pub fn new(problem: husrom::Problem) -> Self {
        Self { problem: Arc::new(problem) }
    }

    fn of(py: Python<'_>, read: Result<husrom::Problem, InputError>) -> PyResult<Self> {
        read.map(Self::new).map_err(|error| errors::input(py, &error))
    }

    /// The fault of a word that no vocabulary has, told by the reader of tables.
    fn refused(&self, py: Python<'_>, change: impl FnOnce(&mut Rows)) -> PyResult<Self> {
        let mut rows = self.problem.to_rows();
        change(&mut rows);
        Self::of(py, husrom::Problem::from_rows(&rows))
    }
}

fn options(allow_national_ids: bool) -> ReadOptions {
    ReadOptions::default().allow_national_ids(allow_national_ids)
}

#[pymethods]
impl Problem {
    /// Reads a file or folder.
    #[staticmethod]
    fn read(py: Python<'_>, path: PathBuf, allow_national_ids: bool) -> PyResult<Self> {
        Self::of(py, py.detach(move || husrom::Problem::read_with(path, &options(allow_national_ids))))
    }

    /// Reads JSON.
    #[staticmethod]
    fn from_json(py: Python<'_>, text: &str, allow_national_ids: bool) -> PyResult<Self> {
        Self::of(py, py.detach(|| husrom::Problem::from_json_with(text, &options(allow_national_ids))))
    }

    /// Reads named tables: each an object with the Arrow C stream, or a pair of headings and rows.
    #[staticmethod]
    fn from_tables(py: Python<'_>, tables: Vec<(String, Bound<'_, PyAny>)>, allow_national_ids: bool) -> PyResult<Self> {
        let mut round = Tables::default().options(options(allow_national_ids));
        for (name, table) in tables {
            round = round.add(raw_table(name, &table)?);
        }
        Self::of(py, py.detach(|| round.build()))
    }

    /// The problem as JSON.
    fn to_json(&self, py: Python<'_>) -> String {
        py.detach(|| self.problem.to_json())
    }

    /// The round's id.
    #[getter]
    fn round_id(&self) -> &str {
        &self.problem.round().id
    }

    /// The round's date, ISO.
    #[getter]
    fn date(&self) -> String {
        self.problem.round().date.to_string()
    }

    /// The horizon, ISO.
    #[getter]
    fn horizon(&self) -> String {
        self.problem.round().horizon.to_string()
    }

    /// The language of texts.
    #[getter]
    fn language(&self) -> &'static str {
        code(self.problem.round().language)
    }

    /// Numbers of applicants, units and residents.
    #[getter]
    fn counts(&self) -> (usize, usize, usize) {
        (self.problem.applicants().count(), self.problem.units().len(), self.problem.residents().count())
    }

    /// Canonical names of the levels.
    #[getter]
    fn levels(&self) -> Vec<String> {
        self.problem.levels().iter().map(|goal| goal.measure.to_string()).collect()
    }

    /// Fixes a household to homes, or rules them out: `kind` is `pin` or `ban`, `place` is `unit`, `site` or `category`.
    fn fix(&self, py: Python<'_>, kind: &str, household: &str, place: &str, of: String) -> PyResult<Self> {
        let target = match place {
            "unit" => Target::Unit(of.into()),
            "site" => Target::Site(of.into()),
            _ => {
                let Some(category) = Category::read(&of) else {
                    let (household, kind) = (household.to_owned(), Some(kind.to_owned()));
                    let row = FixingRow { household, kind, category: Some(of), ..FixingRow::default() };
                    return self.refused(py, |rows| rows.fixings.push(row));
                };
                Target::Category(category)
            }
        };
        let household = HouseholdId::from(household);
        let fixed = if kind == "pin" { self.problem.pin(&household, target) } else { self.problem.forbid(&household, target) };
        Self::of(py, fixed)
    }

    /// With answers to pending offers.
    fn answer(&self, py: Python<'_>, answers: Vec<(String, String)>) -> PyResult<Self> {
        let mut read = Vec::new();
        for (household, word) in answers {
            let Some(status) = OfferStatus::read(&word) else {
                return self.refused(py, |rows| {
                    let unit = rows.units.first().map(|unit| unit.id.clone());
                    rows.offers = vec![OfferRow { household, unit, status: Some(word) }];
                });
            };
            read.push((HouseholdId::from(household), status));
        }
        Self::of(py, self.problem.answer(&read))
    }

    /// With other goals: measure, tolerance in its unit, tolerance in thousandths.
    fn with_goals(&self, py: Python<'_>, goals: Vec<(String, i64, u32)>) -> PyResult<Self> {
        let goal = |(measure, absolute, permille): &(String, i64, u32)| {
            let tolerance = Tolerance { absolute: *absolute, permille: *permille };
            Measure::read(measure).map(|measure| Goal { measure, tolerance })
        };
        if let Some(levels) = goals.iter().map(goal).collect() {
            return Self::of(py, self.problem.with_goals(Goals(levels)));
        }
        let row = |(measure, tolerance, permille): (String, i64, u32)| GoalRow {
            measure: Some(measure),
            tolerance: Some(tolerance),
            tolerance_permille: Some(permille),
            ..GoalRow::default()
        };
        self.refused(py, |rows| rows.goals = goals.into_iter().map(row).collect())
    }

    fn __eq__(&self, other: &Bound<'_, PyAny>) -> bool {
        other.cast::<Self>().is_ok_and(|other| other.get().problem == self.problem)
    }
}

/// Why what is fixed cannot hold together, as JSON; nothing where it can.
#[pyfunction]
pub fn why_impossible(py: Python<'_>, problem: &Problem) -> PyResult<Option<String>> {
    let problem = Arc::clone(&problem.problem);
    let interrupt = Interrupt::new();
    let flag = interrupt.clone();
    let clash = watch(py, &interrupt, None, move |_| {
        let clash = husrom::explanation::why_impossible(&problem, &flag)?;
        Ok(clash.map(|clash| errors::clash(&problem, &clash)))
    })?;
    clash.map_err(|error| errors::allocate(py, &error))
}

/// The JSON Schema of a round.
#[pyfunction]
pub fn json_schema() -> String {
    husrom::tables::json_schema()
}

/// The documents' composition rules: id, sentence, source.
#[pyfunction]
pub fn presets(language_code: &str) -> PyResult<Table> {
    let language = language(Some(language_code), husrom::Language::default())?;
    let presets = husrom::problem::presets();
    let text = |of: &dyn Fn(&husrom::problem::Rule) -> String| Column::Text(presets.iter().map(|rule| Some(of(rule))).collect());
    let columns = vec![
        ("rule".to_owned(), text(&|rule| rule.id.to_string())),
        ("says".to_owned(), text(&|rule| rule.say(language).to_owned())),
        ("source".to_owned(), text(&|rule| rule.source.clone())),
    ];
    Table::of(&report::Table { name: "presets", columns })
}
