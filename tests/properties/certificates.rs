//! Certificates: every certified level verifies without a solver, and a forged one is refused.

use husrom::allocation::{Cut, Grade, Outcome};
use husrom::proof::verify;
use husrom::{Problem, allocate};
use rayon::prelude::*;
use serde_json::Value;

use crate::brute::Brute;
use crate::dice::Dice;

/// The problem of a seed with an outcome, where there is one.
fn solved(seed: u64) -> Option<(Problem, Outcome)> {
    let problem = crate::problem(seed).ok()?;
    let outcome = allocate(&problem).run().ok()?.outcome().clone();
    Some((problem, outcome))
}

/// Where the certificate of each certified level lies, and the level.
fn certified(outcome: &Outcome) -> Vec<(usize, usize)> {
    let levels = outcome.levels.iter().enumerate().filter(|(_, level)| level.grade == Grade::Certified);
    let lies = |measure: &str| outcome.certificates.iter().position(|certificate| certificate.measure == measure);
    levels.filter_map(|(index, level)| Some((index, lies(&level.measure)?))).collect()
}

#[test]
fn every_certified_level_verifies_without_a_solver() {
    let counts: Vec<(usize, usize)> = crate::some(10)
        .into_par_iter()
        .filter_map(|seed| {
            let (problem, outcome) = solved(seed)?;
            assert_eq!(verify(&problem, &outcome), Ok(certified(&outcome).len()), "seed {seed}");
            Some((certified(&outcome).len(), outcome.levels.len()))
        })
        .collect();
    let (certified, levels) = counts.iter().fold((0, 0), |(one, all), (certified, levels)| (one + certified, all + levels));
    println!("{certified} of {levels} levels are certified");
    assert!(certified * 2 > levels, "hardly any level is certified");
}

