//! How a round comes in and goes out: tables, CSV, JSON and typed rows, all by one path, with every fault told at once.
//!
//! Whatever its form, input first becomes [`RawTable`]s; the specifications in [`TABLES`] read these into values; the values become
//! the parts of a [`Problem`]; and the parts are checked against each other. Headings and values may be in Norwegian or English.
//! Nothing is guessed, changed or dropped in silence: what cannot be used is an [`Issue`] with its table, row, column and advice.
//!
//! ```
//! # use husrom::problem::Problem;
//! let error = Problem::from_json(r#"{"schema": "husrom/1", "round": {"id": "uke 48", "date": "24.11.2026"},
//!     "sites": [{"id": "S1", "category": "smahus"}], "units": [{"id": "S1-1", "site": "S2"}], "applicants": []}"#).unwrap_err();
//! assert_eq!(error.issues.len(), 1);
//! assert_eq!(error.issues[0].code.as_str(), "E302");
//! ```

mod checks;
mod csv;
mod edit;
mod expression;
mod identity;
mod issue;
mod json;
mod origins;
mod raw;
mod read;
mod rows;
mod schema;
mod suggestion;
#[cfg(test)]
mod tests;
mod write;

#[cfg(test)]
pub(crate) use tests::generator::problem as generated;

pub(crate) use identity::redacted;
pub use issue::{Code, InputError, Issue, Wording};
pub use json::SCHEMA;
pub use raw::{Cell, RawTable};
pub use rows::{Rows, Stated};
pub use schema::{
    AdmissionColumns, ApplicantRow, AssessmentRow, FixingRow, GoalRow, OfferRow, PersonColumns, PersonRow, RelationRow,
    ResidentRow, ResourceRow, RoundRow, RuleRow, SiteRow, UnitRow,
};
pub use schema::{ColumnSpec, Entry, Family, Kind, Presence, Range, TABLES, TableSpec, Vocabulary, json_schema, table};

use self::issue::{Fault, did_you_mean, say};
use self::origins::Origins;
use self::read::TypedTable;
use self::suggestion::nearest;
use crate::problem::{Date, Goals, Language, Parts, Problem, Round};

/// How input is read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ReadOptions {
    /// Columns that hold Norwegian national identity numbers are read all the same.
    pub allow_national_ids: bool,
}

impl ReadOptions {
    /// The options with national identity numbers allowed, or not.
    #[must_use]
    pub fn allow_national_ids(mut self, allow: bool) -> Self {
        self.allow_national_ids = allow;
        self
    }
}

/// A round put together from tables in memory: data frames, Arrow, a database.
///
/// ```
/// # use husrom::tables::{Cell, RawTable, Tables};
/// # use husrom::problem::Date;
/// let text = |text: &str| Cell::Text(text.to_owned());
/// let problem = Tables::new(Date::constant(2026, 11, 24))
///     .add(RawTable::new("bosteder", vec!["kode".into(), "kategori".into()], vec![vec![text("S1"), text("småhus")]]))
///     .add(RawTable::new("boenheter", vec!["kode".into(), "bosted".into()], vec![vec![text("S1-1"), text("S1")]]))
///     .add(RawTable::new("søkere", vec!["saksnummer".into(), "prioritet".into()], vec![vec![text("A7"), Cell::Integer(1)]]))
///     .build()?;
/// assert_eq!(problem.sites().len(), 1);
/// # Ok::<(), husrom::tables::InputError>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Tables {
    round: Option<Round>,
    given: Vec<RawTable>,
    options: ReadOptions,
}

impl Tables {
    /// A round of this date, which is also its id and horizon until [`Tables::round`] or a table `round` says otherwise.
    #[must_use]
    pub fn new(date: Date) -> Self {
        let round = Round { id: date.to_string(), date, horizon: date, language: Language::default() };
        Self { round: Some(round), ..Self::default() }
    }

    /// The round, in place of the one of [`Tables::new`].
    #[must_use]
    pub fn round(mut self, round: Round) -> Self {
        self.round = Some(round);
        self
    }

    /// Adds a table; its name may be in Norwegian or English. A table `round` takes the place of the round stated otherwise.
    #[must_use]
    #[expect(clippy::should_implement_trait, reason = "a table is added to the tables; nothing is summed")]
    pub fn add(mut self, table: RawTable) -> Self {
        self.given.push(table);
        self
    }

    /// The options for reading.
    #[must_use]
    pub fn options(mut self, options: ReadOptions) -> Self {
        self.options = options;
        self
    }

    /// Reads and checks everything.
    ///
    /// # Errors
    /// Every fault of the tables, in one go.
    pub fn build(mut self) -> Result<Problem, InputError> {
        let has_round = self.given.iter().any(|table| schema::table(&table.name).is_some_and(|spec| spec.name == "round"));
        if let Some(round) = self.round.filter(|_| !has_round) {
            let columns = ["id", "date", "horizon", "language"].map(str::to_owned).to_vec();
            let language = round.language.pick("nb", "en").to_owned();
            let cells = vec![Cell::Text(round.id), Cell::Date(round.date), Cell::Date(round.horizon), Cell::Text(language)];
            self.given.push(RawTable { name: "round".to_owned(), columns, rows: vec![cells], first_row_number: 0 });
        }
        build(self.given, Vec::new(), &self.options)
    }
}

impl Problem {
    /// Builds a problem from typed rows.
    ///
    /// # Errors
    /// Every fault of the rows, in one go.
    pub fn from_rows(rows: &Rows) -> Result<Self, InputError> {
        build(rows.tables(), Vec::new(), &ReadOptions::default())
    }

