//! What matters end to end, a sentence each: a few people, a few homes, what comes out.

mod audit;
mod change;
mod forged;
mod near;
mod office;
mod one_by_one;
mod pins;
mod size;
mod starts;
mod swaps;
mod why;

use std::time::Duration;

use husrom::allocation::{Allocation, Grade, Stopped};
use husrom::problem::{OfferStatus, Strictness};
use husrom::{Problem, allocate};
use office::{applicant, home_of, homes, level, mover, resident, round, start_of};
use serde_json::json;

fn solve(problem: &Problem) -> Allocation {
    let allocation = allocate(problem).run().unwrap();
    allocation.check().unwrap();
    assert!(allocation.levels().iter().all(|level| level.grade != Grade::Unproved), "{:?}", allocation.levels());
    allocation
}

// ---- one household, one home -------------------------------------------------------------------------------------------------

#[test]
fn a_woman_is_not_placed_in_a_mens_house() {
    let house = |rule: &str| {
        solve(&round(json!({
            "sites": [{"id": "H", "category": "bofellesskap", "gender_rule": rule}],
            "units": homes("H", 1),
            "applicants": [applicant("S1", json!({"gender": "woman"}))],
        })))
    };
    assert_eq!(home_of(&house("men"), "S1"), None);
    assert_eq!(home_of(&house("women"), "S1"), Some("H 1"));
    let refused = house("men");
    assert_eq!(refused.unplaced()[0].excluded_by.get(&"gender".into()), Some(&1));
}

#[test]
fn an_unknown_fact_excludes_with_ask() {
    let allocation = solve(&round(json!({
        "sites": [{"id": "H", "category": "bofellesskap", "gender_rule": "women"}],
        "units": homes("H", 2),
        "applicants": [applicant("S1", json!({"gender": null}))],
    })));
    let unplaced = &allocation.unplaced()[0];
    assert_eq!(unplaced.ask_for, [("gender".to_owned(), 2)]);
    assert_eq!(unplaced.reason.code, "ask");
}

#[test]
fn a_family_is_placed_whole_or_not_at_all() {
    let family = |largest: u32| {
        solve(&round(json!({
            "sites": [{"id": "H", "category": "ordinaer"}],
            "units": [{"id": "H 1", "site": "H", "largest_household": largest}],
            "applicants": [applicant("S1", json!({}))],
            "persons": [{"id": "S1-barn", "household": "S1", "child": true, "age": 6}],
        })))
    };
    assert_eq!(home_of(&family(1), "S1"), None);
    assert_eq!(home_of(&family(2), "S1"), Some("H 1"));
}

#[test]
fn a_home_that_would_be_free_after_a_hard_deadline_is_ruled_out() {
    let by = |hard: bool| {
        solve(&round(json!({
            "round": {"id": "r", "date": "2026-01-05", "horizon": "2026-02-28"},
            "sites": [{"id": "H", "category": "ordinaer"}],
            "units": [{"id": "H 1", "site": "H", "free_from": "2026-02-01"}],
            "applicants": [applicant("S1", json!({"housed_by": "2026-01-31", "housed_by_is_hard": hard}))],
        })))
    };
    assert_eq!(home_of(&by(true), "S1"), None);
    assert_eq!(home_of(&by(false), "S1"), Some("H 1"));
    assert_eq!(level(&by(false), "deadline"), 1);
}

#[test]
fn a_tenant_for_good_is_moved_only_into_something_it_prefers() {
    let wish = |wishes: serde_json::Value| {
        let (applicant, resident) = mover("B1", "Gammel 1", "wants_to_move", json!({"wish_sites": wishes}));
        solve(&round(json!({
            "sites": [{"id": "Gammel", "category": "ordinaer"}, {"id": "Ny", "category": "ordinaer"}],
            "units": [{"id": "Gammel 1", "site": "Gammel"}, {"id": "Ny 1", "site": "Ny"}],
            "applicants": [applicant], "residents": [resident],
        })))
    };
    assert_eq!(home_of(&wish(json!([])), "B1"), None);
    assert_eq!(home_of(&wish(json!(["Ny"])), "B1"), Some("Ny 1"));
}

