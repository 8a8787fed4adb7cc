//! Amounts in a scope over time: what newcomers bring and what movers take with them, on every date at which something changes.

use std::collections::BTreeMap;

use crate::formulation::Ground;
use crate::problem::Date;

/// `Σ terms ≤ bound`, not yet a row.
pub type Inequality = (Vec<(usize, i64)>, i64);

/// For each date t: N(t) − M(t) ≤ bound(t), where N sums `arrives` over the pairs that have started and M sums `leaves` over the
/// pairs of movers that have. Equal left-hand sides are merged at their least bound.
pub fn over_dates(
    ground: &Ground<'_>,
    arrives: &[(usize, i64)],
    leaves: &[(usize, i64)],
    bound: impl Fn(Date) -> i64,
) -> Vec<Inequality> {
    let mut inequalities: BTreeMap<Vec<(usize, i64)>, i64> = BTreeMap::new();
    for date in &ground.dates {
        let mut terms: BTreeMap<usize, i64> = BTreeMap::new();
        let signed = arrives.iter().copied().chain(leaves.iter().map(|(pair, amount)| (*pair, -amount)));
        for (pair, amount) in signed.filter(|(pair, _)| ground.pairs[*pair].start <= *date) {
            *terms.entry(pair).or_default() += amount;
        }
        let most = bound(*date);
        let terms: Vec<_> = terms.into_iter().filter(|(_, amount)| *amount != 0).collect();
        if exceeds(ground, terms.iter().copied(), most) {
            inequalities.entry(terms).and_modify(|least| *least = most.min(*least)).or_insert(most);
        }
    }
    inequalities.into_iter().collect()
}

/// Whether placing each household at most once can exceed the bound.
pub fn exceeds(ground: &Ground<'_>, terms: impl IntoIterator<Item = (usize, i64)>, bound: i64) -> bool {
    let mut most: BTreeMap<usize, i64> = BTreeMap::new();
    for (pair, amount) in terms {
        let most = most.entry(ground.pairs[pair].household).or_default();
        *most = (*most).max(amount);
    }
    most.values().sum::<i64>() > bound
}

/// The pairs of the classes of a scope, each with an amount that its household brings.
pub fn arrivals(ground: &Ground<'_>, classes: &[usize], amount: impl Fn(usize) -> i64) -> Vec<(usize, i64)> {
    let mut pairs: Vec<usize> = classes.iter().flat_map(|class| &ground.pairs_in[*class]).copied().collect();
    pairs.sort_unstable();
    let pairs = pairs.into_iter().map(|pair| (pair, amount(ground.pairs[pair].household)));
    pairs.filter(|(_, amount)| *amount != 0).collect()
}

/// The pairs with which a scope's movers leave it, each with the amount that its household takes along.
pub fn departures(ground: &Ground<'_>, occupants: &[usize], amount: impl Fn(usize) -> i64) -> Vec<(usize, i64)> {
    let movers = occupants.iter().map(|position| &ground.occupants[*position]).filter(|occupant| occupant.moves);
    let pairs =
        movers.flat_map(|occupant| ground.pairs_of[occupant.household].iter().map(|pair| (*pair, amount(occupant.household))));
    pairs.filter(|(_, amount)| *amount != 0).collect()
}

/// The sum over residents present on a date when nobody is placed.
pub fn residents(ground: &Ground<'_>, occupants: &[usize], date: Date, amount: impl Fn(usize) -> i64) -> i64 {
    let present = occupants.iter().map(|position| &ground.occupants[*position]).filter(|occupant| occupant.present(date));
    present.map(|occupant| amount(occupant.household)).sum()
}
