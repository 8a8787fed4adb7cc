//! `lot`: what makes the optimum unique for practical purposes, fixed by the input alone.
//!
//! Σ draw(a, likeness of k) · x_ak. No unit.

use crate::formulation::{Ground, Linear};

/// The value.
pub fn value(ground: &Ground<'_>) -> Linear {
    let mut value = Linear::default();
    for (household, pairs) in ground.pairs_of.iter().enumerate() {
        let household = &ground.household(household).id;
        // One draw for all starts in a class.
        for starts in pairs.chunk_by(|one, other| ground.pairs[*one].class == ground.pairs[*other].class) {
            let draw = ground.problem.draw(household, &ground.classes[ground.pairs[starts[0]].class].likeness);
            for pair in starts {
                value.add(*pair, draw);
            }
        }
    }
    value
}
