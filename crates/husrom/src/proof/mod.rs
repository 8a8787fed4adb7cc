//! Bounds and certificates in exact integers: no trust in any solver.
//!
//! For max c·x over 0 ≤ x ≤ u, A·x ≤ b with x integer, every y ≥ 0 bounds the value:
//! c·x ≤ y·b + Σ_j u_j · max(0, c_j − (yA)_j). With y = multipliers / 2^scale and everything an integer, the bound is exact whatever y
//! is; where its floor is the value, the level is *certified*. Once a level is held, a column whose reduced cost takes the bound below
//! what is held is 0 in every solution that is left: it is fixed, for the proofs of all later levels.
//!
//! A *chain* of multipliers proves more than its links. Suppose that the level reached one more than the bound: the first link then
//! fixes columns, without which the second bounds the level better, and so on; if a bound falls below what was supposed, it is refuted.
//!
//! *Cuts* make bounds tighter: rows that follow from others for integers, derived in exact integers too ([`derive()`]).
//!
//! # Source
//! The safe bounds of Neumaier and Shcherbina (2004), all-integer.

mod cut;
mod statement;
mod verify;

pub use cut::{derive, make_room, prune, refutation};
pub use statement::{StatedLevel, StatedPair, StatedRow, Statement, statement};
pub use verify::{CertificateError, verify};

use std::sync::LazyLock;

use crate::allocation::Refutation;
use crate::formulation::{Linear, Program, Row, RowTag};

/// The most binary digits after the point of multipliers.
pub const SCALE: u32 = 24;

/// The largest multiplier: beyond 2^53 an integer is not exact in a float.
const LARGEST: f64 = 9.0e15;

/// Binary digits after the point, [`SCALE`] at most, with which the largest dual is still a multiplier.
pub fn scale_for(duals: &[f64]) -> u32 {
    let largest = duals.iter().filter(|dual| dual.is_finite()).fold(0.0, |most: f64, dual| most.max(*dual));
    (0..=SCALE).rev().find(|scale| largest * unit(*scale) < LARGEST).unwrap_or(0)
}

fn unit(scale: u32) -> f64 {
    f64::from(1_u32 << scale.min(SCALE))
}

/// Turns a solver's duals, (row, dual), into multipliers: clamped at 0, rounded to integers over 2^scale, by row.
pub fn multipliers(duals: impl IntoIterator<Item = (usize, f64)>, scale: u32) -> Vec<(u32, i64)> {
    let scaled = duals.into_iter().filter(|(_, dual)| dual.is_finite() && *dual > 0.0);
    let rounded = scaled.filter_map(|(row, dual)| {
        let multiplier = (dual * unit(scale)).round();
        #[allow(clippy::cast_possible_truncation)]
        (1.0..LARGEST).contains(&multiplier).then_some((u32::try_from(row).ok()?, multiplier as i64))
    });
    let mut rounded: Vec<(u32, i64)> = rounded.collect();
    rounded.sort_unstable();
    rounded
}

/// What multipliers say of an objective: how large it can be, and what each column costs.
#[derive(Clone, Debug)]
pub struct Bounded {
    scale: u32,
    /// y·b + Σ_j u_j · max(0, c_j − (yA)_j), times 2^scale.
    total: i128,
    /// c_j − (yA)_j, times 2^scale.
    reduced: Vec<i128>,
}

impl Bounded {
    /// What multipliers say where each column is 0 to its upper bound; `None` if a multiplier is negative, names no row, or the numbers
    /// are too large for exact arithmetic in 128 bits.
    pub fn of(uppers: &[i64], rows: &[&Row], objective: &Linear, multipliers: &[(u32, i64)], scale: u32) -> Option<Self> {
        Self::between(&[], uppers, rows, objective, multipliers, scale)
    }

    /// The same with lower bounds of the first columns; 0 for the others.
    pub fn between(
        lowers: &[i64],
        uppers: &[i64],
        rows: &[&Row],
        objective: &Linear,
        multipliers: &[(u32, i64)],
        scale: u32,
    ) -> Option<Self> {
        if scale > 60 {
            return None;
        }
        let mut reduced = vec![0_i128; uppers.len()];
        for (column, coefficient) in &objective.terms {
            let cost = reduced.get_mut(*column)?;
            *cost = cost.checked_add(i128::from(*coefficient) << scale)?;
        }
        let mut total = i128::from(objective.constant) << scale;
        for (row, multiplier) in multipliers {
            if *multiplier < 0 {
                return None;
            }
            let row = rows.get(usize::try_from(*row).ok()?)?;
            let multiplier = i128::from(*multiplier);
            total = total.checked_add(multiplier.checked_mul(i128::from(row.bound))?)?;
            for (column, coefficient) in &row.terms {
                let cost = reduced.get_mut(*column)?;
                *cost = cost.checked_sub(multiplier.checked_mul(i128::from(*coefficient))?)?;
            }
        }
        let lowers = lowers.iter().chain(std::iter::repeat(&0));
        for ((cost, upper), lower) in reduced.iter().zip(uppers).zip(lowers) {
            let most = if *cost > 0 { *upper } else { *lower };
            total = total.checked_add(cost.checked_mul(i128::from(most))?)?;
        }
        Some(Self { scale, total, reduced })
    }

