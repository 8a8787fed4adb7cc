//! `fit`: points for category, district and site wished, preferred tags and assessments (R71, R96–R102).
//!
//! Σ points_ak · x_ak. Unit: points, from the office's table.

use std::collections::BTreeMap;

use crate::eligibility::wish_points;
use crate::formulation::fixed::aims_at;
use crate::formulation::{Ground, Linear};
use crate::problem::{Assessment, HouseholdId};

/// The value.
pub fn value(ground: &Ground<'_>) -> Linear {
    let mut assessments: BTreeMap<&HouseholdId, Vec<&Assessment>> = BTreeMap::new();
    for assessment in &ground.problem.parts().assessments {
        assessments.entry(&assessment.household).or_default().push(assessment);
    }
    let mut value = Linear::default();
    for (index, pair) in ground.pairs.iter().enumerate() {
        let household = ground.household(pair.household);
        let home = &ground.classes[pair.class].home;
        let wishes =
            household.application.as_ref().map_or(0, |application| wish_points(ground.problem, application, &home.wished()));
        let assessments = assessments.get(&household.id).into_iter().flatten();
        let judged = assessments.filter(|it| aims_at(&it.target, home)).map(|it| it.points);
        value.add(index, wishes + judged.sum::<i64>());
    }
    value
}
