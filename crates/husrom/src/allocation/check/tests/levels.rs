//! What each level counts.

use super::*;
use crate::problem::{Assessment, Days, LARGEST_DRAW, Target};

fn home(households: Vec<Household>) -> Parts {
    let sites = vec![
        site("s"),
        with(site("t"), |site| site.category = Category::Rehabilitering),
        with(site("r"), |site| site.category = Category::Midlertidig),
    ];
    round(sites, vec![unit("u", "s"), unit("transitional", "t"), unit("roof", "r"), unit("v", "s")], households)
}

fn in_situation(situation: Option<Situation>) -> Household {
    applying("a", |waits| waits.situation = situation)
}

#[test]
fn housed_counts_those_of_the_class_who_step_up() {
    let housed = |household, unit, class| value(&home(vec![household]), Measure::Housed(Class(class)), &[("a", unit, 1)]);
    assert_eq!(housed(applicant("a"), "u", 1), 1);
    assert_eq!(housed(applicant("a"), "u", 2), 0);
    assert_eq!(housed(applicant("a"), "transitional", 1), 1);
    assert_eq!(housed(applicant("a"), "roof", 1), 0);
    assert_eq!(housed(in_situation(Some(Situation::Unsuitable)), "transitional", 1), 0);
    assert_eq!(housed(in_situation(Some(Situation::Unsuitable)), "u", 1), 1);
}

#[test]
fn a_move_between_permanent_homes_is_no_step_up() {
    let parts = home(vec![resident(person("m"), "u", Tenure::MustMove)]);
    assert_eq!(value(&parts, Measure::Housed(Class(1)), &[("m", "v", 1)]), 0);
    assert_eq!(value(&parts, Measure::Moves, &[("m", "v", 1)]), 1);
    assert_eq!(value(&parts, Measure::Moves, &[]), 0);
}

#[test]
fn housed_from_a_class_on_is_written_out_for_the_classes_that_occur() {
    let classed = |id: &str, class| applying(id, |waits| waits.class = Class(class));
    let mut parts = home(vec![classed("a", 1), classed("b", 2), classed("c", 4)]);
    parts.goals = Goals::of([Measure::HousedFrom(Class(2))]);
    assert_eq!(lawful(&parts, &[("a", "u", 1), ("c", "v", 1)]).values, [0, 1]);
}

#[test]
fn overdue_counts_those_past_the_longest_wait_of_their_class_and_not_stepped_up() {
    let waiting = |days: i32| {
        let since = march(1).checked_sub(jiff::Span::new().days(days)).expect("a date");
        with(home(vec![applying("a", |waits| waits.waiting_since = Some(since))]), |parts| {
            parts.settings.longest_wait = BTreeMap::from([(Class(1), Days(365))]);
        })
    };
    let overdue = |parts: &Parts, given| value(parts, Measure::Overdue(None), given);
    assert_eq!(overdue(&waiting(365), &[]), 0);
    assert_eq!(overdue(&waiting(366), &[]), 1);
    assert_eq!(overdue(&waiting(366), &[("a", "u", 1)]), 0);
    assert_eq!(overdue(&waiting(366), &[("a", "roof", 1)]), 1);
    assert_eq!(value(&waiting(366), Measure::Overdue(Some(Days(366))), &[]), 0);
    assert_eq!(value(&waiting(366), Measure::Overdue(Some(Days(100))), &[]), 1);
    let other_class = with(waiting(366), |parts| parts.settings.longest_wait = BTreeMap::from([(Class(2), Days(1))]));
    assert_eq!(overdue(&other_class, &[]), 0);
    assert_eq!(overdue(&home(vec![applicant("a")]), &[]), 0);
}

#[test]
fn must_movers_left_in_place_are_displaced() {
    let parts = home(vec![resident(person("m"), "u", Tenure::MustMove), resident(person("w"), "roof", Tenure::WantsToMove)]);
    assert_eq!(value(&parts, Measure::Displaced, &[]), 1);
    assert_eq!(value(&parts, Measure::Displaced, &[("m", "v", 1)]), 0);
}

