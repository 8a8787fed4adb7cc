//! The JSON Schema of a round, from the same specifications as the reader.

use serde_json::{Map, Value, json};

use super::{Family, Kind, Presence, Range, TABLES, TableSpec, Vocabulary};
use crate::tables::SCHEMA;

/// The JSON Schema (2020-12) of the canonical form, the one that [`crate::problem::Problem::to_json`] writes.
///
/// The reader takes more: Norwegian keys and values, other spellings, numbers as text.
#[must_use]
pub fn json_schema() -> String {
    let mut properties = Map::new();
    properties.insert("schema".to_owned(), json!({"const": SCHEMA}));
    for spec in TABLES {
        let row = row(spec);
        let table =
            if spec.single { described(row, spec.doc) } else { json!({"type": "array", "description": spec.doc, "items": row}) };
        properties.insert(spec.name.to_owned(), table);
    }
    let required: Vec<&str> =
        ["schema"].into_iter().chain(TABLES.iter().filter(|spec| spec.required).map(|spec| spec.name)).collect();
    let schema = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A round of housing allocation",
        "description": "The canonical form. Norwegian keys and values are read too; see docs/input.md.",
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": false,
    });
    // Writing texts into a string does not fail.
    let mut text = serde_json::to_string_pretty(&schema).unwrap_or_default();
    text.push('\n');
    text
}

fn described(mut value: Value, doc: &str) -> Value {
    if let Value::Object(map) = &mut value {
        map.insert("description".to_owned(), json!(doc));
    }
    value
}

fn row(spec: &TableSpec) -> Value {
    let column = |column: &'static super::ColumnSpec| {
        let doc = format!("{} In Norwegian: {}.", column.doc, column.nb);
        (column.name.to_owned(), described(cell(column.kind, column.presence), &doc))
    };
    let properties: Map<String, Value> = spec.columns().map(column).collect();
    let required: Vec<&str> =
        spec.columns().filter(|column| column.presence == Presence::Required).map(|column| column.name).collect();
    let mut object = json!({"type": "object", "properties": properties, "additionalProperties": false});
    if let Value::Object(map) = &mut object {
        if !required.is_empty() {
            map.insert("required".to_owned(), json!(required));
        }
        let patterns: Map<String, Value> = spec.families.iter().map(pattern).collect();
        if !patterns.is_empty() {
            map.insert("patternProperties".to_owned(), Value::Object(patterns));
        }
    }
    object
}

fn pattern(family: &Family) -> (String, Value) {
    let escaped = |text: &str| text.replace('(', "\\(").replace(')', "\\)");
    (
        format!("^{}.+{}$", escaped(family.prefix), escaped(family.suffix)),
        described(cell(family.kind, family.presence), family.doc),
    )
}

/// What a cell may be: its kind, or the word for unknown where that can be said.
fn cell(kind: Kind, presence: Presence) -> Value {
    let value = plain(kind);
    if presence == Presence::Need { json!({"anyOf": [value, {"const": "unknown"}]}) } else { value }
}

fn plain(kind: Kind) -> Value {
    let integer = |Range(least, greatest): Range| json!({"type": "integer", "minimum": least, "maximum": greatest});
    let words = |vocabulary: Vocabulary| {
        let names: Vec<&str> = vocabulary.entries().iter().map(|entry| entry.name).collect();
        json!({"enum": names})
    };
    let list = |items: Value| json!({"type": "array", "items": items});
    let name = || json!({"type": "string", "pattern": "^[^;|]+$"});
    match kind {
        Kind::Name => name(),
        Kind::Text | Kind::Reason | Kind::Measure | Kind::Predicate | Kind::Homes | Kind::Admission => json!({"type": "string"}),
        Kind::Integer(range) => integer(range),
        Kind::Seed => json!({"type": "integer", "minimum": 0, "maximum": u64::MAX}),
        Kind::Hours | Kind::Amount => json!({"type": "number", "minimum": 0}),
        Kind::Date => json!({"type": "string", "format": "date"}),
        Kind::YesNo => json!({"type": "boolean"}),
        Kind::Term(vocabulary) => words(vocabulary),
        Kind::Names => list(name()),
        Kind::Terms(vocabulary) => list(words(vocabulary)),
        Kind::Integers(range) => list(integer(range)),
    }
}
