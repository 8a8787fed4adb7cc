//! Bounds and certificates in exact integers: no trust in any solver.
//!
//! For max c·x over 0 ≤ x ≤ u, A·x ≤ b with x integer, every y ≥ 0 bounds the value:
//! c·x ≤ y·b + Σ_j u_j · max(0, c_j − (yA)_j). With y = multipliers / 2^scale and everything an integer, the bound is exact whatever y
//! is; where its floor is the value, the level is *certified*. Once a level is held, a column whose reduced cost takes the bound below
//! what is held is 0 in every solution that is left: it is fixed, for the proofs of all later levels. So is the slack of a row: where one
//! unit less of its activity takes the bound below what is held, every solution left meets the row exactly. It *binds*, and a later level's
//! multiplier of it may be negative.
//!
//! A *chain* of multipliers proves more than its links. Suppose that the level reached one more than the bound: the first link then
//! fixes columns, without which the second bounds the level better, and so on; if a bound falls below what was supposed, it is refuted.
//!
//! *Cuts* make bounds tighter: rows that follow from others for integers, derived in exact integers too ([`derive()`]).
//!
//! # Source
//! The safe bounds of Neumaier and Shcherbina (2004), all-integer.

mod cut;
#[cfg(test)]
pub mod numbers;
mod statement;
#[cfg(test)]
mod tests;
mod verify;

pub use cut::{derive, make_room, prune, refutation};
pub use statement::{StatedLevel, StatedPair, StatedRow, Statement, statement};
pub use verify::{CertificateError, verify};

use std::collections::BTreeSet;
use std::sync::LazyLock;

use crate::allocation::Refutation;
use crate::formulation::{Linear, Program, Row, RowTag};

/// The most binary digits after the point of multipliers.
pub const SCALE: u32 = 24;

/// The largest multiplier: beyond 2^53 an integer is not exact in a float.
const LARGEST: f64 = 9.0e15;

/// Binary digits after the point, [`SCALE`] at most, with which the largest dual is still a multiplier.
pub fn scale_for(duals: &[f64]) -> u32 {
    let largest = duals.iter().filter(|dual| dual.is_finite()).fold(0.0, |most: f64, dual| most.max(dual.abs()));
    (0..=SCALE).rev().find(|scale| largest * unit(*scale) < LARGEST).unwrap_or(0)
}

fn unit(scale: u32) -> f64 {
    f64::from(1_u32 << scale.min(SCALE))
}

/// Turns a solver's duals, (row, dual), into multipliers: clamped at 0 but for rows that bind, rounded to integers over 2^scale, by row.
pub fn multipliers(duals: impl IntoIterator<Item = (usize, f64)>, scale: u32, binding: &BTreeSet<u32>) -> Vec<(u32, i64)> {
    let rounded = duals.into_iter().filter_map(|(row, dual)| {
        let row = u32::try_from(row).ok()?;
        let multiplier = (dual * unit(scale)).round();
        let is_one = (1.0..LARGEST).contains(&multiplier.abs()) && (multiplier > 0.0 || binding.contains(&row));
        #[allow(clippy::cast_possible_truncation)]
        is_one.then_some((row, multiplier as i64))
    });
    let mut rounded: Vec<(u32, i64)> = rounded.collect();
    rounded.sort_unstable();
    rounded
}

/// What is left of a program under what is held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Left {
    /// The upper bound of each column.
    pub uppers: Vec<i64>,
    /// The numbers of the rows that bind: every solution that is left meets them exactly.
    pub binding: BTreeSet<u32>,
}

impl Left {
    /// All of a program.
    pub fn all_of(program: &Program) -> Self {
        Self { uppers: program.uppers.clone(), binding: BTreeSet::new() }
    }

    /// The columns that can be more than 0.
    pub fn free(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.uppers.len()).filter(|column| self.uppers[*column] > 0)
    }
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
    /// What multipliers say of what is left; `None` if a multiplier of a row that does not bind is negative, or one names no row or that
    /// of a level that is not held yet, or the numbers are too large for exact arithmetic in 128 bits.
    pub fn of(left: &Left, rows: &[&Row], objective: &Linear, multipliers: &[(u32, i64)], scale: u32) -> Option<Self> {
        if scale > 60 {
            return None;
        }
        let mut reduced = vec![0_i128; left.uppers.len()];
        for (column, coefficient) in &objective.terms {
            let cost = reduced.get_mut(*column)?;
            *cost = cost.checked_add(i128::from(*coefficient) << scale)?;
        }
        let mut total = i128::from(objective.constant) << scale;
        for (row, multiplier) in multipliers {
            if *multiplier < 0 && !left.binding.contains(row) {
                return None;
            }
            let row = rows.get(usize::try_from(*row).ok()?)?;
            // It would bind once the level is held, and be met exactly by no more than a claim.
            if is_open(row) {
                return None;
            }
            let multiplier = i128::from(*multiplier);
            total = total.checked_add(multiplier.checked_mul(i128::from(row.bound))?)?;
            for (column, coefficient) in &row.terms {
                let cost = reduced.get_mut(*column)?;
                *cost = cost.checked_sub(multiplier.checked_mul(i128::from(*coefficient))?)?;
            }
        }
        for (cost, upper) in reduced.iter().zip(&left.uppers) {
            total = total.checked_add(cost.max(&0).checked_mul(i128::from(*upper))?)?;
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

    /// Takes what is more than 0 in no solution worth at least so much, and binds the rows that each of these meets exactly (*reduced-cost
    /// fixing*, of columns and of slacks, exact). `multipliers` are those that say it.
    pub fn fix(&self, left: &mut Left, multipliers: &[(u32, i64)], least: i64) {
        for (column, upper) in left.uppers.iter_mut().enumerate() {
            if *upper > 0 && !self.admits(column, least) {
                *upper = 0;
            }
        }
        // Activities are integers: a row that is not met exactly lacks one at least.
        let above = self.total.saturating_sub(i128::from(least) << self.scale);
        left.binding.extend(multipliers.iter().filter(|(_, it)| i128::from(*it) > above).map(|(row, _)| *row));
    }
}

/// What comes of supposing that an objective is worth at least so much.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Supposed {
    /// It cannot be.
    Refuted,
    /// It may be, and then no more than this is left.
    Stands(Left),
}

