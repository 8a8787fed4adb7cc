//! Records that claim more than is so, made by somebody who knows how proofs are checked: none of them stands.

use husrom::allocation::{Allocation, Certificate, Cut, Grade, Outcome, Refutation};
use husrom::proof::{CertificateError, verify};
use husrom::record::Record;
use husrom::{Problem, allocate};
use serde_json::{Value, json};

use crate::office::{applicant, round};

/// S1 and homes of one kind that somebody has assessed, with some goals.
fn assessed(points: &[(&str, i64)], over: Value) -> Problem {
    let of = |(unit, points): &(&str, i64)| json!({"household": "S1", "unit": unit, "points": points});
    let mut rows = json!({
        "sites": [{"id": "A", "category": "smaahus"}],
        "units": points.iter().map(|(unit, _)| json!({"id": unit, "site": "A"})).collect::<Vec<Value>>(),
        "applicants": [applicant("S1", json!({}))],
        "assessments": points.iter().map(of).collect::<Vec<Value>>(),
        "goals": [{"measure": "fit"}],
    });
    rows.as_object_mut().unwrap().extend(over.as_object().unwrap().clone());
    round(rows)
}

/// What another problem came to, told of this one.
fn told_of(problem: &Problem, other: &Problem) -> Outcome {
    let (mut outcome, other) = (outcome(problem), outcome(other));
    outcome.placements = other.placements;
    outcome
}

fn outcome(problem: &Problem) -> Outcome {
    allocate(problem).run().unwrap().outcome().clone()
}

fn state(outcome: &mut Outcome, at: usize, value: i64, grade: Grade) {
    let level = &mut outcome.levels[at];
    (level.value, level.held, level.bound, level.grade) = (value, value, Some(value), grade);
}

fn refuted(measure: &str, bound: i64, multipliers: Vec<Vec<(u32, i64)>>, cuts: Vec<Cut>, by: Vec<(u32, i64)>) -> Certificate {
    let refutation = Some(Refutation { cuts, multipliers: by });
    Certificate { measure: measure.to_owned(), bound, scale: 0, multipliers, cuts: Vec::new(), refutation }
}

#[test]
fn a_level_that_is_not_held_yet_cannot_be_made_to_bind() {
    let problem = assessed(&[("A1", 2), ("A2", 4)], json!({}));
    let mut forged = told_of(&problem, &assessed(&[("A1", 4), ("A2", 2)], json!({})));
    state(&mut forged, 0, 2, Grade::Certified);
    // Whatever number the level's row has: a multiplier of it says nothing, but would bind it, as an equation, once it is held.
    for row in 0..8 {
        let halved = Cut { multipliers: vec![(row, 1)], divisor: 2, raised: Vec::new() };
        forged.certificates = vec![refuted("fit", 2, vec![vec![(row, 1_000_000)]], vec![halved], vec![(row, -1), (row + 1, 2)])];
        let error = verify(&problem, &forged).unwrap_err();
        assert!(matches!(error, CertificateError::Bound { .. }), "row {row}: {error}");
    }
}

#[test]
fn of_placements_that_are_no_solution_of_the_program_nothing_is_certified() {
    let homes = [("A1", 3), ("A2", 1), ("A3", 2)];
    let cheap = json!({
        "units": [
            {"id": "A1", "site": "A", "cost_let": 5000, "cost_vacant": 5000},
            {"id": "A2", "site": "A", "cost_let": 1000, "cost_vacant": 5000},
            {"id": "A3", "site": "A", "cost_let": 1000, "cost_vacant": 5000, "robust": true},
        ],
        "goals": [{"measure": "cost"}, {"measure": "fit"}],
    });
    let mut listed = cheap.clone();
    listed["settings"] = json!({"shortlist": 1});
    let problem = assessed(&homes, listed);
    let mut forged = told_of(&problem, &assessed(&[("A1", 3), ("A2", 9), ("A3", 2)], cheap));
    assert_ne!(forged.placements, outcome(&problem).placements, "the home is off the list");
    state(&mut forged, 0, 11, Grade::Solver);
    state(&mut forged, 1, 1, Grade::Certified);
    for row in 0..8 {
        forged.certificates = vec![refuted("fit", 1, vec![Vec::new()], Vec::new(), vec![(row, 1)])];
        assert!(verify(&problem, &forged).is_err(), "row {row}");
    }
}

#[test]
fn a_level_that_contradicts_itself_does_not_stand() {
    let problem = assessed(&[("A1", 2), ("A2", 4)], json!({}));
    let faults = |bound: i64, grade: Grade| {
        let mut outcome = outcome(&problem);
        let level = &mut outcome.levels[0];
        (level.bound, level.grade) = (Some(bound), grade);
        level.gap = Some(if bound == level.value { 0.0 } else { 0.25 });
        outcome.certificates.clear();
        let record = Record::of(&Allocation::new(std::sync::Arc::new(problem.clone()), outcome));
        let faults = record.verify().map_or_else(|error| error.faults, |_| Vec::new());
        faults.into_iter().map(|fault| fault.place).collect::<Vec<String>>()
    };
    let tells = |faults: Vec<String>, what: &str| assert!(faults.iter().any(|place| place.ends_with(what)), "{faults:?}");
    tells(faults(3, Grade::Unproved), "bound");
    tells(faults(4, Grade::Unproved), "grade");
    tells(faults(5, Grade::Solver), "grade");
    assert_eq!(faults(4, Grade::Solver), Vec::<String>::new());
}
