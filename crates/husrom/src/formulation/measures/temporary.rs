//! `temporary`: households in temporary or bought accommodation × kroner a month (R192, R199).
//!
//! Everyone in a home of permanence `roof` at the horizon at the home's cost, temporary accommodation outside the round that goes on,
//! and a hostel for each roof to be bought. Unit: 1,000 kr.

use super::money::{bought_accommodation, bought_roofs};
use crate::eligibility::Home;
use crate::formulation::{Ground, Linear};
use crate::problem::{Kroner, Permanence};

/// The value.
pub fn value(ground: &Ground<'_>) -> Linear {
    let mut value = Linear::default();
    value.add_scaled(&bought_roofs(ground), 1);
    value.add_scaled(&bought_accommodation(ground), 1);
    let price = |home: &Home<'_>, persons: u32| Kroner(home.unit.cost_let.0 * home.priced_units(persons)).thousands();
    let is_roof = |home: &Home<'_>| home.site.permanence() == Permanence::Roof;
    for (index, pair) in ground.pairs.iter().enumerate() {
        let home = &ground.classes[pair.class].home;
        if is_roof(home) {
            value.add(index, price(home, ground.household(pair.household).size()));
        }
    }
    for occupant in ground.occupants.iter().filter(|occupant| occupant.present(ground.problem.round().horizon)) {
        let home = ground.problem.unit(occupant.unit).and_then(|unit| Home::of(ground.problem, unit));
        if let Some(home) = home.filter(is_roof) {
            let paid = price(&home, ground.household(occupant.household).size());
            value.constant += paid;
            ground.pairs_of[occupant.household].iter().for_each(|pair| value.add(*pair, -paid));
        }
    }
    value
}
