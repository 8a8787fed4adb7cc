//! Heuristics of our own: a lawful allocation at any time, for a start and for the answer at a limit.

mod earliest;
mod insertion;
mod placing;
mod swaps;

pub use earliest::start_early;
pub use insertion::insert;
pub use placing::Placing;
