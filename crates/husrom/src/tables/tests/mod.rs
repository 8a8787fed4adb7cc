//! Tests of the input: what each table reads, every fault with its code, round trips, and that no bytes whatever make it panic.

mod codes;
mod edits;
mod files;
mod fuzz;
pub(super) mod generator;
mod identities;
mod parts;
mod round_trip;
mod specs;
mod texts;
mod values;

use super::{Code, InputError, Issue};
use crate::problem::Problem;

/// A small sound round, table by table.
const BASE: [(&str, &str); 5] = [
    ("round", r#"{"id": "uke 48", "date": "2026-11-24", "horizon": "2026-12-31"}"#),
    (
        "sites",
        r#"[{"id": "Nyhavn", "category": "smaahus", "district": "Bergenhus", "zone": "Z1"},
            {"id": "Sandviken", "category": "bofellesskap", "district": "Bergenhus"}]"#,
    ),
    (
        "units",
        r#"[{"id": "N1", "site": "Nyhavn"}, {"id": "N2", "site": "Nyhavn"},
            {"id": "S1", "site": "Sandviken", "shared_places": 4}, {"id": "S2", "site": "Sandviken"}]"#,
    ),
    ("applicants", r#"[{"id": "A1", "class": 1}, {"id": "A2", "class": 2}, {"id": "M1", "class": 2}]"#),
    ("residents", r#"[{"id": "R1", "unit": "S1", "status": "stays"}, {"id": "M1", "unit": "S2", "status": "wants_to_move"}]"#),
];

/// The small round as JSON, with some tables in place of its own; an empty text takes a table out.
fn json(tables: &[(&str, &str)]) -> String {
    let replaced = |name: &str| tables.iter().any(|(other, _)| *other == name);
    let base = BASE.iter().filter(|(name, _)| !replaced(name));
    let all = base.chain(tables).filter(|(_, rows)| !rows.is_empty()).map(|(name, rows)| format!("\"{name}\": {rows}"));
    format!("{{\"schema\": \"husrom/1\", {}}}", all.collect::<Vec<_>>().join(", "))
}

fn read(tables: &[(&str, &str)]) -> Result<Problem, InputError> {
    Problem::from_json(json(tables))
}

/// The small round with some tables, which are sound.
fn sound(tables: &[(&str, &str)]) -> Problem {
    read(tables).unwrap_or_else(|error| panic!("{error}"))
}

/// The faults of the small round with some tables.
fn faults(tables: &[(&str, &str)]) -> Vec<Issue> {
    read(tables).err().map(|error| error.issues).unwrap_or_default()
}

fn codes(issues: &[Issue]) -> Vec<Code> {
    issues.iter().map(|issue| issue.code).collect()
}
