//! The smallest change: what would have to be otherwise for a household to be placed in every optimum, whatever the lot.
//!
//! Single steps of the menu are tried, then two together where that is cheaper, each the cheapest first; each is solved, and then solved
//! again for an optimum that leaves the household out.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::cause::Exchange;
use super::first_goals::{before_lot, counting};
use super::menu::{Menu, Step, after};
use super::texts::{Reader, Teller};
use super::{ExplainError, Explainer, exchange};
use crate::allocation::{Allocation, LevelResult, Placement};
use crate::formulation::{Demand, Formulation, Ground, Linear};
use crate::prepared::Prepared;
use crate::problem::{Goals, HouseholdId, Language, Measure, Problem, UnitId};
use crate::round::{Allocate, AllocateError, Reached, Short, allocate};
use crate::solver::Depth;

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
        let faults = menu.faults(self.problem(), self.ground.household(index));
        if !faults.is_empty() {
            return Err(ExplainError::Menu(faults));
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
        let deadline = self.time_limit.and_then(|limit| Instant::now().checked_add(limit));
        let left = || deadline.map(|deadline| deadline.saturating_duration_since(Instant::now()));
        let attempt = |tried: &Tried<'_>, near: Near<'_>| {
            let Some(problem) = after(self.problem(), household, &tried.steps) else {
                return Ok(Attempt::FallsShort(Box::default()));
            };
            let trial = Trial { explainer: self, household, problem: &problem, near, left: left() };
            trial.attempt(tried.price, &tried.steps)
        };
        let (singles, pairs) = self.candidates(index, &menu);
        // What comes of a single step is near what comes of it and another.
        let known: Vec<OnceLock<Known>> = menu.iter().map(|_| OnceLock::new()).collect();
        let of_single = |single: &Tried<'_>| match attempt(single, Near::of([], placed.as_ref())) {
            Ok(Attempt::FallsShort(of_it)) => {
                // Each single step is tried once.
                let _ = known[single.places[0]].set(*of_it);
                None
            }
            Ok(Attempt::Ends(outcome)) => Some(Ok((single.price, outcome))),
            Err(error) => Some(Err(error)),
        };
        let single = first(&singles, of_single).transpose()?;
        let of_pair = |pair: &Tried<'_>| {
            let mut places = pair.places.clone();
            // The step that changes more is the one to begin after; facts come before amounts on the menu.
            places.sort_by_key(|place| !menu[*place].0.gives_others_more());
            let parts = places.iter().filter_map(|place| known[*place].get());
            match attempt(pair, Near::of(parts, placed.as_ref())) {
                Ok(Attempt::FallsShort(_)) => None,
                Ok(Attempt::Ends(outcome)) => Some(Ok(outcome)),
                Err(error) => Some(Err(error)),
            }
        };
        let cheaper = single.as_ref().map_or(pairs.len(), |(price, _)| pairs.partition_point(|pair| pair.price < *price));
        let pair = first(&pairs[..cheaper], of_pair).transpose()?;
        Ok(pair.or(single.map(|(_, outcome)| outcome)).unwrap_or(Smallest::NoneWithinTwo))
    }

    /// Single steps and pairs, each the cheapest first, without those that can open no home that its parts do not.
    fn candidates<'m>(&self, household: usize, menu: &'m [(Step, u32)]) -> (Vec<Tried<'m>>, Vec<Tried<'m>>) {
        let opened: Vec<Option<BTreeSet<UnitId>>> = menu.par_iter().map(|(step, _)| self.opened(household, &[step])).collect();
        let opens = |at: &usize| opened[*at].as_ref().is_some_and(|homes| !homes.is_empty());
        let tried = |places: Vec<usize>| Tried {
            price: places.iter().map(|place| menu[*place].1).sum(),
            steps: places.iter().map(|place| &menu[*place].0).collect(),
            places,
        };
        let mut singles: Vec<Tried<'_>> = (0..menu.len()).filter(opens).map(|at| tried(vec![at])).collect();
        let pairs = (0..menu.len()).flat_map(|one| (one + 1..menu.len()).map(move |other| (one, other)));
        let pairs: Vec<(usize, usize)> = pairs.collect();
        let worth = pairs.into_par_iter().filter(|(one, other)| {
            let Some(homes) = self.opened(household, &[&menu[*one].0, &menu[*other].0]) else { return false };
            let known = |at: usize, home: &UnitId| opened[at].as_ref().is_some_and(|homes| homes.contains(home));
            let own = menu[*one].0.is_its_own() && menu[*other].0.is_its_own();
            // Steps that only open homes to the household are worth no more together than the homes they open together.
            !homes.is_empty() && (!own || homes.iter().any(|home| !known(*one, home) && !known(*other, home)))
        });
        let mut pairs: Vec<Tried<'_>> = worth.map(|(one, other)| tried(vec![one, other])).collect();
        // Stable: the menu's order among those as cheap.
        singles.sort_by_key(|single| single.price);
        pairs.sort_by_key(|pair| pair.price);
        (singles, pairs)
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
    fn placed_somewhere(&self, household: &HouseholdId) -> Result<Option<Short>, ExplainError> {
        let demand = Demand::Placed { household: household.clone(), unit: None };
        let round = self.limited(allocate(self.problem())).near(self.prepared()).demanding(vec![demand.clone()]);
        let Run::Found(placed) = Run::of(round)? else { return Ok(None) };
        let mut levels = self.allocation.levels().iter().zip(placed.levels());
        let worse = levels.find(|(without, with)| without.value != with.value);
        let measure = worse.map_or_else(String::new, |(level, _)| level.measure.clone());
        Ok(Some(Short { measure, prepared: Box::new(Prepared::under(&placed, &demand)) }))
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
        // And what is added may take the place of something else on a shortlist.
        let may_lose = tells || self.problem().settings().shortlist.is_some();
        if may_lose || levels.iter().any(|level| level.tolerance > 0) {
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
    Excluded(Box<Allocation>),
    /// With what is known of it, where that is more than that something cannot hold.
    OutOfReach(Option<Short>),
    Ended,
}

/// Steps to be tried together.
struct Tried<'m> {
    price: u32,
    steps: Vec<&'m Step>,
    /// Their places on the menu.
    places: Vec<usize>,
}

/// The best allocation after some steps, by all goals or the first of them.
struct Best {
    values: Vec<i64>,
    /// The values, each in the direction in which it is maximised.
    worth: Vec<i64>,
    prepared: Prepared,
}

/// What is known of a round after a step that does not suffice.
#[derive(Default)]
struct Known {
    /// The best allocation, where it was solved.
    best: Option<Best>,
    /// What proves that the household cannot be placed without loss.
    short: Option<Short>,
}

/// What is known of a round after one of the steps about to be tried.
struct Near<'k> {
    /// The best allocations, the better first.
    best: Vec<&'k Best>,
    /// With the household placed: the nearer first.
    short: Vec<&'k Short>,
}

