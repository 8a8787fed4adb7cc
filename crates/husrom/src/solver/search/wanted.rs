//! A household that is wanted in an optimum: a run ends as soon as it is seen that it is in none.

use super::{Search, time_left};
use crate::solver::ladder::Clock;
use crate::solver::rung::Rung;

impl Search<'_, '_> {
    /// Ends as soon as none of these pairs is in any optimum of the levels so far.
    pub fn want(&mut self, pairs: &[usize]) {
        self.wanted = pairs.to_vec();
    }

    /// Whether what is held has fixed all pairs wanted.
    pub(super) fn excludes_all_wanted(&self) -> bool {
        let uppers = &self.ladder.left.uppers;
        !self.wanted.is_empty() && self.wanted.iter().all(|pair| uppers[*pair] == 0)
    }

    /// Whether the relaxation of what is held, and of a level that was bounded last at a value that is reached, has none of the pairs
    /// wanted: then no optimum has, whatever the level is worth. Only worth a look before a search.
    pub(super) fn misses_all_wanted(&mut self, rung: &Rung<'_>, value: i64) -> bool {
        if self.wanted.is_empty() {
            return false;
        }
        let held = self.ladder.held.len();
        self.ladder.hold(rung, value - rung.level.tolerance.loss(value));
        let time = || time_left(self.limits.deadline);
        let clock = Clock { time: &time, interrupt: &self.interrupt };
        let misses = self.excludes_all_wanted() || !self.ladder.admits_any(&self.wanted, &clock);
        self.ladder.step_back(held, rung);
        misses
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Problem;
    use crate::formulation::Formulation;
    use crate::solver::Interrupt;
    use crate::solver::search::Limits;

    /// Whether the second of two households who wait for one home, urgent as they are, is in no optimum of the first level that counts them.
    fn misses_the_second(first: u8, second: u8, value: i64) -> bool {
        let round = format!(
            r#"{{
                "schema": "husrom/1",
                "round": {{"id": "2026-uke-48", "date": "2026-11-24"}},
                "sites": [{{"id": "H", "category": "bofellesskap"}}],
                "units": [{{"id": "H 1", "site": "H"}}],
                "applicants": [{{"id": "S1", "class": {first}}}, {{"id": "S2", "class": {second}}}]
            }}"#
        );
        let problem = Problem::from_json(round).unwrap();
        let formulation = Formulation::of(&problem);
        let level = formulation.levels.iter().find(|level| level.measure.to_string() == "housed(1)").unwrap();
        let mut search = Search::start(&formulation, Limits::default(), Interrupt::new()).unwrap();
        search.want(&formulation.ground.pairs_of[1]);
        search.misses_all_wanted(&Rung::of(level), value)
    }

    #[test]
    fn who_can_be_worth_what_is_reached_is_not_missed() {
        assert!(!misses_the_second(1, 1, 1));
        assert!(misses_the_second(1, 2, 1));
        assert!(!misses_the_second(1, 2, 0), "nothing is reached yet");
    }
}
