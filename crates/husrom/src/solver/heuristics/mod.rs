//! Heuristics of our own: a lawful allocation at any time, for a start and for the answer at a limit.

mod insertion;
mod placing;

pub use insertion::insert;
pub use placing::Placing;
