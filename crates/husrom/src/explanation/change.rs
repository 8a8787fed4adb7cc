//! The smallest change: what would have to be otherwise for a household to be placed in every optimum, whatever the lot.
//!
//! One step of the menu is tried, then two together, the cheapest first; each is solved, and then solved again for an optimum that leaves
//! the household out.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::cause::Exchange;
use super::menu::{Menu, Step, after};
use super::texts::{Reader, Teller};
use super::{ExplainError, Explainer, exchange};
use crate::allocation::{Allocation, LevelResult, Placement};
use crate::formulation::{Demand, Formulation, Ground, Linear};
use crate::prepared::Prepared;
use crate::problem::{Goal, Goals, HouseholdId, Language, Measure, Problem, UnitId};
use crate::round::{Allocate, AllocateError, allocate};

/// A change that suffices.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SmallestChange {
    /// The steps.
    pub steps: Vec<Step>,
    /// What they cost together, in the menu's prices.
    pub price: u32,
    /// Where the household lives then.
    pub placement: Placement,
    /// The round then, beside this allocation.
    pub exchange: Exchange,
}

/// What comes of looking for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "answer", rename_all = "snake_case")]
pub enum Smallest {
    /// The household is placed in every optimum as it is.
    AlreadyPlaced,
    /// The cheapest change; of several as cheap, the first by the menu's order.
    Found(SmallestChange),
    /// No one or two steps of the menu suffice.
    NoneWithinTwo,
    /// The run was ended, or something was not proved, before all had been tried.
    NotSearched,
}

impl Smallest {
    /// In words, for the office or for the household, who is told of nobody else.
    #[must_use]
    pub fn text(&self, problem: &Problem, household: &HouseholdId, language: Language, reader: Reader) -> String {
        Teller::of(problem, language, reader).smallest(household, self)
    }
}

