//! Resources and the limit on moves.

use super::*;
use crate::problem::{Resource, Use};

fn resource(uses: Use, capacity: i64) -> Resource {
    Resource {
        id: "team".into(),
        name: "team".to_owned(),
        uses,
        capacity,
        sites: BTreeSet::new(),
        districts: BTreeSet::new(),
        categories: BTreeSet::new(),
        assumed_use: 90,
    }
}

fn parts(resource: Resource, households: Vec<Household>) -> Parts {
    let units = vec![unit("u1", "s"), unit("u2", "s"), shared("u3", "s", 4), unit("v", "t")];
    with(round(vec![site("s"), site("t")], units, households), |parts| parts.resources = vec![resource])
}

#[test]
fn support_stays_within_the_teams_hours() {
    let two = |capacity| parts(resource(Use::Support, capacity), vec![applicant("a"), applicant("b")]);
    lawful(&two(120), &[("a", "u1", 1), ("b", "u2", 1)]);
    breaks_rule(&two(119), &[("a", "u1", 1), ("b", "u2", 1)], "resource", "team");
}

#[test]
fn an_unknown_need_of_support_is_asked_for_where_the_team_covers() {
    let unknown = applying("a", |waits| waits.needs.support = None);
    breaks_rule(&parts(resource(Use::Support, 999), vec![unknown.clone()]), &[("a", "u1", 1)], "ask", "team");
    let elsewhere = Resource { sites: set(["t"]), ..resource(Use::Support, 999) };
    lawful(&parts(elsewhere, vec![unknown.clone()]), &[("a", "u1", 1)]);
    lawful(&parts(resource(Use::Households, 1), vec![unknown]), &[("a", "u1", 1)]);
}

#[test]
fn each_use_counts_what_it_says() {
    let family = of(vec![person("a"), child("kid"), child("kid2")], |_| {});
    let needs = |uses, home: &str| {
        let least = (0..2000).find(|capacity| {
            let parts = with(parts(resource(uses, *capacity), vec![family.clone()]), |parts| {
                parts.units.iter_mut().for_each(|unit| unit.cost_let = Kroner(500));
            });
            values(&Problem::assemble(parts), &placements(&[("a", home, 1)])).is_some()
        });
        least.unwrap_or(-1)
    };
    assert_eq!(needs(Use::Support, "u1"), 60);
    assert_eq!(needs(Use::Households, "u1"), 1);
    assert_eq!(needs(Use::Persons, "u1"), 3);
    assert_eq!(needs(Use::Children, "u1"), 2);
    assert_eq!(needs(Use::MonthlyCost, "u1"), 500);
    assert_eq!(needs(Use::MonthlyCost, "u3"), 1500);
}

#[test]
fn residents_use_what_they_get_or_what_is_assumed_until_they_leave() {
    let households = |support| {
        let mut r = resident(person("r"), "u2", leaves(9));
        r.residency.as_mut().expect("a resident").support = support;
        vec![
            applying("a", |waits| waits.ready_from = Some(march(8))),
            r,
            applying("b", |waits| waits.ready_from = Some(march(9))),
        ]
    };
    let at = |capacity, support| parts(resource(Use::Support, capacity), households(support));
    lawful(&at(60 + 50, Some(MinutesPerWeek(50))), &[("a", "u1", 8)]);
    breaks(&at(60 + 50, None), &[("a", "u1", 8)], "resource");
    lawful(&at(60 + 90, None), &[("a", "u1", 8)]);
    lawful(&at(60, None), &[("b", "u1", 9)]);
}

#[test]
fn a_mover_takes_its_use_out_of_homes_that_are_covered() {
    let here = Resource { sites: set(["s"]), ..resource(Use::Households, 1) };
    let households = vec![applicant("a"), resident(person("m"), "u1", Tenure::MustMove)];
    let parts = parts(here, households);
    breaks(&parts, &[("a", "u2", 1)], "resource");
    lawful(&parts, &[("a", "u2", 1), ("m", "v", 1)]);
    lawful(&parts, &[("m", "u2", 1)]);
}

#[test]
fn residents_above_the_capacity_only_keep_newcomers_out() {
    let households = vec![applicant("a"), resident(person("r"), "u1", Tenure::Stays)];
    let above = parts(resource(Use::Households, 0), households);
    lawful(&above, &[]);
    breaks(&above, &[("a", "u2", 1)], "resource");
}

#[test]
fn a_home_is_covered_if_any_of_the_sets_names_it() {
    let named = |change: &dyn Fn(&mut Resource)| {
        let parts = parts(with(resource(Use::Households, 0), change), vec![applicant("a")]);
        let parts = with(parts, |parts| parts.sites[0].district = Some("north".into()));
        values(&Problem::assemble(parts), &placements(&[("a", "u1", 1)])).is_none()
    };
    assert!(named(&|_| {}));
    assert!(named(&|resource| (resource.sites, resource.districts) = (set(["t"]), set(["north"]))));
    assert!(named(&|resource| resource.categories = set([Category::Ordinaer])));
    assert!(!named(&|resource| (resource.sites, resource.districts) = (set(["t"]), set(["south"]))));
}

#[test]
fn no_more_permanent_tenants_move_than_the_office_allows() {
    let limit = |most| rule("moves", RuleKind::MoveLimit { most });
    let households = vec![resident(person("m"), "u1", Tenure::MustMove), resident(person("n"), "u2", Tenure::MustMove)];
    let parts = |rule: Rule| with(parts(resource(Use::Households, 9), households.clone()), |parts| parts.rules = vec![rule]);
    let both = [("m", "v", 1), ("n", "u3", 1)];
    lawful(&parts(limit(2)), &both);
    breaks_rule(&parts(limit(1)), &both, "move_limit", "moves");
    let from_u1 = Rule { homes: HomeFilter { units: set(["u1"]), ..HomeFilter::default() }, ..limit(1) };
    lawful(&parts(from_u1), &both);
    assert_eq!(value(&parts(soft(limit(0), Measure::Moves, 5)), Measure::Moves, &both), 2 + 10);
    let temporary = with(parts(limit(0)), |parts| parts.sites[0].category = Category::Midlertidig);
    lawful(&temporary, &[("m", "v", 1)]);
}
