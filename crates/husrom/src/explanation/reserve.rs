//! Reserves: who gets a home if the one it is offered to says no, everybody else keeping theirs.

use serde::{Deserialize, Serialize};

use super::{ExplainError, Explainer};
use crate::allocation::{Placement, Stopped};
use crate::formulation::Demand;
use crate::problem::{HouseholdId, UnitId};
use crate::round::{AllocateError, allocate};

/// The reserve of one home.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reserve {
    /// The home.
    pub unit: UnitId,
    /// Who is offered it.
    pub offered: HouseholdId,
    /// Who gets it, or one that nothing tells apart from it, if they say no; `None` where nobody can, or it is better left.
    pub reserve: Option<HouseholdId>,
    /// Whether it was solved; else the run was ended before.
    pub solved: bool,
}

impl Explainer<'_> {
    /// A reserve for each home that is given, by unit: the best lawful allocation in which the household has no home and everybody else
    /// keeps theirs. It has passed the checker like any other.
    ///
    /// # Errors
    /// [`ExplainError`].
    pub fn reserves(&self) -> Result<Vec<Reserve>, ExplainError> {
        let mut placements: Vec<&Placement> = self.allocation.placements().iter().collect();
        placements.sort_by_key(|placement| (&placement.unit, &placement.household));
        self.each(&placements, |placement| placement.unit.to_string(), |placement| self.reserve(placement))
    }

    fn reserve(&self, of: &Placement) -> Result<Reserve, ExplainError> {
        let placements = self.allocation.placements();
        let others = placements.iter().filter(|placement| placement.household != of.household);
        let mut demands: Vec<Demand> = others
            .map(|placement| Demand::Placed { household: placement.household.clone(), unit: Some(placement.unit.clone()) })
            .collect();
        demands.push(Demand::NotPlaced { household: of.household.clone(), unit: None });
        let class = self.ground.class_of.get(&of.unit);
        let round = self.limited(allocate(self.problem())).near(self.prepared()).demanding(demands);
        let mut solved = !self.interrupt.is_set();
        let reserve = match round.run() {
            Ok(allocation) => {
                let comes =
                    |it: &&Placement| self.placement(&it.household).is_none() && self.ground.class_of.get(&it.unit) == class;
                let found = allocation.placements().iter().find(comes).map(|it| it.household.clone());
                solved &= found.is_some() || allocation.outcome().stopped == Stopped::Finished;
                found
            }
            // Others move in where this one moves out.
            Err(AllocateError::Impossible(_)) => None,
            Err(AllocateError::TooSoon(_)) => {
                solved = false;
                None
            }
            Err(error) => return Err(error.into()),
        };
        Ok(Reserve { unit: of.unit.clone(), offered: of.household.clone(), reserve, solved })
    }
}
