//! Changes to a problem: each gives a new one, after the same checks.

use std::collections::BTreeMap;

use super::issue::{Code, Fault, InputError, Issue, say};
use crate::problem::{Fixing, Goals, Household, HouseholdId, Offer, OfferStatus, Parts, Problem, Target};

impl Problem {
    /// With the household fixed to one of the target's homes.
    ///
    /// # Errors
    /// The household or home is not there, or something fixed before says otherwise.
    pub fn pin(&self, household: &HouseholdId, target: Target) -> Result<Self, InputError> {
        self.edited(|parts| parts.pins.push(Fixing { household: household.clone(), target }))
    }

    /// With the target's homes ruled out for the household.
    ///
    /// # Errors
    /// The household or home is not there, or something fixed before says otherwise.
    pub fn forbid(&self, household: &HouseholdId, target: Target) -> Result<Self, InputError> {
        self.edited(|parts| parts.bans.push(Fixing { household: household.clone(), target }))
    }

    /// With answers to pending offers: each of these households has one, which takes the status given.
    ///
    /// # Errors
    /// A household has no pending offer, or several; or the answers contradict what is fixed.
    pub fn answer(&self, answers: &[(HouseholdId, OfferStatus)]) -> Result<Self, InputError> {
        let mut parts = self.parts().clone();
        let mut issues: Vec<Issue> = Vec::new();
        let mut answered: BTreeMap<&HouseholdId, OfferStatus> = BTreeMap::new();
        for (household, status) in answers {
            let is_pending = |offer: &&Offer| offer.household == *household && offer.status == OfferStatus::Pending;
            let pending = self.parts().offers.iter().filter(is_pending).count();
            let repeated = answered.insert(household, *status).is_some_and(|other| other != *status);
            if pending != 1 || repeated {
                let fault = Fault::new(
                    Code::NoPendingOffer,
                    say(
                        format!("har {pending} tilbud som venter på svar{}", if repeated { ", og to ulike svar" } else { "" }),
                        format!(
                            "has {pending} offers that wait for an answer{}",
                            if repeated { ", and two different answers" } else { "" }
                        ),
                    ),
                    say("Sett svaret i tabellen over tilbud.", "Set the answer in the table of offers."),
                );
                issues.push(fault.at("offers", None, Some("household"), Some(household.as_str())));
            }
        }
        if !issues.is_empty() {
            return Err(InputError::new(issues, self.round().language).redacted());
        }
        for offer in parts.offers.iter_mut().filter(|offer| offer.status == OfferStatus::Pending) {
            offer.status = answered.get(&offer.household).copied().unwrap_or(offer.status);
        }
        Self::from_parts(parts)
    }

    /// With other goals.
    ///
    /// # Errors
    /// The goals are empty, or repeat themselves.
    pub fn with_goals(&self, goals: Goals) -> Result<Self, InputError> {
        self.edited(|parts| parts.goals = goals)
    }

    /// With another seed of the lot.
    #[must_use]
    pub fn with_seed(&self, seed: u64) -> Self {
        let mut parts = self.parts().clone();
        parts.settings.seed = Some(seed);
        Self::assemble(parts)
    }

    /// With these offers in place of those there are.
    ///
    /// # Errors
    /// A household or home is not there, or the offers contradict what is fixed.
    pub fn with_offers(&self, offers: Vec<Offer>) -> Result<Self, InputError> {
        self.edited(|parts| parts.offers = offers)
    }

    /// With one more household.
    ///
    /// # Errors
    /// A household or person of the same pseudonym is there already, or what it refers to is not.
    pub fn with_household(&self, household: Household) -> Result<Self, InputError> {
        self.edited(|parts| parts.households.push(household))
    }

    /// With its parts changed in any way.
    ///
    /// # Errors
    /// The changed parts do not agree with each other.
    pub fn edited(&self, change: impl FnOnce(&mut Parts)) -> Result<Self, InputError> {
        let mut parts = self.parts().clone();
        change(&mut parts);
        Self::from_parts(parts)
    }
}
