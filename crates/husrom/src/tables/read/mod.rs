//! From raw tables to typed values: every heading and cell is read by its column's specification, and every fault is kept.

pub(super) mod cells;
mod couplings;
mod homes;
mod office;
mod people;
mod round;
mod rules;
mod sheet;

use std::collections::{BTreeMap, BTreeSet};

pub(super) use cells::Value;
pub(super) use couplings::{assessments, fixings, offers, relations, resources};
pub(super) use homes::{sites, units};
pub(super) use office::goals;
pub(super) use people::households;
pub(super) use round::{language, round, settings};
pub(super) use rules::{default_words, rules};

use self::sheet::{Sheet, extra_cells, pivoted, refuse_identities};
use super::ReadOptions;
use super::issue::{Code, Fault, Issue, did_you_mean, say};
use super::raw::{Cell, RawTable};
use super::schema::{ColumnSpec, Heading, Kind, Presence, TableSpec};
use super::suggestion::nearest;
use crate::problem::{Date, Dimension, Level, Term};

static MISSING: Value = Value::Missing;

/// A table of typed values.
#[derive(Debug)]
pub(super) struct TypedTable {
    pub spec: &'static TableSpec,
    /// The user's heading of each column of the specification.
    pub headings: Vec<Option<String>>,
    pub rows: Vec<TypedRow>,
}

/// A row of typed values.
#[derive(Debug)]
pub(super) struct TypedRow {
    pub number: Option<usize>,
    /// In a table of keys and values: the row of each column.
    pub numbers: BTreeMap<usize, usize>,
    member_numbers: BTreeMap<String, usize>,
    values: Vec<Value>,
    /// Cells of open-ended columns: family, name in the heading, heading, value.
    pub members: Vec<(usize, String, String, Value)>,
}

impl TypedTable {
    /// No rows at all.
    pub fn empty(spec: &'static TableSpec) -> Self {
        Self { spec, headings: vec![None; spec.columns().count()], rows: Vec::new() }
    }

    /// The user's heading of a column; the canonical name where the table lacks it.
    pub fn heading(&self, column: &str) -> String {
        let position = self.spec.columns().position(|spec| spec.name == column);
        position.and_then(|position| self.headings.get(position)?.clone()).unwrap_or_else(|| column.to_owned())
    }

    /// Its rows, with the table at hand for names.
    pub fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.rows.iter().map(|row| Row { table: self, row })
    }
}

/// One row of a table, by column name.
#[derive(Clone, Copy)]
pub(super) struct Row<'t> {
    pub table: &'t TypedTable,
    pub row: &'t TypedRow,
}

