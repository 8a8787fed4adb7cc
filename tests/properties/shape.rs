//! What is done to a problem once drawn, so that what it is about decides: every rule kind and measure has to bind often enough.

use std::collections::BTreeSet;

use husrom::problem::*;

use crate::dice::Dice;

/// Leaves out districts and zones that no site of this problem lies in: the input checks refuse them.
pub fn only_known_places(parts: &mut Parts) {
    let districts: BTreeSet<District> = parts.sites.iter().filter_map(|site| site.district.clone()).collect();
    let zones: BTreeSet<Zone> = parts.sites.iter().filter_map(|site| site.zone.clone()).collect();
    parts.settings.zone_ceilings.retain(|zone, _| zones.contains(zone));
    for rule in &mut parts.rules {
        rule.homes.districts.retain(|district| districts.contains(district));
    }
    for resource in &mut parts.resources {
        resource.districts.retain(|district| districts.contains(district));
    }
    for application in parts.households.iter_mut().filter_map(|household| household.application.as_mut()) {
        application.wishes.districts.retain(|district| districts.contains(district));
        application.wishes.refused_districts.retain(|district| districts.contains(district));
    }
}

/// Lets two who must move be made for each other's homes, in chains of two at most.
pub fn swap(parts: &mut Parts) {
    let shared = |unit: &UnitId| parts.units.iter().any(|it| it.id == *unit && it.shared_places.is_some());
    let movers = parts.households.iter_mut().filter(|household| household.application.is_some());
    let movers = movers.filter_map(|household| household.residency.as_mut().map(|residency| (&household.id, residency)));
    let mut movers: Vec<_> = movers.filter(|(_, residency)| !shared(&residency.unit)).take(2).collect();
    let [(one, at_one), (other, at_other)] = &mut movers[..] else { return };
    for (household, unit) in [(&*one, &at_other.unit), (&*other, &at_one.unit)] {
        let (household, target) = ((*household).clone(), Target::Unit(unit.clone()));
        parts.assessments.retain(|assessment| (&assessment.household, &assessment.target) != (&household, &target));
        parts.assessments.push(Assessment { household, target, points: 9 });
    }
    (at_one.tenure, at_other.tenure) = (Tenure::MustMove, Tenure::MustMove);
    parts.settings.longest_chain = Some(2);
}

/// Lets those who move be tenants for good, so that moving them is something to limit.
pub fn settle(dice: &mut Dice, parts: &mut Parts) {
    for site in parts.sites.iter_mut().filter(|_| dice.chance(80)) {
        site.permanence = Some(Permanence::Permanent);
    }
    let movers = parts.households.iter_mut().filter(|household| household.application.is_some());
    for residency in movers.filter_map(|household| household.residency.as_mut()).filter(|_| dice.chance(70)) {
        residency.tenure = Tenure::MustMove;
    }
}

/// Takes away most of what couples households beside the first rule, so that the first rule is the one that decides.
pub fn calm(dice: &mut Dice, parts: &mut Parts) {
    let mut goes = || dice.chance(50);
    if goes() {
        parts.resources.clear();
    }
    if goes() {
        parts.relations.clear();
    }
    if goes() {
        parts.pins.clear();
        parts.offers.retain(|offer| offer.status != OfferStatus::Accepted);
    }
    if goes() {
        parts.bans.clear();
        parts.offers.retain(|offer| offer.status != OfferStatus::Refused);
    }
    parts.rules.retain(|rule| rule.id.as_str() == "regel-0" || !goes());
    for unit in parts.units.iter_mut().filter(|_| goes()) {
        unit.reserved_for = None;
    }
}

/// Takes away most of what closes single homes to single households, so that what couples them has something to do.
pub fn ease(dice: &mut Dice, parts: &mut Parts) {
    let chains = dice.chance(72);
    let single = dice.chance(34);
    for site in &mut parts.sites {
        site.serves_districts.clear();
        site.serves_municipalities.clear();
        (site.shielded, site.staffing) = (true, site.staffing.or(Some(Staffing::Ambulant)));
        let gender = dice.some(if single { 100 } else { 25 }, &[GenderRule::Single]);
        let single_gender = site.single_gender;
        site.single_gender = single_gender.filter(|_| gender.is_some() && dice.chance(20));
        let kept = dice.chance(68);
        if kept {
            site.admission = Admission { gender, ..Admission::default() };
        }
        if site.admission.gender != Some(GenderRule::Single) {
            site.single_gender = None;
        }
    }
    for unit in &mut parts.units {
        unit.admission = Admission::default();
        unit.staffing = None;
        unit.reserved_for = unit.reserved_for.clone().filter(|_| dice.chance(45));
        unit.largest_household = unit.largest_household.filter(|_| dice.chance(20));
        unit.rent = None;
    }
    for household in &mut parts.households {
        let mover = household.residency.is_some();
        if chains {
            parts.settings.longest_chain = Some(1);
        }
        if let Some(residency) = &mut household.residency
            && residency.tenure == Tenure::WantsToMove
            && (chains || dice.chance(75))
        {
            residency.tenure = Tenure::MustMove;
        }
        let Some(application) = &mut household.application else { continue };
        application.needs.staffing = dice.some(100, &[Staffing::None, Staffing::None, Staffing::Ambulant]);
        let none = Some(false);
        (application.needs.robust, application.needs.accessible, application.needs.distance) = (none, none, none);
        application.needs.requires.clear();
        application.allowed_categories.clear();
        application.barred_sites.clear();
        application.owes.clear();
        application.wishes.refused_categories.clear();
        application.wishes.refused_districts.clear();
        application.wishes.refused_sites.clear();
        application.housed_by_is_hard &= dice.chance(30);
        if dice.chance(40) {
            application.housed_by = Some(*dice.pick(&[parts.round.date, parts.round.horizon]));
        }
        if dice.chance(30) && !mover {
            application.situation = Some(Situation::Homeless);
            application.ready_from = None;
        }
        if mover {
            application.wishes.districts = vec![(*dice.pick(&["Nord", "Sør"])).into()];
            application.wishes.sites =
                dice.some(70, &parts.sites.iter().map(|site| site.id.clone()).collect::<Vec<_>>()).into_iter().collect();
        }
    }
}
