//! The ladder: what is held on the way down the levels, what that fixes, and the bound on the next level.

mod reprice;

use std::collections::BTreeMap;
use std::time::Duration;

use super::cuts::{Cutter, cuts_off};
use super::relaxation::{Relaxation, Vertices};
use super::rung::{Rung, Trust};
use super::{Interrupt, Work};
use crate::allocation::Cut;
use crate::formulation::{ColumnTag, Linear, Program, Row, RowTag};
use crate::proof::{Bounded, Left, Over, SCALE, Supposed, hold, make_room, numbered, refutation, refutes, suppose};

/// Links of a chain after which a supposition is left standing.
const LINKS: usize = 6;

/// The fewest units that a part of a bound counts as.
const FEW: i64 = 3;

/// How far below a bound a solution may be.
#[derive(Clone, Copy, Debug)]
pub enum Within {
    /// So many units.
    Units(i64),
    /// One part in so many, and a few units at least.
    Part(i64),
}

/// The number of columns beyond which a row is given to a search only once something breaks it: budgets and hours for each date, which
/// are most of the numbers of a search, and hardly ever bind where they do not bind the relaxation.
const LONG: usize = 60;

/// How far a pair may be from an integer and count as one; what is rounded is checked exactly.
const WHOLE: f64 = 1e-6;

/// How long there is, and whether anybody still waits.
#[derive(Clone, Copy)]
pub struct Clock<'c> {
    /// The time left.
    pub time: &'c dyn Fn() -> Option<Duration>,
    /// The flag that ends the run.
    pub interrupt: &'c Interrupt,
}

/// What is held, and what that fixes.
pub struct Ladder<'p> {
    program: &'p Program,
    /// What is left under what is held.
    pub left: Left,
    /// Levels in all.
    levels: usize,
    /// A row for each level held.
    pub held: Vec<Row>,
    /// Cuts, derived from the program's rows, levels held before, and each other: how, and the row.
    cuts: Vec<(Cut, Row)>,
    /// The numbers here of each neighbour's cuts, which are counted from its first.
    adopted: Vec<BTreeMap<usize, usize>>,
    /// How many cuts there were before each level was held.
    cuts_before: Vec<usize>,
    /// That no solution is worth more than the bound of a level that is proved: for a solver's search, which sees the levels before only
    /// through its relaxation. Proofs of our own do not lean on it.
    pub caps: Vec<Row>,
    /// What was left before each of them.
    before: Vec<Left>,
    vertices: Vertices<'p>,
}

impl<'p> Ladder<'p> {
    /// The ladder of a program and so many levels, nothing held.
    pub fn of(program: &'p Program, levels: usize) -> Self {
        Self {
            program,
            left: Left::all_of(program),
            levels,
            held: Vec::new(),
            cuts: Vec::new(),
            adopted: Vec::new(),
            cuts_before: Vec::new(),
            caps: Vec::new(),
            before: Vec::new(),
            vertices: Vertices::of(program),
        }
    }

    /// Columns that can be more than 0.
    pub fn free(&self) -> Vec<usize> {
        self.left.free().collect()
    }

    /// The program's rows that bind some columns most likely: without those over very many of them that no vertex and no solution has
    /// broken so far.
    pub fn likely(&self, among: &[usize]) -> impl Iterator<Item = &Row> {
        let mut is_among = vec![false; self.left.uppers.len()];
        for column in among {
            is_among[*column] = true;
        }
        // Without the row that derives a column it would count for nothing.
        let derives =
            |row: &Row| row.terms.iter().any(|(column, _)| matches!(self.program.columns[*column], ColumnTag::Derived(_)));
        let is_long =
            move |row: &Row| row.terms.iter().filter(|(column, _)| is_among[*column]).nth(LONG).is_some() && !derives(row);
        let rows = self.program.rows.iter().enumerate();
        rows.filter(move |(index, row)| self.vertices.has(*index) || !is_long(row)).map(|(_, row)| row)
    }

    /// Takes the program's rows that a solution breaks into the relaxation, and so among the likely ones; whether there are any.
    pub fn take_in(&mut self, columns: &[i64]) -> bool {
        let mut columns = columns.to_vec();
        self.program.derive(&mut columns);
        let broken = |(index, row): &(usize, &Row)| !self.vertices.has(*index) && row.activity(&columns) > row.bound;
        let broken: Vec<usize> = self.program.rows.iter().enumerate().filter(broken).map(|(index, _)| index).collect();
        for index in &broken {
            self.vertices.take_in(*index);
        }
        !broken.is_empty()
    }

    /// The program's rows that every solution left meets exactly.
    pub fn binding(&self) -> impl Iterator<Item = &Row> {
        self.left.binding.iter().filter_map(|number| self.program.rows.get(*number as usize))
    }

