//! Relations between two persons.

use super::*;
use crate::problem::{Relation, RelationKind};

/// `s` has `u1`, `u2`; `t` has `v1`, `v2`. Two applicants, and a relation between them.
fn related(kind: RelationKind, scope: Scope, until: Option<Date>) -> Parts {
    let units = ["u1", "u2"].map(|id| unit(id, "s")).into_iter().chain(["v1", "v2"].map(|id| unit(id, "t"))).collect();
    let relation = Relation { one: id("a"), other: id("b"), kind, strictness: Strictness::Hard, scope, until };
    with(round(vec![site("s"), site("t")], units, vec![applicant("a"), applicant("b")]), |parts| parts.relations = vec![relation])
}

fn resident_b(parts: Parts, unit: &str, tenure: Tenure) -> Parts {
    with(parts, |parts| parts.households[1] = resident(person("b"), unit, tenure))
}

#[test]
fn two_to_be_kept_apart_do_not_come_to_one_site() {
    let parts = related(RelationKind::Apart, Scope::Site, None);
    lawful(&parts, &[("a", "u1", 1), ("b", "v1", 1)]);
    lawful(&parts, &[("a", "u1", 1)]);
    breaks_rule(&parts, &[("a", "u1", 1), ("b", "u2", 1)], "relation", "relation");
}

#[test]
fn a_relation_is_of_its_level() {
    lawful(&related(RelationKind::Apart, Scope::Unit, None), &[("a", "u1", 1), ("b", "u2", 1)]);
    lawful(&related(RelationKind::Apart, Scope::Zone, None), &[("a", "u1", 1), ("b", "u2", 1)]);
    let zoned = with(related(RelationKind::Apart, Scope::Zone, None), |parts| {
        parts.sites.iter_mut().for_each(|site| site.zone = Some("z".into()));
    });
    breaks(&zoned, &[("a", "u1", 1), ("b", "v1", 1)], "relation");
}

#[test]
fn apart_holds_until_the_date_it_ends() {
    let parts = |day| {
        with(related(RelationKind::Apart, Scope::Site, Some(march(day))), |parts| {
            parts.households[1] = applying("b", |waits| waits.ready_from = Some(march(10)));
        })
    };
    lawful(&parts(9), &[("a", "u1", 1), ("b", "u2", 10)]);
    breaks(&parts(10), &[("a", "u1", 1), ("b", "u2", 10)], "relation");
}

#[test]
fn apart_counts_a_resident_until_the_day_of_leaving() {
    let parts = |ready: i8| {
        let parts = with(related(RelationKind::Apart, Scope::Site, None), |parts| {
            parts.households[0] = applying("a", |waits| waits.ready_from = Some(march(ready)));
        });
        resident_b(parts, "u2", leaves(10))
    };
    lawful(&parts(10), &[("a", "u1", 10)]);
    breaks(&parts(9), &[("a", "u1", 9)], "relation");
}

#[test]
fn two_residents_to_be_kept_apart_are_nobodys_fault_but_moving_within_the_site_is() {
    let mut parts = resident_b(related(RelationKind::Apart, Scope::Site, None), "u2", Tenure::Stays);
    parts.households[0] = resident(person("a"), "u1", Tenure::MustMove);
    parts.units.push(unit("u3", "s"));
    lawful(&parts, &[]);
    lawful(&parts, &[("a", "v1", 1)]);
    breaks(&parts, &[("a", "u3", 1)], "relation");
}

#[test]
fn two_to_be_together_live_in_one_scope_in_the_end() {
    let parts = related(RelationKind::Together, Scope::Site, None);
    lawful(&parts, &[]);
    lawful(&parts, &[("a", "u1", 1), ("b", "u2", 1)]);
    breaks(&parts, &[("a", "u1", 1), ("b", "v1", 1)], "relation");
    breaks(&parts, &[("a", "u1", 1)], "relation");
}

#[test]
fn together_counts_where_a_resident_lives_at_the_horizon() {
    let parts = |tenure| resident_b(related(RelationKind::Together, Scope::Site, None), "u2", tenure);
    lawful(&parts(Tenure::Stays), &[("a", "u1", 1)]);
    breaks(&parts(leaves(20)), &[("a", "u1", 1)], "relation");
}

#[test]
fn a_relation_that_ended_before_the_round_binds_nobody() {
    let over = Some(jiff::civil::date(2026, 2, 28));
    lawful(&related(RelationKind::Together, Scope::Site, over), &[("a", "u1", 1)]);
    lawful(&related(RelationKind::Apart, Scope::Site, over), &[("a", "u1", 1), ("b", "u2", 1)]);
    breaks(&related(RelationKind::Together, Scope::Site, Some(march(1))), &[("a", "u1", 1)], "relation");
}

#[test]
fn a_soft_relation_costs_its_price_once() {
    let soften =
        |parts: Parts| with(parts, |parts| parts.relations[0].strictness = Strictness::Soft { level: Measure::Fit, price: 7 });
    let apart = soften(related(RelationKind::Apart, Scope::Site, None));
    assert_eq!(value(&apart, Measure::Fit, &[("a", "u1", 1), ("b", "u2", 1)]), -7);
    assert_eq!(value(&apart, Measure::Fit, &[("a", "u1", 1), ("b", "v2", 1)]), 0);
    let together = soften(related(RelationKind::Together, Scope::Site, None));
    assert_eq!(value(&together, Measure::Fit, &[("a", "u1", 1)]), -7);
    assert_eq!(value(&together, Measure::Fit, &[]), 0);
}

#[test]
fn a_relation_turned_off_does_nothing() {
    let parts = with(related(RelationKind::Apart, Scope::Site, None), |parts| parts.relations[0].strictness = Strictness::Off);
    lawful(&parts, &[("a", "u1", 1), ("b", "u2", 1)]);
}
