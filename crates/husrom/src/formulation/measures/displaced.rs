//! `displaced`: must-movers left in place (maximum stay over, home closing).
//!
//! Σ over must-movers of 1 − Σ x. Unit: households.

use crate::formulation::{Ground, Linear};
use crate::problem::Tenure;

/// The value.
pub fn value(ground: &Ground<'_>) -> Linear {
    let mut value = Linear::default();
    for (index, household) in ground.problem.households().iter().enumerate() {
        let must = household.residency.as_ref().is_some_and(|residency| residency.tenure == Tenure::MustMove);
        if must && household.application.is_some() {
            value.constant += 1;
            ground.pairs_of[index].iter().for_each(|pair| value.add(*pair, -1));
        }
    }
    value
}