#[test]
fn homes_held_back_or_out_of_service_are_not_given_and_say_why() {
    let allocation = solve(&round(json!({
        "sites": [{"id": "H", "category": "ordinaer"}],
        "units": [{"id": "H 1", "site": "H", "held_back": "holdes til brannsaken"},
                  {"id": "H 2", "site": "H", "out_of_service": "vannskade"}],
        "applicants": [applicant("S1", json!({}))],
    })));
    assert_eq!(home_of(&allocation, "S1"), None);
    assert!(allocation.outcome().vacant.iter().all(|vacancy| vacancy.not_given.is_some()), "{:?}", allocation.outcome().vacant);
}

// ---- who lives together --------------------------------------------------------------------------------------------------------

#[test]
fn neutral_persons_may_enter_a_mixed_single_house_but_women_and_men_may_not() {
    let allocation = solve(&round(json!({
        "sites": [{"id": "H", "category": "bofellesskap", "gender_rule": "single"}],
        "units": homes("H", 5),
        "residents": [resident("B1", "H 1", "stays", json!({"gender": "woman"})), resident("B2", "H 2", "stays", json!({"gender": "man"}))],
        "applicants": [
            applicant("S1", json!({"gender": "woman"})),
            applicant("S2", json!({"gender": "man"})),
            applicant("S3", json!({"gender": "other", "suits": ["women", "men"]})),
        ],
        "rules": [{"id": "single", "kind": "single"}],
    })));
    assert_eq!(home_of(&allocation, "S1"), None);
    assert_eq!(home_of(&allocation, "S2"), None);
    assert!(home_of(&allocation, "S3").is_some());
    assert_eq!(allocation.outcome().standing.len(), 1, "the mixed house is reported");
}

#[test]
fn an_empty_single_house_takes_one_gender() {
    let allocation = solve(&round(json!({
        "sites": [{"id": "H", "category": "bofellesskap", "gender_rule": "single"}],
        "units": homes("H", 3),
        "applicants": [
            applicant("S1", json!({"gender": "woman"})),
            applicant("S2", json!({"gender": "man"})),
            applicant("S3", json!({"gender": "woman"})),
        ],
        "rules": [{"id": "single", "kind": "single"}],
    })));
    assert!(home_of(&allocation, "S1").is_some() && home_of(&allocation, "S3").is_some());
    assert_eq!(home_of(&allocation, "S2"), None);
}

/// A house of two homes; a violent resident leaves the first on 10 February; the second is free, or not.
fn beside_the_violent(second_is_free: bool) -> Allocation {
    let second = if second_is_free {
        json!({"id": "H 2", "site": "H"})
    } else {
        json!({"id": "H 2", "site": "H", "held_back": "holdes av"})
    };
    solve(&round(json!({
        "round": {"id": "r", "date": "2026-01-05", "horizon": "2026-02-28"},
        "sites": [{"id": "H", "category": "bofellesskap"}],
        "units": [{"id": "H 1", "site": "H"}, second],
        "residents": [resident("B1", "H 1", "leaves", json!({"violence": 4, "leaves_on": "2026-02-10"}))],
        "applicants": [applicant("S1", json!({"vulnerable": true}))],
        "rules": [{"id": "vern", "kind": "apart", "scope": "site", "a": "vulnerable=yes", "b": "violence>=3"}],
    })))
}

#[test]
fn a_vulnerable_newcomer_waits_until_the_violent_resident_has_left() {
    for second_is_free in [false, true] {
        let allocation = beside_the_violent(second_is_free);
        assert_eq!(home_of(&allocation, "S1"), Some("H 1"), "never beside the resident, who lives there until February");
        assert_eq!(start_of(&allocation, "S1").as_deref(), Some("2026-02-10"));
    }
}

