//! JSON in and out: `{"schema": "husrom/1", "round": {…}, "sites": [{…}, …], …}`.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};

use super::issue::{Code, Fault, InputError, Issue, Wording, say};
use super::raw::{Cell, RawTable};
use super::schema;
use super::{ReadOptions, build};
use crate::problem::{Language, Problem};

/// The version of the shape of JSON rounds.
pub const SCHEMA: &str = "husrom/1";

impl Problem {
    /// Reads a round from JSON.
    ///
    /// # Errors
    /// Every fault of the text and of its tables, in one go.
    pub fn from_json(json: impl AsRef<[u8]>) -> Result<Self, InputError> {
        Self::from_json_with(json, &ReadOptions::default())
    }

    /// Reads a round from JSON, with options.
    ///
    /// # Errors
    /// Every fault of the text and of its tables, in one go.
    pub fn from_json_with(json: impl AsRef<[u8]>, options: &ReadOptions) -> Result<Self, InputError> {
        let mut issues = Vec::new();
        let tables = tables(json.as_ref(), &mut issues);
        match tables {
            Some(tables) => build(tables, issues, options),
            None => Err(InputError::new(issues, Language::default()).redacted()),
        }
    }

    /// The round as JSON: the same problem gives the same bytes, and [`Problem::from_json`] reads it back the same.
    #[must_use]
    pub fn to_json(&self) -> String {
        let document = Document(self.to_rows().tables());
        // Writing texts and numbers into a string does not fail.
        serde_json::to_string_pretty(&document).unwrap_or_default()
    }
}

fn shape(cause: Wording) -> Fault {
    let action =
        say("Se docs/input.md for formen, eller docs/schema.json.", "See docs/input.md for the shape, or docs/schema.json.");
    Fault::new(Code::Json, cause, action)
}

/// The tables of a JSON text; `None` where it is none.
fn tables(json: &[u8], issues: &mut Vec<Issue>) -> Option<Vec<RawTable>> {
    let json = json.strip_prefix(b"\xef\xbb\xbf").unwrap_or(json);
    let top: Json = match serde_json::from_slice(json) {
        Ok(top) => top,
        Err(error) => {
            let (line, column) = (error.line(), error.column());
            let cause = say(
                format!("er ikke gyldig JSON (linje {line}, tegn {column})"),
                format!("is not valid JSON (line {line}, column {column})"),
            );
            issues.push(shape(cause).at("json", None, None, None));
            return None;
        }
    };
    let Json::Object(entries) = top else {
        issues.push(shape(say("er ikke et objekt", "is not an object")).at("json", None, None, None));
        return None;
    };
    let mut tables = Vec::new();
    let mut is_versioned = false;
    for (key, value) in entries {
        if key == "schema" {
            is_versioned = true;
            version(value, issues);
            continue;
        }
        tables.extend(table(key, value, issues));
    }
    if !is_versioned {
        version(Json::Cell(Cell::Missing), issues);
    }
    Some(tables)
}

fn version(value: Json, issues: &mut Vec<Issue>) {
    let text = match value {
        Json::Cell(cell) => cell.text(),
        Json::List(_) | Json::Object(_) => String::new(),
    };
    if text != SCHEMA {
        let fault = Fault::new(
            Code::Schema,
            say("skjemaet mangler, eller er av en annen versjon", "the schema is missing, or is of another version"),
            say(format!("Skriv \"schema\": \"{SCHEMA}\"."), format!("Write \"schema\": \"{SCHEMA}\".")),
        );
        issues.push(fault.at("json", None, Some("schema"), (!text.is_empty()).then_some(text.as_str())));
    }
}

/// A table: a list of rows, or one row by itself.
fn table(name: String, value: Json, issues: &mut Vec<Issue>) -> Option<RawTable> {
    let (rows, first_row_number) = match value {
        Json::List(rows) => (rows, 1),
        row @ Json::Object(_) => (vec![row], 0),
        Json::Cell(_) => {
            issues.push(
                shape(say("er verken en liste av rader eller et objekt", "is neither a list of rows nor an object"))
                    .at(name, None, None, None),
            );
            return None;
        }
    };
    let mut table = RawTable { name, first_row_number, ..RawTable::default() };
    let mut columns = std::collections::BTreeMap::new();
    for (index, row) in rows.into_iter().enumerate() {
        let number = table.row_number(index);
        let mut cells: Vec<Cell> = vec![Cell::Missing; table.columns.len()];
        if let Json::Object(entries) = row {
            let mut seen = std::collections::BTreeSet::new();
            for (heading, value) in entries {
                let column = *columns.entry(heading.clone()).or_insert_with(|| {
                    table.columns.push(heading.clone());
                    table.columns.len() - 1
                });
                let mut tell = |cause| issues.push(shape(cause).at(table.name.clone(), number, Some(&heading), None));
                if !seen.insert(column) {
                    tell(say("er gitt to ganger i samme rad", "is given twice in one row"));
                }
                let cell = value.into_cell().unwrap_or_else(|| {
                    tell(say("er et objekt, ikke en verdi", "is an object, not a value"));
                    Cell::Missing
                });
                if cells.len() <= column {
                    cells.resize(column + 1, Cell::Missing);
                }
                cells[column] = cell;
            }
        } else {
            issues.push(shape(say("raden er ikke et objekt", "the row is not an object")).at(
                table.name.clone(),
                number,
                None,
                None,
            ));
        }
        table.rows.push(cells);
    }
    Some(table)
}

