//! Down the levels on their bounds, and up again from where there is nothing.
//!
//! A level whose bound is likely to be reached is held there, and the next one is bounded. The way down ends at a vertex that is a
//! solution, or with a search. Where nothing satisfies what is held, a combination of rows says so, and the first of the levels passed that
//! it refutes is lowered by one; where only a search found nothing, the most doubtful level is looked at again.

use std::time::{Duration, Instant};

use super::target::check_reach;
use super::{Search, SearchError, time_left};
use crate::allocation::Stopped;
use crate::formulation::Level;
use crate::solver::ladder::Clock;
use crate::solver::rung::{Rung, Trust};

/// The largest number of columns with which levels are passed on their bounds: with more, no search without a start ends in time.
pub const LARGE: usize = 30_000;

/// How often a level's bound is refuted before a search says what the level is worth.
const REFUTED: usize = 3;

/// The parts of the time that is left, where there is a limit, in which levels are passed on their bounds, and in which one solution is
/// looked for that reaches them all. With all of it spent on that, the first goal was left far below what it alone takes two seconds to.
const PASSING: u32 = 6;
const SEARCHING: u32 = 4;

/// A level held at its bound, without a solution that reaches it yet.
pub struct Passed<'l> {
    /// The level.
    pub rung: Rung<'l>,
    /// The time it took.
    pub time: Duration,
}

/// A level with a solution, and those that were passed before it, which the solution reaches too.
pub struct Reached<'l> {
    pub passed: Vec<Passed<'l>>,
    pub rung: Rung<'l>,
    /// The solution.
    pub columns: Vec<i64>,
    /// What the level is worth.
    pub value: i64,
    /// The time the level took.
    pub time: Duration,
}