#[test]
fn a_resident_of_unknown_violence_counts_as_the_worst_case() {
    let beside = |violence: serde_json::Value| {
        solve(&round(json!({
            "sites": [{"id": "H", "category": "bofellesskap"}],
            "units": homes("H", 2),
            "residents": [resident("B1", "H 1", "stays", json!({"violence": violence}))],
            "applicants": [applicant("S1", json!({"vulnerable": true}))],
            "rules": [{"id": "vern", "kind": "apart", "scope": "site", "a": "vulnerable=yes", "b": "violence>=3"}],
        })))
    };
    assert_eq!(home_of(&beside(json!(0)), "S1"), Some("H 2"));
    assert_eq!(home_of(&beside(json!(null)), "S1"), None);
}

#[test]
fn standing_violations_never_make_a_round_impossible() {
    let problem = round(json!({
        "sites": [{"id": "H", "category": "bofellesskap"}],
        "units": homes("H", 4),
        "residents": [
            resident("B1", "H 1", "stays", json!({"violence": 3})),
            resident("B2", "H 2", "stays", json!({"violence": 3})),
            resident("B3", "H 3", "stays", json!({"violence": 3})),
        ],
        "applicants": [applicant("S1", json!({"violence": 3})), applicant("S2", json!({"violence": 0}))],
        "rules": [{"id": "få", "kind": "limit", "scope": "site", "who": "violence>=3", "most": 1}],
    }));
    let allocation = solve(&problem);
    assert_eq!(home_of(&allocation, "S1"), None, "nobody makes it worse");
    assert_eq!(home_of(&allocation, "S2"), Some("H 4"), "those it does not concern may enter");
    let standing = &allocation.outcome().standing[0];
    assert_eq!((standing.rule.as_str(), standing.before, standing.after), ("få", 2, 2));
}

#[test]
fn a_share_is_held_on_the_day_a_site_closes() {
    // Four places until 20 January, two from then on; the resident who counts is there until 10 February.
    let placed = |closes: serde_json::Value| {
        let allocation = solve(&round(json!({
            "round": {"id": "r", "date": "2026-01-05", "horizon": "2026-02-28"},
            "sites": [{"id": "H", "category": "ordinaer", "zone": "Z", "closes": closes}, {"id": "K", "category": "ordinaer", "zone": "Z"}],
            "units": [{"id": "H 1", "site": "H", "held_back": "holdes av"}, {"id": "H 2", "site": "H", "held_back": "holdes av"},
                      {"id": "K 1", "site": "K"}, {"id": "K 2", "site": "K", "held_back": "holdes av"}],
            "residents": [resident("B1", "K 2", "leaves", json!({"violence": 3, "leaves_on": "2026-02-10"}))],
            "applicants": [applicant("S1", json!({"violence": 3}))],
            "rules": [{"id": "halvparten", "kind": "share", "scope": "zone", "who": "violence>=3", "percent": 50}],
        })));
        allocation.placements().len()
    };
    assert_eq!(placed(json!("2026-01-20")), 0);
    assert_eq!(placed(json!("")), 1, "without the closing there is room for one more");
}

#[test]
fn those_who_belong_together_come_together_or_not_at_all() {
    let together = |homes: serde_json::Value| {
        solve(&round(json!({
            "sites": [{"id": "H", "category": "bofellesskap"}, {"id": "K", "category": "bofellesskap"}],
            "units": homes,
            "applicants": [applicant("S1", json!({})), applicant("S2", json!({}))],
            "relations": [{"one": "S1", "other": "S2", "kind": "together", "scope": "site"}],
        })))
    };
    let apart = together(json!([{"id": "H 1", "site": "H"}, {"id": "K 1", "site": "K"}]));
    assert!(apart.placements().is_empty());
    let beside = together(json!([{"id": "H 1", "site": "H"}, {"id": "H 2", "site": "H"}, {"id": "K 1", "site": "K"}]));
    assert_eq!(beside.placements().len(), 2);
    assert!(beside.placements().iter().all(|placement| placement.unit.as_str().starts_with('H')));
}

