//! `fit`: points for category, district and site wished, preferred tags and assessments (R71, R96–R102).
//!
//! Σ points_ak · x_ak. Unit: points, from the office's table.

use crate::eligibility::wish_points;
use crate::formulation::fixed::aims_at;
use crate::formulation::{Ground, Linear};

/// The value.
pub fn value(ground: &Ground<'_>) -> Linear {
    let mut value = Linear::default();
    for (index, pair) in ground.pairs.iter().enumerate() {
        let household = ground.household(pair.household);
        let home = &ground.classes[pair.class].home;
        let wishes =
            household.application.as_ref().map_or(0, |application| wish_points(ground.problem, application, &home.wished()));
        let assessments = ground.problem.parts().assessments.iter();
        let judged = assessments.filter(|it| it.household == household.id && aims_at(&it.target, home)).map(|it| it.points);
        value.add(index, wishes + judged.sum::<i64>());
    }
    value
}
