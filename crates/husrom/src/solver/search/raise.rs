//! The search on one level, from a start or from none.

use std::collections::BTreeSet;

use super::descent::LARGE;
use super::{Depth, Search, SearchError, time_left};
use crate::allocation::Stopped;
use crate::formulation::{Chains, Linear, Row, too_long_chain};
use crate::proof::Left;
use crate::solver::ladder::{Clock, Within};
use crate::solver::rung::Rung;
use crate::solver::{Found, Work, good_lp, highs};

/// The least number of columns of which a kernel is taken: over fewer, the search of the whole takes little longer and proves more.
const WHOLE: usize = 4_000;
/// The number where there are very many columns: a search over many more hardly ends.
const LARGEST: usize = 5_000;

/// How near the bound a first solution is looked for. Levels end 0 to 3 % below the bound of their relaxation, and with half the columns
/// a search takes half the time.
const NEAR: Within = Within::Part(40);
/// Counts of households end at their bound or one below it, nearly always.
const COARSE: Within = Within::Units(1);
/// The same where so many columns are that near: sums of lots and kroner over a city end a hundredth of a percent below.
const NEAREST: Within = Within::Part(5_000);
const CROWDED: usize = 1_000;

impl Search<'_, '_> {
    /// The best solution of a level that can be found, from a start that may be missing; `None` if there is no solution at all, or
    /// none was found.
    pub(super) fn raise(&mut self, rung: &mut Rung<'_>, start: Option<Vec<i64>>) -> Result<Option<Vec<i64>>, SearchError> {
        let is_first = start.is_some();
        let mut best = start;
        let (mut in_kernel, mut is_nearest) = (true, true);
        while !self.is_over() {
            let value = best.as_ref().map(|columns| rung.objective.value(columns));
            if value.is_some_and(|value| self.is_reached(rung.bound, value)) {
                break;
            }
            // What is left out is worth less than this.
            let (least, left) = match value {
                Some(value) => {
                    let time = || time_left(self.limits.deadline);
                    let clock = Clock { time: &time, interrupt: &self.interrupt };
                    // Nothing better, and the multipliers prove it.
                    let Some(left) = self.ladder.suppose(rung, value + 1, &clock) else { break };
                    if is_first && self.misses_all_wanted(rung, value) {
                        return Err(SearchError::Excluded);
                    }
                    (value + 1, left)
                }
                None => self.near(rung, &mut is_nearest),
            };
            let free: Vec<usize> = left.free().collect();
            if self.limits.depth < Depth::Search {
                return Err(SearchError::TooSoon(Stopped::WorkLimit));
            }
            // Nothing may be left out at all.
            let least = if free.len() == self.ladder.free().len() { i64::MIN + 1 } else { least };
            // Without a start there may be nothing to find, and a kernel would not tell.
            let kernel = if in_kernel && best.is_some() { kernel(rung, &free) } else { None };
            let whole = kernel.is_none();
            let among = kernel.unwrap_or(free);
            let among = with_support(among, best.as_deref());
            let rows = self.ladder.likely(&among).chain(self.ladder.bearing(rung));
            let found = self.search(rows, &rung.objective, &among, best.as_deref())?;
            rung.nodes += found.nodes;
            let mut lawful = true;
            if found.columns.as_ref().is_some_and(|columns| self.ladder.take_in(columns)) {
                lawful = false;
            } else if let Some(columns) = found.columns.and_then(|columns| self.exact(columns)) {
                if let Some(row) = too_long_chain(self.formulation, &columns) {
                    let is_news = !self.chains_bind;
                    self.forbid(row);
                    // The levels passed to come here were passed on bounds that know of no chains.
                    if is_news && best.is_none() {
                        return Ok(None);
                    }
                    lawful = false;
                } else if value.is_none_or(|value| rung.objective.value(&columns) > value) {
                    best = Some(columns);
                }
            }
            let reached = best.as_ref().map(|columns| rung.objective.value(columns));
            if let (true, Some(bound), Some(reached)) = (whole, found.bound, reached) {
                // Solved to within less than 1: what the search holds is the bound.
                let solved = found.work == Work::Done && lawful && self.limits.gap == 0.0;
                rung.claim(if solved { reached } else { bound.max(reached) }.max(least - 1));
            }
            if is_nearest && best.is_none() && lawful && found.work == Work::Done {
                // There is nothing so near.
                is_nearest = false;
                continue;
            }
            let spent = found.work == Work::OutOfNodes && (whole || best.is_none());
            if (spent && best.is_some()) || matches!(found.work, Work::OutOfTime | Work::Interrupted) {
                self.note(found.work);
            }
            let near_only = reached.is_some_and(|reached| reached < least - 1);
            if lawful && (whole && !near_only || spent) {
                break;
            }
            in_kernel &= !lawful;
        }
        let reached = best.as_ref().map(|columns| rung.objective.value(columns));
        if self.limits.second_solver && reached.is_some() && rung.certified != reached {
            self.second_opinion(rung, reached);
        }
        Ok(best)
    }