impl<'t> Row<'t> {
    pub fn value(self, column: &str) -> &'t Value {
        let position = self.table.spec.columns().position(|spec| spec.name == column);
        debug_assert!(position.is_some(), "no column {column} in {}", self.table.spec.name);
        position.and_then(|position| self.row.values.get(position)).unwrap_or(&MISSING)
    }

    /// Whether the cell says anything, readable or not.
    pub fn is_given(self, column: &str) -> bool {
        !matches!(self.value(column), Value::Missing)
    }

    /// Whether the cell holds something that could be read, or nothing.
    pub fn is_sound(self, column: &str) -> bool {
        !matches!(self.value(column), Value::Faulty)
    }

    pub fn number(self) -> Option<usize> {
        self.row.number
    }

    pub fn text(self, column: &str) -> Option<&'t str> {
        match self.value(column) {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    pub fn name<T: From<String>>(self, column: &str) -> Option<T> {
        self.text(column).map(|text| T::from(text.to_owned()))
    }

    pub fn list<T: From<String>>(self, column: &str) -> Vec<T> {
        match self.value(column) {
            Value::Texts(texts) => texts.iter().map(|text| T::from(text.clone())).collect(),
            _ => Vec::new(),
        }
    }

    pub fn set<T: From<String> + Ord>(self, column: &str) -> BTreeSet<T> {
        self.list(column).into_iter().collect()
    }

    pub fn term<T: Term>(self, column: &str) -> Option<T> {
        match self.value(column) {
            Value::Term(name) => T::all().iter().copied().find(|term| term.name() == *name),
            _ => None,
        }
    }

    pub fn terms<T: Term>(self, column: &str) -> Vec<T> {
        match self.value(column) {
            Value::Terms(names) => {
                names.iter().filter_map(|name| T::all().iter().copied().find(|term| term.name() == *name)).collect()
            }
            _ => Vec::new(),
        }
    }

    pub fn int<N: TryFrom<i128>>(self, column: &str) -> Option<N> {
        match self.value(column) {
            Value::Number(number) => N::try_from(*number).ok(),
            _ => None,
        }
    }

    pub fn date(self, column: &str) -> Option<Date> {
        match self.value(column) {
            Value::Date(date) => Some(*date),
            _ => None,
        }
    }

    pub fn yes(self, column: &str) -> Option<bool> {
        match self.value(column) {
            Value::YesNo(value) => Some(*value),
            _ => None,
        }
    }

    /// Levels on the office's own dimensions.
    pub fn levels(self) -> impl Iterator<Item = (Dimension, Level)> + 't {
        self.row.members.iter().filter_map(|(_, name, _, value)| match value {
            Value::Number(level) => Some((Dimension::from(name.as_str()), Level(u8::try_from(*level).ok()?))),
            _ => None,
        })
    }

    /// The row of an open-ended key, in a table of keys and values.
    pub fn member_number(self, heading: &str) -> Option<usize> {
        self.row.member_numbers.get(heading).copied().or(self.row.number)
    }

    /// A fault of this row's cell.
    pub fn issue(self, column: &str, fault: Fault, value: Option<&str>) -> Issue {
        let position = self.table.spec.columns().position(|spec| spec.name == column);
        let number = position.and_then(|position| self.row.numbers.get(&position).copied()).or(self.row.number);
        fault.at(self.table.spec.name, number, Some(&self.table.heading(column)), value)
    }
}

