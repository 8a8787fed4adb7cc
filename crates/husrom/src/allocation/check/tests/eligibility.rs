//! Every line of the table of tests, violated and not, and which rule governs.

use super::*;
use crate::problem::{GenderRule, GenderedPlace, Permanence, SubstanceRule};

/// One home and one household; the household is lawful there, or breaks one rule.
struct Try {
    site: Site,
    unit: Unit,
    household: Household,
}

fn demand(change: impl FnOnce(&mut Admission)) -> Try {
    Try { site: with(site("s"), |site| change(&mut site.admission)), unit: unit("u", "s"), household: applicant("a") }
}

fn at(change: impl FnOnce(&mut Site)) -> Try {
    Try { site: with(site("s"), change), unit: unit("u", "s"), household: applicant("a") }
}

fn inside(change: impl FnOnce(&mut Unit)) -> Try {
    Try { site: site("s"), unit: with(unit("u", "s"), change), household: applicant("a") }
}

impl Try {
    fn parts(&self, household: Household) -> Parts {
        round(vec![self.site.clone()], vec![self.unit.clone()], vec![household])
    }
    fn takes(&self, household: Household) -> &Self {
        lawful(&self.parts(household), &[("a", "u", 1)]);
        self
    }
    fn takes_who(&self, change: impl FnOnce(&mut Person)) -> &Self {
        self.takes(of(vec![with(person("a"), change)], |_| {}))
    }
    fn takes_if(&self, change: impl FnOnce(&mut Application)) -> &Self {
        self.takes(of(self.household.persons.clone(), change))
    }
    fn refuses(&self, household: Household, rule: &str) -> &Self {
        breaks_rule(&self.parts(household), &[("a", "u", 1)], "test", rule);
        self
    }
    fn refuses_who(&self, rule: &str, change: impl FnOnce(&mut Person)) -> &Self {
        self.refuses(of(vec![with(person("a"), change)], |_| {}), rule)
    }
    fn refuses_if(&self, rule: &str, change: impl FnOnce(&mut Application)) -> &Self {
        self.refuses(of(self.household.persons.clone(), change), rule)
    }
    fn asks(&self, household: Household, rule: &str) -> &Self {
        breaks_rule(&self.parts(household), &[("a", "u", 1)], "ask", rule);
        self
    }
    fn asks_who(&self, rule: &str, change: impl FnOnce(&mut Person)) -> &Self {
        self.asks(of(vec![with(person("a"), change)], |_| {}), rule)
    }
    fn asks_if(&self, rule: &str, change: impl FnOnce(&mut Application)) -> &Self {
        self.asks(of(self.household.persons.clone(), change), rule)
    }
}

fn neutral(person: &mut Person) {
    person.gender = Some(Gender::Other);
    person.suits = BTreeSet::from([GenderedPlace::Women, GenderedPlace::Men]);
}

#[test]
fn a_man_is_not_placed_in_a_womens_house() {
    demand(|admission| admission.gender = Some(GenderRule::Women))
        .takes_who(|_| {})
        .takes_who(neutral)
        .refuses_who("gender", |person| person.gender = Some(Gender::Man))
        .refuses_who("gender", |person| person.gender = Some(Gender::Undisclosed))
        .asks_who("gender", |person| person.gender = None)
        .takes(of(vec![person("a"), child("boy")], |_| {}));
}

#[test]
fn a_unit_overrides_its_sites_gender_rule() {
    let floor = with(demand(|admission| admission.gender = Some(GenderRule::Women)), |tried| {
        tried.unit.admission.gender = Some(GenderRule::Men);
    });
    floor.takes(of(vec![man("a")], |_| {})).refuses(applicant("a"), "gender");
}

#[test]
fn a_one_gender_house_is_for_those_whom_some_gendered_place_suits() {
    demand(|admission| admission.gender = Some(GenderRule::Single))
        .takes_who(|_| {})
        .takes_who(|person| person.gender = Some(Gender::Man))
        .takes_who(neutral)
        .refuses_who("gender", |person| person.gender = Some(Gender::Other));
    let found = faults(
        &demand(|admission| admission.gender = Some(GenderRule::Single))
            .parts(of(vec![with(person("a"), |person| person.gender = None)], |_| {})),
        &[("a", "u", 1)],
    );
    assert!(found.iter().all(|fault| fault.code == "ask"));
    assert_eq!(found.len(), 2, "the test and the rule on one-gender houses both ask");
}

