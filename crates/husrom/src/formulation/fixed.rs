//! What the office has fixed for single households: pins, bans, offers answered, homes reserved.

use std::borrow::Borrow;
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
    reserved_at_all: HomeSet,
    /// The classes each target means.
    aimed: BTreeMap<Target, Vec<usize>>,
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
        let mut aimed: BTreeMap<Target, Vec<usize>> = BTreeMap::new();
        for (index, class) in ground.classes.iter().enumerate() {
            let (unit, site) = (class.home.unit, class.home.site);
            for target in [Target::Unit(unit.id.clone()), Target::Site(site.id.clone()), Target::Category(site.category)] {
                aimed.entry(target).or_default().push(index);
            }
        }
        let is_reserved = |class: usize| ground.classes[class].home.unit.reserved_for.is_some();
        Self {
            ground,
            aimed,
            reserved_at_all: homes_where(ground.classes.len(), is_reserved),
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
        // Some are banned from thousands of homes: all of them at once.
        let bans = of(&self.bans, household);
        if !bans.is_empty() {
            let aims = bans.iter().map(|target| self.aimed_at(target));
            refuse("ban", &self.all_of(aims.flatten()));
        }
        let refused = of(&self.refused, household);
        if !refused.is_empty() {
            let aims = refused.iter().filter_map(|unit| self.ground.class_of.get(unit).copied());
            refuse("offer_refused", &self.all_of(aims));
        }
        for target in of(&self.pins, household) {
            refuse("pin", &self.within(|home| !aims_at(target, home)));
        }
        for unit in of(&self.accepted, household) {
            refuse("pin", &self.within(|home| home.unit.id != **unit));
        }
        // There may be as many profiles as homes: only the household's own are looked up.
        let mut reserved = self.reserved_at_all.clone();
        for tag in household.application.iter().flat_map(|application| &application.profiles) {
            self.reserved.get(tag).into_iter().for_each(|classes| reserved.difference_with(classes));
        }
        if !reserved.is_clear() {
            refuse("reserved", &reserved);
        }
    }

    /// The classes a target means.
    fn aimed_at(&self, target: &Target) -> &[usize] {
        self.aimed.get(target).map_or(&[], Vec::as_slice)
    }

    fn all_of(&self, classes: impl IntoIterator<Item = impl Borrow<usize>>) -> HomeSet {
        let mut set = HomeSet::with_capacity(self.ground.classes.len());
        set.extend(classes.into_iter().map(|class| *class.borrow()));
        set
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
