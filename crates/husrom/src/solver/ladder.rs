//! The ladder: what is held on the way down the levels, what that fixes, and the bound on the next level.

use std::time::Duration;

use super::relaxation::Vertices;
use super::{Interrupt, Work};
use crate::formulation::{Level, Linear, Program, Row, RowTag};
use crate::proof::{Bounded, SCALE, Supposed, hold, suppose};

/// Links of a chain after which a supposition is left standing.
const LINKS: usize = 6;

/// How near the bound a first solution is looked for: within one part in so many. Levels end 0 to 3 % below the bound of their
/// relaxation, and with half the columns a search takes half the time.
const NEAR: i64 = 40;
const NEAREST: i64 = 3;

/// A level about to be solved: what is maximised, and the best bound on it so far.
pub struct Rung<'l> {
    /// The level.
    pub level: &'l Level,
    /// What is maximised.
    pub objective: Linear,
    /// The best bound, however it was found.
    pub bound: Option<i64>,
    /// The best bound that the chain gives.
    pub certified: Option<i64>,
    /// The multipliers that give it (see [`crate::proof`]).
    pub chain: Vec<Vec<(u32, i64)>>,
    /// Their binary digits after the point.
    pub scale: u32,
    /// What the relaxation says of each column.
    pub bounded: Option<Bounded>,
    /// The columns that the relaxation uses.
    pub support: Vec<usize>,
    /// The relaxation's bound is an integer: nothing says that it is not reached.
    pub whole: bool,
    /// Nothing satisfies what is held: one of the levels passed on its bound does not reach it.
    pub empty: bool,
    /// A second solver has found the same value.
    pub two_solvers: bool,
    /// Branch-and-bound nodes.
    pub nodes: u64,
}

impl<'l> Rung<'l> {
    /// A level of which nothing is known.
    pub fn of(level: &'l Level) -> Self {
        Self {
            level,
            objective: level.to_maximise(),
            bound: None,
            certified: None,
            chain: Vec::new(),
            scale: SCALE,
            bounded: None,
            support: Vec::new(),
            whole: false,
            empty: false,
            two_solvers: false,
            nodes: 0,
        }
    }

    /// Takes a bound that some solver claims.
    pub fn claim(&mut self, bound: i64) {
        self.bound = Some(self.bound.map_or(bound, |known| known.min(bound)));
    }

    /// Takes a bound that the chain proves.
    fn certify(&mut self, bound: i64) {
        self.certified = Some(self.certified.map_or(bound, |known| known.min(bound)));
        self.claim(bound);
    }

    /// Takes what one vector of multipliers says, if it is no worse than what is known.
    fn offer(&mut self, bounded: Option<Bounded>, multipliers: Vec<(u32, i64)>, scale: u32) {
        let Some((bounded, floor)) = bounded.and_then(|bounded| bounded.floor().map(|floor| (bounded, floor))) else { return };
        if self.certified.is_none_or(|known| floor <= known) {
            (self.chain, self.scale) = (vec![multipliers], scale);
            self.whole = bounded.is_whole();
            self.bounded = Some(bounded);
            self.certify(floor);
        }
    }
}

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
    /// Upper bounds of columns: the program's, or 0 where what is held fixes them.
    pub uppers: Vec<i64>,
    /// A row for each level held.
    pub held: Vec<Row>,
    /// That no solution is worth more than the bound of a level that is proved: for a solver's search, which sees the levels before only
    /// through its relaxation. Proofs of our own do not lean on it.
    pub caps: Vec<Row>,
    /// The upper bounds before each of them.
    before: Vec<Vec<i64>>,
    vertices: Vertices<'p>,
}

impl<'p> Ladder<'p> {
    /// The ladder of a program, nothing held.
    pub fn of(program: &'p Program) -> Self {
        Self {
            program,
            uppers: program.uppers.clone(),
            held: Vec::new(),
            caps: Vec::new(),
            before: Vec::new(),
            vertices: Vertices::of(program),
        }
    }

    /// Columns that can be more than 0.
    pub fn free(&self) -> Vec<usize> {
        (0..self.uppers.len()).filter(|column| self.uppers[*column] > 0).collect()
    }

    /// Bounds a level by multipliers that are known from elsewhere.
    pub fn offer(&self, rung: &mut Rung<'_>, multipliers: Vec<(u32, i64)>, scale: u32) {
        rung.offer(Bounded::of(&self.uppers, &self.rows(), &rung.objective, &multipliers, scale), multipliers, scale);
    }

