//! Cuts off a fractional vertex, from rows of its tableau (*Chvátal–Gomory*): each is derived in exact integers, so that a certificate
//! may stand on it.
//!
//! Rows with whole coefficients over columns that are 0 or 1 leave vertices with small denominators. A row of the tableau is a
//! combination λ of rows; its fractional part, as whole multipliers over a common denominator, rounds to a row that the vertex breaks.
//! Levels that are held make most fractions (a point of `fit` too many, shared out in halves), and a few such rows undo them.

use super::rung::Rung;
use crate::allocation::Cut;
use crate::formulation::{Row, RowTag};
use crate::proof::derive;

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

/// A row of the tableau, as a combination of rows: (number, multiplier of either sign).
type Combined = Vec<(usize, f64)>;

/// Cuts that a vertex breaks, the deepest first, no two nearly parallel, from the vertex and rows of its tableau. `uppers` are the program's, `left` those that what is held leaves.
pub fn cuts_off(vertex: &[f64], tableau: &[Combined], rows: &[&Row], uppers: &[i64], left: &[i64]) -> Vec<(Cut, Row)> {
    let part = Part::of(vertex, tableau, rows, left);
    let mut deep: Vec<Deep> = tableau.iter().filter_map(|row| part.cut(row)).collect();
    deep.sort_by(|one, other| other.depth.total_cmp(&one.depth));
    let mut taken: Vec<Deep> = Vec::new();
    for cut in deep {
        if taken.len() < CUTS && taken.iter().all(|other| cosine(&cut, other) < PARALLEL) {
            taken.push(cut);
        }
    }
    taken.into_iter().filter_map(|deep| Some((deep.cut.clone(), derive(&deep.cut, rows, uppers)?))).collect()
}

/// The rows of a tableau over the columns that can be more than 0, each counted from the bound it is nearer to at the vertex: candidates
/// are tried on these, and only those taken are derived over all.
struct Part {
    /// The columns.
    columns: Vec<usize>,
    /// Those that are counted down from their upper bounds.
    above: Vec<bool>,
    /// How far each is from the bound that it is counted from.
    values: Vec<f64>,
    /// Rows by number; those that are in no row of the tableau say nothing.
    rows: Vec<Row>,
    /// The largest number in each.
    largest: Vec<i64>,
}

/// A cut and how deep it is.
struct Deep {
    cut: Cut,
    /// The row over the part's columns, each coefficient divided by the length of all.
    direction: Vec<f64>,
    depth: f64,
}

impl Part {
    fn of(vertex: &[f64], tableau: &[Combined], rows: &[&Row], left: &[i64]) -> Self {
        let columns: Vec<usize> = (0..left.len()).filter(|column| left[*column] > 0).collect();
        let mut place = vec![usize::MAX; left.len()];
        for (at, column) in columns.iter().enumerate() {
            place[*column] = at;
        }
        let of_vertex = |column: &usize| (vertex[*column], real(left[*column]));
        let above: Vec<bool> = columns.iter().map(of_vertex).map(|(value, upper)| 2.0 * value > upper).collect();
        let from_bound = |((value, upper), above): ((f64, f64), &bool)| if *above { upper - value } else { value };
        let mut used = vec![false; rows.len()];
        for (row, _) in tableau.iter().flatten() {
            used[*row] = true;
        }
        let of = |(row, used): (&&Row, &bool)| {
            let mut counted = Row { terms: Vec::new(), bound: row.bound, tag: RowTag::new("", "") };
            for (column, it) in row.terms.iter().filter(|(column, _)| *used && place[*column] != usize::MAX) {
                let is_above = above[place[*column]];
                counted.bound -= if is_above { it * left[*column] } else { 0 };
                counted.terms.push((place[*column], if is_above { -it } else { *it }));
            }
            counted
        };
        let rows: Vec<Row> = rows.iter().zip(&used).map(of).collect();
        let numbers = |row: &Row| row.terms.iter().map(|(_, it)| it.abs()).fold(row.bound.abs(), i64::max);
        let (values, largest) = (columns.iter().map(of_vertex).zip(&above).map(from_bound), rows.iter().map(numbers).collect());
        Self { values: values.collect(), above, columns, rows, largest }
    }

