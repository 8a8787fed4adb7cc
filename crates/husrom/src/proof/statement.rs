//! The integer program that certificates speak of, as data: so that anyone can bound it, or solve it with a solver of their own.

use serde::Serialize;

use crate::formulation::Formulation;
use crate::problem::{Date, HouseholdId, Problem, UnitId};

/// max of each level in order, the levels before it held, over integer columns in `[0, upper]` that keep every row.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Statement {
    /// The greatest value of each column.
    pub uppers: Vec<i64>,
    /// What the first columns stand for; those after them are derived.
    pub pairs: Vec<StatedPair>,
    /// `Σ a·x ≤ b`, in the order that certificates count.
    pub rows: Vec<StatedRow>,
    /// The levels.
    pub levels: Vec<StatedLevel>,
}

/// A household in any one of some homes that nothing tells apart, or in a shared unit, from a date.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StatedPair {
    /// The household.
    pub household: HouseholdId,
    /// The homes.
    pub units: Vec<UnitId>,
    /// The unit is shared: several may have it.
    pub shared: bool,
    /// The start.
    pub start: Date,
}

/// `Σ a·x ≤ b`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StatedRow {
    /// The rule it is for.
    pub rule: String,
    /// (column, a).
    pub terms: Vec<(usize, i64)>,
    /// b.
    pub bound: i64,
}

/// A level's value as a linear function.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StatedLevel {
    /// What it measures.
    pub measure: String,
    /// The larger the better.
    pub maximise: bool,
    /// Its value where every column is 0.
    pub constant: i64,
    /// (column, coefficient).
    pub terms: Vec<(usize, i64)>,
}

/// States the integer program of a problem.
#[must_use]
pub fn statement(problem: &Problem) -> Statement {
    let Formulation { ground, program, levels, .. } = Formulation::of(problem);
    let pairs = ground.pairs.iter().map(|pair| {
        let class = &ground.classes[pair.class];
        let units = class.units.iter().map(|unit| (*unit).clone()).collect();
        StatedPair { household: ground.household(pair.household).id.clone(), units, shared: class.is_shared(), start: pair.start }
    });
    let rows = program.rows.iter().map(|row| {
        let rule = row.tag.rule.as_str().to_owned();
        StatedRow { rule, terms: row.terms.clone(), bound: row.bound }
    });
    let levels = levels.iter().map(|level| StatedLevel {
        measure: level.measure.to_string(),
        maximise: level.measure.maximises(),
        constant: level.value.constant,
        terms: level.value.terms.clone(),
    });
    Statement { pairs: pairs.collect(), rows: rows.collect(), levels: levels.collect(), uppers: program.uppers }
}