#[test]
fn a_one_gender_house_with_its_gender_stored_holds_to_it() {
    let stored = with(demand(|admission| admission.gender = Some(GenderRule::Single)), |tried| {
        tried.site.single_gender = Some(GenderedPlace::Men);
    });
    stored.takes(of(vec![man("a")], |_| {})).refuses(applicant("a"), "gender");
}

#[test]
fn adults_are_within_the_age_window() {
    demand(|admission| (admission.age_min, admission.age_max) = (Some(30), Some(40)))
        .takes_who(|_| {})
        .takes_who(|person| person.age = Some(30))
        .refuses_who("age", |person| person.age = Some(29))
        .refuses_who("age", |person| person.age = Some(41))
        .asks_who("age", |person| person.age = None)
        .takes(of(vec![person("a"), child("kid")], |_| {}));
    demand(|_| {}).takes_who(|person| person.age = None);
}

#[test]
fn behaviour_is_within_the_tolerance_of_every_dimension_stated() {
    let house = demand(|admission| admission.tolerance = BTreeMap::from([("violence".into(), Level(1))]));
    house
        .takes_who(|_| {})
        .refuses(of(vec![violent("a", 2)], |_| {}), "tolerance")
        .refuses(of(vec![person("a"), Person { child: true, ..violent("kid", 2) }], |_| {}), "tolerance")
        .asks_who("tolerance", |person| person.behaviour.clear());
    let robust = with(house, |house| house.unit.admission.tolerance = BTreeMap::from([("violence".into(), Level(3))]));
    robust.takes(of(vec![violent("a", 2)], |_| {}));
}

#[test]
fn the_substance_rule_is_about_adults() {
    let course = |course: SubstanceCourse| move |person: &mut Person| person.course = Some(course);
    demand(|admission| admission.substance = Some(SubstanceRule::NotAccepted))
        .takes_who(course(SubstanceCourse::StableTreatment))
        .refuses_who("substance", course(SubstanceCourse::ActiveUse))
        .asks_who("substance", |person| person.course = None);
    demand(|admission| admission.substance = Some(SubstanceRule::AbstinenceRequired))
        .takes_who(course(SubstanceCourse::Recovery))
        .refuses_who("substance", course(SubstanceCourse::StableTreatment))
        .refuses_who("substance", course(SubstanceCourse::ActiveUse));
    demand(|admission| admission.substance = Some(SubstanceRule::Accepted))
        .takes_who(course(SubstanceCourse::ActiveUse))
        .takes_who(|person| person.course = None);
}

#[test]
fn a_demand_is_met_or_refused_or_asked_for() {
    demand(|admission| admission.motivation = Some(true))
        .takes_if(|waits| waits.motivated = Some(true))
        .refuses_if("motivation", |waits| waits.motivated = Some(false))
        .asks_if("motivation", |_| {});
    demand(|admission| admission.motivation = Some(false)).takes_if(|_| {});
    demand(|admission| admission.specialist_agreement = Some(true))
        .takes_if(|waits| waits.specialist_agreement = Some(true))
        .refuses_if("specialist_agreement", |waits| waits.specialist_agreement = Some(false))
        .asks_if("specialist_agreement", |_| {});
    demand(|admission| admission.waiting_list = Some(true))
        .takes_if(|waits| waits.on_waiting_list = Some(true))
        .refuses_if("waiting_list", |waits| waits.on_waiting_list = Some(false))
        .asks_if("waiting_list", |_| {});
    demand(|admission| admission.treatment_months = Some(6))
        .takes_if(|waits| waits.treatment_months = Some(6))
        .refuses_if("treatment", |waits| waits.treatment_months = Some(5))
        .asks_if("treatment", |_| {});
}

