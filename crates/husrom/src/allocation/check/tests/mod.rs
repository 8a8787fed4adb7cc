//! The smallest problems that show each line of `docs/semantics.md`, lawful and not.

mod chains;
mod composition;
mod eligibility;
mod fixings;
mod levels;
mod money;
mod reports;
mod resources;
mod starts;
mod tampered;
mod together;
mod unknown;

use std::collections::{BTreeMap, BTreeSet};

use super::{Account, Fault, check, values};
use crate::allocation::Placement;
use crate::problem::{
    Admission, Application, Category, Class, Composition, Date, Gender, Goals, HomeFilter, Household, Kroner, Language, Level,
    Measure, MinutesPerWeek, Needs, Parts, Person, PersonId, Predicate, Problem, Residency, Round, Rule, RuleKind, Scope,
    Settings, Site, Situation, Staffing, Strictness, SubstanceCourse, Tenure, Term, Test, Unit, Wishes,
};

/// A day of March 2026. Rounds are on the 1st and look ahead to the 31st.
fn march(day: i8) -> Date {
    jiff::civil::date(2026, 3, day)
}

/// A value, changed.
fn with<T>(mut value: T, change: impl FnOnce(&mut T)) -> T {
    change(&mut value);
    value
}

fn set<T: Ord>(values: impl IntoIterator<Item = impl Into<T>>) -> BTreeSet<T> {
    values.into_iter().map(Into::into).collect()
}

/// A site for ordinary dwellings that demands nothing.
fn site(id: &str) -> Site {
    Site {
        id: id.into(),
        name: id.to_owned(),
        category: Category::Ordinaer,
        permanence: None,
        district: None,
        municipality: None,
        zone: None,
        operator: None,
        landlord: None,
        admission: Admission::default(),
        intended: None,
        single_gender: None,
        staffing: None,
        contract: None,
        max_stay_months: None,
        shielded: false,
        detached: false,
        serves_districts: BTreeSet::new(),
        serves_municipalities: BTreeSet::new(),
        provides: BTreeSet::new(),
        opens: None,
        closes: None,
    }
}

fn unit(id: &str, site: &str) -> Unit {
    Unit {
        id: id.into(),
        site: site.into(),
        name: id.to_owned(),
        wing: None,
        shared_places: None,
        largest_household: None,
        size: None,
        accessible: false,
        robust: false,
        shielded: false,
        rent: None,
        cost_let: Kroner(0),
        cost_vacant: Kroner(0),
        free_from: None,
        out_of_service: None,
        held_back: None,
        reserved_for: None,
        admission: Admission::default(),
        staffing: None,
        provides: BTreeSet::new(),
    }
}

fn shared(id: &str, site: &str, places: u32) -> Unit {
    Unit { shared_places: Some(places), ..unit(id, site) }
}

/// A woman of 40 of whom everything is known, and nothing bad.
fn person(id: &str) -> Person {
    Person {
        gender: Some(Gender::Woman),
        age: Some(40),
        behaviour: BTreeMap::from([("violence".into(), Level(0))]),
        vulnerable: Some(false),
        needs_shielding: Some(false),
        course: Some(SubstanceCourse::None),
        severity: Some(1),
        ..Person::unknown(id.into())
    }
}

fn man(id: &str) -> Person {
    Person { gender: Some(Gender::Man), ..person(id) }
}

fn violent(id: &str, level: u8) -> Person {
    Person { behaviour: BTreeMap::from([("violence".into(), Level(level))]), ..person(id) }
}

fn vulnerable(id: &str) -> Person {
    Person { vulnerable: Some(true), ..person(id) }
}

fn child(id: &str) -> Person {
    Person { child: true, age: Some(4), ..Person::unknown(id.into()) }
}

/// Homeless, class 1, with no needs and no wishes.
fn application() -> Application {
    Application {
        class: Class(1),
        waiting_since: None,
        passed_over: 0,
        situation: Some(Situation::Homeless),
        accommodation_cost: None,
        ready_from: None,
        housed_by: None,
        housed_by_is_hard: false,
        district: None,
        municipality: None,
        needs: Needs {
            staffing: Some(Staffing::None),
            support: Some(MinutesPerWeek(60)),
            robust: Some(false),
            accessible: Some(false),
            distance: Some(false),
            requires: BTreeSet::new(),
        },
        wishes: Wishes::default(),
        consents: BTreeSet::new(),
        allowed_categories: BTreeSet::new(),
        motivated: None,
        treatment_months: None,
        specialist_agreement: None,
        on_waiting_list: None,
        profiles: BTreeSet::new(),
        barred_sites: BTreeSet::new(),
        owes: BTreeSet::new(),
        max_rent: None,
    }
}

/// One person who applies.
fn applicant(id: &str) -> Household {
    of(vec![person(id)], |_| {})
}

