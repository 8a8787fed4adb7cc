//! Amounts in a scope over time: what newcomers bring and what movers take with them, on every date at which something changes.

use std::collections::BTreeSet;

use crate::formulation::Ground;
use crate::problem::Date;

/// `Σ terms ≤ bound`, not yet a row.
pub type Inequality = (Vec<(usize, i64)>, i64);

/// For each date t: N(t) − M(t) ≤ bound(t), where N sums `arrives` over the pairs that have started and M sums `leaves` over the
/// pairs of movers that have. Dates up to which the same pairs have started have the same left-hand side: the least bound is kept.
pub fn over_dates(
    ground: &Ground<'_>,
    arrives: &[(usize, i64)],
    leaves: &[(usize, i64)],
    bound: impl Fn(Date) -> i64,
) -> Vec<Inequality> {
    let mut signed: Vec<(usize, i64)> = arrives.to_vec();
    signed.extend(leaves.iter().map(|(pair, amount)| (*pair, -amount)));
    signed.sort_unstable_by_key(|(pair, _)| *pair);
    signed.dedup_by(|next, kept| {
        let same = next.0 == kept.0;
        if same {
            kept.1 += next.1;
        }
        same
    });
    signed.retain(|(_, amount)| *amount != 0);
    let start = |pair: usize| ground.pairs[pair].start;
    let starts: BTreeSet<Date> = signed.iter().map(|(pair, _)| start(*pair)).collect();
    let started = |date: &Date| starts.range(..=*date).next_back();
    let mut inequalities = Vec::new();
    for dates in ground.dates.chunk_by(|one, other| started(one) == started(other)) {
        let Some(least) = dates.iter().map(|date| bound(*date)).min() else { continue };
        let terms = signed.iter().copied().filter(|(pair, _)| start(*pair) <= dates[0]);
        if exceeds(ground, terms.clone(), least) {
            inequalities.push((terms.collect(), least));
        }
    }
    inequalities.sort_unstable();
    inequalities
}

/// Whether placing each household at most once can exceed the bound; the terms are in the order of pairs, so each household's stand
/// together.
pub fn exceeds(ground: &Ground<'_>, terms: impl IntoIterator<Item = (usize, i64)>, bound: i64) -> bool {
    let (mut sum, mut most, mut of) = (0, 0, None);
    for (pair, amount) in terms {
        let household = ground.pairs[pair].household;
        if of != Some(household) {
            sum += most;
            (most, of) = (0, Some(household));
        }
        most = most.max(amount);
    }
    sum + most > bound
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