    /// The deepest of the cuts that multiples of a row of the tableau give.
    fn cut(&self, row: &[(usize, f64)]) -> Option<Deep> {
        let denominator = row.iter().try_fold(1, |known, (_, value)| common(known, *value)).filter(|it| *it > 1)?;
        #[allow(clippy::cast_possible_truncation)]
        let whole = |value: f64| (value * real(denominator)).round() as i64;
        let mut once: Vec<(u32, i64)> =
            row.iter().filter_map(|(row, value)| Some((u32::try_from(*row).ok()?, whole(*value)))).collect();
        once.sort_unstable();
        let times = |factor: i64| -> Vec<(u32, i64)> {
            let share = once.iter().map(|(row, it)| (*row, (factor * it).rem_euclid(denominator)));
            share.filter(|(_, it)| *it > 0).collect()
        };
        // The larger the fraction of the right-hand side, the further it is rounded down.
        let fraction = |(row, it): &(u32, i64)| it * self.rows[*row as usize].bound.rem_euclid(denominator);
        let fraction = times(1).iter().map(fraction).sum::<i64>().rem_euclid(denominator);
        let cuts = largest_multiples(fraction, denominator).filter_map(|factor| self.rounded(times(factor), denominator));
        cuts.max_by(|one, other| one.depth.total_cmp(&other.depth))
    }

    /// The cut of some multipliers; `None` if the vertex hardly breaks it.
    fn rounded(&self, multipliers: Vec<(u32, i64)>, divisor: i64) -> Option<Deep> {
        let (sums, bound) = self.combined(&multipliers)?;
        let (mut direction, mut raised) = (vec![0.0; sums.len()], Vec::new());
        let (mut activity, mut square) = (0.0, 0.0);
        for (column, sum) in sums.into_iter().enumerate().filter(|(_, sum)| *sum != 0) {
            // Most are a fraction of one, and dividing is slow.
            let floor = if (0..divisor).contains(&sum) { 0 } else { sum.div_euclid(divisor) };
            if floor.abs() > LARGEST {
                return None;
            }
            if self.above[column] && floor * divisor != sum {
                raised.push(u32::try_from(self.columns[column]).ok()?);
            }
            let coefficient = real(floor);
            direction[column] = coefficient;
            activity += coefficient * self.values[column];
            square += coefficient * coefficient;
        }
        let length = square.sqrt();
        let depth = (activity - real(bound.div_euclid(divisor))) / length;
        for it in &mut direction {
            *it /= length;
        }
        (depth > DEPTH).then_some(Deep { cut: Cut { multipliers, divisor, raised }, direction, depth })
    }

    /// The sum of multiples of rows: a coefficient for each column, and the bound. `None` if the numbers might be too large.
    fn combined(&self, multipliers: &[(u32, i64)]) -> Option<(Vec<i64>, i64)> {
        let most = |(row, it): &(u32, i64)| it.checked_mul(self.largest[*row as usize]);
        multipliers.iter().try_fold(0_i64, |sum, it| sum.checked_add(most(it)?))?;
        let (mut sums, mut bound) = (vec![0_i64; self.columns.len()], 0_i64);
        for (row, multiplier) in multipliers {
            let row = &self.rows[*row as usize];
            bound += multiplier * row.bound;
            for (column, coefficient) in &row.terms {
                // Seen to fit above, once for all columns.
                sums[*column] = sums[*column].wrapping_add(multiplier.wrapping_mul(*coefficient));
            }
        }
        Some((sums, bound))
    }
}

/// The factors that leave the most of a fraction beyond the integers: k with the largest k·f mod d, the largest first.
fn largest_multiples(fraction: i64, denominator: i64) -> impl Iterator<Item = i64> {
    // What is left takes the values 0, g, 2g, … below d, once in d/g factors.
    let (common, inverse) = inverse(fraction, denominator);
    let values = denominator / common;
    (1..values).take(FACTORS).map(move |below| (-below * inverse).rem_euclid(values))
}

/// The greatest common divisor g of two numbers, and x with x·one ≡ g modulo the other (*extended Euclid*).
fn inverse(one: i64, other: i64) -> (i64, i64) {
    let (mut last, mut rest) = ((one, 1), (other, 0));
    while rest.0 != 0 {
        let times = last.0 / rest.0;
        (last, rest) = (rest, (last.0 - times * rest.0, last.1 - times * rest.1));
    }
    last
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_factors_that_leave_the_most_come_first() {
        for denominator in 2..60 {
            for fraction in 0..denominator {
                let left_over = |factor: &i64| (factor * fraction).rem_euclid(denominator);
                let mut all: Vec<i64> = (1..denominator).collect();
                all.sort_by_key(|factor| std::cmp::Reverse(left_over(factor)));
                all.dedup_by_key(|factor| left_over(factor));
                all.retain(|factor| left_over(factor) > 0);
                all.truncate(FACTORS);
                assert_eq!(largest_multiples(fraction, denominator).collect::<Vec<_>>(), all, "{fraction}/{denominator}");
            }
        }
    }
}
