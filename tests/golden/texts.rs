//! Texts as they are read: every explanation of one round, in both languages, for the office and for the party.
//!
//! `HUSROM_GOLDEN=write cargo test --test golden` writes them anew; read them aloud before they are committed.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use husrom::explanation::{Menu, Reader};
use husrom::{Allocation, Language, Problem, allocate};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden")
}

fn solved() -> Allocation {
    let text = std::fs::read_to_string(folder().join("round.json")).unwrap();
    allocate(&Problem::from_json(text).unwrap()).run().unwrap()
}

/// Everything there is to tell of a round.
fn told(allocation: &Allocation, language: Language) -> String {
    let problem = allocation.problem();
    let explainer = allocation.explain().threads(1);
    let mut text = String::new();
    for (household, _) in problem.applicants() {
        let why = explainer.why(&household.id).unwrap();
        writeln!(text, "# {}\n\n{}\n", household.id, why.text(problem, language, Reader::Office)).unwrap();
        for unit in problem.units() {
            let why = explainer.why_not(&household.id, &unit.id).unwrap();
            writeln!(text, "{}\n", why.text(problem, language, Reader::Office)).unwrap();
        }
        let change = explainer.smallest_change(&household.id, &Menu::shipped(problem, &household.id)).unwrap();
        writeln!(text, "{}\n", change.text(problem, &household.id, language, Reader::Office)).unwrap();
        writeln!(text, "{}\n", why.draft(problem, language, Some(&change))).unwrap();
    }
    for vacancy in &allocation.outcome().vacant {
        let why = explainer.why_vacant(&vacancy.unit).unwrap();
        writeln!(text, "{}\n", why.text(problem, language, Reader::Office)).unwrap();
    }
    let record = explainer.record().unwrap();
    for (household, _) in problem.applicants() {
        let view = record.party(&household.id).unwrap().text(language);
        // The digest is of the run's seconds too.
        view.lines().filter(|line| !line.contains("sha256:")).for_each(|line| writeln!(text, "{line}").unwrap());
        text.push('\n');
    }
    text
}

fn golden(language: Language, name: &str) {
    let file = folder().join(name);
    let told = told(&solved(), language);
    if std::env::var("HUSROM_GOLDEN").is_ok() {
        std::fs::write(&file, told).unwrap();
        return;
    }
    let known = std::fs::read_to_string(&file).unwrap_or_default();
    for (number, (told, known)) in told.lines().zip(known.lines()).enumerate() {
        assert_eq!(told, known, "{name}, line {}", number + 1);
    }
    assert_eq!(told.lines().count(), known.lines().count(), "{name}");
}

#[test]
fn the_texts_in_bokmaal_are_those_that_were_read_aloud() {
    golden(Language::Nb, "nb.txt");
}

#[test]
fn the_texts_in_english_are_those_that_were_read_aloud() {
    golden(Language::En, "en.txt");
}