    /// Bounds a level by multipliers that are known from elsewhere.
    pub fn offer(&self, rung: &mut Rung<'_>, multipliers: Vec<(u32, i64)>, scale: u32) {
        rung.offer(Bounded::of(&self.left, &self.rows(), &rung.objective, &multipliers, scale), multipliers, scale);
    }

    /// Bounds a level, as far as needed to meet `value`, the best that is known; how the work ended. Of a `coarse` level a bound that is
    /// an integer is enough; else cuts are looked for as long as there is no solution at the bound.
    pub fn bound(&mut self, rung: &mut Rung<'_>, value: i64, coarse: bool, clock: &Clock<'_>) -> Work {
        let is_enough = |rung: &Rung<'_>| rung.bound.is_some_and(|bound| bound <= value);
        // What a neighbour says fixes more than what is tried without solving anything.
        if is_enough(rung) {
            return Work::Done;
        }
        let nothing = Vec::new();
        self.offer(rung, nothing, SCALE);
        let once = once_multipliers(self.program, &rung.objective);
        self.offer(rung, once, SCALE);
        if is_enough(rung) {
            return Work::Done;
        }
        let rows = all_rows(self.program, &self.held, self.levels, &self.cuts);
        self.vertices.aim(&rung.objective, &rows);
        let mut cutter = Cutter::new(coarse);
        loop {
            let rows = all_rows(self.program, &self.held, self.levels, &self.cuts);
            let Some(relaxation) = self.vertices.bound(&rung.objective, &rows, None, clock.time, clock.interrupt) else {
                return Work::Failed;
            };
            rung.rays.clone_from(&relaxation.rays);
            rung.support = (0..relaxation.columns.len()).filter(|column| relaxation.columns[*column] > 1e-9).collect();
            rung.support.sort_by(|one, other| relaxation.columns[*other].total_cmp(&relaxation.columns[*one]));
            for multipliers in &relaxation.multipliers {
                self.offer(rung, multipliers.clone(), relaxation.scale);
            }
            if !rung.whole && rung.trust == Trust::Whole {
                rung.trust = Trust::Doubtful;
            }
            rung.vertex = self.integral(&relaxation);
            let is_known = rung.is_empty() || rung.vertex.is_some() || rung.bound.is_some_and(|bound| bound <= value);
            if is_known || relaxation.work != Work::Done || !cutter.goes_on(rung) || !self.cut(rung, &relaxation.columns, clock) {
                return relaxation.work;
            }
        }
    }

    /// The vertex, if no pair is a fraction; derived columns follow.
    fn integral(&self, relaxation: &Relaxation) -> Option<Vec<i64>> {
        let is_whole = |(column, value): (usize, &f64)| {
            (value - value.round()).abs() < WHOLE || matches!(self.program.columns[column], ColumnTag::Derived(_))
        };
        let is_vertex = relaxation.work == Work::Done && !relaxation.columns.is_empty();
        #[allow(clippy::cast_possible_truncation)]
        let rounded = || relaxation.columns.iter().map(|value| value.round() as i64).collect();
        (is_vertex && relaxation.columns.iter().enumerate().all(is_whole)).then(rounded)
    }

    /// Cuts off the vertex the relaxation has reached; false if no cut does.
    fn cut(&mut self, rung: &mut Rung<'_>, vertex: &[f64], clock: &Clock<'_>) -> bool {
        let tableau = self.vertices.tableau(clock.interrupt);
        let found = cuts_off(vertex, &tableau, &self.rows(), &self.program.uppers, &self.left.uppers);
        for (cut, row) in &found {
            self.add_cut(cut, row, rung);
        }
        !found.is_empty()
    }

    /// The number of the first cut.
    fn first_cut(&self) -> usize {
        self.program.rows.len() + self.levels
    }

    fn add_cut(&mut self, cut: &Cut, row: &Row, rung: &mut Rung<'_>) {
        let number = self.first_cut() + self.cuts.len();
        let mut row = row.clone();
        row.tag.scope = self.cuts.len().to_string();
        self.vertices.cut(number, &row);
        self.cuts.push((cut.clone(), row));
        if let Some(refutation) = &mut rung.refutation {
            make_room(refutation, number);
        }
        rung.cuts.push(cut.clone());
    }

    /// The rows that multipliers number.
    fn rows(&self) -> Vec<&Row> {
        all_rows(self.program, &self.held, self.levels, &self.cuts)
    }

