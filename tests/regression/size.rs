//! How large a round can be, and what shortlists make of one that is too large.

use husrom::explanation::{Answer, Menu, Smallest, Step};
use husrom::one_by_one::Scheme;
use husrom::problem::Category;
use husrom::{AllocateError, Problem, allocate};
use serde_json::json;

use crate::office::{applicant, home_of, resident, round};
use crate::solve;

#[test]
fn a_round_no_machine_has_room_for_is_refused_at_once_and_says_what_to_do() {
    // Homes that differ in rent, so that each is a kind of its own, and something that couples households.
    let units: Vec<_> =
        (0..2_001).map(|number| json!({"id": format!("H {number}"), "site": "H", "rent": 5_000 + number})).collect();
    let applicants: Vec<_> = (0..1_000).map(|number| applicant(&format!("S{number}"), json!({}))).collect();
    let problem = round(json!({
        "sites": [{"id": "H", "category": "ordinaer"}],
        "units": units,
        "applicants": applicants,
        "relations": [{"one": "S1", "other": "S2", "kind": "together", "scope": "site"}],
    }));
    let error = allocate(&problem).run().unwrap_err();
    assert_eq!(error, AllocateError::TooLarge(2_000_000));
    assert!(error.to_string().contains("divide it by district"), "{error}");
    assert_eq!(husrom::one_by_one(&problem, Scheme::Lot).unwrap_err(), error);
    // What it says helps: everybody has a home, and it is proved without a solver that they have the best there are on their lists.
    let mut parts = problem.parts().clone();
    parts.settings.shortlist = Some(4);
    let shortlisted = solve(&Problem::from_parts(parts).unwrap());
    assert_eq!(shortlisted.placements().len(), 1_000);
    assert_eq!(shortlisted.outcome().effort.pairs, 4_000);
    assert!(error.to_string().contains("shortlist"), "{error}");
    assert!(husrom::proof::verify(shortlisted.problem(), shortlisted.outcome()).unwrap() > 0);
}

#[test]
fn a_shortlist_has_what_suits_best_what_is_drawn_and_what_is_offered() {
    let sites = ["A", "B", "C", "D", "E"].map(|id| json!({"id": id, "category": "ordinaer"}));
    let units = ["A", "B", "C", "D", "E"].map(|site| json!({"id": format!("{site} 1"), "site": site}));
    let listed = |shortlist: u32, offers: serde_json::Value| {
        let problem = round(json!({
            "sites": sites,
            "units": units,
            "applicants": [applicant("S1", json!({"wish_sites": ["C", "D"]}))],
            "offers": offers,
            "settings": {"shortlist": shortlist},
        }));
        let allocation = solve(&problem);
        let explainer = allocation.explain();
        let is_listed = |unit: &String| matches!(explainer.force(&"S1".into(), Some(&unit.as_str().into())), Ok(Answer::Had(..)));
        ["A 1", "B 1", "C 1", "D 1", "E 1"].map(str::to_owned).into_iter().filter(is_listed).collect::<Vec<_>>()
    };
    assert_eq!(listed(1, json!([])), ["C 1"]);
    let (two, three) = (listed(2, json!([])), listed(3, json!([])));
    assert!(two.len() == 2 && two.contains(&"C 1".to_owned()), "{two:?}");
    assert!(three.len() == 3 && ["C 1", "D 1"].iter().all(|unit| three.iter().any(|it| it == unit)), "{three:?}");
    assert_eq!(listed(5, json!([])).len(), 5);
    let offered = json!([{"household": "S1", "unit": "A 1", "status": "pending"}]);
    assert_eq!(listed(1, offered), ["A 1", "C 1"]);
    let accepted = json!([{"household": "S1", "unit": "B 1", "status": "accepted"}]);
    assert_eq!(listed(1, accepted), ["B 1"]);
}

#[test]
fn a_home_that_lasts_comes_before_a_bed_wished_for_on_a_shortlist() {
    let problem = round(json!({
        "sites": [{"id": "A", "category": "midlertidig"}, {"id": "B", "category": "ordinaer"}],
        "units": [{"id": "A 1", "site": "A"}, {"id": "B 1", "site": "B"}],
        "applicants": [applicant("S1", json!({"situation": "homeless", "wish_sites": ["A"]}))],
        "settings": {"shortlist": 1},
    }));
    assert_eq!(home_of(&solve(&problem), "S1"), Some("B 1"));
}

#[test]
fn a_shortlist_never_makes_impossible_what_the_office_has_fixed() {
    let wants = |id: &str| applicant(id, json!({"wish_sites": ["A"]}));
    let pin = |id: &str| json!({"household": id, "kind": "pin", "category": "ordinaer"});
    let problem = round(json!({
        "sites": [{"id": "A", "category": "ordinaer"}, {"id": "B", "category": "ordinaer"}],
        "units": [{"id": "A 1", "site": "A"}, {"id": "B 1", "site": "B"}],
        "applicants": [wants("S1"), wants("S2")],
        "fixings": [pin("S1"), pin("S2")],
        "settings": {"shortlist": 1},
    }));
    assert_eq!(solve(&problem).placements().len(), 2);
}

#[test]
fn a_home_added_may_push_others_off_the_shortlists_and_is_a_smallest_change_all_the_same() {
    // Once there is an ordinary home it is all that the three who wish for one are considered for, and a house that there are hours for is
    // left to the fourth: it is placed in every optimum, though fewer are placed in all than with the hours alone.
    let site = |id: &str, category: &str| json!({"id": id, "category": category});
    let units = ["A", "B", "C", "O"].map(|site| json!({"id": format!("{site} 1"), "site": site}));
    let wishes = |id: &str, site: &str| applicant(id, json!({"wish_categories": ["ordinaer"], "wish_sites": [site]}));
    let fourth =
        json!({"wish_sites": ["A"], "refused_sites": ["B", "C"], "refused_categories": ["ordinaer"], "support_hours": 1});
    let problem = round(json!({
        "sites": [site("A", "bofellesskap"), site("B", "bofellesskap"), site("C", "bofellesskap"), site("O", "ordinaer")],
        "units": units,
        "residents": [resident("R1", "O 1", "stays", json!({}))],
        "applicants": [wishes("S1", "A"), wishes("S2", "B"), wishes("S3", "C"), applicant("S4", fourth)],
        "resources": [{"id": "team", "uses": "support_hours", "capacity": 0, "sites": ["A"]}],
        "settings": {"shortlist": 1, "points(category)": [9], "points(site)": [8]},
    }));
    let allocation = solve(&problem);
    assert_eq!(["S1", "S2", "S3"].map(|id| home_of(&allocation, id)), [Some("A 1"), Some("B 1"), Some("C 1")]);
    let steps = [Step::Capacity { resource: "team".into(), more: 60 }, Step::AddHome { category: Category::Ordinaer }];
    let menu = Menu(steps.into_iter().map(|step| (step, 1)).collect());
    let found = allocation.explain().smallest_change(&"S4".into(), &menu).unwrap();
    assert!(matches!(&found, Smallest::Found(change) if change.placement.unit.as_str() == "A 1"), "{found:?}");
}