#[test]
fn a_house_for_the_homeless_takes_those_without_a_home_of_their_own() {
    let house = demand(|admission| admission.homeless = Some(true));
    for situation in [Situation::Homeless, Situation::Temporary, Situation::Hospital, Situation::Prison] {
        house.takes_if(|waits| waits.situation = Some(situation));
    }
    for situation in [Situation::AtRisk, Situation::Tenant] {
        house.refuses_if("homeless", |waits| waits.situation = Some(situation));
    }
    house.asks_if("homeless", |waits| waits.situation = None);
}

#[test]
fn a_tenant_of_a_roof_counts_as_homeless_and_of_a_home_not() {
    let tenant = |category| {
        let homeless = with(site("s"), |site| site.admission.homeless = Some(true));
        let present = with(site("t"), |site| site.category = category);
        round(vec![homeless, present], vec![unit("u", "s"), unit("v", "t")], vec![resident(person("m"), "v", Tenure::MustMove)])
    };
    lawful(&tenant(Category::Midlertidig), &[("m", "u", 1)]);
    breaks_rule(&tenant(Category::Rehabilitering), &[("m", "u", 1)], "test", "homeless");
}

#[test]
fn some_adult_reaches_the_severity_demanded() {
    let severity = |severity: Option<u8>, id: &str| Person { severity, ..person(id) };
    let house = demand(|admission| admission.severity_min = Some(2));
    house
        .takes(of(vec![severity(Some(2), "a")], |_| {}))
        .takes(of(vec![severity(Some(3), "a"), severity(None, "b")], |_| {}))
        .refuses(of(vec![severity(Some(1), "a")], |_| {}), "severity")
        .asks(of(vec![severity(Some(1), "a"), severity(None, "b")], |_| {}), "severity");
}

#[test]
fn households_with_children_are_refused_where_children_are() {
    let family = || of(vec![person("a"), child("kid")], |_| {});
    demand(|admission| admission.children = Some(false)).takes_who(|_| {}).refuses(family(), "children");
    demand(|admission| admission.children = Some(true)).takes(family());
}

#[test]
fn profiles_and_consents_demanded_are_there() {
    let both = with(demand(|admission| admission.demands = set(["x"])), |tried| tried.unit.admission.demands = set(["y"]));
    both.takes_if(|waits| waits.profiles = set(["x", "y"])).refuses_if("demands", |waits| waits.profiles = set(["x"]));
    demand(|admission| admission.consent = Some("service".into()))
        .takes_if(|waits| waits.consents = set(["service"]))
        .refuses_if("consent", |_| {});
}

#[test]
fn the_decision_allows_the_category() {
    demand(|_| {})
        .takes_if(|waits| waits.allowed_categories = set([Category::Ordinaer]))
        .refuses_if("decision", |waits| waits.allowed_categories = set([Category::Smaahus]));
}

#[test]
fn staffing_is_at_least_the_need() {
    let need = |staffing| move |waits: &mut Application| waits.needs.staffing = staffing;
    at(|site| site.staffing = Some(Staffing::Day))
        .takes_if(need(Some(Staffing::Day)))
        .refuses_if("staffing", need(Some(Staffing::DayEvening)))
        .asks_if("staffing", need(None));
    at(|_| {}).refuses_if("staffing", need(Some(Staffing::Ambulant)));
    at(|site| site.staffing = Some(Staffing::RoundTheClock)).takes_if(need(None));
    let wing = with(at(|site| site.staffing = Some(Staffing::RoundTheClock)), |tried| tried.unit.staffing = Some(Staffing::None));
    wing.refuses_if("staffing", need(Some(Staffing::Day)));
}

