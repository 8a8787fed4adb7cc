//! `overdue`: households past the longest acceptable wait of their class, or past a threshold, left without a step up (R184).
//!
//! Σ over those of 1 − Σ x of their pairs that are a step up. Unit: households.

use crate::eligibility::{standing, steps_up};
use crate::formulation::{Ground, Linear};
use crate::problem::{Application, Days, Permanence, Problem};

/// The value.
pub fn value(ground: &Ground<'_>, threshold: Option<Days>) -> Linear {
    let mut value = Linear::default();
    for (index, household) in ground.problem.households().iter().enumerate() {
        let Some(application) = &household.application else { continue };
        let standing = standing(ground.problem, household);
        if standing >= Permanence::Permanent || !is_overdue(ground.problem, application, threshold) {
            continue;
        }
        value.constant += 1;
        for pair in &ground.pairs_of[index] {
            if steps_up(standing, &ground.classes[ground.pairs[*pair].class].home) {
                value.add(*pair, -1);
            }
        }
    }
    value
}

fn is_overdue(problem: &Problem, application: &Application, threshold: Option<Days>) -> bool {
    let longest = threshold.or_else(|| problem.settings().longest_wait.get(&application.class).copied());
    let (Some(longest), Some(since)) = (longest, application.waiting_since) else { return false };
    let waited = problem.round().date - since;
    waited.get_days() > longest.0
}
