//! Two newcomers in a shared home from which two residents leave on different dates: who comes first.

use husrom::Problem;
use serde_json::{Value, json};

use crate::office::{applicant, resident, round, start_of};
use crate::solve;

fn shared(seed: u64, applicants: &[Value]) -> Problem {
    round(json!({
        "round": {"id": "r", "date": "2026-01-05", "horizon": "2026-02-28"},
        "settings": {"seed": seed},
        "sites": [{"id": "H", "category": "bofellesskap"}],
        "units": [{"id": "H 1", "site": "H", "shared_places": 2}],
        "residents": [
            resident("B1", "H 1", "leaves", json!({"leaves_on": "2026-01-20"})),
            resident("B2", "H 1", "leaves", json!({"leaves_on": "2026-02-20"})),
        ],
        "applicants": applicants,
    }))
}

#[test]
fn of_two_alike_the_lot_says_who_comes_first() {
    let first = |ids: [&str; 2], seed: u64| {
        let allocation = solve(&shared(seed, &ids.map(|id| applicant(id, json!({})))));
        let starts = ids.map(|id| start_of(&allocation, id).unwrap());
        assert!(starts.contains(&"2026-01-20".to_owned()) && starts.contains(&"2026-02-20".to_owned()), "{starts:?}");
        ids[usize::from(starts[0] > starts[1])].to_owned()
    };
    let drawn: Vec<String> = (0..20).map(|seed| first(["S1", "S2"], seed)).collect();
    let turned: Vec<String> = (0..20).map(|seed| first(["S2", "S1"], seed)).collect();
    assert_eq!(drawn, turned);
    for id in ["S1", "S2"] {
        assert!(drawn.iter().any(|first| first == id), "{id} is never first in 20 draws");
    }
}

#[test]
fn who_is_ready_first_comes_first_where_that_makes_fewer_days_of_waiting() {
    for (seed, late) in (0..60).flat_map(|seed| [(seed, "S1"), (seed, "S2")]) {
        let ready = |id: &str| applicant(id, if id == late { json!({"ready_from": "2026-01-21"}) } else { json!({}) });
        let allocation = solve(&shared(seed, &[ready("S1"), ready("S2")]));
        assert_eq!(start_of(&allocation, late).as_deref(), Some("2026-02-20"), "seed {seed}");
    }
}
