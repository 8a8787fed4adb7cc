//! Random tiny problems against brute force, level by level.

mod brute;
mod dice;
mod generate;

use std::collections::BTreeMap;
use std::sync::Mutex;

use husrom::allocation::Grade;
use husrom::allocation::check::check;
use husrom::problem::*;
use husrom::proof::verify;
use husrom::tables::InputError;
use husrom::{AllocateError, Problem, allocate};
use rayon::prelude::*;

/// How many problems; `HUSROM_CASES` sets more.
fn cases() -> u64 {
    std::env::var("HUSROM_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(10_000)
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

/// A random problem whose first goal tells some lawful allocations apart; rarer ones are preferred, so that each has its turn.
fn with_a_goal_that_matters(seed: u64) -> Result<Problem, InputError> {
    let drawn = Problem::from_parts(generate::tiny(seed))?;
    let mut rare: Vec<Measure> = generate::measures();
    rare.sort_by_key(|measure| match measure {
        Measure::Moves => 0,
        Measure::Roof | Measure::Deadline | Measure::Changes | Measure::Concentration => 1 + seed % 4,
        Measure::Displaced | Measure::Overdue(_) | Measure::Temporary => 5,
        _ => 6 + seed % 3,
    });
    let varying = brute::varying(&drawn.with_goals(Goals::of(rare))?);
    let mut goals = drawn.parts().goals.clone();
    let turn = usize::try_from(seed % 5).unwrap_or(0);
    if let (true, Some(first)) = (turn < 4, varying.get(turn % 2).or(varying.first())) {
        goals.0.retain(|goal| goal.measure != *first);
        goals.0.insert(0, Goal { measure: first.clone(), tolerance: Tolerance::default() });
    }
    drawn.with_goals(goals)
}

/// Solves one problem both ways; an error says how they differ.
fn compare(seed: u64, tally: &Mutex<BTreeMap<String, u64>>) -> Result<(), String> {
    let problem = with_a_goal_that_matters(seed).map_err(|error| format!("seed {seed}: {error}"))?;
    let brute = brute::brute(&problem);
    let mut seen: BTreeMap<String, u64> = BTreeMap::new();
    for placements in &brute.unlawful {
        let faults = check(&problem, placements).err().ok_or(format!("seed {seed}: check and values differ"))?;
        let mut kinds: Vec<String> = faults.iter().map(|fault| kind_of(&problem, fault)).collect();
        kinds.dedup();
        if let [kind] = &kinds[..] {
            seen.insert(format!("rule {kind}"), 1);
        }
    }
    for (level, binds) in problem.levels().iter().zip(&brute.binding) {
        if *binds {
            let name = level.measure.to_string();
            let name = if matches!(level.measure, Measure::Weighted(_)) { "weighted" } else { name.split('(').next().unwrap_or("") };
            seen.insert(format!("measure {name}"), 1);
        }
    }
    {
        let mut tally = tally.lock().map_err(|_| "poisoned")?;
        for kind in seen.into_keys() {
            *tally.entry(kind).or_default() += 1;
        }
    }
    match (allocate(&problem).run(), brute.best) {
        (Err(AllocateError::Impossible(clash)), None) if !clash.is_empty() => Ok(()),
        (Ok(allocation), Some(best)) => {
            let held: Vec<i64> = allocation.levels().iter().map(|level| level.held).collect();
            if held != best {
                let names: Vec<String> = problem.levels().iter().map(|level| level.measure.to_string()).collect();
                return Err(format!("seed {seed}: {names:?}\n engine {held:?}\n brute  {best:?}\n {:?}", allocation.placements()));
            }
            if let Some(level) = allocation.levels().iter().find(|level| level.grade == Grade::Unproved || level.bound != Some(level.held)) {
                return Err(format!("seed {seed}: {} is not proved", level.measure));
            }
            verify(&problem, allocation.outcome()).map_err(|error| format!("seed {seed}: {error}"))?;
            Ok(())
        }
        (Ok(_), None) => Err(format!("seed {seed}: the engine finds what brute force does not")),
        (Err(error), best) => Err(format!("seed {seed}: {error:?}, brute force {best:?}")),
    }
}

#[test]
fn tiny_problems_equal_brute_force_level_by_level() {
    let tally = Mutex::new(BTreeMap::new());
    let failures: Vec<String> = (0..cases()).into_par_iter().filter_map(|seed| compare(seed, &tally).err()).collect();
    let tally = tally.into_inner().unwrap();
    println!("binding in {} cases: {tally:?}", cases());
    assert!(failures.is_empty(), "{} of {} differ, among them\n{}", failures.len(), cases(), failures[..failures.len().min(8)].join("\n"));
}
