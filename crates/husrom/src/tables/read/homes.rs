//! Sites and units.

use super::{Row, TypedTable, Value};
use crate::problem::{Admission, Category, Dimension, Kroner, Level, Site, Tag, Unit};
use crate::tables::origins::{Item, Origins};

/// Reads the sites.
pub(in crate::tables) fn sites(table: &TypedTable, origins: &mut Origins) -> Vec<Site> {
    let mut sites = Vec::new();
    for row in table.rows() {
        let Some(id) = row.name("id") else { continue };
        origins.note(Item::Site(sites.len()), row);
        sites.push(Site {
            id,
            name: row.text("name").unwrap_or_default().to_owned(),
            // Where the cell could not be read its fault is told, and this stands in its place.
            category: row.term("category").unwrap_or(Category::Ordinaer),
            permanence: row.term("permanence"),
            district: row.name("district"),
            municipality: row.name("municipality"),
            zone: row.name("zone"),
            operator: row.name("operator"),
            landlord: row.name("landlord"),
            admission: admission(row),
            intended: match row.value("intended") {
                Value::Admission(admission) => Some((**admission).clone()),
                _ => None,
            },
            single_gender: row.term("single_gender"),
            staffing: row.term("staffing"),
            contract: row.term("contract"),
            max_stay_months: row.int("max_stay_months"),
            shielded: row.yes("shielded").unwrap_or(false),
            detached: row.yes("detached").unwrap_or(false),
            serves_districts: row.set("serves_districts"),
            serves_municipalities: row.set("serves_municipalities"),
            provides: row.set("provides"),
            opens: row.date("opens"),
            closes: row.date("closes"),
        });
    }
    sites
}

/// Reads the units.
pub(in crate::tables) fn units(table: &TypedTable, origins: &mut Origins) -> Vec<Unit> {
    let mut units = Vec::new();
    for row in table.rows() {
        let Some(id) = row.name("id") else { continue };
        origins.note(Item::Unit(units.len()), row);
        units.push(Unit {
            id,
            site: row.name("site").unwrap_or_else(|| String::new().into()),
            name: row.text("name").unwrap_or_default().to_owned(),
            wing: row.name("wing"),
            shared_places: row.int("shared_places"),
            largest_household: row.int("largest_household"),
            size: row.int("size"),
            accessible: row.yes("accessible").unwrap_or(false),
            robust: row.yes("robust").unwrap_or(false),
            shielded: row.yes("shielded").unwrap_or(false),
            rent: row.int("rent").map(Kroner),
            cost_let: row.int("cost_let").map(Kroner).unwrap_or_default(),
            cost_vacant: row.int("cost_vacant").map(Kroner).unwrap_or_default(),
            free_from: row.date("free_from"),
            out_of_service: row.name("out_of_service"),
            held_back: row.name("held_back"),
            reserved_for: row.name("reserved_for"),
            admission: admission(row),
            staffing: row.term("staffing"),
            provides: row.set("provides"),
        });
    }
    units
}

fn admission(row: Row<'_>) -> Admission {
    let mut admission = Admission {
        gender: row.term("gender_rule"),
        age_min: row.int("age_min"),
        age_max: row.int("age_max"),
        substance: row.term("substance_rule"),
        motivation: row.yes("motivation"),
        treatment_months: row.int("treatment_months"),
        specialist_agreement: row.yes("specialist_agreement"),
        waiting_list: row.yes("waiting_list"),
        homeless: row.yes("homeless"),
        severity_min: row.int("severity_min"),
        children: row.yes("children"),
        demands: row.set::<Tag>("demands"),
        consent: row.name("consent"),
        ..Admission::default()
    };
    for (name, ..) in Dimension::STANDARD {
        if let Some(level) = row.int(&format!("tolerance_{name}")) {
            admission.tolerance.insert(name.into(), Level(level));
        }
    }
    admission.tolerance.extend(row.levels());
    admission
}