/// Multipliers without those that are negative though their rows do not bind under what is left: what the others say stands.
pub fn standing(multipliers: &[(u32, i64)], left: &Left) -> Vec<(u32, i64)> {
    multipliers.iter().filter(|(row, it)| *it > 0 || left.binding.contains(row)).copied().collect()
}

/// Supposes that an objective is worth at least so much and lets a chain of multipliers speak; `None` where a link is no multipliers. Of
/// links that were found under a bolder supposition only what stands under this one counts.
pub fn suppose(
    mut left: Left,
    rows: &[&Row],
    objective: &Linear,
    chain: &[Vec<(u32, i64)>],
    scale: u32,
    least: i64,
) -> Option<Supposed> {
    for multipliers in chain {
        let multipliers = standing(multipliers, &left);
        let bounded = Bounded::of(&left, rows, objective, &multipliers, scale)?;
        if bounded.floor().is_some_and(|floor| floor < least) {
            return Some(Supposed::Refuted);
        }
        bounded.fix(&mut left, &multipliers, least);
    }
    Some(Supposed::Stands(left))
}

/// The row of a level that is not held yet.
static NOTHING: LazyLock<Row> = LazyLock::new(|| Row { terms: Vec::new(), bound: 0, tag: RowTag::new("level", "") });

/// Whether a row is that of a level that is not held yet.
fn is_open(row: &Row) -> bool {
    std::ptr::eq(row, &raw const *NOTHING)
}

/// The rows as multipliers number them: the program's, one for each level, which says nothing until the level is held, and the cuts.
pub fn numbered<'r>(program: &'r [Row], held: &'r [Row], levels: usize, cuts: impl IntoIterator<Item = &'r Row>) -> Vec<&'r Row> {
    let open = std::iter::repeat_n(&*NOTHING, levels.saturating_sub(held.len()));
    program.iter().chain(held).chain(open).chain(cuts).collect()
}

/// The rows that a proof stands on: a program's, those held of so many levels in all, and cuts.
#[derive(Clone, Copy)]
pub struct Over<'r> {
    /// The program.
    pub program: &'r Program,
    /// A row for each level held.
    pub held: &'r [Row],
    /// Levels in all.
    pub levels: usize,
    /// The cuts.
    pub cuts: &'r [&'r Row],
}

impl<'r> Over<'r> {
    /// The rows as multipliers number them, with further cuts.
    fn rows(&self, further: &'r [Row]) -> Vec<&'r Row> {
        numbered(&self.program.rows, self.held, self.levels, self.cuts.iter().copied().chain(further))
    }
}

/// What is said to show that an objective is worth less than something.
#[derive(Clone, Copy)]
pub struct Argument<'a> {
    /// Multipliers, link by link.
    pub chain: &'a [Vec<(u32, i64)>],
    /// Their binary digits after the point.
    pub scale: u32,
    /// For what the chain leaves open.
    pub refutation: Option<&'a Refutation>,
}

/// What shows that an objective is worth less than something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// The chain alone.
    ByChain,
    /// The refutation, under what the chain leaves.
    ByRefutation,
}

/// What of an argument shows that an objective is worth less than so much, if anything does.
pub fn shows(
    Argument { chain, scale, refutation }: Argument<'_>,
    over: Over<'_>,
    left: &Left,
    objective: &Linear,
    least: i64,
) -> Option<Shown> {
    let under = match suppose(left.clone(), &over.rows(&[]), objective, chain, scale, least)? {
        Supposed::Refuted => return Some(Shown::ByChain),
        Supposed::Stands(under) => under,
    };
    // No round reaches numbers with which exact arithmetic fails; a certificate from outside may state them.
    objective.constant.checked_sub(least)?;
    let held: Vec<Row> = over.held.iter().cloned().chain([hold(objective, least, "")]).collect();
    refutes(refutation?, Over { held: &held, ..over }, &under).then_some(Shown::ByRefutation)
}

/// Whether a refutation holds: nothing that is left satisfies its combination, or what of it stands.
pub fn refutes(refutation: &Refutation, over: Over<'_>, left: &Left) -> bool {
    let mut further: Vec<Row> = Vec::with_capacity(refutation.cuts.len());
    for cut in &refutation.cuts {
        let Some(row) = derive(cut, &over.rows(&further), &over.program.uppers) else { return false };
        further.push(row);
    }
    let multipliers = standing(&refutation.multipliers, left);
    let bounded = Bounded::of(left, &over.rows(&further), &Linear::default(), &multipliers, 0);
    bounded.and_then(|bounded| bounded.floor()).is_some_and(|most| most < 0)
}

/// The row that holds a level at a value: −f ≤ −least for a function f that is maximised.
pub fn hold(objective: &Linear, least: i64, measure: &str) -> Row {
    let terms = objective.terms.iter().map(|(column, coefficient)| (*column, -coefficient)).collect();
    Row { terms, bound: objective.constant - least, tag: RowTag::new("level", measure) }
}
