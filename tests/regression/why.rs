//! What is told, a sentence each: which setting, lock or limit it is that stands in the way, and what a party is not told.

use husrom::explanation::{Answered, Cause, ExplainError, Menu, Reader, Smallest, Subject, Why};
use husrom::record::Record;
use husrom::{Interrupt, Language, Problem, allocate};
use serde_json::{Value, json};

use crate::office::{applicant, homes, mover, resident, round};
use crate::solve;

/// S1 could live where B1 lives, B1 where B2 lives, and B2 in a home that is free.
fn in_a_row(longest: u32) -> Problem {
    let (one, at_one) = mover("B1", "H 1", "must_move", json!({}));
    let (two, at_two) = mover("B2", "K 1", "must_move", json!({}));
    round(json!({
        "settings": {"longest_chain": longest},
        "sites": [{"id": "H", "category": "ordinaer"}, {"id": "K", "category": "ordinaer"}, {"id": "L", "category": "ordinaer"}],
        "units": [{"id": "H 1", "site": "H"}, {"id": "K 1", "site": "K"}, {"id": "L 1", "site": "L"}],
        "applicants": [applicant("S1", json!({"class": 2, "refused_sites": ["K", "L"]})), one, two],
        "residents": [at_one, at_two],
        "fixings": [{"household": "B2", "kind": "ban", "unit": "H 1"}],
    }))
}

/// Two homes of each of two sites.
fn of_both(one: &str, other: &str) -> Value {
    [homes(one, 2), homes(other, 2)].iter().filter_map(Value::as_array).flatten().cloned().collect()
}

fn why_not(problem: &Problem, household: &str, unit: &str) -> Why {
    solve(problem).explain().why_not(&household.into(), &unit.into()).unwrap()
}

#[test]
fn a_chain_that_would_be_too_long_is_told_apart_from_dates() {
    let why = why_not(&in_a_row(2), "S1", "H 1");
    assert!(matches!(why.causes[0], Cause::Exchange { .. }), "{:?}", why.causes);
    assert!(why.causes.contains(&Cause::Chain { longest: 2 }), "{:?}", why.causes);
}

#[test]
fn a_setting_that_makes_it_impossible_is_named() {
    let why = why_not(&in_a_row(1), "S1", "H 1");
    let bound = Cause::Bound { rules: vec![], resources: vec![], longest_chain: Some(1), fixed: vec![] };
    assert_eq!(why.causes, [Cause::Impossible, bound]);
    let text = why.text(&in_a_row(1), Language::Nb, Reader::Office);
    assert!(text.contains("kontorets grense på 1 husstand i en flyttekjede"), "{text}");
}

#[test]
fn a_home_that_is_fixed_for_another_is_named_as_that() {
    let pinned = round(json!({
        "sites": [{"id": "H", "category": "ordinaer"}],
        "units": homes("H", 1),
        "applicants": [applicant("S1", json!({})), applicant("S2", json!({"class": 3}))],
        "fixings": [{"household": "S2", "kind": "pin", "unit": "H 1"}],
    }));
    let why = why_not(&pinned, "S1", "H 1");
    let bound = Cause::Bound { rules: vec![], resources: vec![], longest_chain: None, fixed: vec!["S2".into()] };
    assert_eq!(why.causes, [Cause::Impossible, bound]);
    let told = why.text(&pinned, Language::Nb, Reader::Party);
    assert!(told.contains("det som er fastsatt for andre") && !told.contains("S2"), "{told}");

    let to_the_site = round(json!({
        "sites": [{"id": "H", "category": "ordinaer"}],
        "units": homes("H", 2),
        "applicants": [
            applicant("S1", json!({"class": 2})), applicant("S2", json!({"class": 3})), applicant("S3", json!({"class": 1})),
        ],
        "fixings": [{"household": "S2", "kind": "pin", "site": "H"}],
    }));
    let allocation = solve(&to_the_site);
    let held = &allocation.placements().iter().find(|it| it.household.as_str() == "S2").unwrap().unit;
    let why = allocation.explain().why_not(&"S1".into(), held).unwrap();
    assert!(why.causes.contains(&Cause::Locked { households: vec!["S2".into()] }), "{:?}", why.causes);
    // The office has fixed the site; that it is this home it got is another matter.
    assert_eq!(allocation.explain().why(&"S2".into()).unwrap().causes, [Cause::Fixed]);
}