    /// The cuts that a level's bound stands on.
    pub fn bearing(&self, rung: &Rung<'_>) -> impl Iterator<Item = &Row> {
        let last = rung.chain.last();
        let numbers = last.into_iter().flatten().filter_map(|(row, _)| (*row as usize).checked_sub(self.first_cut()));
        numbers.filter_map(|number| self.cuts.get(number)).map(|(_, row)| row)
    }

    /// Whether what makes a level's relaxation empty holds as soon as the level before it with this number is held: then that one does not
    /// reach its bound, which is lowered by one. `held` is its rung.
    pub fn refute(&self, level: usize, held: &mut Rung<'_>, empty: &Rung<'_>) -> bool {
        let (Some(bound), Some(first)) = (held.certified, self.cuts_before.get(level)) else { return false };
        let left = self.before.get(level + 1).unwrap_or(&self.left);
        let cuts: Vec<&Row> = self.cuts[..*first].iter().map(|(_, row)| row).collect();
        let further: Vec<&Cut> = self.cuts[*first..].iter().map(|(cut, _)| cut).collect();
        let over = Over { program: self.program, held: &self.held[..=level], levels: self.levels, cuts: &cuts };
        for multipliers in &empty.rays {
            let refutation = refutation(&further, self.first_cut() + first, multipliers);
            if refutes(&refutation, over, left) {
                held.certify(bound - 1);
                held.refutation = Some(refutation);
                return true;
            }
        }
        false
    }

    /// What is left if the level can be worth at least so much.
    fn supposed(&self, rung: &Rung<'_>, least: i64) -> Option<Supposed> {
        suppose(self.left.clone(), &self.rows(), &rung.objective, &rung.chain, rung.scale, least)
    }

    /// Supposes that a level that was bounded last is worth at least so much, and looks for links that refute it; if it stands, what
    /// is left under it.
    pub fn suppose(&mut self, rung: &mut Rung<'_>, least: i64, clock: &Clock<'_>) -> Option<Left> {
        let mut limited = self.left.clone();
        let known = rung.chain.len();
        let left = loop {
            let Some(Supposed::Stands(left)) = self.supposed(rung, least) else {
                rung.certify(least - 1);
                break None;
            };
            let changed = limited.uppers.iter().zip(&left.uppers).filter(|(before, after)| before != after).count();
            let free = limited.uppers.iter().filter(|upper| **upper > 0).count();
            // The first link alone, or one that has fixed enough to be worth another solve.
            let links = rung.chain.len() - known;
            if changed == 0 || (links > 0 && changed * 50 < free) || links == LINKS {
                break Some(left);
            }
            self.vertices.limit(&left);
            limited = left;
            let rows = all_rows(self.program, &self.held, self.levels, &self.cuts);
            match self.vertices.bound(&rung.objective, &rows, Some(rung.scale), clock.time, clock.interrupt) {
                Some(relaxation) if relaxation.work == Work::Done => rung.chain.extend(relaxation.multipliers),
                _ => break Some(limited.clone()),
            }
        };
        self.vertices.limit(&self.left);
        left
    }

    /// Whether the relaxation of what is held leaves room for any of some columns.
    pub fn admits_any(&mut self, columns: &[usize], clock: &Clock<'_>) -> bool {
        let free = columns.iter().filter(|column| self.left.uppers[**column] > 0);
        let any = Linear { constant: 0, terms: free.map(|column| (*column, 1)).collect() };
        if any.terms.is_empty() {
            return false;
        }
        let rows = all_rows(self.program, &self.held, self.levels, &self.cuts);
        self.vertices.aim(&any, &rows);
        let relaxation = self.vertices.bound(&any, &rows, None, clock.time, clock.interrupt);
        relaxation.is_none_or(|relaxation| {
            let most = |multipliers: &Vec<_>| Bounded::of(&self.left, &rows, &any, multipliers, relaxation.scale)?.floor();
            relaxation.multipliers.iter().filter_map(most).min().is_none_or(|most| most > 0)
        })
    }

    /// Where to look for a first solution of a level that was bounded last: one so near the bound that few columns are left, and so far
    /// below it that there is likely to be one. The least value looked for, and what is left under it.
    pub fn near(&self, rung: &Rung<'_>, within: Within) -> (i64, Left) {
        let below = |bound: i64| match within {
            Within::Units(units) => units,
            Within::Part(part) => (bound.abs() / part).max(FEW),
        };
        let least = rung.bound.map(|bound| bound - below(bound));
        let supposed = least.map(|least| self.supposed(rung, least));
        match (least, supposed) {
            (Some(least), Some(Some(Supposed::Stands(left)))) => (least, left),
            _ => (i64::MIN + 1, self.left.clone()),
        }
    }

    /// Remembers the vertex that the next bound reaches, to return to it on stepping back.
    pub fn remember(&mut self) {
        self.vertices.remember();
    }

