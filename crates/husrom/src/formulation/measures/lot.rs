//! `lot`: what makes the optimum unique for practical purposes, fixed by the input alone.
//!
//! Σ draw(a, likeness of k) · x_ak. No unit.

use crate::formulation::{Ground, Linear};

/// The value.
pub fn value(ground: &Ground<'_>) -> Linear {
    let mut value = Linear::default();
    for (index, pair) in ground.pairs.iter().enumerate() {
        let household = &ground.household(pair.household).id;
        value.add(index, ground.problem.draw(household, &ground.classes[pair.class].likeness));
    }
    value
}