impl Search<'_, '_> {
    /// Goes down from a level, as far as bounds are believed, to one that a solution reaches.
    pub(super) fn descend<'l>(&mut self, at: usize, levels: &'l [Level]) -> Result<Reached<'l>, SearchError> {
        let mut passed: Vec<Passed<'l>> = Vec::new();
        let mut started = Instant::now();
        let patience = self.part_of_time(PASSING);
        let mut back = 1;
        let mut rung = self.bounded(at, &levels[at], &passed)?;
        loop {
            let mut found = self.solution(&mut rung);
            let mut is_late = patience.is_some_and(|patience| Instant::now() > patience);
            let next = at + passed.len() + 1;
            if let Some(bound) = rung.certified
                && found.is_none()
                && next < levels.len()
                && !is_late
                && self.is_believed(&rung, &passed)
            {
                self.ladder.hold(&rung, bound);
                passed.push(Passed { rung, time: started.elapsed() });
                started = Instant::now();
                rung = self.bounded(next, &levels[next], &passed)?;
                continue;
            }
            if found.is_none() && passed.is_empty() {
                found = self.raise(&mut rung, Some(self.columns.clone()))?;
            } else if found.is_none() && !rung.is_empty() {
                found = self.raise_in_part_of_time(&mut rung)?;
                is_late |= patience.is_some_and(|patience| Instant::now() > patience);
            }
            if let Some(columns) = found {
                let (value, time) = (rung.objective.value(&columns), started.elapsed());
                return Ok(Reached { passed, rung, columns, value, time });
            }
            let refuted = if rung.is_empty() { self.refuted(at, &mut passed, &rung) } else { None };
            let kept = refuted.or_else(|| most_doubtful(&passed)).unwrap_or_else(|| {
                back *= 2;
                passed.len().saturating_sub(back / 2)
            });
            // No relaxation knows of chains: it is no use to go by bounds. Nor where there is no time to: a level at a time is worth more.
            let kept = if self.chains_bind || is_late { 0 } else { kept };
            if let Some(last) = passed.drain(kept..).next() {
                rung = last.rung;
            }
            self.ladder.step_back(at + kept, &rung);
            if refuted.is_none() && !self.chains_bind && !is_late {
                self.doubt(&mut rung);
            }
        }
    }

    /// When a part of the time that is left is over; `None` where there is no limit.
    fn part_of_time(&self, part: u32) -> Option<Instant> {
        let now = Instant::now();
        self.limits.deadline.map(|deadline| now + deadline.saturating_duration_since(now) / part)
    }

    /// A solution that reaches all levels passed, looked for in a part of the time that is left.
    fn raise_in_part_of_time(&mut self, rung: &mut Rung<'_>) -> Result<Option<Vec<i64>>, SearchError> {
        let (whole, part) = (self.limits.deadline, self.part_of_time(SEARCHING));
        self.limits.deadline = part;
        let found = self.raise(rung, None);
        self.limits.deadline = whole;
        // Only the part is over.
        if self.stopped == Stopped::TimeLimit && whole.is_some_and(|whole| Instant::now() < whole) {
            self.stopped = Stopped::Finished;
        }
        found
    }

    /// A level with its bound.
    fn bounded<'l>(&mut self, index: usize, level: &'l Level, passed: &[Passed<'_>]) -> Result<Rung<'l>, SearchError> {
        let mut rung = Rung::of(level);
        let least = self.least(index, passed);
        self.bound(&mut rung, index, passed.is_empty(), least);
        check_reach(index, least, &rung, passed)?;
        Ok(rung)
    }

    /// The first of the levels passed that an empty relaxation refutes at its bound, which is lowered.
    fn refuted(&self, at: usize, passed: &mut [Passed<'_>], empty: &Rung<'_>) -> Option<usize> {
        let first = (0..passed.len()).find(|index| self.ladder.refute(at + index, &mut passed[*index].rung, empty))?;
        let rung = &mut passed[first].rung;
        rung.lowered += 1;
        // Sums of kroner go down by more than one.
        if rung.lowered > REFUTED || !self.is_coarse(rung) {
            rung.trust = Trust::Spent;
        }
        Some(first)
    }

    /// Looks for cuts to a level whose bound is not reached, most likely. If they lower it, it may be passed again.
    fn doubt(&mut self, rung: &mut Rung<'_>) {
        let before = rung.bound;
        let time = || time_left(self.limits.deadline);
        let clock = Clock { time: &time, interrupt: &self.interrupt };
        let work = self.ladder.bound(rung, i64::MIN, false, &clock);
        if rung.bound >= before {
            rung.trust = Trust::Spent;
        }
        self.note(work);
    }

    /// Whether a bound is likely enough to be reached to go on with the next level: of small numbers, or an integer after cuts.
    fn is_believed(&self, rung: &Rung<'_>, passed: &[Passed<'_>]) -> bool {
        let exact = rung.level.tolerance.loss(i64::MAX) == 0 && self.limits.gap == 0.0;
        let likely = self.is_coarse(rung) || (exact && rung.whole && !rung.cuts.is_empty());
        let reached = passed.is_empty() && self.is_reached(rung.bound, self.value(rung));
        likely
            && !rung.is_empty()
            && rung.trust != Trust::Spent
            && !reached
            && !self.chains_bind
            && self.ladder.free().len() <= LARGE
            && !self.is_over()
    }

    /// The vertex of a level's relaxation, if it is a solution that reaches the level's bound, and so those of all levels passed.
    fn solution(&self, rung: &mut Rung<'_>) -> Option<Vec<i64>> {
        let columns = rung.vertex.take().and_then(|columns| self.lawful(columns))?;
        (rung.bound == Some(rung.objective.value(&columns))).then_some(columns)
    }
}

/// The level passed that most likely does not reach its bound: the last one whose bound is no integer after all cuts, or else the last
/// one that cuts have brought to an integer; `None` if all came to an integer by themselves.
fn most_doubtful(passed: &[Passed<'_>]) -> Option<usize> {
    let last = |doubtful: &dyn Fn(&Rung<'_>) -> bool| passed.iter().rposition(|it| doubtful(&it.rung));
    last(&|rung| rung.trust == Trust::Doubtful && !rung.whole).or_else(|| last(&|rung| rung.trust == Trust::Doubtful))
}
