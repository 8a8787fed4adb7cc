//! Sense, limits, interrupts, and why a solve stopped.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use crate::Error;

/// The direction of the objective.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Sense {
    /// Larger is better.
    Maximise,
    /// Smaller is better.
    Minimise,
}

impl Sense {
    /// The bound that says nothing: no solution can be better.
    pub(crate) fn no_bound(self) -> f64 {
        match self {
            Self::Maximise => f64::INFINITY,
            Self::Minimise => f64::NEG_INFINITY,
        }
    }
}

/// When to stop.
#[derive(Clone, Debug, PartialEq)]
pub struct Limits {
    /// Wall-clock time, counted from the call (building the model included). Results under it do not repeat exactly.
    pub time: Option<Duration>,
    /// Nodes of the branch-and-bound tree. `Some(0)` stops before the root is worked on (but after presolve),
    /// `Some(1)` after the root. Results under it repeat exactly. Not used by [`solve_lp`](crate::solve_lp).
    pub nodes: Option<u64>,
    /// Simplex iterations of [`solve_lp`](crate::solve_lp). Not used by [`solve_mip`](crate::solve_mip).
    pub iterations: Option<u64>,
    /// A solution this close to the bound is called optimal. For an objective that is integer on every solution, any value
    /// below 1 loses nothing: 0.99 saves the tail of a proof.
    pub absolute_gap: f64,
    /// The same, relative to the solution's objective. Leave it 0 unless asked for: 1e-4, `HiGHS`'s own default, loses
    /// optima.
    pub relative_gap: f64,
    /// Whether [`solve_mip`](crate::solve_mip) looks for solutions by searching sub-programs near the relaxation. It pays where those known
    /// are far from the bound, and costs half of the root's time where they are not.
    pub sub_programs: bool,
}

impl Default for Limits {
    /// No limits, an absolute gap of 1e-6 and no relative gap.
    fn default() -> Self {
        Self { time: None, nodes: None, iterations: None, absolute_gap: 1e-6, relative_gap: 0.0, sub_programs: false }
    }
}

impl Limits {
    pub(crate) fn check(&self) -> Result<(), Error> {
        for (name, gap) in [("absolute", self.absolute_gap), ("relative", self.relative_gap)] {
            if gap.is_nan() || gap < 0.0 {
                return Err(Error::Invalid(format!("the {name} gap is {gap}")));
            }
        }
        Ok(())
    }
}

/// A flag that asks running solves to stop. Clones share it; it stays set.
#[derive(Clone, Debug, Default)]
pub struct Interrupt(Arc<AtomicBool>);

impl Interrupt {
    /// A flag that is not set.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Asks every solve that was given this flag to stop.
    pub fn set(&self) {
        self.0.store(true, Ordering::Release);
    }

    /// Whether it was set.
    #[must_use]
    pub fn is_set(&self) -> bool {
        self.0.load(Ordering::Acquire)
    }
}

impl From<Arc<AtomicBool>> for Interrupt {
    /// Shares a flag that somebody else sets.
    fn from(flag: Arc<AtomicBool>) -> Self {
        Self(flag)
    }
}

/// Why a solve stopped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Termination {
    /// Proved, within the gaps asked for and the tolerances of `HiGHS`.
    Optimal,
    /// `HiGHS` says that nothing satisfies the rows and bounds (for a mixed-integer program also: no integer point).
    Infeasible,
    /// The objective has no limit.
    Unbounded,
    /// [`Limits::time`] was reached.
    TimeLimit,
    /// [`Limits::nodes`] was reached.
    NodeLimit,
    /// [`Limits::iterations`] was reached.
    IterationLimit,
    /// The [`Interrupt`] was set.
    Interrupted,
    /// Anything else `HiGHS` may report, in words.
    Other(String),
}
