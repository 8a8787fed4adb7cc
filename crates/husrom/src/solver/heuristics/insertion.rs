//! Insertion and ejection: everybody is placed where it is worth most, then those who are not try to take somebody's place who finds
//! another. The levels are compared in their order, as everywhere.

use super::Placing;
use super::swaps::swap;
use crate::formulation::Ground;

/// Rounds of ejection over everybody who is not placed.
const ROUNDS: usize = 3;

/// How many of a household's homes are tried in each round, and how many others each one ejected.
const HOMES: usize = 12;
const ELSEWHERE: usize = 12;

/// Improves a placing until nothing is found; `is_over` is asked now and then. Deterministic.
pub fn insert(ground: &Ground<'_>, placing: &mut Placing<'_>, is_over: impl Fn() -> bool) {
    let worth = Worth::of(ground, placing);
    fill(ground, placing, &worth, &is_over);
    swap(ground, placing, &worth.households);
    for _ in 0..ROUNDS {
        let before = placing.values().to_vec();
        for household in &worth.households {
            if is_over() {
                return;
            }
            eject(ground, placing, &worth, *household);
        }
        fill(ground, placing, &worth, &is_over);
        if placing.values() <= &before[..] {
            return;
        }
    }
}

/// Households and their pairs, those first that matter most.
struct Worth {
    households: Vec<usize>,
    /// Where each household stands among them; `None` if no home is open to it.
    ranks: Vec<Option<usize>>,
    pairs: Vec<Vec<usize>>,
}

impl Worth {
    fn of(ground: &Ground<'_>, placing: &Placing<'_>) -> Self {
        let vector = |pair: &usize| {
            let mut vector = vec![0; placing.values().len()];
            for (level, coefficient) in placing.worth(*pair) {
                vector[*level as usize] = *coefficient;
            }
            vector
        };
        let mut pairs = Vec::with_capacity(ground.pairs_of.len());
        let mut order = Vec::new();
        for (household, of_household) in ground.pairs_of.iter().enumerate() {
            let mut ranked: Vec<(Vec<i64>, usize)> = of_household.iter().map(|pair| (vector(pair), *pair)).collect();
            ranked.sort_by(|one, other| other.0.cmp(&one.0).then(one.1.cmp(&other.1)));
            if let Some((best, _)) = ranked.first() {
                // Of two who matter alike, the one with fewer homes to choose from goes first.
                let counting: Vec<i64> = best.iter().map(|worth| worth.signum()).collect();
                order.push((counting, ranked.len(), household));
            }
            pairs.push(ranked.into_iter().map(|(_, pair)| pair).collect());
        }
        order.sort_by(|one, other| other.0.cmp(&one.0).then((one.1, one.2).cmp(&(other.1, other.2))));
        let mut ranks = vec![None; pairs.len()];
        for (rank, (_, _, household)) in order.iter().enumerate() {
            ranks[*household] = Some(rank);
        }
        Self { households: order.into_iter().map(|(_, _, household)| household).collect(), ranks, pairs }
    }
}

fn placed(ground: &Ground<'_>, placing: &Placing<'_>, household: usize) -> Option<usize> {
    ground.pairs_of[household].iter().copied().find(|pair| placing.columns()[*pair] > 0)
}

/// Places whoever can be placed as things are, where that makes the whole better; again, because a mover who goes makes room.
fn fill(ground: &Ground<'_>, placing: &mut Placing<'_>, worth: &Worth, is_over: &impl Fn() -> bool) {
    let mut found = true;
    while found {
        found = false;
        for household in &worth.households {
            if is_over() {
                return;
            }
            if placed(ground, placing, *household).is_none() {
                found |= worth.pairs[*household].iter().any(|pair| placing.place(&[*pair]));
            }
        }
        placing.settle();
    }
}

/// Lets a household that is not placed take the place of one that finds another home, or matters less.
fn eject(ground: &Ground<'_>, placing: &mut Placing<'_>, worth: &Worth, household: usize) {
    if placed(ground, placing, household).is_some() {
        return;
    }
    placing.settle();
    for pair in worth.pairs[household].iter().take(HOMES) {
        let class = ground.pairs[*pair].class;
        let rank = |taken: &usize| worth.ranks[ground.pairs[*taken].household];
        let taken = ground.pairs_in[class].iter().copied().filter(|taken| placing.columns()[*taken] > 0);
        let mut inside: Vec<usize> = taken.filter(|taken| rank(taken).is_some()).collect();
        inside.sort_by_key(rank);
        for taken in inside {
            let (mark, before) = (placing.mark(), placing.values().to_vec());
            if placing.set(taken, 0) && placing.set(*pair, 1) {
                let others = worth.pairs[ground.pairs[taken].household].iter().filter(|other| **other != taken);
                let _ = others.take(ELSEWHERE).any(|other| placing.place(&[*other]));
                if placing.values() > &before[..] {
                    return;
                }
            }
            placing.back_to(mark);
        }
    }
}
