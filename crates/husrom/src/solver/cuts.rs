//! Cuts off a fractional vertex, from rows of its tableau (*Chvátal–Gomory*): each is derived in exact integers, so that a certificate
//! may stand on it.
//!
//! Rows with whole coefficients over columns that are 0 or 1 leave vertices with small denominators. A row of the tableau is a
//! combination λ of rows; its fractional part, as whole multipliers over a common denominator, rounds to a row that the vertex breaks.
//! Levels that are held make most fractions (a point of `fit` too many, shared out in halves), and a few such rows undo them.

use super::ladder::Rung;
use super::relaxation::Tableau;
use crate::allocation::Cut;
use crate::formulation::{Row, RowTag};
use crate::proof::{Combination, derive};

/// The largest common denominator that is looked for.
const DENOMINATOR: i64 = 20_000;

/// How far a multiplier may be from a fraction of it, times the denominator.
const NEAR: f64 = 1e-5;

/// Cuts taken in a round, and rounds.
const CUTS: usize = 20;
const ROUNDS: usize = 40;

/// Rounds after which a bound that has not moved is left.
const PATIENCE: usize = 12;

/// And moved by no more than one part in so many.
const STEADY: i64 = 10_000;

/// Multiples of a row of the tableau that are tried.
const FACTORS: usize = 4;

/// The least depth of a cut: how far the vertex is beyond it.
const DEPTH: f64 = 1e-4;

/// The largest cosine of two cuts of a round.
const PARALLEL: f64 = 0.9;

/// The largest coefficient of a cut.
const LARGEST: i64 = 1 << 40;

/// Rounds of cuts for one level.
pub struct Cutter {
    coarse: bool,
    /// The bound after each round.
    bounds: Vec<i64>,
}

impl Cutter {
    /// No round yet.
    pub fn new(coarse: bool) -> Self {
        Self { coarse, bounds: Vec::new() }
    }

    /// Whether another round is worth it, after one that has left a level as it is.
    pub fn goes_on(&mut self, rung: &Rung<'_>) -> bool {
        let Some(bound) = rung.certified else { return false };
        self.bounds.push(bound);
        let rounds = self.bounds.len();
        let moved = |before: usize| self.bounds[before] - bound > bound.abs() / STEADY;
        rounds <= ROUNDS && !(self.coarse && rung.whole) && (rounds <= PATIENCE || moved(rounds - 1 - PATIENCE))
    }
}

/// Cuts that a vertex breaks, the deepest first, no two nearly parallel. `uppers` are the program's, `left` those that what is held leaves.
pub fn cuts_off(tableau: &Tableau, rows: &[&Row], uppers: &[i64], left: &[i64]) -> Vec<(Cut, Row)> {
    let part = Part::of(tableau, rows, left);
    let mut deep: Vec<Deep> = tableau.rows.iter().filter_map(|row| part.cut(row)).collect();
    deep.sort_by(|one, other| other.depth.total_cmp(&one.depth));
    let mut taken: Vec<Deep> = Vec::new();
    for cut in deep {
        if taken.len() < CUTS && taken.iter().all(|other| cosine(&cut, other) < PARALLEL) {
            taken.push(cut);
        }
    }
    taken.into_iter().filter_map(|deep| Some((deep.cut.clone(), derive(&deep.cut, rows, uppers)?))).collect()
}

/// The rows of a tableau over the columns that can be more than 0: candidates are tried on these, and only those taken are derived over all.
struct Part {
    /// The columns.
    columns: Vec<usize>,
    uppers: Vec<i64>,
    values: Vec<f64>,
    /// Rows by number; those that are in no row of the tableau say nothing.
    rows: Vec<Row>,
}

/// A cut and how deep it is.
struct Deep {
    cut: Cut,
    /// The row over the part's columns, each coefficient divided by the length of all.
    direction: Vec<f64>,
    depth: f64,
}

impl Part {
    fn of(tableau: &Tableau, rows: &[&Row], left: &[i64]) -> Self {
        let columns: Vec<usize> = (0..left.len()).filter(|column| left[*column] > 0).collect();
        let mut place = vec![usize::MAX; left.len()];
        for (at, column) in columns.iter().enumerate() {
            place[*column] = at;
        }
        let mut used = vec![false; rows.len()];
        for (row, _) in tableau.rows.iter().flatten() {
            used[*row] = true;
        }
        let of = |(row, used): (&&Row, &bool)| {
            let inside = row.terms.iter().filter(|(column, _)| *used && place[*column] != usize::MAX);
            let terms = inside.map(|(column, it)| (place[*column], *it)).collect();
            Row { terms, bound: row.bound, tag: RowTag::new("", "") }
        };
        Self {
            uppers: columns.iter().map(|column| left[*column]).collect(),
            values: columns.iter().map(|column| tableau.columns[*column]).collect(),
            rows: rows.iter().zip(&used).map(of).collect(),
            columns,
        }
    }