#[test]
fn a_limit_on_moves_is_named() {
    let (one, at_one) = mover("B1", "H 1", "wants_to_move", json!({"wish_sites": ["L"]}));
    let (two, at_two) = mover("B2", "H 2", "wants_to_move", json!({"wish_sites": ["L"], "wish_categories": ["ordinaer"]}));
    let problem = round(json!({
        "sites": [{"id": "H", "category": "omsorgsbolig"}, {"id": "L", "category": "ordinaer"}],
        "units": of_both("H", "L"),
        "applicants": [one, two],
        "residents": [at_one, at_two],
        "rules": [{"id": "ro", "kind": "move_limit", "most": 1}],
    }));
    let why = why_not(&problem, "B1", "L 1");
    let told: Vec<&str> = why.causes.iter().map(Cause::code).collect();
    assert!(told == ["exchange", "moves"], "{:?}", why.causes);
}

#[test]
fn who_has_a_home_for_the_sake_of_what_is_fixed_for_another_is_told_so() {
    let problem = round(json!({
        "sites": [{"id": "H", "category": "ordinaer"}],
        "units": homes("H", 2),
        "applicants": [applicant("S1", json!({})), applicant("S2", json!({}))],
        "relations": [{"one": "S1", "other": "S2", "kind": "together", "scope": "site"}],
        "fixings": [{"household": "S1", "kind": "pin", "unit": "H 1"}],
    }));
    let allocation = solve(&problem);
    assert_eq!(allocation.explain().why(&"S1".into()).unwrap().causes, [Cause::Fixed]);
    assert_eq!(allocation.explain().why(&"S2".into()).unwrap().causes, [Cause::Needed]);
}

#[test]
fn a_priority_for_which_there_is_no_goal_is_named_and_no_lot_is() {
    let problem = round(json!({
        "sites": [{"id": "H", "category": "ordinaer"}],
        "units": homes("H", 1),
        "applicants": [applicant("S1", json!({"class": 2}))],
        "goals": [{"measure": "housed(1)"}],
    }));
    let allocation = solve(&problem);
    assert!(allocation.placements().is_empty());
    let explainer = allocation.explain();
    let why = explainer.why(&"S1".into()).unwrap();
    assert_eq!(why.causes[1], Cause::Uncounted { class: Some(2) });
    assert_eq!(explainer.why_vacant(&"H 1".into()).unwrap().causes[1], Cause::Uncounted { class: None });
    let text = why.text(&problem, Language::Nb, Reader::Party);
    assert!(text.contains("Kontoret har ikke noe mål om bolig til prioritet 2.") && !text.contains("avgjorde"), "{text}");
}

#[test]
fn a_move_that_eases_a_zone_is_counted() {
    let (one, at_one) = mover("B1", "H 1", "must_move", json!({}));
    let (two, at_two) = mover("B2", "H 2", "must_move", json!({}));
    let problem = round(json!({
        "settings": {"zone_ceiling(Z1)": 0},
        "sites": [{"id": "H", "category": "ordinaer", "zone": "Z1"}, {"id": "K", "category": "ordinaer", "zone": "Z2"}],
        "units": [{"id": "H 1", "site": "H"}, {"id": "H 2", "site": "H"}, {"id": "K 1", "site": "K"}],
        "applicants": [one, two],
        "residents": [at_one, at_two],
        "fixings": [{"household": "B1", "kind": "ban", "site": "H"}, {"household": "B2", "kind": "ban", "site": "H"}],
        "goals": [{"measure": "concentration"}, {"measure": "lot"}],
    }));
    let allocation = solve(&problem);
    let why = allocation.explain().why(&allocation.unplaced()[0].household).unwrap();
    // Either move eases the zone as much, and there is one home: nothing but the lot.
    assert_eq!(why.causes.iter().map(Cause::code).collect::<Vec<_>>(), ["exchange"]);
    assert!(why.text(&problem, Language::Nb, Reader::Office).contains("Loddet avgjorde."), "{:?}", why.causes);
}

