//! Nobody starts later than needed: of starts in the same home that every level is worth as much with, the earliest.

use super::Placing;
use crate::formulation::Ground;

/// Moves starts to earlier dates, household by household, as long as that is lawful and no level is worse for it.
pub fn start_early(ground: &Ground<'_>, placing: &mut Placing<'_>) {
    let mut moved = true;
    while moved {
        moved = false;
        for pairs in &ground.pairs_of {
            let Some(chosen) = pairs.iter().copied().find(|pair| placing.columns()[*pair] > 0) else { continue };
            // Pairs are in the order of class and start.
            let class = ground.pairs[chosen].class;
            let earlier =
                pairs.iter().copied().take_while(|pair| *pair != chosen).filter(|pair| ground.pairs[*pair].class == class);
            moved |= earlier.into_iter().any(|pair| replace(placing, chosen, pair));
        }
        placing.settle();
    }
}

fn replace(placing: &mut Placing<'_>, chosen: usize, pair: usize) -> bool {
    let (mark, before) = (placing.mark(), placing.values().to_vec());
    if placing.set(chosen, 0) && placing.set(pair, 1) && placing.values() >= &before[..] {
        return true;
    }
    placing.back_to(mark);
    false
}
