//! What the office has fixed: placed first, or a smallest set that cannot hold together.

use super::{Search, SearchError, exact, time_left};
use crate::formulation::{Level, Linear, Program, too_long_chain};
use crate::problem::{Measure, Tolerance};
use crate::solver::Work;
use crate::solver::ladder::{Clock, Ladder};
use crate::solver::rung::Rung;

/// What the relaxation says of pins.
enum Relaxed {
    Placed(Vec<i64>),
    Impossible,
    Open,
}

impl Search<'_, '_> {
    /// Columns that place all of these pinned households, if there are any. Asked as a maximum, so that "impossible" is a proved
    /// optimum and never a solver's "infeasible".
    pub(super) fn place_pins(&mut self, pins: &[usize]) -> Result<Option<Vec<i64>>, SearchError> {
        let mut program = self.formulation.program.clone();
        let mut wanted = Linear::default();
        for row in &self.formulation.pins {
            // A pin does not bind, and who is placed beyond it does not count; but it may take two at once to fill one more place.
            let row = &mut program.rows[*row];
            row.terms.iter_mut().for_each(|(_, coefficient)| *coefficient = 1);
            row.bound = if row.tag.household.is_some() { -row.bound } else { i64::try_from(row.terms.len()).unwrap_or(i64::MAX) };
        }
        let rows = || pins.iter().map(|pin| &self.formulation.program.rows[self.formulation.pins[*pin]]);
        // So much that none of those who fill places makes up for it.
        let of_places = rows().filter(|row| row.tag.household.is_none()).map(|row| row.terms.len()).sum::<usize>();
        let of_household = i64::try_from(of_places + 1).unwrap_or(i64::MAX);
        let mut aim = 0;
        for row in rows() {
            let weight = if row.tag.household.is_some() { of_household } else { 1 };
            row.terms.iter().for_each(|(column, _)| wanted.add(*column, weight));
            aim -= weight * row.bound;
        }
        let wanted = wanted.ordered();
        let mut start = vec![0; program.columns.len()];
        program.derive(&mut start);
        let placed = one_by_one(&program, &start, &wanted, aim);
        if let Some(columns) = placed.filter(|columns| too_long_chain(self.formulation, columns).is_none()) {
            return Ok(Some(columns));
        }
        match self.relaxed(&program, &wanted, aim) {
            Relaxed::Placed(columns) => return Ok(Some(columns)),
            Relaxed::Impossible => return Ok(None),
            Relaxed::Open => {}
        }
        let all = self.ladder.free();
        loop {
            let found = self.search(program.rows.iter(), &wanted, &all, Some(&start))?;
            let columns = found.columns.map(|mut columns| {
                program.derive(&mut columns);
                columns
            });
            let chain = columns.as_ref().and_then(|columns| too_long_chain(self.formulation, columns));
            match (columns, chain) {
                (_, Some(row)) if found.work == Work::Done => self.forbid(row),
                (Some(columns), None) if wanted.value(&columns) >= aim && program.broken(&columns).is_none() => {
                    return Ok(Some(columns));
                }
                _ if found.work == Work::Done => return Ok(None),
                _ if found.work == Work::Failed => {
                    return Err(SearchError::Solver("no answer on the pinned placements".to_owned()));
                }
                _ => {
                    self.note(found.work);
                    return Err(SearchError::TooSoon(self.stopped));
                }
            }
        }
    }

    /// What the relaxation says: most pins that cannot hold are bounded away from it, in exact integers.
    fn relaxed(&self, program: &Program, wanted: &Linear, aim: i64) -> Relaxed {
        let level = Level { measure: Measure::Fit, value: wanted.clone(), tolerance: Tolerance::default() };
        let (mut ladder, mut rung) = (Ladder::of(program, 0), Rung::of(&level));
        let time = || time_left(self.limits.deadline);
        ladder.bound(&mut rung, aim - 1, true, &Clock { time: &time, interrupt: &self.interrupt });
        if rung.certified.is_some_and(|bound| bound < aim) {
            return Relaxed::Impossible;
        }
        let placed = rung.vertex.and_then(|columns| exact(program, &[], &self.further, columns));
        match placed.filter(|columns| wanted.value(columns) >= aim && too_long_chain(self.formulation, columns).is_none()) {
            Some(columns) => Relaxed::Placed(columns),
            None => Relaxed::Open,
        }
    }

    /// A smallest set of pins that cannot hold together, by leaving out one at a time.
    pub(super) fn clash(&mut self, mut pins: Vec<usize>) -> Result<SearchError, SearchError> {
        let mut position = 0;
        while position < pins.len() {
            let mut fewer = pins.clone();
            fewer.remove(position);
            if fewer.is_empty() || self.place_pins(&fewer)?.is_some() {
                position += 1;
            } else {
                pins = fewer;
            }
        }
        let program = &self.formulation.program;
        let named = pins.iter().filter_map(|pin| program.rows[self.formulation.pins[*pin]].tag.household.clone());
        Ok(SearchError::Pins(named.collect()))
    }
}

/// Columns that place one after the other where it can be, if that places all: nearly always it does, without a search.
fn one_by_one(program: &Program, start: &[i64], wanted: &Linear, aim: i64) -> Option<Vec<i64>> {
    let mut columns = start.to_vec();
    for (column, _) in &wanted.terms {
        if wanted.value(&columns) >= aim {
            break;
        }
        let mut next = columns.clone();
        next[*column] = 1;
        program.derive(&mut next);
        if program.broken(&next).is_none() {
            columns = next;
        }
    }
    (wanted.value(&columns) >= aim).then_some(columns)
}
