//! A party's view as a person reads it.

use std::fmt::Write;

use serde::Serialize;
use serde_json::{Map, Value};

use super::party::{OwnHome, Party};
use crate::problem::{Language, TenureKind, Term};
use crate::tables::{ColumnSpec, Kind, TableSpec, Vocabulary, table};

impl Party {
    /// The view as plain text in a language.
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        let say = |nb: &'static str, en: &'static str| language.pick(nb, en);
        let mut text = String::new();
        // Writing into a string does not fail.
        let date = language.date(self.date);
        let round = if self.round == self.date.to_string() { date } else { format!("{}, {date}", self.round) };
        let about = say("om tildelingsrunde", "on allocation round");
        let _ = writeln!(text, "{} {} {about} {round}", say("Til søker", "To applicant"), self.household);
        if let Some(digest) = &self.drawn_from {
            let _ = writeln!(text, "{} {digest}", say("Protokollens kontrollkode:", "The record's digest:"));
        }
        let result = match &self.home {
            Some(home) => home_in_words(home, language),
            None => self.waits_in_words(language),
        };
        section(&mut text, say("Resultat", "Result"), [result].into_iter());
        section(&mut text, say("Hvorfor", "Why"), self.reasons.iter().map(|reason| reason.pick(language).to_owned()));
        self.facts_in_words(&mut text, language);
        let goals = self.goals.iter().zip(1..).map(|(goal, number)| format!("{number}. {}", goal.label.pick(language)));
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
        let heading = say(
            "Rundens regler: dette kan stenge en bolig eller telle imot. Det betyr ikke at det gjelder deg",
            "The round's rules: this can close a home or count against it. It does not mean that it applies to you",
        );
        section(&mut text, heading, rules);
        section(&mut text, say("Om andre", "About others"), self.notes.iter().map(|note| note.pick(language).to_owned()));
        text
    }

    /// That the household waits on; where it lives meanwhile, if it has a home in the round.
    fn waits_in_words(&self, language: Language) -> String {
        let say = |nb: &'static str, en: &'static str| language.pick(nb, en);
        let residency = self.facts.residency.as_ref();
        let tenure = residency.and_then(|row| TenureKind::read(row.status.as_deref().unwrap_or_default()));
        let told = match tenure {
            Some(TenureKind::MustMove) => say(
                "Ingen ny bolig i denne runden; søknaden står. Du må fortsatt flytte fra …",
                "No new home in this round; the application stands. You still have to move from …",
            ),
            Some(_) => say(
                "Ingen ny bolig i denne runden; søknaden står. Du blir boende i …",
                "No new home in this round; the application stands. You stay in …",
            ),
            None => say("Ingen bolig i denne runden; søknaden står.", "No home in this round; the application stands."),
        };
        let unit = residency.and_then(|row| row.unit.as_deref()).unwrap_or_default();
        told.replace('…', unit) + if unit.is_empty() { "" } else { "." }
    }

    /// A section for each thing the office holds.
    fn facts_in_words(&self, text: &mut String, language: Language) {
        let say = |nb: &'static str, en: &'static str| language.pick(nb, en);
        let facts = &self.facts;
        let application = row_in_words("applicants", &facts.application, language);
        section(text, say("Opplysninger kontoret har om deg", "What the office holds about you"), application.into_iter());
        for row in &facts.persons {
            // Of a child what is not given is taken to be nothing.
            let told = if row.facts.child == Some(true) {
                say(
                    "Om … i husstanden, et barn: det som ikke er oppgitt, er antatt",
                    "About … of your household, a child: what was not given is assumed",
                )
            } else {
                say("Om … i husstanden", "About … of your household")
            };
            let of_household = told.replace('…', &row.id);
            section(text, &of_household, row_in_words("persons", row, language).into_iter());
        }
        let home = facts.residency.iter().flat_map(|row| row_in_words("residents", row, language));
        section(text, say("Boligen du har", "The home you have"), home);
        let assessments = facts.assessments.iter().flat_map(|row| row_in_words("assessments", row, language));
        section(text, say("Kontorets vurderinger", "The office's assessments"), assessments);
        let offers = facts.offers.iter().flat_map(|row| row_in_words("offers", row, language));
        section(text, say("Tilbud", "Offers"), offers);
        let fixings = facts.fixings.iter().flat_map(|row| row_in_words("fixings", row, language));
        section(text, say("Det kontoret har bestemt", "What the office has decided"), fixings);
    }
}