impl Explainer<'_> {
    /// The cheapest one or two steps of a menu after which the household is placed in every optimum before the lot.
    ///
    /// # Errors
    /// [`ExplainError`].
    pub fn smallest_change(&self, household: &HouseholdId, menu: &Menu) -> Result<Smallest, ExplainError> {
        let index = self.household(household)?;
        if self.application(index).is_none() {
            return Err(AllocateError::NotWaiting(household.clone()).into());
        }
        match self.always_placed(self.allocation, household)? {
            Some(true) => return Ok(Smallest::AlreadyPlaced),
            Some(false) => {}
            None => return Ok(Smallest::NotSearched),
        }
        let menu = menu.lawful(self.problem());
        // Not by one of those tried, while others wait for it.
        self.prepared();
        let placed = self.placed_somewhere(household)?;
        let tried = self.candidates(index, &menu);
        // The first of them in order, on any number of threads.
        let deadline = self.time_limit.and_then(|limit| Instant::now().checked_add(limit));
        let attempt = |price, steps: &[&Step]| {
            let left = deadline.map(|deadline| deadline.saturating_duration_since(Instant::now()));
            let Some(problem) = after(self.problem(), household, steps) else { return Ok(None) };
            let trial = Trial { explainer: self, household, problem: &problem, placed: placed.as_ref(), left };
            trial.attempt(price, steps)
        };
        let first = tried.par_iter().find_map_first(|(price, steps)| attempt(*price, steps).transpose());
        Ok(match first {
            Some(outcome) => outcome?,
            None => Smallest::NoneWithinTwo,
        })
    }

    /// Single steps and pairs, the cheapest first, without those that can open no home that its parts do not.
    fn candidates<'m>(&self, household: usize, menu: &'m [(Step, u32)]) -> Vec<(u32, Vec<&'m Step>)> {
        let opened: Vec<Option<BTreeSet<UnitId>>> = menu.par_iter().map(|(step, _)| self.opened(household, &[step])).collect();
        let mut candidates: Vec<(u32, Vec<&Step>)> = Vec::new();
        for (at, (step, price)) in menu.iter().enumerate() {
            if opened[at].as_ref().is_some_and(|homes| !homes.is_empty()) {
                candidates.push((*price, vec![step]));
            }
        }
        let pairs = (0..menu.len()).flat_map(|one| (one + 1..menu.len()).map(move |other| (one, other)));
        let pairs: Vec<(usize, usize)> = pairs.collect();
        let worth = pairs.into_par_iter().filter(|(one, other)| {
            let Some(homes) = self.opened(household, &[&menu[*one].0, &menu[*other].0]) else { return false };
            let known = |at: usize, home: &UnitId| opened[at].as_ref().is_some_and(|homes| homes.contains(home));
            let own = menu[*one].0.is_its_own() && menu[*other].0.is_its_own();
            // Steps that only open homes to the household are worth no more together than the homes they open together.
            !homes.is_empty() && (!own || homes.iter().any(|home| !known(*one, home) && !known(*other, home)))
        });
        let worth: Vec<(usize, usize)> = worth.collect();
        candidates
            .extend(worth.into_iter().map(|(one, other)| (menu[one].1 + menu[other].1, vec![&menu[one].0, &menu[other].0])));
        // Stable: fewer steps, then the menu's order, among those as cheap.
        candidates.sort_by_key(|(price, _)| *price);
        candidates
    }

    /// The homes open to the household after some steps; `None` where they contradict the problem.
    fn opened(&self, household: usize, steps: &[&Step]) -> Option<BTreeSet<UnitId>> {
        let id = &self.ground.household(household).id;
        let changed = after(self.problem(), id, steps)?;
        let ground = Ground::of(&changed);
        let index = changed.households().binary_search_by(|it| it.id.cmp(id)).ok()?;
        let pairs = ground.pairs_of[index].iter().map(|pair| ground.pairs[*pair].class);
        Some(pairs.flat_map(|class| ground.classes[class].units.iter().map(|unit| (*unit).clone())).collect())
    }

    /// The best allocation with the household placed, as things are: most steps change little in what it costs the others. `None` where
    /// there is none, or not in time.
    fn placed_somewhere(&self, household: &HouseholdId) -> Result<Option<Prepared>, ExplainError> {
        let demand = Demand::Placed { household: household.clone(), unit: None };
        let round = self.limited(allocate(self.problem())).near(self.prepared()).demanding(vec![demand.clone()]);
        Ok(match Run::of(round)? {
            Run::Found(allocation) => Some(Prepared::under(&allocation, &demand)),
            Run::OutOfReach | Run::Ended => None,
        })
    }

    /// The values that this allocation keeps after some steps: up to the lot, and up to what vacant homes cost where one is added; none
    /// where a level may end below what it is held at.
    fn target(&self, steps: &[&Step], is_resident: bool) -> Vec<i64> {
        let levels = self.allocation.levels();
        let adds = steps.iter().any(|step| matches!(step, Step::AddHome { .. }));
        let counts_vacant = |name: &str| matches!(Measure::read(name), Some(Measure::Cost | Measure::Weighted(_)));
        let lasts = |name: &str| name != "lot" && !(adds && counts_vacant(name));
        // What turns out of somebody who lives with others may be against those who come.
        let tells = steps.iter().any(|step| matches!(step, Step::Fact { .. })) && is_resident;
        // Where it stays now counts in several goals, placed or not.
        let stays = |step: &&Step| matches!(step, Step::Fact { attribute, .. } if attribute == "situation");
        let tells = tells || steps.iter().any(stays);
        if tells || levels.iter().any(|level| level.tolerance > 0) {
            return Vec::new();
        }
        levels.iter().take_while(|level| lasts(&level.measure)).map(|level| level.value).collect()
    }

    /// Whether a household is placed in every optimum before the lot; `None` if that was not settled.
    fn always_placed(&self, allocation: &Allocation, household: &HouseholdId) -> Result<Option<bool>, ExplainError> {
        if allocation.placements().iter().all(|placement| placement.household != *household) {
            return Ok(Some(false));
        }
        let formulation = Formulation::of(allocation.problem());
        let held: Vec<_> = allocation.levels().iter().take_while(|level| level.measure != "lot").collect();
        let mut search = self.holding(allocation, &formulation, &held, &BTreeMap::new())?;
        let index = allocation.problem().households().binary_search_by(|it| it.id.cmp(household));
        let pairs = index.map_or(&[][..], |index| &formulation.ground.pairs_of[index]);
        let objective = Linear { constant: 0, terms: pairs.iter().map(|pair| (*pair, -1)).collect() };
        let best = search.best_of(&objective).map_err(AllocateError::from)?;
        Ok(best.and_then(|best| match objective.value(&best.columns) {
            0 => Some(false),
            _ => best.proved.then_some(true),
        }))
    }
}

/// What a run comes to.
enum Run {
    Found(Box<Allocation>),
    OutOfReach,
    Ended,
}

/// A round after some steps, about to be tried for a household.
struct Trial<'t, 'a> {
    explainer: &'t Explainer<'a>,
    household: &'t HouseholdId,
    problem: &'t Problem,
    /// The best with the household placed before the steps.
    placed: Option<&'t Prepared>,
    left: Option<Duration>,
}