#[test]
fn a_deadline_is_met_by_a_home_in_time() {
    let by = |date| home(vec![applying("a", |waits| waits.housed_by = Some(date))]);
    let missed = |parts: &Parts, given| value(parts, Measure::Deadline, given);
    assert_eq!(missed(&by(march(31)), &[]), 1);
    assert_eq!(missed(&by(jiff::civil::date(2026, 4, 1)), &[]), 0);
    assert_eq!(missed(&by(march(5)), &[("a", "u", 1)]), 0);
    assert_eq!(missed(&by(march(5)), &[("a", "roof", 1)]), 1);
    let late = with(by(march(5)), |parts| parts.units[0].free_from = Some(march(6)));
    assert_eq!(missed(&late, &[("a", "u", 6)]), 1);
}

#[test]
fn a_permanent_tenant_has_a_deadline_only_where_they_must_move() {
    let by = |tenure| {
        let mover = with(resident(person("m"), "u", tenure), |mover| {
            mover.application.as_mut().expect("a mover applies").housed_by = Some(march(5));
        });
        value(&home(vec![mover]), Measure::Deadline, &[])
    };
    assert_eq!(by(Tenure::WantsToMove), 0);
    assert_eq!(by(Tenure::MustMove), 1);
}

#[test]
fn fit_adds_wishes_by_rank_tags_and_assessments() {
    let wishing = applying("a", |waits| {
        waits.wishes.categories = vec![Category::Smaahus, Category::Ordinaer];
        waits.wishes.districts = vec!["north".into()];
        waits.wishes.sites = ["x", "y", "z", "s"].map(Into::into).to_vec();
        waits.wishes.prefers = set(["lift", "garden", "sauna"]);
    });
    let mut parts = home(vec![wishing]);
    (parts.sites[0].district, parts.sites[0].provides) = (Some("north".into()), set(["lift"]));
    parts.units[0].provides = set(["garden"]);
    assert_eq!(value(&parts, Measure::Fit, &[("a", "u", 1)]), 2 + 3 + 2, "the fourth site wished earns nothing");
    let assess = |target, points| Assessment { household: "a".into(), target, points };
    parts.assessments = vec![
        assess(Target::Unit("u".into()), 10),
        assess(Target::Site("s".into()), 100),
        assess(Target::Category(Category::Ordinaer), -1000),
        assess(Target::Unit("v".into()), 5),
    ];
    assert_eq!(value(&parts, Measure::Fit, &[("a", "u", 1)]), 7 + 10 + 100 - 1000);
    assert_eq!(value(&parts, Measure::Fit, &[]), 0);
}

#[test]
fn a_roof_is_bought_for_those_without_one_who_are_ready_today_and_do_not_move_in_today() {
    let parts = |ready: Option<i8>| home(vec![applying("a", |waits| waits.ready_from = ready.map(march))]);
    assert_eq!(value(&parts(None), Measure::Roof, &[]), 1);
    assert_eq!(value(&parts(Some(1)), Measure::Roof, &[]), 1);
    assert_eq!(value(&parts(Some(2)), Measure::Roof, &[]), 0);
    assert_eq!(value(&parts(None), Measure::Roof, &[("a", "roof", 1)]), 0);
    let later = with(parts(None), |parts| parts.units[0].free_from = Some(march(2)));
    assert_eq!(value(&later, Measure::Roof, &[("a", "u", 2)]), 1);
    assert_eq!(lawful(&later, &[("a", "u", 2)]).roofs, ["a".into()]);
    assert_eq!(value(&home(vec![in_situation(Some(Situation::Temporary))]), Measure::Roof, &[]), 0);
    assert_eq!(value(&home(vec![in_situation(Some(Situation::Prison))]), Measure::Roof, &[]), 1);
}