    /// Builds a problem from parts made by hand, after the same checks that tables go through.
    ///
    /// Names of sites, units and resources that are empty become their ids, and empty sentences of rules the usual ones.
    ///
    /// # Errors
    /// Every disagreement among the parts, in one go.
    pub fn from_parts(mut parts: Parts) -> Result<Self, InputError> {
        checks::normalise(&mut parts);
        let issues = checks::check(&parts, &Origins::default());
        if issues.is_empty() { Ok(Self::assemble(parts)) } else { Err(InputError::new(issues, parts.round.language).redacted()) }
    }
}

/// Reads and checks tables; `issues` are the faults found on the way to them.
fn build(tables: Vec<RawTable>, mut issues: Vec<Issue>, options: &ReadOptions) -> Result<Problem, InputError> {
    let typed = typed(tables, options, &mut issues);
    let mut origins = Origins::default();
    let (parts, language) = parts(&typed, &mut origins, &mut issues);
    if let Some(mut parts) = parts {
        checks::normalise(&mut parts);
        issues.extend(checks::check(&parts, &origins));
        if issues.is_empty() {
            return Ok(Problem::assemble(parts));
        }
    }
    let error = InputError::new(issues, language);
    Err(if options.allow_national_ids { error } else { error.redacted() })
}

/// Reads each table by its specification; those that are missing are empty.
fn typed(tables: Vec<RawTable>, options: &ReadOptions, issues: &mut Vec<Issue>) -> Vec<(TypedTable, bool)> {
    let mut given: Vec<Option<TypedTable>> = TABLES.iter().map(|_| None).collect();
    for table in tables {
        let Some(position) = schema::table(&table.name).and_then(|spec| TABLES.iter().position(|other| other.name == spec.name))
        else {
            issues.push(unknown_table(&table.name).at(table.name, None, None, None));
            continue;
        };
        let spec = TABLES[position];
        if given[position].is_some() {
            let fault = Fault::new(
                Code::RepeatedTable,
                say("tabellen er gitt to ganger", "the table is given twice"),
                say("Behold den ene.", "Keep one of them."),
            );
            issues.push(fault.at(spec.name, None, None, None));
            continue;
        }
        given[position] = Some(read::typed(spec, table, options, issues));
    }
    let mut typed = Vec::new();
    for (spec, table) in TABLES.into_iter().zip(given) {
        if table.is_none() && spec.required {
            let fault = Fault::new(
                Code::MissingTable,
                say("tabellen mangler", "the table is missing"),
                say(
                    format!("Legg til tabellen «{}» ({}), om så uten rader.", spec.nb, spec.name),
                    format!("Add the table “{}”, if only without rows.", spec.name),
                ),
            );
            issues.push(fault.at(spec.name, None, None, None));
        }
        let is_given = table.is_some();
        typed.push((table.unwrap_or_else(|| TypedTable::empty(spec)), is_given));
    }
    typed
}

fn unknown_table(name: &str) -> Fault {
    let words = TABLES.iter().flat_map(|spec| [spec.nb, spec.name].into_iter().chain(spec.aliases.iter().copied()));
    let action = nearest(name, words).map(|word| did_you_mean(word, word));
    let action = action.unwrap_or_else(|| {
        let list = |pick: fn(&TableSpec) -> &'static str| TABLES.map(pick).join(", ");
        say(format!("Tabellene er: {}.", list(|spec| spec.nb)), format!("The tables are: {}.", list(|spec| spec.name)))
    });
    Fault::new(Code::UnknownTable, say("ukjent tabell", "unknown table"), action)
}

/// The parts as the tables say, and the language to tell faults in. `None` where there is no round to have parts of.
fn parts(typed: &[(TypedTable, bool)], origins: &mut Origins, issues: &mut Vec<Issue>) -> (Option<Parts>, Language) {
    let [(round, _), (settings, _), (sites, _), (units, _), (applicants, _), (persons, _), (residents, _), rest @ ..] = typed
    else {
        return (None, Language::default());
    };
    let [(relations, _), (resources, _), (assessments, _), (offers, _), (fixings, _), (rules, _), (goals, has_goals)] = rest
    else {
        return (None, Language::default());
    };
    for (table, is_given) in typed {
        origins.note_headings(table);
        let has_ids = table.spec.column("id").is_some();
        let is_sound = (*is_given || !table.spec.required) && has_ids && table.rows().all(|row| row.text("id").is_some());
        match table.spec.name {
            "sites" | "units" if !is_sound => origins.distrust(table.spec.name),
            "applicants" | "persons" | "residents" if !is_sound => {
                origins.distrust("applicants");
                origins.distrust("persons");
            }
            _ => {}
        }
    }
    let language = read::language(round).unwrap_or_default();
    let round = read::round(round, origins, issues);
    let date = round.as_ref().map(|round| round.date);
    let households = read::households([applicants, persons, residents], date, origins, issues);
    let relations = read::relations(relations, &households, origins, issues);
    let (pins, bans) = read::fixings(fixings, origins, issues);
    // Without a round its own faults have been told; this one lets the rest be checked.
    let stand_in =
        Round { id: "–".to_owned(), date: Date::constant(2000, 1, 1), horizon: Date::constant(2000, 1, 1), language };
    let parts = Parts {
        round: round.unwrap_or(stand_in),
        settings: read::settings(settings, origins, issues),
        sites: read::sites(sites, origins),
        units: read::units(units, origins),
        households,
        relations,
        resources: read::resources(resources, origins, issues),
        assessments: read::assessments(assessments, origins, issues),
        offers: read::offers(offers, origins),
        pins,
        bans,
        rules: read::rules(rules, origins, issues),
        goals: if *has_goals { read::goals(goals, origins, issues) } else { Goals::shipped() },
    };
    (Some(parts), language)
}
