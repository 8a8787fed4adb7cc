//! Households, their persons, applications and homes.

use std::collections::{BTreeMap, BTreeSet};

use super::Report;
use crate::problem::{Application, Household, Residency, Situation, Tenure, UnitId};
use crate::tables::expression;
use crate::tables::issue::{Code, say};
use crate::tables::origins::Item;
use crate::tables::schema::{AGE, CLASS, COUNT, KRONER, MINUTES, MONTHS, SEVERITY};

pub(super) fn check(report: &mut Report<'_>) {
    let parts = report.parts;
    let mut households = BTreeSet::new();
    let mut persons = BTreeSet::new();
    let mut stays: BTreeMap<&UnitId, u32> = BTreeMap::new();
    for (index, household) in parts.households.iter().enumerate() {
        let item = if household.application.is_some() { Item::Applicant(index) } else { Item::Resident(index) };
        let is_new = households.insert(&household.id);
        report.once(item, "id", household.id.as_str(), is_new);
        for (position, person) in household.persons.iter().enumerate() {
            let is_inline = position == 0 && report.origins.is_from_table(Item::Person(index, 0));
            // Of a household that is there twice, one fault is enough.
            let is_new = persons.insert(&person.id) || !is_new;
            report.once(Item::Person(index, position), if is_inline { "person" } else { "id" }, person.id.as_str(), is_new);
        }
        facts(report, index, household);
        belongs(report, index, household);
        if let Some(application) = &household.application {
            self::application(report, Item::Applicant(index), application);
        }
        if let Some(residency) = &household.residency {
            self::residency(report, Item::Resident(index), residency, &mut stays);
        }
    }
}

/// What is said of the persons.
fn facts(report: &mut Report<'_>, index: usize, household: &Household) {
    for (position, person) in household.persons.iter().enumerate() {
        let item = Item::Person(index, position);
        if let Some(age) = person.age {
            report.number(item, "age", age, AGE);
        }
        if let Some(severity) = person.severity {
            report.number(item, "severity", severity, SEVERITY);
        }
        for (dimension, level) in &person.behaviour {
            report.level(item, &expression::dimension_key(dimension), dimension, *level);
        }
    }
}

/// Persons, application, home and situation go together.
fn belongs(report: &mut Report<'_>, index: usize, household: &Household) {
    let (applicant, resident) = (Item::Applicant(index), Item::Resident(index));
    let item = if household.application.is_some() { applicant } else { resident };
    let id = Some(household.id.as_str());
    // Where the resident's row could not be read, its own fault has been told.
    let is_home_unread = household.residency.is_none() && report.origins.is_from_table(resident);
    let is_nowhere = household.application.is_none() && household.residency.is_none() && !is_home_unread;
    if household.persons.is_empty() || is_nowhere {
        report.tell_new(
            item,
            "id",
            Code::EmptyHousehold,
            id,
            say("har ingen personer, eller verken søker eller bor", "has no persons, or neither applies nor lives anywhere"),
            say("Legg til en person, og en søknad eller et bosted.", "Add a person, and an application or a home."),
        );
    }
    let tenure = household.residency.as_ref().map(|residency| &residency.tenure);
    match (&household.application, tenure) {
        (None, Some(Tenure::WantsToMove | Tenure::MustMove)) => report.tell_new(
            resident,
            "status",
            Code::MoverWithoutApplication,
            id,
            say("vil eller må flytte, men står ikke blant søkerne", "wants to or must move, but is not among the applicants"),
            say(
                "Legg til husstanden i søkere, eller rett statusen.",
                "Add the household to the applicants, or correct the status.",
            ),
        ),
        (Some(_), Some(Tenure::Stays | Tenure::Leaves { .. })) => report.tell_new(
            resident,
            "status",
            Code::ApplicantStays,
            id,
            say("er søker, men blir boende eller flytter ut for godt", "is an applicant, but stays or leaves for good"),
            say(
                "Skriv «vil flytte» eller «må flytte», eller ta husstanden ut av søkere.",
                "Write “wants to move” or “must move”, or take the household out of the applicants.",
            ),
        ),
        _ => {}
    }
    let Some(situation) = household.application.as_ref().and_then(|application| application.situation) else { return };
    let is_tenant = situation == Situation::Tenant;
    let disagrees = if household.residency.is_some() { !is_tenant } else { is_tenant && !is_home_unread };
    if disagrees {
        report.tell_new(
            applicant,
            "situation",
            Code::Situation,
            Some(situation.to_string().as_str()),
            say(
                "situasjonen passer ikke med om husstanden bor i en boenhet i runden",
                "the situation does not agree with whether the household lives in a unit of the round",
            ),
            say(
                "La situasjonen til en beboer stå tom; «beboer her» krever en rad i beboere.",
                "Leave a resident's situation empty; “tenant” needs a row among the residents.",
            ),
        );
    }
}

