//! Relations, resources, assessments, offers and fixings.

use std::collections::BTreeMap;

use super::{Row, TypedTable, Value};
use crate::problem::{
    Assessment, Fixing, Household, HouseholdId, Measure, Offer, PersonId, Relation, Resource, Strictness, Target, Use,
};
use crate::tables::issue::{Code, Fault, Issue, say};
use crate::tables::origins::{Item, Origins};
use crate::tables::schema::{FixingKind, StrictnessName};

/// Reads the relations; a household's pseudonym means its first person, unless a person bears it.
pub(in crate::tables) fn relations(
    table: &TypedTable,
    households: &[Household],
    origins: &mut Origins,
    issues: &mut Vec<Issue>,
) -> Vec<Relation> {
    let mut persons: BTreeMap<&str, &PersonId> = BTreeMap::new();
    for household in households {
        persons.extend(household.persons.first().map(|person| (household.id.as_str(), &person.id)));
    }
    let all = households.iter().flat_map(|household| &household.persons);
    persons.extend(all.map(|person| (person.id.as_str(), &person.id)));
    let mut relations = Vec::new();
    for row in table.rows() {
        let strictness = strictness(row, Strictness::Hard, issues);
        let (Some(one), Some(other)) = (row.text("one"), row.text("other")) else { continue };
        let (Some(kind), Some(scope)) = (row.term("kind"), row.term("scope")) else { continue };
        let person = |text: &str| persons.get(text).map_or_else(|| PersonId::from(text), |person| (*person).clone());
        origins.note(Item::Relation(relations.len()), row);
        relations.push(Relation { one: person(one), other: person(other), kind, strictness, scope, until: row.date("until") });
    }
    relations
}

/// Hard, soft or off, with the price and level of what is soft.
pub(super) fn strictness(row: Row<'_>, usual: Strictness, issues: &mut Vec<Issue>) -> Strictness {
    let mut tell = |column: &str, cause, action| issues.push(row.issue(column, Fault::new(Code::Price, cause, action), None));
    match row.term::<StrictnessName>("strictness") {
        Some(StrictnessName::Off) => Strictness::Off,
        Some(StrictnessName::Soft) => {
            if !row.is_given("price") {
                tell(
                    "price",
                    say("en myk regel må ha en pris", "a soft rule must have a price"),
                    say("Skriv prisen for ett brudd, minst 1.", "Write the price of one violation, at least 1."),
                );
            }
            let level = match row.value("level") {
                Value::Measure(measure) => measure.clone(),
                _ => Measure::Misplacement,
            };
            Strictness::Soft { level, price: row.int("price").unwrap_or(1) }
        }
        stated => {
            for column in ["price", "level"] {
                if row.is_given(column) && row.is_sound("strictness") {
                    tell(
                        column,
                        say("bare det som er mykt, har pris og nivå", "only what is soft has a price and a level"),
                        say(
                            "Skriv «helst» i kolonnen for strenghet, eller tøm cellen.",
                            "Write “soft” as the strictness, or empty the cell.",
                        ),
                    );
                }
            }
            if stated.is_some() { Strictness::Hard } else { usual }
        }
    }
}

/// Reads the resources.
pub(in crate::tables) fn resources(table: &TypedTable, origins: &mut Origins, issues: &mut Vec<Issue>) -> Vec<Resource> {
    let mut resources = Vec::new();
    for row in table.rows() {
        let uses = row.term::<Use>("uses");
        let mut amount = |column: &str| amount(row, column, uses, issues).unwrap_or(0);
        let (capacity, assumed_use) = (amount("capacity"), amount("assumed_use"));
        let (Some(id), Some(uses)) = (row.name("id"), uses) else { continue };
        origins.note(Item::Resource(resources.len()), row);
        resources.push(Resource {
            id,
            name: row.text("name").unwrap_or_default().to_owned(),
            uses,
            capacity,
            sites: row.set("sites"),
            districts: row.set("districts"),
            categories: row.terms("categories").into_iter().collect(),
            assumed_use,
        });
    }
    resources
}

/// An amount, read in sixtieths: minutes where the resource is hours of support, else whole.
fn amount(row: Row<'_>, column: &str, uses: Option<Use>, issues: &mut Vec<Issue>) -> Option<i64> {
    let sixtieths: i64 = row.int(column)?;
    if uses? == Use::Support {
        return Some(sixtieths);
    }
    if sixtieths % 60 != 0 {
        let fault = Fault::new(
            Code::Unreadable,
            say("er ikke et helt tall", "is not a whole number"),
            say("Bare timer med oppfølging kan ha desimaler.", "Only hours of support can have decimals."),
        );
        issues.push(row.issue(column, fault, None));
    }
    Some(sixtieths / 60)
}

/// The one of unit, site and category that a row names.
fn target(row: Row<'_>, issues: &mut Vec<Issue>) -> Option<Target> {
    const COLUMNS: [&str; 3] = ["unit", "site", "category"];
    let given = COLUMNS.iter().filter(|column| row.is_given(column)).count();
    if given != 1 {
        let fault = Fault::new(
            Code::OneTarget,
            say(
                format!("raden nevner {given} av boenhet, bosted og kategori"),
                format!("the row names {given} of unit, site and category"),
            ),
            say("Fyll inn én av dem.", "Fill in one of them."),
        );
        issues.push(row.issue("unit", fault, None));
        return None;
    }
    let unit = row.name("unit").map(Target::Unit);
    unit.or_else(|| row.name("site").map(Target::Site)).or_else(|| row.term("category").map(Target::Category))
}

/// Reads the assessments.
pub(in crate::tables) fn assessments(table: &TypedTable, origins: &mut Origins, issues: &mut Vec<Issue>) -> Vec<Assessment> {
    let mut assessments = Vec::new();
    for row in table.rows() {
        let target = target(row, issues);
        let (Some(household), Some(target)) = (row.name::<HouseholdId>("household"), target) else { continue };
        origins.note(Item::Assessment(assessments.len()), row);
        assessments.push(Assessment { household, target, points: row.int("points").unwrap_or(0) });
    }
    assessments
}

/// Reads the offers.
pub(in crate::tables) fn offers(table: &TypedTable, origins: &mut Origins) -> Vec<Offer> {
    let mut offers = Vec::new();
    for row in table.rows() {
        let (Some(household), Some(unit)) = (row.name::<HouseholdId>("household"), row.name("unit")) else { continue };
        let Some(status) = row.term("status") else { continue };
        origins.note(Item::Offer(offers.len()), row);
        offers.push(Offer { household, unit, status });
    }
    offers
}

/// Reads the pins and bans.
pub(in crate::tables) fn fixings(
    table: &TypedTable,
    origins: &mut Origins,
    issues: &mut Vec<Issue>,
) -> (Vec<Fixing>, Vec<Fixing>) {
    let (mut pins, mut bans) = (Vec::new(), Vec::new());
    for row in table.rows() {
        let target = target(row, issues);
        let (Some(household), Some(target)) = (row.name::<HouseholdId>("household"), target) else { continue };
        let fixing = Fixing { household, target };
        match row.term::<FixingKind>("kind") {
            Some(FixingKind::Pin) => {
                origins.note(Item::Pin(pins.len()), row);
                pins.push(fixing);
            }
            Some(FixingKind::Ban) => {
                origins.note(Item::Ban(bans.len()), row);
                bans.push(fixing);
            }
            None => {}
        }
    }
    (pins, bans)
}
