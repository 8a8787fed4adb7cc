//! Where nothing couples households but the homes themselves, levels are solved as a flow: equal to brute force, every one certified.

use husrom::allocation::Grade;
use husrom::problem::{Goals, Household, Parts, Situation};
use husrom::proof::verify;
use husrom::{Problem, allocate};
use rayon::prelude::*;

use crate::brute::Brute;

/// The problem of a seed without anything that couples: one household to a home, nobody moves, and no limits.
fn uncoupled(seed: u64) -> Option<Problem> {
    let mut parts: Parts = crate::problem(seed).ok()?.parts().clone();
    parts.rules.clear();
    parts.relations.clear();
    parts.resources.clear();
    parts.pins.clear();
    parts.offers.clear();
    parts.settings.zone_ceilings.clear();
    parts.sites.iter_mut().for_each(|site| (site.single_gender, site.admission.gender) = (None, None));
    parts.units.iter_mut().for_each(|unit| (unit.shared_places, unit.admission.gender) = (None, None));
    // Residents leave by themselves or not at all; those of them who waited wait outside.
    for Household { application, residency, .. } in &mut parts.households {
        let Some(application) = application else { continue };
        *residency = None;
        if application.situation == Some(Situation::Tenant) {
            application.situation = Some(Situation::Homeless);
        }
    }
    Problem::from_parts(parts).ok()
}

/// Solves an uncoupled problem both ways: how many levels, from the first, were solved as a flow, and of how many. Multipliers that are
/// whole numbers tell: those of a relaxation have digits after the point.
fn compare(seed: u64, goals: Option<Goals>) -> Result<Option<(usize, usize)>, String> {
    let Some(mut problem) = uncoupled(seed) else { return Ok(None) };
    if let Some(goals) = goals {
        problem = problem.with_goals(goals).map_err(|error| error.to_string())?;
    }
    let allocation = allocate(&problem).run().map_err(|error| error.to_string())?;
    let best = Brute::of(&problem, false).best(&problem).levels;
    let held: Vec<i64> = allocation.levels().iter().map(|level| level.held).collect();
    if best.as_ref() != Some(&held) {
        return Err(format!("engine {held:?}, brute force {best:?}"));
    }
    let outcome = allocation.outcome();
    verify(&problem, outcome).map_err(|error| error.to_string())?;
    let as_flow = outcome.certificates.iter().take_while(|certificate| certificate.scale == 0).count();
    let not_certified = outcome.levels[..as_flow].iter().find(|level| level.grade != Grade::Certified || level.nodes > 0);
    if let Some(level) = not_certified {
        return Err(format!("{} is not certified", level.measure));
    }
    Ok(Some((as_flow, outcome.levels.len())))
}

#[test]
fn uncoupled_problems_are_flows_and_equal_brute_force_with_every_level_certified() {
    let results: Vec<_> = crate::some(4)
        .into_par_iter()
        .map(|seed| compare(seed, Some(Goals::shipped())).map_err(|error| format!("seed {seed}: {error}")))
        .collect();
    let failures: Vec<&String> = results.iter().filter_map(|it| it.as_ref().err()).collect();
    assert!(failures.is_empty(), "{} fail, among them {:#?}", failures.len(), &failures[..failures.len().min(5)]);
    let solved: Vec<(usize, usize)> = results.into_iter().flatten().flatten().collect();
    assert!(solved.iter().all(|(as_flow, levels)| as_flow == levels), "not all are flows to the last level: {solved:?}");
    assert!(solved.len() > 5, "hardly a problem to try");
}

#[test]
fn a_level_with_tolerance_ends_the_flow_and_nothing_else() {
    let results: Vec<_> = crate::some(10)
        .into_par_iter()
        .map(|seed| compare(seed, None).map_err(|error| format!("seed {seed}: {error}")))
        .collect();
    let failures: Vec<&String> = results.iter().filter_map(|it| it.as_ref().err()).collect();
    assert!(failures.is_empty(), "{} fail, among them {:#?}", failures.len(), &failures[..failures.len().min(5)]);
    let partly = results.iter().flatten().flatten().filter(|(as_flow, levels)| (1..*levels).contains(as_flow)).count();
    assert!(partly > 0, "no flow ended before the last level");
}