    /// Holds a level at no less than `least`, and fixes what cannot be in any solution that does.
    pub fn hold(&mut self, rung: &Rung<'_>, least: i64) {
        let row = hold(&rung.objective, least, &rung.level.measure.to_string());
        let left = self.supposed(rung, least);
        let before = self.left.clone();
        if let Some(Supposed::Stands(left)) = left {
            self.left = left;
        }
        self.vertices.limit(&self.left);
        let rows = all_rows(self.program, &self.held, self.levels, &self.cuts);
        self.vertices.narrow(self.held.len(), &rows);
        self.vertices.hold(self.program.rows.len() + self.held.len(), &row);
        self.held.push(row);
        self.cuts_before.push(self.cuts.len());
        let terms = rung.objective.terms.clone();
        let bound = rung.bound.map_or(i64::MAX, |bound| bound - rung.objective.constant);
        self.caps.push(Row { terms, bound, tag: RowTag::new("cap", rung.level.measure.to_string()) });
        self.before.push(before);
    }

    /// Lets go of all but the first `kept` levels, to go on with one that has been bounded.
    pub fn step_back(&mut self, kept: usize, rung: &Rung<'_>) {
        if let Some(before) = self.before.drain(kept..).next() {
            self.left = before;
        }
        self.held.truncate(kept);
        self.caps.truncate(kept);
        if let Some(cuts) = self.cuts_before.get(kept).copied() {
            self.cuts_before.truncate(kept);
            self.cuts.truncate(cuts);
            let last = self.first_cut() + cuts;
            self.adopted.iter_mut().for_each(|adopted| adopted.retain(|_, number| *number < last));
        }
        let (held, cuts) = (self.program.rows.len() + kept, self.first_cut()..self.first_cut() + self.cuts.len());
        self.vertices.release(kept, &self.left, |number| number < held || cuts.contains(&number));
        let rows = all_rows(self.program, &self.held, self.levels, &self.cuts);
        self.vertices.aim(&rung.objective, &rows);
    }
}

/// The rows that multipliers number.
fn all_rows<'r>(program: &'r Program, held: &'r [Row], levels: usize, cuts: &'r [(Cut, Row)]) -> Vec<&'r Row> {
    numbered(&program.rows, held, levels, cuts.iter().map(|(_, row)| row))
}

/// Multipliers for the rows "at most once": each household's best gain. They bound a level that everyone can reach alone.
fn once_multipliers(program: &Program, objective: &Linear) -> Vec<(u32, i64)> {
    let mut gains = vec![0_i64; program.columns.len()];
    for (column, coefficient) in &objective.terms {
        gains[*column] = *coefficient;
    }
    let once = program.rows.iter().enumerate().filter(|(_, row)| row.tag.rule.as_str() == "once");
    let best = once.filter_map(|(index, row)| {
        let gain = row.terms.iter().map(|(column, _)| gains[*column]).max().unwrap_or(0);
        (gain > 0).then_some((u32::try_from(index).ok()?, gain.checked_mul(1 << SCALE)?))
    });
    best.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Pairs that a budget of so many leaves room for, and a short row over the first two.
    fn program(pairs: usize, budget: i64) -> Program {
        let mut program = Program::default();
        for pair in 0..pairs {
            program.column(1, ColumnTag::Pair(pair));
        }
        let row = |rule: &str, columns: usize, bound| Row {
            terms: (0..columns).map(|column| (column, 1)).collect(),
            bound,
            tag: RowTag::new(rule, ""),
        };
        program.rows = vec![row("budget", pairs, budget), row("relation", 2, 1)];
        program
    }

    fn likely(ladder: &Ladder<'_>, among: usize) -> Vec<String> {
        let among: Vec<usize> = (0..among).collect();
        ladder.likely(&among).map(|row| row.tag.rule.to_string()).collect()
    }

    #[test]
    fn a_long_row_is_given_to_a_search_once_something_breaks_it() {
        let program = program(LONG + 1, 5);
        let mut ladder = Ladder::of(&program, 1);
        assert_eq!(likely(&ladder, LONG + 1), ["relation"]);
        assert_eq!(likely(&ladder, LONG), ["budget", "relation"], "over the columns that are searched it is short");
        let some = |chosen: usize| (0..=LONG).map(|column| i64::from(column < chosen)).collect::<Vec<_>>();
        assert!(!ladder.take_in(&some(1)));
        assert_eq!(likely(&ladder, LONG + 1), ["relation"]);
        assert!(ladder.take_in(&some(6)));
        assert_eq!(likely(&ladder, LONG + 1), ["budget", "relation"]);
        assert!(!ladder.take_in(&some(6)), "what a search was given and breaks all the same is not its affair");
    }
}
