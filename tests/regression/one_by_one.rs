//! Home by home, a sentence each: who comes first, and what is lost that deciding jointly keeps.

use husrom::one_by_one::{OneByOne, Scheme};
use husrom::problem::Language;
use husrom::report::{self, Column};
use husrom::{AllocateError, Problem, allocate, one_by_one};
use serde_json::{Value, json};

use crate::office::{applicant, homes, mover, resident, round};

fn placed(example: &OneByOne) -> Vec<(&str, &str)> {
    example.placements().iter().map(|it| (it.household.as_str(), it.unit.as_str())).collect()
}

fn worked(problem: &Problem, scheme: Scheme) -> OneByOne {
    one_by_one(problem, scheme).unwrap()
}

/// One home, and whoever waits for it.
fn one_home(applicants: Value) -> Problem {
    round(json!({
        "sites": [{"id": "H", "category": "ordinaer"}],
        "units": homes("H", 1),
        "applicants": applicants,
    }))
}

/// A house for one gender with three homes: a man has waited longest, and then three women.
fn house_for_one_gender() -> Problem {
    let woman = |id: &str, since: &str| applicant(id, json!({"waiting_since": since}));
    round(json!({
        "sites": [{"id": "H", "category": "bofellesskap", "gender_rule": "single"}],
        "units": homes("H", 3),
        "applicants": [
            applicant("S1", json!({"gender": "man", "waiting_since": "2025-01-10"})),
            woman("S2", "2025-03-01"),
            woman("S3", "2025-06-01"),
            woman("S4", "2025-09-01"),
        ],
    }))
}

#[test]
fn a_house_given_to_the_first_in_the_queue_is_lost_to_the_three_behind_him() {
    let problem = house_for_one_gender();
    let example = worked(&problem, Scheme::WaitingTime);
    assert_eq!(placed(&example).len(), 1);
    assert_eq!(placed(&example)[0].0, "S1");
    let joint = allocate(&problem).run().unwrap();
    let comparison = example.compare(&joint).unwrap();
    assert_eq!(comparison.placed, (1, 3));
    let housed = comparison.levels.iter().find(|level| level.measure.to_string() == "housed(1)").unwrap();
    assert_eq!((housed.one_by_one, housed.joint, housed.gain()), (1, 3, 2));
    let roofs = comparison.levels.iter().find(|level| level.measure.to_string() == "roof").unwrap();
    assert_eq!((roofs.one_by_one, roofs.joint, roofs.gain()), (3, 1, 2), "fewer roofs to buy is a gain");
}

#[test]
fn the_comparison_is_a_table_in_the_language_asked_for() {
    let problem = house_for_one_gender();
    let comparison = worked(&problem, Scheme::WaitingTime).compare(&allocate(&problem).run().unwrap()).unwrap();
    let table = report::comparison(&comparison, Language::Nb);
    let names: Vec<&str> = table.columns.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["measure", "label", "one_by_one", "joint", "gain"]);
    let Column::Text(labels) = &table.columns[1].1 else { panic!("labels are text") };
    assert_eq!(labels[0].as_deref(), Some("får bolig"));
    let Column::Integer(gains) = &table.columns[4].1 else { panic!("gains are whole numbers") };
    assert_eq!(gains[0], Some(2));
    assert_eq!(
        worked(&problem, Scheme::WaitingTime).line(Language::Nb),
        "Regneeksempel, bolig for bolig (ventetid): 1 får bolig"
    );
}

#[test]
fn the_scheme_says_who_comes_first() {
    let problem = one_home(json!([
        applicant("S1", json!({"class": 2, "waiting_since": "2024-01-01"})),
        applicant("S2", json!({"class": 1, "waiting_since": "2025-12-01"})),
        applicant("S3", json!({"class": 1, "waiting_since": null})),
    ]));
    assert_eq!(placed(&worked(&problem, Scheme::WaitingTime)), [("S1", "H 1")]);
    assert_eq!(placed(&worked(&problem, Scheme::Priority)), [("S2", "H 1")]);
    // By lot it is one of them, the same every time, and another with another seed.
    let winner = |seed: u64| worked(&problem.with_seed(seed), Scheme::Lot).placements()[0].household.clone();
    assert_eq!(winner(1), winner(1));
    assert!((0..20).any(|seed| winner(seed) != winner(1)));
}

#[test]
fn the_home_that_fewest_can_have_is_worked_first() {
    // S1 has waited longest and could have either; only S1 and S2 can have the small house, all three the flat.
    let problem = round(json!({
        "sites": [{"id": "F", "category": "ordinaer", "tolerance_violence": 1}, {"id": "H", "category": "smaahus", "age_min": 50}],
        "units": [{"id": "F 1", "site": "F"}, {"id": "H 1", "site": "H"}],
        "applicants": [
            applicant("S1", json!({"age": 55, "waiting_since": "2024-01-01"})),
            applicant("S2", json!({"age": 55, "waiting_since": "2025-01-01"})),
            applicant("S3", json!({"age": 30, "waiting_since": "2025-06-01"})),
        ],
    }));
    let example = worked(&problem, Scheme::WaitingTime);
    assert_eq!(placed(&example), [("S1", "H 1"), ("S2", "F 1")]);
    let turns: Vec<(u32, u32)> = example.turns().iter().flatten().map(|turn| (turn.number, turn.candidates)).collect();
    assert_eq!(turns, [(1, 2), (2, 2)], "two could have the small house; then two were left for the flat");
}

