//! The whole allocation beside others that are as good, or nearly: what is the same in all of them, and what else there is.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{ExplainError, Explainer};
use crate::allocation::check::check;
use crate::allocation::{Allocation, LevelResult, Placement};
use crate::formulation::{Formulation, Linear, Row, RowTag, columns_of};
use crate::problem::{HouseholdId, Measure, UnitId};
use crate::round::{AllocateError, placements};
use crate::solver::{Limits, Search, chosen};

/// What is the same in every optimum, the lot left out and tolerances as held.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Backbone {
    /// Households that live in this home, or one that nothing tells apart from it, in every optimum.
    pub placed: BTreeMap<HouseholdId, UnitId>,
    /// Households that have no home in any optimum.
    pub unplaced: BTreeSet<HouseholdId>,
    /// Households for which optima differ.
    pub free: BTreeSet<HouseholdId>,
    /// The levels that were held: those that are proved, up to the first that is not.
    pub levels: Vec<String>,
    /// Every household was settled before the run ended; else some of `placed` and `unplaced` may be free.
    pub complete: bool,
}

/// Another allocation as good, or nearly.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alternative {
    /// Its placements, by household.
    pub placements: Vec<Placement>,
    /// The value of each level.
    pub values: Vec<i64>,
    /// Households that live elsewhere than in the allocation, or only in one of the two.
    pub differs: BTreeSet<HouseholdId>,
}

/// A household and a class of homes.
type Seat = (usize, usize);

impl Explainer<'_> {
    /// What is the same in every optimum before the lot.
    ///
    /// # Errors
    /// [`ExplainError`].
    pub fn backbone(&self) -> Result<Backbone, ExplainError> {
        let formulation = Formulation::of(self.problem());
        let held = self.proved_levels();
        let mut search = self.holding(self.allocation, &formulation, &held, &BTreeMap::new())?;
        let mut seats = seats(&formulation, search.columns());
        let mut without: BTreeSet<usize> = (0..self.problem().households().len())
            .filter(|index| self.ground.ready(*index).is_some() && !seats.iter().any(|(household, _)| household == index))
            .collect();
        let mut complete = true;
        // As many as can be are broken at once, until none of those left can be.
        while !seats.is_empty() || !without.is_empty() {
            let objective = breaking(&formulation, &seats, &without);
            let best = search.best_of(&objective).map_err(AllocateError::from)?;
            complete = best.as_ref().is_some_and(|best| best.proved);
            let Some(best) = best else { break };
            let found = self::seats(&formulation, &best.columns);
            let (had, were_without) = (seats.len(), without.len());
            seats.retain(|seat| found.contains(seat));
            without.retain(|household| !found.iter().any(|(placed, _)| placed == household));
            if seats.len() == had && without.len() == were_without {
                break;
            }
        }
        let id = |household: usize| self.ground.household(household).id.clone();
        let kept: BTreeSet<usize> = seats.iter().map(|(household, _)| *household).collect();
        let mine = self.allocation.placements().iter();
        let placed = mine.filter(|placement| self.household(&placement.household).is_ok_and(|it| kept.contains(&it)));
        let waiting = (0..self.problem().households().len()).filter(|index| self.ground.ready(*index).is_some());
        Ok(Backbone {
            placed: placed.map(|placement| (placement.household.clone(), placement.unit.clone())).collect(),
            unplaced: without.iter().map(|household| id(*household)).collect(),
            free: waiting.filter(|index| !kept.contains(index) && !without.contains(index)).map(id).collect(),
            levels: held.iter().map(|level| level.measure.clone()).collect(),
            complete,
        })
    }

    /// Up to so many further allocations in which each level gives up no more than a tolerance in its own unit, the lot left out; each as
    /// different as can be from the allocation and those before it.
    ///
    /// # Errors
    /// [`ExplainError`].
    pub fn alternatives(&self, count: usize, tolerances: &BTreeMap<Measure, i64>) -> Result<Vec<Alternative>, ExplainError> {
        let formulation = Formulation::of(self.problem());
        let levels = self.allocation.levels();
        let held: Vec<&LevelResult> = levels.iter().filter(|level| level.measure != "lot").collect();
        let mut search = self.holding(self.allocation, &formulation, &held, tolerances)?;
        let mut known = vec![seats(&formulation, search.columns())];
        let mut found = Vec::new();
        for _ in 0..count {
            if let Some(last) = known.last() {
                search.keep(other_than(&formulation, last));
            }
            let best = search.best_of(&away_from(&formulation, &known)).map_err(AllocateError::from)?;
            let Some(best) = best else { break };
            known.push(seats(&formulation, &best.columns));
            found.push(self.alternative(&formulation, &best.columns)?);
        }
        Ok(found)
    }

    fn alternative(&self, formulation: &Formulation<'_>, columns: &[i64]) -> Result<Alternative, ExplainError> {
        let placements = placements(formulation, columns);
        let account = check(self.problem(), &placements).map_err(AllocateError::Refused)?;
        let class = |placement: &Placement| self.ground.class_of.get(&placement.unit).copied();
        let homes = |placements: &[Placement]| -> BTreeMap<HouseholdId, Option<usize>> {
            placements.iter().map(|placement| (placement.household.clone(), class(placement))).collect()
        };
        let (mine, theirs) = (homes(self.allocation.placements()), homes(&placements));
        let both = mine.keys().chain(theirs.keys());
        let differs = both.filter(|household| mine.get(*household) != theirs.get(*household)).cloned().collect();
        Ok(Alternative { placements, values: account.values, differs })
    }

    /// The levels that are proved, the lot left out, up to the first that is not.
    fn proved_levels(&self) -> Vec<&LevelResult> {
        let levels = self.allocation.levels().iter();
        levels.take_while(|level| level.bound == Some(level.held) && level.measure != "lot").collect()
    }

    /// The limits of a search that is no round.
    pub(super) fn limits(&self) -> Limits {
        Limits {
            deadline: self.time_limit.and_then(|limit| std::time::Instant::now().checked_add(limit)),
            threads: self.threads.unwrap_or(1),
            ..Limits::default()
        }
    }

    /// A search among solutions that hold levels as they were held, or within a tolerance of what they are worth.
    pub(super) fn holding<'f>(
        &self,
        allocation: &Allocation,
        formulation: &'f Formulation<'f>,
        held: &[&LevelResult],
        tolerances: &BTreeMap<Measure, i64>,
    ) -> Result<Search<'f, 'f>, ExplainError> {
        let mut search = Search::start(formulation, self.limits(), self.interrupt.clone()).map_err(AllocateError::from)?;
        let columns = columns_of(&formulation.ground, &formulation.program, allocation.placements().iter().map(Placement::parts));
        let columns = columns.ok_or_else(|| AllocateError::Solver("the allocation is none of its problem".to_owned()))?;
        let least = |level: &LevelResult| {
            let of = formulation.levels.iter().find(|it| it.measure.to_string() == level.measure)?;
            let sign = if of.measure.maximises() { 1 } else { -1 };
            let loss = level.tolerance.max(tolerances.get(&of.measure).copied().unwrap_or(0));
            Some((of, sign * level.held - loss))
        };
        // What a level was bounded by holds only where those before it are held as they were.
        let certificates = if tolerances.is_empty() { &allocation.outcome().certificates[..] } else { &[] };
        search.hold(columns, held.iter().filter_map(|level| least(level)), certificates);
        Ok(search)
    }
}

