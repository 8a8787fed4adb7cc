//! Money that two measures count: bought roofs, and temporary accommodation that goes on. Thousands of kroner a month, each item
//! rounded half up.

use super::roof;
use crate::formulation::{Ground, Linear};
use crate::problem::Situation;

/// The hostel price for each household that `roof` counts.
pub fn bought_roofs(ground: &Ground<'_>) -> Linear {
    let mut value = Linear::default();
    value.add_scaled(&roof::value(ground), ground.problem.settings().hostel_price.thousands());
    value
}

/// What is paid for applicants in temporary accommodation outside the round who are not placed.
pub fn bought_accommodation(ground: &Ground<'_>) -> Linear {
    let mut value = Linear::default();
    for (index, household) in ground.problem.households().iter().enumerate() {
        let Some(application) = &household.application else { continue };
        if household.residency.is_some() || application.situation != Some(Situation::Temporary) {
            continue;
        }
        let price = application.accommodation_cost.unwrap_or(ground.problem.settings().hostel_price).thousands();
        value.constant += price;
        ground.pairs_of[index].iter().for_each(|pair| value.add(*pair, -price));
    }
    value
}