impl<'k> Near<'k> {
    /// After each of some steps; before them, where it is known of none of them.
    fn of(parts: impl IntoIterator<Item = &'k Known>, before: Option<&'k Short>) -> Self {
        let mut near = Self { best: Vec::new(), short: Vec::new() };
        for part in parts {
            near.best.extend(&part.best);
            near.short.extend(&part.short);
        }
        near.best.sort_by(|one, other| other.worth.cmp(&one.worth));
        if near.short.is_empty() {
            near.short.extend(before);
        }
        near
    }
}

/// What comes of trying some steps.
enum Attempt {
    /// They do not suffice.
    FallsShort(Box<Known>),
    /// They suffice, or it was not settled.
    Ends(Smallest),
}

/// It was not settled.
const NOT_SETTLED: Attempt = Attempt::Ends(Smallest::NotSearched);

/// A round after some steps, about to be tried for a household.
struct Trial<'t, 'a> {
    explainer: &'t Explainer<'a>,
    household: &'t HouseholdId,
    problem: &'t Problem,
    near: Near<'t>,
    left: Option<Duration>,
}

impl Trial<'_, '_> {
    /// Tries some steps.
    fn attempt(&self, price: u32, steps: &[&Step]) -> Result<Attempt, ExplainError> {
        let Self { explainer, household, .. } = *self;
        if explainer.interrupt.is_set() || self.left.is_some_and(|left| left.is_zero()) {
            return Ok(NOT_SETTLED);
        }
        if let Some(attempt) = self.without_search(steps)? {
            return Ok(attempt);
        }
        let is_proved = |allocation: &Allocation| {
            let mut before_lot = allocation.levels().iter().take_while(|level| level.measure != "lot");
            before_lot.all(|level| level.bound == Some(level.held))
        };
        let allocation = match Run::of(self.wanted())? {
            Run::Found(allocation) | Run::Excluded(allocation) if !is_proved(&allocation) => return Ok(NOT_SETTLED),
            Run::Found(allocation) => allocation,
            Run::Excluded(allocation) => return self.falls_short(&allocation, steps),
            Run::OutOfReach(_) => return Ok(Attempt::FallsShort(Box::default())),
            Run::Ended => return Ok(NOT_SETTLED),
        };
        match explainer.always_placed(&allocation, household)? {
            Some(false) => return self.falls_short(&allocation, steps),
            None => return Ok(NOT_SETTLED),
            Some(true) => {}
        }
        // It suffices. Where the household lives then, the lot has a say in.
        let Run::Found(allocation) = Run::of(self.round())? else { return Ok(NOT_SETTLED) };
        let placement = allocation.placements().iter().find(|it| it.household == *household).cloned();
        Ok(Attempt::Ends(placement.map_or(Smallest::NotSearched, |placement| {
            Smallest::Found(SmallestChange {
                steps: steps.iter().map(|step| (*step).clone()).collect(),
                price,
                placement,
                exchange: exchange::between(explainer.allocation, &allocation),
            })
        })))
    }

