//! The search over the levels.
//!
//! *Bounding* a level is cheap and nearly always says what its value will be; *finding* a solution that has it is not. So the search
//! goes down as many levels as it dares on their bounds alone, holding each at its bound, and looks for one solution that has them
//! all: if there is one, it proves every level it passed. Often the relaxation's own vertex is one, once a few cuts have been made.

mod descent;
mod early;
mod flow;
mod optima;
mod pins;
mod raise;
mod target;
mod wanted;

use std::time::{Duration, Instant};

use thiserror::Error;

use descent::Passed;
pub use target::OutOfReach;

use super::heuristics::{Placing, insert};
use super::ladder::{Clock, Ladder};
use super::rung::Rung;
use super::{Interrupt, Neighbour, Work};
use crate::allocation::{Certificate, Grade, Stopped};
use crate::formulation::{ColumnTag, Formulation, Level, Program, Row, too_long_chain};
use crate::problem::HouseholdId;

/// The largest coefficient of a level that is passed on its bound: households, offers, points. Sums of them nearly always reach the
/// floor of their bound; sums of kroner and lots do not.
const COARSE: i64 = 10;

/// How often a level's bound is lowered by one before the search goes on with it.
const LOWERED: usize = 12;

/// Limits of a run.
#[derive(Clone, Debug, Default)]
pub struct Limits {
    /// When to stop.
    pub deadline: Option<Instant>,
    /// Nodes for each level.
    pub nodes: Option<u64>,
    /// Relative gap at which a level counts as solved.
    pub gap: f64,
    /// Ask a second solver for what is not certified.
    pub second_solver: bool,
    /// Threads for a search; none or one: alone.
    pub threads: usize,
    /// How far a run goes.
    pub depth: Depth,
}

/// How far a run goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Depth {
    /// To what bounds say: it ends, too soon, where only a search could say more.
    Bounds,
    /// To the end.
    #[default]
    Search,
}

/// What comes of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ran {
    /// As far as it goes.
    Through,
    /// To where none of the pairs wanted is in any optimum.
    Excluded,
}

/// A level as it was solved, in the measure's own direction.
#[derive(Clone, Debug)]
pub struct LevelOutcome {
    /// The value reached, at which it is held.
    pub held: i64,
    /// The bound.
    pub bound: Option<i64>,
    /// How it is proved.
    pub grade: Grade,
    /// The certificate, where there is one.
    pub certificate: Option<Certificate>,
    /// Wall-clock time.
    pub time: Duration,
    /// Nodes.
    pub nodes: u64,
}

/// Why there is no solution to hold.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum SearchError {
    /// What the office has fixed cannot hold together: a smallest set of pinned households that clash.
    #[error("{} pinned placements cannot hold together", .0.len())]
    Pins(Vec<HouseholdId>),
    /// The run was ended before anything that holds the pins was found.
    #[error("stopped before the pinned placements could be placed")]
    TooSoon(Stopped),
    /// No solution reaches the values that were asked for.
    #[error("no solution reaches the values asked for")]
    OutOfReach(OutOfReach),
    /// None of the pairs wanted is in any optimum.
    #[error("what is wanted is in no optimum")]
    Excluded,
    /// The solver failed as a machine.
    #[error("the solver failed: {0}")]
    Solver(String),
}

/// A lawful solution that insertion has made.
struct Inserted {
    columns: Vec<i64>,
    /// What each level is worth, the more the better.
    values: Vec<i64>,
}

/// A run over one formulation.
pub struct Search<'f, 'a> {
    formulation: &'f Formulation<'a>,
    limits: Limits,
    interrupt: Interrupt,
    columns: Vec<i64>,
    /// The pairs that the last relaxation uses, those that it uses most first.
    vertex: Vec<usize>,
    ladder: Ladder<'f>,
    /// Rows to keep beside the program's: of chains that were too long, and those asked for.
    further: Vec<Row>,
    /// A chain was too long: from then on searches have all chains written out.
    chains_bind: bool,
    neighbours: Vec<Neighbour>,
    /// Values that a solution has to reach, level by level, as long as it has reached no more.
    target: Vec<i64>,
    /// The first level of the target that is most likely out of reach.
    doubted: usize,
    /// The pairs of a household that is wanted in an optimum.
    wanted: Vec<usize>,
    stopped: Stopped,
}

