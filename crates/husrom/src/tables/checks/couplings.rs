//! Relations, resources, assessments, offers, pins and bans.

use std::collections::{BTreeMap, BTreeSet};

use super::Report;
use crate::problem::{HouseholdId, OfferStatus, Scope, Target, UnitId};
use crate::tables::issue::{Code, Wording, say};
use crate::tables::origins::Item;
use crate::tables::schema::{CAPACITY, POINTS};

pub(super) fn check(report: &mut Report<'_>) {
    relations(report);
    resources(report);
    let parts = report.parts;
    for (index, assessment) in parts.assessments.iter().enumerate() {
        let item = Item::Assessment(index);
        report.household(item, "household", &assessment.household);
        report.target(item, &assessment.target);
        report.number(item, "points", assessment.points, POINTS);
    }
    offers(report);
    for (index, ban) in parts.bans.iter().enumerate() {
        report.household(Item::Ban(index), "household", &ban.household);
        report.target(Item::Ban(index), &ban.target);
    }
    for (index, pin) in parts.pins.iter().enumerate() {
        report.applicant(Item::Pin(index), &pin.household);
        report.target(Item::Pin(index), &pin.target);
    }
    contradictions(report);
}

impl Report<'_> {
    fn target(&mut self, item: Item, target: &Target) {
        match target {
            Target::Unit(unit) => self.unit(item, "unit", unit),
            Target::Site(site) => self.site(item, "site", site),
            Target::Category(_) => {}
        }
    }

    /// A household that exists and applies.
    fn applicant(&mut self, item: Item, id: &HouseholdId) {
        let Some(index) = self.household(item, "household", id) else { return };
        if self.parts.households.get(index).is_some_and(|household| household.application.is_none()) {
            self.tell_new(
                item,
                "household",
                Code::NoApplication,
                Some(id.as_str()),
                say("søker ikke bolig i denne runden", "does not apply in this round"),
                say(
                    "Legg til husstanden i søkere, eller ta bort raden.",
                    "Add the household to the applicants, or remove the row.",
                ),
            );
        }
    }
}

fn relations(report: &mut Report<'_>) {
    let parts = report.parts;
    for (index, relation) in parts.relations.iter().enumerate() {
        let item = Item::Relation(index);
        let mut households = Vec::new();
        for (column, person) in [("one", &relation.one), ("other", &relation.other)] {
            let found = report.index.persons.get(person).copied();
            if found.is_none() {
                let ids = parts.households.iter().flat_map(|household| &household.persons).map(|person| person.id.as_str());
                report.not_found(
                    item,
                    column,
                    person.as_str(),
                    ("persons", "søkere eller beboere", "applicants or residents"),
                    ids,
                );
            }
            households.extend(found);
        }
        if relation.one == relation.other || matches!(households[..], [one, other] if one == other) {
            report.tell_new(
                item,
                "other",
                Code::OwnRelation,
                Some(relation.other.as_str()),
                say("er i samme husstand som den andre", "is of the same household as the other"),
                say("En relasjon er mellom personer i to husstander.", "A relation is between persons of two households."),
            );
        }
        if relation.scope == Scope::Named {
            report.tell_new(
                item,
                "scope",
                Code::Scope,
                Some("named"),
                say("går ikke for relasjoner", "does not go for relations"),
                say("Skriv boenhet, fløy, bosted eller sone.", "Write unit, wing, site or zone."),
            );
        }
        report.strictness(item, &relation.strictness);
        report.date(item, "until", relation.until);
    }
}

fn resources(report: &mut Report<'_>) {
    let parts = report.parts;
    let mut seen = BTreeSet::new();
    for (index, resource) in parts.resources.iter().enumerate() {
        let item = Item::Resource(index);
        report.once(item, "id", resource.id.as_str(), seen.insert(&resource.id));
        report.number(item, "capacity", resource.capacity, CAPACITY);
        report.number(item, "assumed_use", resource.assumed_use, CAPACITY);
        resource.sites.iter().for_each(|site| report.site(item, "sites", site));
        resource.districts.iter().for_each(|district| report.district(item, "districts", district));
    }
}

fn offers(report: &mut Report<'_>) {
    let parts = report.parts;
    let mut seen = BTreeSet::new();
    let mut accepted = BTreeSet::new();
    for (index, offer) in parts.offers.iter().enumerate() {
        let item = Item::Offer(index);
        report.applicant(item, &offer.household);
        report.unit(item, "unit", &offer.unit);
        report.once(item, "unit", offer.unit.as_str(), seen.insert((&offer.household, &offer.unit)));
        if offer.status == OfferStatus::Accepted && !accepted.insert(&offer.household) {
            report.tell_new(
                item,
                "status",
                Code::ManyAccepted,
                Some(offer.household.as_str()),
                say("har takket ja til et annet tilbud også", "has accepted another offer too"),
                say("Behold det ene svaret.", "Keep one of the answers."),
            );
        }
    }
}

/// Where the office says both that a household must and must not have a home, or must have two.
fn contradictions(report: &mut Report<'_>) {
    let parts = report.parts;
    let unit = |target: &UnitId| Target::Unit(target.clone());
    let mut must: BTreeMap<(&HouseholdId, Target), Item> = BTreeMap::new();
    let mut must_not = BTreeSet::new();
    let mut pinned_units: BTreeMap<&HouseholdId, &UnitId> = BTreeMap::new();
    let contradict = |report: &mut Report<'_>, item: Item, household: &HouseholdId, cause: Wording| {
        let action = say("Behold den ene.", "Keep one of them.");
        report.tell_new(item, "household", Code::Contradiction, Some(household.as_str()), cause, action);
    };
    for ban in &parts.bans {
        must_not.insert((&ban.household, ban.target.clone()));
    }
    for offer in &parts.offers {
        match offer.status {
            OfferStatus::Refused => drop(must_not.insert((&offer.household, unit(&offer.unit)))),
            OfferStatus::Accepted => drop(pinned_units.insert(&offer.household, &offer.unit)),
            OfferStatus::Pending => {}
        }
    }
    for (index, offer) in parts.offers.iter().enumerate().filter(|(_, offer)| offer.status == OfferStatus::Accepted) {
        must.insert((&offer.household, unit(&offer.unit)), Item::Offer(index));
    }
    for (index, pin) in parts.pins.iter().enumerate() {
        must.insert((&pin.household, pin.target.clone()), Item::Pin(index));
        if let Target::Unit(unit) = &pin.target
            && *pinned_units.entry(&pin.household).or_insert(unit) != unit
        {
            let cause = say("er festet til to boenheter", "is pinned to two units");
            contradict(report, Item::Pin(index), &pin.household, cause);
        }
    }
    for ((household, target), item) in &must {
        if must_not.contains(&(*household, target.clone())) {
            let cause = say("både skal og ikke skal ha det samme", "both must and must not have the same");
            contradict(report, *item, household, cause);
        }
    }
}