fn section(text: &mut String, heading: &str, lines: impl Iterator<Item = String>) {
    let mut lines = lines.peekable();
    if lines.peek().is_some() {
        let _ = writeln!(text, "\n{heading}");
    }
    for line in lines.flat_map(|told| told.lines().map(str::to_owned).collect::<Vec<_>>()) {
        let _ = writeln!(text, "  {line}");
    }
}

fn home_in_words(home: &OwnHome, language: Language) -> String {
    let place =
        if home.address == home.unit.as_str() { home.address.clone() } else { format!("{} ({})", home.address, home.unit) };
    let category = home.category.label(language);
    format!("{place}, {}, {category}, {} {}", home.site_name, language.pick("fra", "from"), language.date(home.start))
}

/// Every filled cell of a row: heading and value, in the order of the table.
fn row_in_words(name: &str, row: &impl Serialize, language: Language) -> Vec<String> {
    let (Some(spec), Ok(Value::Object(cells))) = (table(name), serde_json::to_value(row)) else { return Vec::new() };
    let known = spec.columns().filter_map(|column| Some((column, cells.get(column.name).filter(|cell| !cell.is_null())?)));
    // Whose row it is goes without saying.
    let known = known.filter(|(column, _)| name == "applicants" || !["household", "id", "person"].contains(&column.name));
    let known = known.map(|(column, cell)| {
        let heading = language.pick(column.nb, english(column.name)).replace('_', " ");
        format!("{heading}: {}", cell_in_words(column.kind, cell, language))
    });
    known.chain(own_columns(spec, &cells, language)).collect()
}

/// Columns on the office's own dimensions, by their headings.
fn own_columns<'c>(spec: &'c TableSpec, cells: &'c Map<String, Value>, language: Language) -> impl Iterator<Item = String> + 'c {
    let is_own = |name: &str| !spec.columns().any(|column: &ColumnSpec| column.name == name);
    let own = cells.iter().filter(move |(name, cell)| is_own(name) && !cell.is_null());
    own.map(move |(name, cell)| match name.strip_prefix("behaviour:") {
        Some(dimension) => format!("{dimension}: {} {cell}", language.pick("nivå", "level")),
        None => format!("{name}: {cell}"),
    })
}

/// What a column is called in English, where that is not its name.
fn english(column: &'static str) -> &'static str {
    match column {
        "id" => "applicant",
        "class" => "priority",
        "kind" => "decided",
        "status" => "what the resident does",
        _ => column,
    }
}

fn cell_in_words(kind: Kind, cell: &Value, language: Language) -> String {
    match (kind, cell) {
        (_, Value::Bool(yes)) => if *yes { language.pick("ja", "yes") } else { language.pick("nei", "no") }.to_owned(),
        (_, Value::Array(cells)) => cells.iter().map(|cell| cell_in_words(kind, cell, language)).collect::<Vec<_>>().join(", "),
        (Kind::Term(vocabulary) | Kind::Terms(vocabulary), Value::String(word)) => term_in_words(vocabulary, word, language),
        (Kind::Date, Value::String(date)) => date.parse().map_or_else(|_| date.clone(), |date| language.date(date)),
        (_, Value::String(word)) => plain_in_words(word, language),
        (_, Value::Number(number)) => match number.as_i64() {
            Some(whole) => language.number(whole),
            // Hours with decimals.
            None => number.to_string().trim_end_matches(".0").replace('.', language.pick(",", ".")),
        },
        (_, cell) => cell.to_string(),
    }
}

fn term_in_words(vocabulary: Vocabulary, word: &str, language: Language) -> String {
    let entry = vocabulary.entries().into_iter().find(|entry| entry.name == word);
    entry.map_or_else(|| plain_in_words(word, language), |entry| language.pick(entry.nb, entry.en).to_owned())
}

/// A word as it stands, but `unknown` in the language.
fn plain_in_words(word: &str, language: Language) -> String {
    if word == "unknown" { language.pick("ukjent", "unknown").to_owned() } else { word.to_owned() }
}