/// A household that applies, named after its first person.
fn of(persons: Vec<Person>, change: impl FnOnce(&mut Application)) -> Household {
    let id = persons.first().map_or("nobody", |first: &Person| first.id.as_str()).into();
    Household { id, persons, application: Some(with(application(), change)), residency: None }
}

fn applying(id: &str, change: impl FnOnce(&mut Application)) -> Household {
    of(vec![person(id)], change)
}

/// A household in a unit, named after its first person, with an application if it is to move.
fn resident(person: Person, unit: &str, tenure: Tenure) -> Household {
    let moves = matches!(tenure, Tenure::WantsToMove | Tenure::MustMove);
    let waits = Application { situation: Some(Situation::Tenant), ..application() };
    Household {
        id: person.id.as_str().into(),
        persons: vec![person],
        application: moves.then_some(waits),
        residency: Some(Residency { unit: unit.into(), tenure, support: Some(MinutesPerWeek(60)) }),
    }
}

fn leaves(day: i8) -> Tenure {
    Tenure::Leaves { on: march(day), to: None }
}

/// A round with these homes and people, no rules but the built-in ones, and no goals.
fn round(sites: Vec<Site>, units: Vec<Unit>, households: Vec<Household>) -> Parts {
    Parts {
        round: Round { id: "round".to_owned(), date: march(1), horizon: march(31), language: Language::En },
        settings: Settings::default(),
        sites,
        units,
        households,
        relations: vec![],
        resources: vec![],
        assessments: vec![],
        offers: vec![],
        pins: vec![],
        bans: vec![],
        rules: vec![],
        goals: Goals::of([]),
    }
}

fn rule(id: &str, kind: RuleKind) -> Rule {
    Rule {
        id: id.into(),
        kind,
        homes: HomeFilter::default(),
        strictness: Strictness::Hard,
        say_nb: String::new(),
        say_en: String::new(),
        source: String::new(),
    }
}

fn soft(rule: Rule, level: Measure, price: i64) -> Rule {
    Rule { strictness: Strictness::Soft { level, price }, ..rule }
}

fn together(id: &str, scope: Scope, composition: Composition) -> Rule {
    rule(id, RuleKind::Composition { composition, scope, exempt_household: false })
}

/// At most so many with violence level 2 or more on a scope.
fn limit(most: u32, scope: Scope) -> Rule {
    together("limit", scope, Composition::Limit { who: is_violent(), most })
}

fn is_violent() -> Predicate {
    Predicate { behaviour: BTreeMap::from([("violence".into(), Level(2))]), ..Predicate::default() }
}

fn is_vulnerable() -> Predicate {
    Predicate { vulnerable: Some(true), ..Predicate::default() }
}

/// The vulnerable are kept apart from the violent.
fn protect(scope: Scope) -> Rule {
    together("protect", scope, Composition::Apart { one: is_vulnerable(), other: is_violent() })
}

fn test(test: Test, strictness: Strictness) -> Rule {
    Rule { strictness, ..rule(&format!("own-{}", test.name()), RuleKind::Test(test)) }
}

type Given<'a> = (&'a str, &'a str, i8);

fn placements(given: &[Given]) -> Vec<Placement> {
    let placement =
        |(household, unit, day): &Given| Placement { household: (*household).into(), unit: (*unit).into(), start: march(*day) };
    given.iter().map(placement).collect()
}

/// The account of placements that are lawful.
fn lawful(parts: &Parts, given: &[Given]) -> Account {
    let problem = Problem::assemble(parts.clone());
    let placements = placements(given);
    let account = check(&problem, &placements).unwrap_or_else(|faults| panic!("unlawful: {faults:?}"));
    assert_eq!(values(&problem, &placements).as_ref(), Some(&account.values));
    account
}

/// Every fault of placements that are unlawful.
fn faults(parts: &Parts, given: &[Given]) -> Vec<Fault> {
    let problem = Problem::assemble(parts.clone());
    let placements = placements(given);
    assert_eq!(values(&problem, &placements), None);
    check(&problem, &placements).expect_err("lawful")
}

/// Code and rule of the only fault.
fn fault(parts: &Parts, given: &[Given]) -> (&'static str, String) {
    let found = faults(parts, given);
    assert_eq!(found.len(), 1, "{found:?}");
    (found[0].code, found[0].rule.as_ref().map(ToString::to_string).unwrap_or_default())
}

/// The only fault has this code.
fn breaks(parts: &Parts, given: &[Given], code: &str) {
    assert_eq!(fault(parts, given).0, code);
}

/// The only fault has this code and this rule.
fn breaks_rule(parts: &Parts, given: &[Given], code: &str, rule: &str) {
    let (found, under) = fault(parts, given);
    assert_eq!((found, under.as_str()), (code, rule));
}

/// The value of one measure.
fn value(parts: &Parts, measure: Measure, given: &[Given]) -> i64 {
    let parts = Parts { goals: Goals::of([measure]), ..parts.clone() };
    lawful(&parts, given).values[0]
}

fn id(text: &str) -> PersonId {
    text.into()
}
