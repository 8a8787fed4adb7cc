//! A solution that is changed a placement at a time and stays lawful: activities of rows are kept, derived columns follow.

use crate::formulation::{ColumnTag, Level, Program};

/// Where a column occurs: (row or level, coefficient).
type Entries = Vec<Vec<(u32, i64)>>;

/// A lawful solution of a program, its row activities and its level values.
pub struct Placing<'p> {
    program: &'p Program,
    columns: Vec<i64>,
    activity: Vec<i64>,
    values: Vec<i64>,
    rows_of: Entries,
    levels_of: Entries,
    /// The derived column that each row bounds from below.
    derives: Vec<Option<usize>>,
    /// The rows that bound each column from below.
    demands: Vec<Vec<u32>>,
    trail: Vec<(usize, i64)>,
}

/// A point in the history of a placing, to return to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark(usize);

fn index(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

impl<'p> Placing<'p> {
    /// A lawful solution with the levels that count.
    pub fn of(program: &'p Program, levels: &[Level], columns: Vec<i64>) -> Self {
        let count = program.columns.len();
        let mut rows_of: Entries = vec![Vec::new(); count];
        let mut demands = vec![Vec::new(); count];
        let mut derives = Vec::with_capacity(program.rows.len());
        let mut activity = Vec::with_capacity(program.rows.len());
        for (number, row) in program.rows.iter().enumerate() {
            for (column, coefficient) in &row.terms {
                rows_of[*column].push((index(number), *coefficient));
            }
            let derived = |(column, coefficient): &&(usize, i64)| {
                *coefficient < 0 && matches!(program.columns[*column], ColumnTag::Derived(_))
            };
            let derived = row.terms.iter().rev().find(derived).map(|(column, _)| *column);
            if let Some(column) = derived {
                demands[column].push(index(number));
            }
            derives.push(derived);
            activity.push(row.activity(&columns));
        }
        let mut levels_of: Entries = vec![Vec::new(); count];
        let mut values = Vec::with_capacity(levels.len());
        for (number, level) in levels.iter().enumerate() {
            let objective = level.to_maximise();
            for (column, coefficient) in &objective.terms {
                levels_of[*column].push((index(number), *coefficient));
            }
            values.push(objective.value(&columns));
        }
        Self { program, columns, activity, values, rows_of, levels_of, derives, demands, trail: Vec::new() }
    }

    /// The solution.
    pub fn columns(&self) -> &[i64] {
        &self.columns
    }

    /// What each level is worth, the more the better.
    pub fn values(&self) -> &[i64] {
        &self.values
    }

    /// What one unit of a column adds to each level that it counts in.
    pub fn worth(&self, column: usize) -> &[(u32, i64)] {
        &self.levels_of[column]
    }

    /// Now.
    pub fn mark(&self) -> Mark {
        Mark(self.trail.len())
    }

    /// Everything as it was then.
    pub fn back_to(&mut self, mark: Mark) {
        while self.trail.len() > mark.0 {
            if let Some((column, before)) = self.trail.pop() {
                self.write(column, before);
            }
        }
    }

    /// Forgets the history: there is no way back from here.
    pub fn settle(&mut self) {
        self.trail.clear();
    }

    /// Sets a pair; false, and nothing changed, if that breaks a row.
    pub fn set(&mut self, column: usize, value: i64) -> bool {
        self.set_all(&[column], value)
    }

    /// Sets pairs at once; false, and nothing changed, if that breaks a row.
    fn set_all(&mut self, columns: &[usize], value: i64) -> bool {
        let mark = self.mark();
        let mut changed = columns.to_vec();
        for column in columns {
            self.put(*column, value);
        }
        while let Some(column) = changed.pop() {
            for at in 0..self.rows_of[column].len() {
                let row = self.rows_of[column][at].0 as usize;
                let excess = self.activity[row] - self.program.rows[row].bound;
                match self.derives[row] {
                    Some(derived) if derived != column => {
                        let least = self.least(derived);
                        if least > self.program.uppers[derived] {
                            self.back_to(mark);
                            return false;
                        }
                        if least != self.columns[derived] {
                            self.put(derived, least);
                            changed.push(derived);
                        }
                    }
                    _ if excess > 0 => {
                        self.back_to(mark);
                        return false;
                    }
                    _ => {}
                }
            }
        }
        true
    }

    /// Places pairs at once, if that is lawful and makes the whole better; else nothing is changed.
    pub fn place(&mut self, pairs: &[usize]) -> bool {
        let (mark, before) = (self.mark(), self.values.clone());
        if self.set_all(pairs, 1) {
            if self.values > before {
                return true;
            }
            self.back_to(mark);
        }
        false
    }

    /// The least value of a derived column that its rows allow.
    fn least(&self, derived: usize) -> i64 {
        let mut least = 0;
        for row in &self.demands[derived] {
            let row = *row as usize;
            let terms = &self.program.rows[row].terms;
            let own = terms.binary_search_by_key(&derived, |(column, _)| *column).map_or(1, |at| -terms[at].1);
            let lack = self.activity[row] + own * self.columns[derived] - self.program.rows[row].bound;
            least = least.max(lack.div_euclid(own) + i64::from(lack.rem_euclid(own) != 0));
        }
        least
    }

    fn put(&mut self, column: usize, value: i64) {
        self.trail.push((column, self.columns[column]));
        self.write(column, value);
    }

    fn write(&mut self, column: usize, value: i64) {
        let by = value - self.columns[column];
        self.columns[column] = value;
        for (row, coefficient) in &self.rows_of[column] {
            self.activity[*row as usize] += coefficient * by;
        }
        for (level, coefficient) in &self.levels_of[column] {
            self.values[*level as usize] += coefficient * by;
        }
    }
}
