//! Typed rows: the tables for callers in Rust, and what a [`crate::problem::Problem`] is written as.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::raw::{Cell, RawTable};
use super::schema::{self, TableSpec};
use super::schema::{
    ApplicantRow, AssessmentRow, FixingRow, GoalRow, OfferRow, PersonRow, RelationRow, ResidentRow, ResourceRow, RoundRow,
    RuleRow, SiteRow, UnitRow,
};
use crate::problem::Settings;

/// A need: known, or said to be unknown. Where the whole cell is `None`, no need is stated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stated<T> {
    /// It is known.
    Known(T),
    /// It is unknown; in a table the word `unknown`.
    Unknown,
}

impl<T> From<Option<T>> for Stated<T> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Unknown, Self::Known)
    }
}

impl<T: Serialize> Serialize for Stated<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Known(value) => value.serialize(serializer),
            Self::Unknown => serializer.serialize_str("unknown"),
        }
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Stated<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        enum Word {
            #[serde(rename = "unknown")]
            Unknown,
        }
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Either<T> {
            Unknown(Word),
            Known(T),
        }
        Ok(match Either::deserialize(deserializer)? {
            Either::Unknown(Word::Unknown) => Self::Unknown,
            Either::Known(value) => Self::Known(value),
        })
    }
}

/// All the rows of a round. Values are spelt as in any table: canonical names, Norwegian words, ISO dates.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rows {
    /// The round.
    pub round: RoundRow,
    /// The office's parameters.
    pub settings: Settings,
    /// Sites.
    pub sites: Vec<SiteRow>,
    /// Units.
    pub units: Vec<UnitRow>,
    /// Applicants.
    pub applicants: Vec<ApplicantRow>,
    /// Further persons.
    pub persons: Vec<PersonRow>,
    /// Residents.
    pub residents: Vec<ResidentRow>,
    /// Relations.
    pub relations: Vec<RelationRow>,
    /// Resources.
    pub resources: Vec<ResourceRow>,
    /// Assessments.
    pub assessments: Vec<AssessmentRow>,
    /// Offers.
    pub offers: Vec<OfferRow>,
    /// Pins and bans.
    pub fixings: Vec<FixingRow>,
    /// Rules; built-in tests need no row.
    pub rules: Vec<RuleRow>,
    /// Goals; empty: the shipped ones.
    pub goals: Vec<GoalRow>,
}

impl Rows {
    /// The rows as tables, in canonical order; `goals` only where there are any.
    #[must_use]
    pub fn tables(&self) -> Vec<RawTable> {
        let mut tables = vec![
            RawTable { first_row_number: 0, ..raw("round", std::slice::from_ref(&self.round)) },
            settings(&self.settings),
            raw("sites", &self.sites),
            raw("units", &self.units),
            raw("applicants", &self.applicants),
            raw("persons", &self.persons),
            raw("residents", &self.residents),
            raw("relations", &self.relations),
            raw("resources", &self.resources),
            raw("assessments", &self.assessments),
            raw("offers", &self.offers),
            raw("fixings", &self.fixings),
            raw("rules", &self.rules),
        ];
        if !self.goals.is_empty() {
            tables.push(raw("goals", &self.goals));
        }
        tables
    }
}

/// Rows as a table: every column of the specification, and the open-ended ones that occur.
fn raw<T: Serialize>(name: &str, rows: &[T]) -> RawTable {
    let mut maps: Vec<serde_json::Map<String, serde_json::Value>> = rows.iter().map(fields).collect();
    let mut columns: Vec<String> =
        schema::table(name).into_iter().flat_map(TableSpec::columns).map(|column| column.name.to_owned()).collect();
    let cells: Vec<Vec<Cell>> = maps
        .iter_mut()
        .map(|map| columns.iter().map(|column| map.remove(column).map_or(Cell::Missing, Cell::from)).collect())
        .collect();
    let extra: BTreeSet<String> = maps.iter().flat_map(|map| map.keys().cloned()).collect();
    let rows = cells.into_iter().zip(&mut maps);
    let rows = rows
        .map(|(mut row, map)| {
            row.extend(extra.iter().map(|column| map.remove(column).map_or(Cell::Missing, Cell::from)));
            row
        })
        .collect();
    columns.extend(extra);
    RawTable::new(name, columns, rows)
}

fn fields<T: Serialize>(row: &T) -> serde_json::Map<String, serde_json::Value> {
    match serde_json::to_value(row) {
        Ok(serde_json::Value::Object(map)) => map,
        _ => serde_json::Map::new(),
    }
}

/// The settings as a table of one row: only what differs from the shipped settings.
fn settings(settings: &Settings) -> RawTable {
    let shipped = Settings::default();
    let mut columns: Vec<(String, Cell)> = Vec::new();
    let mut add = |name: String, cell: Cell| columns.push((name, cell));
    for (class, days) in &settings.longest_wait {
        add(format!("longest_wait({class})"), Cell::Integer(days.0.into()));
    }
    for (zone, ceiling) in &settings.zone_ceilings {
        add(format!("zone_ceiling({zone})"), Cell::Integer((*ceiling).into()));
    }
    let lists = [
        ("category", &settings.points.category, &shipped.points.category),
        ("district", &settings.points.district, &shipped.points.district),
        ("site", &settings.points.site, &shipped.points.site),
    ];
    for (kind, points, usual) in lists {
        if points != usual {
            // An empty list is written as its equal, no points for the first: an empty cell would mean the shipped list.
            let points: &[i64] = if points.is_empty() { &[0] } else { points };
            add(format!("points({kind})"), Cell::List(points.iter().map(|points| Cell::Integer((*points).into())).collect()));
        }
    }
    let numbers: BTreeMap<&str, (Option<i128>, Option<i128>)> = BTreeMap::from([
        ("points(preferred_tag)", (Some(settings.points.preferred_tag.into()), Some(shipped.points.preferred_tag.into()))),
        ("hostel_price", (Some(settings.hostel_price.0.into()), Some(shipped.hostel_price.0.into()))),
        ("support_price", (Some(settings.support_price.0.into()), Some(shipped.support_price.0.into()))),
        ("longest_chain", (settings.longest_chain.map(i128::from), None)),
        ("shortlist", (settings.shortlist.map(i128::from), None)),
        ("behaviour_scale", (settings.behaviour_scale.map(|level| level.0.into()), None)),
        ("seed", (settings.seed.map(i128::from), None)),
    ]);
    for (name, (value, usual)) in numbers {
        if let Some(value) = value.filter(|value| Some(*value) != usual) {
            add(name.to_owned(), Cell::Integer(value));
        }
    }
    let (names, cells) = columns.into_iter().unzip();
    RawTable { name: "settings".to_owned(), columns: names, rows: vec![cells], first_row_number: 0 }
}
