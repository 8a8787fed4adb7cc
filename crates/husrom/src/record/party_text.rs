//! A party's view as a person reads it.

use std::fmt::Write;

use serde::Serialize;
use serde_json::{Map, Value};

use super::party::{OwnHome, Party};
use crate::problem::{Language, Term};
use crate::tables::{ColumnSpec, Kind, TableSpec, Vocabulary, table};

impl Party {
    /// The view as plain text in a language.
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        let say = |nb: &'static str, en: &'static str| language.pick(nb, en);
        let mut text = String::new();
        // Writing into a string does not fail.
        let _ = writeln!(
            text,
            "{} {} {} {}, {}",
            say("Til søker", "To applicant"),
            self.household,
            say("om tildelingsrunde", "on allocation round"),
            self.round,
            self.date
        );
        if let Some(digest) = &self.drawn_from {
            let _ = writeln!(text, "{} {digest}", say("Protokollens kontrollkode:", "The record's digest:"));
        }
        let result = match &self.home {
            Some(home) => home_in_words(home, language),
            None => {
                say("Ingen bolig i denne runden; søknaden står.", "No home in this round; the application stands.").to_owned()
            }
        };
        section(&mut text, say("Resultat", "Result"), [result].into_iter());
        section(&mut text, say("Hvorfor", "Why"), self.reasons.iter().map(|reason| reason.pick(language).to_owned()));
        section(
            &mut text,
            say("Opplysninger kontoret har om deg", "What the office holds of you"),
            self.facts_in_words(language).into_iter(),
        );
        let goals = self.goals.iter().zip(1..).map(|(goal, number)| {
            let value = goal.value.map_or_else(String::new, |value| format!(": {value}"));
            format!("{number}. {}{value}", goal.label.pick(language))
        });
        section(&mut text, say("Rundens mål, det viktigste først", "The round's goals, the most important first"), goals);
        let counts = [
            (self.applicants, say("søkere", "applicants")),
            (self.homes, say("boliger", "homes")),
            (self.placed, say("fikk bolig", "got a home")),
        ];
        let counts = counts.iter().filter_map(|(count, what)| Some(format!("{} {what}", (*count)?)));
        section(&mut text, say("Runden", "The round"), counts);
        let rules = self.rules.iter().map(|rule| {
            let soft = if rule.hard { "" } else { say(" (kan fravikes)", " (may be departed from)") };
            format!("{}{soft}", rule.says.pick(language))
        });
        section(&mut text, say("Rundens regler: det som kan stenge en bolig", "The round's rules: what can close a home"), rules);
        section(&mut text, say("Om andre", "Of others"), self.notes.iter().map(|note| note.pick(language).to_owned()));
        text
    }

    fn facts_in_words(&self, language: Language) -> Vec<String> {
        let facts = &self.facts;
        let mut lines = row_in_words("applicants", &facts.application, language);
        lines.extend(facts.persons.iter().flat_map(|row| row_in_words("persons", row, language)));
        lines.extend(facts.residency.iter().flat_map(|row| row_in_words("residents", row, language)));
        lines.extend(facts.assessments.iter().flat_map(|row| row_in_words("assessments", row, language)));
        lines.extend(facts.offers.iter().flat_map(|row| row_in_words("offers", row, language)));
        lines.extend(facts.fixings.iter().flat_map(|row| row_in_words("fixings", row, language)));
        lines
    }
}

fn section(text: &mut String, heading: &str, lines: impl Iterator<Item = String>) {
    let mut lines = lines.peekable();
    if lines.peek().is_some() {
        let _ = writeln!(text, "\n{heading}");
    }
    for line in lines {
        let _ = writeln!(text, "  {line}");
    }
}

fn home_in_words(home: &OwnHome, language: Language) -> String {
    let place =
        if home.address == home.unit.as_str() { home.address.clone() } else { format!("{} ({})", home.address, home.unit) };
    let category = home.category.label(language);
    format!("{place}, {}, {category}, {} {}", home.site_name, language.pick("fra", "from"), home.start)
}

/// Every filled cell of a row: heading and value, in the order of the table.
fn row_in_words(name: &str, row: &impl Serialize, language: Language) -> Vec<String> {
    let (Some(spec), Ok(Value::Object(cells))) = (table(name), serde_json::to_value(row)) else { return Vec::new() };
    let known = spec.columns().filter_map(|column| Some((column, cells.get(column.name).filter(|cell| !cell.is_null())?)));
    let known = known.map(|(column, cell)| {
        format!("{}: {}", language.pick(column.nb, column.name).replace('_', " "), cell_in_words(column.kind, cell, language))
    });
    known.chain(own_columns(spec, &cells)).collect()
}

/// Columns on the office's own dimensions, by their headings.
fn own_columns<'c>(spec: &'c TableSpec, cells: &'c Map<String, Value>) -> impl Iterator<Item = String> + 'c {
    let is_own = |name: &str| !spec.columns().any(|column: &ColumnSpec| column.name == name);
    cells.iter().filter(move |(name, cell)| is_own(name) && !cell.is_null()).map(|(name, cell)| format!("{name}: {cell}"))
}

fn cell_in_words(kind: Kind, cell: &Value, language: Language) -> String {
    match (kind, cell) {
        (_, Value::Bool(yes)) => if *yes { language.pick("ja", "yes") } else { language.pick("nei", "no") }.to_owned(),
        (_, Value::Array(cells)) => cells.iter().map(|cell| cell_in_words(kind, cell, language)).collect::<Vec<_>>().join(", "),
        (Kind::Term(vocabulary) | Kind::Terms(vocabulary), Value::String(word)) => term_in_words(vocabulary, word, language),
        (_, Value::String(word)) => plain_in_words(word, language),
        (_, cell) => cell.to_string(),
    }
}

fn term_in_words(vocabulary: Vocabulary, word: &str, language: Language) -> String {
    let entry = vocabulary.entries().into_iter().find(|entry| entry.name == word);
    entry.map_or_else(|| plain_in_words(word, language), |entry| language.pick(entry.nb, entry.name).replace('_', " "))
}

/// A word as it stands, but `unknown` in the language.
fn plain_in_words(word: &str, language: Language) -> String {
    if word == "unknown" { language.pick("ukjent", "unknown").to_owned() } else { word.to_owned() }
}
