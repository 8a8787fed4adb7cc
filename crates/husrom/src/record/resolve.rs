//! Solving a record again, and how alike the two must be.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Record;
use super::content::Versions;
use crate::allocation::{Allocation, Grade, LevelResult, Outcome, Placement, Stopped};
use crate::problem::{HouseholdId, Measure};
use crate::round::{Allocate, AllocateError, allocate};

/// What is promised of a round that is solved again with the same version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sameness {
    /// Nothing but a lawful allocation: the clock or somebody ended the run, or no lot decides among equals. The first levels that are
    /// proved in both are the same all the same.
    OnlyChecked,
    /// The same allocation: nothing but a count of work could end the run.
    WorkLimit,
    /// The same allocation, on any machine and any number of threads: every level is proved, and the lot is among them.
    Proved,
}

impl Sameness {
    /// What is promised of an outcome.
    #[must_use]
    pub fn of(outcome: &Outcome) -> Self {
        let is_proved = |level: &LevelResult| level.grade != Grade::Unproved;
        let lot = Measure::Lot.to_string();
        let by_lot = outcome.levels.iter().any(|level| level.measure == lot);
        let by_clock =
            outcome.options.time_limit.is_some() || matches!(outcome.stopped, Stopped::TimeLimit | Stopped::Interrupted);
        if by_lot && outcome.levels.iter().all(is_proved) {
            Self::Proved
        } else if outcome.options.work_limit.is_some() && !by_clock {
            Self::WorkLimit
        } else {
            Self::OnlyChecked
        }
    }
}

/// One thing that came out otherwise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Difference {
    /// A household has another home, another start, or none.
    Placement {
        /// The household.
        household: HouseholdId,
        /// What it has in the record.
        recorded: Option<Placement>,
        /// What it has now.
        again: Option<Placement>,
    },
    /// A level has another value, or is not there.
    Level {
        /// The measure.
        measure: String,
        /// Its value in the record.
        recorded: Option<i64>,
        /// Its value now.
        again: Option<i64>,
        /// It should be the same whatever ended the runs: it and all before it are proved in both.
        proved: bool,
    },
}

/// A record solved again.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Resolved {
    /// What is promised: the less of what holds for the two.
    pub sameness: Sameness,
    /// What the record was made with, where it says so.
    pub made_by: Option<Versions>,
    /// Whether that is this version; on another nothing is promised.
    pub same_version: bool,
    /// What came out otherwise: levels in order, then placements by household. Seconds, nodes and certificates are not compared.
    pub differences: Vec<Difference>,
    /// What came out now.
    pub allocation: Allocation,
}

impl Resolved {
    /// Nothing came out otherwise.
    #[must_use]
    pub fn is_same(&self) -> bool {
        self.differences.is_empty()
    }

    /// What is promised has been kept. A broken promise is a bug in husrom, or a record that was not made by it.
    #[must_use]
    pub fn is_as_promised(&self) -> bool {
        let breaks = |difference: &Difference| match difference {
            Difference::Placement { .. } => self.sameness > Sameness::OnlyChecked,
            Difference::Level { proved, .. } => *proved || self.sameness > Sameness::OnlyChecked,
        };
        !self.same_version || !self.differences.iter().any(breaks)
    }
}

impl Record {
    /// Solves the round again, with the goals, seed and options of the record, and compares. `threads`: as many as the machine has,
    /// unless said; the result is the same.
    ///
    /// The record is believed as far as its problem goes: [`Record::verify`] first.
    ///
    /// # Errors
    /// [`AllocateError`], as for any round.
    pub fn resolve(&self, threads: Option<usize>) -> Result<Resolved, AllocateError> {
        let run = self.again();
        let run = match threads {
            Some(threads) => run.threads(threads),
            None => run,
        };
        Ok(self.compare(run.run()?))
    }

    /// The run that made the record, to be run again: with an interrupt, progress or threads of the caller's, and then
    /// [`compared`](Record::compare).
    #[must_use]
    pub fn again(&self) -> Allocate<'_> {
        allocate(self.problem()).options(self.outcome().options.clone())
    }

    /// Compares with what the round gave when it was solved again.
    #[must_use]
    pub fn compare(&self, allocation: Allocation) -> Resolved {
        let (recorded, again) = (self.outcome(), allocation.outcome());
        let mut differences = levels(&recorded.levels, &again.levels);
        differences.extend(placements(&recorded.placements, &again.placements));
        Resolved {
            sameness: Sameness::of(recorded).min(Sameness::of(again)),
            made_by: self.versions().cloned(),
            same_version: self.versions() == Some(&Versions::here()),
            differences,
            allocation,
        }
    }
}

fn levels(recorded: &[LevelResult], again: &[LevelResult]) -> Vec<Difference> {
    let mut differences = Vec::new();
    let mut proved = true;
    for position in 0..recorded.len().max(again.len()) {
        let (one, other) = (recorded.get(position), again.get(position));
        let Some(level) = one.or(other) else { break };
        let both = one.zip(other).filter(|(one, other)| one.measure == other.measure);
        proved &= both.is_some_and(|(one, other)| one.grade != Grade::Unproved && other.grade != Grade::Unproved);
        // What is held is proved; the value may be another within the tolerance.
        let is_held = both.is_some_and(|(one, other)| one.held == other.held);
        if !is_held || both.is_some_and(|(one, other)| one.value != other.value) {
            differences.push(Difference::Level {
                measure: level.measure.clone(),
                recorded: one.map(|level| level.value),
                again: both.map(|(_, other)| other.value),
                proved: proved && !is_held,
            });
        }
    }
    differences
}

fn placements(recorded: &[Placement], again: &[Placement]) -> Vec<Difference> {
    let mut homes: BTreeMap<&HouseholdId, (Option<&Placement>, Option<&Placement>)> = BTreeMap::new();
    for placement in recorded {
        homes.entry(&placement.household).or_default().0 = Some(placement);
    }
    for placement in again {
        homes.entry(&placement.household).or_default().1 = Some(placement);
    }
    let differ = homes.into_iter().filter(|(_, (recorded, again))| recorded != again);
    differ
        .map(|(household, (recorded, again))| Difference::Placement {
            household: household.clone(),
            recorded: recorded.cloned(),
            again: again.cloned(),
        })
        .collect()
}