    /// Where to look for a first solution, and whether that is as near the bound as can be asked for.
    fn near(&self, rung: &Rung<'_>, is_nearest: &mut bool) -> (i64, Left) {
        let is_coarse = self.is_coarse(rung);
        let near = self.ladder.near(rung, if is_coarse { COARSE } else { NEAR });
        *is_nearest &= !is_coarse && near.1.free().count() >= CROWDED;
        if *is_nearest { self.ladder.near(rung, NEAREST) } else { near }
    }

    /// A search among some columns, by some rows and all that is held.
    pub(super) fn search<'r>(
        &'r self,
        rows: impl Iterator<Item = &'r Row>,
        objective: &Linear,
        among: &[usize],
        start: Option<&[i64]>,
    ) -> Result<Found, SearchError> {
        let limits = highs::SearchLimits {
            time: time_left(self.limits.deadline),
            nodes: self.limits.nodes,
            relative_gap: self.limits.gap,
            threads: self.limits.threads,
            is_far: self.chains_bind,
        };
        let mut rows: Vec<&Row> = rows.chain(&self.ladder.held).chain(&self.ladder.caps).chain(&self.further).collect();
        let mut binding: Vec<&Row> = self.ladder.binding().collect();
        let uppers = &self.ladder.left.uppers;
        let Some(chains) = self.chains_among(among) else {
            let searched = highs::Searched { rows: &rows, binding: &binding, uppers, objective, among, start };
            return highs::search(&searched, limits, &self.interrupt).map_err(SearchError::Solver);
        };
        rows.extend(&chains.rows);
        binding.extend(&chains.equations);
        let among: Vec<usize> = among.iter().copied().chain(chains.indices()).collect();
        let uppers: Vec<i64> = uppers.iter().copied().chain(chains.indices().map(|_| 1)).collect();
        let start = start.map(|start| chains.extended(start));
        let start = start.as_deref();
        let searched = highs::Searched { rows: &rows, binding: &binding, uppers: &uppers, objective, among: &among, start };
        let mut found = highs::search(&searched, limits, &self.interrupt).map_err(SearchError::Solver)?;
        if let Some(columns) = &mut found.columns {
            columns.truncate(chains.indices().start);
        }
        Ok(found)
    }

    /// Chains written out, once one was too long.
    fn chains_among(&self, among: &[usize]) -> Option<Chains> {
        if self.chains_bind { Chains::among(self.formulation, among) } else { None }
    }

    /// Asks the second solver for the optimum; only its agreement counts.
    fn second_opinion(&self, rung: &mut Rung<'_>, reached: Option<i64>) {
        let program = &self.formulation.program;
        let chains = self.chains_among(&(0..program.columns.len()).collect::<Vec<usize>>());
        let further = self.ladder.held.iter().chain(&self.further).chain(chains.iter().flat_map(|chains| &chains.rows));
        let rows: Vec<&Row> = program.rows.iter().chain(further).collect();
        let mut uppers = program.uppers.clone();
        uppers.extend(chains.iter().flat_map(Chains::indices).map(|_| 1));
        let equations = chains.as_ref().map_or(&[][..], |chains| &chains.equations);
        let found = good_lp::optimum(&uppers, &rows, equations, &rung.objective).and_then(|mut columns| {
            columns.truncate(program.columns.len());
            self.exact(columns)
        });
        rung.two_solvers = found.is_some_and(|columns| Some(rung.objective.value(&columns)) == reached);
    }
}

/// The columns where a good solution is likely: those that cost the bound least (*kernel search*); `None` where that would be nearly all
/// of them.
fn kernel(rung: &Rung<'_>, free: &[usize]) -> Option<Vec<usize>> {
    let bounded = rung.bounded.as_ref()?;
    let size = free.len() / 4;
    if free.len() < WHOLE {
        return None;
    }
    let cost = |column: usize| -bounded.cost(column);
    let mut kernel: Vec<usize> = if free.len() > LARGE {
        // What the relaxation uses first; of the many others that cost the same, some from everywhere.
        let used: BTreeSet<usize> = rung.support.iter().copied().collect();
        let mut ordered = free.to_vec();
        ordered.sort_by_cached_key(|column| (!used.contains(column), cost(*column), scattered(*column), *column));
        ordered.truncate(LARGEST);
        ordered
    } else {
        let mut ordered: Vec<(i128, usize)> = free.iter().map(|column| (cost(*column), *column)).collect();
        ordered.sort_unstable();
        // All that cost nothing belong to it, however many.
        let is_free = ordered[size].0 <= 0;
        let of_kernel = ordered.iter().enumerate().filter(|(at, (cost, _))| *at <= size || is_free && *cost <= 0);
        of_kernel.map(|(_, it)| it.1).collect()
    };
    kernel.sort_unstable();
    (kernel.len() < free.len() * 4 / 5).then_some(kernel)
}

/// A number for a column that has nothing to do with its place.
fn scattered(column: usize) -> u32 {
    u32::try_from(column).unwrap_or(u32::MAX).wrapping_mul(0x9e37_79b9)
}

/// Columns with those that a solution uses, in order.
fn with_support(mut columns: Vec<usize>, solution: Option<&[i64]>) -> Vec<usize> {
    if let Some(solution) = solution {
        columns.extend((0..solution.len()).filter(|column| solution[*column] > 0));
        columns.sort_unstable();
        columns.dedup();
    }
    columns
}