    /// What is likely to say without a search that the steps do not suffice, by who gains from them. `None` if it does not.
    fn without_search(&self, steps: &[&Step]) -> Result<Option<Attempt>, ExplainError> {
        let target = self.target(steps);
        let held_against = || {
            let is_own = steps.iter().all(|step| step.is_its_own());
            if target.is_empty() { Ok(None) } else { self.held_against(&target, is_own) }
        };
        match &self.near.best[..] {
            // Where others gain, to ask for the household first would be in vain: the target would be too low.
            [] if steps.iter().any(|step| step.gives_others_more()) => Ok(None),
            [] => held_against(),
            [one, other] if self.gains(one) && self.gains(other) => Ok(None),
            // What the one step comes to is most likely what both come to.
            _ => match Run::of(self.wanted().to(Depth::Bounds))? {
                Run::Excluded(allocation) => Ok(Some(self.falls_short(&allocation, steps)?)),
                _ => held_against(),
            },
        }
    }

    /// Whether anything is better after a step than before it.
    fn gains(&self, best: &Best) -> bool {
        let now = Best::worth(self.explainer.allocation);
        best.worth.iter().zip(&now).any(|(then, now)| then != now)
    }

    /// The round up to where the household is seen to be in no optimum.
    fn wanted(&self) -> Allocate<'_> {
        self.round().goals(before_lot(self.problem)).wanting(self.household)
    }

    /// The round, near what is known of it.
    fn round(&self) -> Allocate<'_> {
        let round = allocate(self.problem).within(self.left, &self.explainer.interrupt);
        let near = self.near.best.iter().map(|best| &best.prepared).chain([self.explainer.prepared()]);
        near.fold(round, Allocate::near)
    }

    /// The round in which the household has to be placed, and reach a target; with the best of it, if that is known.
    fn placed<'r>(&'r self, target: &[i64], best: Option<&'r Best>) -> Allocate<'r> {
        let demand = Demand::Placed { household: self.household.clone(), unit: None };
        let round = allocate(self.problem).within(self.left, &self.explainer.interrupt);
        let short = |round: Allocate<'r>, short: &&'r Short| round.near(&short.prepared).doubting(&short.measure);
        let round = self.near.short.iter().fold(round, short);
        let round = best.into_iter().map(|best| &best.prepared).fold(round, Allocate::near);
        round.demanding(vec![demand]).reaching(target.to_vec())
    }

    /// What the levels are certainly worth after some steps, the household placed or not: as much as they are now, or after one of them.
    fn target(&self, steps: &[&Step]) -> Vec<i64> {
        let is_resident = self.problem.household(self.household).is_some_and(|it| it.residency.is_some());
        let now = self.explainer.target(steps, is_resident);
        match self.near.best.first() {
            Some(near) => near.values.iter().take(now.len()).copied().collect(),
            None => now,
        }
    }

    /// The first goals, where there are any and each is held exactly.
    fn counting(&self) -> Option<Goals> {
        let counting = counting(self.problem);
        let exact = counting.iter().all(|goal| goal.tolerance.loss(i64::MAX) == 0);
        (exact && !counting.is_empty()).then_some(Goals(counting))
    }

    /// What is known once the best after a step is; with what proves that the household cannot be placed without loss. Nothing comes to
    /// two steps, and nobody asks what is known of them.
    fn falls_short(&self, allocation: &Allocation, steps: &[&Step]) -> Result<Attempt, ExplainError> {
        if steps.len() > 1 {
            return Ok(Attempt::FallsShort(Box::default()));
        }
        let best = Best::of(allocation);
        let mut short = None;
        if let Some(goals) = self.counting() {
            let target = best.values.get(..goals.0.len()).unwrap_or(&best.values);
            if let Run::OutOfReach(known) = Run::of(self.placed(target, Some(&best)).goals(goals).to(Depth::Bounds))? {
                short = known;
            }
        }
        Ok(Attempt::FallsShort(Box::new(Known { best: Some(best), short })))
    }

    /// Tries whether the household is certainly not placed in every optimum, because with it placed the levels fall short of what they can
    /// be or, where only homes are `opened` to it, do no better than without it. `None` if that does not say.
    fn held_against(&self, target: &[i64], opened: bool) -> Result<Option<Attempt>, ExplainError> {
        // With the household placed it has to be no worse than what is still lawful without it.
        let with = match Run::of(self.placed(target, None).goals(before_lot(self.problem)).to(Depth::Bounds))? {
            Run::Found(with) => with,
            Run::Excluded(_) | Run::Ended => return Ok(None),
            Run::OutOfReach(short) => return Ok(Some(Attempt::FallsShort(Box::new(Known { best: None, short })))),
        };
        // What a single step came to may be known by the first goals only: it could do better at those after them.
        let no_better = with.levels().iter().zip(target).all(|(level, least)| level.value == *least);
        Ok((opened && self.near.best.is_empty() && no_better).then(|| Attempt::FallsShort(Box::default())))
    }
}

