//! Pins that cannot hold together.

use husrom::{AllocateError, allocate};
use serde_json::json;

use crate::office::{applicant, homes, mover, round};

#[test]
fn pins_that_clash_are_named() {
    let problem = round(json!({
        "sites": [{"id": "H", "category": "ordinaer"}],
        "units": homes("H", 2),
        "applicants": [applicant("S1", json!({})), applicant("S2", json!({})), applicant("S3", json!({}))],
        "fixings": [
            {"household": "S1", "kind": "pin", "unit": "H 1"},
            {"household": "S2", "kind": "pin", "unit": "H 2"},
            {"household": "S3", "kind": "pin", "unit": "H 1"},
        ],
    }));
    assert_eq!(allocate(&problem).run().unwrap_err(), AllocateError::Impossible(vec!["S1".into(), "S3".into()]));
}

#[test]
fn pins_that_make_a_chain_too_long_clash() {
    // S1 moves to where B1 lives, and B1 to a home that is free.
    let (one, at_one) = mover("B1", "H 1", "must_move", json!({}));
    let pinned = |longest: u32| {
        allocate(&round(json!({
            "settings": {"longest_chain": longest},
            "sites": [{"id": "H", "category": "ordinaer"}],
            "units": homes("H", 2),
            "applicants": [applicant("S1", json!({})), one.clone()], "residents": [at_one.clone()],
            "fixings": [
                {"household": "S1", "kind": "pin", "unit": "H 1"},
                {"household": "B1", "kind": "pin", "unit": "H 2"},
            ],
        })))
        .run()
    };
    assert_eq!(pinned(1).unwrap_err(), AllocateError::Impossible(vec!["S1".into()]));
    assert_eq!(pinned(2).unwrap().placements().len(), 2);
}