    /// The deepest of the cuts that multiples of a row of the tableau give.
    fn cut(&self, row: &[(usize, f64)]) -> Option<Deep> {
        let denominator = row.iter().try_fold(1, |known, (_, value)| common(known, *value)).filter(|it| *it > 1)?;
        #[allow(clippy::cast_possible_truncation)]
        let whole = |value: f64| (value * real(denominator)).round() as i64;
        let once: Vec<(u32, i64)> =
            row.iter().filter_map(|(row, value)| Some((u32::try_from(*row).ok()?, whole(*value)))).collect();
        let times = |factor: i64| -> Vec<(u32, i64)> {
            let share = once.iter().map(|(row, it)| (*row, (factor * it).rem_euclid(denominator)));
            let mut multipliers: Vec<(u32, i64)> = share.filter(|(_, it)| *it > 0).collect();
            multipliers.sort_unstable();
            multipliers
        };
        // The larger the fraction of the right-hand side, the further it is rounded down.
        let fraction = self.fraction(&times(1), denominator)?;
        let mut factors: Vec<i64> = (1..denominator).collect();
        factors.sort_by_key(|factor| std::cmp::Reverse((factor * fraction).rem_euclid(denominator)));
        factors.dedup_by_key(|factor| (*factor * fraction).rem_euclid(denominator));
        factors.truncate(FACTORS);
        let cuts = factors.into_iter().filter_map(|factor| self.rounded(times(factor), denominator));
        cuts.max_by(|one, other| one.depth.total_cmp(&other.depth))
    }

    /// What is left over of the right-hand side of some multipliers, in parts of the divisor, with columns counted from where they are.
    fn fraction(&self, multipliers: &[(u32, i64)], divisor: i64) -> Option<i64> {
        let combination = Combination::of(&self.rows, multipliers, self.columns.len())?;
        let raised: Vec<u32> = self.nearer_above(&combination, divisor);
        Some(combination.left_over(divisor, &raised, &self.uppers))
    }

    /// The columns that rounding moves and that are nearer to their upper bounds.
    fn nearer_above(&self, combination: &Combination, divisor: i64) -> Vec<u32> {
        let is_above = |column: &usize| 2.0 * self.values[*column] > real(self.uppers[*column]);
        combination.rounded(divisor).filter(is_above).filter_map(|column| u32::try_from(column).ok()).collect()
    }

    /// The cut of some multipliers, counting from above what is nearer there; `None` if the vertex hardly breaks it.
    fn rounded(&self, multipliers: Vec<(u32, i64)>, divisor: i64) -> Option<Deep> {
        let combination = Combination::of(&self.rows, &multipliers, self.columns.len())?;
        let raised = self.nearer_above(&combination, divisor);
        let row = combination.cut(divisor, &raised, &self.uppers)?;
        if row.terms.iter().any(|(_, it)| it.abs() > LARGEST) {
            return None;
        }
        let mut direction = vec![0.0; self.columns.len()];
        let mut activity = 0.0;
        for (column, coefficient) in &row.terms {
            direction[*column] = real(*coefficient);
            activity += real(*coefficient) * self.values[*column];
        }
        let length = direction.iter().map(|it| it * it).sum::<f64>().sqrt();
        let depth = (activity - real(row.bound)) / length;
        for it in &mut direction {
            *it /= length;
        }
        let raised = raised.into_iter().filter_map(|column| u32::try_from(self.columns[column as usize]).ok()).collect();
        (depth > DEPTH).then_some(Deep { cut: Cut { multipliers, divisor, raised }, direction, depth })
    }
}

fn cosine(one: &Deep, other: &Deep) -> f64 {
    one.direction.iter().zip(&other.direction).map(|(one, other)| one * other).sum()
}

/// The least multiple of a denominator with which a value is whole too, if it is not too large: by the value's continued fraction.
fn common(known: i64, value: f64) -> Option<i64> {
    let value = value * real(known);
    let (mut rest, mut last, mut denominator) = (value, 0, 1);
    while !is_whole(value * real(denominator)) {
        rest = 1.0 / (rest - rest.floor());
        #[allow(clippy::cast_possible_truncation)]
        let next = if rest < real(DENOMINATOR) { rest.floor() as i64 * denominator + last } else { return None };
        (last, denominator) = (denominator, next);
        if known * denominator > DENOMINATOR {
            return None;
        }
    }
    Some(known * denominator)
}

fn is_whole(value: f64) -> bool {
    (value - value.round()).abs() < NEAR
}

#[allow(clippy::cast_precision_loss)] // Far below 2^53.
fn real(integer: i64) -> f64 {
    integer as f64
}