#[test]
fn a_mover_who_gets_no_home_is_told_that_it_keeps_its_own_or_has_to_leave_all_the_same() {
    for (tenure, told) in [("wants_to_move", "blir boende i H 1"), ("must_move", "må fortsatt flytte fra H 1")] {
        let (mover, at) = mover("B1", "H 1", tenure, json!({}));
        let problem = round(json!({
            "sites": [{"id": "H", "category": "ordinaer"}], "units": homes("H", 1), "applicants": [mover], "residents": [at],
        }));
        let why = solve(&problem).explain().why(&"B1".into()).unwrap();
        let text = why.text(&problem, Language::Nb, Reader::Party);
        assert!(text.starts_with(&format!("B1 får ingen ny bolig i denne runden, og {told}.")), "{text}");
        assert!(why.draft(&problem, Language::Nb, None).contains(told));
        let view = solve(&problem).explain().record().unwrap().party(&"B1".into()).unwrap().text(Language::Nb);
        assert!(view.contains(&format!("Du {told}.")), "{view}");
    }
}

/// S1 wants a place where B1 lives; something is between them.
fn beside(over: Value) -> Problem {
    let mut rows = json!({
        "sites": [{"id": "H", "category": "bofellesskap", "gender_rule": "single"}],
        "units": homes("H", 2),
        "applicants": [applicant("S1", json!({}))],
        "residents": [resident("B1", "H 1", "stays", json!({}))],
    });
    rows.as_object_mut().unwrap().extend(over.as_object().unwrap().clone());
    round(rows)
}

#[test]
fn a_party_reads_the_same_of_a_relation_and_of_a_rule_on_who_lives_together() {
    let relation = beside(json!({"relations": [{"one": "S1", "other": "B1", "kind": "apart", "scope": "site"}]}));
    let rule = beside(json!({"residents": [resident("B1", "H 1", "stays", json!({"gender": "man"}))]}));
    for language in [Language::Nb, Language::En] {
        let [(all, one), (all_too, one_too)] = [&relation, &rule].map(|problem| {
            let allocation = solve(problem);
            let explainer = allocation.explain();
            let of = |why: Why| why.text(problem, language, Reader::Party);
            let view = explainer.record().unwrap().party(&"S1".into()).unwrap();
            let short = Record::of(&allocation).party(&"S1".into()).unwrap();
            assert!(short.reasons[0].nb.starts_with("Begrunnelsen gjelder også andre"), "{:?}", short.reasons);
            // The reasons worked out stand for the short one of the outcome, which would say which of the two it is.
            assert_eq!(view.reasons.len(), 1, "{:?}", view.reasons);
            assert!(view.reasons[0].nb.contains("Reglene for hvem som kan bo sammen"), "{:?}", view.reasons);
            (of(explainer.why(&"S1".into()).unwrap()), of(explainer.why_not(&"S1".into(), &"H 2".into()).unwrap()))
        });
        assert_eq!(all, all_too);
        assert_eq!(one, one_too);
        assert!(!one.contains("B1"), "{one}");
    }
    // The office reads which of the two it is.
    let told = why_not(&relation, "S1", "H 2").text(&relation, Language::Nb, Reader::Office);
    assert!(told.contains("Noen skal ikke bo sammen. Det gjelder H: B1 bor der."), "{told}");
}

#[test]
fn what_the_office_has_written_of_a_home_is_not_read_to_a_party() {
    let problem = round(json!({
        "sites": [{"id": "H", "category": "ordinaer"}],
        "units": [{"id": "H 1", "site": "H", "held_back": "venter på en som skrives ut"}],
        "applicants": [applicant("S1", json!({}))],
    }));
    let why = why_not(&problem, "S1", "H 1");
    let told = |reader| why.text(&problem, Language::Nb, reader);
    assert!(told(Reader::Office).contains("venter på en som skrives ut"));
    assert!(told(Reader::Party).ends_with("– Boligen er holdt tilbake."), "{}", told(Reader::Party));
}

#[test]
fn a_home_that_is_given_or_lived_in_is_not_vacant() {
    let problem = beside(json!({}));
    let allocation = solve(&problem);
    let explainer = allocation.explain();
    for unit in ["H 1", "H 2"] {
        assert_eq!(explainer.why_vacant(&unit.into()), Err(ExplainError::NotVacant(unit.into())));
    }
}