#[test]
fn hours_of_support_are_not_given_twice() {
    let with_hours = |hours: f64| {
        solve(&round(json!({
            "sites": [{"id": "H", "category": "ordinaer"}],
            "units": homes("H", 2),
            "applicants": [applicant("S1", json!({"support_hours": 2.5})), applicant("S2", json!({"support_hours": 2.5}))],
            "resources": [{"id": "team", "uses": "support_hours", "capacity": hours}],
        })))
    };
    assert_eq!(with_hours(4.5).placements().len(), 1);
    assert_eq!(with_hours(5.0).placements().len(), 2);
}

// ---- movers and chains ---------------------------------------------------------------------------------------------------------

#[test]
fn a_swap_of_two_residents_is_found() {
    let (one, at_one) = mover("B1", "H 1", "wants_to_move", json!({"wish_sites": ["K"]}));
    let (other, at_other) = mover("B2", "K 1", "wants_to_move", json!({"wish_sites": ["H"]}));
    let swap = |longest: serde_json::Value| {
        solve(&round(json!({
            "settings": {"longest_chain": longest},
            "sites": [{"id": "H", "category": "ordinaer"}, {"id": "K", "category": "ordinaer"}],
            "units": [{"id": "H 1", "site": "H"}, {"id": "K 1", "site": "K"}],
            "applicants": [one.clone(), other.clone()], "residents": [at_one.clone(), at_other.clone()],
        })))
    };
    for longest in [json!(null), json!(2)] {
        let allocation = swap(longest);
        assert_eq!(home_of(&allocation, "B1"), Some("K 1"));
        assert_eq!(home_of(&allocation, "B2"), Some("H 1"));
        assert!(allocation.outcome().chains.iter().all(|chain| chain.is_some_and(|(number, _)| number == 1)));
    }
    assert!(swap(json!(1)).placements().is_empty());
}

#[test]
fn a_chain_longer_than_allowed_is_not() {
    // S1 → the home of B1 → the home of B2 → a home that is free.
    let (one, at_one) = mover("B1", "H 1", "must_move", json!({}));
    let (two, at_two) = mover("B2", "K 1", "must_move", json!({}));
    let placed = |longest: u32| {
        let allocation = solve(&round(json!({
            "settings": {"longest_chain": longest},
            "sites": [{"id": "H", "category": "ordinaer"}, {"id": "K", "category": "ordinaer"}, {"id": "L", "category": "ordinaer"}],
            "units": [{"id": "H 1", "site": "H"}, {"id": "K 1", "site": "K"}, {"id": "L 1", "site": "L"}],
            "applicants": [applicant("S1", json!({"refused_sites": ["K", "L"]})), one.clone(), two.clone()],
            "residents": [at_one.clone(), at_two.clone()],
            "fixings": [
                {"household": "B1", "kind": "ban", "unit": "L 1"},
                {"household": "B2", "kind": "ban", "unit": "H 1"},
            ],
        })));
        allocation.placements().len()
    };
    assert_eq!([placed(1), placed(2), placed(3)], [1, 2, 3]);
}

#[test]
fn must_movers_keep_their_home_if_none_is_found() {
    let (mover, at) = mover("B1", "H 1", "must_move", json!({}));
    let allocation = solve(&round(json!({
        "sites": [{"id": "H", "category": "ordinaer"}],
        "units": homes("H", 1),
        "applicants": [mover, applicant("S1", json!({}))], "residents": [at],
    })));
    assert!(allocation.placements().is_empty(), "nobody takes the home of one who has nowhere to go");
    assert!(allocation.outcome().vacant.is_empty());
    assert_eq!(level(&allocation, "displaced"), 1);
}