/// One way to forge an outcome; `false` where it finds nothing to forge.
type Forgery = (&'static str, fn(&mut Outcome, &Problem) -> bool);

/// Raises or lowers everything that states one certified level's value, in the direction that claims more.
fn claim(outcome: &mut Outcome, problem: &Problem, by: i64) -> bool {
    let Some((level, certificate)) = certified(outcome).first().copied() else { return false };
    let sign = if problem.levels()[level].measure.maximises() { by } else { -by };
    let stated = &mut outcome.levels[level];
    stated.held += sign;
    stated.bound = Some(stated.held);
    outcome.certificates[certificate].bound += sign;
    true
}

/// Changes the multipliers of every certificate that has any that count.
fn multipliers(outcome: &mut Outcome, change: impl Fn(&mut Vec<(u32, i64)>)) -> bool {
    let mut found = false;
    for certificate in &mut outcome.certificates {
        for multipliers in certificate.multipliers.iter_mut().filter(|multipliers| !multipliers.is_empty()) {
            change(multipliers);
            found = true;
        }
    }
    found
}

/// Changes every cut.
fn cuts(outcome: &mut Outcome, change: impl Fn(&mut Cut)) -> bool {
    let refutations = outcome.certificates.iter_mut();
    let all = refutations.flat_map(|it| it.cuts.iter_mut().chain(it.refutation.iter_mut().flat_map(|it| &mut it.cuts)));
    all.map(change).count() > 0
}

const FORGERIES: [Forgery; 12] = [
    ("the value claimed is better than the allocation's", |outcome, problem| claim(outcome, problem, 1)),
    ("the value claimed is worse than the allocation's", |outcome, problem| claim(outcome, problem, -1)),
    ("the certificate states another value", |outcome, _| {
        let Some((_, certificate)) = certified(outcome).first().copied() else { return false };
        outcome.certificates[certificate].bound += 1;
        true
    }),
    ("the bound is another", |outcome, _| {
        let Some((level, _)) = certified(outcome).first().copied() else { return false };
        outcome.levels[level].bound = outcome.levels[level].bound.map(|bound| bound + 1);
        true
    }),
    ("the bound is missing", |outcome, _| {
        let Some((level, _)) = certified(outcome).first().copied() else { return false };
        outcome.levels[level].bound = None;
        true
    }),
    ("the value stated is another", |outcome, _| {
        outcome.levels.first_mut().is_some_and(|level| {
            level.value += 1;
            true
        })
    }),
    ("the certificates are gone", |outcome, _| {
        let any = !certified(outcome).is_empty();
        outcome.certificates.clear();
        any
    }),
    ("the multipliers are negative", |outcome, _| {
        multipliers(outcome, |multipliers| multipliers.iter_mut().for_each(|(_, multiplier)| *multiplier = -*multiplier))
    }),
    ("a multiplier names no row", |outcome, _| multipliers(outcome, |multipliers| multipliers[0].0 = 1_000_000)),
    ("two levels are swapped", |outcome, _| {
        let differ = outcome.levels.len() > 1 && outcome.levels[0].measure != outcome.levels[1].measure;
        if differ {
            outcome.levels.swap(0, 1);
        }
        differ
    }),
    ("a level is left out", |outcome, _| outcome.levels.pop().is_some()),
    ("a placement is left out and the values kept", |outcome, _| outcome.placements.pop().is_some()),
];

/// Few tiny problems need cuts: these are tried on more.
const FORGED_CUTS: [Forgery; 4] = [
    ("cuts of negative multipliers", |outcome, _| {
        cuts(outcome, |cut| cut.multipliers.iter_mut().for_each(|(_, multiplier)| *multiplier = -*multiplier))
    }),
    ("cuts of no row", |outcome, _| cuts(outcome, |cut| cut.multipliers[0].0 = 1_000_000)),
    ("cuts divided by nothing", |outcome, _| cuts(outcome, |cut| cut.divisor = 0)),
    ("cuts that are gone", |outcome, _| {
        let with_cuts = outcome.certificates.iter_mut().filter(|certificate| !certificate.cuts.is_empty());
        with_cuts.map(|certificate| certificate.cuts.clear()).count() > 0
    }),
];

fn is_refused((name, forge): Forgery, seeds: u64) {
    let tried: Vec<u64> = (0..seeds)
        .into_par_iter()
        .filter(|seed| {
            let Some((problem, mut outcome)) = solved(*seed) else { return false };
            let found = forge(&mut outcome, &problem);
            assert!(!found || verify(&problem, &outcome).is_err(), "seed {seed}: {name}, and it verifies");
            found
        })
        .collect();
    assert!(tried.len() > 20, "{name}: tried only on {} problems", tried.len());
}

#[test]
fn a_forged_certificate_is_refused() {
    FORGERIES.into_iter().for_each(|forgery| is_refused(forgery, 200));
}

#[test]
fn a_forged_cut_is_refused() {
    FORGED_CUTS.into_iter().for_each(|forgery| is_refused(forgery, 1_500));
}

#[test]
fn a_certificate_without_its_multipliers_is_refused_where_it_needs_them() {
    let refused: usize = (0..300_u64)
        .into_par_iter()
        .filter_map(solved)
        .map(|(problem, outcome)| {
            let mut refused = 0;
            for (_, certificate) in certified(&outcome) {
                for (link, multipliers) in outcome.certificates[certificate].multipliers.iter().enumerate() {
                    for dropped in 0..multipliers.len() {
                        let mut forged = outcome.clone();
                        forged.certificates[certificate].multipliers[link].remove(dropped);
                        refused += usize::from(verify(&problem, &forged).is_err());
                    }
                }
            }
            refused
        })
        .sum();
    println!("{refused} times a multiplier was dropped that the proof needs");
    assert!(refused > 100);
}

/// An outcome that says that a lawful allocation that is not the best is certified as the best in its first level.
fn second_best(problem: &Problem, outcome: &Outcome, brute: &Brute) -> Option<Outcome> {
    let first = problem.levels().into_iter().next()?;
    let sign = if first.measure.maximises() { 1 } else { -1 };
    let worse =
        brute.lawful.iter().zip(brute.values(problem)).find(|(_, values)| sign * values[0] < sign * outcome.levels[0].held);
    let (placements, values) = worse?;
    let mut forged = outcome.clone();
    forged.placements.clone_from(placements);
    for (stated, value) in forged.levels.iter_mut().zip(values) {
        (stated.value, stated.held, stated.bound, stated.grade) = (value, value, Some(value), Grade::Solver);
    }
    forged.levels[0].grade = Grade::Certified;
    forged.certificates.retain(|certificate| certificate.measure == outcome.levels[0].measure);
    forged.certificates.first_mut()?.bound = forged.levels[0].value;
    Some(forged)
}

#[test]
fn no_certificate_makes_a_second_best_allocation_the_best() {
    let tried: usize = (0..200_u64)
        .into_par_iter()
        .map(|seed| {
            let Some((problem, outcome)) = solved(seed) else { return 0 };
            let Some(forged) = second_best(&problem, &outcome, &Brute::of(&problem, false)) else { return 0 };
            let given = forged.certificates[0].multipliers.clone();
            let mut tried = 0;
            for row in 0..20 {
                for by in [-1, 1, -3] {
                    // On top of the multipliers that prove the best, and alone.
                    for mut multipliers in [given.clone(), Vec::new()] {
                        multipliers.push(vec![(row, by << forged.certificates[0].scale)]);
                        let mut forged = forged.clone();
                        forged.certificates[0].multipliers = multipliers;
                        assert!(verify(&problem, &forged).is_err(), "seed {seed}: row {row} by {by} proves what is not so");
                        tried += 1;
                    }
                }
            }
            tried
        })
        .sum();
    assert!(tried > 1000, "tried only {tried}");
}

/// All that a JSON value could be changed into in one place.
fn change_one(value: &mut Value, dice: &mut Dice) {
    match value {
        Value::Object(fields) => {
            let keys: Vec<String> = fields.keys().cloned().collect();
            if !keys.is_empty() {
                change_one(fields.get_mut(dice.pick(&keys)).unwrap(), dice);
            }
        }
        Value::Array(items) if !items.is_empty() => {
            let at = usize::try_from(dice.roll(items.len() as u64)).unwrap();
            match dice.roll(8) {
                0 => drop(items.remove(at)),
                1 => items.push(items[at].clone()),
                2 => {
                    let last = items.len() - 1;
                    items.swap(at, last);
                }
                _ => change_one(&mut items[at], dice),
            }
        }
        Value::Number(number) => {
            let old = number.as_i64().unwrap_or(0);
            let by = *dice.pick(&[1, -1, 2, -2, 1 << 24, -(1 << 24), 1 << 40]);
            *value = Value::from(if dice.chance(20) { by } else { old.saturating_add(by) });
        }
        Value::Bool(truth) => *truth = !*truth,
        Value::String(text) => *text = (*dice.pick(&["certified", "solver", "fit", "U1", "2026-01-05", ""])).to_owned(),
        Value::Null => *value = Value::from(0),
        Value::Array(_) => {}
    }
}

/// Whether every certified bound is a true one: no lawful allocation that holds the levels before, as stated, is better.
fn bounds_are_true(problem: &Problem, outcome: &Outcome, brute: &Brute) -> Result<(), String> {
    let mut left: Vec<Vec<i64>> = brute.values(problem).collect();
    for (index, (level, stated)) in problem.levels().iter().zip(&outcome.levels).enumerate() {
        let sign = if level.measure.maximises() { 1 } else { -1 };
        if stated.grade == Grade::Certified {
            let bound = stated.bound.ok_or("certified without a bound")?;
            if let Some(better) = left.iter().map(|values| values[index]).find(|value| sign * value > sign * bound) {
                return Err(format!("{}: {better} is possible, the bound says {bound}", stated.measure));
            }
        }
        let loss = level.tolerance.loss(stated.held);
        left.retain(|values| sign * values[index] >= sign * stated.held - loss);
    }
    Ok(())
}

/// How many single changes of an outcome still verify; an error if one of those claims what is not so.
fn sweep(seed: u64) -> Result<(usize, usize), String> {
    let Some((problem, outcome)) = solved(seed) else { return Ok((0, 0)) };
    let brute = Brute::of(&problem, false);
    let mut dice = Dice::of(seed ^ 0xf0e6ed);
    let (mut tried, mut stand) = (0, 0);
    for _ in 0..60 {
        let mut json = serde_json::to_value(&outcome).map_err(|error| error.to_string())?;
        // Mostly where the proof is.
        let part = *dice.pick(&["certificates", "certificates", "certificates", "levels", "levels", "placements"]);
        change_one(&mut json[part], &mut dice);
        let Ok(forged) = serde_json::from_value::<Outcome>(json) else { continue };
        if forged == outcome {
            continue;
        }
        tried += 1;
        if verify(&problem, &forged).is_ok() {
            stand += 1;
            bounds_are_true(&problem, &forged, &brute)?;
        }
    }
    Ok((tried, stand))
}

#[test]
fn whatever_is_changed_in_an_outcome_what_still_verifies_is_true() {
    let counts: Vec<Result<(usize, usize), String>> =
        (0..300_u64).into_par_iter().map(|seed| sweep(seed).map_err(|error| format!("seed {seed}: {error}"))).collect();
    let failures: Vec<&String> = counts.iter().filter_map(|it| it.as_ref().err()).collect();
    assert!(failures.is_empty(), "{failures:#?}");
    let (tried, stand) = counts.iter().flatten().fold((0, 0), |(all, some), (tried, stand)| (all + tried, some + stand));
    println!("{stand} of {tried} changed outcomes still verify, and are true");
    assert!(tried > 5000 && stand > 0 && stand < tried);
}
