//! A stage of the relaxation: one linear program, over the columns that could be more than 0 when it began.
//!
//! What is held on the way down the levels fixes most columns at 0. A program of a third of them is solved in a third of the time, so
//! once in a while a narrower stage takes over where the last one stands: same vertex, same basis.

use std::time::Duration;

use super::Interrupt;
use super::highs::{Relaxed, Vertex};
use crate::formulation::{Linear, Program, Row};
use crate::proof::Left;

/// The number of a row that bounds nothing any more.
pub const RELEASED: usize = usize::MAX;

/// Where a column of the program is not in a stage.
const NOWHERE: usize = usize::MAX;

/// One linear program of the relaxation.
pub struct Stage {
    relaxed: Relaxed,
    /// The level with which it began: what that one fixes is left out.
    pub level: Option<usize>,
    /// The program's column of each of the solver's.
    columns: Vec<usize>,
    /// The solver's column of each of the program's.
    place: Vec<usize>,
    /// What is left of the program, as the solver has been told.
    pub left: Left,
    /// What number each row of the solver has: of the program, a level held, or a cut.
    pub names: Vec<usize>,
    /// The bound of each of them.
    bounds: Vec<i64>,
    /// Which of the program's rows the solver has.
    pub inside: Vec<bool>,
    /// The last duals.
    pub duals: Vec<f64>,
}

impl Stage {
    /// Over all columns, without rows; `None` if there is nothing to relax or the solver fails.
    pub fn of(program: &Program) -> Option<Self> {
        Some(Self {
            relaxed: Relaxed::new(&program.uppers)?,
            level: None,
            columns: (0..program.uppers.len()).collect(),
            place: (0..program.uppers.len()).collect(),
            left: Left::all_of(program),
            names: Vec::new(),
            bounds: Vec::new(),
            inside: vec![false; program.rows.len()],
            duals: Vec::new(),
        })
    }

    /// The stage that goes on from this one with what can be more than 0; `rows` by number. `None` if the solver fails, or has no basis to
    /// go on from.
    pub fn narrowed(&self, level: usize, rows: &[&Row]) -> Option<Self> {
        let basis = self.relaxed.basis()?;
        let kept: Vec<usize> =
            (0..self.columns.len()).filter(|at| self.left.uppers[self.columns[*at]] > 0 || basis.has_column(*at)).collect();
        let columns: Vec<usize> = kept.iter().map(|at| self.columns[*at]).collect();
        let mut place = vec![NOWHERE; self.place.len()];
        for (at, column) in columns.iter().enumerate() {
            place[*column] = at;
        }
        let uppers: Vec<i64> = columns.iter().map(|column| self.left.uppers[*column]).collect();
        let mut stage = Self {
            relaxed: Relaxed::new(&uppers)?,
            level: Some(level),
            columns,
            place,
            left: self.left.clone(),
            names: Vec::new(),
            bounds: Vec::new(),
            inside: vec![false; self.inside.len()],
            duals: Vec::new(),
        };
        let mut kept_rows = Vec::new();
        for (at, number) in self.names.iter().enumerate().filter(|(_, number)| **number != RELEASED) {
            if !basis.has_row(at) || stage.binds(*number) || stage.can_be_broken(rows[*number]) {
                stage.add(*number, rows[*number]);
                kept_rows.push(at);
            }
        }
        stage.relaxed.start(basis.of_part(&kept, &kept_rows)?);
        Some(stage)
    }

    /// Whether a row can be broken at all.
    fn can_be_broken(&self, row: &Row) -> bool {
        row.terms.iter().map(|(column, it)| (*it).max(0) * self.left.uppers[*column]).sum::<i64>() > row.bound
    }

    /// Whether every solution left meets the row of this number exactly.
    pub fn binds(&self, number: usize) -> bool {
        u32::try_from(number).is_ok_and(|number| self.left.binding.contains(&number))
    }

    /// How many columns the solver has.
    pub fn size(&self) -> usize {
        self.columns.len()
    }

    /// Adds a row of this number.
    pub fn add(&mut self, number: usize, row: &Row) {
        self.add_over(number, row, |_| true);
        if let Some(inside) = self.inside.get_mut(number) {
            *inside = true;
        }
    }

    /// Adds a cut of this number, as it is over the columns that can be more than 0 now: it is let go of before others can.
    pub fn cut(&mut self, number: usize, row: &Row) {
        self.add_over(number, row, |upper| upper > 0);
    }

    fn add_over(&mut self, number: usize, row: &Row, wanted: impl Fn(i64) -> bool) {
        let inside = row.terms.iter().filter(|(column, _)| self.place[*column] != NOWHERE && wanted(self.left.uppers[*column]));
        let binds = self.binds(number);
        self.relaxed.add(inside.map(|(column, it)| (self.place[*column], *it)), row.bound, binds);
        self.names.push(number);
        self.bounds.push(row.bound);
    }

    /// Lets go of the rows whose numbers do not stand, and returns to the vertex remembered.
    pub fn release(&mut self, stands: impl Fn(usize) -> bool) {
        for (row, number) in self.names.iter_mut().enumerate() {
            if *number != RELEASED && !stands(*number) {
                *number = RELEASED;
                self.relaxed.release(row);
            }
        }
        self.relaxed.return_to();
    }

    /// Goes on with what is left, no matter what was left before.
    pub fn limit(&mut self, left: &Left) {
        for (at, column) in self.columns.iter().enumerate() {
            if self.left.uppers[*column] != left.uppers[*column] {
                self.relaxed.limit(at, 0, left.uppers[*column]);
            }
        }
        let before = std::mem::replace(&mut self.left, left.clone());
        for (row, number) in self.names.iter().enumerate().filter(|(_, number)| **number != RELEASED) {
            let did = u32::try_from(*number).is_ok_and(|number| before.binding.contains(&number));
            if did != self.binds(*number) {
                self.relaxed.bind(row, self.bounds[row], !did);
            }
        }
    }

    /// Takes a new objective.
    pub fn aim(&mut self, objective: &Linear) {
        let mut coefficients = vec![0; self.columns.len()];
        for (column, coefficient) in &objective.terms {
            if self.place[*column] != NOWHERE {
                coefficients[self.place[*column]] = *coefficient;
            }
        }
        self.relaxed.aim(&coefficients);
    }

    /// Remembers the vertex that the next solve reaches.
    pub fn remember(&mut self) {
        self.relaxed.remember();
    }

    /// So many rows of the tableau at the vertex that was reached last, at most, as combinations of rows by number, where all of these
    /// still stand.
    pub fn tableau(&mut self, most: usize, interrupt: &Interrupt) -> Vec<Vec<(usize, f64)>> {
        let rows = self.relaxed.tableau(most, interrupt);
        let stands = |row: &Vec<(usize, f64)>| row.iter().all(|(row, _)| self.names[*row] != RELEASED);
        let numbered = |row: Vec<(usize, f64)>| row.into_iter().map(|(row, it)| (self.names[row], it)).collect();
        rows.into_iter().filter(stands).map(numbered).collect()
    }

    /// Solves with what was changed since the last time, and gives a value for each of the program's columns; `None` where the solver has
    /// nothing to say.
    pub fn solve(&mut self, time: Option<Duration>, interrupt: &Interrupt) -> Option<Vertex> {
        let vertex = self.relaxed.solve(time, interrupt)?;
        if vertex.columns.is_empty() {
            return Some(vertex);
        }
        let mut columns = vec![0.0; self.place.len()];
        for (column, value) in self.columns.iter().zip(&vertex.columns) {
            columns[*column] = *value;
        }
        Some(Vertex { columns, ..vertex })
    }
}
