//! A changed copy of a solved problem, solved from there.

use husrom::planning::{Change, Scenario};
use husrom::{Prepared, allocate};
use serde_json::json;

use crate::office::{applicant, homes, round};
use crate::{level, solve};

#[test]
fn a_best_that_breaks_a_rule_only_now_is_not_taken_over() {
    // Two are as many as should live together; then one, and each beyond that costs more than a placement of the first class is worth.
    let problem = round(json!({
        "sites": [{"id": "H", "category": "bofellesskap"}],
        "units": homes("H", 3),
        "applicants": [
            applicant("S1", json!({"class": 1})), applicant("S2", json!({"class": 2})), applicant("S3", json!({"class": 2})),
        ],
        "rules": [{
            "id": "few", "kind": "limit", "scope": "site", "who": "age>=18", "most": 2,
            "strictness": "soft", "level": "housed(1)", "price": 2,
        }],
    }));
    let base = solve(&problem);
    assert_eq!(base.placements().len(), 2);
    let fewer = Scenario::new("fewer", vec![Change::Loosen { id: "few".into(), by: -1 }]).apply(&problem).unwrap();
    let changed = allocate(&fewer).near(&Prepared::of(&base)).run().unwrap();
    assert_eq!((changed.placements().len(), level(&changed, "housed(1)")), (1, 1));
}
