//! What stands in a record.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::allocation::Outcome;
use crate::problem::{HouseholdId, UnitId};

/// The version of the form written.
pub const SCHEMA: &str = "husrom-record/1";

/// A moment as the office's clock shows it.
pub type Moment = jiff::civil::DateTime;

/// What a record was made with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Versions {
    /// The version of husrom.
    pub husrom: String,
    /// The solver and its version.
    pub solver: String,
}

impl Versions {
    /// Those of this library.
    #[must_use]
    pub fn here() -> Self {
        Self { husrom: env!("CARGO_PKG_VERSION").to_owned(), solver: crate::solver::version() }
    }
}

/// A reason in words, as it was given: why a household has no home, or this one; why a home stands empty.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StatedReason {
    /// The household it is about, where it is about one.
    pub household: Option<HouseholdId>,
    /// The home it is about, where it is about one.
    pub unit: Option<UnitId>,
    /// Stable code.
    pub code: String,
    /// Bokmål.
    pub nb: String,
    /// English.
    pub en: String,
    /// The words say something of others than the household: the party is given a fixed phrase in their place.
    pub about_others: bool,
    /// What is behind it, as data.
    pub cause: Option<Value>,
}

/// A text that is left out of a view: where it stood, and how many there were.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LeftOut {
    /// Table and column, as in `units.name`; or `reasons`.
    pub place: String,
    /// How many texts.
    pub count: usize,
}

/// What a view is drawn from, and what it lacks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct View {
    /// For whom: `appeals_body`.
    pub reader: String,
    /// The digest of the record it is drawn from, if that one is sealed.
    pub drawn_from: Option<String>,
    /// What is left out.
    pub left_out: Vec<LeftOut>,
}

/// What stands in a record beside the allocation.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct About {
    /// The version of the form it was read in.
    pub schema: String,
    /// What it was made with, where it says so.
    pub versions: Option<Versions>,
    /// When it was made, where the office said so.
    pub made: Option<Moment>,
    /// What it is drawn from, if it is a view.
    pub view: Option<View>,
    /// The seed of the lot, where it says so.
    pub seed: Option<u64>,
    /// The reasons in words.
    pub reasons: Vec<StatedReason>,
    /// The digest that stands in it, if it is sealed.
    pub digest: Option<String>,
}

/// A record of the form [`SCHEMA`], as it is written.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Content {
    /// The form.
    pub schema: String,
    /// What made it; unknown of what is drawn from an older form.
    pub versions: Option<Versions>,
    /// When.
    pub made: Option<Moment>,
    /// Of what it is a view.
    pub view: Option<View>,
    /// The seed of the lot, also where it is derived from the round's id.
    pub seed: u64,
    /// The round with its rules, goals and settings, as [`crate::Problem::to_json`] writes it.
    pub problem: Value,
    /// What came out, with options, levels and certificates.
    pub outcome: Outcome,
    /// The reasons in words.
    pub reasons: Vec<StatedReason>,
}
