//! Parts made by hand are checked as those of tables are, and what one fault explains is told once.

use super::super::Code;
use super::{codes, faults, sound};
use crate::problem::{
    Composition, Goal, Goals, HomeFilter, HouseholdId, Measure, OfferStatus, Parts, Predicate, Rule, RuleKind, Scope, Strictness,
    Target, Tolerance,
};

/// The codes of parts made by hand from the small round.
fn of_parts(change: impl FnOnce(&mut Parts)) -> Vec<Code> {
    sound(&[]).edited(change).err().map(|error| codes(&error.issues)).unwrap_or_default()
}

#[test]
fn parts_made_by_hand_go_through_the_same_checks() {
    assert_eq!(of_parts(|_| {}), []);
    assert_eq!(of_parts(|parts| parts.households[0].persons.clear()), [Code::EmptyHousehold]);
    assert_eq!(of_parts(|parts| parts.households[0].application = None), [Code::EmptyHousehold]);
    assert_eq!(of_parts(|parts| parts.goals = Goals(Vec::new())), [Code::NoGoals]);
    assert_eq!(of_parts(|parts| parts.units[0].site = "X".into()), [Code::NotFound]);
    assert_eq!(of_parts(|parts| parts.units[0].id = "a|b".into()), [Code::UnfitText]);
    assert_eq!(of_parts(|parts| parts.sites[0].operator = Some(" ukjent".to_owned())), [Code::UnfitText; 2]);
    assert_eq!(of_parts(|parts| parts.units[0].out_of_service = Some("nei".to_owned())), [Code::UnfitText]);
    assert_eq!(of_parts(|parts| parts.units[0].cost_let.0 = -1), [Code::OutOfRange]);
    assert_eq!(
        of_parts(|parts| parts.sites[0].closes = parts.sites[0].opens.insert(parts.round.date).yesterday().ok()),
        [Code::DatesReversed]
    );
    let weighted = |terms| Goals(vec![Goal { measure: Measure::Weighted(terms), tolerance: Tolerance::default() }]);
    assert_eq!(of_parts(|parts| parts.goals = weighted(Vec::new())), [Code::Weights]);
    assert_eq!(of_parts(|parts| parts.goals = weighted(vec![(Measure::Fit, 1), (Measure::Fit, 2)])), [Code::RepeatedMeasure]);
    assert_eq!(of_parts(|parts| parts.settings.points.site = vec![-1]), [Code::OutOfRange]);
}

fn rule(id: &str, kind: RuleKind, strictness: Strictness) -> Rule {
    let words = || "x".to_owned();
    Rule { id: id.into(), kind, homes: HomeFilter::default(), strictness, say_nb: words(), say_en: words(), source: words() }
}

#[test]
fn rules_made_by_hand_go_through_the_same_checks() {
    let soft = |level, price| Strictness::Soft { level, price };
    let limit = |strictness| rule("X", RuleKind::MoveLimit { most: 1 }, strictness);
    assert_eq!(of_parts(|parts| parts.rules.push(limit(soft(Measure::Fit, 0)))), [Code::Price]);
    assert_eq!(of_parts(|parts| parts.rules.push(limit(soft(Measure::Weighted(Vec::new()), 1)))), [Code::Level]);
    let who = Predicate { age_min: Some(30), age_max: Some(20), ..Predicate::default() };
    let composition = Composition::Share { who, percent: 200 };
    let kind = RuleKind::Composition { composition, scope: Scope::Site, exempt_household: false };
    assert_eq!(of_parts(|parts| parts.rules.push(rule("X", kind, Strictness::Hard))), [Code::AgesReversed, Code::OutOfRange]);
}

#[test]
fn an_office_without_districts_may_wish_for_any() {
    let sites = ("sites", r#"[{"id": "Nyhavn", "category": "smaahus"}, {"id": "Sandviken", "category": "bofellesskap"}]"#);
    sound(&[sites, ("applicants", r#"[{"id": "M1", "class": 1, "wish_districts": "Årstad"}]"#)]);
}

#[test]
fn a_missing_table_does_not_make_every_reference_to_it_a_fault() {
    assert_eq!(codes(&faults(&[("sites", "")])), [Code::MissingTable]);
    let sites = r#"[{"category": "smaahus"}, {"id": "Sandviken", "category": "smaahus"}]"#;
    assert_eq!(codes(&faults(&[("sites", sites)])), [Code::MissingValue]);
}

#[test]
fn a_pin_and_an_answer_refer_to_someone_who_applies() {
    let problem = sound(&[]);
    let to = |id: &str| problem.pin(&HouseholdId::from(id), Target::Unit("N1".into()));
    assert!(to("A1").is_ok());
    assert_eq!(codes(&to("R1").unwrap_err().issues), [Code::NoApplication]);
    let none = problem.answer(&[("A1".into(), OfferStatus::Accepted)]);
    assert_eq!(codes(&none.unwrap_err().issues), [Code::NoPendingOffer]);
}
