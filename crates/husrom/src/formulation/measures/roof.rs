//! `roof`: households without a roof after the round, for whom one must be bought today (R190).
//!
//! Σ over households with no roof that are ready today of 1 − Σ x of their pairs that start today. Unit: households.

use crate::eligibility::standing;
use crate::formulation::{Ground, Linear};
use crate::problem::Permanence;

/// The value.
pub fn value(ground: &Ground<'_>) -> Linear {
    let today = ground.problem.round().date;
    let mut value = Linear::default();
    for (index, household) in ground.problem.households().iter().enumerate() {
        let roofless = household.application.is_some() && standing(ground.problem, household) == Permanence::NoRoof;
        if roofless && ground.ready(index) == Some(today) {
            value.constant += 1;
            let today = ground.pairs_of[index].iter().filter(|pair| ground.pairs[**pair].start == today);
            today.for_each(|pair| value.add(*pair, -1));
        }
    }
    value
}
