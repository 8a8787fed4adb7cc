//! What is accounted for beside the levels.

use super::*;
use crate::allocation::{ScopeCount, Standing, Usage, Vacancy};
use crate::problem::{Relation, RelationKind, Resource, Use};

fn house(households: Vec<Household>, rules: Vec<Rule>) -> Parts {
    let units = vec![unit("u1", "s"), unit("u2", "s"), unit("u3", "s")];
    with(round(vec![site("s")], units, households), |parts| parts.rules = rules)
}

fn count(rule: &str, scope: &str, day: i8, count: u32, bound: Option<u32>, persons: u32) -> ScopeCount {
    ScopeCount { rule: rule.into(), scope: scope.to_owned(), date: march(day), count, bound, persons, worst_case: false }
}

fn standing(rule: &str, scope: &str, before: i64, after: i64, worst_case: bool) -> Standing {
    Standing { rule: rule.into(), scope: scope.to_owned(), before, after, worst_case }
}

#[test]
fn a_scope_is_counted_on_its_fullest_date() {
    let a = of(vec![violent("a", 2)], |waits| waits.ready_from = Some(march(5)));
    let parts = house(vec![a, resident(violent("r", 2), "u2", leaves(9))], vec![limit(2, Scope::Site)]);
    assert_eq!(lawful(&parts, &[("a", "u1", 5)]).composition, [count("limit", "s", 5, 2, Some(2), 2)]);
    assert_eq!(lawful(&parts, &[]).composition, [count("limit", "s", 1, 1, Some(2), 1)]);
}

#[test]
fn a_clash_rule_counts_persons_in_pairs_and_only_where_somebody_lives() {
    let residents = vec![
        resident(violent("r", 2), "u1", Tenure::Stays),
        resident(vulnerable("q"), "u2", Tenure::Stays),
        resident(vulnerable("p"), "u3", Tenure::Stays),
    ];
    let parts = with(house(residents, vec![protect(Scope::Site)]), |parts| {
        parts.sites.push(site("empty"));
        parts.units.push(unit("e", "empty"));
    });
    let account = lawful(&parts, &[]);
    assert_eq!(account.composition, [count("protect", "s", 1, 3, None, 3)]);
    assert_eq!(account.standing, [standing("protect", "s", 2, 2, false)]);
}

#[test]
fn scopes_are_called_by_name() {
    let scopes = |scope| {
        let mut parts = house(vec![], vec![limit(1, scope)]);
        parts.sites[0].zone = Some("z".into());
        parts.units[0].wing = Some("east".into());
        lawful(&parts, &[]).composition.into_iter().map(|count| count.scope).collect::<Vec<_>>()
    };
    assert_eq!(scopes(Scope::Unit), ["u1", "u2", "u3"]);
    assert_eq!(scopes(Scope::Wing), ["s/", "s/east"]);
    assert_eq!(scopes(Scope::Site), ["s"]);
    assert_eq!(scopes(Scope::Zone), ["z"]);
    assert_eq!(scopes(Scope::Named), ["limit"]);
}

#[test]
fn a_standing_violation_of_a_limit_is_reported_before_and_after() {
    let blank = resident(Person::unknown(id("q")), "u2", leaves(20));
    let parts =
        |resident_of_u2| house(vec![resident(violent("r", 2), "u1", Tenure::Stays), resident_of_u2], vec![limit(0, Scope::Site)]);
    assert_eq!(lawful(&parts(blank), &[]).standing, [standing("limit", "s", 2, 1, true)]);
    let known = resident(violent("q", 2), "u2", Tenure::Stays);
    assert_eq!(lawful(&parts(known), &[]).standing, [standing("limit", "s", 2, 2, false)]);
}

#[test]
fn a_soft_rule_leaves_nothing_standing() {
    let rules = vec![soft(limit(0, Scope::Site), Measure::Misplacement, 1)];
    assert_eq!(lawful(&house(vec![resident(violent("r", 2), "u1", Tenure::Stays)], rules), &[]).standing, []);
}

#[test]
fn standing_relations_places_and_resources_are_reported() {
    let residents = ["a", "b"].map(|name| resident(person(name), "u1", Tenure::Stays)).to_vec();
    let mut parts = house(residents, vec![]);
    parts.units[0].shared_places = Some(1);
    let apart = Relation {
        one: id("b"),
        other: id("a"),
        kind: RelationKind::Apart,
        strictness: Strictness::Hard,
        scope: Scope::Unit,
        until: None,
    };
    parts.relations = vec![apart];
    parts.resources = vec![Resource {
        id: "team".into(),
        name: String::new(),
        uses: Use::Support,
        capacity: 100,
        sites: BTreeSet::new(),
        districts: BTreeSet::new(),
        categories: BTreeSet::new(),
        assumed_use: 70,
    }];
    parts.households[0].residency.as_mut().expect("a resident").support = None;
    let account = lawful(&parts, &[]);
    assert_eq!(
        account.standing,
        [
            standing("relation", "relation a/b", 1, 1, false),
            standing("places", "u1", 1, 1, false),
            standing("team", "team", 30, 30, true),
        ]
    );
    assert_eq!(account.resources, [Usage { resource: "team".into(), capacity: 100, residents: 130, after: 130 }]);
}

