//! Households from the tables of applicants, persons and residents.

use std::collections::{BTreeMap, BTreeSet};

use super::{Row, TypedTable, Value};
use crate::problem::{
    Application, Class, Date, Dimension, Household, HouseholdId, Kroner, Level, MinutesPerWeek, Needs, Person, PersonId,
    Residency, Staffing, Tenure, TenureKind, Wishes,
};
use crate::tables::issue::{Code, Fault, Issue, say};
use crate::tables::origins::{Item, Origins};
use crate::tables::schema::{AGE, Kind};

/// Reads the households. A household in both tables is a mover.
pub(in crate::tables) fn households(
    [applicants, persons, residents]: [&TypedTable; 3],
    date: Option<Date>,
    origins: &mut Origins,
    issues: &mut Vec<Issue>,
) -> Vec<Household> {
    let mut households: Vec<Household> = Vec::new();
    let mut index: BTreeMap<HouseholdId, usize> = BTreeMap::new();
    let mut movers: BTreeSet<HouseholdId> = BTreeSet::new();
    let mut residencies: BTreeMap<HouseholdId, Row<'_>> = BTreeMap::new();
    for row in residents.rows() {
        if let Some(id) = row.name::<HouseholdId>("id") {
            residencies.entry(id).or_insert(row);
        }
    }
    for row in applicants.rows() {
        let Some(id) = row.name::<HouseholdId>("id") else { continue };
        let position = households.len();
        // A second row of the same id stays a household of its own here, so that the checks find both.
        let residency = if index.contains_key(&id) { None } else { residencies.get(&id).copied() };
        let rows = [Some(row), residency];
        let rows: Vec<Row<'_>> = rows.into_iter().flatten().collect();
        let first = first_person(&id, &rows, date, issues);
        origins.note(Item::Applicant(position), row);
        origins.note(Item::Person(position, 0), row);
        if let Some(row) = residency {
            origins.note(Item::Resident(position), row);
            movers.insert(id.clone());
        }
        let residency = residency.and_then(|row| read_residency(row, issues));
        index.entry(id.clone()).or_insert(position);
        households.push(Household { id, persons: vec![first], application: Some(application(row)), residency });
    }
    for row in residents.rows() {
        let Some(id) = row.name::<HouseholdId>("id") else { continue };
        if movers.remove(&id) {
            continue;
        }
        let position = households.len();
        let first = first_person(&id, &[row], date, issues);
        origins.note(Item::Resident(position), row);
        origins.note(Item::Person(position, 0), row);
        index.entry(id.clone()).or_insert(position);
        households.push(Household { id, persons: vec![first], application: None, residency: read_residency(row, issues) });
    }
    for row in persons.rows() {
        let (Some(id), Some(household)) = (row.name::<PersonId>("id"), row.name::<HouseholdId>("household")) else { continue };
        let Some(position) = index.get(&household).copied() else {
            let fault = Fault::new(
                Code::NotFound,
                say("finnes ikke blant søkere eller beboere", "is not among the applicants or residents"),
                say("Rett saksnummeret, eller legg til husstanden.", "Correct the pseudonym, or add the household."),
            );
            issues.push(row.issue("household", fault, Some(household.as_str())));
            continue;
        };
        let person = person(id, &[row], date, issues);
        origins.note(Item::Person(position, households[position].persons.len()), row);
        households[position].persons.push(person);
    }
    households
}

fn first_person(household: &HouseholdId, rows: &[Row<'_>], date: Option<Date>, issues: &mut Vec<Issue>) -> Person {
    let id = pick(rows, "person").name("person").unwrap_or_else(|| PersonId::from(household.as_str()));
    person(id, rows, date, issues)
}

/// The first of the rows that says something in a column.
fn pick<'t>(rows: &[Row<'t>], column: &str) -> Row<'t> {
    let says = |row: &&Row<'t>| !matches!(row.value(column), Value::Missing | Value::Unknown);
    *rows.iter().find(says).unwrap_or(&rows[0])
}

