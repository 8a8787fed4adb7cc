//! Reports: tables and summaries in the language asked for.

mod summary;
mod table;

pub use summary::{line, summary};
pub use table::{Column, Table, composition, levels, placements, resources, standing, sweep, unplaced, vacant};
