//! Predicates with three answers.

use super::super::facts::{Truth, matches};
use super::*;

#[test]
fn an_empty_predicate_matches_everyone() {
    assert_eq!(matches(&Predicate::default(), &Person::unknown(id("x"))), Truth::Yes);
}

#[test]
fn one_condition_known_to_be_false_settles_the_matter() {
    let who = Predicate { age_min: Some(18), vulnerable: Some(true), ..Predicate::default() };
    let answer = |age, vulnerable| matches(&who, &Person { age, vulnerable, ..person("x") });
    assert_eq!(answer(Some(17), None), Truth::No);
    assert_eq!(answer(None, Some(false)), Truth::No);
    assert_eq!(answer(Some(18), None), Truth::Unknown);
    assert_eq!(answer(Some(18), Some(true)), Truth::Yes);
}

#[test]
fn every_attribute_is_asked_of() {
    let blank = Person::unknown(id("x"));
    let asked = [
        Predicate { gender: set([Gender::Woman]), ..Predicate::default() },
        Predicate { age_min: Some(0), ..Predicate::default() },
        Predicate { age_max: Some(200), ..Predicate::default() },
        is_violent(),
        is_vulnerable(),
        Predicate { needs_shielding: Some(false), ..Predicate::default() },
        Predicate { course: set([SubstanceCourse::None]), ..Predicate::default() },
        Predicate { severity_min: Some(1), ..Predicate::default() },
    ];
    assert!(asked.iter().all(|who| matches(who, &blank) == Truth::Unknown));
    let known = Person { vulnerable: Some(true), ..violent("y", 2) };
    assert!(asked.iter().all(|who| matches(who, &known) == Truth::Yes));
    assert_eq!(matches(&Predicate { child: Some(true), ..Predicate::default() }, &blank), Truth::No);
}

#[test]
fn children_have_been_settled() {
    let parts = round(vec![], vec![], vec![of(vec![child("kid")], |_| {})]);
    let problem = Problem::assemble(parts);
    let kid = &problem.households()[0].persons[0];
    assert_eq!(matches(&is_vulnerable(), kid), Truth::Yes);
    assert_eq!(matches(&is_violent(), kid), Truth::No);
}

#[test]
fn an_applicant_of_whom_a_hard_rule_cannot_tell_is_not_placed_in_its_scope() {
    let blank = || of(vec![Person { behaviour: BTreeMap::new(), ..person("a") }], |_| {});
    let parts = |rule: Rule| with(round(vec![site("s")], vec![unit("u", "s")], vec![blank()]), |parts| parts.rules = vec![rule]);
    breaks_rule(&parts(limit(9, Scope::Site)), &[("a", "u", 1)], "ask", "limit");
    breaks_rule(&parts(protect(Scope::Site)), &[("a", "u", 1)], "ask", "protect");
    lawful(&parts(limit(9, Scope::Zone)), &[("a", "u", 1)]);
    lawful(&parts(Rule { strictness: Strictness::Off, ..limit(9, Scope::Site) }), &[("a", "u", 1)]);
}

#[test]
fn a_resident_of_whom_a_rule_cannot_tell_is_the_worst_case() {
    let blank = resident(Person::unknown(id("r")), "v", Tenure::Stays);
    let sharing = round(vec![site("s")], vec![unit("u", "s"), unit("v", "s")], vec![blank, of(vec![violent("a", 2)], |_| {})]);
    let ruled = |rule: Rule| with(sharing.clone(), |parts| parts.rules = vec![rule]);
    breaks_rule(&ruled(limit(1, Scope::Site)), &[("a", "u", 1)], "composition", "limit");
    breaks_rule(&ruled(protect(Scope::Site)), &[("a", "u", 1)], "composition", "protect");
    lawful(&ruled(limit(2, Scope::Site)), &[("a", "u", 1)]);
}

#[test]
fn soft_rules_count_an_unknown_applicant_as_the_worst_case() {
    let blank = of(vec![Person { behaviour: BTreeMap::new(), ..person("a") }], |_| {});
    let mut parts = round(vec![site("s")], vec![unit("u", "s")], vec![blank]);
    parts.rules = vec![soft(limit(0, Scope::Site), Measure::Misplacement, 4)];
    assert_eq!(value(&parts, Measure::Misplacement, &[("a", "u", 1)]), 4);
}
