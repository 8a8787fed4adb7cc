//! The first goals alone: where they say enough, those after them need not be solved.
//!
//! What is paid in a goal that is left out would be paid in `misplacement` instead, and that goal would be worth something else than among
//! all goals. Where there is such a price, `misplacement` is not one of the first goals, and the lot is not left out.

use crate::problem::{Goal, Goals, Measure, Problem, Strictness};

/// The goals but for the lot, where it comes last: whether a household is placed in every optimum before it, it does not say.
pub fn before_lot(problem: &Problem) -> Goals {
    let mut goals = problem.parts().goals.clone();
    let is_lot = |goal: &Goal| goal.measure == Measure::Lot;
    if goals.0.len() > 1 && goals.0.last().is_some_and(|goal| is_lot(goal) && !is_paid_in(problem, std::slice::from_ref(goal))) {
        goals.0.pop();
    }
    goals
}

/// The first levels, but for those that are sums of points and money: these are soon solved.
pub fn counting(problem: &Problem) -> Vec<Goal> {
    let counts = |goal: &&Goal| {
        matches!(
            goal.measure,
            Measure::Changes
                | Measure::Housed(_)
                | Measure::Overdue(_)
                | Measure::Displaced
                | Measure::Deadline
                | Measure::Misplacement
        )
    };
    let levels = problem.levels();
    let mut first: Vec<Goal> = levels.iter().take_while(counts).cloned().collect();
    if is_paid_in(problem, &levels[first.len()..]) {
        let misplacement = first.iter().position(|goal| goal.measure == Measure::Misplacement);
        first.truncate(misplacement.unwrap_or(first.len()));
    }
    first
}

/// Whether breaking anything is paid for in one of these goals.
fn is_paid_in(problem: &Problem, goals: &[Goal]) -> bool {
    let counts = |goal: &Goal, level: &Measure| match &goal.measure {
        Measure::Weighted(terms) => terms.iter().any(|(measure, _)| measure == level),
        measure => measure == level,
    };
    let rules = problem.rules().iter().map(|rule| &rule.strictness);
    let mut all = rules.chain(problem.parts().relations.iter().map(|relation| &relation.strictness));
    all.any(|it| matches!(it, Strictness::Soft { level, .. } if goals.iter().any(|goal| counts(goal, level))))
}
