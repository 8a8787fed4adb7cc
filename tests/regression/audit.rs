//! The equality audit on a round whose shares and intervals are known.
//!
//! Thirty women wait for a house with twelve homes, six of them too young for it; twenty-four men wait for one with six. The expected
//! ends of intervals were worked out apart from this library.

use std::time::Duration;

use husrom::planning::SweepOptions;
use husrom::problem::{Date, Language, RuleId};
use husrom::report::{Audit, AuditRow, Column, Estimate, Grouping, audit_rules_table, audit_table, audit_text};
use husrom::{Problem, allocate};
use serde_json::{Value, json};

use crate::office::{applicant, homes, round};

/// Wilson's ends for 12 of 24 and 6 of 24, Newcombe's for their difference, Katz's for their ratio.
const WOMEN: (f64, f64) = (0.3143, 0.6857);
const MEN: (f64, f64) = (0.1200, 0.4490);
const APART: (f64, f64) = (-0.0222, 0.4767);
const RATIO: (f64, f64) = (0.8985, 4.4518);

fn two_houses() -> Problem {
    let date = |days: u64| (Date::constant(2026, 1, 5) - Duration::from_secs(86_400 * days)).to_string();
    let women = (0..30).map(|n| {
        let first = json!({"class": 1, "waiting_since": date(100), "wish_categories": "ordinaer", "age": 30});
        let later = json!({"class": 2, "waiting_since": date(50), "age": if n < 24 { 30 } else { 17 }});
        applicant(&format!("K{n:02}"), if n < 12 { first } else { later })
    });
    let men = (0..24).map(|n| {
        let first = json!({"class": 1, "waiting_since": date(10 * (n + 1)), "gender": "man", "age": 45});
        let later = json!({"class": 2, "waiting_since": null, "gender": "man", "age": 45});
        applicant(&format!("M{n:02}"), if n < 6 { first } else { later })
    });
    let units: Vec<Value> = [homes("K", 12), homes("M", 6)].iter().filter_map(Value::as_array).flatten().cloned().collect();
    round(json!({
        "sites": [
            {"id": "K", "category": "ordinaer", "gender_rule": "women", "age_min": 18},
            {"id": "M", "category": "ordinaer", "gender_rule": "men", "age_min": 18},
        ],
        "units": units,
        "applicants": women.chain(men).collect::<Vec<_>>(),
    }))
}

fn near(estimate: Option<Estimate>, value: f64, low: f64, high: f64) {
    let it = estimate.unwrap();
    let close = |one: f64, other: f64| (one - other).abs() < 5e-4 * other.abs().max(1.0);
    assert!(close(it.value, value) && close(it.low, low) && close(it.high, high), "{it:?}, not {value} ({low}–{high})");
}

fn row(rows: &[AuditRow], code: &str) -> AuditRow {
    rows.iter().find(|row| row.group.code == code).unwrap_or_else(|| panic!("no {code}")).clone()
}

#[test]
fn shares_and_intervals_are_those_worked_out_by_hand() {
    let audit = Audit::of(&allocate(&two_houses()).run().unwrap());
    let rows = audit.rows(Grouping::Gender);
    assert_eq!(rows.iter().map(|row| row.group.code.as_str()).collect::<Vec<_>>(), ["woman", "man", "all"]);
    let (women, men, all) = (row(&rows, "woman"), row(&rows, "man"), row(&rows, "all"));
    assert_eq!((women.waiting, women.eligible, women.offered), (Some(30), Some(24), Some(12)));
    assert_eq!((men.waiting, men.eligible, men.offered), (Some(24), Some(24), Some(6)));
    assert_eq!((all.waiting, all.eligible, all.offered), (Some(54), Some(48), Some(18)));
    near(women.share, 0.5, WOMEN.0, WOMEN.1);
    near(men.share, 0.25, MEN.0, MEN.1);
    near(women.difference, 0.25, APART.0, APART.1);
    near(men.difference, -0.25, -APART.1, -APART.0);
    near(women.ratio, 2.0, RATIO.0, RATIO.1);
    near(women.waited_offered, 100.0, 100.0, 100.0);
    near(women.waited_not_offered, 50.0, 50.0, 50.0);
    near(men.waited_offered, 35.0, 35.0 - 19.6328, 35.0 + 19.6328);
    assert_eq!(men.waited_not_offered, None, "how long is not known");
    near(women.wish_points, 3.0, 3.0, 3.0);
    assert_eq!((all.difference, all.ratio), (None, None), "there are no others");
}

