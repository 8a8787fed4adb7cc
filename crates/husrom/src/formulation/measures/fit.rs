//! `fit`: points for category, district and site wished, preferred tags and assessments (R71, R96–R102).
//!
//! Σ points_ak · x_ak. Unit: points, from the office's table.

use crate::formulation::points::Points;
use crate::formulation::{Ground, Linear};

/// The value.
pub fn value(ground: &Ground<'_>) -> Linear {
    let points = Points::of(ground.problem);
    let mut value = Linear::default();
    for (index, pair) in ground.pairs.iter().enumerate() {
        value.add(index, points.count(ground.household(pair.household), &ground.classes[pair.class].home));
    }
    value
}