#[test]
fn resource_use_follows_those_who_come_and_go() {
    let mut parts = house(vec![applicant("a"), resident(person("r"), "u2", leaves(9))], vec![]);
    parts.resources = vec![Resource {
        id: "caseload".into(),
        name: String::new(),
        uses: Use::Persons,
        capacity: 5,
        sites: BTreeSet::new(),
        districts: BTreeSet::new(),
        categories: BTreeSet::new(),
        assumed_use: 0,
    }];
    let usage = |given| lawful(&parts, given).resources[0].clone();
    assert_eq!((usage(&[]).residents, usage(&[]).after), (1, 0));
    assert_eq!(usage(&[("a", "u1", 1)]).after, 1);
}

fn vacancies(parts: &Parts, given: &[Given]) -> Vec<(String, u32, Date, Option<String>)> {
    let told =
        |vacancy: Vacancy| (vacancy.unit.to_string(), vacancy.places, vacancy.from, vacancy.not_given.map(|reason| reason.code));
    lawful(parts, given).vacant.into_iter().map(told).collect()
}

#[test]
fn vacant_homes_are_told_with_the_date_they_stand_empty_from() {
    let households = vec![applicant("a"), resident(person("r"), "u2", leaves(9)), resident(person("q"), "u3", Tenure::Stays)];
    let told = vacancies(&house(households, vec![]), &[]);
    assert_eq!(told, [("u1".to_owned(), 1, march(1), None), ("u2".to_owned(), 1, march(9), None)]);
}

#[test]
fn a_movers_home_stands_empty_from_the_day_of_moving() {
    let mut parts = house(vec![resident(person("m"), "u1", Tenure::MustMove)], vec![]);
    parts.units[1].free_from = Some(march(6));
    let told = vacancies(&parts, &[("m", "u2", 6)]);
    assert_eq!(told, [("u1".to_owned(), 1, march(6), None), ("u3".to_owned(), 1, march(1), None)]);
}

#[test]
fn vacant_places_of_a_shared_home_are_told_from_the_date_that_many_are_free() {
    let households = vec![applicant("a"), resident(person("r"), "u1", leaves(9)), resident(person("q"), "u1", Tenure::Stays)];
    let parts = with(house(households, vec![]), |parts| parts.units = vec![shared("u1", "s", 4)]);
    assert_eq!(vacancies(&parts, &[]), [("u1".to_owned(), 3, march(9), None)]);
    assert_eq!(vacancies(&parts, &[("a", "u1", 1)]), [("u1".to_owned(), 2, march(9), None)]);
}

#[test]
fn a_vacant_home_that_is_not_given_says_why() {
    let mut parts = house(vec![], vec![]);
    parts.units[0].out_of_service = Some("mould".to_owned());
    parts.units[1].held_back = Some("reserve".to_owned());
    parts.units[2].free_from = Some(jiff::civil::date(2026, 4, 2));
    parts.sites.push(with(site("t"), |site| site.closes = Some(march(15))));
    parts.units.push(unit("v", "t"));
    let told = vacancies(&parts, &[]);
    let codes: Vec<_> = told.iter().map(|(_, _, _, code)| code.as_deref().unwrap_or("")).collect();
    assert_eq!(codes, ["out_of_service", "held_back", "not_free", "closing"]);
    assert!(told.iter().all(|(_, _, from, _)| *from == march(1)));
    let reason = lawful(&parts, &[]).vacant[0].not_given.clone().expect("a reason");
    assert_eq!((reason.nb.as_str(), reason.en.as_str()), ("ute av drift: mould", "out of service: mould"));
}

#[test]
fn a_home_is_vacant_no_sooner_than_it_is_free() {
    let parts = with(house(vec![], vec![]), |parts| {
        parts.units.truncate(1);
        parts.units[0].free_from = Some(march(6));
    });
    assert_eq!(vacancies(&parts, &[]), [("u1".to_owned(), 1, march(6), None)]);
}

#[test]
fn places_that_stay_free_while_others_come_and_go_are_vacant_all_along() {
    let a = applying("a", |waits| waits.ready_from = Some(march(15)));
    let households = vec![a, resident(person("r"), "u1", leaves(9)), resident(person("q"), "u1", Tenure::Stays)];
    let parts = with(house(households, vec![]), |parts| parts.units = vec![shared("u1", "s", 4)]);
    assert_eq!(vacancies(&parts, &[("a", "u1", 15)]), [("u1".to_owned(), 2, march(1), None)]);
}

#[test]
fn of_dates_as_full_the_earliest_is_told() {
    let parts = house(vec![applicant("a"), resident(violent("r", 2), "u2", Tenure::Stays)], vec![limit(2, Scope::Site)]);
    let later = with(parts, |parts| parts.units[0].free_from = Some(march(5)));
    assert_eq!(lawful(&later, &[("a", "u1", 5)]).composition, [count("limit", "s", 1, 1, Some(2), 1)]);
}

#[test]
fn a_pair_within_a_household_stands_once() {
    let pair = with(resident(violent("r", 2), "u1", Tenure::Stays), |pair| pair.persons.push(vulnerable("r2")));
    let account = lawful(&house(vec![pair], vec![protect(Scope::Unit)]), &[]);
    assert_eq!(account.standing, [standing("protect", "u1", 1, 1, false)]);
    assert_eq!(account.composition, [count("protect", "u1", 1, 2, None, 2)]);
}