impl<'f, 'a> Search<'f, 'a> {
    /// A run that holds what the office has fixed and places nobody else.
    ///
    /// # Errors
    /// [`SearchError`] if the pins cannot hold.
    pub fn start(formulation: &'f Formulation<'a>, limits: Limits, interrupt: Interrupt) -> Result<Self, SearchError> {
        let columns = vec![0; formulation.program.columns.len()];
        let ladder = Ladder::of(&formulation.program, formulation.levels.len());
        let mut search = Self {
            formulation,
            limits,
            interrupt,
            columns,
            vertex: Vec::new(),
            ladder,
            further: Vec::new(),
            chains_bind: false,
            neighbours: Vec::new(),
            target: Vec::new(),
            doubted: 0,
            wanted: Vec::new(),
            stopped: Stopped::Finished,
        };
        let pins: Vec<usize> = (0..formulation.pins.len()).collect();
        if pins.is_empty() {
            formulation.program.derive(&mut search.columns);
            return Ok(search);
        }
        match search.place_pins(&pins)? {
            Some(columns) => search.columns = columns,
            None => return Err(search.clash(pins)?),
        }
        Ok(search)
    }

    /// Goes by what neighbours say, from now on; it starts from what the first of them has.
    pub fn go_by(&mut self, neighbours: Vec<Neighbour>) {
        self.neighbours = neighbours;
    }

    /// A solution that is certainly best at every level, if a neighbour has one.
    pub fn known(&self) -> Option<&Vec<i64>> {
        self.neighbours.iter().find_map(|neighbour| neighbour.best.as_ref())
    }

    /// The columns held.
    pub fn columns(&self) -> &[i64] {
        &self.columns
    }

    /// Why the run stopped.
    pub fn stopped(&self) -> Stopped {
        self.stopped
    }

    /// Solves the levels in order; each is told once it is held.
    ///
    /// # Errors
    /// [`SearchError::Solver`] if the solver fails as a machine, [`SearchError::OutOfReach`] where a target was set.
    pub fn run(&mut self, levels: &[Level], mut told: impl FnMut(LevelOutcome)) -> Result<Ran, SearchError> {
        // A neighbour's best needs no solving at all.
        let mut at = if self.known().is_some() { 0 } else { self.flow(levels, &mut told) };
        if at < levels.len() {
            self.insert(levels);
        }
        while at < levels.len() && !self.is_over() {
            let reached = match self.descend(at, levels) {
                Err(SearchError::Excluded) => return Ok(Ran::Excluded),
                reached => reached?,
            };
            self.columns = reached.columns;
            self.check_reached(at, &reached.passed, &reached.rung)?;
            at += reached.passed.len() + 1;
            for Passed { rung, time } in reached.passed {
                told(self.outcome(&rung, time));
            }
            let (rung, value) = (reached.rung, reached.value);
            self.ladder.hold(&rung, value - rung.level.tolerance.loss(value));
            told(self.outcome(&rung, reached.time));
            if self.excludes_all_wanted() {
                return Ok(Ran::Excluded);
            }
        }
        if self.is_over() {
            self.fill(levels);
            levels[at..].iter().for_each(|level| told(self.outcome(&Rung::of(level), Duration::ZERO)));
        }
        self.start_early(levels)?;
        Ok(Ran::Through)
    }

    /// Starts from what insertion finds, so that there is an allocation whenever the run ends.
    fn insert(&mut self, levels: &[Level]) {
        if let Some(best) = self.known() {
            self.columns = best.clone();
            return;
        }
        let is_over = || self.interrupt.is_set() || self.limits.deadline.is_some_and(|deadline| Instant::now() >= deadline);
        let start = self.neighbours.first().map_or(&[][..], |neighbour| &neighbour.start);
        if let Some(inserted) = self.inserted(levels, self.columns.clone(), start, is_over) {
            self.columns = inserted.columns;
        }
    }

