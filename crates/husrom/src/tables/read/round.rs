//! The round and its settings: tables of one row.

use super::{Row, TypedTable, Value};
use crate::problem::{Class, Days, Kroner, Language, Level, Round, Settings, Zone};
use crate::tables::issue::{Code, Fault, Issue, say};
use crate::tables::origins::{Item, Origins};
use crate::tables::schema::{CLASS, LanguageName};

/// The only row of a table, with a fault for each further one.
fn only_row<'t>(table: &'t TypedTable, issues: &mut Vec<Issue>) -> Option<Row<'t>> {
    let mut rows = table.rows();
    let first = rows.next();
    for row in rows {
        let fault = Fault::new(
            Code::RepeatedTable,
            say("tabellen har bare én rad", "the table has one row only"),
            say("Behold den ene raden.", "Keep one row."),
        );
        issues.push(fault.at(table.spec.name, row.number(), None, None));
    }
    first
}

/// The language a round asks for, if it can be read.
pub(in crate::tables) fn language(table: &TypedTable) -> Option<Language> {
    let row = table.rows().next()?;
    Some(match row.term::<LanguageName>("language")? {
        LanguageName::Nb => Language::Nb,
        LanguageName::En => Language::En,
    })
}

/// Reads the round; `None` where its date is missing or cannot be read.
pub(in crate::tables) fn round(table: &TypedTable, origins: &mut Origins, issues: &mut Vec<Issue>) -> Option<Round> {
    let row = only_row(table, issues)?;
    origins.note(Item::Round, row);
    note_keys(row, origins);
    let date = row.date("date")?;
    let horizon = row.date("horizon").unwrap_or(date);
    // However the date is written: the lot's seed comes from the id.
    let id = row.name("id").unwrap_or_else(|| date.to_string());
    Some(Round { id, date, horizon, language: language(table).unwrap_or_default() })
}

fn note_keys(row: Row<'_>, origins: &mut Origins) {
    for (position, column) in row.table.spec.columns().enumerate() {
        if let Some(number) = row.row.numbers.get(&position) {
            origins.note_key(row.table.spec.name, column.name.to_owned(), row.table.heading(column.name), Some(*number));
        }
    }
}

/// Reads the settings, over the shipped ones.
pub(in crate::tables) fn settings(table: &TypedTable, origins: &mut Origins, issues: &mut Vec<Issue>) -> Settings {
    let mut settings = Settings::default();
    let Some(row) = only_row(table, issues) else { return settings };
    origins.note(Item::Settings, row);
    note_keys(row, origins);
    for (column, points) in [
        ("points(category)", &mut settings.points.category),
        ("points(district)", &mut settings.points.district),
        ("points(site)", &mut settings.points.site),
    ] {
        if let Value::Numbers(numbers) = row.value(column) {
            *points = numbers.iter().filter_map(|number| i64::try_from(*number).ok()).collect();
        }
    }
    if let Some(points) = row.int("points(preferred_tag)") {
        settings.points.preferred_tag = points;
    }
    settings.hostel_price = row.int("hostel_price").map_or(settings.hostel_price, Kroner);
    settings.support_price = row.int("support_price").map_or(settings.support_price, Kroner);
    settings.longest_chain = row.int("longest_chain");
    settings.shortlist = row.int("shortlist");
    settings.behaviour_scale = row.int("behaviour_scale").map(Level);
    settings.seed = row.int("seed");
    members(row, &mut settings, origins, issues);
    settings
}

/// `longest_wait(1)` and `zone_ceiling(Z1)`.
fn members(row: Row<'_>, settings: &mut Settings, origins: &mut Origins, issues: &mut Vec<Issue>) {
    for (family, name, heading, value) in &row.row.members {
        let number = row.member_number(heading);
        let mut tell = |fault: Fault| issues.push(fault.at(row.table.spec.name, number, Some(heading), None));
        let Value::Number(value) = value else { continue };
        let repeated = if *family == 0 {
            let Some(class) = name.parse::<u8>().ok().filter(|class| i64::from(*class) >= CLASS.0) else {
                tell(Fault::new(
                    Code::Unreadable,
                    say("klassen i parentesen er ikke et tall fra 1", "the class in the brackets is not a number from 1"),
                    say("Skriv for eksempel longest_wait(1).", "Write, for instance, longest_wait(1)."),
                ));
                continue;
            };
            let days = i32::try_from(*value).unwrap_or(i32::MAX);
            settings.longest_wait.insert(Class(class), Days(days)).is_some()
        } else {
            let zone = Zone::from(name.as_str());
            origins.note_key(row.table.spec.name, format!("zone_ceiling({zone})"), heading.clone(), number);
            settings.zone_ceilings.insert(zone, u32::try_from(*value).unwrap_or(u32::MAX)).is_some()
        };
        if repeated {
            tell(Fault::new(
                Code::RepeatedColumn,
                say("er gitt to ganger", "is given twice"),
                say("Behold den ene.", "Keep one of them."),
            ));
        }
    }
}
