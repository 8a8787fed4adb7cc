//! **Each household is placed at most once**, never "exactly": not being placed is an outcome (R43, R47, R186).
//!
//! Σ_k x_ak ≤ 1 for each a.

use crate::formulation::{Formulation, RowTag};

/// Writes the rows.
pub fn write(formulation: &mut Formulation<'_>) {
    let Formulation { ground, program, .. } = formulation;
    for (household, pairs) in ground.pairs_of.iter().enumerate() {
        let terms = pairs.iter().map(|pair| (*pair, 1)).collect();
        program.row(terms, 1, RowTag::new("once", "").of(&ground.household(household).id));
    }
}
