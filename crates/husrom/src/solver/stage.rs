//! A stage of the relaxation: one linear program, over the columns that could be more than 0 when it began.
//!
//! What is held on the way down the levels fixes most columns at 0. A program of a third of them is solved in a third of the time, so
//! once in a while a narrower stage takes over where the last one stands: same vertex, same basis. Of very many columns a stage has only a
//! part, those that its vertex uses and those whose reduced costs have asked for them (*column generation*).

use std::time::Duration;

use super::Interrupt;
use super::highs::{Relaxed, Vertex};
use crate::formulation::{Linear, Program, Row};
use crate::proof::Left;

/// The number of a row that bounds nothing any more.
pub const RELEASED: usize = usize::MAX;

/// The reduced cost from which a column left out is asked for, against the objective's largest coefficient: above what rounding makes.
const ASKED: f64 = 1e-9;

/// How many columns of one household are taken at a time. They compete with each other: what the others of it are worth shows once
/// these are in.
const OF_EACH: usize = 5;

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
    /// Some columns that can be more than 0 are left out.
    pub is_part: bool,
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
            is_part: false,
        })
    }

    /// The stage that goes on from this one with all that can be more than 0, before the level of this index is held; `rows` by number.
    /// `None` if the solver fails, or has no basis to go on from.
    pub fn whole(&self, level: usize, rows: &[&Row]) -> Option<Self> {
        let basis = self.relaxed.basis()?;
        let is_kept = |column: &usize| {
            let is_basic = self.place[*column] != NOWHERE && basis.has_column(self.place[*column]);
            self.left.uppers[*column] > 0 || is_basic
        };
        let columns = (0..self.place.len()).filter(is_kept).collect();
        Some(Self { level: Some(level), ..self.over(columns, rows)? })
    }

    /// The stage that goes on from this one with no more than its vertex uses.
    pub fn part(&self, rows: &[&Row]) -> Option<Self> {
        let basis = self.relaxed.basis()?;
        let is_used = |at: &usize| {
            let is_above = self.left.uppers[self.columns[*at]] > 0 && !basis.is_at_lower(*at);
            basis.has_column(*at) || is_above
        };
        let columns = (0..self.columns.len()).filter(is_used).map(|at| self.columns[at]).collect();
        Some(Self { is_part: true, ..self.over(columns, rows)? })
    }

    /// The stage that goes on from this one with more columns.
    pub fn widened(&self, further: &[usize], rows: &[&Row]) -> Option<Self> {
        let columns = self.columns.iter().chain(further).copied().collect();
        Some(Self { is_part: true, ..self.over(columns, rows)? })
    }

    fn over(&self, columns: Vec<usize>, rows: &[&Row]) -> Option<Self> {
        let basis = self.relaxed.basis()?;
        let mut place = vec![NOWHERE; self.place.len()];
        for (at, column) in columns.iter().enumerate() {
            place[*column] = at;
        }
        let uppers: Vec<i64> = columns.iter().map(|column| self.left.uppers[*column]).collect();
        let before: Vec<Option<usize>> =
            columns.iter().map(|column| Some(self.place[*column]).filter(|at| *at != NOWHERE)).collect();
        let mut stage = Self {
            relaxed: Relaxed::new(&uppers)?,
            level: self.level,
            columns,
            place,
            left: self.left.clone(),
            names: Vec::new(),
            bounds: Vec::new(),
            inside: vec![false; self.inside.len()],
            duals: Vec::new(),
            is_part: false,
        };
        let mut kept_rows = Vec::new();
        for (at, number) in self.names.iter().enumerate().filter(|(_, number)| **number != RELEASED) {
            if !basis.has_row(at) || stage.binds(*number) || stage.can_be_broken(rows[*number]) {
                stage.add(*number, rows[*number]);
                kept_rows.push(at);
            }
        }
        stage.relaxed.start(basis.over(&before, &kept_rows)?);
        Some(stage)
    }

    /// The columns left out that can be more than 0.
    pub fn left_out(&self) -> Vec<usize> {
        self.left.free().filter(|column| self.place[*column] == NOWHERE).collect()
    }

    /// The columns left out that the last duals ask for, those that are worth most first, at most so many, and few of each household;
    /// `rows` by number, `once` the row of each column's household.
    #[allow(clippy::cast_precision_loss)] // Coefficients are far below 2^53.
    pub fn asked_for(&self, objective: &Linear, rows: &[&Row], once: &[Option<usize>], most: usize) -> Vec<usize> {
        let mut worth = vec![0.0; self.place.len()];
        let mut largest = 1.0_f64;
        for (column, coefficient) in &objective.terms {
            worth[*column] += *coefficient as f64;
            largest = largest.max(coefficient.abs() as f64);
        }
        for (number, dual) in self.names.iter().zip(&self.duals).filter(|(number, dual)| **number != RELEASED && **dual != 0.0) {
            for (column, coefficient) in &rows[*number].terms {
                worth[*column] -= dual * *coefficient as f64;
            }
        }
        let mut asked = self.left_out();
        asked.retain(|column| worth[*column] > ASKED * largest);
        asked.sort_by(|one, other| worth[*other].total_cmp(&worth[*one]).then(one.cmp(other)));
        let mut taken = vec![0_usize; rows.len()];
        asked.retain(|column| {
            once[*column].is_none_or(|household| {
                taken[household] += 1;
                taken[household] <= OF_EACH
            })
        });
        asked.truncate(most);
        asked
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
