//! Brute force: every way to place every household, judged by the checker alone.

use std::collections::BTreeSet;

use husrom::allocation::Placement;
use husrom::allocation::check::values;
use husrom::problem::*;

/// What brute force finds of a problem.
pub struct Brute {
    /// The best value of each level, given the levels before within tolerance; `None` if nothing is lawful.
    pub best: Option<Vec<i64>>,
    /// The levels that tell lawful allocations apart which the levels before leave.
    pub binding: Vec<bool>,
    /// Some of the unlawful ways, for what they break.
    pub unlawful: Vec<Vec<Placement>>,
}

/// Every way to place every household: who waits, in each home, from each date on which something changes.
fn ways(problem: &Problem) -> Vec<Vec<Option<Placement>>> {
    let round = problem.round();
    let mut dates: BTreeSet<Date> = BTreeSet::from([round.date]);
    dates.extend(problem.applicants().filter_map(|(_, application)| application.ready_from));
    dates.extend(problem.units().iter().filter_map(|unit| unit.free_from));
    dates.extend(problem.sites().iter().filter_map(|site| site.opens));
    dates.extend(problem.residents().filter_map(|(_, residency)| match residency.tenure {
        Tenure::Leaves { on, .. } => Some(on),
        _ => None,
    }));
    dates.retain(|date| (round.date..=round.horizon).contains(date));
    problem
        .applicants()
        .map(|(household, application)| {
            let ready = application.ready_from.map_or(round.date, |ready| ready.max(round.date));
            let starts = dates.iter().filter(|date| **date >= ready);
            let placed = problem.units().iter().flat_map(|unit| {
                starts.clone().map(|start| Placement { household: household.id.clone(), unit: unit.id.clone(), start: *start })
            });
            std::iter::once(None).chain(placed.map(Some)).collect()
        })
        .collect()
}

/// Tries everything, and tells of each way the values of the levels, or that it is unlawful.
fn try_all(problem: &Problem, mut tell: impl FnMut(Vec<Placement>, Option<Vec<i64>>)) {
    let options = ways(problem);
    let mut choice = vec![0; options.len()];
    let mut turn = 0_u64;
    loop {
        let placements: Vec<Placement> = choice.iter().zip(&options).filter_map(|(pick, of)| of[*pick].clone()).collect();
        let values = values(problem, &placements);
        tell(placements, values);
        let Some(next) = (0..choice.len()).find(|index| choice[*index] + 1 < options[*index].len()) else { break };
        choice[next] += 1;
        choice[..next].fill(0);
    }
}

/// The measures, in the order of the goals, that differ between lawful allocations.
pub fn varying(problem: &Problem) -> Vec<Measure> {
    let levels = problem.levels();
    let mut first: Option<Vec<i64>> = None;
    let mut differs = vec![false; levels.len()];
    try_all(problem, |_, values| {
        if let Some(values) = values {
            let first = first.get_or_insert_with(|| values.clone());
            for (differs, (value, same)) in differs.iter_mut().zip(values.iter().zip(first)) {
                *differs |= *value != *same;
            }
        }
    });
    levels.into_iter().zip(differs).filter(|(_, differs)| *differs).map(|(level, _)| level.measure).collect()
}

/// Finds the best value of each level by trying everything.
pub fn brute(problem: &Problem) -> Brute {
    let mut lawful: Vec<Vec<i64>> = Vec::new();
    let mut unlawful = Vec::new();
    let mut turn = 0_u64;
    try_all(problem, |placements, values| match values {
        Some(values) => lawful.push(values),
        None => {
            turn += 1;
            // Those with few placements say most clearly what a single rule forbids.
            if unlawful.len() < 250 && (placements.len() <= 2 || turn % 7 == 0) {
                unlawful.push(placements);
            }
        }
    });
    let levels = problem.levels();
    let mut best = Vec::new();
    let mut binding = Vec::new();
    if lawful.is_empty() {
        return Brute { best: None, binding, unlawful };
    }
    for (index, level) in levels.iter().enumerate() {
        let sign = if level.measure.maximises() { 1 } else { -1 };
        let most = lawful.iter().map(|values| sign * values[index]).max().unwrap();
        let before = lawful.len();
        let loss = level.tolerance.loss(sign * most);
        lawful.retain(|values| sign * values[index] >= most - loss);
        binding.push(lawful.len() < before);
        best.push(sign * most);
    }
    Brute { best: Some(best), binding, unlawful }
}