#[test]
fn what_is_needed_is_given() {
    inside(|_| {})
        .refuses_if("robust", |waits| waits.needs.robust = Some(true))
        .asks_if("robust", |waits| waits.needs.robust = None)
        .refuses_if("accessible", |waits| waits.needs.accessible = Some(true))
        .asks_if("accessible", |waits| waits.needs.accessible = None)
        .refuses_if("distance", |waits| waits.needs.distance = Some(true))
        .asks_if("distance", |waits| waits.needs.distance = None)
        .refuses_who("shielding", |person| person.needs_shielding = Some(true))
        .asks_who("shielding", |person| person.needs_shielding = None);
    inside(|unit| (unit.robust, unit.accessible) = (true, true))
        .takes_if(|waits| (waits.needs.robust, waits.needs.accessible) = (Some(true), None));
    at(|site| site.detached = true)
        .takes_if(|waits| waits.needs.distance = Some(true))
        .takes_if(|waits| waits.needs.distance = None);
    at(|site| site.shielded = true).takes_who(|person| person.needs_shielding = Some(true));
    inside(|unit| unit.shielded = true).takes_who(|person| person.needs_shielding = None);
}

#[test]
fn the_site_serves_the_district_and_the_municipality() {
    at(|site| site.serves_districts = set(["north"]))
        .takes_if(|waits| waits.district = Some("north".into()))
        .refuses_if("serves_district", |waits| waits.district = Some("south".into()))
        .asks_if("serves_district", |_| {});
    at(|site| site.serves_municipalities = set(["bergen"]))
        .takes_if(|waits| waits.municipality = Some("bergen".into()))
        .refuses_if("serves_municipality", |waits| waits.municipality = Some("oslo".into()))
        .asks_if("serves_municipality", |_| {});
}

#[test]
fn a_site_that_barred_the_household_or_a_landlord_it_owes_is_out() {
    at(|_| {}).takes_if(|waits| waits.barred_sites = set(["t"])).refuses_if("barred", |waits| waits.barred_sites = set(["s"]));
    at(|site| site.landlord = Some("lord".into()))
        .takes_if(|waits| waits.owes = set(["other"]))
        .refuses_if("debt", |waits| waits.owes = set(["lord"]));
}

#[test]
fn what_the_household_has_refused_is_out() {
    at(|site| site.district = Some("north".into()))
        .takes_if(|waits| waits.wishes.refused_districts = set(["south"]))
        .refuses_if("refusal", |waits| waits.wishes.refused_districts = set(["north"]))
        .refuses_if("refusal", |waits| waits.wishes.refused_categories = set([Category::Ordinaer]))
        .refuses_if("refusal", |waits| waits.wishes.refused_sites = set(["s"]));
}

#[test]
fn the_rent_is_affordable_where_both_are_known() {
    inside(|unit| unit.rent = Some(Kroner(9_000)))
        .takes_if(|_| {})
        .takes_if(|waits| waits.max_rent = Some(Kroner(9_000)))
        .refuses_if("rent", |waits| waits.max_rent = Some(Kroner(8_999)));
}

#[test]
fn the_household_fits_the_home() {
    let two = || of(vec![person("a"), person("b")], |_| {});
    inside(|unit| unit.largest_household = Some(2)).takes(two());
    inside(|unit| unit.largest_household = Some(1)).refuses(two(), "size");
    let found = faults(&inside(|unit| unit.shared_places = Some(1)).parts(two()), &[("a", "u", 1)]);
    assert_eq!(found[0].rule, Some("size".into()));
}

#[test]
fn tags_required_are_provided_by_site_or_unit() {
    let needs = |waits: &mut Application| waits.needs.requires = set(["lift", "garden"]);
    let half = at(|site| site.provides = set(["lift"]));
    half.refuses_if("requires", needs);
    with(half, |half| half.unit.provides = set(["garden"])).takes_if(needs);
}

#[test]
fn a_hard_deadline_excludes_later_starts() {
    let by = |day, hard| move |waits: &mut Application| (waits.housed_by, waits.housed_by_is_hard) = (Some(march(day)), hard);
    let parts = |waits| {
        with(inside(|unit| unit.free_from = Some(march(10))).parts(applicant("a")), |parts| parts.households = vec![waits])
    };
    lawful(&parts(applying("a", by(10, true))), &[("a", "u", 10)]);
    lawful(&parts(applying("a", by(9, false))), &[("a", "u", 10)]);
    breaks_rule(&parts(applying("a", by(9, true))), &[("a", "u", 10)], "test", "deadline");
}

