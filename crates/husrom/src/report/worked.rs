//! Tables of a round worked home by home.

use super::table::{Table, placed};
use crate::one_by_one::{Compared, Comparison, OneByOne};
use crate::problem::Language;

/// Who got which home, as for an allocation, with the turn of the home and how many candidates it then had.
#[must_use]
pub fn worked_placements(example: &OneByOne, language: Language) -> Table {
    let turns = || example.turns().iter();
    placed(example.problem(), example.placements(), example.chains(), language)
        .integer("turn", turns().map(|turn| turn.map(|turn| i64::from(turn.number))))
        .integer("candidates", turns().map(|turn| turn.map(|turn| i64::from(turn.candidates))))
}

/// The levels: measure, label, value.
#[must_use]
pub fn worked_levels(example: &OneByOne, language: Language) -> Table {
    let levels = || example.levels().iter();
    Table::new("levels")
        .text("measure", levels().map(|(measure, _)| measure.to_string()))
        .text("label", levels().map(|(measure, _)| measure.label(language)))
        .integer("value", levels().map(|(_, value)| *value))
}

/// Side by side: measure, label, one by one, joint, and what deciding jointly gains in the measure's own direction; households that
/// get a home first.
#[must_use]
pub fn comparison(comparison: &Comparison, language: Language) -> Table {
    let (one_by_one, joint) = (i64::from(comparison.placed.0), i64::from(comparison.placed.1));
    let levels = || comparison.levels.iter();
    let label = language.pick("får bolig", "get a home").to_owned();
    Table::new("comparison")
        .text("measure", std::iter::once("placed".to_owned()).chain(levels().map(|it| it.measure.to_string())))
        .text("label", std::iter::once(label).chain(levels().map(|it| it.measure.label(language))))
        .integer("one_by_one", std::iter::once(one_by_one).chain(levels().map(|it| it.one_by_one)))
        .integer("joint", std::iter::once(joint).chain(levels().map(|it| it.joint)))
        .integer("gain", std::iter::once(joint - one_by_one).chain(levels().map(Compared::gain)))
}
