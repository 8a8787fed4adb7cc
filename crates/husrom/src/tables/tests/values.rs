//! What cells mean.

use super::super::{Cell, Code, RawTable, Tables};
use super::{codes, faults, sound};
use crate::problem::{
    Class, Composition, Date, Days, Dimension, Gender, GenderedPlace, Kroner, Level, Measure, MinutesPerWeek, Person, Problem,
    RuleKind, Scope, Situation, Staffing, Strictness, SubstanceCourse, Test, Use,
};

fn applicant(cells: &str) -> Problem {
    sound(&[("applicants", &format!(r#"[{{"id": "A1", "class": 1, {cells}}}, {{"id": "M1", "class": 1}}]"#))])
}

fn person(problem: &Problem, household: &str) -> Person {
    problem.household(&household.into()).unwrap().persons[0].clone()
}

#[test]
fn norwegian_headings_and_words_are_read_as_the_english_ones() {
    let norwegian = sound(&[
        ("applicants", ""),
        (
            "søkere",
            r#"[{"saksnummer": "A1", "prioritet": "1", "kjønn": "Kvinne", "fødselsår": "1990", "vold": 2, "atferd:Selvskading": "1",
                "rusforløp": "aktiv rus", "trenger skjerming": "nei", "situasjon": "bostedsløs", "ønsker kategorier": "småhus; bofellesskap",
                "oppfølging timer": "2,5", "trenger bemanning": "døgn", "på venteliste": "x", "venter siden": "1.2.2026"},
                {"saksnummer": "M1", "prioritet": 1}]"#,
        ),
    ]);
    let english = applicant(
        r#""gender": "woman", "age": 36, "violence": 2, "behaviour:selvskading": 1, "course": "active_use", "needs_shielding": false,
           "situation": "homeless", "wish_categories": ["smaahus", "bofellesskap"], "support_hours": 2.5,
           "needs_staffing": "round_the_clock", "on_waiting_list": true, "waiting_since": "2026-02-01""#,
    );
    assert_eq!(norwegian.household(&"A1".into()), english.household(&"A1".into()));
    let one = person(&norwegian, "A1");
    assert_eq!((one.gender, one.age, one.course), (Some(Gender::Woman), Some(36), Some(SubstanceCourse::ActiveUse)));
    let levels = [("selvskading", 1), ("violence", 2)].map(|(name, level)| (Dimension::from(name), Level(level)));
    assert_eq!(one.behaviour.into_iter().collect::<Vec<_>>(), levels);
}

#[test]
fn a_fact_that_is_empty_missing_or_said_to_be_unknown_is_unknown() {
    for cells in [
        r#""gender": null"#,
        r#""gender": """#,
        r#""gender": "ukjent""#,
        r#""gender": "unknown""#,
        r#""gender": "?""#,
        r#""child": false"#,
    ] {
        let problem = applicant(cells);
        assert_eq!(person(&problem, "A1").gender, None, "{cells}");
    }
    let household = applicant(r#""motivated": "?", "treatment_months": "ukjent", "district": "unknown""#);
    let application = household.household(&"A1".into()).unwrap().application.clone().unwrap();
    assert_eq!((application.motivated, application.treatment_months, application.district), (None, None, None));
}

#[test]
fn a_need_that_is_not_stated_is_none_and_only_the_word_makes_it_unknown() {
    let needs = |cells: &str| applicant(cells).household(&"A1".into()).unwrap().application.clone().unwrap().needs;
    let none = needs(r#""needs_robust": null"#);
    assert_eq!(
        (none.staffing, none.support, none.robust, none.accessible, none.distance),
        (Some(Staffing::None), Some(MinutesPerWeek(0)), Some(false), Some(false), Some(false))
    );
    let unknown = needs(
        r#""needs_staffing": "ukjent", "support_hours": "?", "needs_robust": "unknown", "needs_accessible": "ukjent", "needs_distance": "?""#,
    );
    assert_eq!(
        (unknown.staffing, unknown.support, unknown.robust, unknown.accessible, unknown.distance),
        (None, None, None, None, None)
    );
}

#[test]
fn a_residents_support_is_a_fact() {
    let support = |cells: &str| {
        let problem = sound(&[
            ("residents", &format!(r#"[{{"id": "R1", "unit": "S1", "status": "stays" {cells}}}]"#)),
            ("applicants", "[]"),
        ]);
        problem.household(&"R1".into()).unwrap().residency.clone().unwrap().support
    };
    assert_eq!(support(""), None);
    assert_eq!(support(r#", "support_hours": "0,5""#), Some(MinutesPerWeek(30)));
}

#[test]
fn numbers_dates_and_yes_are_read_as_people_write_them() {
    for (text, kroner) in [("27 000", 27_000), ("27\u{a0}000", 27_000), ("27000.0", 27_000), ("27000", 27_000)] {
        let problem = sound(&[("settings", &format!(r#"{{"hospitspris": "{text}"}}"#))]);
        assert_eq!(problem.settings().hostel_price, Kroner(kroner), "{text}");
    }
    for text in ["27,000", "27.000", "2 7", "1e4", "27 0000", "--1", "+", "inf", "99999999999999999999999999999999999999999"] {
        assert_eq!(codes(&faults(&[("settings", &format!(r#"{{"hospitspris": "{text}"}}"#))])), [Code::Unreadable], "{text}");
    }
    for text in ["2026-12-01", "2026-12-01T00:00:00", "2026-12-01 00:00:00.000", "01.12.2026", "1.12.2026"] {
        let problem = sound(&[("round", &format!(r#"{{"id": "r", "date": "24.11.2026", "horisont": "{text}"}}"#))]);
        assert_eq!(problem.round().horizon, Date::constant(2026, 12, 1), "{text}");
    }
    for text in ["2026-12-01T10:00", "1.12.26", "12/1/2026", "2026-13-01", "æøå", "2026-12-0ø", "0000000000"] {
        let issues = faults(&[("round", &format!(r#"{{"id": "r", "date": "24.11.2026", "horisont": "{text}"}}"#))]);
        assert_eq!(codes(&issues), [Code::Unreadable], "{text}");
    }
    for text in ["\"yes\"", "\"Ja\"", "\"TRUE\"", "\"x\"", "\"1\"", "1", "true", "1.0"] {
        assert!(person(&applicant(&format!(r#""barn": {text}"#)), "A1").child, "{text}");
    }
}

#[test]
fn hours_are_kept_to_the_minute() {
    let minutes = |text: &str| {
        let problem = applicant(&format!(r#""support_hours": {text}"#));
        problem.household(&"A1".into()).unwrap().application.clone().unwrap().needs.support
    };
    for (text, expected) in [("\"2,5\"", 150), ("2.5", 150), ("0.0167", 1), ("\"1.75\"", 105), ("168", 10_080), ("0.33", 20)] {
        assert_eq!(minutes(text), Some(MinutesPerWeek(expected)), "{text}");
    }
}

#[test]
fn a_mover_is_one_household_whose_person_may_stand_in_either_table() {
    let problem = sound(&[
        ("applicants", r#"[{"id": "M1", "class": 1, "gender": "woman", "person": "P7"}]"#),
        (
            "residents",
            r#"[{"id": "M1", "unit": "S2", "status": "må flytte", "age": 40, "kjønn": "k"}, {"id": "R1", "unit": "S1", "status": "blir"}]"#,
        ),
    ]);
    let mover = problem.household(&"M1".into()).unwrap();
    assert!(mover.application.is_some() && mover.residency.is_some());
    assert_eq!(
        (mover.persons[0].id.as_str(), mover.persons[0].gender, mover.persons[0].age),
        ("P7", Some(Gender::Woman), Some(40))
    );
    assert_eq!(mover.application.as_ref().and_then(|application| application.situation), Some(Situation::Tenant));
}

#[test]
fn a_relation_may_name_a_household_for_its_first_person() {
    let problem = sound(&[
        ("applicants", r#"[{"id": "A1", "class": 1, "person": "P1"}, {"id": "M1", "class": 1}]"#),
        (
            "relations",
            r#"[{"one": "M1", "other": "A1", "kind": "hver for seg", "scope": "bosted", "strictness": "helst", "price": 2}]"#,
        ),
    ]);
    let relation = &problem.parts().relations[0];
    assert_eq!((relation.one.as_str(), relation.other.as_str()), ("M1", "P1"));
    assert_eq!(relation.strictness, Strictness::Soft { level: Measure::Misplacement, price: 2 });
}

#[test]
fn a_capacity_of_support_is_in_hours_and_others_are_whole() {
    let problem = sound(&[(
        "resources",
        r#"[{"id": "T", "uses": "timer", "capacity": "37,5", "assumed_use": 2}, {"id": "K", "uses": "caseload", "capacity": 8}]"#,
    )]);
    let all: Vec<_> = problem.parts().resources.iter().map(|one| (one.uses, one.capacity, one.assumed_use)).collect();
    assert_eq!(all, [(Use::Households, 8, 0), (Use::Support, 2250, 120)]);
}

#[test]
fn settings_are_read_as_one_row_or_as_keys_and_values() {
    let one = sound(&[(
        "settings",
        r#"{"longest_wait(1)": 365, "sonetak(Z1)": 12, "poeng(kategori)": "5;2;0", "frø": 18446744073709551615}"#,
    )]);
    let rows = r#"[{"nøkkel": "lengste ventetid(1)", "verdi": 365}, {"nøkkel": "zone_ceiling(Z1)", "verdi": "12"},
                   {"nøkkel": "points(category)", "verdi": [5, 2]}, {"nøkkel": "seed", "verdi": "18446744073709551615"}]"#;
    let other = sound(&[("settings", rows)]);
    assert_eq!(one.settings(), other.settings());
    assert_eq!(one.settings().longest_wait.get(&Class(1)), Some(&Days(365)));
    assert_eq!((one.settings().points.category.clone(), one.settings().seed), (vec![5, 2], Some(u64::MAX)));
    let wrong = r#"[{"key": "seed", "value": 1}, {"key": "sede", "value": 3}, {"key": "hostel_price", "value": "dear"}]"#;
    let issues = faults(&[("settings", wrong)]);
    assert_eq!(codes(&issues), [Code::UnknownColumn, Code::Unreadable]);
    assert_eq!(issues.iter().map(|issue| issue.row).collect::<Vec<_>>(), [Some(2), Some(3)]);
}

#[test]
fn rules_are_the_offices_own_presets_and_changed_tests() {
    let problem = sound(&[(
        "rules",
        r#"[{"id": "age", "kind": "alder", "on": "nei"},
            {"id": "overstaffed", "kind": "overstaffed", "strictness": "soft", "price": 3, "level": "kostnad"},
            {"id": "R64", "kind": "preset", "b": "vold>=3", "scope": "fløy"},
            {"id": "R51", "kind": "ferdig regel", "strictness": "helst", "price": 2},
            {"id": "tak", "kind": "høyst", "scope": "navngitte boliger", "hvem": "alle", "antall": 2, "boliger": "boenhet=N1|N2"}]"#,
    )]);
    let rule = |id: &str| problem.rules().iter().find(|rule| rule.id.as_str() == id).unwrap();
    assert_eq!((&rule("age").kind, &rule("age").strictness), (&RuleKind::Test(Test::Age), &Strictness::Off));
    assert_eq!(rule("overstaffed").strictness, Strictness::Soft { level: Measure::Cost, price: 3 });
    let RuleKind::Composition { composition: Composition::Apart { one, other }, scope, .. } = &rule("R64").kind else { panic!() };
    assert_eq!((one.vulnerable, other.behaviour.get(&"violence".into()), *scope), (Some(true), Some(&Level(3)), Scope::Wing));
    assert_eq!(rule("R51").strictness, Strictness::Soft { level: Measure::Misplacement, price: 2 });
    assert_eq!(rule("tak").homes.units.len(), 2);
    assert_eq!((rule("tak").say_nb.as_str(), rule("age").source.as_str()), ("tak", "R14, R15"));
    assert!(problem.rules().iter().any(|rule| rule.id.as_str() == "single"), "built-in rules are there without a row");
}

#[test]
fn a_preset_that_is_off_needs_no_number() {
    let problem = sound(&[("rules", r#"[{"id": "R57", "kind": "preset", "on": "nei"}]"#)]);
    assert!(problem.rules().iter().any(|rule| rule.id.as_str() == "R57" && rule.strictness == Strictness::Off));
}

#[test]
fn goals_come_in_the_order_stated() {
    let problem = sound(&[(
        "goals",
        r#"[{"order": 2, "measure": "fit"}, {"order": 1, "measure": "10*bolig(1)+3*kostnad", "tolerance": 2}]"#,
    )]);
    let measures: Vec<String> = problem.parts().goals.0.iter().map(|goal| goal.measure.to_string()).collect();
    assert_eq!(measures, ["10*housed(1)+3*cost", "fit"]);
    assert_eq!(problem.parts().goals.0[0].tolerance.absolute, 2);
}

#[test]
fn tables_from_data_frames_may_hold_any_kind_of_cell() {
    let table =
        |name: &str, columns: &[&str], rows| RawTable::new(name, columns.iter().map(|&column| column.to_owned()).collect(), rows);
    let text = |text: &str| Cell::Text(text.to_owned());
    let list = Cell::List(vec![text("women"), text("menn")]);
    let since = Cell::Date(Date::constant(2026, 1, 1));
    let applicants = vec![
        vec![Cell::Integer(104), Cell::Decimal(2.0), Cell::Decimal(f64::NAN), text("other"), list, since, Cell::Boolean(true)],
        vec![Cell::Missing; 7],
    ];
    let problem = Tables::new(Date::constant(2026, 11, 24))
        .add(table("applicants", &["id", "class", "age", "gender", "suits", "waiting_since", "vulnerable"], applicants))
        .add(table("sites", &[], vec![]))
        .add(table("units", &[], vec![]))
        .build()
        .unwrap();
    let household = &problem.households()[0];
    assert_eq!((household.id.as_str(), household.persons[0].age, household.persons[0].vulnerable), ("104", None, Some(true)));
    assert_eq!(household.persons[0].suits.iter().copied().collect::<Vec<_>>(), [GenderedPlace::Women, GenderedPlace::Men]);
    assert_eq!(household.application.as_ref().unwrap().class, Class(2));
    assert_eq!(problem.round().id, "2026-11-24");
}

#[test]
fn a_standard_dimension_in_an_open_heading_is_the_standard_column() {
    let problem = applicant(r#""behaviour:Vold": 3"#);
    assert_eq!(person(&problem, "A1").behaviour, [(Dimension::from("violence"), Level(3))].into());
    let twice = faults(&[("applicants", r#"[{"id": "M1", "class": 1, "vold": 1, "atferd:vold": 1}]"#)]);
    assert_eq!(codes(&twice), [Code::RepeatedColumn]);
}