/// A JSON value that keeps the order and repetition of keys, so that nothing is dropped unseen.
enum Json {
    Cell(Cell),
    List(Vec<Json>),
    Object(Vec<(String, Json)>),
}

impl Json {
    /// As a cell, unless there is an object in it.
    fn into_cell(self) -> Option<Cell> {
        match self {
            Self::Cell(cell) => Some(cell),
            Self::List(values) => values.into_iter().map(Self::into_cell).collect::<Option<_>>().map(Cell::List),
            Self::Object(_) => None,
        }
    }
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(JsonVisitor)
    }
}

struct JsonVisitor;

impl<'de> Visitor<'de> for JsonVisitor {
    type Value = Json;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Json, E> {
        Ok(Json::Cell(Cell::Missing))
    }

    fn visit_bool<E>(self, value: bool) -> Result<Json, E> {
        Ok(Json::Cell(Cell::Boolean(value)))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Json, E> {
        Ok(Json::Cell(Cell::Integer(value.into())))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Json, E> {
        Ok(Json::Cell(Cell::Integer(value.into())))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Json, E> {
        Ok(Json::Cell(Cell::Decimal(value)))
    }

    fn visit_str<E>(self, value: &str) -> Result<Json, E> {
        Ok(Json::Cell(Cell::Text(value.to_owned())))
    }

    fn visit_string<E>(self, value: String) -> Result<Json, E> {
        Ok(Json::Cell(Cell::Text(value)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<Json, A::Error> {
        let mut values = Vec::new();
        while let Some(value) = sequence.next_element()? {
            values.push(value);
        }
        Ok(Json::List(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Json, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = map.next_entry()? {
            entries.push(entry);
        }
        Ok(Json::Object(entries))
    }
}

/// A round as it is written.
struct Document(Vec<RawTable>);

impl Serialize for Document {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("schema", SCHEMA)?;
        for table in &self.0 {
            let is_single = schema::table(&table.name).is_some_and(|spec| spec.single);
            if is_single {
                map.serialize_entry(&table.name, &RowOut(&table.columns, table.rows.first().map_or(&[], Vec::as_slice)))?;
            } else {
                map.serialize_entry(&table.name, &RowsOut(table))?;
            }
        }
        map.end()
    }
}

struct RowsOut<'t>(&'t RawTable);

impl Serialize for RowsOut<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut rows = serializer.serialize_seq(Some(self.0.rows.len()))?;
        for row in &self.0.rows {
            rows.serialize_element(&RowOut(&self.0.columns, row))?;
        }
        rows.end()
    }
}

struct RowOut<'t>(&'t [String], &'t [Cell]);

impl Serialize for RowOut<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (column, cell) in self.0.iter().zip(self.1).filter(|(_, cell)| !cell.is_missing()) {
            map.serialize_entry(column, &CellOut(cell))?;
        }
        map.end()
    }
}

struct CellOut<'t>(&'t Cell);

impl Serialize for CellOut<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Cell::Missing => serializer.serialize_unit(),
            Cell::Text(text) => serializer.serialize_str(text),
            Cell::Integer(number) => match (i64::try_from(*number), u64::try_from(*number)) {
                (Ok(number), _) => serializer.serialize_i64(number),
                (_, Ok(number)) => serializer.serialize_u64(number),
                _ => serializer.serialize_str(&number.to_string()),
            },
            // A whole amount is written without a decimal point.
            Cell::Decimal(number) => match number.to_string().parse::<i64>() {
                Ok(whole) => serializer.serialize_i64(whole),
                Err(_) => serializer.serialize_f64(*number),
            },
            Cell::Boolean(value) => serializer.serialize_bool(*value),
            Cell::Date(date) => serializer.collect_str(date),
            Cell::List(cells) => serializer.collect_seq(cells.iter().map(CellOut)),
        }
    }
}
