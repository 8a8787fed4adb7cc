//! Planning: what a change would mean.

mod scenario;
mod sweep;

pub(crate) use scenario::leave_out;
pub use scenario::{Change, HowStrict, PriceOf, Scenario, ScenarioError};
pub(crate) use sweep::sweep_near;
pub use sweep::{SweepOptions, SweepRow, sweep};
