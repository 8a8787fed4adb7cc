//! `housed(c)`: households of class c that step up into a transitional or permanent home (R185, R191, R198).
//!
//! Σ over pairs of households of class c that are a step up of x, less the soft prices paid here. Unit: households.

use crate::eligibility::{standing, steps_up};
use crate::formulation::{Ground, Linear};
use crate::problem::Class;

/// The value, before soft prices.
pub fn value(ground: &Ground<'_>, class: Class) -> Linear {
    let mut value = Linear::default();
    for (index, pair) in ground.pairs.iter().enumerate() {
        let household = ground.household(pair.household);
        let of_class = household.application.as_ref().is_some_and(|application| application.class == class);
        if of_class && steps_up(standing(ground.problem, household), &ground.classes[pair.class].home) {
            value.add(index, 1);
        }
    }
    value
}
