//! A raw table made ready to be read: keys and values turned into a row, and national identity numbers refused.

use std::collections::BTreeSet;

use crate::problem::fold;
use crate::tables::identity;
use crate::tables::issue::{Code, Fault, Issue, say};
use crate::tables::raw::{Cell, RawTable};
use crate::tables::schema::{Heading, Kind, TableSpec};

/// A raw table, and whether its columns were rows of keys and values.
pub(super) struct Sheet {
    pub table: RawTable,
    pub pivoted: bool,
    /// The row that the first key stands in, where they are rows.
    pub first: usize,
}

/// Turns a table of keys and values into one of a single row.
///
/// Its heading may be `key` and `value`, or already the first key with its value.
pub(super) fn pivoted(spec: &TableSpec, table: RawTable, issues: &mut Vec<Issue>) -> Sheet {
    const KEYS: [&str; 8] = ["key", "nøkkel", "innstilling", "navn", "name", "parameter", "setting", "felt"];
    const VALUES: [&str; 2] = ["value", "verdi"];
    let is = |index: usize, words: &[&str]| {
        table.columns.get(index).is_some_and(|heading| words.iter().any(|word| fold(word) == fold(heading)))
    };
    let means = |index: usize| table.columns.get(index).is_some_and(|heading| spec.heading(heading).is_some());
    let is_headed = is(0, &KEYS) && is(1, &VALUES);
    let is_bare = table.columns.len() == 2 && means(0) && !means(1);
    if !spec.single || !(is_headed || is_bare) {
        return Sheet { first: table.first_row_number, table, pivoted: false };
    }
    let mut first = table.first_row_number;
    let mut row = Vec::new();
    let mut columns = Vec::new();
    if !is_headed {
        first = first.saturating_sub(1);
        columns.extend(table.columns.first().cloned());
        row.extend(table.columns.get(1).cloned().map(Cell::Text));
    }
    for (index, cells) in table.rows.iter().enumerate() {
        let mut cells = cells.iter();
        columns.push(cells.next().map(Cell::text).unwrap_or_default());
        row.push(cells.next().cloned().unwrap_or_default());
        if let Some(cell) = cells.find(|cell| !cell.is_missing()) {
            issues.push(extra_cells().at(spec.name, table.row_number(index), None, Some(&cell.text())));
        }
    }
    Sheet { table: RawTable { columns, rows: vec![row], ..table }, pivoted: true, first }
}

pub(super) fn extra_cells() -> Fault {
    Fault::new(
        Code::ExtraCells,
        say("raden har flere celler enn tabellen har overskrifter", "the row has more cells than the table has headings"),
        say("Gi kolonnen en overskrift, eller tøm cellen.", "Give the column a heading, or empty the cell."),
    )
}

/// Columns of a raw table that hold national identity numbers; their cells are then not read at all, so that nothing shows them.
pub(super) fn refuse_identities(
    spec: &TableSpec,
    table: &RawTable,
    numbers: &[Option<usize>],
    issues: &mut Vec<Issue>,
) -> BTreeSet<usize> {
    let mut refused = BTreeSet::new();
    let width = table.rows.iter().map(Vec::len).max().unwrap_or(0).max(table.columns.len());
    for column in 0..width {
        let heading = table.columns.get(column).cloned().unwrap_or_default();
        let is_seed = spec.name == "settings"
            && matches!(spec.heading(&heading), Some(Heading::Column(at)) if spec.columns().nth(at).is_some_and(|column| matches!(column.kind, Kind::Seed)));
        let first = table.rows.iter().position(|row| !is_seed && row.get(column).is_some_and(holds_identity));
        if first.is_none() && !identity::found_in(&heading) {
            continue;
        }
        refused.insert(column);
        let heading = if heading.is_empty() { format!("({})", column + 1) } else { identity::redacted(&heading) };
        let row = first.and_then(|row| numbers.get(row).copied().flatten());
        issues.push(
            Fault::new(
                Code::NationalIds,
                say("kolonnen ser ut som fødselsnumre", "the column looks like national identity numbers"),
                say("Bruk et saksnummer eller et annet pseudonym i stedet.", "Use a case number or another pseudonym instead."),
            )
            .at(spec.name, row, Some(&heading), None),
        );
    }
    refused
}

fn holds_identity(cell: &Cell) -> bool {
    match cell {
        Cell::Text(text) => identity::found_in(text),
        Cell::Integer(number) => identity::is_number(*number),
        Cell::Decimal(number) => number.to_string().parse().is_ok_and(identity::is_number),
        Cell::List(cells) => cells.iter().any(holds_identity),
        Cell::Missing | Cell::Boolean(_) | Cell::Date(_) => false,
    }
}
