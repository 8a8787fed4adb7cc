//! The shortlist: where there are too many homes to consider each for everybody, the kinds of home that a household is considered for.
//!
//! Half of them, rounded up, are those that suit it best: a step up first, then by points, then by lot. The others are drawn, so that homes
//! that few wish for are on somebody's list too. Each counts from the first date on which it is lawful.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::ground::{Ground, Pair};
use super::points::Points;
use crate::eligibility::{standing, steps_up};
use crate::problem::{HouseholdId, OfferStatus};

/// What shortlists are made of.
pub struct Shortlist<'g, 'a> {
    ground: &'g Ground<'a>,
    /// The most kinds of home on one.
    most: usize,
    points: Points<'a>,
    /// The classes of pending offers: to consider what is offered is no favour.
    offered: BTreeMap<&'a HouseholdId, BTreeSet<usize>>,
    /// Whose home, or kind of home, is fixed: those are considered for all that is left to them.
    fixed: BTreeSet<&'a HouseholdId>,
}

impl<'g, 'a> Shortlist<'g, 'a> {
    /// Those of a ground whose pairs need not be found; `None` where everybody is considered for every home.
    pub fn of(ground: &'g Ground<'a>) -> Option<Self> {
        let most = usize::try_from(ground.problem.settings().shortlist?).unwrap_or(usize::MAX);
        let parts = ground.problem.parts();
        let offers = |status| parts.offers.iter().filter(move |offer| offer.status == status);
        let mut offered: BTreeMap<&HouseholdId, BTreeSet<usize>> = BTreeMap::new();
        for offer in offers(OfferStatus::Pending) {
            offered.entry(&offer.household).or_default().extend(ground.class_of.get(&offer.unit));
        }
        let accepted = offers(OfferStatus::Accepted).map(|offer| &offer.household);
        let fixed = parts.pins.iter().map(|pin| &pin.household).chain(accepted).collect();
        Some(Self { ground, most, points: Points::of(ground.problem), offered, fixed })
    }

    /// The classes on the shortlist of the household whose lawful pairs these are, one for each class.
    pub fn choose<'p>(&self, pairs: impl Iterator<Item = &'p Pair>) -> BTreeSet<usize> {
        let mut pairs: Vec<&Pair> = pairs.collect();
        let Some(household) = pairs.first().map(|pair| self.ground.household(pair.household)) else { return BTreeSet::new() };
        if self.fixed.contains(&household.id) {
            return pairs.iter().map(|pair| pair.class).collect();
        }
        let problem = self.ground.problem;
        let standing = standing(problem, household);
        let class = |pair: &&Pair| &self.ground.classes[pair.class];
        pairs.sort_by_cached_key(|pair| {
            let home = &class(pair).home;
            let suits = (steps_up(standing, home), self.points.count(household, home));
            Reverse((suits, problem.draw(&household.id, &class(pair).likeness)))
        });
        let mut drawn = pairs.split_off(pairs.len().min(self.most.div_ceil(2)));
        drawn.sort_by_cached_key(|pair| Reverse(problem.draw(&household.id, &class(pair).likeness)));
        drawn.truncate(self.most / 2);
        let offered = self.offered.get(&household.id).into_iter().flatten().copied();
        pairs.into_iter().chain(drawn).map(|pair| pair.class).chain(offered).collect()
    }
}