#[test]
fn nobody_steps_down() {
    let permanence = |permanence| at(move |site| site.permanence = Some(permanence));
    permanence(Permanence::Roof)
        .takes_if(|_| {})
        .takes_if(|waits| waits.situation = Some(Situation::AtRisk))
        .takes_if(|waits| waits.situation = None)
        .refuses_if("step_down", |waits| waits.situation = Some(Situation::Unsuitable));
    permanence(Permanence::NoRoof).refuses_if("step_down", |waits| waits.situation = Some(Situation::Temporary));
}

#[test]
fn a_residents_standing_is_that_of_the_present_home() {
    let sites = vec![site("s"), with(site("t"), |site| site.category = Category::Rehabilitering)];
    let parts = |from: &str, to: &str| {
        round(sites.clone(), vec![unit("u", to), unit("v", from)], vec![resident(person("m"), "v", Tenure::MustMove)])
    };
    lawful(&parts("t", "s"), &[("m", "u", 1)]);
    breaks_rule(&parts("s", "t"), &[("m", "u", 1)], "test", "step_down");
}

#[test]
fn a_resident_who_wants_to_move_goes_only_to_something_preferred() {
    let sites = vec![site("s"), site("t"), with(site("r"), |site| site.category = Category::Midlertidig)];
    let parts = |from: &str, wishes: &[&str]| {
        let mover = with(resident(person("m"), "v", Tenure::WantsToMove), |mover| {
            let waits = mover.application.as_mut().expect("a mover applies");
            waits.wishes.sites = wishes.iter().map(|site| (*site).into()).collect();
        });
        round(sites.clone(), vec![unit("u", "t"), unit("v", from)], vec![mover])
    };
    lawful(&parts("s", &["t", "s"]), &[("m", "u", 1)]);
    breaks_rule(&parts("s", &["s", "t"]), &[("m", "u", 1)], "test", "preferred");
    breaks_rule(&parts("s", &[]), &[("m", "u", 1)], "test", "preferred");
    lawful(&parts("r", &[]), &[("m", "u", 1)]);
}

#[test]
fn more_staffing_than_needed_costs_a_point_a_step() {
    let house = at(|site| site.staffing = Some(Staffing::DayEvening));
    let misplaced =
        |need| value(&house.parts(applying("a", |waits| waits.needs.staffing = need)), Measure::Misplacement, &[("a", "u", 1)]);
    assert_eq!(misplaced(Some(Staffing::Ambulant)), 2);
    assert_eq!(misplaced(Some(Staffing::DayEvening)), 0);
    let day = with(house.parts(applying("a", |waits| waits.needs.staffing = None)), |parts| {
        parts.sites[0].staffing = Some(Staffing::RoundTheClock);
    });
    assert_eq!(value(&day, Measure::Misplacement, &[("a", "u", 1)]), 0, "an unknown need is never overstaffed");
}

#[test]
fn the_offices_own_test_stands_in_place_of_the_built_in_one_where_it_matches() {
    let base = || demand(|admission| admission.age_max = Some(30)).parts(applicant("a"));
    let off = |homes| with(base(), |parts| parts.rules.push(Rule { homes, ..test(Test::Age, Strictness::Off) }));
    lawful(&off(HomeFilter::default()), &[("a", "u", 1)]);
    lawful(&off(HomeFilter { units: set(["u"]), ..HomeFilter::default() }), &[("a", "u", 1)]);
    breaks_rule(&off(HomeFilter { units: set(["v"]), ..HomeFilter::default() }), &[("a", "u", 1)], "test", "age");
}

#[test]
fn a_built_in_test_restated_with_a_filter_is_limited_to_those_homes() {
    let restated = |homes| {
        let age = Rule { homes, ..rule("age", RuleKind::Test(Test::Age)) };
        with(demand(|admission| admission.age_max = Some(30)).parts(applicant("a")), |parts| parts.rules.push(age))
    };
    lawful(&restated(HomeFilter { units: set(["v"]), ..HomeFilter::default() }), &[("a", "u", 1)]);
    breaks_rule(&restated(HomeFilter { units: set(["u"]), ..HomeFilter::default() }), &[("a", "u", 1)], "test", "age");
}

