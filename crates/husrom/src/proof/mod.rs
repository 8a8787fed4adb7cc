//! Bounds and certificates in exact integers: no trust in any solver.
//!
//! For max c·x over 0 ≤ x ≤ u, A·x ≤ b with x integer, every y ≥ 0 bounds the value:
//! c·x ≤ y·b + Σ_j u_j · max(0, c_j − (yA)_j). With y = multipliers / 2^scale and everything an integer, the bound is exact whatever y
//! is; where its floor is the value, the level is *certified*.
//!
//! # Source
//! The safe bounds of Neumaier and Shcherbina (2004), all-integer.

mod verify;

pub use verify::{CertificateError, verify};

use crate::formulation::{Linear, Row};

/// Binary digits after the point of the multipliers.
pub const SCALE: u32 = 24;

/// Turns a solver's duals into multipliers: clamped at 0, rounded to integers over 2^[`SCALE`].
pub fn multipliers(duals: &[f64]) -> Vec<(u32, i64)> {
    let unit = f64::from(1_u32 << SCALE);
    let scaled = duals.iter().enumerate().filter(|(_, dual)| dual.is_finite() && **dual > 0.0);
    let rounded = scaled.filter_map(|(row, dual)| {
        let multiplier = (dual * unit).round();
        // Beyond 2^53 an integer is not exact in a float; such a dual is no use as a multiplier.
        let exact = (1.0..9.0e15).contains(&multiplier);
        #[allow(clippy::cast_possible_truncation)]
        exact.then_some((u32::try_from(row).ok()?, multiplier as i64))
    });
    rounded.collect()
}

/// The bound that multipliers give on the greatest value of an objective, rounded down to an integer.
///
/// `None` if a multiplier is negative, names no row, or the numbers are too large for exact arithmetic in 128 bits.
pub fn bound(uppers: &[i64], rows: &[&Row], objective: &Linear, multipliers: &[(u32, i64)], scale: u32) -> Option<i64> {
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
    for (cost, upper) in reduced.into_iter().zip(uppers) {
        total = total.checked_add(cost.max(0).checked_mul(i128::from(*upper))?)?;
    }
    i64::try_from(total.div_euclid(1_i128 << scale)).ok()
}

/// The row that holds a level at a value: −f ≤ −least for a function f that is maximised.
pub fn hold(objective: &Linear, least: i64, measure: &str) -> Row {
    let terms = objective.terms.iter().map(|(column, coefficient)| (*column, -coefficient)).collect();
    Row { terms, bound: objective.constant - least, tag: crate::formulation::RowTag::new("level", measure) }
}