#[test]
fn what_would_give_a_small_number_away_is_hidden_too() {
    let rows = Audit::of(&allocate(&two_houses()).run().unwrap()).rows(Grouping::Age);
    // None of the six youngest is eligible: with the total, the number of any other group would say so.
    for code in ["under 25", "25-39", "40-59"] {
        let group = row(&rows, code);
        assert!(group.waiting.is_some(), "{code}");
    }
    assert_eq!(row(&rows, "under 25").eligible, None);
    assert_eq!(row(&rows, "under 25").share, None);
    let hidden = rows.iter().filter(|row| row.eligible.is_none()).count();
    assert!(hidden >= 2, "{rows:?}");
    assert_eq!(row(&rows, "all").eligible, Some(48));
}

#[test]
fn without_a_rule_the_shares_move_as_they_must() {
    let allocation = allocate(&two_houses()).run().unwrap();
    let rules = Audit::rules(&allocation, &[RuleId::from("age"), RuleId::from("no such rule")], &SweepOptions::default(), |_| {});
    let of = |group: &str| {
        rules[0].rows.iter().find(|row| row.grouping == Grouping::Gender && row.group.code == group).unwrap().clone()
    };
    assert_eq!((of("woman").eligible_without, of("woman").offered_without), (Some(30), Some(12)));
    assert_eq!((of("woman").share.unwrap().value, of("woman").share_without.unwrap().value), (0.5, 0.4));
    assert_eq!((of("man").eligible_without, of("man").offered_without), (Some(24), Some(6)));
    assert_eq!(of("man").share, of("man").share_without);
    assert!((of("woman").difference_without.unwrap().value - 0.15).abs() < 1e-12);
    assert!(rules[1].rows.is_empty() && rules[1].solved.error.as_ref().is_some_and(|error| error.contains("no such rule")));
    let table = audit_rules_table(&rules, Language::En);
    let Column::Text(errors) = &table.columns[table.columns.len() - 1].1 else { panic!("errors are text") };
    assert!(errors.last().unwrap().is_some() && errors[0].is_none());
}

#[test]
fn the_rules_that_may_decide_are_those_that_exclude_or_couple_somebody() {
    let allocation = allocate(&two_houses()).run().unwrap();
    let rules = Audit::rules(&allocation, &[], &SweepOptions::default(), |_| {});
    let names: Vec<&str> = rules.iter().map(|rule| rule.rule.as_str()).collect();
    assert!(names.contains(&"age") && names.contains(&"gender"), "{names:?}");
    assert!(!names.contains(&"debt") && !names.contains(&"refusal"), "{names:?}");
    let options = SweepOptions::default();
    options.interrupt.set();
    let stopped = Audit::rules(&allocation, &["age".into()], &options, |_| {});
    assert!(stopped[0].rows.is_empty() && stopped[0].solved.error.is_some());
}

#[test]
fn the_tables_and_the_text_are_in_the_language_asked_for() {
    let audit = Audit::of(&allocate(&two_houses()).run().unwrap());
    let table = audit_table(&audit, Grouping::Gender, Language::Nb);
    let Column::Text(labels) = &table.columns[1].1 else { panic!("labels are text") };
    assert_eq!(labels.iter().flatten().collect::<Vec<_>>(), ["kvinne", "mann", "alle"]);
    let text = audit_text(&audit, Language::Nb);
    assert!(text.contains("  kvinne                    12 av 24    50 % (31–69) · ventet 100 dager, venter ennå 50\n"), "{text}");
    assert!(text.contains("under 25"), "{text}");
    assert!(audit_text(&audit, Language::En).starts_with("Offers of a home among households eligible"));
}
