//! Reports: tables and summaries in the language asked for.

mod summary;
mod table;
mod worked;

pub use summary::{line, summary};
pub use table::{Column, Table, composition, levels, placements, resources, standing, sweep, unplaced, vacant};
pub use worked::{comparison, worked_levels, worked_placements};