    /// Bounds a level, as far as needed to meet `value`, the best that is known; how the work ended.
    pub fn bound(&mut self, rung: &mut Rung<'_>, value: i64, clock: &Clock<'_>) -> Work {
        let nothing = Vec::new();
        self.offer(rung, nothing, SCALE);
        let once = once_multipliers(self.program, &rung.objective);
        self.offer(rung, once, SCALE);
        if rung.bound == Some(value) {
            return Work::Done;
        }
        self.vertices.aim(&rung.objective);
        let Some(relaxation) = self.vertices.bound(&rung.objective, None, clock.time, clock.interrupt) else {
            return Work::Failed;
        };
        rung.empty = relaxation.work == Work::Done && relaxation.columns.is_empty();
        rung.support = (0..relaxation.columns.len()).filter(|column| relaxation.columns[*column] > 1e-9).collect();
        for multipliers in relaxation.multipliers {
            self.offer(rung, multipliers, relaxation.scale);
        }
        relaxation.work
    }

    /// The rows that multipliers count: the program's, then one for each level held.
    fn rows(&self) -> Vec<&Row> {
        self.program.rows.iter().chain(&self.held).collect()
    }

    /// Upper bounds of columns under which the level can be worth at least so much.
    fn supposed(&self, rung: &Rung<'_>, least: i64) -> Option<Supposed> {
        suppose(self.uppers.clone(), &self.rows(), &rung.objective, &rung.chain, rung.scale, least)
    }

    /// Supposes that a level that was bounded last is worth at least so much, and looks for links that refute it; if it stands, the
    /// upper bounds of columns under it.
    pub fn suppose(&mut self, rung: &mut Rung<'_>, least: i64, clock: &Clock<'_>) -> Option<Vec<i64>> {
        let mut limited = self.uppers.clone();
        let known = rung.chain.len();
        let left = loop {
            let Some(Supposed::Stands(left)) = self.supposed(rung, least) else {
                rung.certify(least - 1);
                break None;
            };
            let changed = changes(&limited, &left);
            let free = limited.iter().filter(|upper| **upper > 0).count();
            // The first link alone, or one that has fixed enough to be worth another solve.
            let links = rung.chain.len() - known;
            if changed.is_empty() || (links > 0 && changed.len() * 50 < free) || links == LINKS {
                break Some(left);
            }
            self.vertices.limit(changed);
            limited = left;
            match self.vertices.bound(&rung.objective, Some(rung.scale), clock.time, clock.interrupt) {
                Some(relaxation) if relaxation.work == Work::Done => rung.chain.extend(relaxation.multipliers),
                _ => break Some(limited.clone()),
            }
        };
        self.vertices.limit(changes(&limited, &self.uppers));
        left
    }

    /// Where to look for a first solution of a level that was bounded last: one so near the bound that few columns are left, and so far
    /// below it that there is likely to be one. The least value looked for, and the upper bounds of columns under it.
    pub fn near(&self, rung: &Rung<'_>) -> (i64, Vec<i64>) {
        let least = rung.bound.map(|bound| bound - (bound.abs() / NEAR).max(NEAREST));
        let supposed = least.map(|least| self.supposed(rung, least));
        match (least, supposed) {
            (Some(least), Some(Some(Supposed::Stands(left)))) => (least, left),
            _ => (i64::MIN + 1, self.uppers.clone()),
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
        let before = self.uppers.clone();
        if let Some(Supposed::Stands(left)) = left {
            self.uppers = left;
        }
        self.vertices.limit(changes(&before, &self.uppers));
        self.vertices.hold(&row);
        self.held.push(row);
        let terms = rung.objective.terms.clone();
        let bound = rung.bound.map_or(i64::MAX, |bound| bound - rung.objective.constant);
        self.caps.push(Row { terms, bound, tag: RowTag::new("cap", rung.level.measure.to_string()) });
        self.before.push(before);
    }

    /// Lets go of all but the first `kept` levels, to go on with one that has been bounded.
    pub fn step_back(&mut self, kept: usize, rung: &Rung<'_>) {
        if let Some(before) = self.before.drain(kept..).next() {
            self.vertices.limit(changes(&self.uppers, &before));
            self.uppers = before;
        }
        self.held.truncate(kept);
        self.caps.truncate(kept);
        self.vertices.release(kept);
        self.vertices.aim(&rung.objective);
    }
}

/// What to tell the relaxation when upper bounds change.
fn changes(from: &[i64], to: &[i64]) -> Vec<(usize, i64, i64)> {
    let both = from.iter().zip(to).enumerate();
    both.filter(|(_, (from, to))| from != to).map(|(column, (_, to))| (column, 0, *to)).collect()
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
