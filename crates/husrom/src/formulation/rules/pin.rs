//! **What the office has fixed**: a pinned household, and one that has accepted an offer, is placed (in the home it is pinned to: its
//! other pairs were never made).
//!
//! −Σ_k x_ak ≤ −1 for each pinned a. The only rows that x = 0 breaks.

use std::collections::BTreeSet;

use crate::formulation::{Formulation, Row, RowTag};
use crate::problem::{HouseholdId, OfferStatus};

/// Writes the rows.
pub fn write(formulation: &mut Formulation<'_>) {
    let Formulation { ground, program, pins, .. } = formulation;
    let parts = ground.problem.parts();
    let accepted = parts.offers.iter().filter(|offer| offer.status == OfferStatus::Accepted).map(|offer| &offer.household);
    let pinned: BTreeSet<&HouseholdId> = parts.pins.iter().map(|pin| &pin.household).chain(accepted).collect();
    for (index, household) in ground.problem.households().iter().enumerate() {
        if pinned.contains(&household.id) {
            pins.push(program.rows.len());
            let terms = ground.pairs_of[index].iter().map(|pair| (*pair, -1)).collect();
            // Not by Program::row: the row is wanted even where no pair is left to hold it.
            program.rows.push(Row { terms, bound: -1, tag: RowTag::new("pin", "").of(&household.id) });
        }
    }
}
