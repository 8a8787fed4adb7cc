//! The linear relaxation over all levels: one vertex that moves from level to level, and rows only where the vertex breaks them.
//!
//! A row that is left out has the multiplier 0, so every bound stated here is one over the whole program. Between levels only the
//! objective changes and what is held is added: the last vertex stays feasible and the simplex method goes on from it.

use std::time::Duration;

use super::highs::{Relaxed, Vertex};
use super::{Interrupt, Work};
use crate::formulation::{Linear, Program, Row};
use crate::proof::{multipliers, scale_for};

/// Rounds of added rows after which the tail is cut if the last few have not moved the bound by an integer.
const ROUNDS: usize = 40;
const TAIL: usize = 20;

/// The most rows of a tableau that cuts are looked for in.
const FRACTIONS: usize = 120;

/// The number of a row that bounds nothing any more.
const RELEASED: usize = usize::MAX;

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

/// Rows of the tableau of a vertex.
pub struct Tableau {
    /// The value of each column.
    pub columns: Vec<f64>,
    /// Each as a combination of rows: (number, multiplier of either sign).
    pub rows: Vec<Vec<(usize, f64)>>,
}

/// The relaxation of a program, the levels held so far, and the cuts.
pub struct Vertices<'p> {
    program: &'p Program,
    relaxed: Option<Relaxed>,
    /// For each column the rows it is in, with its coefficient.
    entries: Vec<Vec<(u32, i64)>>,
    inside: Vec<bool>,
    /// What number each row of the solver has: of the program, a level held, or a cut.
    names: Vec<usize>,
    /// The solver's rows of the levels held.
    held: Vec<usize>,
    /// The solver's rows of the cuts.
    cuts: Vec<usize>,
    /// The last duals.
    duals: Vec<f64>,
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
        let mut vertices = Self {
            program,
            relaxed: Relaxed::new(&program.uppers),
            entries,
            inside: vec![false; program.rows.len()],
            names: Vec::new(),
            held: Vec::new(),
            cuts: Vec::new(),
            duals: Vec::new(),
        };
        for (index, row) in program.rows.iter().enumerate() {
            if matches!(row.tag.rule.as_str(), "once" | "homes" | "pin") {
                vertices.add(index);
            }
        }
        vertices
    }

    /// Holds one more level.
    pub fn hold(&mut self, row: &Row) {
        if let Some(relaxed) = &mut self.relaxed {
            self.names.push(self.program.rows.len() + self.held.len());
            self.held.push(relaxed.add(row));
        }
    }

    /// Adds a cut of this number, as it is over columns that can be more than 0.
    pub fn cut(&mut self, number: usize, row: &Row, uppers: &[i64]) {
        if let Some(relaxed) = &mut self.relaxed {
            let terms = row.terms.iter().copied().filter(|(column, _)| uppers[*column] > 0).collect();
            self.names.push(number);
            self.cuts.push(relaxed.add(&Row { terms, bound: row.bound, tag: row.tag.clone() }));
        }
    }

    /// Rows of the tableau at the vertex that was reached last; `None` where the solver has nothing to say.
    pub fn tableau(&mut self, time: impl Fn() -> Option<Duration>, interrupt: &Interrupt) -> Option<Tableau> {
        let relaxed = self.relaxed.as_mut()?;
        relaxed.tell_tableau(FRACTIONS);
        let Vertex { work, columns, tableau, .. } = relaxed.solve(time(), interrupt)?;
        let numbered = |row: Vec<(usize, f64)>| row.into_iter().map(|(row, it)| (self.names[row], it)).collect();
        let stands = |row: &Vec<(usize, f64)>| row.iter().all(|(row, _)| self.names[*row] != RELEASED);
        (work == Work::Done).then(|| Tableau { columns, rows: tableau.into_iter().filter(stands).map(numbered).collect() })
    }

    /// Lets go of all but the first levels held and cuts, and returns to the vertex remembered.
    pub fn release(&mut self, levels: usize, cuts: usize) {
        if let Some(relaxed) = &mut self.relaxed {
            let gone = self.held.drain(levels.min(self.held.len())..).chain(self.cuts.drain(cuts.min(self.cuts.len())..));
            for row in gone {
                relaxed.release(row);
                self.names[row] = RELEASED;
            }
            relaxed.return_to();
        }
    }

    /// Changes the bounds of columns: (column, least, most).
    pub fn limit(&mut self, columns: impl IntoIterator<Item = (usize, i64, i64)>) {
        if let Some(relaxed) = &mut self.relaxed {
            columns.into_iter().for_each(|(column, lower, upper)| relaxed.limit(column, lower, upper));
        }
    }

    /// Remembers the vertex that the next bound reaches first.
    pub fn remember(&mut self) {
        if let Some(relaxed) = &mut self.relaxed {
            relaxed.remember();
        }
    }

    /// Takes a new objective.
    pub fn aim(&mut self, objective: &Linear) {
        if let Some(relaxed) = &mut self.relaxed {
            relaxed.aim(objective, self.program.columns.len());
        }
    }

    /// The bound on the objective aimed at, as multipliers of a scale, or of one that suits them; `None` where the solver has nothing to
    /// say.
    pub fn bound(
        &mut self,
        objective: &Linear,
        scale: Option<u32>,
        time: impl Fn() -> Option<Duration>,
        interrupt: &Interrupt,
    ) -> Option<Relaxation> {
        let mut values: Vec<f64> = Vec::new();
        loop {
            let Vertex { work, columns, duals, ray, .. } = self.relaxed.as_mut()?.solve(time(), interrupt)?;
            if !ray.is_empty() || (work == Work::Done && columns.is_empty()) {
                let scale = scale.unwrap_or_else(|| scale_for(&self.duals));
                let (multipliers, rays) = (self.refuting(&ray, scale), self.rays(&ray));
                return Some(Relaxation { work, multipliers, scale, columns: Vec::new(), rays });
            }
            self.duals = duals;
            values.push(value(objective, &columns));
            let broken = if work == Work::Done { self.broken(&columns) } else { Vec::new() };
            let stuck = values.len() >= ROUNDS && values[values.len() - TAIL].floor() <= values[values.len() - 1].floor();
            if broken.is_empty() || stuck {
                let duals = self.names.iter().copied().zip(self.duals.iter().copied());
                let scale = scale.unwrap_or_else(|| scale_for(&self.duals));
                let multipliers = vec![multipliers(duals, scale)];
                return Some(Relaxation { work, multipliers, scale, columns, rays: Vec::new() });
            }
            for row in broken {
                self.add(row);
            }
        }
    }

    /// The last duals and so much of a ray, whose sign is the solver's affair, that they bound any objective low.
    fn refuting(&self, ray: &[f64], scale: u32) -> Vec<Vec<(u32, i64)>> {
        let signed = |sign: f64| {
            let last = self.duals.iter().copied().chain(std::iter::repeat(0.0));
            let sum = ray.iter().zip(last).map(|(ray, dual)| dual.max(0.0) + (sign * RAY * ray).max(0.0));
            multipliers(self.names.iter().copied().zip(sum), scale)
        };
        vec![signed(1.0), signed(-1.0)]
    }

    /// A ray, whose sign and length are the solver's affair, as whole multipliers.
    fn rays(&self, ray: &[f64]) -> Vec<Vec<(u32, i64)>> {
        let longest = ray.iter().fold(0.0, |most: f64, it| most.max(it.abs()));
        let signed = |sign: f64| {
            let whole = ray.iter().map(|it| (sign * RAY * it / longest).max(0.0));
            multipliers(self.names.iter().copied().zip(whole), 0)
        };
        vec![signed(1.0), signed(-1.0)]
    }

    fn add(&mut self, row: usize) {
        if let Some(relaxed) = &mut self.relaxed {
            relaxed.add(&self.program.rows[row]);
            self.names.push(row);
            self.inside[row] = true;
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
        rows.filter(|(index, row)| !self.inside[*index] && sums[*index] > row.bound as f64 + BROKEN)
            .map(|(index, _)| index)
            .collect()
    }
}

#[allow(clippy::cast_precision_loss)]
fn value(objective: &Linear, columns: &[f64]) -> f64 {
    objective.terms.iter().map(|(column, coefficient)| *coefficient as f64 * columns.get(*column).copied().unwrap_or(0.0)).sum()
}