    /// The bound, rounded down to an integer.
    pub fn floor(&self) -> Option<i64> {
        i64::try_from(self.total.div_euclid(1_i128 << self.scale)).ok()
    }

    /// Whether the bound is an integer, or as near to one above as rounding makes it.
    pub fn is_whole(&self) -> bool {
        self.total.rem_euclid(1_i128 << self.scale) < 1_i128 << self.scale.saturating_sub(8)
    }

    /// Whether a column can be more than 0 in a solution that is worth at least so much.
    pub fn admits(&self, column: usize, least: i64) -> bool {
        // One unit of a column whose reduced cost is negative takes that off the bound.
        self.total.saturating_add(self.reduced[column].min(0)) >= i128::from(least) << self.scale
    }

    /// What one unit of a column takes off the bound, times 2^scale; 0 or less.
    pub fn cost(&self, column: usize) -> i128 {
        self.reduced[column].min(0)
    }

    /// Fixes at 0 what is more than 0 in no solution worth at least so much (*reduced-cost fixing*, exact); how many columns it fixed.
    pub fn fix(&self, uppers: &mut [i64], least: i64) -> usize {
        let mut fixed = 0;
        for (column, upper) in uppers.iter_mut().enumerate() {
            if *upper > 0 && !self.admits(column, least) {
                *upper = 0;
                fixed += 1;
            }
        }
        fixed
    }
}

/// What comes of supposing that an objective is worth at least so much.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Supposed {
    /// It cannot be.
    Refuted,
    /// It may be, with these upper bounds of columns.
    Stands(Vec<i64>),
}

/// Supposes that an objective is worth at least so much and lets a chain of multipliers speak; `None` where a link is no multipliers.
pub fn suppose(
    mut uppers: Vec<i64>,
    rows: &[&Row],
    objective: &Linear,
    chain: &[Vec<(u32, i64)>],
    scale: u32,
    least: i64,
) -> Option<Supposed> {
    for multipliers in chain {
        let bounded = Bounded::of(&uppers, rows, objective, multipliers, scale)?;
        if bounded.floor().is_some_and(|floor| floor < least) {
            return Some(Supposed::Refuted);
        }
        bounded.fix(&mut uppers, least);
    }
    Some(Supposed::Stands(uppers))
}

/// The rows as multipliers number them: the program's, one for each level, which says nothing until the level is held, and the cuts.
pub fn numbered<'r>(program: &'r [Row], held: &'r [Row], levels: usize, cuts: impl IntoIterator<Item = &'r Row>) -> Vec<&'r Row> {
    static NOTHING: LazyLock<Row> = LazyLock::new(|| Row { terms: Vec::new(), bound: 0, tag: RowTag::new("level", "") });
    let open = std::iter::repeat_n(&*NOTHING, levels.saturating_sub(held.len()));
    program.iter().chain(held).chain(open).chain(cuts).collect()
}

/// Whether a refutation holds: over these rows, of which those held are the first of so many levels, nothing within the bounds of the
/// columns satisfies its combination. `uppers` are the program's, `left` what is left of them.
pub fn refutes(refutation: &Refutation, (program, held, levels, cuts): (&Program, &[Row], usize, &[&Row]), left: &[i64]) -> bool {
    let mut further: Vec<Row> = Vec::with_capacity(refutation.cuts.len());
    for cut in &refutation.cuts {
        let rows = numbered(&program.rows, held, levels, cuts.iter().copied().chain(&further));
        let Some(row) = derive(cut, &rows, &program.uppers) else { return false };
        further.push(row);
    }
    let rows = numbered(&program.rows, held, levels, cuts.iter().copied().chain(&further));
    let bounded = Bounded::of(left, &rows, &Linear::default(), &refutation.multipliers, 0);
    bounded.and_then(|bounded| bounded.floor()).is_some_and(|most| most < 0)
}

/// The row that holds a level at a value: −f ≤ −least for a function f that is maximised.
pub fn hold(objective: &Linear, least: i64, measure: &str) -> Row {
    let terms = objective.terms.iter().map(|(column, coefficient)| (*column, -coefficient)).collect();
    Row { terms, bound: objective.constant - least, tag: RowTag::new("level", measure) }
}
