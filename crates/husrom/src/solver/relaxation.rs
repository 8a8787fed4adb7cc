//! The linear relaxation over all levels: one vertex that moves from level to level, and rows only where the vertex breaks them.
//!
//! A row that is left out has the multiplier 0, so every bound stated here is one over the whole program. Between levels only the
//! objective changes and what is held is added: the last vertex stays feasible and the simplex method goes on from it.

use std::time::Duration;

use super::highs::Vertex;
use super::stage::Stage;
use super::{Interrupt, Work};
use crate::formulation::{Linear, Program, Row};
use crate::proof::{Left, multipliers, scale_for};

/// Rounds of added rows after which the tail is cut if the last few have not moved the bound by an integer.
const ROUNDS: usize = 40;
const TAIL: usize = 20;

/// The most rows of a tableau that cuts are looked for in.
const FRACTIONS: usize = 120;

/// The number of columns from which a relaxation is narrowed once enough of them are fixed: with fewer there is nothing to gain.
const WIDE: usize = 20;

/// The number beyond which a relaxation has a part of them only, and how many more it takes at a time. A part larger than that begins
/// anew at the next level, with what its vertex uses: what one level asked for, the next has little use for.
const MANY: usize = 3_000;
const MORE: usize = 1_000;

/// The size from which a part takes in half as many again at a time: over a region a thousand are far too few.
const VAST: usize = 8_000;

/// How far a row is exceeded before it counts as broken: above the solver's own tolerance of 1e-7.
const BROKEN: f64 = 1e-6;

/// What is added of a ray to the last multipliers, where nothing satisfies the rows: enough to refute any value that fits a level.
const RAY: f64 = 1e7;

/// What a relaxation says of an objective.
pub struct Relaxation {
    /// How the work ended.
    pub work: Work,
    /// Multipliers over the program's rows, then the levels held: more than one vector where either may serve.
    pub multipliers: Vec<Vec<(u32, i64)>>,
    /// Their binary digits after the point.
    pub scale: u32,
    /// The value of each column; empty if nothing satisfies the rows.
    pub columns: Vec<f64>,
    /// Where nothing does, whole multipliers of rows that say so, if the solver knows any: more than one vector where either may serve.
    pub rays: Vec<Vec<(u32, i64)>>,
}

/// The relaxation of a program, the levels held so far, and the cuts.
pub struct Vertices<'p> {
    program: &'p Program,
    /// For each column the rows it is in, with its coefficient.
    entries: Vec<Vec<(u32, i64)>>,
    /// For each column the row that gives its household no more than one home.
    once: Vec<Option<usize>>,
    /// Each narrower than the one before; the last is the one at work. None where the solver fails.
    stages: Vec<Stage>,
    /// The number of columns beyond which a stage has a part of them only, and how many more it takes at a time.
    many: (usize, usize),
}

impl<'p> Vertices<'p> {
    /// The relaxation of a program, with the rows that bound everything: each household once, each class its homes, and the pins.
    pub fn of(program: &'p Program) -> Self {
        let mut entries = vec![Vec::new(); program.columns.len()];
        for (index, row) in program.rows.iter().enumerate() {
            for (column, coefficient) in &row.terms {
                entries[*column].push((u32::try_from(index).unwrap_or(u32::MAX), *coefficient));
            }
        }
        let mut once = vec![None; program.columns.len()];
        for (index, row) in program.rows.iter().enumerate().filter(|(_, row)| row.tag.rule.as_str() == "once") {
            row.terms.iter().for_each(|(column, _)| once[*column] = Some(index));
        }
        let mut stages: Vec<Stage> = Stage::of(program).into_iter().collect();
        for stage in &mut stages {
            for (index, row) in program.rows.iter().enumerate() {
                if matches!(row.tag.rule.as_str(), "once" | "homes" | "pin") {
                    stage.add(index, row);
                }
            }
        }
        Self { program, entries, once, stages, many: (MANY, MORE) }
    }

    /// Holds one more level, by its row and the row's number.
    pub fn hold(&mut self, number: usize, row: &Row) {
        if let Some(stage) = self.stages.last_mut() {
            stage.add(number, row);
        }
    }

    /// Goes on with the columns that can be more than 0, where they are few, before the level of this index is held; `rows` by number.
    pub fn narrow(&mut self, level: usize, rows: &[&Row]) {
        let Some(stage) = self.stages.last() else { return };
        let (free, size) = (stage.left.free().count(), stage.size());
        let is_wide = size > WIDE && free < size / 2;
        if free <= self.many.0 && (stage.is_part || is_wide) {
            self.stages.extend(stage.whole(level, rows));
        }
    }

