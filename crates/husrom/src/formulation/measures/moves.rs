//! `moves`: permanent tenants who move (R103, R201).
//!
//! Σ x over the pairs of residents whose present site is permanent. Unit: households.

use crate::eligibility::standing;
use crate::formulation::{Ground, Linear};
use crate::problem::Permanence;

/// The value.
pub fn value(ground: &Ground<'_>) -> Linear {
    let mut value = Linear::default();
    for occupant in &ground.occupants {
        if standing(ground.problem, ground.household(occupant.household)) == Permanence::Permanent {
            ground.pairs_of[occupant.household].iter().for_each(|pair| value.add(*pair, 1));
        }
    }
    value
}
