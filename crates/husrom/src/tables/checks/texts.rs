//! Whether every name and text can stand in a table and be read back the same.

use std::fmt::Display;

use super::Report;
use crate::problem::{Admission, District, HomeFilter, SiteId, Tag, Tenure, UnitId, Zone};
use crate::tables::issue::{Code, Fault, say};
use crate::tables::origins::Item;
use crate::tables::read::cells;
use crate::tables::schema::says_unknown;

pub(super) fn check(report: &mut Report<'_>) {
    let parts = report.parts;
    name(report, Item::Round, "id", &parts.round.id);
    for zone in parts.settings.zone_ceilings.keys() {
        name(report, Item::Settings, &format!("zone_ceiling({zone})"), zone.as_str());
    }
    sites_and_units(report);
    households(report);
    for (index, resource) in parts.resources.iter().enumerate() {
        name(report, Item::Resource(index), "id", resource.id.as_str());
        free(report, Item::Resource(index), "name", &resource.name);
    }
    for (index, rule) in parts.rules.iter().enumerate() {
        let item = Item::Rule(index);
        name(report, item, "id", rule.id.as_str());
        free(report, item, "say_nb", &rule.say_nb);
        free(report, item, "say_en", &rule.say_en);
        if !rule.source.is_empty() {
            free(report, item, "source", &rule.source);
        }
        filter(report, item, &rule.homes);
    }
}

fn tell(report: &mut Report<'_>, item: Item, column: &str, text: &str) {
    let fault = Fault::new(
        Code::UnfitText,
        say(
            "kan ikke være tomt, ha mellomrom rundt, eller bety «ukjent» eller «nei»",
            "cannot be empty, have spaces around it, or mean “unknown” or “no”",
        ),
        say("Skriv teksten på en annen måte.", "Write the text in another way."),
    );
    report.tell(item, column, fault, Some(text));
}

fn name(report: &mut Report<'_>, item: Item, column: &str, name: &str) {
    if !cells::is_fit_name(name) {
        report.tell(item, column, cells::unfit_name(), Some(name));
    } else if says_unknown(name) {
        tell(report, item, column, name);
    }
}

fn names<'a, T: Display + 'a>(report: &mut Report<'_>, item: Item, column: &str, all: impl IntoIterator<Item = &'a T>) {
    for one in all {
        name(report, item, column, &one.to_string());
    }
}

/// A name that stands in a condition, and so cannot begin as a comparison does.
fn in_condition(report: &mut Report<'_>, item: Item, column: &str, text: &str) {
    if text.starts_with(['=', '<', '>']) {
        report.tell(item, column, cells::unfit_name(), Some(text));
    }
    name(report, item, column, text);
}

fn free(report: &mut Report<'_>, item: Item, column: &str, text: &str) {
    if text.is_empty() || text.trim() != text {
        tell(report, item, column, text);
    }
}

/// Why a unit is out of service: a reason that is none when read back would put the unit in service.
fn reason(report: &mut Report<'_>, item: Item, column: &str, text: &str) {
    if text.is_empty() || text.trim() != text || cells::yes_no_text(text) == Ok(false) {
        tell(report, item, column, text);
    }
}

fn filter(report: &mut Report<'_>, item: Item, homes: &HomeFilter) {
    let sites = homes.sites.iter().map(SiteId::as_str);
    let units = homes.units.iter().map(UnitId::as_str);
    let districts = homes.districts.iter().map(District::as_str);
    let zones = homes.zones.iter().map(Zone::as_str);
    let tags = homes.provides.iter().map(Tag::as_str);
    let all: Vec<&str> = sites.chain(units).chain(districts).chain(zones).chain(tags).collect();
    for text in all {
        in_condition(report, item, "homes", text);
    }
}

fn admission(report: &mut Report<'_>, item: Item, admission: &Admission) {
    names(report, item, "demands", &admission.demands);
    names(report, item, "consent", &admission.consent);
}

fn sites_and_units(report: &mut Report<'_>) {
    let parts = report.parts;
    for (index, site) in parts.sites.iter().enumerate() {
        let item = Item::Site(index);
        name(report, item, "id", site.id.as_str());
        free(report, item, "name", &site.name);
        names(report, item, "district", &site.district);
        names(report, item, "municipality", &site.municipality);
        names(report, item, "zone", &site.zone);
        names(report, item, "landlord", &site.landlord);
        names(report, item, "serves_districts", &site.serves_districts);
        names(report, item, "serves_municipalities", &site.serves_municipalities);
        names(report, item, "provides", &site.provides);
        if let Some(operator) = &site.operator {
            if says_unknown(operator) {
                tell(report, item, "operator", operator);
            }
            free(report, item, "operator", operator);
        }
        admission(report, item, &site.admission);
        if let Some(intended) = &site.intended {
            let tags = intended.demands.iter().chain(&intended.consent);
            tags.for_each(|tag| in_condition(report, item, "intended", tag.as_str()));
        }
    }
    for (index, unit) in parts.units.iter().enumerate() {
        let item = Item::Unit(index);
        name(report, item, "id", unit.id.as_str());
        free(report, item, "name", &unit.name);
        names(report, item, "wing", &unit.wing);
        names(report, item, "reserved_for", &unit.reserved_for);
        names(report, item, "provides", &unit.provides);
        for (column, text) in [("out_of_service", &unit.out_of_service), ("held_back", &unit.held_back)] {
            if let Some(text) = text {
                reason(report, item, column, text);
            }
        }
        admission(report, item, &unit.admission);
    }
}

fn households(report: &mut Report<'_>) {
    let parts = report.parts;
    for (index, household) in parts.households.iter().enumerate() {
        let item = if household.application.is_some() { Item::Applicant(index) } else { Item::Resident(index) };
        name(report, item, "id", household.id.as_str());
        for (position, person) in household.persons.iter().enumerate() {
            name(report, Item::Person(index, position), "id", person.id.as_str());
        }
        if let Some(application) = &household.application {
            let wishes = &application.wishes;
            names(report, item, "district", &application.district);
            names(report, item, "municipality", &application.municipality);
            names(report, item, "requires", &application.needs.requires);
            names(report, item, "wish_districts", &wishes.districts);
            names(report, item, "wish_sites", &wishes.sites);
            names(report, item, "prefers", &wishes.prefers);
            names(report, item, "refused_districts", &wishes.refused_districts);
            names(report, item, "refused_sites", &wishes.refused_sites);
            names(report, item, "consents", &application.consents);
            names(report, item, "profiles", &application.profiles);
            names(report, item, "barred_sites", &application.barred_sites);
            names(report, item, "owes", &application.owes);
        }
        if let Some(Tenure::Leaves { to: Some(to), .. }) = household.residency.as_ref().map(|residency| &residency.tenure) {
            free(report, Item::Resident(index), "destination", to);
        }
    }
}
