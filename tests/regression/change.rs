//! What is on the menu of a smallest change: everything unknown that could help, and nothing that the round does not have.

use husrom::explanation::{ExplainError, Menu, Smallest, Step};
use husrom::{Problem, allocate};
use serde_json::{Value, json};

use crate::office::{applicant, homes, round};

/// One home, and S1 who waits for it: of whom more is said, or that it is not known.
fn for_one(site: Value, one: Value, rules: Value) -> Problem {
    let mut of_site = json!({"id": "H", "category": "ordinaer"});
    of_site.as_object_mut().unwrap().extend(site.as_object().unwrap().clone());
    round(json!({"sites": [of_site], "units": homes("H", 1), "applicants": [applicant("S1", one)], "rules": rules}))
}

fn smallest(problem: &Problem, menu: &Menu) -> Result<Smallest, ExplainError> {
    allocate(problem).run().unwrap().explain().smallest_change(&"S1".into(), menu)
}

/// How many steps of the shipped menu it takes.
fn steps(problem: &Problem) -> Option<usize> {
    match smallest(problem, &Menu::shipped(problem, &"S1".into())).unwrap() {
        Smallest::Found(found) => Some(found.steps.len()),
        _ => None,
    }
}

#[test]
fn what_is_unknown_is_on_the_menu_though_something_known_closes_the_home_too() {
    let refused = json!({"refused_sites": ["H"], "violence": null});
    assert_eq!(steps(&for_one(json!({"tolerance_violence": 1}), refused, json!([]))), Some(2));
    let demanding = json!({"requires": ["hage"], "gender": null});
    assert_eq!(steps(&for_one(json!({"gender_rule": "men"}), demanding, json!([]))), Some(2));
}

#[test]
fn what_is_asked_for_next_is_on_the_menu_too() {
    let apart = json!([{"id": "vern", "kind": "apart", "scope": "site", "a": "vulnerable=yes", "b": "violence>=2"}]);
    // Nobody is vulnerable and violent both, as far as one home goes: two facts of one rule.
    let unknown = json!({"vulnerable": null, "violence": null});
    assert_eq!(steps(&for_one(json!({}), unknown, apart)), Some(2));
}

#[test]
fn where_a_household_stays_is_on_the_menu_by_which_goals_count_it() {
    let problem = round(json!({
        "sites": [{"id": "H", "category": "midlertidig"}],
        "units": homes("H", 1),
        "applicants": [applicant("S1", json!({"situation": null})), applicant("S2", json!({"situation": "temporary"}))],
    }));
    let menu = Menu::shipped(&problem, &"S1".into());
    let homeless = Step::Fact { attribute: "situation".to_owned(), value: "homeless".to_owned() };
    assert!(menu.0.iter().any(|(step, _)| *step == homeless), "{menu:?}");
}

#[test]
fn every_staffing_a_household_may_turn_out_to_need_is_tried() {
    // With `day` it is as well placed as can be; with `none` more staff than it needs would count against it.
    let problem = round(json!({
        "sites": [{"id": "H", "category": "ordinaer", "staffing": "day"}],
        "units": homes("H", 1),
        "applicants": [applicant("S1", json!({"needs_staffing": "unknown"})), applicant("S2", json!({"needs_staffing": "ambulant"}))],
    }));
    assert_eq!(steps(&problem), Some(1));
}

#[test]
fn hours_are_stated_in_hours() {
    let problem = round(json!({
        "sites": [{"id": "H", "category": "ordinaer"}],
        "units": homes("H", 1),
        "applicants": [applicant("S1", json!({"support_hours": "unknown"}))],
        "resources": [{"id": "team", "uses": "support_hours", "capacity": 2}],
    }));
    let suffices = |hours: &str| {
        let step = Step::Fact { attribute: "support_hours".to_owned(), value: hours.to_owned() };
        matches!(smallest(&problem, &Menu(vec![(step, 1)])).unwrap(), Smallest::Found(_))
    };
    assert!(suffices("2") && suffices("1,5") && suffices("0.5"));
    assert!(!suffices("2.5") && !suffices("30"));
}

#[test]
fn a_menu_that_names_what_the_round_does_not_have_is_refused_with_all_of_it() {
    let problem = for_one(json!({}), json!({"gender": null}), json!([]));
    let fact = |attribute: &str, value: &str| Step::Fact { attribute: attribute.to_owned(), value: value.to_owned() };
    let steps = [
        fact("gendr", "woman"),
        fact("gender", "banana"),
        fact("gender", "kvinne"),
        Step::AcceptSite { site: "Nowhere".into() },
        Step::AcceptSite { site: "H".into() },
        Step::RuleOff { rule: "nope".into() },
        Step::Capacity { resource: "nope".into(), more: 1 },
    ];
    let error = smallest(&problem, &Menu(steps.into_iter().map(|step| (step, 1)).collect())).unwrap_err();
    let ExplainError::Menu(faults) = &error else { panic!("{error}") };
    let places: Vec<&str> = faults.iter().map(|fault| fault.split(':').next().unwrap()).collect();
    assert_eq!(places, ["step 1", "step 2", "step 4", "step 6", "step 7"], "{error}");
}
