//! The measures, one a file: each writes its level's value as a linear function of the columns (MODEL §3, docs/semantics.md).

mod changes;
mod concentration;
mod cost;
mod deadline;
mod displaced;
mod fit;
mod housed;
mod lot;
mod money;
mod moves;
mod overdue;
mod roof;
mod temporary;

use super::{Formulation, Linear};
use crate::problem::{Goal, Measure, Tolerance};

/// A level as a linear function.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Level {
    /// What it measures.
    pub measure: Measure,
    /// The value, in the measure's own direction.
    pub value: Linear,
    /// What may be given up later.
    pub tolerance: Tolerance,
}

impl Level {
    /// The function to maximise: the value, or its negative.
    pub fn to_maximise(&self) -> Linear {
        let sign = if self.measure.maximises() { 1 } else { -1 };
        let mut objective = Linear::default();
        objective.add_scaled(&self.value, sign);
        objective.ordered()
    }
}

/// The levels of a formulation whose rules are written.
pub fn levels(formulation: &mut Formulation<'_>) -> Vec<Level> {
    let goals: Vec<Goal> = formulation.ground.problem.levels();
    let counted: Vec<Measure> = goals.iter().flat_map(|goal| parts(&goal.measure)).collect();
    let levels = goals.into_iter().map(|goal| {
        let value = match &goal.measure {
            Measure::Weighted(terms) => {
                let mut sum = Linear::default();
                for (measure, weight) in terms {
                    let sign = if measure.maximises() { 1 } else { -1 };
                    sum.add_scaled(&value(formulation, measure, &counted), sign * weight);
                }
                sum
            }
            measure => value(formulation, measure, &counted),
        };
        Level { measure: goal.measure, value: value.ordered(), tolerance: goal.tolerance }
    });
    levels.collect()
}

fn parts(measure: &Measure) -> Vec<Measure> {
    match measure {
        Measure::Weighted(terms) => terms.iter().map(|(measure, _)| measure.clone()).collect(),
        measure => vec![measure.clone()],
    }
}

/// One measure with the soft prices that are paid in it.
fn value(formulation: &mut Formulation<'_>, measure: &Measure, counted: &[Measure]) -> Linear {
    let mut value = match measure {
        Measure::Changes => changes::value(&formulation.ground),
        Measure::Housed(class) => housed::value(&formulation.ground, *class),
        Measure::Overdue(threshold) => overdue::value(&formulation.ground, *threshold),
        Measure::Displaced => displaced::value(&formulation.ground),
        Measure::Deadline => deadline::value(&formulation.ground),
        Measure::Fit => fit::value(&formulation.ground),
        Measure::Roof => roof::value(&formulation.ground),
        Measure::Temporary => temporary::value(&formulation.ground),
        Measure::Moves => moves::value(&formulation.ground),
        Measure::Cost => cost::value(formulation),
        Measure::Concentration => concentration::value(formulation),
        Measure::Lot => lot::value(&formulation.ground),
        // Misplacement is the prices alone; the others are written out before.
        Measure::Misplacement | Measure::HousedFrom(_) | Measure::Weighted(_) => Linear::default(),
    };
    let sign = if measure.maximises() { -1 } else { 1 };
    for level in formulation.prices.levels() {
        let paid_in = if counted.contains(level) { level } else { &Measure::Misplacement };
        if paid_in == measure {
            formulation.prices.paid(level).for_each(|(column, price)| value.add(column, sign * price));
        }
    }
    value
}