    /// Goes on with a part of very many columns.
    fn part(&mut self, rows: &[&Row]) {
        let is_large = |stage: &&Stage| (!stage.is_part || stage.size() > self.many.1) && stage.left.free().count() > self.many.0;
        if let Some(part) = self.stages.last().filter(is_large).and_then(|stage| stage.part(rows)) {
            self.replace(part);
        }
    }

    /// Takes more columns into a part: those asked for, or all where nothing satisfies its rows; whether there were any.
    fn widen(&mut self, objective: &Linear, rows: &[&Row], is_empty: bool) -> bool {
        let Some(stage) = self.stages.last().filter(|stage| stage.is_part) else { return false };
        let more = if stage.size() < VAST { self.many.1 } else { stage.size() / 2 };
        let further = if is_empty { stage.left_out() } else { stage.asked_for(objective, rows, &self.once, more) };
        if further.is_empty() {
            return false;
        }
        // It stays a part: on stepping back there are columns to ask for that are fixed now.
        let Some(mut wider) = stage.widened(&further, rows) else { return false };
        wider.aim(objective);
        self.replace(wider);
        true
    }

    fn replace(&mut self, stage: Stage) {
        self.stages.pop();
        self.stages.push(stage);
    }

    /// Whether a row of the program is in the relaxation, or there is no relaxation that it could be in.
    pub fn has(&self, index: usize) -> bool {
        self.stages.last().is_none_or(|stage| stage.inside[index])
    }

    /// Takes a row of the program in, though no vertex has broken it.
    pub fn take_in(&mut self, index: usize) {
        if let Some(stage) = self.stages.last_mut() {
            stage.add(index, &self.program.rows[index]);
        }
    }

    /// Adds a cut of this number.
    pub fn cut(&mut self, number: usize, row: &Row) {
        if let Some(stage) = self.stages.last_mut() {
            stage.cut(number, row);
        }
    }

    /// Rows of the tableau at the vertex that was reached last, each as a combination of rows: (number, multiplier of either sign).
    pub fn tableau(&mut self, interrupt: &Interrupt) -> Vec<Vec<(usize, f64)>> {
        self.stages.last_mut().map(|stage| stage.tableau(FRACTIONS, interrupt)).unwrap_or_default()
    }

    /// Lets go of all but so many levels held, and of the rows whose numbers do not stand then, and returns to the vertex remembered.
    pub fn release(&mut self, levels: usize, left: &Left, stands: impl Fn(usize) -> bool) {
        while self.stages.last().is_some_and(|stage| stage.level.is_some_and(|level| level >= levels)) {
            self.stages.pop();
        }
        if let Some(stage) = self.stages.last_mut() {
            stage.release(stands);
        }
        self.limit(left);
    }

    /// Goes on with what is left; columns that a stage has left out stay at 0.
    pub fn limit(&mut self, left: &Left) {
        let Some(stage) = self.stages.last_mut() else { return };
        stage.limit(left);
        // A row that binds is one to keep from below too.
        for number in &left.binding {
            let number = *number as usize;
            if let Some(row) = self.program.rows.get(number).filter(|_| !stage.inside[number]) {
                stage.add(number, row);
            }
        }
    }

    /// Remembers the vertex that the next bound reaches first.
    pub fn remember(&mut self) {
        if let Some(stage) = self.stages.last_mut() {
            stage.remember();
        }
    }

    /// Takes a new objective; `rows` by number.
    pub fn aim(&mut self, objective: &Linear, rows: &[&Row]) {
        self.part(rows);
        if let Some(stage) = self.stages.last_mut() {
            stage.aim(objective);
        }
    }

