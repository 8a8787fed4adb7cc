//! A level about to be solved, and what is known of it so far.

use crate::allocation::{Certificate, Cut, Refutation};
use crate::formulation::{Level, Linear};
use crate::proof::{Bounded, SCALE};

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
    /// The cuts found for it.
    pub cuts: Vec<Cut>,
    /// Why it is worth no more than the bound, where the chain alone leaves it open.
    pub refutation: Option<Refutation>,
    /// Combinations of rows that nothing satisfies, where the relaxation is empty; either may serve.
    pub rays: Vec<Vec<(u32, i64)>>,
    /// The columns that the relaxation uses, those that it uses most first.
    pub support: Vec<usize>,
    /// The relaxation's vertex, where no pair is a fraction: most likely a solution.
    pub vertex: Option<Vec<i64>>,
    /// The relaxation's bound is an integer: nothing says that it is not reached.
    pub whole: bool,
    /// How far the bound is trusted.
    pub trust: Trust,
    /// How often it was refuted further down.
    pub lowered: usize,
    /// A second solver has found the same value.
    pub two_solvers: bool,
    /// Branch-and-bound nodes.
    pub nodes: u64,
}

/// How far the bound of a level is trusted to be reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trust {
    /// The relaxation came to an integer by itself.
    Whole,
    /// It did not.
    Doubtful,
    /// It is not reached, most likely, and only a search can say what the level is worth.
    Spent,
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
            cuts: Vec::new(),
            refutation: None,
            rays: Vec::new(),
            support: Vec::new(),
            vertex: None,
            whole: false,
            trust: Trust::Whole,
            lowered: 0,
            two_solvers: false,
            nodes: 0,
        }
    }

    /// Nothing satisfies what is held: one of the levels passed on its bound does not reach it.
    pub fn is_empty(&self) -> bool {
        !self.rays.is_empty()
    }

    /// The proof of the bound, if the chain gives one.
    pub fn certificate(&self) -> Option<Certificate> {
        let sign = if self.level.measure.maximises() { 1 } else { -1 };
        Some(Certificate {
            measure: self.level.measure.to_string(),
            bound: sign * self.certified?,
            scale: self.scale,
            multipliers: self.chain.clone(),
            cuts: self.cuts.clone(),
            refutation: self.refutation.clone(),
        })
    }

    /// Takes a bound that some solver claims.
    pub fn claim(&mut self, bound: i64) {
        self.bound = Some(self.bound.map_or(bound, |known| known.min(bound)));
    }

    /// Takes a bound that the chain proves.
    pub fn certify(&mut self, bound: i64) {
        self.certified = Some(self.certified.map_or(bound, |known| known.min(bound)));
        self.claim(bound);
    }

    /// Takes what one vector of multipliers says, if it is no worse than what is known.
    pub fn offer(&mut self, bounded: Option<Bounded>, multipliers: Vec<(u32, i64)>, scale: u32) {
        let Some((bounded, floor)) = bounded.and_then(|bounded| bounded.floor().map(|floor| (bounded, floor))) else { return };
        if self.certified.is_none_or(|known| floor <= known) {
            (self.chain, self.scale) = (vec![multipliers], scale);
            if self.certified.is_none_or(|known| floor < known) {
                self.refutation = None;
            }
            self.whole = bounded.is_whole();
            self.bounded = Some(bounded);
            self.certify(floor);
        }
    }
}
