//! `changes`: pending offers that the round withdraws; a round solved again after answers keeps the rest (MODEL §1, Offer).
//!
//! Σ over pending offers (a, u) of 1 − Σ x_au. Unit: offers. An offered home is a class of its own.

use crate::formulation::{Ground, Linear};
use crate::problem::OfferStatus;

/// The value.
pub fn value(ground: &Ground<'_>) -> Linear {
    let mut value = Linear::default();
    for offer in ground.problem.parts().offers.iter().filter(|offer| offer.status == OfferStatus::Pending) {
        value.constant += 1;
        let class = ground.class_of.get(&offer.unit);
        for (index, pair) in ground.pairs.iter().enumerate() {
            if class == Some(&pair.class) && ground.household(pair.household).id == offer.household {
                value.add(index, -1);
            }
        }
    }
    value
}