    /// The bound on the objective aimed at, as multipliers of a scale, or of one that suits them; `None` where the solver has nothing to
    /// say. `rows` by number.
    pub fn bound(
        &mut self,
        objective: &Linear,
        rows: &[&Row],
        scale: Option<u32>,
        time: impl Fn() -> Option<Duration>,
        interrupt: &Interrupt,
    ) -> Option<Relaxation> {
        let mut values: Vec<f64> = Vec::new();
        loop {
            let stage = self.stages.last_mut()?;
            let Vertex { work, columns, duals, ray, .. } = stage.solve(time(), interrupt)?;
            if !ray.is_empty() || (work == Work::Done && columns.is_empty()) {
                if self.widen(objective, rows, true) {
                    continue;
                }
                let stage = self.stages.last_mut()?;
                let scale = scale.unwrap_or_else(|| scale_for(&stage.duals));
                let (multipliers, rays) = (refuting(stage, &ray, scale), rays(stage, &ray));
                return Some(Relaxation { work, multipliers, scale, columns: Vec::new(), rays });
            }
            stage.duals = duals;
            values.push(value(objective, &columns));
            let broken = if work == Work::Done { self.broken(&columns) } else { Vec::new() };
            let stuck = values.len() >= ROUNDS && values[values.len() - TAIL].floor() <= values[values.len() - 1].floor();
            if work == Work::Done && broken.is_empty() && self.widen(objective, rows, false) {
                values.clear();
                continue;
            }
            let stage = self.stages.last_mut()?;
            if broken.is_empty() || stuck {
                let duals = stage.names.iter().copied().zip(stage.duals.iter().copied());
                let scale = scale.unwrap_or_else(|| scale_for(&stage.duals));
                let multipliers = vec![multipliers(duals, scale, &stage.left.binding)];
                return Some(Relaxation { work, multipliers, scale, columns, rays: Vec::new() });
            }
            for row in broken {
                stage.add(row, &self.program.rows[row]);
            }
        }
    }

    /// The rows outside that a vertex breaks.
    #[allow(clippy::cast_precision_loss)] // Coefficients are far below 2^53.
    fn broken(&self, columns: &[f64]) -> Vec<usize> {
        let mut sums = vec![0.0; self.program.rows.len()];
        for (column, value) in columns.iter().enumerate().filter(|(_, value)| **value != 0.0) {
            for (row, coefficient) in &self.entries[column] {
                sums[*row as usize] += *coefficient as f64 * value;
            }
        }
        let rows = self.program.rows.iter().enumerate();
        rows.filter(|(index, row)| !self.has(*index) && sums[*index] > row.bound as f64 + BROKEN)
            .map(|(index, _)| index)
            .collect()
    }
}

/// The last duals and so much of a ray, whose sign is the solver's affair, that they bound any objective low.
fn refuting(stage: &Stage, ray: &[f64], scale: u32) -> Vec<Vec<(u32, i64)>> {
    let signed = |sign: f64| {
        let (nothing, last) = (std::iter::repeat(&0.0), stage.duals.iter().copied().chain(std::iter::repeat(0.0)));
        let terms = stage.names.iter().zip(ray.iter().chain(nothing)).zip(last);
        let sums = terms.map(|((name, ray), dual)| {
            let counts = |it: f64| if stage.binds(*name) { it } else { it.max(0.0) };
            (*name, counts(dual) + counts(sign * RAY * ray))
        });
        multipliers(sums, scale, &stage.left.binding)
    };
    vec![signed(1.0), signed(-1.0)]
}

/// A ray, whose sign and length are the solver's affair, as whole multipliers.
fn rays(stage: &Stage, ray: &[f64]) -> Vec<Vec<(u32, i64)>> {
    let longest = ray.iter().fold(0.0, |most: f64, it| most.max(it.abs()));
    let signed = |sign: f64| {
        let whole = ray.iter().map(|it| sign * RAY * it / longest);
        multipliers(stage.names.iter().copied().zip(whole), 0, &stage.left.binding)
    };
    vec![signed(1.0), signed(-1.0)]
}

