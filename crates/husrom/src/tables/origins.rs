//! Where each part of a problem came from, so that a fault found in the parts can name the user's row and heading.

use std::collections::{BTreeMap, BTreeSet};

use super::read::{Row, TypedTable};

/// One thing among the parts, by its position in its list; a person by household and position there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Item {
    Round,
    Settings,
    Site(usize),
    Unit(usize),
    Applicant(usize),
    Resident(usize),
    Person(usize, usize),
    Relation(usize),
    Resource(usize),
    Assessment(usize),
    Offer(usize),
    Pin(usize),
    Ban(usize),
    Rule(usize),
    Goal(usize),
    Goals,
}

impl Item {
    /// The table it belongs to where nothing else is known.
    fn table(self) -> &'static str {
        match self {
            Self::Round => "round",
            Self::Settings => "settings",
            Self::Site(_) => "sites",
            Self::Unit(_) => "units",
            Self::Applicant(_) => "applicants",
            Self::Resident(_) => "residents",
            Self::Person(..) => "persons",
            Self::Relation(_) => "relations",
            Self::Resource(_) => "resources",
            Self::Assessment(_) => "assessments",
            Self::Offer(_) => "offers",
            Self::Pin(_) | Self::Ban(_) => "fixings",
            Self::Rule(_) => "rules",
            Self::Goal(_) | Self::Goals => "goals",
        }
    }
}

/// The rows and headings that the parts came from; without any where the parts were built by hand.
#[derive(Debug, Default)]
pub(super) struct Origins {
    rows: BTreeMap<Item, (&'static str, Option<usize>)>,
    headings: BTreeMap<(&'static str, &'static str), String>,
    keys: BTreeMap<(&'static str, String), (String, usize)>,
    unreliable: BTreeSet<&'static str>,
}

impl Origins {
    /// Notes that an item came from a row.
    pub fn note(&mut self, item: Item, row: Row<'_>) {
        self.rows.insert(item, (row.table.spec.name, row.number()));
    }

    /// Notes the headings of a table.
    pub fn note_headings(&mut self, table: &TypedTable) {
        for (column, heading) in table.spec.columns().zip(&table.headings) {
            if let Some(heading) = heading {
                self.headings.insert((table.spec.name, column.name), heading.clone());
            }
        }
    }

    /// Notes the row of a key, in a table of keys and values.
    pub fn note_key(&mut self, table: &'static str, key: String, heading: String, row: Option<usize>) {
        self.keys.insert((table, key), (heading, row.unwrap_or(0)));
    }

    /// Notes that some ids of a table could not be read, so that a reference to it proves nothing.
    pub fn distrust(&mut self, table: &'static str) {
        self.unreliable.insert(table);
    }

    /// Whether a reference to this table proves nothing.
    pub fn is_unreliable(&self, table: &str) -> bool {
        self.unreliable.contains(table)
    }

    /// Whether the item was read from a table's row.
    pub fn is_from_table(&self, item: Item) -> bool {
        self.rows.contains_key(&item)
    }

    /// Table, row and heading for a fault of an item's column.
    pub fn place(&self, item: Item, column: &str) -> (&'static str, Option<usize>, String) {
        let (table, row) = self.rows.get(&item).copied().unwrap_or((item.table(), None));
        if let Some((heading, row)) = self.keys.get(&(table, column.to_owned())) {
            return (table, (*row > 0).then_some(*row), heading.clone());
        }
        let heading = self.headings.iter().find(|((of, name), _)| *of == table && *name == column);
        (table, row, heading.map_or_else(|| column.to_owned(), |(_, heading)| heading.clone()))
    }
}
