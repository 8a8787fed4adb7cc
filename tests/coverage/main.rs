//! Every rule R1–R78 of the documents has its place in the data, and the table that says where speaks of things that exist.

mod bergen;

use std::collections::BTreeSet;

use husrom::problem::{Measure, RuleId, Term, Test, built_in, presets};

const TABLE: &str = include_str!("rules.csv");
const PAGE: &str = include_str!("../../docs/coverage.md");
const SOURCES: [&str; 6] = [
    include_str!("../../crates/husrom/src/problem/coupling.rs"),
    include_str!("../../crates/husrom/src/problem/home.rs"),
    include_str!("../../crates/husrom/src/problem/household.rs"),
    include_str!("../../crates/husrom/src/problem/person.rs"),
    include_str!("../../crates/husrom/src/problem/rule.rs"),
    include_str!("../../crates/husrom/src/problem/settings.rs"),
];

const HOW: [&str; 8] = ["field", "test", "preset", "kind", "measure", "outcome", "process", "reason"];
const STATED_AS: [&str; 6] =
    ["hard eligibility", "hard composition", "soft preference", "objective", "capacity scenario", "process"];
const OUTCOMES: [&str; 3] = ["not placed", "stands empty", "warning"];
/// Tests that carry rules beyond R78, or rules of the model's own.
const BEYOND: [&str; 6] = ["refusal", "rent", "size", "deadline", "step_down", "preferred"];

struct Row {
    rule: String,
    term: String,
    stated_as: String,
    how: String,
    places: Vec<(String, String)>,
    note: String,
}

impl Row {
    fn names(&self, what: &str, name: &str) -> bool {
        self.places.iter().any(|(place, value)| place == what && value == name)
    }
}

fn table() -> Vec<Row> {
    let mut lines = TABLE.lines();
    assert_eq!(lines.next(), Some("rule,norwegian,stated_as,how,where,note"));
    lines.map(row).collect()
}

fn row(line: &str) -> Row {
    let cells = cells(line);
    let [rule, term, stated_as, how, places, note] = cells.try_into().unwrap_or_else(|_| panic!("six cells: {line}"));
    let places = places.split(';').map(str::trim).filter(|place| !place.is_empty());
    let places = places.map(|place| {
        let (what, name) = place.split_once(':').unwrap_or_else(|| panic!("{rule}: `{place}` says not what it is"));
        (what.to_owned(), name.to_owned())
    });
    Row { places: places.collect(), rule, term, stated_as, how, note }
}

/// The cells of one line, quoted or not.
fn cells(line: &str) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut quoted = false;
    let mut letters = line.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' if quoted && letters.peek() == Some(&'"') => {
                letters.next();
                cells.last_mut().expect("never empty").push('"');
            }
            '"' => quoted = !quoted,
            ',' if !quoted => cells.push(String::new()),
            _ => cells.last_mut().expect("never empty").push(letter),
        }
    }
    cells
}

/// The text of `pub struct Name` or `pub enum Name`, up to the brace in its own column that ends it.
fn block(name: &str) -> Option<&'static str> {
    SOURCES.iter().find_map(|source| {
        let heads = [format!("pub struct {name} {{"), format!("pub enum {name} {{"), format!("pub enum {name}:")];
        let start = heads.iter().find_map(|head| source.find(head.as_str()))?;
        let line = source[..start].rfind('\n').map_or(0, |end| end + 1);
        let end = format!("\n{}}}", &source[line..start]);
        let length = source[start..].find(end.as_str())?;
        Some(&source[start..start + length])
    })
}

fn has_field(name: &str) -> bool {
    name.split_once('.').is_some_and(|(owner, field)| block(owner).is_some_and(|text| text.contains(&format!("pub {field}: "))))
}

fn has_variant(name: &str) -> bool {
    name.split_once("::").is_some_and(|(owner, variant)| {
        let starts = |line: &str| line.strip_prefix(variant).is_some_and(|rest| rest.starts_with([' ', ',', '(', '=', '{']));
        block(owner).is_some_and(|text| text.lines().any(|line| starts(line.trim_start())))
    })
}

/// The numbers of the documents' rules that a source cites, as the table writes them, R1–R78 only.
fn cited(source: &str) -> Vec<String> {
    let numbers = source.split(", ").filter_map(|part| part.strip_prefix('R')?.parse::<u32>().ok());
    numbers.filter(|number| (1..=78).contains(number)).map(|number| format!("R{number}")).collect()
}