#[allow(clippy::cast_precision_loss)]
fn value(objective: &Linear, columns: &[f64]) -> f64 {
    objective.terms.iter().map(|(column, coefficient)| *coefficient as f64 * columns.get(*column).copied().unwrap_or(0.0)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formulation::{ColumnTag, RowTag};
    use crate::proof::numbers::Numbers;

    /// Forty pairs of four households, which is more of each than is taken in at a time, rows that bind all of them at once and rows that
    /// are met on the way.
    fn program(numbers: &mut Numbers) -> Program {
        let mut program = Program::default();
        for pair in 0..40 {
            program.column(1, ColumnTag::Pair(pair));
        }
        for household in 0..4 {
            program.row((0..10).map(|at| (household * 10 + at, 1)).collect(), 1, RowTag::new("once", household.to_string()));
        }
        for resource in 0..6 {
            let terms = (0..40).map(|column| (column, numbers.below(6))).filter(|(_, it)| *it > 0).collect();
            program.row(terms, 5 + numbers.below(12), RowTag::new("hours", resource.to_string()));
        }
        program
    }

    /// What the relaxation of each of some levels is worth, each held at that, rounded down, for the next.
    fn worth(program: &Program, levels: &[Linear], many: (usize, usize)) -> (Vec<f64>, bool) {
        let mut vertices = Vertices { many, ..Vertices::of(program) };
        let mut held: Vec<Row> = Vec::new();
        let mut was_part = false;
        let worth = levels.iter().map(|objective| {
            let rows: Vec<&Row> = program.rows.iter().chain(&held).collect();
            vertices.aim(objective, &rows);
            let relaxation = vertices.bound(objective, &rows, None, || None, &Interrupt::default()).unwrap();
            was_part |= vertices.stages.last().is_some_and(|stage| stage.is_part);
            let worth = value(objective, &relaxation.columns);
            #[allow(clippy::cast_possible_truncation)]
            let row = crate::proof::hold(objective, (worth + 1e-6).floor() as i64, "level");
            vertices.hold(program.rows.len() + held.len(), &row);
            held.push(row);
            worth
        });
        let worth = worth.collect();
        (worth, was_part)
    }

    #[test]
    fn a_relaxation_of_a_part_is_worth_what_that_of_all_columns_is() {
        let mut numbers = Numbers(5);
        for _ in 0..60 {
            let program = program(&mut numbers);
            let mut objective = || {
                let terms = (0..40).map(|column| (column, numbers.below(9) - 2)).filter(|(_, it)| *it != 0).collect();
                Linear { constant: 0, terms }
            };
            let levels: Vec<Linear> = (0..5).map(|_| objective()).collect();
            let (whole, parted) = worth(&program, &levels, (usize::MAX, 0));
            assert!(!parted);
            for more in [1, 3, 30] {
                let (part, parted) = worth(&program, &levels, (8, more));
                assert!(parted);
                assert!(whole.iter().zip(&part).all(|(one, other)| (one - other).abs() < 1e-6), "{whole:?} {part:?}");
            }
        }
    }

    #[test]
    fn a_part_that_nothing_satisfied_asks_for_what_was_fixed_then_once_it_is_let_go_of() {
        let mut numbers = Numbers(23);
        let mut wanted = 0;
        for _ in 0..60 {
            let program = program(&mut numbers);
            let terms = (0..40).map(|column| (column, 1 + numbers.below(9))).collect();
            let objective = Linear { constant: 0, terms };
            let rows: Vec<&Row> = program.rows.iter().collect();
            let bound = |vertices: &mut Vertices<'_>, rows: &[&Row]| {
                vertices.aim(&objective, rows);
                let relaxation = vertices.bound(&objective, rows, None, || None, &Interrupt::default()).unwrap();
                (!relaxation.columns.is_empty()).then(|| value(&objective, &relaxation.columns))
            };
            let limited = |free: &[usize]| {
                let mut left = Left::all_of(&program);
                left.uppers.iter_mut().enumerate().filter(|(at, _)| !free.contains(at)).for_each(|(_, upper)| *upper = 0);
                left
            };
            // One pair of each household, and two.
            let (few, more) = (limited(&[0, 10, 20, 30]), limited(&[0, 1, 10, 11, 20, 21, 30, 31]));
            let mut whole = Vertices::of(&program);
            whole.limit(&more);
            let most = bound(&mut whole, &rows).unwrap();
            let mut vertices = Vertices { many: (8, 1), ..Vertices::of(&program) };
            bound(&mut vertices, &rows).unwrap();
            bound(&mut vertices, &rows).unwrap();
            assert!(vertices.stages.last().is_some_and(|stage| stage.is_part));
            vertices.limit(&few);
            vertices.remember();
            let with_few = bound(&mut vertices, &rows).unwrap();
            #[allow(clippy::cast_possible_truncation)]
            let beyond = crate::proof::hold(&objective, most as i64 + 1, "level");
            vertices.hold(program.rows.len(), &beyond);
            assert_eq!(bound(&mut vertices, &[&rows[..], &[&beyond]].concat()), None, "nothing is worth so much");
            vertices.release(0, &more, |number| number < program.rows.len());
            let again = bound(&mut vertices, &rows).unwrap();
            assert!((again - most).abs() < 1e-6, "{again} {most}");
            wanted += usize::from(with_few + 0.5 < most);
        }
        assert!(wanted > 30, "what was fixed was hardly ever worth anything");
    }
}