    /// Improves what is held where no level is solved any more: a level just solved leaves most of those without a home who only count
    /// further down. What the relaxation said last, rounded, is often better still.
    fn fill(&mut self, levels: &[Level]) {
        let mut nobody = vec![0; self.columns.len()];
        self.formulation.program.derive(&mut nobody);
        // One after the other: each has every row of the program by column.
        let rounded = self.inserted(levels, nobody, &self.vertex, || false);
        let filled = self.inserted(levels, self.columns.clone(), &[], || false);
        let better = [rounded, filled].into_iter().flatten().max_by(|one, other| one.values.cmp(&other.values));
        // Where a chain is not to be cut what is held may be the best there is.
        let held: Vec<i64> = levels.iter().map(|level| level.to_maximise().value(&self.columns)).collect();
        if let Some(better) = better.filter(|better| better.values > held) {
            self.columns = better.columns;
        }
    }

    /// What insertion makes of a solution, with some pairs set first; `None` where a chain that is too long cannot be cut.
    fn inserted(&self, levels: &[Level], columns: Vec<i64>, pairs: &[usize], is_over: impl Fn() -> bool) -> Option<Inserted> {
        let mut placing = Placing::of(&self.formulation.program, levels, columns);
        // Twice: who moves on makes room for another.
        for pair in pairs.iter().chain(pairs) {
            placing.set(*pair, 1);
        }
        insert(&self.formulation.ground, &mut placing, is_over);
        while let Some(chain) = too_long_chain(self.formulation, placing.columns()) {
            if !chain.terms.iter().any(|(pair, _)| placing.set(*pair, 0)) {
                return None;
            }
        }
        let columns = self.exact(placing.columns().to_vec())?;
        Some(Inserted { columns, values: placing.values().to_vec() })
    }

    fn is_over(&self) -> bool {
        matches!(self.stopped, Stopped::TimeLimit | Stopped::Interrupted)
    }

    fn value(&self, rung: &Rung<'_>) -> i64 {
        rung.objective.value(&self.columns)
    }

    /// Bounds a level of this index: `first` if everything held before it is reached by the columns held. A bound below `least` is not
    /// looked into.
    fn bound(&mut self, rung: &mut Rung<'_>, index: usize, first: bool, least: Option<i64>) {
        if self.is_over() {
            return;
        }
        let value = if first { self.value(rung) } else { i64::MIN };
        let enough = least.map_or(value, |least| value.max(least - 1));
        if first {
            self.ladder.remember();
        }
        if first || least.is_some() {
            for (number, neighbour) in self.neighbours.iter().enumerate() {
                if let Some(known) = neighbour.bounds.get(self.ladder.held.len()) {
                    self.ladder.reprice(rung, number, known);
                }
            }
        }
        if first && self.known().is_some() {
            rung.claim(value);
        }
        // As far as is known it can be reached: if that is wrong, it is seen further down.
        if index < self.doubted && least.is_some() && rung.certified == least && self.is_coarse(rung) {
            return;
        }
        let time = || time_left(self.limits.deadline);
        let clock = Clock { time: &time, interrupt: &self.interrupt };
        let coarse = self.is_coarse(rung);
        let work = self.ladder.bound(rung, enough, coarse, &clock);
        if !rung.support.is_empty() {
            let is_pair = |column: &&usize| matches!(self.formulation.program.columns[**column], ColumnTag::Pair(_));
            self.vertex = rung.support.iter().filter(is_pair).copied().collect();
        }
        if rung.bound.is_some_and(|bound| bound <= enough) {
            self.note(work);
            return;
        }
        // A bound that is no integer is often too good to be true: it is lowered as long as it can be refuted.
        for _ in 0..LOWERED {
            match rung.certified {
                Some(bound) if bound > value && coarse && !rung.whole && work == Work::Done => {
                    if self.ladder.suppose(rung, bound, &clock).is_some() {
                        break;
                    }
                }
                _ => break,
            }
        }
        self.note(work);
    }

