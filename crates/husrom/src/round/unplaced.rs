//! Who waits on after a round, with what is known of the reason without another solve.

use std::collections::BTreeSet;

use crate::allocation::{Placement, Reason, Unplaced};
use crate::formulation::Ground;
use crate::problem::HouseholdId;

/// Who waits on, by household, and why.
pub(crate) fn unplaced(ground: &Ground<'_>, placements: &[Placement], roofs: &[HouseholdId]) -> Vec<Unplaced> {
    let placed: BTreeSet<&HouseholdId> = placements.iter().map(|placement| &placement.household).collect();
    let roofs: BTreeSet<&HouseholdId> = roofs.iter().collect();
    let households = ground.problem.households().iter().enumerate();
    let waiting = households.filter(|(_, household)| household.application.is_some() && !placed.contains(&household.id));
    waiting.map(|(index, household)| unplaced_because(ground, index, roofs.contains(&household.id))).collect()
}

fn unplaced_because(ground: &Ground<'_>, index: usize, needs_roof: bool) -> Unplaced {
    let openings = &ground.openings[index];
    let mut ask_for: Vec<(String, u32)> = openings.ask_for.iter().map(|(ask, homes)| (ask.clone(), *homes)).collect();
    ask_for.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
    let reason = |code: &str, nb: String, en: String| Reason { code: code.to_owned(), nb, en };
    let homes: usize = ground.classes.iter().map(|class| class.units.len()).sum();
    let most = openings.excluded_by.iter().max_by(|one, other| one.1.cmp(other.1).then_with(|| other.0.cmp(one.0)));
    let reason = if ground.ready(index).is_none() {
        reason(
            "not_ready",
            "Ikke klar til å flytte inn før horisonten".to_owned(),
            "Not ready to move before the horizon".to_owned(),
        )
    } else if openings.homes > 0 {
        reason(
            "taken",
            format!(
                "{} av {homes} boliger kunne passe; de gikk til andre, eller reglene for bomiljø og ressurser stengte",
                openings.homes
            ),
            format!(
                "{} of {homes} homes could suit; they went to others, or composition and resources closed them",
                openings.homes
            ),
        )
    } else if let Some((attribute, opened)) = ask_for.first() {
        reason(
            "ask",
            format!("Spør om {attribute}: det er ukjent og holder {opened} av {homes} boliger stengt"),
            format!("Ask for {attribute}: it is unknown and keeps {opened} of {homes} homes closed"),
        )
    } else if let Some((rule, count)) = most {
        let say = ground.problem.rules().iter().find(|it| it.id == *rule);
        let (nb, en) = say.map_or((rule.to_string(), rule.to_string()), |it| (it.say_nb.clone(), it.say_en.clone()));
        reason("not_eligible", format!("{nb} ({count} av {homes} boliger)"), format!("{en} ({count} of {homes} homes)"))
    } else {
        reason("no_homes", "Ingen boliger er ledige i runden".to_owned(), "No homes are free in the round".to_owned())
    };
    Unplaced {
        household: ground.household(index).id.clone(),
        eligible_homes: openings.homes,
        excluded_by: openings.excluded_by.clone(),
        ask_for,
        reason,
        needs_roof,
    }
}
