//! **Caps by mode**: what may be so many at most, may be none in a scope that is in another mode. No rule of its own: rows that the
//! others imply for integers, and that the relaxation does not see.
//!
//! Where x_j ≤ z for all j of a mode's pairs T, a row Σ a·x − Σ d·y ≤ b with a, d, b ≥ 0 gives Σ_{j∈T} a·x − Σ d·y ≤ b·z: with z = 0 the
//! left is not above 0, with z = 1 it is the row. Where T holds all of the row's a, it takes its place.

use std::collections::BTreeSet;

use super::flow::exceeds;
use crate::formulation::{Formulation, Ground, Program, Row};

/// Writes the rows.
pub fn write(formulation: &mut Formulation<'_>) {
    let Formulation { program, modes, ground, .. } = formulation;
    let rows_of = rows_of(ground, program);
    let mut replaced: BTreeSet<usize> = BTreeSet::new();
    let mut within = vec![false; ground.pairs.len()];
    for (mode, pairs) in modes.iter() {
        for pair in pairs {
            within[*pair] = true;
        }
        let touched: BTreeSet<usize> = pairs.iter().flat_map(|pair| &rows_of[*pair]).copied().collect();
        // A row that has been replaced says what it said, with a mode in it: it is not lifted again.
        for index in touched.into_iter().filter(|index| !replaced.contains(index)).collect::<Vec<_>>() {
            let row = &program.rows[index];
            let stays = |(column, coefficient): &(usize, i64)| *coefficient < 0 || within[*column];
            let mut terms: Vec<(usize, i64)> = row.terms.iter().copied().filter(stays).collect();
            // Each x_j ≤ z says as much where even all of them together stay below the bound.
            if !exceeds(ground, terms.iter().copied(), row.bound) {
                continue;
            }
            let whole = row.terms.iter().all(stays);
            terms.push((*mode, -row.bound));
            let (last, tag) = (program.rows.len(), row.tag.clone());
            program.row(terms, 0, tag);
            if whole && program.rows.len() > last {
                program.rows.swap_remove(index);
                replaced.insert(index);
            }
        }
        for pair in pairs {
            within[*pair] = false;
        }
    }
}

/// The rows that can be lifted, for each pair that adds to them. A row that derives a column (the excess over a soft limit) is left to do
/// that: with a mode in it, it would say something of two.
fn rows_of(ground: &Ground<'_>, program: &Program) -> Vec<Vec<usize>> {
    let mut rows_of = vec![Vec::new(); ground.pairs.len()];
    let is_lifted = |row: &Row| {
        let of_pairs = row.terms.iter().all(|(column, _)| *column < ground.pairs.len());
        of_pairs && row.bound > 0 && row.tag.rule.as_str() != "once"
    };
    for (index, row) in program.rows.iter().enumerate().filter(|(_, row)| is_lifted(row)) {
        for (column, _) in row.terms.iter().filter(|(_, coefficient)| *coefficient > 0) {
            rows_of[*column].push(index);
        }
    }
    rows_of
}
