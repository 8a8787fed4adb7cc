//! `deadline`: households past "must be housed by".
//!
//! Σ over those due by the horizon who lack a permanent home, or must move, of 1 − Σ x of their pairs into a transitional or
//! permanent home that start in time. Unit: households.

use crate::eligibility::standing;
use crate::formulation::{Ground, Linear};
use crate::problem::{Permanence, Tenure};

/// The value.
pub fn value(ground: &Ground<'_>) -> Linear {
    let mut value = Linear::default();
    for (index, household) in ground.problem.households().iter().enumerate() {
        let Some(by) = household.application.as_ref().and_then(|application| application.housed_by) else { continue };
        let must = household.residency.as_ref().is_some_and(|residency| residency.tenure == Tenure::MustMove);
        let lacks = standing(ground.problem, household) < Permanence::Permanent || must;
        if by > ground.problem.round().horizon || !lacks {
            continue;
        }
        value.constant += 1;
        for pair in &ground.pairs_of[index] {
            let home = &ground.classes[ground.pairs[*pair].class].home;
            if ground.pairs[*pair].start <= by && home.site.permanence() >= Permanence::Transitional {
                value.add(*pair, -1);
            }
        }
    }
    value
}