fn application(report: &mut Report<'_>, item: Item, application: &Application) {
    report.number(item, "class", application.class.0, CLASS);
    report.number(item, "passed_over", application.passed_over, COUNT);
    for (column, kroner) in [("accommodation_cost", application.accommodation_cost), ("max_rent", application.max_rent)] {
        if let Some(kroner) = kroner {
            report.number(item, column, kroner.0, KRONER);
        }
    }
    for (column, date) in [
        ("waiting_since", application.waiting_since),
        ("ready_from", application.ready_from),
        ("housed_by", application.housed_by),
    ] {
        report.date(item, column, date);
    }
    if let Some(support) = application.needs.support {
        report.number(item, "support_hours", support.0, MINUTES);
    }
    if let Some(months) = application.treatment_months {
        report.number(item, "treatment_months", months, MONTHS);
    }
    let wishes = &application.wishes;
    wishes.sites.iter().for_each(|site| report.site(item, "wish_sites", site));
    wishes.refused_sites.iter().for_each(|site| report.site(item, "refused_sites", site));
    application.barred_sites.iter().for_each(|site| report.site(item, "barred_sites", site));
    application.district.iter().for_each(|district| report.mentioned_district(item, "district", district));
    wishes.districts.iter().for_each(|district| report.mentioned_district(item, "wish_districts", district));
    wishes.refused_districts.iter().for_each(|district| report.mentioned_district(item, "refused_districts", district));
    repeated(report, item, "wish_categories", &wishes.categories);
    repeated(report, item, "wish_districts", &wishes.districts);
    repeated(report, item, "wish_sites", &wishes.sites);
}

/// Tells where an ordered list names the same thing twice.
fn repeated<T: Ord + ToString>(report: &mut Report<'_>, item: Item, column: &str, names: &[T]) {
    let mut seen = BTreeSet::new();
    for name in names {
        if !seen.insert(name) {
            report.tell_new(
                item,
                column,
                Code::RepeatedValue,
                Some(&name.to_string()),
                say("er ønsket to ganger", "is wished twice"),
                say("Nevn hvert ønske én gang, det viktigste først.", "Name each wish once, the most important first."),
            );
        }
    }
}

fn residency<'p>(report: &mut Report<'p>, item: Item, residency: &'p Residency, stays: &mut BTreeMap<&'p UnitId, u32>) {
    report.unit(item, "unit", &residency.unit);
    if let Some(support) = residency.support {
        report.number(item, "support_hours", support.0, MINUTES);
    }
    match &residency.tenure {
        Tenure::Leaves { on, .. } => report.date(item, "leaves_on", Some(*on)),
        Tenure::Stays => {
            let unit = report.index.units.get(&residency.unit).and_then(|index| report.parts.units.get(*index));
            let count = stays.entry(&residency.unit).or_insert(0);
            *count = count.saturating_add(1);
            if *count > 1 && unit.is_some_and(|unit| unit.shared_places.is_none()) {
                report.tell_new(
                    item,
                    "unit",
                    Code::UnitTakenTwice,
                    Some(residency.unit.as_str()),
                    say(
                        "en annen husstand blir også boende der, og boenheten er ikke delt",
                        "another household stays there too, and the unit is not shared",
                    ),
                    say("Rett boenheten, eller gi den plasser.", "Correct the unit, or give it places."),
                );
            }
        }
        Tenure::WantsToMove | Tenure::MustMove => {}
    }
}