#[test]
fn many_questions_are_answered_in_order_on_any_number_of_threads() {
    let problem = round(json!({
        "sites": [{"id": "H", "category": "ordinaer"}, {"id": "K", "category": "ordinaer", "age_min": 60}],
        "units": of_both("H", "K"),
        "applicants": (0..6).map(|number| applicant(&format!("S{number}"), json!({"class": 1 + number % 3}))).collect::<Vec<Value>>(),
    }));
    let allocation = solve(&problem);
    let told = std::sync::Mutex::new(Vec::new());
    let on = |threads: usize| {
        let tell = |answered: &Answered| told.lock().unwrap().push((answered.number, answered.total));
        allocation.explain().threads(threads).progress(tell).all().unwrap()
    };
    let alone = on(1);
    assert_eq!(alone, on(3));
    let subjects: Vec<String> = alone.iter().map(|why| format!("{:?}", why.subject)).collect();
    let mut in_order = subjects.clone();
    in_order.sort_by_key(|subject| (subject.contains("Home("), subject.clone()));
    assert_eq!(subjects, in_order);
    assert_eq!((alone.len(), told.lock().unwrap().len()), (6, 12));

    let stopped = Interrupt::new();
    stopped.set();
    let left = allocation.explain().interrupt(stopped).all().unwrap();
    assert_eq!(
        left.iter().map(|why| &why.subject).collect::<Vec<&Subject>>(),
        alone.iter().map(|why| &why.subject).collect::<Vec<_>>()
    );
    assert!(left.iter().all(|why| why.causes == [Cause::NotSolved]));
    assert!(allocate(&problem).run().unwrap().explain().reserves().unwrap().iter().all(|reserve| reserve.solved));
}

#[test]
fn a_home_that_is_added_suffices_where_a_broken_rule_is_paid_in_a_later_goal() {
    // Paid in `fit`, to be too young is no misplacement, whichever goals are looked at first.
    let problem = round(json!({
        "sites": [{"id": "H", "category": "ordinaer", "age_min": 30}],
        "units": homes("H", 1),
        "applicants": [
            applicant("S1", json!({"class": 1})),
            {"id": "S2", "class": 2, "age": 20},
        ],
        "rules": [{"id": "age", "kind": "age", "strictness": "soft", "level": "fit", "price": 3}],
    }));
    let allocation = solve(&problem);
    assert_eq!(allocation.unplaced().len(), 1);
    let household = "S2".into();
    let said = allocation.explain().smallest_change(&household, &Menu::shipped(&problem, &household)).unwrap();
    assert!(matches!(&said, Smallest::Found(found) if found.steps.len() == 1), "{said:?}");
}

#[test]
fn a_home_that_only_two_together_can_fill_stands_empty_for_a_better_one() {
    let place = |site: &str| json!({"id": format!("{site} 1"), "site": site, "shared_places": 2});
    let together = |id: &str| applicant(id, json!({"wish_sites": ["K"]}));
    let problem = round(json!({
        "sites": [{"id": "H", "category": "bofellesskap"}, {"id": "K", "category": "bofellesskap"}],
        "units": [place("H"), place("K")],
        "applicants": [together("S1"), together("S2")],
        "relations": [{"one": "S1", "other": "S2", "kind": "together", "scope": "unit"}],
    }));
    let why = solve(&problem).explain().why_vacant(&"H 1".into()).unwrap();
    assert!(matches!(why.causes[0], Cause::Exchange { .. }), "{:?}", why.causes);
}

#[test]
fn of_a_home_like_others_that_are_given_it_is_told_what_one_more_would_be() {
    let problem = round(json!({
        "sites": [{"id": "H", "category": "ordinaer"}],
        "units": homes("H", 2),
        "applicants": [applicant("S1", json!({})), applicant("S2", json!({"refused_sites": ["H"]}))],
    }));
    let allocation = solve(&problem);
    let why = allocation.explain().why_vacant(&allocation.outcome().vacant[0].unit).unwrap();
    assert!(why.alike_given && why.causes[0] == Cause::Impossible, "{why:?}");
    for (language, more, none) in
        [(Language::Nb, "til flere", "gir boligen"), (Language::En, "more households", "gives the home")]
    {
        let text = why.text(&problem, language, Reader::Office);
        assert!(text.contains(more) && !text.contains(none), "{text}");
    }
}

#[test]
fn a_home_whose_mover_leaves_is_not_said_to_be_lived_in_where_it_is_on_no_list() {
    let (one, at_one) = mover("B1", "H 1", "must_move", json!({}));
    let wishes = || json!({"class": 2, "wish_sites": ["K"]});
    let problem = round(json!({
        "settings": {"shortlist": 1},
        "sites": [{"id": "H", "category": "smaahus"}, {"id": "K", "category": "ordinaer"}],
        "units": [{"id": "H 1", "site": "H"}, {"id": "K 1", "site": "K"}, {"id": "K 2", "site": "K"}],
        "applicants": [one, applicant("S1", wishes()), applicant("S2", wishes())],
        "residents": [at_one],
    }));
    let allocation = solve(&problem);
    assert!(allocation.placements().iter().any(|it| it.household.as_str() == "B1"), "{:?}", allocation.placements());
    let waiting = allocation.unplaced()[0].household.clone();
    assert_eq!(allocation.explain().why_not(&waiting, &"H 1".into()).unwrap().causes, [Cause::NotShortlisted]);
}