/// Reads a raw table by its specification.
pub(super) fn typed(spec: &'static TableSpec, table: RawTable, options: &ReadOptions, issues: &mut Vec<Issue>) -> TypedTable {
    let Sheet { table, pivoted, first } = pivoted(spec, table, issues);
    let numbers: Vec<Option<usize>> =
        (0..table.rows.len()).map(|row| if pivoted { None } else { table.row_number(row) }).collect();
    let refused = if options.allow_national_ids { BTreeSet::new() } else { refuse_identities(spec, &table, &numbers, issues) };
    let width = spec.columns().count();
    let mut typed = TypedTable { spec, headings: vec![None; width], rows: Vec::new() };
    let key_row = |column: usize| (pivoted && first > 0).then(|| first.saturating_add(column));
    // What each column of the raw table means.
    let mut meanings: Vec<Option<Heading>> = Vec::with_capacity(table.columns.len());
    for (column, heading) in table.columns.iter().enumerate() {
        let used = || table.rows.iter().any(|row| row.get(column).is_some_and(|cell| !cell.is_missing()));
        let meaning = spec.heading(heading);
        match &meaning {
            None if refused.contains(&column) || (heading.trim().is_empty() && !used()) => {}
            None => issues.push(unknown_column(spec, heading).at(spec.name, key_row(column), Some(heading), None)),
            Some(meaning) if meanings.iter().flatten().any(|other| other == meaning) => {
                let fault = Fault::new(
                    Code::RepeatedColumn,
                    say("kolonnen er gitt to ganger", "the column is given twice"),
                    say("Behold den ene.", "Keep one of them."),
                );
                issues.push(fault.at(spec.name, key_row(column), Some(heading), None));
            }
            Some(Heading::Column(position)) => typed.headings[*position] = Some(heading.trim().to_owned()),
            Some(Heading::Member(..)) => {}
        }
        meanings.push(meaning);
    }
    let has_rows = table.rows.iter().flatten().any(|cell| !cell.is_missing());
    for (position, column) in spec.columns().enumerate() {
        if has_rows && column.presence == Presence::Required && typed.headings[position].is_none() {
            issues.push(missing_column(column).at(spec.name, None, Some(column.name), None));
        }
    }
    for (index, cells) in table.rows.iter().enumerate() {
        if cells.iter().all(Cell::is_missing) && !spec.single {
            continue;
        }
        let mut row = TypedRow {
            number: numbers[index],
            numbers: BTreeMap::new(),
            member_numbers: BTreeMap::new(),
            values: vec![Value::Missing; width],
            members: Vec::new(),
        };
        if let Some(cell) = cells.iter().skip(table.columns.len()).find(|cell| !cell.is_missing()) {
            issues.push(extra_cells().at(spec.name, row.number, None, Some(&cell.text())));
        }
        for (column, cell) in cells.iter().enumerate() {
            let Some(Some(meaning)) = meanings.get(column) else { continue };
            let heading = table.columns[column].trim();
            let number = key_row(column).or(row.number);
            let mut read = |kind: Kind, presence: Presence| {
                if refused.contains(&column) {
                    return Value::Faulty;
                }
                match cells::read(cell, kind, presence) {
                    Ok(value) => value,
                    Err(fault) => {
                        issues.push(fault.at(spec.name, number, Some(heading), Some(&cell.text())));
                        Value::Faulty
                    }
                }
            };
            match meaning {
                Heading::Column(position) => {
                    if let Some(spec) = spec.columns().nth(*position) {
                        row.values[*position] = read(spec.kind, spec.presence);
                        if let Some(number) = key_row(column) {
                            row.numbers.insert(*position, number);
                        }
                    }
                }
                Heading::Member(family, name) => {
                    let value = spec.families.get(*family).map_or(Value::Missing, |family| read(family.kind, family.presence));
                    if let Some(number) = key_row(column) {
                        row.member_numbers.insert(heading.to_owned(), number);
                    }
                    row.members.push((*family, name.clone(), heading.to_owned(), value));
                }
            }
        }
        require(spec, &typed.headings, &mut row, issues);
        typed.rows.push(row);
    }
    typed
}

/// Tells of required cells that are empty.
fn require(spec: &TableSpec, headings: &[Option<String>], row: &mut TypedRow, issues: &mut Vec<Issue>) {
    for (position, column) in spec.columns().enumerate() {
        let Some(heading) = headings.get(position).and_then(Option::as_ref) else { continue };
        if column.presence == Presence::Required && matches!(row.values[position], Value::Missing) {
            row.values[position] = Value::Faulty;
            let fault = Fault::new(
                Code::MissingValue,
                say("cellen er tom, og den må fylles ut", "the cell is empty, and it must be filled in"),
                say(format!("Fyll inn: {}.", column.nb), format!("Fill in: {}", column.doc)),
            );
            issues.push(fault.at(spec.name, row.numbers.get(&position).copied().or(row.number), Some(heading), None));
        }
    }
}

fn missing_column(column: &ColumnSpec) -> Fault {
    Fault::new(
        Code::MissingColumn,
        say("kolonnen mangler", "the column is missing"),
        say(format!("Legg til kolonnen «{}» ({}).", column.nb, column.name), format!("Add the column: {}", column.doc)),
    )
}

fn unknown_column(spec: &TableSpec, heading: &str) -> Fault {
    let words: Vec<&str> =
        spec.columns().flat_map(|column| [column.name, column.nb].into_iter().chain(column.aliases.iter().copied())).collect();
    let action = nearest(heading, words).map(|word| did_you_mean(word, word));
    let action = action.unwrap_or_else(|| {
        say(
            "Rett overskriften, eller ta bort kolonnen: ingenting blir hoppet over i stillhet.",
            "Correct the heading, or remove the column: nothing is passed over in silence.",
        )
    });
    Fault::new(Code::UnknownColumn, say("ukjent kolonne", "unknown column"), action)
}
