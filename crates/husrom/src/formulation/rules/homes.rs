//! **Homes**: no more households than homes of a class, no more persons than places, and a mover's home only when the mover is gone
//! (R67, R97).
//!
//! - a class of n_k homes: Σ_a x_ak ≤ n_k;
//! - a home that mover m holds, for each date s: Σ_{a: start ≤ s} x_a ≤ Σ_{k: start ≤ s} x_mk, and a start that waits for the mover
//!   has the mover start on that very date: Σ_{a: start = s} x_a ≤ Σ_{k: start = s} x_mk;
//! - a shared unit, on each date: persons in − persons of movers out ≤ max(0, places − residents).

use std::collections::BTreeSet;

use super::flow::{arrivals, departures, over_dates, residents};
use crate::formulation::ground::Waits;
use crate::formulation::{Formulation, RowTag};
use crate::problem::Date;

/// Writes the rows.
pub fn write(formulation: &mut Formulation<'_>) {
    for class in 0..formulation.ground.classes.len() {
        if formulation.ground.classes[class].is_shared() {
            places(formulation, class);
        } else {
            homes(formulation, class);
        }
        freed(formulation, class);
    }
}

fn homes(formulation: &mut Formulation<'_>, class: usize) {
    let pairs = &formulation.ground.pairs_in[class];
    let homes = &formulation.ground.classes[class];
    let tag = RowTag::new("homes", homes.home.unit.id.as_str());
    let count = i64::try_from(homes.units.len()).unwrap_or(i64::MAX);
    formulation.program.row(pairs.iter().map(|pair| (*pair, 1)).collect(), count, tag);
}

fn places(formulation: &mut Formulation<'_>, class: usize) {
    let ground = &formulation.ground;
    let unit = ground.classes[class].home.unit;
    let inside = ground.inside(&unit.id);
    let size = |household: usize| i64::from(ground.household(household).size());
    let free = |date| (i64::from(unit.places()) - residents(ground, inside, date, size)).max(0);
    let rows = over_dates(ground, &arrivals(ground, &[class], size), &departures(ground, inside, size), free);
    for (terms, bound) in rows {
        formulation.program.row(terms, bound, RowTag::new("places", unit.id.as_str()));
    }
}

fn freed(formulation: &mut Formulation<'_>, class: usize) {
    let ground = &formulation.ground;
    let homes = &ground.classes[class];
    if homes.movers.is_empty() {
        return;
    }
    let inside = &ground.pairs_in[class];
    let starts: BTreeSet<Date> = inside.iter().map(|pair| ground.pairs[*pair].start).collect();
    let mut rows = Vec::new();
    for start in starts {
        let out = |counts: &dyn Fn(Date) -> bool| -> Vec<(usize, i64)> {
            let pairs = homes.movers.iter().flat_map(|mover| &ground.pairs_of[*mover]);
            pairs.filter(|pair| counts(ground.pairs[**pair].start)).map(|pair| (*pair, -1)).collect()
        };
        let tag = RowTag::new("freed", homes.home.unit.id.as_str());
        if !homes.is_shared() {
            let newcomers = inside.iter().filter(|pair| ground.pairs[**pair].start <= start).map(|pair| (*pair, 1));
            rows.push((newcomers.chain(out(&|gone| gone <= start)).collect(), tag.clone()));
        }
        // Only a start that nothing but a mover explains is tied to the mover's day: all who may have it in one row, because they share
        // the one home; in a shared unit a row each, because several may have it.
        let waiting = inside.iter().map(|pair| (*pair, &ground.pairs[*pair]));
        let waiting: Vec<_> = waiting.filter(|(_, pair)| pair.start == start && pair.waits == Waits::ForMover).collect();
        if homes.is_shared() {
            for (index, pair) in waiting {
                let others =
                    out(&|gone| gone == start).into_iter().filter(|(it, _)| ground.pairs[*it].household != pair.household);
                let tag = tag.clone().of(&ground.household(pair.household).id);
                rows.push((std::iter::once((index, 1)).chain(others).collect(), tag));
            }
        } else if !waiting.is_empty() {
            let newcomers = waiting.into_iter().map(|(index, _)| (index, 1));
            rows.push((newcomers.chain(out(&|gone| gone == start)).collect(), tag));
        }
    }
    for (terms, tag) in rows {
        formulation.program.row(terms, 0, tag);
    }
}
