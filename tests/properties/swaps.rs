//! Rounds of people who would exchange homes, and a few from outside: chains and swaps no longer than allowed, as brute force says.

use husrom::{Problem, allocate};
use serde_json::{Value, json};

use crate::brute::Brute;
use crate::dice::Dice;
use crate::whole::all_right;

/// A round of five or six who hold a home each, up to one home that nobody holds and up to two who hold none. Each goes to about half of
/// the homes only.
fn round(seed: u64) -> Value {
    let mut dice = Dice::of(seed);
    let movers = 5 + dice.roll(2);
    let homes = movers + dice.roll(2);
    let outside = dice.roll(8 - movers);
    let name = |home: u64| format!("H{home}");
    let mut applicants = Vec::new();
    for household in 0..movers + outside {
        let own = (household < movers).then_some(household);
        let (wanted, refused): (Vec<u64>, Vec<u64>) =
            (0..homes).filter(|home| Some(*home) != own).partition(|_| dice.chance(if own.is_some() { 45 } else { 25 }));
        let ready = if dice.chance(15) { "2026-12-05" } else { "2026-11-24" };
        applicants.push(json!({
            "id": format!("A{household}"),
            "class": 1 + dice.roll(2),
            "ready_from": ready,
            "situation": if own.is_some() { Value::Null } else { "homeless".into() },
            "wish_sites": wanted.iter().take(2).map(|home| name(*home)).collect::<Vec<_>>(),
            "refused_sites": refused.iter().map(|home| name(*home)).collect::<Vec<_>>(),
        }));
    }
    let mut status = || if dice.chance(30) { "must_move" } else { "wants_to_move" };
    let residents: Vec<Value> =
        (0..movers).map(|it| json!({"id": format!("A{it}"), "unit": format!("H{it} 1"), "status": status()})).collect();
    json!({
        "schema": "husrom/1",
        "round": {"id": format!("bytte-{seed}"), "date": "2026-11-24", "horizon": "2026-12-31"},
        "settings": {"longest_chain": 1 + seed % 4},
        "sites": (0..homes).map(|home| json!({"id": name(home), "category": "ordinaer"})).collect::<Vec<_>>(),
        "units": (0..homes).map(|home| json!({"id": format!("H{home} 1"), "site": name(home)})).collect::<Vec<_>>(),
        "applicants": applicants,
        "residents": residents,
    })
}

/// One if the longest chain costs something, where every level is what brute force says it can be.
fn compare(seed: u64) -> Result<usize, String> {
    let mut round = round(seed);
    let solve = |round: &Value| {
        let problem = Problem::from_json(round.to_string()).map_err(|error| error.to_string())?;
        let allocation = allocate(&problem).run().map_err(|error| error.to_string())?;
        let values: Vec<i64> = allocation.levels().iter().map(|level| level.value).collect();
        let is_proved = allocation.levels().iter().all(|level| level.bound == Some(level.value));
        if is_proved { Ok((problem, values)) } else { Err(format!("seed {seed}: not proved")) }
    };
    let (problem, values) = solve(&round)?;
    let best = Brute::of(&problem, false).best(&problem).levels;
    if best.as_ref() != Some(&values) {
        return Err(format!("seed {seed}: engine {values:?}, brute force {best:?}"));
    }
    round["settings"] = json!({});
    Ok(usize::from(solve(&round)?.1 != values))
}

#[test]
fn chains_and_swaps_are_the_best_of_those_no_longer_than_allowed() {
    assert!(all_right(20, compare) > 50, "the longest chain hardly ever binds");
}