    /// Whether a value is as good as the bound, or near enough.
    #[allow(clippy::cast_precision_loss)]
    fn is_reached(&self, bound: Option<i64>, value: i64) -> bool {
        bound.is_some_and(|bound| (bound - value) as f64 <= self.limits.gap * bound.unsigned_abs().max(1) as f64)
    }

    /// Whether a level's values are small numbers that are held exactly.
    fn is_coarse(&self, rung: &Rung<'_>) -> bool {
        let exact = rung.level.tolerance.loss(i64::MAX) == 0;
        let free = rung.objective.terms.iter().filter(|(column, _)| self.ladder.left.uppers[*column] > 0);
        exact && self.limits.gap == 0.0 && free.map(|(_, coefficient)| coefficient.abs()).max().unwrap_or(0) <= COARSE
    }

    /// The outcome of a level that the columns held have a value for.
    fn outcome(&self, rung: &Rung<'_>, time: Duration) -> LevelOutcome {
        let sign = if rung.level.measure.maximises() { 1 } else { -1 };
        let value = rung.objective.value(&self.columns);
        let bound = rung.bound.map(|bound| bound.max(value));
        let grade = match bound {
            Some(_) if rung.certified == Some(value) => Grade::Certified,
            Some(bound) if bound == value && rung.two_solvers => Grade::TwoSolvers,
            Some(bound) if bound == value => Grade::Solver,
            _ => Grade::Unproved,
        };
        let (bound, certificate) = (bound.map(|bound| sign * bound), rung.certificate());
        LevelOutcome { held: sign * value, bound, grade, certificate, time, nodes: rung.nodes }
    }

    fn exact(&self, columns: Vec<i64>) -> Option<Vec<i64>> {
        exact(&self.formulation.program, &self.ladder.held, &self.further, columns)
    }

    /// The solution, if it keeps every row exactly and no chain is too long.
    fn lawful(&self, columns: Vec<i64>) -> Option<Vec<i64>> {
        self.exact(columns).filter(|columns| too_long_chain(self.formulation, columns).is_none())
    }

    /// Forbids a chain that is too long.
    fn forbid(&mut self, chain: Row) {
        self.further.push(chain);
        self.chains_bind = true;
    }

    /// Remembers why work ended.
    fn note(&mut self, work: Work) {
        match work {
            Work::OutOfTime => self.stopped = Stopped::TimeLimit,
            Work::Interrupted => self.stopped = Stopped::Interrupted,
            Work::OutOfNodes => self.stopped = Stopped::WorkLimit,
            Work::Done | Work::Failed => {}
        }
    }
}

/// The solution with pairs as they are and derived columns at their least, if it keeps every row exactly.
fn exact(program: &Program, held: &[Row], further: &[Row], mut columns: Vec<i64>) -> Option<Vec<i64>> {
    let within = columns.iter().zip(&program.uppers).all(|(value, upper)| (0..=*upper).contains(value));
    program.derive(&mut columns);
    let keeps_all =
        program.broken(&columns).is_none() && held.iter().chain(further).all(|row| row.activity(&columns) <= row.bound);
    (within && keeps_all).then_some(columns)
}

fn time_left(deadline: Option<Instant>) -> Option<Duration> {
    deadline.map(|deadline| deadline.saturating_duration_since(Instant::now()))
}

/// The pairs chosen by a solution.
pub fn chosen<'p>(program: &'p Program, columns: &'p [i64]) -> impl Iterator<Item = usize> + 'p {
    program.columns.iter().zip(columns).filter_map(|(tag, value)| match tag {
        ColumnTag::Pair(pair) if *value > 0 => Some(*pair),
        _ => None,
    })
}
