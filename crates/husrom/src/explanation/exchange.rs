//! The exchange: the round solved again under a demand, and what it costs beside the allocation that is explained.

use std::collections::{BTreeMap, BTreeSet};

use super::cause::{Exchange, Loss, Shift};
use crate::allocation::{Allocation, LevelResult, Placement};
use crate::formulation::Demand;
use crate::prepared::Prepared;
use crate::problem::{HouseholdId, Measure, Problem, UnitId};
use crate::round::{Allocate, AllocateError};

/// What comes of a demand.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// It can be had, at this cost; with the placements.
    Had(Exchange, Vec<Placement>),
    /// No lawful allocation has it.
    Impossible,
    /// The run was ended before there was an answer.
    NotSolved,
}

/// Solves the round of an allocation again under a demand; `round` brings limits, threads and the flag.
///
/// # Errors
/// [`AllocateError`] if the solver fails or the checker refuses what it finds.
pub fn answer(
    allocation: &Allocation,
    prepared: &Prepared,
    round: Allocate<'_>,
    demand: Demand,
) -> Result<Answer, AllocateError> {
    match round.near(prepared).demanding(vec![demand]).run() {
        Ok(other) => Ok(Answer::Had(between(allocation, &other), other.placements().to_vec())),
        Err(AllocateError::Impossible(_)) => Ok(Answer::Impossible),
        Err(AllocateError::TooSoon(_)) => Ok(Answer::NotSolved),
        Err(error) => Err(error),
    }
}

/// Another allocation of the same problem beside this one.
pub(super) fn between(this: &Allocation, other: &Allocation) -> Exchange {
    let is_proved = |level: &LevelResult| level.bound == Some(level.held);
    Exchange {
        levels: this.levels().iter().zip(other.levels()).map(loss).collect(),
        shifts: shifts(this.problem(), this.placements(), other.placements()),
        proved: this.levels().iter().chain(other.levels()).all(is_proved),
    }
}

fn loss((this, other): (&LevelResult, &LevelResult)) -> Loss {
    let is_maximised = Measure::read(&this.measure).is_some_and(|measure| measure.maximises());
    let (before, after) = (this.value, other.value);
    let loss = if is_maximised { before - after } else { after - before };
    Loss { measure: this.measure.clone(), before, after, loss, best_before: this.held, best_after: other.held }
}

/// Who lives elsewhere: in a home that something tells apart from the one before.
fn shifts(problem: &Problem, this: &[Placement], other: &[Placement]) -> Vec<Shift> {
    let homes = |placements: &[Placement]| -> BTreeMap<HouseholdId, UnitId> {
        placements.iter().map(|placement| (placement.household.clone(), placement.unit.clone())).collect()
    };
    let (this, other) = (homes(this), homes(other));
    let everybody: BTreeSet<&HouseholdId> = this.keys().chain(other.keys()).collect();
    let shift = |household: &HouseholdId| Shift {
        household: household.clone(),
        from: this.get(household).cloned(),
        to: other.get(household).cloned(),
    };
    // A home that has been added is like no other.
    let kind = |unit: &UnitId| problem.unit(unit).map_or_else(|| unit.to_string(), |unit| problem.likeness(unit));
    let likeness = |unit: &Option<UnitId>| unit.as_ref().map(kind);
    everybody.into_iter().map(shift).filter(|shift| likeness(&shift.from) != likeness(&shift.to)).collect()
}
