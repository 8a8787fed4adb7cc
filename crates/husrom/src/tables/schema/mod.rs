//! The tables of a round as data: every table, column, kind of value and accepted spelling, once.
//!
//! From these specifications come the reader, the typed rows, the JSON Schema and the tables of `docs/input.md`.

mod couplings;
mod homes;
mod json;
mod office;
mod people;
mod vocabulary;

pub use couplings::{AssessmentRow, FixingRow, OfferRow, RelationRow, ResourceRow};
pub use homes::{AdmissionColumns, SiteRow, UnitRow};
pub use json::json_schema;
pub use office::{GoalRow, RoundRow, RuleRow};
pub use people::{ApplicantRow, PersonColumns, PersonRow, ResidentRow};
pub use vocabulary::{Entry, Vocabulary};
pub(super) use vocabulary::{FixingKind, LanguageName, RuleKindName, RuleWord, StrictnessName, says_unknown};

use super::expression;
use crate::problem::fold;

/// What a cell must hold, and what an empty one means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// It must be filled in.
    Required,
    /// A fact that may be unknown: an empty cell, a missing column, `unknown`, `ukjent` and `?` all mean so.
    Fact,
    /// A need: an empty cell or missing column states none, and only `unknown`, `ukjent` or `?` means unknown.
    Need,
    /// It may be left out, and then means none, or what the column's description says.
    Optional,
}

/// The least and the greatest number a column takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Range(pub i64, pub i64);

/// Ages, years.
pub(super) const AGE: Range = Range(0, 130);
/// Kroner: at most a thousand million, so that sums stay exact.
pub(super) const KRONER: Range = Range(0, 1_000_000_000);
/// Numbers of people, homes, rounds.
pub(super) const COUNT: Range = Range(0, 1_000_000);
/// Counts that are at least one.
pub(super) const SOME: Range = Range(1, 1_000_000);
/// Months.
pub(super) const MONTHS: Range = Range(0, 1_200);
/// Behaviour levels.
pub(super) const LEVEL: Range = Range(0, 255);
/// Severity courses.
pub(super) const SEVERITY: Range = Range(1, 3);
/// Priority classes.
pub(super) const CLASS: Range = Range(1, 255);
/// Days.
pub(super) const DAYS: Range = Range(0, 36_500);
/// Support, minutes a week.
pub(super) const MINUTES: Range = Range(0, 600_000);
/// Capacity and assumed use of a resource, in its unit (minutes for support).
pub(super) const CAPACITY: Range = Range(0, 1_000_000_000);
/// Points of an assessment.
pub(super) const POINTS: Range = Range(-1_000_000, 1_000_000);
/// Points for a wish.
pub(super) const WISH_POINTS: Range = Range(0, 1_000_000);
/// Price of a soft rule, and weights.
pub(super) const PRICE: Range = Range(1, 1_000_000_000);
/// Weights of a sum.
pub(super) const WEIGHT: Range = Range(1, 1_000_000);
/// Per cent.
pub(super) const PERCENT: Range = Range(0, 100);
/// Thousandths.
pub(super) const PERMILLE: Range = Range(0, 1_000);
/// Tolerance of a level.
pub(super) const TOLERANCE: Range = Range(0, 1_000_000_000);
/// Years of birth.
pub(super) const YEAR: Range = Range(1_850, 2_200);
/// The years a date may lie in.
pub(super) const DATES: (i16, i16) = (1850, 2200);

/// The kind of value a column holds.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// A name: an id, tag, district …; without `;`, `|` and line breaks.
    Name,
    /// Free text.
    Text,
    /// A reason: any text; `no`, `nei` and false mean that there is none, `yes` alone is a reason.
    Reason,
    /// A whole number.
    Integer(Range),
    /// A whole number up to 2⁶⁴ − 1.
    Seed,
    /// Hours a week, with decimals; kept as whole minutes.
    Hours,
    /// An amount in a resource's unit: hours with decimals for support, else a whole number.
    Amount,
    /// A date.
    Date,
    /// Yes or no.
    YesNo,
    /// A word of a closed vocabulary.
    Term(Vocabulary),
    /// A list of names.
    Names,
    /// A list of words of a closed vocabulary.
    Terms(Vocabulary),
    /// A list of whole numbers.
    Integers(Range),
    /// A measure of the goals: `housed(1)`, `fit`.
    Measure,
    /// Conditions on a person: `violence>=3; age<=25`.
    Predicate,
    /// Which homes: `category=smaahus|bofellesskap; district=Årstad`.
    Homes,
    /// Demands of a site: `age>=30; violence<=1`.
    Admission,
}

/// A column.
#[derive(Clone, Copy, Debug)]
pub struct ColumnSpec {
    /// Canonical name: English, ASCII.
    pub name: &'static str,
    /// Heading in bokmål.
    pub nb: &'static str,
    /// Further accepted headings.
    pub aliases: &'static [&'static str],
    /// What it holds.
    pub kind: Kind,
    /// What an empty cell means.
    pub presence: Presence,
    /// What it says.
    pub doc: &'static str,
}

impl ColumnSpec {
    fn answers_to(&self, folded: &str) -> bool {
        fold(self.name) == folded || fold(self.nb) == folded || self.aliases.iter().any(|alias| fold(alias) == folded)
    }
}

