//! Placements as a solution of the integer program.

use super::ground::Ground;
use super::program::Program;
use crate::problem::{Date, HouseholdId, UnitId};

/// The columns of placements, each a household in a unit from a date; `None` if one of them is no pair.
pub fn columns_of<'p>(
    ground: &Ground<'_>,
    program: &Program,
    placements: impl IntoIterator<Item = (&'p HouseholdId, &'p UnitId, Date)>,
) -> Option<Vec<i64>> {
    let mut columns = vec![0; program.columns.len()];
    for (id, unit, start) in placements {
        let household = ground.problem.households().binary_search_by(|household| household.id.cmp(id)).ok()?;
        let class = ground.class_of.get(unit)?;
        columns[pair_of(ground, household, *class, start)?] = 1;
    }
    program.derive(&mut columns);
    Some(columns)
}

/// The pair of a household, a class and a start.
pub fn pair_of(ground: &Ground<'_>, household: usize, class: usize, start: Date) -> Option<usize> {
    let of_household = &ground.pairs_of[household];
    let at = of_household.binary_search_by_key(&(class, start), |pair| (ground.pairs[*pair].class, ground.pairs[*pair].start));
    at.ok().map(|at| of_household[at])
}
