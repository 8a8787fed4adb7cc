//! The specifications themselves: rows and columns agree, no spelling means two things, and the committed documents are up to date.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

use serde::Serialize;

use super::super::{
    ApplicantRow, AssessmentRow, Code, FixingRow, GoalRow, Kind, OfferRow, PersonRow, Presence, RelationRow, ResidentRow,
    ResourceRow, RoundRow, RuleRow, SiteRow, TABLES, TableSpec, UnitRow, Vocabulary, json_schema, table,
};
use super::sound;
use crate::problem::{Contract, SubstanceRule, fold};

fn fields<T: Serialize + Default>() -> Vec<String> {
    let value = serde_json::to_value(T::default()).unwrap();
    value.as_object().unwrap().keys().cloned().collect()
}

#[test]
fn the_fields_of_each_row_are_the_columns_of_its_table() {
    let rows = [
        ("round", fields::<RoundRow>()),
        ("sites", fields::<SiteRow>()),
        ("units", fields::<UnitRow>()),
        ("applicants", fields::<ApplicantRow>()),
        ("persons", fields::<PersonRow>()),
        ("residents", fields::<ResidentRow>()),
        ("relations", fields::<RelationRow>()),
        ("resources", fields::<ResourceRow>()),
        ("assessments", fields::<AssessmentRow>()),
        ("offers", fields::<OfferRow>()),
        ("fixings", fields::<FixingRow>()),
        ("rules", fields::<RuleRow>()),
        ("goals", fields::<GoalRow>()),
    ];
    for (name, mut fields) in rows {
        let mut columns: Vec<&str> = table(name).unwrap().columns().map(|column| column.name).collect();
        fields.sort();
        columns.sort_unstable();
        assert_eq!(fields, columns, "{name}");
    }
}

/// No folded spelling belongs to two of the things named.
fn assert_distinct<'a>(what: &str, named: impl IntoIterator<Item = (&'a str, Vec<&'a str>)>) {
    let mut owners: BTreeMap<String, &str> = BTreeMap::new();
    for (name, spellings) in named {
        for spelling in spellings {
            let owner = *owners.entry(fold(spelling)).or_insert(name);
            assert_eq!(owner, name, "{what}: {spelling} means both");
        }
    }
}

#[test]
fn no_spelling_means_two_things() {
    let spellings = |name: &'static str, nb: &'static str, aliases: &'static [&'static str]| {
        (name, [name, nb].into_iter().chain(aliases.iter().copied()).collect())
    };
    assert_distinct("tables", TABLES.iter().map(|spec| spellings(spec.name, spec.nb, spec.aliases)));
    for spec in TABLES {
        assert_distinct(spec.name, spec.columns().map(|column| spellings(column.name, column.nb, column.aliases)));
        for column in spec.columns() {
            assert!(column.name.is_ascii() && column.doc.ends_with('.'), "{} {}", spec.name, column.name);
            if let Kind::Term(vocabulary) | Kind::Terms(vocabulary) = column.kind {
                let entries = vocabulary.entries();
                assert_distinct(column.name, entries.iter().map(|entry| spellings(entry.name, entry.nb, entry.aliases)));
                assert_distinct(column.name, entries.iter().map(|entry| spellings(entry.name, entry.en, entry.aliases)));
            }
        }
    }
}

#[test]
fn every_word_and_heading_is_found_by_each_of_its_spellings() {
    for spec in TABLES {
        for name in [spec.name, spec.nb].iter().chain(spec.aliases) {
            assert_eq!(table(&name.to_uppercase()).map(|found| found.name), Some(spec.name), "{name}");
        }
        for (position, column) in spec.columns().enumerate() {
            for heading in [column.name, column.nb].iter().chain(column.aliases) {
                assert_eq!(
                    spec.heading(heading),
                    Some(super::super::schema::Heading::Column(position)),
                    "{} {heading}",
                    spec.name
                );
            }
        }
    }
    let of = |text: &str| (Vocabulary::of::<SubstanceRule>().read(text), Vocabulary::of::<Contract>().read(text));
    assert_eq!(of("Godtas ikke"), (Some("not_accepted"), None));
    assert_eq!(of("BO-OG TJENESTEAVTALE"), (None, Some("housing_and_service_agreement")));
}

#[test]
fn what_is_written_is_of_the_schema() {
    let schema: serde_json::Value = serde_json::from_str(&json_schema()).unwrap();
    let round: serde_json::Value = serde_json::from_str(&super::generator::problem(7).to_json()).unwrap();
    for (table, rows) in round.as_object().unwrap() {
        let spec = &schema["properties"][table];
        assert!(!spec.is_null(), "{table}");
        let spec = if spec["items"].is_null() { spec } else { &spec["items"] };
        for row in rows.as_array().cloned().unwrap_or_else(|| vec![rows.clone()]) {
            for column in row.as_object().into_iter().flatten().map(|(column, _)| column) {
                let patterns = spec["patternProperties"].as_object().into_iter().flatten();
                let open = patterns
                    .clone()
                    .any(|(pattern, _)| column.starts_with(pattern.trim_start_matches('^').split(['.', '\\']).next().unwrap()));
                assert!(!spec["properties"][column].is_null() || open, "{table} {column}");
            }
        }
    }
}

/// A committed document; with `HUSROM_BLESS` set it is written anew.
fn document(name: &str) -> (std::path::PathBuf, String) {
    // The crate lies two folders below the root, or the test is built elsewhere and says where.
    let root = std::env::var("HUSROM_ROOT").unwrap_or_else(|_| concat!(env!("CARGO_MANIFEST_DIR"), "/../..").to_owned());
    let path = Path::new(&root).join("docs").join(name);
    let text = std::fs::read_to_string(&path).unwrap_or_default();
    (path, text)
}

