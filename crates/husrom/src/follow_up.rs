//! After the round: offers sent out, and somebody who needs a home today.

use std::collections::BTreeSet;

use crate::allocation::Allocation;
use crate::planning::leave_out;
use crate::problem::{
    Fixing, Household, HouseholdId, Offer, OfferStatus, PersonId, Problem, Relation, RelationKind, Strictness, Target,
};
use crate::round::{AllocateError, allocate};
use crate::tables::InputError;

impl Allocation {
    /// The problem with every placement sent out as a pending offer: solved again after answers, as few as possible change.
    ///
    /// # Errors
    /// [`InputError`] if the offers contradict the problem.
    pub fn offered(&self) -> Result<Problem, InputError> {
        let mut parts = self.problem().parts().clone();
        let answered = |offer: &Offer| offer.status != OfferStatus::Pending;
        parts.offers.retain(answered);
        for placement in self.placements() {
            let is_known =
                parts.offers.iter().any(|offer| offer.household == placement.household && offer.unit == placement.unit);
            if !is_known {
                let (household, unit) = (placement.household.clone(), placement.unit.clone());
                parts.offers.push(Offer { household, unit, status: OfferStatus::Pending });
            }
        }
        Problem::from_parts(parts)
    }

    /// The best home today for one household, touching nothing that this allocation gives: everybody placed stays placed, and nobody
    /// else comes in.
    ///
    /// # Errors
    /// [`AllocateError::NotWaiting`] if the household does not wait in the problem, else as for a round.
    pub fn place_now(&self, household: &HouseholdId) -> Result<Self, AllocateError> {
        self.place_now_in(self.problem(), household)
    }

    /// [`place_now`](Self::place_now) for a household that has come since: `problem` is this allocation's with the household added.
    ///
    /// # Errors
    /// As for [`place_now`](Self::place_now).
    pub fn place_now_in(&self, problem: &Problem, household: &HouseholdId) -> Result<Self, AllocateError> {
        if problem.household(household).is_none_or(|it| it.application.is_none()) {
            return Err(AllocateError::NotWaiting(household.clone()));
        }
        let mut parts = problem.parts().clone();
        let placed = |id: &HouseholdId| self.placements().iter().any(|placement| placement.household == *id);
        let others = problem.applicants().map(|(other, _)| &other.id).filter(|id| *id != household && !placed(id));
        let others: BTreeSet<&HouseholdId> = others.collect();
        let missed = missed(problem, &others);
        let gone: Vec<HouseholdId> = others.difference(&missed).map(|it| (*it).clone()).collect();
        leave_out(&mut parts, &gone);
        let nowhere = |id: &HouseholdId| {
            let id = id.clone();
            problem.sites().iter().map(move |site| Fixing { household: id.clone(), target: Target::Site(site.id.clone()) })
        };
        parts.bans.extend(missed.into_iter().flat_map(nowhere));
        for placement in self.placements().iter().filter(|placement| placement.household != *household) {
            let pin = Fixing { household: placement.household.clone(), target: Target::Unit(placement.unit.clone()) };
            if !parts.pins.contains(&pin) {
                parts.pins.push(pin);
            }
        }
        allocate(&Problem::from_parts(parts)?).run()
    }
}

/// Those among some who are to live together with anybody else: they come in nowhere, but a round without them would not know that they are
/// missed.
fn missed<'a>(problem: &'a Problem, among: &BTreeSet<&'a HouseholdId>) -> BTreeSet<&'a HouseholdId> {
    let household_of = |person: &PersonId| {
        let has = |household: &&Household| household.persons.iter().any(|it| it.id == *person);
        problem.households().iter().find(has).map(|household| &household.id)
    };
    let together = |relation: &&Relation| relation.kind == RelationKind::Together && relation.strictness != Strictness::Off;
    let relations = problem.parts().relations.iter().filter(together);
    let sides = relations.filter_map(|relation| Some((household_of(&relation.one)?, household_of(&relation.other)?)));
    let missed = sides.filter_map(|(one, other)| match (among.contains(one), among.contains(other)) {
        (true, false) => Some(one),
        (false, true) => Some(other),
        _ => None,
    });
    missed.collect()
}
