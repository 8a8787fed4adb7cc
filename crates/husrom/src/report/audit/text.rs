//! The audit in words.

use std::fmt::Write;

use super::{Audit, AuditRow, Grouping};
use crate::problem::{Language, Term};

/// What is counted against whom, and each group on a line.
#[must_use]
pub fn audit_text(audit: &Audit, language: Language) -> String {
    let mut text = language
        .pick(
            "Tilbud om bolig blant husstander som er kvalifisert for minst én bolig i runden, med 95 %-intervall.\n\
             Tall under fem, og tall de kunne regnes ut av, er skjult (–).\n",
            "Offers of a home among households eligible for at least one home in the round, with 95 % intervals.\n\
             Numbers under five, and numbers that would give them away, are hidden (–).\n",
        )
        .to_owned();
    for grouping in Grouping::all() {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{}", grouping.label(language));
        for row in audit.rows(*grouping) {
            let _ = writeln!(text, "  {:<24}{}", row.group.label(language), line(&row, language));
        }
    }
    text
}

fn line(row: &AuditRow, language: Language) -> String {
    let number = |count: Option<u32>| count.map_or_else(|| "–".to_owned(), |count| count.to_string());
    let of = language.pick("av", "of");
    let mut text = format!("{:>4} {of} {:<4}", number(row.offered), number(row.eligible));
    if let Some(share) = row.share {
        let percent = |share: f64| format!("{:.0}", share * 100.0);
        let _ = write!(text, " {:>3} % ({}–{})", percent(share.value), percent(share.low), percent(share.high));
    }
    if let (Some(offered), Some(not)) = (row.waited_offered, row.waited_not_offered) {
        let (had, has) = (language.pick("ventet", "waited"), language.pick("venter ennå", "still wait"));
        let days = language.pick("dager", "days");
        let _ = write!(text, " · {had} {:.0} {days}, {has} {:.0}", offered.value, not.value);
    }
    text.trim_end().to_owned()
}
