//! Brute force: every way to place every household, judged by the checker alone.

use std::collections::BTreeSet;

use husrom::allocation::Placement;
use husrom::allocation::check::Checker;
use husrom::problem::*;

/// What brute force finds of a problem under one order of goals.
pub struct Best {
    /// The best value of each level, given the levels before within tolerance; `None` if nothing is lawful.
    pub levels: Option<Vec<i64>>,
    /// The levels that tell lawful allocations apart which the levels before leave.
    pub binding: Vec<bool>,
}

/// Every lawful allocation of a problem, and some unlawful ones for what they break.
pub struct Brute {
    pub lawful: Vec<Vec<Placement>>,
    pub unlawful: Vec<Vec<Placement>>,
}

/// Every date on which something could change for somebody.
pub fn dates(problem: &Problem) -> BTreeSet<Date> {
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
    dates
}

/// Every placement of one household, in each home, from each date.
fn placements_of(problem: &Problem, household: &Household, dates: &BTreeSet<Date>) -> Vec<Placement> {
    let at = |unit: &Unit, start: &Date| Placement { household: household.id.clone(), unit: unit.id.clone(), start: *start };
    problem.units().iter().flat_map(|unit| dates.iter().map(move |start| at(unit, start))).collect()
}

impl Brute {
    /// Tries everything. `thorough` tries also what the checker says no lawful allocation holds, so that it is held to its word.
    pub fn of(problem: &Problem, thorough: bool) -> Self {
        let checker = Checker::new(problem);
        let dates = dates(problem);
        let mut unlawful = Vec::new();
        let mut options: Vec<Vec<Option<Placement>>> = Vec::new();
        for (household, _) in problem.applicants() {
            let mut open = vec![None];
            for placement in placements_of(problem, household, &dates) {
                if thorough || checker.legal_starts(&household.id, &placement.unit).contains(&placement.start) {
                    open.push(Some(placement));
                } else {
                    unlawful.push(vec![placement]);
                }
            }
            options.push(open);
        }
        let mut lawful = Vec::new();
        let mut turn = 0_u64;
        let mut choice = vec![0; options.len()];
        loop {
            let placements: Vec<Placement> = choice.iter().zip(&options).filter_map(|(pick, of)| of[*pick].clone()).collect();
            if checker.values(&placements).is_some() {
                lawful.push(placements);
            } else {
                // Those with few placements say most clearly what a single rule forbids.
                turn += 1;
                if unlawful.len() < MOST_LOOKED_AT && (placements.len() <= 2 || turn.is_multiple_of(7)) {
                    unlawful.push(placements);
                }
            }
            let Some(next) = (0..choice.len()).find(|index| choice[*index] + 1 < options[*index].len()) else { break };
            choice[next] += 1;
            choice[..next].fill(0);
        }
        Self { lawful, unlawful }
    }

    /// The values of every lawful allocation, by the problem's own levels.
    pub fn values<'a>(&'a self, problem: &'a Problem) -> impl Iterator<Item = Vec<i64>> + 'a {
        let checker = Checker::new(problem);
        self.lawful.iter().map(move |placements| checker.values(placements).expect("goals change no law"))
    }

    /// The measures, in the order of the goals, that differ between lawful allocations.
    pub fn varying(&self, problem: &Problem) -> Vec<Measure> {
        let levels = problem.levels();
        let mut first: Option<Vec<i64>> = None;
        let mut differs = vec![false; levels.len()];
        for values in self.values(problem) {
            let first = first.get_or_insert_with(|| values.clone());
            for (differs, (value, same)) in differs.iter_mut().zip(values.iter().zip(first)) {
                *differs |= *value != *same;
            }
        }
        levels.into_iter().zip(differs).filter(|(_, differs)| *differs).map(|(level, _)| level.measure).collect()
    }

    /// The best value of each level of a problem that differs from the one tried in its goals at most.
    pub fn best(&self, problem: &Problem) -> Best {
        self.best_where(problem, |_| true)
    }

    /// The same among those lawful allocations of which something holds.
    pub fn best_where(&self, problem: &Problem, holds: impl Fn(&[Placement]) -> bool) -> Best {
        let all = self.lawful.iter().zip(self.values(problem));
        let mut left: Vec<Vec<i64>> = all.filter(|(placements, _)| holds(placements)).map(|(_, values)| values).collect();
        let mut best = Vec::new();
        let mut binding = Vec::new();
        if left.is_empty() {
            return Best { levels: None, binding };
        }
        for (index, level) in problem.levels().iter().enumerate() {
            let sign = if level.measure.maximises() { 1 } else { -1 };
            let most = left.iter().map(|values| sign * values[index]).max().unwrap_or(0);
            let before = left.len();
            let loss = level.tolerance.loss(sign * most);
            left.retain(|values| sign * values[index] >= most - loss);
            binding.push(left.len() < before);
            best.push(sign * most);
        }
        Best { levels: Some(best), binding }
    }
}

/// How many unlawful allocations are looked at for what they break.
const MOST_LOOKED_AT: usize = 400;
