//! Points that a household gives a home: for what it wishes for, and what has been assessed (R71, R96–R102).

use std::collections::BTreeMap;

use super::fixed::aims_at;
use crate::eligibility::{Home, wish_points};
use crate::problem::{Assessment, Household, HouseholdId, Problem};

/// The office's table of points, and its assessments by household.
pub struct Points<'a> {
    problem: &'a Problem,
    assessments: BTreeMap<&'a HouseholdId, Vec<&'a Assessment>>,
}

impl<'a> Points<'a> {
    /// Those of a problem.
    pub fn of(problem: &'a Problem) -> Self {
        let mut assessments: BTreeMap<&HouseholdId, Vec<&Assessment>> = BTreeMap::new();
        for assessment in &problem.parts().assessments {
            assessments.entry(&assessment.household).or_default().push(assessment);
        }
        Self { problem, assessments }
    }

    /// What a home is worth to a household.
    pub fn count(&self, household: &Household, home: &Home<'_>) -> i64 {
        let application = household.application.as_ref();
        let wishes = application.map_or(0, |application| wish_points(self.problem, application, &home.wished()));
        let assessments = self.assessments.get(&household.id).into_iter().flatten();
        wishes + assessments.filter(|it| aims_at(&it.target, home)).map(|it| it.points).sum::<i64>()
    }
}
