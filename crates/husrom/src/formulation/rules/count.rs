//! **Limit and share**: at most n people matching a predicate in a scope, residents counted (R56, R57, R60).
//!
//! On each date t: Σ persons of newcomers − Σ persons of movers gone ≤ max(0, n − R(t)). What stands among residents never makes a
//! round impossible and is never made worse. Soft: the largest excess over the dates is a derived column at its price.

use super::flow::{arrivals, departures, over_dates, residents};
use crate::formulation::coupled::Body;
use crate::formulation::{Formulation, RowTag};
use crate::problem::Strictness;

/// Writes the rows.
pub fn write(formulation: &mut Formulation<'_>) {
    for index in 0..formulation.ground.coupled.len() {
        if matches!(formulation.ground.coupled[index].body, Body::Count { .. }) {
            for scope in 0..formulation.ground.coupled[index].scopes.len() {
                write_scope(formulation, index, scope);
            }
        }
    }
}

fn write_scope(formulation: &mut Formulation<'_>, index: usize, scope: usize) {
    let ground = &formulation.ground;
    let coupled = &ground.coupled[index];
    let within = &coupled.scopes[scope];
    let strictness = coupled.rule.strictness.clone();
    let tag = RowTag::new(coupled.rule.id.as_str(), within.instance.name.as_str());
    let amount = |household: usize| coupled.parts[household].count;
    let free = |date| (coupled.most(ground.problem, scope, date) - residents(ground, &within.occupants, date, amount)).max(0);
    if let [class] = within.classes[..]
        && coupled.alone(scope, &ground.classes[class])
    {
        // The home has one household at a time: a class of such homes is no scope, and a hard rule has been screened.
        if let Strictness::Soft { level, price } = &strictness {
            let bound = coupled.most(ground.problem, scope, ground.classes[class].base);
            let over: Vec<_> = arrivals(ground, &[class], |household| (amount(household) - bound).max(0));
            for (pair, excess) in over {
                formulation.pay(level, pair, price.saturating_mul(excess));
            }
        }
        return;
    }
    let rows =
        over_dates(ground, &arrivals(ground, &within.classes, amount), &departures(ground, &within.occupants, amount), free);
    match strictness {
        Strictness::Hard => {
            for (terms, bound) in rows {
                formulation.program.row(terms, bound, tag.clone());
            }
        }
        Strictness::Soft { level, price } if !rows.is_empty() => {
            let most =
                rows.iter().map(|(terms, _)| terms.iter().map(|(_, amount)| amount.max(&0)).sum::<i64>()).max().unwrap_or(0);
            let excess = formulation.derived(most, "excess");
            for (mut terms, bound) in rows {
                terms.push((excess, -1));
                formulation.program.row(terms, bound, tag.clone());
            }
            formulation.pay(&level, excess, price);
        }
        _ => {}
    }
}
