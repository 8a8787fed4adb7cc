//! What the office has fixed for single households: pins, bans, offers answered, homes reserved.

use std::collections::BTreeMap;

use super::ground::Ground;
use crate::eligibility::{Home, HomeSet, Refusal, Verdict, homes_where};
use crate::problem::{Fixing, Household, HouseholdId, OfferStatus, Tag, Target, UnitId};

/// Something fixed, by household: that is looked for once for each.
type ByHousehold<'a, T> = BTreeMap<&'a HouseholdId, Vec<&'a T>>;

/// What the office has fixed, over the classes of a ground.
pub struct Fixed<'g, 'a> {
    ground: &'g Ground<'a>,
    pins: ByHousehold<'a, Target>,
    bans: ByHousehold<'a, Target>,
    accepted: ByHousehold<'a, UnitId>,
    refused: ByHousehold<'a, UnitId>,
    reserved: BTreeMap<&'a Tag, HomeSet>,
}

impl<'g, 'a> Fixed<'g, 'a> {
    /// What is fixed in the ground's problem.
    pub fn of(ground: &'g Ground<'a>) -> Self {
        let parts = ground.problem.parts();
        let offers = |status: OfferStatus| {
            let offers = parts.offers.iter().filter(move |offer| offer.status == status);
            by_household(offers.map(|offer| (&offer.household, &offer.unit)))
        };
        let targets = |fixings: &'a [Fixing]| by_household(fixings.iter().map(|fixing| (&fixing.household, &fixing.target)));
        let mut reserved: BTreeMap<&Tag, HomeSet> = BTreeMap::new();
        for (index, class) in ground.classes.iter().enumerate() {
            if let Some(tag) = &class.home.unit.reserved_for {
                reserved.entry(tag).or_insert_with(|| HomeSet::with_capacity(ground.classes.len())).insert(index);
            }
        }
        Self {
            ground,
            pins: targets(&parts.pins),
            bans: targets(&parts.bans),
            accepted: offers(OfferStatus::Accepted),
            refused: offers(OfferStatus::Refused),
            reserved,
        }
    }

    /// Judges a household in every class.
    pub fn judge(&self, household: &Household, verdict: &mut Verdict<'_>) {
        let mut refuse = |rule, classes: &HomeSet| verdict.refuse(Refusal { rule, ask: None }, classes);
        for target in of(&self.bans, household) {
            refuse("ban", &self.within(|home| aims_at(target, home)));
        }
        for unit in of(&self.refused, household) {
            refuse("offer_refused", &self.within(|home| home.unit.id == **unit));
        }
        for target in of(&self.pins, household) {
            refuse("pin", &self.within(|home| !aims_at(target, home)));
        }
        for unit in of(&self.accepted, household) {
            refuse("pin", &self.within(|home| home.unit.id != **unit));
        }
        for (tag, classes) in &self.reserved {
            if !household.application.as_ref().is_some_and(|application| application.profiles.contains(tag)) {
                refuse("reserved", classes);
            }
        }
    }

    fn within(&self, holds: impl Fn(&Home<'a>) -> bool) -> HomeSet {
        homes_where(self.ground.classes.len(), |class| holds(&self.ground.classes[class].home))
    }
}

fn by_household<'a, T>(fixed: impl Iterator<Item = (&'a HouseholdId, &'a T)>) -> ByHousehold<'a, T> {
    let mut by_household: ByHousehold<'a, T> = BTreeMap::new();
    for (household, what) in fixed {
        by_household.entry(household).or_default().push(what);
    }
    by_household
}

fn of<'b, T>(fixed: &'b ByHousehold<'_, T>, household: &Household) -> &'b [&'b T] {
    fixed.get(&household.id).map_or(&[], Vec::as_slice)
}

/// Whether a target means the home.
pub fn aims_at(target: &Target, home: &Home<'_>) -> bool {
    match target {
        Target::Unit(unit) => *unit == home.unit.id,
        Target::Site(site) => *site == home.site.id,
        Target::Category(category) => *category == home.site.category,
    }
}