#[test]
fn a_home_that_one_of_two_residents_leaves_goes_on_being_let() {
    let (mover, at) = mover("B1", "H 1", "must_move", json!({}));
    let allocation = solve(&round(json!({
        "sites": [{"id": "H", "category": "ordinaer"}],
        "units": [{"id": "H 1", "site": "H", "cost_let": 9000, "cost_vacant": 2000}, {"id": "H 2", "site": "H"}],
        "applicants": [mover], "residents": [at, resident("B2", "H 1", "stays", json!({}))],
        "goals": [{"measure": "displaced"}, {"measure": "cost"}],
    })));
    assert_eq!(home_of(&allocation, "B1"), Some("H 2"));
    assert_eq!(level(&allocation, "cost"), 9);
}

#[test]
fn a_roof_is_bought_today_for_those_who_get_none() {
    let allocation = solve(&round(json!({
        "sites": [{"id": "H", "category": "midlertidig"}],
        "units": homes("H", 1),
        "applicants": [applicant("S1", json!({"situation": "homeless"})), applicant("S2", json!({"situation": "homeless"}))],
    })));
    assert_eq!(allocation.placements().len(), 1);
    assert_eq!(allocation.outcome().roofs.len(), 1);
    assert_eq!(level(&allocation, "roof"), 1);
}

// ---- what the office fixes, offers and answers ---------------------------------------------------------------------------------

#[test]
fn an_accepted_offer_is_kept_and_a_refused_one_closes_that_home_only() {
    let answered = |status: &str| {
        solve(&round(json!({
            "sites": [{"id": "H", "category": "ordinaer"}, {"id": "K", "category": "ordinaer"}],
            "units": [{"id": "H 1", "site": "H"}, {"id": "K 1", "site": "K"}],
            "applicants": [applicant("S1", json!({"wish_sites": ["K"]}))],
            "offers": [{"household": "S1", "unit": "H 1", "status": status}],
        })))
    };
    assert_eq!(home_of(&answered("accepted"), "S1"), Some("H 1"));
    assert_eq!(home_of(&answered("pending"), "S1"), Some("H 1"), "no offer is withdrawn for a wish");
    assert_eq!(home_of(&answered("refused"), "S1"), Some("K 1"));
}

fn three_and_three() -> Problem {
    round(json!({
        "sites": [{"id": "H", "category": "ordinaer"}, {"id": "K", "category": "ordinaer"}],
        "units": [{"id": "H 1", "site": "H"}, {"id": "H 2", "site": "H"}, {"id": "K 1", "site": "K"}, {"id": "K 2", "site": "K"}],
        "applicants": [
            applicant("S1", json!({"wish_sites": ["H"]})),
            applicant("S2", json!({"wish_sites": ["H"]})),
            applicant("S3", json!({"wish_sites": ["H"]})),
        ],
    }))
}

#[test]
fn offers_answered_change_as_little_as_possible() {
    let first = solve(&three_and_three());
    let refuser = first.placements().iter().find(|placement| placement.unit.as_str().starts_with('H')).unwrap().clone();
    let mut parts = first.offered().unwrap().parts().clone();
    for offer in parts.offers.iter_mut().filter(|offer| offer.household == refuser.household) {
        offer.status = OfferStatus::Refused;
    }
    let second = solve(&Problem::from_parts(parts).unwrap());
    for placement in first.placements().iter().filter(|placement| placement.household != refuser.household) {
        assert!(second.placements().contains(placement), "{placement:?} was offered and is withdrawn");
    }
    assert_eq!(level(&second, "changes"), 0);
    assert_ne!(home_of(&second, refuser.household.as_str()), Some(refuser.unit.as_str()));
}

