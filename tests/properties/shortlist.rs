//! Shortlists: what is found is the best there is among the homes on them, and what is not on them is told.

use std::collections::{BTreeMap, BTreeSet};

use husrom::explanation::Cause;
use husrom::problem::{HouseholdId, Tenure, UnitId};
use husrom::{AllocateError, Problem, allocate};

use crate::brute::Brute;
use crate::dice::Dice;
use crate::whole::all_right;

/// The homes that each household is not considered for.
type Left = BTreeMap<HouseholdId, BTreeSet<UnitId>>;

fn left_out(problem: &Problem, allocation: &husrom::Allocation) -> Result<Left, String> {
    let explainer = allocation.explain().threads(1);
    let mut left = Left::new();
    for (household, _) in problem.applicants() {
        let out = left.entry(household.id.clone()).or_default();
        for unit in problem.units() {
            let why = explainer.why_not(&household.id, &unit.id).map_err(|error| error.to_string())?;
            if why.causes == [Cause::NotShortlisted] {
                let forced = explainer.force(&household.id, Some(&unit.id)).map(drop).map_err(|error| error.to_string());
                if !forced.as_ref().is_err_and(|error| error.contains("shortlist")) {
                    return Err(format!("{} is forced into {}: {forced:?}", household.id, unit.id));
                }
                out.insert(unit.id.clone());
            } else if why.causes.contains(&Cause::NotShortlisted) {
                return Err(format!("{} and {}: {:?}", household.id, unit.id, why.causes));
            }
        }
    }
    Ok(left)
}

/// How many homes are left out, where all is right.
fn shortlisted(seed: u64) -> Result<usize, String> {
    let Ok(problem) = crate::problem(seed) else { return Ok(0) };
    let mut parts = problem.parts().clone();
    let most = 1 + Dice::of(seed).roll(2);
    parts.settings.shortlist = u32::try_from(most).ok();
    let problem = Problem::from_parts(parts).map_err(|error| error.to_string())?;
    let brute = Brute::of(&problem, false);
    let allocation = match allocate(&problem).run() {
        Ok(allocation) => allocation,
        Err(AllocateError::Impossible(_)) => return Ok(0),
        Err(error) => return Err(error.to_string()),
    };
    let left = left_out(&problem, &allocation)?;
    let is_considered = |household: &HouseholdId, unit: &UnitId| !left.get(household).is_some_and(|out| out.contains(unit));
    if let Some(placed) = allocation.placements().iter().find(|it| !is_considered(&it.household, &it.unit)) {
        return Err(format!("{} is placed in {}", placed.household, placed.unit));
    }
    // Where every home has one first date, nothing but the lists keeps a household from a home.
    let leaves = |tenure: &Tenure| matches!(tenure, Tenure::Leaves { .. });
    let is_still = problem.residents().all(|(household, it)| household.application.is_none() && !leaves(&it.tenure));
    if is_still {
        let lists = |placements: &[husrom::allocation::Placement]| {
            placements.iter().all(|placement| is_considered(&placement.household, &placement.unit))
        };
        let best = brute.best_where(&problem, lists).levels;
        let found: Vec<i64> = allocation.levels().iter().map(|level| level.held).collect();
        if best.as_ref() != Some(&found) {
            return Err(format!("{found:?} is found, {best:?} is the best on the lists"));
        }
    }
    Ok(left.values().map(BTreeSet::len).sum())
}

#[test]
fn what_is_found_is_the_best_among_the_homes_shortlisted() {
    assert!(
        all_right(20, |seed| shortlisted(seed).map_err(|error| format!("seed {seed}: {error}"))) > 0,
        "every home was on a list"
    );
}
