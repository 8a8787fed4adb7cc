//! Random tiny problems against brute force, level by level.

mod audit;
mod brute;
mod certificates;
mod dice;
mod flow;
mod generate;
mod limits;
mod monotone;
mod near;
mod one_by_one;
mod records;
mod row_order;
mod rules;
mod scenarios;
mod second_solver;
mod shape;
mod shortlist;
mod smallest;
mod swaps;
mod whole;
mod why;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;

use husrom::allocation::Grade;
use husrom::allocation::check::Checker;
use husrom::problem::*;
use husrom::proof::verify;
use husrom::tables::InputError;
use husrom::{AllocateError, Problem, allocate};
use rayon::prelude::*;

use brute::{Best, Brute};

/// The kinds of rule that must be the only thing in the way, somewhere, in one problem of twenty.
const KINDS: [&str; 14] = [
    "test",
    "exclude",
    "single",
    "limit",
    "share",
    "apart",
    "same",
    "move_limit",
    "relation",
    "resource",
    "places",
    "chain",
    "pin",
    "ban",
];

/// The measures that must decide something in one problem of twenty.
const MEASURES: [&str; 14] = [
    "changes",
    "housed",
    "overdue",
    "displaced",
    "deadline",
    "misplacement",
    "fit",
    "roof",
    "temporary",
    "moves",
    "cost",
    "concentration",
    "lot",
    "weighted",
];