#[test]
fn every_rule_from_r1_to_r78_is_there_once_and_in_order() {
    let rules: Vec<String> = table().into_iter().map(|row| row.rule).collect();
    let expected: Vec<String> = (1..=78).map(|number| format!("R{number}")).collect();
    assert_eq!(rules, expected);
}

#[test]
fn every_row_says_how_and_why() {
    for row in table() {
        assert!(HOW.contains(&row.how.as_str()), "{}: {}", row.rule, row.how);
        assert!(STATED_AS.contains(&row.stated_as.as_str()), "{}: {}", row.rule, row.stated_as);
        assert!(!row.term.is_empty() && !row.note.is_empty(), "{}", row.rule);
        match row.how.as_str() {
            "reason" => assert!(row.note.len() > 30, "{}: a reason is a sentence", row.rule),
            "process" => {}
            "field" => assert!(row.places.iter().any(|(what, _)| what == "field"), "{}", row.rule),
            "kind" => {
                assert!(row.places.iter().any(|(what, name)| what == "kind" || name.starts_with("Relation.")), "{}", row.rule)
            }
            how => assert!(row.places.iter().any(|(what, _)| what == how), "{}: no {how} is named", row.rule),
        }
    }
}

#[test]
fn the_objectives_among_them_are_those_the_documents_call_so() {
    let objectives: Vec<String> = table().into_iter().filter(|row| row.stated_as == "objective").map(|row| row.rule).collect();
    assert_eq!(objectives, ["R72", "R73", "R74"]);
    for row in table().iter().filter(|row| row.stated_as == "objective") {
        assert!(row.places.iter().any(|(what, _)| what == "measure"), "{}: an objective is measured", row.rule);
    }
}

#[test]
fn every_name_in_the_table_exists() {
    let presets: BTreeSet<RuleId> = presets().into_iter().map(|rule| rule.id).collect();
    let built_in: BTreeSet<RuleId> = built_in().into_iter().map(|rule| rule.id).collect();
    for row in table() {
        for (what, name) in &row.places {
            let exists = match what.as_str() {
                "field" => has_field(name),
                "variant" | "kind" => has_variant(name),
                "test" => Test::all().iter().any(|test| test.name() == name) && built_in.contains(&RuleId::from(name.as_str())),
                "preset" => presets.contains(&RuleId::from(name.as_str())),
                "measure" => Measure::read(name).is_some(),
                "outcome" => OUTCOMES.contains(&name.as_str()),
                _ => false,
            };
            assert!(exists, "{}: {what}:{name} does not exist", row.rule);
        }
    }
}

#[test]
fn a_name_that_is_not_there_would_be_noticed() {
    assert!(!has_field("Person.diagnosis"));
    assert!(!has_field("Nobody.age"));
    assert!(!has_variant("Composition::Mixed"));
    assert!(has_field("Person.age") && has_variant("Composition::Limit") && has_variant("Contract::Referral"));
}

#[test]
fn the_rules_that_a_built_in_test_or_preset_cites_name_it() {
    let rows = table();
    for (what, rule) in
        built_in().into_iter().map(|rule| ("test", rule)).chain(presets().into_iter().map(|rule| ("preset", rule)))
    {
        for number in cited(&rule.source) {
            let row = rows.iter().find(|row| row.rule == number).expect("every rule has a row");
            let named = row.names(what, rule.id.as_str())
                || (rule.id.as_str() == "single" && row.names("kind", "RuleKind::SingleGender"));
            assert!(named, "{number} does not name the {what} {} that cites it", rule.id);
        }
    }
}

#[test]
fn every_built_in_test_is_claimed_or_known_to_lie_beyond() {
    let rows = table();
    for test in Test::all() {
        let claimed = rows.iter().any(|row| row.names("test", test.name()));
        assert_eq!(claimed, !BEYOND.contains(&test.name()), "{test}");
    }
    for preset in presets() {
        assert!(rows.iter().any(|row| row.names("preset", preset.id.as_str())), "{}", preset.id);
    }
}

#[test]
fn the_page_is_the_table() {
    let lines = PAGE.lines().filter(|line| line.starts_with("| R"));
    let rows = table();
    assert_eq!(lines.clone().count(), rows.len());
    for (line, row) in lines.zip(&rows) {
        assert!(line.starts_with(&format!("| {} | {} | {} | {} | ", row.rule, row.term, row.stated_as, row.how)), "{line}");
        assert!(line.ends_with(&format!(" | {} |", row.note)), "{line}");
        for (_, name) in &row.places {
            assert!(line.contains(&format!("`{name}`")), "{}: {name} is not on the page", row.rule);
        }
    }
}
