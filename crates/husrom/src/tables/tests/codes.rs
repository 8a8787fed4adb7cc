//! Every code is triggered by the input it is for, and by nothing else in it.

use std::collections::BTreeSet;

use super::super::{Cell, Code, RawTable, ReadOptions, Tables};
use super::{codes, faults, json};
use crate::problem::{Date, Problem};

/// Tables by name, as JSON.
type Given = &'static [(&'static str, &'static str)];

/// Table, row and column of a fault.
type Place = (&'static str, Option<usize>, Option<&'static str>);

/// A code, the tables that trigger it, and where.
type Case = (Code, Given, Place);

/// Faults in JSON: the code, the tables, and where they are expected.
const IN_TABLES: &[Case] = &[
    (Code::Json, &[("offers", "3")], ("offers", None, None)),
    (Code::Json, &[("offers", "[3]")], ("offers", Some(1), None)),
    (
        Code::Json,
        &[("offers", r#"[{"household": "A1", "unit": "N1", "status": "pending", "unit": "N2"}]"#)],
        ("offers", Some(1), Some("unit")),
    ),
    (Code::UnknownTable, &[("homeless", "[]")], ("homeless", None, None)),
    (Code::MissingTable, &[("units", ""), ("residents", "")], ("units", None, None)),
    (Code::RepeatedTable, &[("søkere", "[]")], ("applicants", None, None)),
    (Code::RepeatedTable, &[("settings", r#"[{"seed": 1}, {"seed": 2}]"#)], ("settings", Some(2), None)),
    (Code::UnknownColumn, &[("applicants", r#"[{"id": "M1", "class": 1, "pulse": 60}]"#)], ("applicants", None, Some("pulse"))),
    (Code::MissingColumn, &[("applicants", r#"[{"id": "M1"}]"#)], ("applicants", None, Some("class"))),
    (
        Code::RepeatedColumn,
        &[("applicants", r#"[{"id": "M1", "class": 1, "prioritet": 1}]"#)],
        ("applicants", None, Some("prioritet")),
    ),
    (
        Code::RepeatedColumn,
        &[("settings", r#"{"longest_wait(1)": 3, "longest_wait(01)": 4}"#)],
        ("settings", None, Some("longest_wait(01)")),
    ),
    (
        Code::NationalIds,
        &[("applicants", r#"[{"id": "M1", "class": 1, "person": "A"}, {"id": "x", "class": 1, "person": "01010750160"}]"#)],
        ("applicants", Some(2), Some("person")),
    ),
    (
        Code::MissingValue,
        &[("applicants", r#"[{"id": "M1", "class": 1}, {"id": "A2", "class": null}]"#)],
        ("applicants", Some(2), Some("class")),
    ),
    (
        Code::MissingValue,
        &[("rules", r#"[{"id": "X", "kind": "limit", "scope": "site", "who": "everyone"}]"#)],
        ("rules", Some(1), Some("most")),
    ),
    (Code::Unreadable, &[("applicants", r#"[{"id": "M1", "class": "first"}]"#)], ("applicants", Some(1), Some("class"))),
    (
        Code::Unreadable,
        &[("applicants", r#"[{"id": "M1", "class": 1, "ready_from": "31.11.2026"}]"#)],
        ("applicants", Some(1), Some("ready_from")),
    ),
    (
        Code::Unreadable,
        &[("resources", r#"[{"id": "T", "uses": "households", "capacity": 2.5}]"#)],
        ("resources", Some(1), Some("capacity")),
    ),
    (Code::Unreadable, &[("settings", r#"{"longest_wait(first)": 3}"#)], ("settings", None, Some("longest_wait(first)"))),
    (
        Code::UnknownValue,
        &[("applicants", r#"[{"id": "M1", "class": 1, "kjønn": "kv"}]"#)],
        ("applicants", Some(1), Some("kjønn")),
    ),
    (Code::OutOfRange, &[("applicants", r#"[{"id": "M1", "class": 0}]"#)], ("applicants", Some(1), Some("class"))),
    (
        Code::OutOfRange,
        &[("units", r#"[{"id": "S1", "site": "Nyhavn", "rent": -1}, {"id": "S2", "site": "Nyhavn"}]"#)],
        ("units", Some(1), Some("rent")),
    ),
    (
        Code::OutOfRange,
        &[("rules", r#"[{"id": "X", "kind": "share", "scope": "site", "who": "everyone", "percent": 101}]"#)],
        ("rules", Some(1), Some("percent")),
    ),
    (
        Code::OutOfRange,
        &[("applicants", r#"[{"id": "M1", "class": 1, "birth_year": 2030}]"#)],
        ("applicants", Some(1), Some("birth_year")),
    ),
    (
        Code::OutOfRange,
        &[("applicants", r#"[{"id": "M1", "class": 1, "waiting_since": "0001-01-01"}]"#)],
        ("applicants", Some(1), Some("waiting_since")),
    ),
    (Code::OutOfRange, &[("goals", r#"[{"measure": "housed(0)"}]"#)], ("goals", Some(1), Some("measure"))),
    (Code::NotKnown, &[("applicants", r#"[{"id": "M1", "class": "ukjent"}]"#)], ("applicants", Some(1), Some("class"))),
    (
        Code::UnfitText,
        &[("applicants", r#"[{"id": "M1", "class": 1, "person": "a;b"}]"#)],
        ("applicants", Some(1), Some("person")),
    ),
    (Code::Condition, &[("rules", r#"[{"id": "X", "kind": "exclude", "who": "violense>=3"}]"#)], ("rules", Some(1), Some("who"))),
    (
        Code::RepeatedValue,
        &[("applicants", r#"[{"id": "M1", "class": 1, "wish_sites": ["Nyhavn", "Nyhavn"]}]"#)],
        ("applicants", Some(1), Some("wish_sites")),
    ),
    (
        Code::OneTarget,
        &[("assessments", r#"[{"household": "A1", "points": 3, "unit": "N1", "site": "Nyhavn"}]"#)],
        ("assessments", Some(1), Some("unit")),
    ),
    (Code::OneTarget, &[("fixings", r#"[{"household": "A1", "kind": "pin"}]"#)], ("fixings", Some(1), Some("unit"))),
    (
        Code::NotUsed,
        &[("rules", r#"[{"id": "X", "kind": "move_limit", "most": 1, "percent": 3}]"#)],
        ("rules", Some(1), Some("percent")),
    ),
    (
        Code::NotUsed,
        &[("residents", r#"[{"id": "R1", "unit": "S1", "status": "stays", "leaves_on": "2026-12-01"}]"#)],
        ("residents", Some(1), Some("leaves_on")),
    ),
    (
        Code::DuplicateId,
        &[("units", r#"[{"id": "S1", "site": "Nyhavn"}, {"id": "S2", "site": "Nyhavn"}, {"id": "S1", "site": "Nyhavn"}]"#)],
        ("units", Some(3), Some("id")),
    ),
    (
        Code::DuplicateId,
        &[("applicants", r#"[{"id": "M1", "class": 1}, {"id": "M1", "class": 2}]"#)],
        ("applicants", Some(2), Some("id")),
    ),
    (
        Code::DuplicateId,
        &[(
            "sites",
            r#"[{"id": "Nyhavn", "category": "smaahus"}, {"id": "Sandviken", "category": "smaahus"}, {"id": "Nyhavn", "category": "smaahus"}]"#,
        )],
        ("sites", Some(3), Some("id")),
    ),
    (
        Code::DuplicateId,
        &[("persons", r#"[{"id": "P", "household": "A1"}, {"id": "P", "household": "A2"}]"#)],
        ("persons", Some(2), Some("id")),
    ),
    (
        Code::DuplicateId,
        &[("rules", r#"[{"id": "X", "kind": "move_limit", "most": 1}, {"id": "X", "kind": "move_limit", "most": 2}]"#)],
        ("rules", Some(2), Some("id")),
    ),
    (
        Code::DuplicateId,
        &[(
            "offers",
            r#"[{"household": "A1", "unit": "N1", "status": "pending"}, {"household": "A1", "unit": "N1", "status": "refused"}]"#,
        )],
        ("offers", Some(2), Some("unit")),
    ),
    (
        Code::NotFound,
        &[("units", r#"[{"id": "S1", "site": "Nyhamn"}, {"id": "S2", "site": "Nyhavn"}]"#)],
        ("units", Some(1), Some("site")),
    ),
    (Code::NotFound, &[("residents", r#"[{"id": "R1", "unit": "U", "status": "stays"}]"#)], ("residents", Some(1), Some("unit"))),
    (Code::NotFound, &[("persons", r#"[{"id": "P", "household": "X"}]"#)], ("persons", Some(1), Some("household"))),
    (
        Code::NotFound,
        &[("relations", r#"[{"one": "A1", "other": "X", "kind": "apart", "scope": "site"}]"#)],
        ("relations", Some(1), Some("other")),
    ),
    (
        Code::NotFound,
        &[("assessments", r#"[{"household": "X", "points": 3, "unit": "N1"}]"#)],
        ("assessments", Some(1), Some("household")),
    ),
    (
        Code::NotFound,
        &[("offers", r#"[{"household": "A1", "unit": "X", "status": "pending"}]"#)],
        ("offers", Some(1), Some("unit")),
    ),
    (Code::NotFound, &[("fixings", r#"[{"household": "A1", "kind": "ban", "site": "X"}]"#)], ("fixings", Some(1), Some("site"))),
    (
        Code::NotFound,
        &[("applicants", r#"[{"id": "M1", "class": 1, "wish_sites": "X"}]"#)],
        ("applicants", Some(1), Some("wish_sites")),
    ),
    (
        Code::NotFound,
        &[("applicants", r#"[{"id": "M1", "class": 1, "refused_sites": "X"}]"#)],
        ("applicants", Some(1), Some("refused_sites")),
    ),
    (
        Code::NotFound,
        &[("applicants", r#"[{"id": "M1", "class": 1, "barred_sites": "X"}]"#)],
        ("applicants", Some(1), Some("barred_sites")),
    ),
    (
        Code::NotFound,
        &[("applicants", r#"[{"id": "M1", "class": 1, "wish_districts": "Bergenhos"}]"#)],
        ("applicants", Some(1), Some("wish_districts")),
    ),
    (
        Code::NotFound,
        &[("rules", r#"[{"id": "X", "kind": "move_limit", "most": 1, "homes": "site=X"}]"#)],
        ("rules", Some(1), Some("homes")),
    ),
    (
        Code::NotFound,
        &[("rules", r#"[{"id": "X", "kind": "move_limit", "most": 1, "homes": "unit=X"}]"#)],
        ("rules", Some(1), Some("homes")),
    ),
    (
        Code::NotFound,
        &[("rules", r#"[{"id": "X", "kind": "move_limit", "most": 1, "homes": "district=X"}]"#)],
        ("rules", Some(1), Some("homes")),
    ),
    (Code::NotFound, &[("settings", r#"{"zone_ceiling(Z9)": 3}"#)], ("settings", None, Some("zone_ceiling(Z9)"))),
    (
        Code::NotFound,
        &[("resources", r#"[{"id": "T", "uses": "households", "capacity": 2, "sites": "X"}]"#)],
        ("resources", Some(1), Some("sites")),
    ),
    (
        Code::OwnRelation,
        &[
            ("persons", r#"[{"id": "P", "household": "A1"}]"#),
            ("relations", r#"[{"one": "A1", "other": "P", "kind": "apart", "scope": "site"}]"#),
        ],
        ("relations", Some(1), Some("other")),
    ),
    (
        Code::OwnRelation,
        &[("relations", r#"[{"one": "A1", "other": "A1", "kind": "apart", "scope": "site"}]"#)],
        ("relations", Some(1), Some("other")),
    ),
    (
        Code::Disagreement,
        &[
            ("applicants", r#"[{"id": "M1", "class": 1, "gender": "woman"}]"#),
            ("residents", r#"[{"id": "M1", "unit": "S2", "status": "wants_to_move", "kjønn": "mann"}]"#),
        ],
        ("residents", Some(1), Some("kjønn")),
    ),
    (
        Code::DatesReversed,
        &[("round", r#"{"id": "uke 48", "date": "2026-11-24", "horizon": "2026-11-23"}"#)],
        ("round", None, Some("horizon")),
    ),
    (
        Code::AgesReversed,
        &[("units", r#"[{"id": "S1", "site": "Nyhavn", "age_min": 40, "age_max": 30}, {"id": "S2", "site": "Nyhavn"}]"#)],
        ("units", Some(1), Some("age_min")),
    ),
    (
        Code::AgesReversed,
        &[("rules", r#"[{"id": "X", "kind": "exclude", "who": "age>=40; age<=30"}]"#)],
        ("rules", Some(1), Some("who")),
    ),
    (
        Code::AboveScale,
        &[("settings", r#"{"behaviour_scale": 3}"#), ("applicants", r#"[{"id": "M1", "class": 1, "vold": 4}]"#)],
        ("applicants", Some(1), Some("vold")),
    ),
    (
        Code::AboveScale,
        &[("settings", r#"{"behaviour_scale": 3}"#), ("rules", r#"[{"id": "X", "kind": "exclude", "who": "violence>=4"}]"#)],
        ("rules", Some(1), Some("who")),
    ),
    (
        Code::LeavesWithoutDate,
        &[("residents", r#"[{"id": "R1", "unit": "S1", "status": "leaves"}]"#)],
        ("residents", Some(1), Some("leaves_on")),
    ),
    (Code::MoverWithoutApplication, &[("applicants", "[]")], ("residents", Some(2), Some("status"))),
    (
        Code::ApplicantStays,
        &[("residents", r#"[{"id": "A1", "unit": "S1", "status": "stays"}]"#)],
        ("residents", Some(1), Some("status")),
    ),
    (
        Code::Situation,
        &[("applicants", r#"[{"id": "A1", "class": 1, "situation": "tenant"}, {"id": "M1", "class": 1}]"#)],
        ("applicants", Some(1), Some("situation")),
    ),
    (
        Code::Situation,
        &[("applicants", r#"[{"id": "M1", "class": 1, "situation": "homeless"}]"#)],
        ("applicants", Some(1), Some("situation")),
    ),
    (
        Code::UnitTakenTwice,
        &[("residents", r#"[{"id": "R1", "unit": "N1", "status": "stays"}, {"id": "R2", "unit": "N1", "status": "stays"}]"#)],
        ("residents", Some(2), Some("unit")),
    ),
    (
        Code::ManyAccepted,
        &[(
            "offers",
            r#"[{"household": "A1", "unit": "S1", "status": "ja"}, {"household": "A1", "unit": "N2", "status": "ja"}]"#,
        )],
        ("offers", Some(2), Some("status")),
    ),
    (
        Code::Contradiction,
        &[("fixings", r#"[{"household": "A1", "kind": "pin", "unit": "N1"}, {"household": "A1", "kind": "ban", "unit": "N1"}]"#)],
        ("fixings", Some(1), Some("household")),
    ),
    (
        Code::Contradiction,
        &[
            ("fixings", r#"[{"household": "A1", "kind": "ban", "unit": "N1"}]"#),
            ("offers", r#"[{"household": "A1", "unit": "N1", "status": "ja"}]"#),
        ],
        ("offers", Some(1), Some("household")),
    ),
    (
        Code::Contradiction,
        &[("fixings", r#"[{"household": "A1", "kind": "pin", "unit": "N1"}, {"household": "A1", "kind": "pin", "unit": "N2"}]"#)],
        ("fixings", Some(2), Some("household")),
    ),
    (
        Code::NoApplication,
        &[("offers", r#"[{"household": "R1", "unit": "N1", "status": "pending"}]"#)],
        ("offers", Some(1), Some("household")),
    ),
    (
        Code::NotSingle,
        &[(
            "sites",
            r#"[{"id": "Nyhavn", "category": "smaahus", "single_gender": "women"}, {"id": "Sandviken", "category": "smaahus"}]"#,
        )],
        ("sites", Some(1), Some("single_gender")),
    ),
    (
        Code::AgeDisagrees,
        &[("applicants", r#"[{"id": "M1", "class": 1, "age": 30, "birth_year": 1990}]"#)],
        ("applicants", Some(1), Some("birth_year")),
    ),
    (Code::Scope, &[("rules", r#"[{"id": "X", "kind": "same", "attribute": "gender"}]"#)], ("rules", Some(1), Some("scope"))),
    (
        Code::Scope,
        &[("relations", r#"[{"one": "A1", "other": "A2", "kind": "apart", "scope": "named"}]"#)],
        ("relations", Some(1), Some("scope")),
    ),
    (
        Code::Price,
        &[("rules", r#"[{"id": "X", "kind": "move_limit", "most": 1, "strictness": "soft"}]"#)],
        ("rules", Some(1), Some("price")),
    ),
    (
        Code::Price,
        &[("relations", r#"[{"one": "A1", "other": "A2", "kind": "apart", "scope": "site", "strictness": "helst"}]"#)],
        ("relations", Some(1), Some("price")),
    ),
    (
        Code::Price,
        &[("rules", r#"[{"id": "X", "kind": "move_limit", "most": 1, "price": 3}]"#)],
        ("rules", Some(1), Some("price")),
    ),
    (Code::UnknownPreset, &[("rules", r#"[{"id": "R99", "kind": "preset"}]"#)], ("rules", Some(1), Some("id"))),
    (Code::PresetNumber, &[("rules", r#"[{"id": "R57", "kind": "preset"}]"#)], ("rules", Some(1), Some("most"))),
    (Code::BuiltIn, &[("rules", r#"[{"id": "age", "kind": "move_limit", "most": 1}]"#)], ("rules", Some(1), Some("id"))),
    (
        Code::BuiltIn,
        &[("rules", r#"[{"id": "age", "kind": "age", "homes": "category=smaahus", "on": false}]"#)],
        ("rules", Some(1), Some("id")),
    ),
    (
        Code::BuiltIn,
        &[("rules", r#"[{"id": "couples", "kind": "single", "exempt_household": true}]"#)],
        ("rules", Some(1), Some("id")),
    ),
    (
        Code::Level,
        &[(
            "rules",
            r#"[{"id": "X", "kind": "move_limit", "most": 1, "strictness": "soft", "price": 1, "level": "housed(2..)"}]"#,
        )],
        ("rules", Some(1), Some("level")),
    ),
    (Code::UnknownMeasure, &[("goals", r#"[{"measure": "happiness"}]"#)], ("goals", Some(1), Some("measure"))),
    (Code::RepeatedMeasure, &[("goals", r#"[{"measure": "fit"}, {"measure": "ønsker"}]"#)], ("goals", Some(2), Some("measure"))),
    (Code::NoGoals, &[("goals", "[]")], ("goals", None, Some("measure"))),
    (Code::Weights, &[("goals", r#"[{"measure": "0*fit+1*cost"}]"#)], ("goals", Some(1), Some("measure"))),
    (
        Code::GoalOrder,
        &[("goals", r#"[{"measure": "fit", "order": 1}, {"measure": "cost"}]"#)],
        ("goals", Some(2), Some("order")),
    ),
];

#[test]
fn every_fault_of_a_table_is_found_where_it_is_and_nothing_else_with_it() {
    for (code, tables, (table, row, column)) in IN_TABLES {
        // M1 is a mover of the base; where the applicants are replaced without it, so are the residents.
        let mut tables = tables.to_vec();
        let replaces =
            |name: &str, tables: &[(&str, &str)]| tables.iter().any(|(other, rows)| *other == name && !rows.contains("M1"));
        if replaces("residents", &tables) && !tables.iter().any(|(name, _)| *name == "applicants") {
            tables.push(("applicants", r#"[{"id": "A1", "class": 1}]"#));
        }
        let issues = faults(&tables);
        let all: Vec<_> =
            issues.iter().map(|issue| (issue.code, issue.table.as_str(), issue.row, issue.column.as_deref())).collect();
        assert_eq!(all, [(*code, *table, *row, *column)], "{tables:?}");
        let issue = &issues[0];
        for text in [&issue.cause.nb, &issue.cause.en, &issue.action.nb, &issue.action.en] {
            assert!(!text.is_empty(), "{code} says nothing");
        }
    }
}

#[test]
fn every_code_is_triggered_by_some_test() {
    let in_tables = IN_TABLES.iter().map(|(code, ..)| *code);
    // These have tests of their own below, and in `files`, `edits`.
    let elsewhere = [Code::File, Code::Schema, Code::Format, Code::ExtraCells, Code::EmptyHousehold, Code::NoPendingOffer];
    let covered: BTreeSet<Code> = in_tables.chain(elsewhere).collect();
    assert_eq!(covered, Code::ALL.iter().copied().collect());
}

#[test]
fn a_text_that_is_no_json_or_of_another_version_is_refused() {
    let of = |text: &str| codes(&Problem::from_json(text).unwrap_err().issues);
    assert_eq!(of("{"), [Code::Json]);
    assert_eq!(of("[]"), [Code::Json]);
    assert_eq!(of(&json(&[]).replace("husrom/1", "husrom/9")), [Code::Schema]);
    assert_eq!(of(&json(&[]).replace("\"schema\": \"husrom/1\",", "")), [Code::Schema]);
}

#[test]
fn a_cell_beyond_the_headings_is_told() {
    let cells = ["A1", "1", "lost"].map(|text| Cell::Text(text.to_owned())).to_vec();
    let table = |name: &str, rows| RawTable::new(name, vec!["id".to_owned(), "prioritet".to_owned()], rows);
    let error = Tables::new(Date::constant(2026, 11, 24))
        .add(table("applicants", vec![cells]))
        .add(RawTable::new("sites", vec![], vec![]))
        .add(RawTable::new("units", vec![], vec![]))
        .options(ReadOptions::default())
        .build()
        .unwrap_err();
    assert_eq!(codes(&error.issues), [Code::ExtraCells]);
    assert_eq!(error.issues[0].value.as_deref(), Some("lost"));
}

#[test]
fn faults_of_several_tables_come_all_at_once() {
    let issues = faults(&[
        ("sites", r#"[{"id": "Nyhavn", "category": "smhus"}, {"id": "Sandviken", "category": "bofellesskap"}]"#),
        ("units", r#"[{"id": "S1", "site": "Nowhere"}, {"id": "S2", "site": "Sandviken", "rent": "dear"}]"#),
        ("persons", r#"[{"id": "P", "household": "X"}]"#),
        ("relations", r#"[{"one": "A1", "other": "S-219", "kind": "apart", "scope": "site"}]"#),
        ("goals", r#"[{"measure": "hapiness"}]"#),
    ]);
    let expected = [Code::UnknownValue, Code::NotFound, Code::Unreadable, Code::NotFound, Code::NotFound, Code::UnknownMeasure];
    assert_eq!(codes(&issues), expected);
}
