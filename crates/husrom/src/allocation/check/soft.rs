//! Soft prices: in which level each is paid.

use crate::problem::{Goal, Measure};

/// Prices paid so far, each in the level its rule names.
#[derive(Default)]
pub(super) struct Charges<'a>(Vec<(&'a Measure, i64)>);

impl<'a> Charges<'a> {
    /// Pays a price for a degree of violation.
    pub(super) fn add(&mut self, level: &'a Measure, price: i64, degree: i64) {
        if degree != 0 {
            self.0.push((level, price.saturating_mul(degree)));
        }
    }

    /// What is paid in a measure: what names it, and in `misplacement` also what names no level there is.
    pub(super) fn paid(&self, measure: &Measure, levels: &[Goal]) -> i64 {
        let lands_here = |named: &Measure| named == measure || (*measure == Measure::Misplacement && !is_a_level(named, levels));
        self.0.iter().filter(|(named, _)| lands_here(named)).fold(0, |sum, (_, price)| sum.saturating_add(*price))
    }
}

/// Whether a measure is among the levels, or inside a weighted sum that is.
pub(super) fn is_a_level(measure: &Measure, levels: &[Goal]) -> bool {
    levels.iter().any(|level| contains(&level.measure, measure))
}

fn contains(level: &Measure, measure: &Measure) -> bool {
    let inside = |terms: &Vec<(Measure, i64)>| terms.iter().any(|(term, _)| contains(term, measure));
    level == measure || matches!(level, Measure::Weighted(terms) if inside(terms))
}
