//! Swaps: households that move into each other's homes, which none of them can begin.

use std::collections::{BTreeMap, BTreeSet};

use super::Placing;
use crate::formulation::Ground;

/// The most households of a swap that is looked for where the office sets no limit.
const LONGEST: usize = 4;

/// Steps in looking for a swap of one household.
const STEPS: usize = 20_000;

/// For each household that has not left its home, those whose homes it could have, with the pairs that place it there.
type Ahead = BTreeMap<usize, BTreeMap<usize, Vec<usize>>>;

/// Lets households that are not placed swap homes, where that makes the whole better. The households that matter most come first.
pub fn swap(ground: &Ground<'_>, placing: &mut Placing<'_>, households: &[usize]) {
    let longest = ground.problem.settings().longest_chain.map_or(LONGEST, |longest| usize::try_from(longest).unwrap_or(LONGEST));
    let mut ahead = ahead(ground, placing);
    for first in households {
        if let Some(swapped) = swap_one(ground, placing, &ahead, *first, longest) {
            ahead.retain(|household, _| !swapped.contains(household));
            placing.settle();
        }
    }
}

fn ahead(ground: &Ground<'_>, placing: &Placing<'_>) -> Ahead {
    let is_placed = |household: usize| ground.pairs_of[household].iter().any(|pair| placing.columns()[*pair] > 0);
    let (mut ahead, mut movers) = (Ahead::new(), BTreeSet::new());
    for (index, class) in ground.classes.iter().enumerate().filter(|(_, class)| !class.is_shared()) {
        let Some(mover) = class.movers.first().copied().filter(|mover| !is_placed(*mover)) else { continue };
        movers.insert(mover);
        for pair in &ground.pairs_in[index] {
            ahead.entry(ground.pairs[*pair].household).or_default().entry(mover).or_default().push(*pair);
        }
    }
    ahead.retain(|household, _| movers.contains(household));
    ahead
}

/// The first swap of a household that makes the whole better, the shortest first; who swapped.
fn swap_one(ground: &Ground<'_>, placing: &mut Placing<'_>, ahead: &Ahead, first: usize, longest: usize) -> Option<Vec<usize>> {
    let mut steps = 0;
    let mut paths: Vec<Vec<usize>> = vec![vec![first]];
    for length in 1..=longest {
        let mut longer = Vec::new();
        for path in &paths {
            let Some(next) = path.last().and_then(|last| ahead.get(last)) else { continue };
            if next.contains_key(&first) && is_taken(ground, placing, ahead, path) {
                return Some(path.clone());
            }
            steps += next.len();
            if length < longest && steps < STEPS {
                let next = next.keys().filter(|next| !path.contains(next));
                longer.extend(next.map(|next| path.iter().copied().chain([*next]).collect()));
            }
        }
        paths = longer;
        if paths.is_empty() {
            break;
        }
    }
    None
}

/// Places all of a swap on one date, each in the home of the next, if that is lawful and makes the whole better.
fn is_taken(ground: &Ground<'_>, placing: &mut Placing<'_>, ahead: &Ahead, swap: &[usize]) -> bool {
    let next = swap.iter().cycle().skip(1);
    let Some(pairs) = swap.iter().zip(next).map(|(one, next)| ahead.get(one)?.get(next)).collect::<Option<Vec<_>>>() else {
        return false;
    };
    pairs.first().into_iter().copied().flatten().any(|pair| {
        let is_on_date = |other: &&usize| ground.pairs[**other].start == ground.pairs[*pair].start;
        let all = pairs.iter().map(|pairs| pairs.iter().find(is_on_date).copied());
        all.collect::<Option<Vec<usize>>>().is_some_and(|all| placing.place(&all))
    })
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::Problem;
    use crate::formulation::Formulation;
    use crate::solver::heuristics::insert;

    /// As many households as homes, each of which lives in one and would only leave it for the next; in circles of no more than `longest`.
    fn circle(households: usize, longest: usize) -> Problem {
        let site = |number: usize| format!("H{}", number % households);
        let all = |entry: &dyn Fn(usize) -> Value| (0..households).map(entry).collect::<Vec<Value>>();
        let round = json!({
            "schema": "husrom/1",
            "round": {"id": "2026-uke-48", "date": "2026-11-24"},
            "settings": {"longest_chain": longest},
            "sites": all(&|one| json!({"id": site(one), "category": "bofellesskap"})),
            "units": all(&|one| json!({"id": format!("{} 1", site(one)), "site": site(one)})),
            "applicants": all(&|one| json!({"id": format!("S{one}"), "class": 1, "wish_sites": [site(one + 1)]})),
            "residents": all(&|one| json!({"id": format!("S{one}"), "unit": format!("{} 1", site(one)), "status": "wants_to_move"})),
        });
        Problem::from_json(round.to_string()).unwrap()
    }

    /// How many households insertion places.
    fn inserted(problem: &Problem) -> usize {
        let formulation = Formulation::of(problem);
        let mut columns = vec![0; formulation.program.columns.len()];
        formulation.program.derive(&mut columns);
        let mut placing = Placing::of(&formulation.program, &formulation.levels, columns);
        insert(&formulation.ground, &mut placing, || false);
        (0..formulation.ground.pairs.len()).filter(|pair| placing.columns()[*pair] > 0).count()
    }

    #[test]
    fn insertion_finds_a_swap_and_none_that_is_too_long() {
        for households in 2..=4 {
            assert_eq!(inserted(&circle(households, households)), households);
            assert_eq!(inserted(&circle(households, households - 1)), 0);
        }
    }
}
