//! Who waits on after a round, with what is known of the reason without another solve.

use std::collections::BTreeSet;

use crate::allocation::{Placement, Reason, Unplaced};
use crate::eligibility::most;
use crate::formulation::Ground;
use crate::problem::{HouseholdId, Language, RuleId};

/// Who waits on, by household, and why.
pub(crate) fn unplaced(ground: &Ground<'_>, placements: &[Placement], roofs: &[HouseholdId]) -> Vec<Unplaced> {
    let placed: BTreeSet<&HouseholdId> = placements.iter().map(|placement| &placement.household).collect();
    let roofs: BTreeSet<&HouseholdId> = roofs.iter().collect();
    let households = ground.problem.households().iter().enumerate();
    let waiting = households.filter(|(_, household)| household.application.is_some() && !placed.contains(&household.id));
    waiting.map(|(index, household)| unplaced_because(ground, index, roofs.contains(&household.id))).collect()
}

/// What closes homes that is no rule of the round: what the office or the household has settled, and resources.
fn settled(code: &RuleId) -> (String, String) {
    let (nb, en) = match code.as_str() {
        "ban" => (
            "Kontoret har bestemt at husstanden ikke skal bo der",
            "The office has decided that the household is not to live there",
        ),
        "offer_refused" => ("Husstanden har takket nei", "The household has refused"),
        "reserved" => ("Forbeholdt andre", "Reserved for others"),
        "pin" => ("Husstanden er fastsatt til en annen bolig", "Another home is fixed for the household"),
        "relation" => ("Noen skal ikke bo sammen", "Some are to be kept apart"),
        "shortlist" => ("Husstanden er ikke vurdert for boligen", "The household is not considered for the home"),
        // By its id: names are left out of views.
        resource => return (format!("Det er ikke nok av «{resource}»"), format!("There is not enough of “{resource}”")),
    };
    (nb.to_owned(), en.to_owned())
}

fn unplaced_because(ground: &Ground<'_>, index: usize, needs_roof: bool) -> Unplaced {
    let openings = &ground.openings[index];
    let mut ask_for: Vec<(String, u32)> = openings.ask_for.iter().map(|(ask, homes)| (ask.clone(), *homes)).collect();
    ask_for.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
    let reason = |code: &str, nb: String, en: String| Reason { code: code.to_owned(), nb, en };
    let own = ground.household(index).residency.as_ref().and_then(|residency| ground.class_of.get(&residency.unit));
    let others = ground.classes.iter().enumerate().filter(|(class, _)| own != Some(class));
    let homes: usize = others.map(|(_, class)| class.units.len()).sum();
    let of_all = |language: Language| match (language, homes) {
        (Language::Nb, 1) => "1 bolig".to_owned(),
        (Language::En, 1) => "1 home".to_owned(),
        (Language::Nb, _) => format!("{homes} boliger"),
        (Language::En, _) => format!("{homes} homes"),
    };
    let (nb_homes, en_homes) = (of_all(Language::Nb), of_all(Language::En));
    let reason = if ground.ready(index).is_none() {
        let ends = ground.problem.round().horizon;
        reason(
            "not_ready",
            format!("Kan først flytte inn etter at runden er slutt {}", Language::Nb.date(ends)),
            format!("Can move in only after the round has ended on {}", Language::En.date(ends)),
        )
    } else if openings.homes > 0 {
        let open = openings.homes;
        reason(
            "taken",
            format!("{open} av {nb_homes} kunne passe, men er ikke gitt til husstanden"),
            format!("{open} of {en_homes} could suit, but {} not given to the household", if open == 1 { "is" } else { "are" }),
        )
    } else if let Some((attribute, closed)) = ask_for.first() {
        let (nb, en) = (Language::Nb.attribute(attribute), Language::En.attribute(attribute));
        reason(
            "ask",
            format!("Opplysninger om {nb} mangler, og {closed} av {nb_homes} kunne derfor ikke vurderes"),
            format!("Facts are missing about {en}, and {closed} of {en_homes} could therefore not be considered"),
        )
    } else if let Some((rule, count)) = most(&openings.closed_by) {
        let say = ground.problem.rules().iter().find(|it| it.id == *rule);
        let (nb, en) = say.map_or_else(|| settled(rule), |it| (it.say_nb.clone(), it.say_en.clone()));
        reason("not_eligible", format!("{nb} ({count} av {nb_homes})"), format!("{en} ({count} of {en_homes})"))
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
