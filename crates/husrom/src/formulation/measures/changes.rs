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
        let pairs = ground.class_of.get(&offer.unit).map_or(&[][..], |class| &ground.pairs_in[*class]);
        for pair in pairs {
            if ground.household(ground.pairs[*pair].household).id == offer.household {
                value.add(*pair, -1);
            }
        }
    }
    value
}