#[test]
fn a_pin_that_is_closed_in_itself_says_by_what() {
    let told = |unit: Value, one: Value| {
        let mut of_unit = json!({"id": "H 1", "site": "H"});
        of_unit.as_object_mut().unwrap().extend(unit.as_object().unwrap().clone());
        let problem = round(json!({
            "sites": [{"id": "H", "category": "ordinaer"}],
            "units": [of_unit, {"id": "H 2", "site": "H"}],
            "applicants": [applicant("S1", one)],
            "fixings": [{"household": "S1", "kind": "pin", "unit": "H 1"}],
        }));
        let clash = husrom::explanation::why_impossible(&problem, &Interrupt::new()).unwrap().unwrap();
        (clash.text(&problem, Language::Nb), clash.text(&problem, Language::En))
    };
    for (unit, one, nb, en) in [
        (json!({"out_of_service": "vannskade"}), json!({}), "ute av drift: vannskade", "out of service"),
        (json!({"held_back": "nødbolig"}), json!({}), "holdt tilbake", "held back"),
        (json!({"reserved_for": "veteran"}), json!({}), "forbeholdt", "reserved"),
        (json!({"free_from": "2026-03-01"}), json!({}), "først ledig 1. mars 2026", "first free on 1 March 2026"),
        (json!({}), json!({"ready_from": "2026-03-01"}), "tidligst flytte inn 1. mars 2026", "on 1 March 2026 at the earliest"),
    ] {
        let (in_nb, in_en) = told(unit, one);
        assert!(in_nb.contains(nb) && in_en.contains(en), "{in_nb} {in_en}");
    }
}

#[test]
fn a_lock_says_no_more_than_the_office_decided() {
    let pinned = |target: Value| {
        let mut fixing = json!({"household": "S1", "kind": "pin"});
        fixing.as_object_mut().unwrap().extend(target.as_object().unwrap().clone());
        round(json!({
            "sites": [{"id": "H", "category": "ordinaer"}, {"id": "K", "category": "ordinaer", "age_max": 30}],
            "units": [{"id": "H 1", "site": "H"}, {"id": "H 2", "site": "H"}],
            "applicants": [applicant("S1", json!({"class": 3})), applicant("S2", json!({})), applicant("S3", json!({"class": 2}))],
            "fixings": [fixing],
        }))
    };
    let told = |problem: &Problem| {
        let allocation = solve(problem);
        let home = allocation.placements().iter().find(|it| it.household.as_str() == "S1").unwrap().unit.clone();
        let why = allocation.explain().why_not(&"S3".into(), &home).unwrap();
        (why.text(problem, Language::Nb, Reader::Office), why.text(problem, Language::Nb, Reader::Party))
    };
    let (of_site, for_party) = told(&pinned(json!({"site": "H"})));
    assert!(of_site.contains("Kontoret har bestemt hvor S1 skal bo, og i forslaget er det her."), "{of_site}");
    assert!(!for_party.contains("S1") && !for_party.contains("Kontoret har gitt"), "{for_party}");
}

#[test]
fn a_deadline_is_named_beside_what_else_closes_a_home() {
    let problem = round(json!({
        "sites": [{"id": "H", "category": "ordinaer", "age_min": 50}],
        "units": [{"id": "H 1", "site": "H", "free_from": "2026-01-20"}],
        "round": {"id": "r", "date": "2026-01-05", "horizon": "2026-01-31"},
        "applicants": [applicant("S1", json!({"housed_by": "2026-01-10", "housed_by_is_hard": true}))],
        "rules": [{"id": "deadline", "kind": "deadline", "strictness": "hard"}],
    }));
    let why = why_not(&problem, "S1", "H 1");
    let rules: Vec<&str> = why
        .causes
        .iter()
        .filter_map(|cause| match cause {
            Cause::Rule { rule, .. } => Some(rule.as_str()),
            _ => None,
        })
        .collect();
    assert_eq!(rules, ["age", "deadline"]);
}

