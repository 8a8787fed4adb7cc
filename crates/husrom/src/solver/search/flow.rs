//! Levels that are a flow through a network: solved without bounds, relaxations or searches.

use std::time::Instant;

use super::{LevelOutcome, Search};
use crate::allocation::Stopped;
use crate::formulation::Level;
use crate::solver::network::{End, Network};
use crate::solver::rung::Rung;

impl Search<'_, '_> {
    /// Solves levels from the first on as long as they are no more than a flow, held at their best, and proved; how many.
    pub(super) fn flow(&mut self, levels: &[Level], mut told: impl FnMut(LevelOutcome)) -> usize {
        let Some(mut network) = Network::of(&self.formulation.program, &self.ladder.left.uppers) else { return 0 };
        for (index, level) in levels.iter().enumerate() {
            if self.is_stopped() {
                return index;
            }
            let started = Instant::now();
            let mut rung = Rung::of(level);
            let end = network.maximise(&rung.objective, || self.stop().is_some());
            // Whatever the end, it is no worse than what was held.
            let Some(columns) = self.lawful(network.solution()) else { return index };
            self.columns = columns;
            if end == End::Stopped && self.is_stopped() {
                return index;
            }
            let proof = if end == End::Optimal { network.prove() } else { None };
            let Some(multipliers) = proof else { return index };
            self.ladder.offer(&mut rung, multipliers, 0);
            let value = self.value(&rung);
            if rung.certified != Some(value) {
                return index;
            }
            let loss = level.tolerance.loss(value);
            self.ladder.hold(&rung, value - loss);
            told(self.outcome(&rung, started.elapsed()));
            if loss > 0 {
                // Later levels may choose from more than what is best.
                return index + 1;
            }
        }
        levels.len()
    }

    /// Whether to stop now; remembers why.
    fn is_stopped(&mut self) -> bool {
        self.stopped = self.stop().unwrap_or(self.stopped);
        self.is_over()
    }

    /// Why to stop now, if there is a reason.
    fn stop(&self) -> Option<Stopped> {
        let is_late = self.limits.deadline.is_some_and(|deadline| Instant::now() >= deadline);
        if self.interrupt.is_set() { Some(Stopped::Interrupted) } else { is_late.then_some(Stopped::TimeLimit) }
    }
}
