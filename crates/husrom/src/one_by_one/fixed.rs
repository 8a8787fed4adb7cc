//! What the office has fixed, before any home is worked: pins and accepted offers.

use std::collections::BTreeSet;

use crate::allocation::Placement;
use crate::planning::leave_out;
use crate::problem::{
    Goals, HomeFilter, HouseholdId, Measure, OfferStatus, Parts, Predicate, Problem, RelationKind, Rule, RuleId, RuleKind,
    Strictness,
};
use crate::round::{AllocateError, allocate};

/// The fewest placements that hold every pin and accepted offer, and of those the ones that the lot picks.
///
/// A pin may need others: the mover who holds the home, or somebody who must live with the one pinned. So it is a small round of its
/// own, in which each placement costs one point.
///
/// # Errors
/// As for a round.
pub fn placements(problem: &Problem) -> Result<Vec<Placement>, AllocateError> {
    let fixed = fixed(problem.parts());
    if fixed.is_empty() {
        return Ok(Vec::new());
    }
    let mut parts = problem.parts().clone();
    let gone = without_bearing(problem, &fixed);
    parts.relations.retain(|relation| relation.strictness == Strictness::Hard);
    leave_out(&mut parts, &gone);
    // Soft rules stop nobody, so here they cost nothing either.
    for rule in parts.rules.iter_mut().filter(|rule| matches!(rule.strictness, Strictness::Soft { .. })) {
        rule.strictness = Strictness::Off;
    }
    parts.rules.push(each_placement_costs_one(&parts.rules));
    parts.goals = Goals::of([Measure::Misplacement, Measure::Lot]);
    let round = Problem::from_parts(parts)?.with_seed(problem.seed());
    Ok(allocate(&round).run()?.placements().to_vec())
}

/// The households whose placement the office has fixed.
fn fixed(parts: &Parts) -> BTreeSet<HouseholdId> {
    let accepted = parts.offers.iter().filter(|offer| offer.status == OfferStatus::Accepted).map(|offer| &offer.household);
    parts.pins.iter().map(|pin| &pin.household).chain(accepted).cloned().collect()
}

/// Households from outside whose placement cannot help anybody who is fixed: they free no home, and nobody must live with them.
fn without_bearing(problem: &Problem, fixed: &BTreeSet<HouseholdId>) -> Vec<HouseholdId> {
    let together = problem.parts().relations.iter().filter(|relation| relation.kind == RelationKind::Together);
    let together: BTreeSet<_> = together.flat_map(|relation| [&relation.one, &relation.other]).collect();
    let outside = problem.applicants().map(|(household, _)| household).filter(|household| household.residency.is_none());
    outside
        .filter(|household| !fixed.contains(&household.id))
        .filter(|household| household.persons.iter().all(|person| !together.contains(&person.id)))
        .map(|household| household.id.clone())
        .collect()
}

fn each_placement_costs_one(rules: &[Rule]) -> Rule {
    let mut id = RuleId::from("placement");
    while rules.iter().any(|rule| rule.id == id) {
        id = RuleId::from(format!("{id}+"));
    }
    Rule {
        id,
        kind: RuleKind::Exclude { who: Predicate::default() },
        homes: HomeFilter::default(),
        strictness: Strictness::Soft { level: Measure::Misplacement, price: 1 },
        say_nb: String::new(),
        say_en: String::new(),
        source: String::new(),
    }
}