fn assert_committed(path: &Path, committed: &str, expected: &str) {
    if std::env::var_os("HUSROM_BLESS").is_some() {
        std::fs::write(path, expected).unwrap();
        return;
    }
    assert!(committed == expected, "{} is not up to date: run this test with HUSROM_BLESS=1", path.display());
}

#[test]
fn the_committed_schema_is_up_to_date() {
    let (path, committed) = document("schema.json");
    // Compared as values: another order of keys is the same schema.
    let value = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap_or_default();
    if value(&committed) != value(&json_schema()) {
        assert_committed(&path, &committed, &json_schema());
    }
}

#[test]
fn the_tables_and_codes_of_the_documentation_are_up_to_date() {
    const BEGIN: &str = "<!-- written by a test: begin -->\n";
    const END: &str = "<!-- written by a test: end -->\n";
    let (path, committed) = document("input.md");
    let (head, rest) = committed.split_once(BEGIN).expect("docs/input.md has the mark where the tables begin");
    let (_, tail) = rest.split_once(END).expect("docs/input.md has the mark where the tables end");
    assert_committed(&path, &committed, &format!("{head}{BEGIN}{}{END}{tail}", reference()));
}

fn reference() -> String {
    let mut text = String::new();
    for spec in TABLES {
        table_reference(spec, &mut text);
    }
    text.push_str("\n## Words\n\nEvery word of a closed list, as it is written, in bokmål, and other spellings that are read.\n");
    let mut seen = Vec::new();
    for column in TABLES.into_iter().flat_map(TableSpec::columns) {
        let (Kind::Term(vocabulary) | Kind::Terms(vocabulary)) = column.kind else { continue };
        if seen.contains(&vocabulary.what.0) {
            continue;
        }
        seen.push(vocabulary.what.0);
        let words = vocabulary.entries();
        let words: Vec<String> = words
            .iter()
            .map(|entry| {
                let is_told = |label: &&str| [entry.name, entry.nb].iter().chain(entry.aliases).any(|it| fold(it) == fold(label));
                let english = [entry.en].into_iter().filter(|label| !is_told(label));
                let others: Vec<&str> = [entry.nb].into_iter().chain(english).chain(entry.aliases.iter().copied()).collect();
                format!("`{}` ({})", entry.name, others.join(", "))
            })
            .collect();
        writeln!(text, "\n**{}** (*{}*): {}.", vocabulary.what.0, vocabulary.what.1, words.join(" · ")).unwrap();
    }
    text.push_str("\n## Codes\n\n| code | fault |\n|---|---|\n");
    for code in Code::ALL {
        writeln!(text, "| {code} | {} |", code.meaning().replace('|', "\\|")).unwrap();
    }
    text
}

fn table_reference(spec: &TableSpec, text: &mut String) {
    let others = spec.aliases.join(", ");
    let needed = if spec.required { " Every round has it." } else { "" };
    writeln!(text, "\n### {} (*{}*; also {others})\n\n{}{needed}\n", spec.name, spec.nb, spec.doc).unwrap();
    text.push_str("| column | bokmål, also | holds | |\n|---|---|---|---|\n");
    let presence = |presence: Presence| match presence {
        Presence::Required => "**required.** ",
        Presence::Fact => "*fact.* ",
        Presence::Need => "*need.* ",
        Presence::Optional => "",
    };
    let doc = |doc: &str| doc.replace('|', "\\|");
    for column in spec.columns() {
        let names = [column.nb].iter().chain(column.aliases).copied().collect::<Vec<_>>().join(", ");
        let (kind, presence) = (kind(column.kind), presence(column.presence));
        writeln!(text, "| `{}` | {names} | {kind} | {presence}{} |", column.name, doc(column.doc)).unwrap();
    }
    for family in spec.families {
        let heading = |prefix: &str| format!("{prefix}{}{}", family.of, family.suffix);
        let names = family.aliases.iter().map(|prefix| heading(prefix)).collect::<Vec<_>>().join(", ");
        let (kind, presence) = (kind(family.kind), presence(family.presence));
        writeln!(text, "| `{}` | {names} | {kind} | {presence}{} |", heading(family.prefix), doc(family.doc)).unwrap();
    }
}

fn kind(kind: Kind) -> String {
    match kind {
        Kind::Name => "name".to_owned(),
        Kind::Text => "text".to_owned(),
        Kind::Reason => "reason".to_owned(),
        Kind::Integer(range) => format!("{}–{}", range.0, range.1),
        Kind::Seed => "0–2⁶⁴−1".to_owned(),
        Kind::Hours => "hours".to_owned(),
        Kind::Amount => "amount".to_owned(),
        Kind::Date => "date".to_owned(),
        Kind::YesNo => "yes/no".to_owned(),
        Kind::Term(vocabulary) => vocabulary.what.0.to_owned(),
        Kind::Names => "names".to_owned(),
        Kind::Terms(vocabulary) => format!("list: {}", vocabulary.what.0),
        Kind::Integers(range) => format!("list: {}–{}", range.0, range.1),
        Kind::Measure => "measure".to_owned(),
        Kind::Predicate => "conditions on a person".to_owned(),
        Kind::Homes => "which homes".to_owned(),
        Kind::Admission => "demands".to_owned(),
    }
}

#[test]
fn the_example_of_the_documentation_is_read() {
    let (_, text) = document("input.md");
    let example = text.split("```json\n").nth(1).and_then(|rest| rest.split("```").next()).expect("an example in JSON");
    let problem = crate::problem::Problem::from_json(example).unwrap_or_else(|error| panic!("{error}"));
    assert!(problem.applicants().count() > 0 && !sound(&[]).units().is_empty());
}
