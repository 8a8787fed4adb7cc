//! The audit as tables.

use super::{Audit, AuditRow, Estimate, Grouping, RuleAudit, RuleRow};
use crate::problem::{Language, Term};
use crate::report::Table;

/// An estimate of a row.
type Shown = fn(&AuditRow) -> Option<Estimate>;

/// The groups of a grouping: waiting, eligible, offered, share, difference and ratio to all others, days waited, wish points; each
/// estimate with the ends of its 95 % interval.
#[must_use]
pub fn audit_table(audit: &Audit, grouping: Grouping, language: Language) -> Table {
    let rows = audit.rows(grouping);
    let rows = || rows.iter();
    let table = Table::new("audit")
        .text("group", rows().map(|row| row.group.code.clone()))
        .text("label", rows().map(|row| row.group.label(language).to_owned()))
        .integer("waiting", rows().map(|row| row.waiting.map(i64::from)))
        .integer("eligible", rows().map(|row| row.eligible.map(i64::from)))
        .integer("offered", rows().map(|row| row.offered.map(i64::from)));
    let estimates: [(&str, Shown); 6] = [
        ("share", |row| row.share),
        ("difference", |row| row.difference),
        ("ratio", |row| row.ratio),
        ("waited_offered", |row| row.waited_offered),
        ("waited_not_offered", |row| row.waited_not_offered),
        ("wish_points", |row| row.wish_points),
    ];
    estimates.into_iter().fold(table, |table, (name, of)| estimate(table, name, rows().map(of)))
}

fn estimate(table: Table, name: &str, estimates: impl Iterator<Item = Option<Estimate>> + Clone) -> Table {
    table
        .real(name, estimates.clone().map(|it| it.map(|it| it.value)))
        .real(&format!("{name}_low"), estimates.clone().map(|it| it.map(|it| it.low)))
        .real(&format!("{name}_high"), estimates.map(|it| it.map(|it| it.high)))
}

/// Each group with and without each rule: shares, how far they move, and the difference to all others.
#[must_use]
pub fn audit_rules_table(rules: &[RuleAudit], language: Language) -> Table {
    let rows = || rules.iter().flat_map(|rule| rule.rows.iter().map(move |row| (rule, row)));
    // A rule without a result has a row that says why.
    let failed = || rules.iter().filter(|rule| rule.rows.is_empty());
    let nothing = || failed().map(|_| None);
    let value = |of: fn(&RuleRow) -> Option<Estimate>| rows().map(move |(_, row)| of(row).map(|it| it.value)).chain(nothing());
    let whole =
        |of: fn(&RuleRow) -> Option<u32>| rows().map(move |(_, row)| of(row).map(i64::from)).chain(failed().map(|_| None));
    let words =
        |of: fn(&RuleRow, Language) -> String| rows().map(move |(_, row)| Some(of(row, language))).chain(failed().map(|_| None));
    let moved = |row: &RuleRow| Some(row.share_without?.value - row.share?.value);
    Table::new("audit_rules")
        .text("rule", rows().map(|(rule, _)| rule.rule.to_string()).chain(failed().map(|rule| rule.rule.to_string())))
        .text("grouping", words(|row, _| row.grouping.name().to_owned()))
        .text("group", words(|row, _| row.group.code.clone()))
        .text("label", words(|row, language| row.group.label(language).to_owned()))
        .real("share", value(|row| row.share))
        .integer("eligible_without", whole(|row| row.eligible_without))
        .integer("offered_without", whole(|row| row.offered_without))
        .real("share_without", value(|row| row.share_without))
        .real("moved", rows().map(move |(_, row)| moved(row)).chain(nothing()))
        .real("difference", value(|row| row.difference))
        .real("difference_without", value(|row| row.difference_without))
        .boolean("proved", rows().map(|(rule, _)| rule.solved.proved).chain(failed().map(|_| false)))
        .text("error", rows().map(|_| None).chain(failed().map(|rule| rule.solved.error.clone())))
}