/// Who has a home of which class.
fn seats(formulation: &Formulation<'_>, columns: &[i64]) -> BTreeSet<Seat> {
    let pairs = &formulation.ground.pairs;
    chosen(&formulation.program, columns).map(|pair| (pairs[pair].household, pairs[pair].class)).collect()
}

/// How many seats are left, and how many of those without a home have one.
fn breaking(formulation: &Formulation<'_>, seats: &BTreeSet<Seat>, without: &BTreeSet<usize>) -> Linear {
    let mut objective = Linear::default();
    for (column, pair) in formulation.ground.pairs.iter().enumerate() {
        if seats.contains(&(pair.household, pair.class)) {
            objective.add(column, -1);
        } else if without.contains(&pair.household) {
            objective.add(column, 1);
        }
    }
    objective.ordered()
}

/// How many seats differ, over all solutions known.
fn away_from(formulation: &Formulation<'_>, known: &[BTreeSet<Seat>]) -> Linear {
    let mut objective = Linear::default();
    for (column, pair) in formulation.ground.pairs.iter().enumerate() {
        let seat = (pair.household, pair.class);
        let has = i64::try_from(known.iter().filter(|seats| seats.contains(&seat)).count()).unwrap_or(i64::MAX);
        let all = i64::try_from(known.len()).unwrap_or(i64::MAX);
        objective.add(column, all - 2 * has);
    }
    objective.ordered()
}

/// At least one seat differs: Σ over the seats of x − Σ over all others ≤ seats − 1.
fn other_than(formulation: &Formulation<'_>, seats: &BTreeSet<Seat>) -> Row {
    let sign = |household, class| if seats.contains(&(household, class)) { 1 } else { -1 };
    let pairs = formulation.ground.pairs.iter().enumerate();
    let terms = pairs.map(|(column, pair)| (column, sign(pair.household, pair.class))).collect();
    let bound = i64::try_from(seats.len()).unwrap_or(i64::MAX) - 1;
    Row { terms, bound, tag: RowTag::new("other", "") }
}
