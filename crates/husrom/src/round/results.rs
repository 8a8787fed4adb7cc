//! Levels as they were solved, as an outcome states them.

use crate::allocation::LevelResult;
use crate::formulation::Level;
use crate::solver::LevelOutcome;

/// |value − bound| / max(1, |bound|).
#[allow(clippy::cast_precision_loss)]
pub(crate) fn gap(value: i64, bound: i64) -> f64 {
    value.abs_diff(bound) as f64 / bound.unsigned_abs().max(1) as f64
}

/// Results of levels, in their order.
pub(super) struct LevelResults<'f> {
    levels: std::slice::Iter<'f, Level>,
    /// All before are proved.
    given: bool,
}

impl<'f> LevelResults<'f> {
    pub(super) fn of(levels: &'f [Level]) -> Self {
        Self { levels: levels.iter(), given: true }
    }

    /// The result of the next level.
    pub(super) fn next(&mut self, solved: &LevelOutcome) -> Option<LevelResult> {
        let level = self.levels.next()?;
        let result = level_result(&level.measure.to_string(), solved, level.tolerance.loss(solved.held), self.given);
        self.given &= result.bound == Some(result.held);
        Some(result)
    }
}

fn level_result(measure: &str, solved: &LevelOutcome, tolerance: i64, given: bool) -> LevelResult {
    LevelResult {
        measure: measure.to_owned(),
        value: solved.held,
        bound: solved.bound,
        gap: solved.bound.map(|bound| gap(solved.held, bound)),
        tolerance,
        grade: solved.grade,
        given,
        seconds: solved.time.as_secs_f64(),
        nodes: solved.nodes,
        held: solved.held,
    }
}