/// Columns whose headings carry a name of the office's own: `behaviour:self-harm`, `zone_ceiling(Z1)`.
#[derive(Clone, Copy, Debug)]
pub struct Family {
    /// What its headings begin with, canonically.
    pub prefix: &'static str,
    /// Other beginnings.
    pub aliases: &'static [&'static str],
    /// What its headings end with.
    pub suffix: &'static str,
    /// What the name in the heading is, for the documentation.
    pub of: &'static str,
    /// What its cells hold.
    pub kind: Kind,
    /// What an empty cell means.
    pub presence: Presence,
    /// What it says.
    pub doc: &'static str,
}

impl Family {
    /// The name that a heading carries, if it is of this family.
    fn argument(&self, heading: &str) -> Option<String> {
        let lower = heading.trim().to_lowercase();
        let prefix = [self.prefix].iter().chain(self.aliases).find(|prefix| lower.starts_with(**prefix)).copied()?;
        let rest = heading.trim().get(prefix.len()..)?;
        let argument = rest.strip_suffix(self.suffix)?.trim();
        (!argument.is_empty()).then(|| argument.to_owned())
    }
}

/// A table.
#[derive(Clone, Copy, Debug)]
pub struct TableSpec {
    /// Canonical name: English, ASCII; also the name of the CSV file and the JSON key.
    pub name: &'static str,
    /// Name in bokmål.
    pub nb: &'static str,
    /// Further accepted names.
    pub aliases: &'static [&'static str],
    /// Every round has it, though it may be without rows.
    pub required: bool,
    /// One row only, which may also be written as a column of keys and one of values.
    pub single: bool,
    /// Its columns, in groups.
    pub groups: &'static [&'static [ColumnSpec]],
    /// Its open-ended columns.
    pub families: &'static [Family],
    /// What it holds.
    pub doc: &'static str,
}

/// What a heading means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Heading {
    /// The column at this position.
    Column(usize),
    /// A column of the family at this position, with the name it carries.
    Member(usize, String),
}

impl TableSpec {
    /// Its columns, in order.
    pub fn columns(&self) -> impl Iterator<Item = &'static ColumnSpec> + use<> {
        self.groups.iter().copied().flatten()
    }

    /// A column by its canonical name.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<&'static ColumnSpec> {
        self.columns().find(|column| column.name == name)
    }

    /// What a heading means here.
    pub(super) fn heading(&self, heading: &str) -> Option<Heading> {
        let folded = fold(heading);
        if let Some(position) = self.columns().position(|column| column.answers_to(&folded)) {
            return Some(Heading::Column(position));
        }
        self.families.iter().enumerate().find_map(|(index, family)| {
            let argument = family.argument(heading)?;
            if family.of != "dimension" {
                return Some(Heading::Member(index, argument));
            }
            // A standard dimension has a column of its own.
            let own = expression::own_dimension(&argument);
            let is_own = |column: &ColumnSpec| column.name.strip_prefix("tolerance_").unwrap_or(column.name) == own.as_str();
            let standard = expression::standard_dimension(own.as_str()).and_then(|_| self.columns().position(is_own));
            Some(standard.map_or_else(|| Heading::Member(index, own.as_str().to_owned()), Heading::Column))
        })
    }
}

/// Every table, in the order in which they are written and faults are told.
pub static TABLES: [&TableSpec; 14] = [
    &office::ROUND,
    &office::SETTINGS,
    &homes::SITES,
    &homes::UNITS,
    &people::APPLICANTS,
    &people::PERSONS,
    &people::RESIDENTS,
    &couplings::RELATIONS,
    &couplings::RESOURCES,
    &couplings::ASSESSMENTS,
    &couplings::OFFERS,
    &couplings::FIXINGS,
    &office::RULES,
    &office::GOALS,
];

/// A table by any of its names.
#[must_use]
pub fn table(name: &str) -> Option<&'static TableSpec> {
    TABLES.iter().copied().find(|spec| spec.name == name).or_else(|| {
        let name = fold(name);
        let answers = |spec: &TableSpec| {
            fold(spec.name) == name || fold(spec.nb) == name || spec.aliases.iter().any(|alias| fold(alias) == name)
        };
        TABLES.iter().copied().find(|spec| answers(spec))
    })
}

/// The place of a table in the order of [`TABLES`]; what is no table comes first.
pub(super) fn position(name: &str) -> usize {
    TABLES.iter().position(|spec| spec.name == name).map_or(0, |position| position + 1)
}

/// Defines a group of columns and the struct of their typed cells, from one list.
macro_rules! columns {
    (
        $(#[$meta:meta])*
        pub struct $row:ident, $group:ident {
            $( $name:ident : $type:ty = $presence:ident $kind:expr, $nb:literal $(| $alias:literal)*, $doc:literal; )+
        }
        $( flatten { $( $field:ident : $flat:ty, $flat_doc:literal; )+ } )?
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
        #[serde(default)]
        pub struct $row {
            $( #[doc = $doc] pub $name: $type, )+
            $( $( #[doc = $flat_doc] #[serde(flatten)] pub $field: $flat, )+ )?
        }

        pub(super) const $group: &[$crate::tables::schema::ColumnSpec] = &[ $( $crate::tables::schema::ColumnSpec {
            name: stringify!($name),
            nb: $nb,
            aliases: &[ $( $alias ),* ],
            kind: $kind,
            presence: $crate::tables::schema::Presence::$presence,
            doc: $doc,
        }, )+ ];
    };
}
pub(super) use columns;