#[test]
fn place_now_touches_nothing_that_is_offered() {
    let first = solve(&three_and_three());
    let mut parts = first.problem().parts().clone();
    let mut newcomer = parts.households[0].clone();
    newcomer.id = "S9".into();
    newcomer.persons[0].id = "S9".into();
    parts.households.push(newcomer);
    let now = first.place_now_in(&Problem::from_parts(parts).unwrap(), &"S9".into()).unwrap();
    now.check().unwrap();
    for placement in first.placements() {
        assert!(now.placements().contains(placement), "{placement:?} was given and is taken back");
    }
    let given = home_of(&now, "S9").expect("one home is left");
    assert!(first.placements().iter().all(|placement| placement.unit.as_str() != given));
}

#[test]
fn place_now_does_not_part_those_who_are_to_live_together() {
    let problem = office::round(json!({
        "sites": [{"id": "H", "category": "ordinaer"}, {"id": "K", "category": "ordinaer", "age_min": 30}],
        "units": [{"id": "H 1", "site": "H"}, {"id": "K 1", "site": "K"}],
        "applicants": [office::applicant("S1", json!({"age": 40})), office::applicant("S2", json!({"age": 22}))],
        "relations": [{"one": "S1", "other": "S2", "kind": "together", "scope": "site"}],
    }));
    let allocation = solve(&problem);
    assert!(allocation.placements().is_empty());
    let now = allocation.place_now(&"S1".into()).unwrap();
    assert_eq!(home_of(&now, "S1"), None, "S2 can live nowhere, and S1 nowhere without S2");
}

// ---- the run --------------------------------------------------------------------------------------------------------------------

#[test]
fn a_time_limit_of_zero_gives_a_checked_allocation() {
    let allocation = allocate(&three_and_three()).time_limit(Duration::ZERO).run().unwrap();
    allocation.check().unwrap();
    assert_eq!(allocation.outcome().stopped, Stopped::TimeLimit);
    assert!(allocation.levels().iter().any(|level| level.grade == Grade::Unproved));
    assert!(allocation.levels().iter().all(|level| (level.grade == Grade::Unproved) == (level.bound != Some(level.held))));
}

#[test]
fn the_lot_is_drawn_by_the_seed_and_not_by_the_order_of_rows() {
    let drawn = |ids: [&str; 3], seed: u64| {
        let problem = round(json!({
            "settings": {"seed": seed},
            "sites": [{"id": "H", "category": "ordinaer"}],
            "units": homes("H", 1),
            "applicants": ids.map(|id| applicant(id, json!({}))),
        }));
        solve(&problem).placements()[0].household.to_string()
    };
    let winners: Vec<String> = (0..20).map(|seed| drawn(["S1", "S2", "S3"], seed)).collect();
    let turned: Vec<String> = (0..20).map(|seed| drawn(["S3", "S1", "S2"], seed)).collect();
    assert_eq!(winners, turned);
    for id in ["S1", "S2", "S3"] {
        assert!(winners.iter().any(|winner| winner == id), "{id} never wins in 20 draws: {winners:?}");
    }
}

#[test]
fn a_rule_of_the_office_is_turned_off_or_made_soft_without_code() {
    let with = |rules: serde_json::Value| {
        solve(&round(json!({
            "sites": [{"id": "H", "category": "ordinaer", "age_min": 50}],
            "units": homes("H", 1),
            "applicants": [applicant("S1", json!({"age": 40}))],
            "rules": rules,
        })))
    };
    assert_eq!(home_of(&with(json!([])), "S1"), None);
    assert_eq!(home_of(&with(json!([{"id": "age", "kind": "age", "on": false}])), "S1"), Some("H 1"));
    let soft = with(json!([{"id": "age", "kind": "age", "strictness": "soft", "price": 2}]));
    assert_eq!(home_of(&soft, "S1"), Some("H 1"));
    assert_eq!(level(&soft, "misplacement"), 2);
    assert!(soft.problem().rules().iter().any(|rule| matches!(rule.strictness, Strictness::Soft { .. })));
}