/// How many problems; `HUSROM_CASES` sets more.
fn cases() -> u64 {
    std::env::var("HUSROM_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(10_000)
}

/// A share of the seeds, for what is tried on fewer.
fn some(part: u64) -> std::ops::Range<u64> {
    one().unwrap_or(0..(cases() / part).max(10))
}

/// The seeds tried: from 0, or the one that `HUSROM_SEED` names.
fn seeds() -> std::ops::Range<u64> {
    one().unwrap_or(0..cases())
}

fn one() -> Option<std::ops::Range<u64>> {
    let seed: u64 = std::env::var("HUSROM_SEED").ok().and_then(|seed| seed.parse().ok())?;
    Some(seed..seed + 1)
}

fn kind_of(problem: &Problem, fault: &husrom::allocation::check::Fault) -> String {
    let rule = fault.rule.as_ref().and_then(|id| problem.rules().iter().find(|rule| rule.id == *id));
    match rule.map(|rule| &rule.kind) {
        Some(RuleKind::Test(_)) => "test".to_owned(),
        Some(RuleKind::Exclude { .. }) => "exclude".to_owned(),
        Some(RuleKind::SingleGender { .. }) => "single".to_owned(),
        Some(RuleKind::MoveLimit { .. }) => "move_limit".to_owned(),
        Some(RuleKind::Composition { composition, .. }) => match composition {
            Composition::Limit { .. } => "limit",
            Composition::Share { .. } => "share",
            Composition::Apart { .. } => "apart",
            Composition::Same { .. } => "same",
        }
        .to_owned(),
        None => fault.code.to_owned(),
    }
}

/// The problem of a seed. The input checks refuse a few that contradict themselves; the next draw stands in for them.
fn problem(seed: u64) -> Result<Problem, InputError> {
    let mut draws = (0..20).map(|draw| Problem::from_parts(generate::tiny(seed + draw * 1_000_003)));
    draws.find(Result::is_ok).unwrap_or_else(|| Problem::from_parts(generate::tiny(seed)))
}

/// The problem with a measure in front that tells some lawful allocations apart, in turn, so that every measure decides something in
/// some.
fn turned(seed: u64, by: usize, drawn: &Problem, brute: &Brute) -> Result<Problem, InputError> {
    let mut goals = drawn.parts().goals.clone();
    let mut turn = generate::measures();
    let first = usize::try_from(seed % 13).unwrap_or(0);
    turn.rotate_left((first + by) % 13);
    // Those that seldom tell anything apart go first more often.
    turn.sort_by_key(|measure| match measure {
        Measure::Moves => seed % 2,
        Measure::Displaced | Measure::Overdue(_) => seed % 3,
        _ => 1,
    });
    if let Some(measure) = brute.varying(&drawn.with_goals(Goals::of(turn))?).into_iter().next() {
        goals.0.retain(|goal| goal.measure != measure);
        goals.0.insert(0, Goal { measure, tolerance: Tolerance::default() });
    }
    drawn.with_goals(goals)
}

/// Solves the problem of a seed both ways, as drawn and turned.
fn compare(seed: u64, tally: &Mutex<BTreeMap<String, u64>>) -> Result<(), String> {
    let say = |error: InputError| format!("seed {seed}: {error}");
    let drawn = problem(seed).map_err(say)?;
    let brute = Brute::of(&drawn, seed.is_multiple_of(8));
    let mut seen = binding_rules(&drawn, &brute).map_err(|error| format!("seed {seed}: {error}"))?;
    let (one, other) = (turned(seed, 0, &drawn, &brute).map_err(say)?, turned(seed, 6, &drawn, &brute).map_err(say)?);
    for problem in [drawn, one, other] {
        let best = brute.best(&problem);
        seen.extend(binding_measures(&problem, &best));
        agree(&problem, best.levels).map_err(|error| format!("seed {seed}: {error}"))?;
    }
    let mut tally = tally.lock().map_err(|_| "poisoned")?;
    for kind in seen {
        *tally.entry(kind).or_default() += 1;
    }
    Ok(())
}

/// The kinds of rule that are, somewhere, the only thing in the way.
fn binding_rules(problem: &Problem, brute: &Brute) -> Result<BTreeSet<String>, String> {
    let checker = Checker::new(problem);
    let mut seen = BTreeSet::new();
    for placements in &brute.unlawful {
        let faults = checker.check(placements).err().ok_or("check and values differ")?;
        let kinds: BTreeSet<String> = faults.iter().map(|fault| kind_of(problem, fault)).collect();
        if kinds.len() == 1 {
            seen.extend(kinds.into_iter().map(|kind| format!("rule {kind}")));
        }
    }
    Ok(seen)
}

/// The measures that decide something.
fn binding_measures(problem: &Problem, best: &Best) -> Vec<String> {
    let levels = problem.levels().into_iter().zip(&best.binding).filter(|(_, binds)| **binds);
    let name = |measure: &Measure| match measure {
        Measure::Weighted(_) => "weighted".to_owned(),
        measure => measure.to_string().split('(').next().unwrap_or("").to_owned(),
    };
    levels.map(|(level, _)| format!("measure {}", name(&level.measure))).collect()
}

/// Solves a problem and compares; an error says how engine and brute force differ.
fn agree(problem: &Problem, best: Option<Vec<i64>>) -> Result<(), String> {
    match (allocate(problem).run(), best) {
        (Err(AllocateError::Impossible(clash)), None) if !clash.is_empty() => Ok(()),
        (Ok(allocation), Some(best)) => {
            let held: Vec<i64> = allocation.levels().iter().map(|level| level.held).collect();
            if held != best {
                let names: Vec<String> = problem.levels().iter().map(|level| level.measure.to_string()).collect();
                return Err(format!("{names:?}\n engine {held:?}\n brute  {best:?}\n {:?}", allocation.placements()));
            }
            if let Some(level) =
                allocation.levels().iter().find(|level| level.grade == Grade::Unproved || level.bound != Some(level.held))
            {
                return Err(format!("{} is not proved", level.measure));
            }
            verify(problem, allocation.outcome()).map_err(|error| error.to_string())?;
            Ok(())
        }
        (Ok(_), None) => Err("the engine finds what brute force does not".to_owned()),
        (Err(error), best) => Err(format!("{error:?}, brute force {best:?}")),
    }
}

#[test]
fn tiny_problems_equal_brute_force_level_by_level() {
    let tally = Mutex::new(BTreeMap::new());
    let failures: Vec<String> = seeds().into_par_iter().filter_map(|seed| compare(seed, &tally).err()).collect();
    let tally = tally.into_inner().unwrap();
    println!("binding in {} cases: {tally:?}", cases());
    assert!(
        failures.is_empty(),
        "{} of {} differ, among them\n{}",
        failures.len(),
        cases(),
        failures[..failures.len().min(8)].join("\n")
    );
    if seeds().end != cases() {
        return;
    }
    let wanted =
        KINDS.iter().map(|kind| format!("rule {kind}")).chain(MEASURES.iter().map(|measure| format!("measure {measure}")));
    let rare: Vec<String> = wanted.filter(|kind| tally.get(kind).copied().unwrap_or(0) * 20 < cases()).collect();
    assert!(rare.is_empty(), "bind in less than one case of twenty: {rare:?}");
}