#[test]
fn each_of_the_offices_tests_that_match_applies() {
    let softly =
        |id: &str, price| Rule { id: id.into(), ..soft(rule("x", RuleKind::Test(Test::Age)), Measure::Misplacement, price) };
    let parts = with(demand(|admission| admission.age_max = Some(30)).parts(applicant("a")), |parts| {
        parts.rules = vec![softly("one", 3), softly("two", 4)];
    });
    assert_eq!(value(&parts, Measure::Misplacement, &[("a", "u", 1)]), 7);
}

#[test]
fn a_soft_test_costs_the_same_when_the_answer_is_unknown() {
    let parts = |age| {
        let household = of(vec![Person { age, ..person("a") }], |_| {});
        with(demand(|admission| admission.age_max = Some(30)).parts(household), |parts| {
            parts.rules = vec![soft(rule("young", RuleKind::Test(Test::Age)), Measure::Misplacement, 3)];
        })
    };
    assert_eq!([Some(20), Some(40), None].map(|age| value(&parts(age), Measure::Misplacement, &[("a", "u", 1)])), [0, 3, 3]);
}

#[test]
fn those_excluded_are_not_placed_in_the_rules_homes() {
    let exclude = |homes| {
        let young =
            Rule { homes, ..rule("young", RuleKind::Exclude { who: Predicate { age_max: Some(25), ..Predicate::default() } }) };
        move |age| {
            let household = of(vec![Person { age, ..person("a") }], |_| {});
            with(demand(|_| {}).parts(household), |parts| parts.rules = vec![young.clone()])
        }
    };
    let here = exclude(HomeFilter { units: set(["u"]), ..HomeFilter::default() });
    lawful(&here(Some(26)), &[("a", "u", 1)]);
    breaks_rule(&here(Some(25)), &[("a", "u", 1)], "exclude", "young");
    breaks_rule(&here(None), &[("a", "u", 1)], "ask", "young");
    lawful(&exclude(HomeFilter { sites: set(["t"]), ..HomeFilter::default() })(Some(25)), &[("a", "u", 1)]);
}

#[test]
fn a_soft_exclusion_is_paid_once_a_household() {
    let young = rule("young", RuleKind::Exclude { who: Predicate { age_max: Some(25), ..Predicate::default() } });
    let two = of(vec![Person { age: Some(20), ..person("a") }, Person { age: None, ..person("b") }], |_| {});
    let parts = with(demand(|_| {}).parts(two), |parts| parts.rules = vec![soft(young, Measure::Misplacement, 5)]);
    assert_eq!(value(&parts, Measure::Misplacement, &[("a", "u", 1)]), 5);
}

#[test]
fn a_filter_matches_by_every_set_that_is_not_empty() {
    let home = |filter: HomeFilter| {
        let here = with(site("s"), |site| {
            (site.district, site.zone, site.contract) =
                (Some("d".into()), Some("z".into()), Some(crate::problem::Contract::Stay));
            site.provides = set(["lift"]);
        });
        super::super::facts::is_about(&filter, &here, &with(unit("u", "s"), |unit| unit.provides = set(["garden"])))
    };
    let bare = |filter: HomeFilter| super::super::facts::is_about(&filter, &site("s"), &unit("u", "s"));
    assert!(home(HomeFilter {
        districts: set(["d"]),
        zones: set(["z"]),
        provides: set(["garden", "x"]),
        ..HomeFilter::default()
    }));
    assert!(!home(HomeFilter { districts: set(["d"]), zones: set(["y"]), ..HomeFilter::default() }));
    assert!(!home(HomeFilter { categories: set([Category::Smaahus]), ..HomeFilter::default() }));
    assert!(!bare(HomeFilter { districts: set(["d"]), ..HomeFilter::default() }));
    assert!(!bare(HomeFilter { zones: set(["z"]), ..HomeFilter::default() }));
    assert!(!bare(HomeFilter { contracts: set([crate::problem::Contract::Stay]), ..HomeFilter::default() }));
    assert!(bare(HomeFilter::default()));
}