/// A person as one row, or a mover's two rows together, say.
fn person(id: PersonId, rows: &[Row<'_>], date: Option<Date>, issues: &mut Vec<Issue>) -> Person {
    if let [one, other] = rows {
        compare(*one, *other, issues);
    }
    let at = |column: &str| pick(rows, column);
    let mut person = Person {
        child: at("child").yes("child").unwrap_or(false),
        gender: at("gender").term("gender"),
        suits: at("suits").terms("suits").into_iter().collect(),
        age: age(rows, date, issues),
        vulnerable: at("vulnerable").yes("vulnerable"),
        needs_shielding: at("needs_shielding").yes("needs_shielding").or_else(|| {
            // A need: none where no row says anything, unknown where one says so.
            let unknown = rows.iter().any(|row| matches!(row.value("needs_shielding"), Value::Unknown));
            (!unknown).then_some(false)
        }),
        course: at("course").term("course"),
        severity: at("severity").int("severity"),
        ..Person::unknown(id)
    };
    for (name, ..) in Dimension::STANDARD {
        if let Some(level) = at(name).int(name) {
            person.behaviour.insert(name.into(), Level(level));
        }
    }
    for row in rows {
        for (dimension, level) in row.levels() {
            person.behaviour.entry(dimension).or_insert(level);
        }
    }
    person
}

/// Tells where a mover's two rows say different things of the first person.
fn compare(one: Row<'_>, other: Row<'_>, issues: &mut Vec<Issue>) {
    let mut tell = |heading: &str| {
        let fault = Fault::new(
            Code::Disagreement,
            say("er noe annet enn i søkerens rad", "differs from the applicant's row"),
            say("Rett den ene, eller la den ene stå tom.", "Correct one of them, or leave one of them empty."),
        );
        issues.push(fault.at(other.table.spec.name, other.number(), Some(heading), None));
    };
    let says = |value: &Value| !matches!(value, Value::Missing | Value::Unknown | Value::Faulty);
    let shared = other.table.spec.columns().filter(|column| {
        (column.name == "person" || !matches!(column.kind, Kind::Hours)) && one.table.spec.column(column.name).is_some()
    });
    for column in shared.filter(|column| column.name != "id") {
        let (a, b) = (one.value(column.name), other.value(column.name));
        if says(a) && says(b) && a != b {
            tell(&other.table.heading(column.name));
        }
    }
    for (_, name, heading, value) in &other.row.members {
        let same = one.row.members.iter().find(|(_, other, ..)| other == name);
        if same.is_some_and(|(.., a)| says(a) && says(value) && a != value) {
            tell(heading);
        }
    }
}

/// Completed years as given, or the round's year less the year of birth.
fn age(rows: &[Row<'_>], date: Option<Date>, issues: &mut Vec<Issue>) -> Option<u8> {
    let age: Option<u8> = pick(rows, "age").int("age");
    let born_row = pick(rows, "birth_year");
    let born: Option<i16> = born_row.int("birth_year");
    let (Some(born), Some(date)) = (born, date) else { return age };
    let years = i64::from(date.year()) - i64::from(born);
    let Some(by_year) = u8::try_from(years).ok().filter(|years| i64::from(*years) <= AGE.1) else {
        let fault = Fault::new(
            Code::OutOfRange,
            say("kan ikke være fødselsåret til noen i denne runden", "cannot be the year of birth of anyone in this round"),
            say("Rett fødselsåret.", "Correct the year of birth."),
        );
        issues.push(born_row.issue("birth_year", fault, Some(&born.to_string())));
        return age;
    };
    if let Some(age) = age
        && age != by_year
        && age.checked_add(1) != Some(by_year)
    {
        let fault = Fault::new(
            Code::AgeDisagrees,
            say("passer ikke med alderen", "does not agree with the age"),
            say("Rett den ene, eller la den ene stå tom.", "Correct one of them, or leave one of them empty."),
        );
        issues.push(born_row.issue("birth_year", fault, Some(&born.to_string())));
    }
    age.or(Some(by_year))
}

/// A need: none stated where the cell is empty, unknown where it says so.
fn need<T>(row: Row<'_>, column: &str, none: T, value: Option<T>) -> Option<T> {
    match row.value(column) {
        Value::Missing => Some(none),
        _ => value,
    }
}

fn application(row: Row<'_>) -> Application {
    let needs = Needs {
        staffing: need(row, "needs_staffing", Staffing::None, row.term("needs_staffing")),
        support: need(row, "support_hours", MinutesPerWeek(0), row.int("support_hours").map(MinutesPerWeek)),
        robust: need(row, "needs_robust", false, row.yes("needs_robust")),
        accessible: need(row, "needs_accessible", false, row.yes("needs_accessible")),
        distance: need(row, "needs_distance", false, row.yes("needs_distance")),
        requires: row.set("requires"),
    };
    let wishes = Wishes {
        categories: row.terms("wish_categories"),
        districts: row.list("wish_districts"),
        sites: row.list("wish_sites"),
        prefers: row.set("prefers"),
        refused_categories: row.terms("refused_categories").into_iter().collect(),
        refused_districts: row.set("refused_districts"),
        refused_sites: row.set("refused_sites"),
    };
    Application {
        class: Class(row.int("class").unwrap_or(1)),
        waiting_since: row.date("waiting_since"),
        passed_over: row.int("passed_over").unwrap_or(0),
        situation: row.term("situation"),
        accommodation_cost: row.int("accommodation_cost").map(Kroner),
        ready_from: row.date("ready_from"),
        housed_by: row.date("housed_by"),
        housed_by_is_hard: row.yes("housed_by_is_hard").unwrap_or(false),
        district: row.name("district"),
        municipality: row.name("municipality"),
        needs,
        wishes,
        consents: row.set("consents"),
        allowed_categories: row.terms("allowed_categories").into_iter().collect(),
        motivated: row.yes("motivated"),
        treatment_months: row.int("treatment_months"),
        specialist_agreement: row.yes("specialist_agreement"),
        on_waiting_list: row.yes("on_waiting_list"),
        profiles: row.set("profiles"),
        barred_sites: row.set("barred_sites"),
        owes: row.set("owes"),
        max_rent: row.int("max_rent").map(Kroner),
    }
}

/// `None` where the unit or status is missing, or the date of one who leaves; the fault is told.
fn read_residency(row: Row<'_>, issues: &mut Vec<Issue>) -> Option<Residency> {
    let status = row.term::<TenureKind>("status");
    let leaves = status == Some(TenureKind::Leaves);
    if status.is_some() && !leaves {
        for column in ["leaves_on", "destination"] {
            if row.is_given(column) {
                let fault = Fault::new(
                    Code::NotUsed,
                    say("gjelder bare for den som flytter ut", "is for those who leave only"),
                    say("Tøm cellen, eller rett statusen.", "Empty the cell, or correct the status."),
                );
                issues.push(row.issue(column, fault, None));
            }
        }
    }
    if leaves && !row.is_given("leaves_on") {
        let fault = Fault::new(
            Code::LeavesWithoutDate,
            say("flytter ut, men datoen mangler", "leaves, but the date is missing"),
            say("Fyll inn datoen for utflytting.", "Fill in the date of leaving."),
        );
        issues.push(row.issue("leaves_on", fault, None));
    }
    let tenure = match status? {
        TenureKind::Stays => Tenure::Stays,
        TenureKind::Leaves => Tenure::Leaves { on: row.date("leaves_on")?, to: row.name("destination") },
        TenureKind::WantsToMove => Tenure::WantsToMove,
        TenureKind::MustMove => Tenure::MustMove,
    };
    Some(Residency { unit: row.name("unit")?, tenure, support: row.int("support_hours").map(MinutesPerWeek) })
}
