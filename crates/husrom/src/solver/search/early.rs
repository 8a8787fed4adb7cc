//! Nobody starts later than needed: of starts that no level tells apart, the earliest, and a lot where even they are alike.

use std::collections::BTreeSet;

use super::{Search, SearchError, chosen};
use crate::allocation::Stopped;
use crate::formulation::{ColumnTag, Level, Linear, Row, RowTag};
use crate::solver::heuristics::{Placing, start_early};

/// Numbers drawn for a start are below this: so small that sums stay exact, so large that ties are improbable.
const DRAWS: u64 = 1 << 20;

impl Search<'_, '_> {
    /// Takes the earliest starts, with everybody in the home found for them.
    pub(super) fn start_early(&mut self, levels: &[Level]) -> Result<(), SearchError> {
        if !self.somebody_could_start_earlier() {
            return Ok(());
        }
        let mut placing = Placing::of(&self.formulation.program, levels, self.columns.clone());
        start_early(&self.formulation.ground, &mut placing);
        if let Some(columns) = self.lawful(placing.columns().to_vec()) {
            self.columns = columns;
        }
        // One by one ends where two could only exchange their starts, or one could gain more than another loses.
        let is_whole = self.ladder.held.len() == levels.len() && self.stopped == Stopped::Finished;
        if is_whole && self.somebody_could_start_earlier() {
            let Starts { among, days, draws } = self.other_starts();
            let Some(fewest) = self.best_among(&among, &days)? else { return Ok(()) };
            let terms = days.terms.iter().map(|(column, it)| (*column, -it)).collect();
            self.keep(Row { terms, bound: -days.value(&fewest.columns), tag: RowTag::new("days", "") });
            self.columns = fewest.columns;
            if let Some(drawn) = self.best_among(&among, &draws)? {
                self.columns = drawn.columns;
            }
        }
        Ok(())
    }

    /// Whether somebody is placed from a date that is not the first for them there.
    fn somebody_could_start_earlier(&self) -> bool {
        let pairs = &self.formulation.ground.pairs;
        let place = |pair: &usize| (pairs[*pair].household, pairs[*pair].class);
        // Pairs of one household and class lie side by side, by start.
        chosen(&self.formulation.program, &self.columns).any(|pair| pair > 0 && place(&(pair - 1)) == place(&pair))
    }

    /// The starts that leave everybody in the home they have.
    fn other_starts(&self) -> Starts {
        let (ground, program) = (&self.formulation.ground, &self.formulation.program);
        let place = |pair: usize| (ground.pairs[pair].household, ground.pairs[pair].class);
        let placed: BTreeSet<(usize, usize)> = chosen(program, &self.columns).map(place).collect();
        let mut starts = Starts::default();
        for column in self.ladder.free() {
            if let ColumnTag::Pair(pair) = program.columns[column] {
                if !placed.contains(&place(pair)) {
                    continue;
                }
                let (household, start) = (ground.pairs[pair].household, ground.pairs[pair].start);
                let days = start.duration_since(ground.problem.round().date).as_hours() / 24;
                let draw = ground.problem.order(&format!("{} {start}", ground.household(household).id)) % DRAWS;
                starts.days.add(column, -days);
                starts.draws.add(column, i64::try_from(draw).unwrap_or(0));
            }
            starts.among.push(column);
        }
        Starts { days: starts.days.ordered(), ..starts }
    }
}

/// Starts to choose from.
#[derive(Default)]
struct Starts {
    /// Their columns, and all that are derived.
    among: Vec<usize>,
    /// Days from the round's date to the starts, negative: the fewest are best.
    days: Linear,
    /// What is drawn for each.
    draws: Linear,
}