#[test]
fn concentration_counts_people_above_each_zones_ceiling() {
    let households = vec![of(vec![person("a"), person("a2")], |_| {}), resident(person("r"), "v", leaves(9))];
    let mut parts = home(households);
    parts.sites[0].zone = Some("z".into());
    parts.settings.zone_ceilings = BTreeMap::from([("z".into(), 1), ("other".into(), 0)]);
    assert_eq!(value(&parts, Measure::Concentration, &[]), 0, "the resident has left by the horizon");
    assert_eq!(value(&parts, Measure::Concentration, &[("a", "u", 1)]), 1);
    assert_eq!(value(&parts, Measure::Concentration, &[("a", "transitional", 1)]), 0);
}

#[test]
fn the_lot_adds_what_is_drawn_for_each_placement() {
    let parts = home(vec![applicant("a"), applicant("b")]);
    let problem = Problem::assemble(parts.clone());
    let draw = |household: &str, unit: &str| {
        problem.draw(&household.into(), &problem.likeness(problem.unit(&unit.into()).expect("a unit")))
    };
    assert_eq!(value(&parts, Measure::Lot, &[("a", "u", 1), ("b", "v", 1)]), draw("a", "u") + draw("b", "v"));
    assert_eq!(draw("a", "u"), draw("a", "v"), "nothing tells the two homes apart");
    assert!(draw("a", "u") <= i64::try_from(LARGEST_DRAW).expect("fits"));
}

#[test]
fn soft_prices_worsen_the_level_they_are_paid_in() {
    let parts = |level| {
        with(home(vec![applicant("a")]), |parts| {
            parts.sites[0].admission.age_max = Some(30);
            parts.rules = vec![soft(rule("age", RuleKind::Test(Test::Age)), level, 3)];
        })
    };
    let given = [("a", "u", 1)];
    for (level, bare) in [(Measure::Housed(Class(1)), 1), (Measure::Fit, 0)] {
        assert_eq!(value(&parts(level.clone()), level, &given), bare - 3);
    }
    for level in [Measure::Changes, Measure::Displaced, Measure::Misplacement, Measure::Moves, Measure::Cost] {
        assert_eq!(value(&parts(level.clone()), level, &given), 3);
    }
}

#[test]
fn a_price_in_a_level_that_is_no_goal_is_paid_in_misplacement() {
    let mut parts = home(vec![applicant("a")]);
    parts.sites[0].admission.age_max = Some(30);
    parts.rules = vec![soft(rule("age", RuleKind::Test(Test::Age)), Measure::Fit, 3)];
    let levels = |measures: Vec<Measure>| lawful(&Parts { goals: Goals::of(measures), ..parts.clone() }, &[("a", "u", 1)]).values;
    assert_eq!(levels(vec![Measure::Misplacement]), [3]);
    assert_eq!(levels(vec![Measure::Misplacement, Measure::Fit]), [0, -3]);
    let sum = Measure::Weighted(vec![(Measure::Fit, 10), (Measure::Moves, 1)]);
    assert_eq!(levels(vec![Measure::Misplacement, sum]), [0, -30]);
    assert_eq!(levels(vec![Measure::Roof]), [0]);
}

#[test]
fn a_weighted_sum_counts_each_measure_in_its_own_direction() {
    let parts = home(vec![applicant("a"), applicant("b"), resident(person("m"), "u", Tenure::MustMove)]);
    let sum = Measure::read("10*housed(1)+3*roof+1*displaced").expect("a sum");
    assert_eq!(value(&parts, sum.clone(), &[("a", "v", 1)]), 10 - 3 - 1);
    assert_eq!(value(&parts, sum, &[("a", "u", 1), ("m", "v", 1)]), 10 - 3);
}

#[test]
fn a_permanent_tenant_is_never_overdue() {
    let waiting = |home_of: &str| {
        let mover = with(resident(person("m"), home_of, Tenure::MustMove), |mover| {
            mover.application.as_mut().expect("a mover applies").waiting_since = Some(jiff::civil::date(2020, 1, 1));
        });
        value(&home(vec![mover]), Measure::Overdue(Some(Days(10))), &[])
    };
    assert_eq!((waiting("u"), waiting("transitional")), (0, 1));
}
