//! **Longest chain**: written only where a solution breaks it, because there are far too many chains to write.
//!
//! For a run of L+1 placements p_1 … p_{L+1}, each into the home that the next one's household leaves: Σ x_{p_i} ≤ L.

use std::collections::BTreeMap;

use crate::formulation::{Formulation, Row, RowTag};

/// The row that forbids a chain, or swap, in `columns` that is longer than the office allows.
pub fn too_long_chain(formulation: &Formulation<'_>, columns: &[i64]) -> Option<Row> {
    let ground = &formulation.ground;
    let longest = usize::try_from(ground.problem.settings().longest_chain?).unwrap_or(usize::MAX);
    let chosen: BTreeMap<usize, usize> = ground
        .pairs
        .iter()
        .enumerate()
        .filter(|(index, _)| columns[*index] > 0)
        .map(|(index, pair)| (pair.household, index))
        .collect();
    for first in chosen.values() {
        let mut run = vec![*first];
        while run.len() <= longest {
            let class = &ground.classes[ground.pairs[run[run.len() - 1]].class];
            let next = (!class.is_shared()).then(|| class.movers.first()).flatten().and_then(|mover| chosen.get(mover));
            match next {
                // A swap that is no longer than allowed closes before the run is full.
                Some(next) if *next != *first => run.push(*next),
                _ => break,
            }
        }
        if run.len() > longest {
            let mut terms: Vec<(usize, i64)> = run.into_iter().map(|pair| (pair, 1)).collect();
            terms.sort_unstable();
            return Some(Row { terms, bound: i64::try_from(longest).unwrap_or(i64::MAX), tag: RowTag::new("chain", "") });
        }
    }
    None
}