impl<'t> Trial<'t, '_> {
    /// Tries some steps; `None` if they do not suffice.
    fn attempt(&self, price: u32, steps: &[&Step]) -> Result<Option<Smallest>, ExplainError> {
        let Self { explainer, household, .. } = *self;
        if explainer.interrupt.is_set() || self.left.is_some_and(|left| left.is_zero()) {
            return Ok(Some(Smallest::NotSearched));
        }
        let is_resident = self.problem.household(household).is_some_and(|it| it.residency.is_some());
        let target = explainer.target(steps, is_resident);
        if !target.is_empty() {
            match self.falls_short(&target, steps.iter().all(|step| step.is_its_own()))? {
                Some(true) => return Ok(None),
                Some(false) => {}
                None => return Ok(Some(Smallest::NotSearched)),
            }
        }
        let allocation = match Run::of(self.round().goals(before_lot(self.problem)))? {
            Run::Found(allocation) => allocation,
            Run::OutOfReach => return Ok(None),
            Run::Ended => return Ok(Some(Smallest::NotSearched)),
        };
        let before_lot = allocation.levels().iter().take_while(|level| level.measure != "lot");
        if before_lot.into_iter().any(|level| level.bound != Some(level.held)) {
            return Ok(Some(Smallest::NotSearched));
        }
        match explainer.always_placed(&allocation, household)? {
            Some(false) => return Ok(None),
            None => return Ok(Some(Smallest::NotSearched)),
            Some(true) => {}
        }
        // It suffices. Where the household lives then, the lot has a say in.
        let Run::Found(allocation) = Run::of(self.round())? else { return Ok(Some(Smallest::NotSearched)) };
        let placement = allocation.placements().iter().find(|it| it.household == *household).cloned();
        Ok(Some(placement.map_or(Smallest::NotSearched, |placement| {
            Smallest::Found(SmallestChange {
                steps: steps.iter().map(|step| (*step).clone()).collect(),
                price,
                placement,
                exchange: exchange::between(explainer.allocation, &allocation),
            })
        })))
    }

    fn round(&self) -> Allocate<'t> {
        allocate(self.problem).within(self.left, &self.explainer.interrupt).near(self.explainer.prepared())
    }

    /// The round in which the household has to be placed.
    fn placed(&self, target: &[i64]) -> Allocate<'t> {
        let demand = Demand::Placed { household: self.household.clone(), unit: None };
        let round = self.round().demanding(vec![demand]).reaching(target.to_vec());
        match self.placed {
            Some(placed) => round.near(placed),
            None => round,
        }
    }

    /// Whether the household is certainly not placed in every optimum, because with it placed the levels fall short of what they can be
    /// or, where only homes are `opened` to it, do no better than without it; `None` if the run was ended.
    fn falls_short(&self, target: &[i64], opened: bool) -> Result<Option<bool>, ExplainError> {
        let counting = counting(self.problem);
        if !counting.0.is_empty() {
            // Who is housed is soon counted: most steps fall short there, or house somebody else rather.
            let with = Run::of(self.placed(target).goals(counting.clone()))?;
            let Run::Found(with) = with else { return Ok(with.is_short()) };
            let best = Run::of(self.round().goals(counting))?;
            let Run::Found(best) = best else { return Ok(best.is_short()) };
            let proved = |level: &LevelResult| level.bound == Some(level.held);
            let values = |allocation: &Allocation| allocation.levels().iter().map(|it| it.value).collect::<Vec<i64>>();
            if best.levels().iter().chain(with.levels()).all(proved) && values(&with) != values(&best) {
                return Ok(Some(true));
            }
        }
        // With the household placed it has to be no worse than the allocation that is explained, which is still lawful.
        let with = Run::of(self.placed(target).goals(before_lot(self.problem)))?;
        let Run::Found(with) = with else { return Ok(with.is_short()) };
        Ok(Some(opened && with.levels().iter().zip(target).all(|(level, least)| level.value == *least)))
    }
}

impl Run {
    fn of(round: Allocate<'_>) -> Result<Self, ExplainError> {
        match round.run() {
            Ok(allocation) => Ok(Self::Found(Box::new(allocation))),
            Err(AllocateError::Impossible(_)) => Ok(Self::OutOfReach),
            Err(AllocateError::TooSoon(_)) => Ok(Self::Ended),
            Err(error) => Err(error.into()),
        }
    }

    /// What a run without an allocation says.
    fn is_short(&self) -> Option<bool> {
        matches!(self, Self::OutOfReach).then_some(true)
    }
}

/// The goals but for the lot, where it comes last: whether a household is placed in every optimum before it, it does not say.
fn before_lot(problem: &Problem) -> Goals {
    let mut goals = problem.parts().goals.clone();
    if goals.0.len() > 1 && goals.0.last().is_some_and(|goal| goal.measure == Measure::Lot) {
        goals.0.pop();
    }
    goals
}

/// The first goals that only count households, which are soon solved.
fn counting(problem: &Problem) -> Goals {
    let counts = |goal: &&Goal| {
        matches!(
            goal.measure,
            Measure::Changes
                | Measure::Housed(_)
                | Measure::HousedFrom(_)
                | Measure::Overdue(_)
                | Measure::Displaced
                | Measure::Deadline
        )
    };
    Goals(problem.parts().goals.0.iter().take_while(counts).cloned().collect())
}
