//! Levels in order: each is bounded, searched, proved, and held while the next is solved.
//!
//! For each level: the bound that needs no solver, then the linear relaxation and its certificate, and a search only where what is
//! held does not reach the bound. Where nothing couples households but the homes, levels are a flow instead. Every solution is checked in
//! exact integers before it is believed.

mod cuts;
mod good_lp;
mod heuristics;
mod highs;
mod ladder;
mod neighbour;
mod network;
mod relaxation;
mod restrict;
mod rung;
mod search;
mod stage;

pub use heuristics::Placing;
pub use neighbour::{Neighbour, Solved};
pub use search::{Depth, LevelOutcome, Limits, OutOfReach, Ran, Search, SearchError, chosen};

/// A flag that ends a run early; set it from any thread.
#[derive(Clone, Debug, Default)]
pub struct Interrupt(pub(crate) husrom_highs::Interrupt);

impl Interrupt {
    /// A flag that is not set.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Asks the run to end with the best it has.
    pub fn set(&self) {
        self.0.set();
    }

    /// Whether it has been asked to.
    #[must_use]
    pub fn is_set(&self) -> bool {
        self.0.is_set()
    }
}

/// The solver and its version, as a record states it.
pub fn version() -> String {
    format!("HiGHS {}", husrom_highs::version())
}

/// How a piece of work ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Work {
    Done,
    OutOfTime,
    OutOfNodes,
    Interrupted,
    Failed,
}

/// What a search found.
struct Found {
    work: Work,
    columns: Option<Vec<i64>>,
    bound: Option<i64>,
    nodes: u64,
}
