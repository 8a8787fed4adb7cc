//! Reports: tables and summaries in the language asked for.

mod audit;
mod explained;
mod summary;
mod table;
mod worked;

pub use audit::{Audit, AuditRow, Estimate, Group, Grouping, RuleAudit, RuleRow, audit_rules_table, audit_table, audit_text};
pub use explained::{prices, reasons, reserves};
pub use summary::{line, summary};
pub use table::{Column, Table, composition, levels, placements, resources, standing, sweep, unplaced, vacant};
pub use worked::{comparison, worked_levels, worked_placements};