#[test]
fn a_party_is_not_told_the_tag_that_a_home_is_kept_for() {
    let problem = round(json!({
        "sites": [{"id": "H", "category": "ordinaer"}],
        "units": [{"id": "H 1", "site": "H", "reserved_for": "S-118"}],
        "applicants": [applicant("S1", json!({}))],
    }));
    let why = why_not(&problem, "S1", "H 1");
    assert!(why.text(&problem, Language::Nb, Reader::Office).contains("S-118"));
    assert!(!why.text(&problem, Language::Nb, Reader::Party).contains("S-118"));
    assert!(!why.draft(&problem, Language::En, None).contains("S-118"));
}

#[test]
fn the_short_reason_goes_by_what_is_known_and_leaves_the_own_home_out() {
    let (one, at_one) = mover("B1", "K 1", "wants_to_move", json!({"refused_sites": ["H"]}));
    let problem = round(json!({
        "sites": [{"id": "H", "category": "ordinaer", "tolerance_violence": 1}, {"id": "K", "category": "ordinaer"}],
        "units": [
            {"id": "H 1", "site": "H", "rent": 12_000}, {"id": "H 2", "site": "H", "rent": 12_000}, {"id": "K 1", "site": "K"},
        ],
        "applicants": [one, applicant("S1", json!({"violence": null, "max_rent": 8_000, "refused_sites": ["K"]}))],
        "residents": [at_one],
    }));
    let allocation = solve(&problem);
    let told = |id: &str| &allocation.unplaced().iter().find(|it| it.household.as_str() == id).unwrap().reason.nb;
    assert_eq!(told("S1"), "Husleien er høyere enn søkeren kan betale (2 av 3 boliger)");
    assert!(told("B1").ends_with("(2 av 2 boliger)"), "{}", told("B1"));
}

#[test]
fn a_party_is_not_told_what_tenants_of_other_homes_are_about_to_do() {
    let leaves = resident("B2", "L 1", "leaves", json!({"leaves_on": "2026-03-01"}));
    // B1 would move to the home that S1 gets.
    let (one, at_one) = mover("B1", "K 1", "wants_to_move", json!({"class": 3, "wish_sites": ["H"]}));
    let problem = round(json!({
        "sites": [{"id": "H", "category": "ordinaer"}, {"id": "K", "category": "ordinaer"}, {"id": "L", "category": "ordinaer"}],
        "units": [{"id": "H 1", "site": "H"}, {"id": "K 1", "site": "K"}, {"id": "L 1", "site": "L"}],
        "applicants": [applicant("S1", json!({"class": 1, "refused_sites": ["K"]})), applicant("S2", json!({"class": 2})), one],
        "residents": [leaves, at_one],
    }));
    let allocation = solve(&problem);
    let why = |unit: &str| allocation.explain().why_not(&"S2".into(), &unit.into()).unwrap();
    let office = why("L 1").text(&problem, Language::Nb, Reader::Office);
    let party = why("L 1").text(&problem, Language::Nb, Reader::Party);
    assert!(office.contains("1. mars 2026") && !party.contains("mars"), "{office} {party}");
    let asked = why("K 1");
    assert!(asked.causes.contains(&Cause::Occupied), "{:?}", asked.causes);
    let party = asked.text(&problem, Language::Nb, Reader::Party);
    assert_eq!(party, "S2 får ikke K 1.\n– Det bor noen i boligen som blir boende.");
}

#[test]
fn where_there_is_no_room_even_without_rules_that_is_said() {
    let (one, at_one) = mover("B1", "H 1", "must_move", json!({}));
    let (two, at_two) = mover("B2", "K 1", "must_move", json!({}));
    // The two can only change places, and who waits is in neither's way.
    let problem = round(json!({
        "sites": [{"id": "H", "category": "ordinaer"}, {"id": "K", "category": "ordinaer"}],
        "units": [{"id": "H 1", "site": "H"}, {"id": "K 1", "site": "K"}],
        "applicants": [one, two, applicant("S1", json!({}))],
        "residents": [at_one, at_two],
    }));
    let why = solve(&problem).explain().why(&"S1".into()).unwrap();
    let nothing = Cause::Bound { rules: vec![], resources: vec![], longest_chain: None, fixed: vec![] };
    assert_eq!(why.causes, [Cause::Impossible, nothing]);
    assert!(why.draft(&problem, Language::Nb, None).contains("Det er ikke plass, selv uten rundens regler og rammer."));
}
