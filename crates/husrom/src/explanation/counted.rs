//! Whether any goal counts it that a household gets a home: where none does, an empty home may stay empty, and who gets it is nobody's
//! gain.

use super::Explainer;
use super::cause::Cause;
use crate::formulation::Formulation;
use crate::problem::{Class, Measure, UnitId};

impl Explainer<'_> {
    /// For each pair of the ground, whether some goal before the lot could be better for it. Surely not where no level gains by it, and
    /// nothing that levels count besides is held up by it.
    pub(super) fn counted(&self) -> &[bool] {
        self.counted.get_or_init(|| {
            let formulation = Formulation::of(self.problem());
            let mut counted = vec![false; formulation.ground.pairs.len()];
            let mut helps = |terms: &[(usize, i64)], sign: i64| {
                for (column, coefficient) in terms {
                    if let Some(counted) = counted.get_mut(*column) {
                        *counted |= sign * coefficient > 0;
                    }
                }
            };
            for level in formulation.levels.iter().take_while(|level| level.measure != Measure::Lot) {
                helps(&level.to_maximise().terms, 1);
            }
            // Derived columns come last. What lowers a row leaves them room.
            let pairs = formulation.ground.pairs.len();
            let derives = |terms: &[(usize, i64)]| terms.last().is_some_and(|(column, _)| *column >= pairs);
            formulation.program.rows.iter().filter(|row| derives(&row.terms)).for_each(|row| helps(&row.terms, -1));
            counted
        })
    }

    /// That no goal is better for the household's having this home, or any that is open to it.
    pub(super) fn uncounted(&self, household: usize, unit: Option<&UnitId>) -> Option<Cause> {
        let class = unit.map(|unit| self.ground.class_of.get(unit).copied());
        let pairs = self.ground.pairs_of[household].iter();
        let here = pairs.filter(|pair| class.is_none_or(|class| class == Some(self.ground.pairs[**pair].class)));
        let counted = self.counted();
        if here.into_iter().any(|pair| counted[*pair]) {
            return None;
        }
        let class = self.application(household)?.1.class;
        Some(Cause::Uncounted { class: (!self.counts_homes_for(class)).then_some(class.0) })
    }

    /// That no goal is better for the home's being given to any of those who have none.
    pub(super) fn uncounted_home(&self, unit: &UnitId) -> Option<Cause> {
        let class = *self.ground.class_of.get(unit)?;
        let counted = self.counted();
        let waits = |pair: &&usize| self.placement(&self.ground.household(self.ground.pairs[**pair].household).id).is_none();
        let mut waiting = self.ground.pairs_in[class].iter().filter(waits).peekable();
        waiting.peek()?;
        (!waiting.any(|pair| counted[*pair])).then_some(Cause::Uncounted { class: None })
    }

    /// Whether a goal before the lot counts homes for a priority class.
    fn counts_homes_for(&self, class: Class) -> bool {
        let levels = self.problem().levels().into_iter().map(|level| level.measure);
        levels.take_while(|measure| *measure != Measure::Lot).any(|measure| match measure {
            Measure::Weighted(terms) => terms.iter().any(|(measure, _)| *measure == Measure::Housed(class)),
            measure => measure == Measure::Housed(class),
        })
    }
}