#[test]
fn what_the_office_has_fixed_comes_first() {
    let waiting = || json!([applicant("S1", json!({"waiting_since": "2024-01-01"})), applicant("S2", json!({}))]);
    let problem = one_home(waiting());
    let pinned = problem.pin(&"S2".into(), husrom::problem::Target::Unit("H 1".into())).unwrap();
    assert_eq!(placed(&worked(&pinned, Scheme::WaitingTime)), [("S2", "H 1")]);
    assert_eq!(worked(&pinned, Scheme::WaitingTime).turns(), [None]);
    let clash = pinned.pin(&"S1".into(), husrom::problem::Target::Unit("H 1".into())).unwrap();
    let error = one_by_one(&clash, Scheme::WaitingTime).unwrap_err();
    assert!(matches!(error, AllocateError::Impossible(clash) if clash.len() == 2));
    let offered = allocate(&pinned).run().unwrap().offered().unwrap();
    let offer = Problem::from_parts(husrom::problem::Parts { pins: vec![], ..offered.parts().clone() }).unwrap();
    assert_eq!(placed(&worked(&offer, Scheme::WaitingTime)), [("S2", "H 1")], "a home on offer is held");
}

#[test]
fn a_pin_into_a_home_that_somebody_has_to_leave_first_brings_that_move_along() {
    let (application, residency) = mover("B1", "F 1", "wants_to_move", json!({"wish_sites": "H"}));
    let problem = round(json!({
        "sites": [{"id": "F", "category": "bofellesskap"}, {"id": "H", "category": "ordinaer"}],
        "units": [{"id": "F 1", "site": "F"}, {"id": "H 1", "site": "H"}],
        "applicants": [application, applicant("S1", json!({})), applicant("S2", json!({}))],
        "residents": [residency],
    }));
    let pinned = problem.pin(&"S1".into(), husrom::problem::Target::Unit("F 1".into())).unwrap();
    assert_eq!(placed(&worked(&pinned, Scheme::Lot)), [("B1", "H 1"), ("S1", "F 1")]);
}

#[test]
fn a_home_joins_the_list_once_the_one_who_lives_there_is_placed() {
    let (application, residency) = mover("B1", "F 1", "wants_to_move", json!({"waiting_since": "2020-01-01"}));
    let problem = round(json!({
        "sites": [{"id": "F", "category": "midlertidig"}, {"id": "H", "category": "ordinaer"}],
        "units": [{"id": "F 1", "site": "F"}, {"id": "H 1", "site": "H"}],
        "applicants": [application, applicant("S1", json!({"waiting_since": "2025-01-01"}))],
        "residents": [residency],
    }));
    let example = worked(&problem, Scheme::WaitingTime);
    assert_eq!(placed(&example), [("B1", "H 1"), ("S1", "F 1")]);
    assert_eq!(example.chains(), [Some((1, 1)), Some((1, 2))]);
}

#[test]
fn a_home_that_stood_closed_is_tried_again_once_somebody_moves_out() {
    // Nobody may live in the site beside the one with a high level of violence, until he has moved.
    let (application, residency) =
        mover("B1", "F 1", "wants_to_move", json!({"waiting_since": "2020-01-01", "violence": 3, "wish_sites": "H"}));
    let mut residency: Value = residency;
    residency["violence"] = json!(3);
    let problem = round(json!({
        "sites": [{"id": "F", "category": "bofellesskap"}, {"id": "H", "category": "ordinaer"}],
        "units": [{"id": "F 1", "site": "F"}, {"id": "F 2", "site": "F"}, {"id": "H 1", "site": "H"}],
        "applicants": [
            application,
            applicant("S1", json!({"vulnerable": true, "refused_sites": "H"})),
            applicant("S2", json!({"refused_sites": "F"})),
        ],
        "residents": [residency],
        "rules": [{"id": "vern", "kind": "apart", "a": "vulnerable=yes", "b": "violence>=3", "scope": "site"}],
    }));
    let example = worked(&problem, Scheme::WaitingTime);
    assert_eq!(placed(&example)[0], ("B1", "H 1"));
    assert_eq!(placed(&example)[1].0, "S1");
    let turns: Vec<u32> = example.turns().iter().flatten().map(|turn| turn.number).collect();
    assert!(turns[0] > 1 && turns[1] > turns[0], "the house was tried first, with one candidate: {turns:?}");
}

#[test]
fn one_who_waits_beside_a_resident_is_held_to_the_same_rules() {
    let problem = round(json!({
        "sites": [{"id": "H", "category": "bofellesskap", "gender_rule": "single"}],
        "units": homes("H", 2),
        "applicants": [applicant("S1", json!({"gender": "man", "waiting_since": "2020-01-01"})), applicant("S2", json!({}))],
        "residents": [resident("B1", "H 1", "stays", json!({}))],
    }));
    assert_eq!(placed(&worked(&problem, Scheme::WaitingTime)), [("S2", "H 2")]);
}

#[test]
fn who_must_live_beside_another_is_tried_again_once_that_one_has_a_home() {
    let (application, residency) = mover("B1", "H 1", "must_move", json!({"waiting_since": "2020-01-01"}));
    let problem = round(json!({
        "sites": [{"id": "H", "category": "ordinaer"}],
        "units": homes("H", 3),
        "applicants": [application, applicant("S1", json!({"waiting_since": "2025-01-01"}))],
        "residents": [residency],
        "relations": [{"one": "B1", "other": "S1", "kind": "together", "scope": "site"}],
    }));
    let example = worked(&problem, Scheme::WaitingTime);
    assert_eq!(placed(&example).iter().map(|(household, _)| *household).collect::<Vec<_>>(), ["B1", "S1"]);
}