impl Best {
    fn of(allocation: &Allocation) -> Self {
        let values = allocation.levels().iter().map(|level| level.value).collect();
        Self { values, worth: Self::worth(allocation), prepared: Prepared::of(allocation) }
    }

    fn worth(allocation: &Allocation) -> Vec<i64> {
        let maximises = |level: &LevelResult| Measure::read(&level.measure).is_some_and(|measure| measure.maximises());
        allocation.levels().iter().map(|level| if maximises(level) { level.value } else { -level.value }).collect()
    }
}

impl Run {
    fn of(round: Allocate<'_>) -> Result<Self, ExplainError> {
        match round.reached() {
            Ok(Reached::Found(allocation)) => Ok(Self::Found(allocation)),
            Ok(Reached::Excluded(allocation)) => Ok(Self::Excluded(allocation)),
            Ok(Reached::OutOfReach(known)) => Ok(Self::OutOfReach(Some(known))),
            Err(AllocateError::Impossible(_)) => Ok(Self::OutOfReach(None)),
            Err(AllocateError::TooSoon(_)) => Ok(Self::Ended),
            Err(error) => Err(error.into()),
        }
    }
}

/// What the first item in order has that has something, on any number of threads. They take one item after the other: who begins in the
/// middle has worked in vain where something is found before.
fn first<T: Sync, R: Send>(items: &[T], has: impl Fn(&T) -> Option<R> + Sync) -> Option<R> {
    let found_at = AtomicUsize::new(items.len());
    let of_item = |(at, item): (usize, &T)| {
        let wanted = at < found_at.load(Ordering::Relaxed);
        let found = wanted.then(|| has(item)).flatten()?;
        found_at.fetch_min(at, Ordering::Relaxed);
        Some((at, found))
    };
    let found = items.iter().enumerate().par_bridge().filter_map(of_item).min_by_key(|(at, _)| *at);
    found.map(|(_, found)| found)
}

#[cfg(test)]
mod tests {
    use super::first;

    #[test]
    fn the_first_item_that_has_something_is_taken_on_any_number_of_threads() {
        let items: Vec<usize> = (0..64).collect();
        // The twentieth takes longer than those after it, which are found meanwhile.
        let has = |item: &usize| {
            if *item == 20 {
                std::thread::sleep(std::time::Duration::from_millis(50));
            }
            (*item >= 20).then_some(*item)
        };
        for threads in 1..=4 {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            assert_eq!(pool.install(|| first(&items, has)), Some(20));
            assert_eq!(pool.install(|| first(&items[..20], has)), None);
        }
    }
}
