//! Random tiny problems: few households and homes, every kind of rule, date, tenure and goal among them.

use std::collections::{BTreeMap, BTreeSet};

use husrom::problem::*;

use crate::dice::Dice;
use crate::{rules, shape};

const TODAY: Date = Date::constant(2026, 1, 5);

/// So many days after (or before) the round's date.
fn day(offset: i64) -> Date {
    let day = std::time::Duration::from_secs(24 * 60 * 60 * offset.unsigned_abs());
    if offset < 0 { TODAY - day } else { TODAY + day }
}

/// A random tiny problem.
pub fn tiny(seed: u64) -> Parts {
    let mut dice = Dice::of(seed);
    let dice = &mut dice;
    let long = dice.chance(35);
    let horizon = if long { day(20) } else { TODAY };
    let round = Round { id: format!("prøve-{seed}"), date: TODAY, horizon, language: Language::Nb };
    let sites: Vec<Site> = (0..1 + dice.roll(3)).map(|number| site(dice, number)).collect();
    let mut units: Vec<Unit> = Vec::new();
    let count = 3 + dice.roll(3);
    while (units.len() as u64) < count {
        let site = dice.pick(&sites).clone();
        let model = unit(dice, &site, long);
        // Homes mostly alike, so that classes have several.
        for _ in 0..=u64::from(dice.chance(40)) {
            let id = UnitId::from(format!("U{}", units.len() + 1));
            units.push(Unit { name: format!("Veien {}", units.len() + 1), id, ..model.clone() });
        }
    }
    units.truncate(5);
    let waiting = if long { 2 + dice.roll(2) } else { 3 + dice.roll(2) };
    let mut households: Vec<Household> = Vec::new();
    let mut taken: BTreeSet<UnitId> = BTreeSet::new();
    let mut movers = 0;
    for number in 0..dice.roll(4) {
        let unit = dice.pick(&units).clone();
        // Seldom, two live in a home that is not shared.
        if unit.shared_places.is_none() && !taken.insert(unit.id.clone()) && !dice.chance(15) {
            continue;
        }
        let moving = movers < waiting && dice.chance(76);
        let tenure = match (moving, long && dice.chance(70)) {
            (true, _) if dice.chance(70) => Tenure::WantsToMove,
            (true, _) => Tenure::MustMove,
            (false, true) => Tenure::Leaves { on: day(*dice.pick(&[2, 10, 25])), to: None },
            (false, false) => Tenure::Stays,
        };
        movers += u64::from(moving);
        let id = format!("B{}", number + 1);
        let application = moving.then(|| application(dice, &sites, true, long));
        let support = dice.some(80, &[MinutesPerWeek(60), MinutesPerWeek(120)]);
        let residency = Some(Residency { unit: unit.id.clone(), tenure, support });
        households.push(Household { id: id.as_str().into(), persons: persons(dice, &id), application, residency });
    }
    for number in 0..waiting.saturating_sub(movers).max(1) {
        let id = format!("S{}", number + 1);
        let application = Some(application(dice, &sites, false, long));
        households.push(Household { id: id.as_str().into(), persons: persons(dice, &id), application, residency: None });
    }
    let mut parts = Parts {
        round,
        settings: settings(dice),
        sites,
        units,
        households,
        relations: Vec::new(),
        resources: (0..*dice.pick(&[0, 0, 0, 1, 1, 2])).map(|number| resource(dice, number)).collect(),
        assessments: Vec::new(),
        offers: Vec::new(),
        pins: Vec::new(),
        bans: Vec::new(),
        rules: rules::rules(dice),
        goals: goals(dice),
    };
    couple(dice, &mut parts, long);
    if dice.chance(88) {
        shape::ease(dice, &mut parts);
    }
    if dice.chance(65) {
        shape::calm(dice, &mut parts);
    }
    if dice.chance(12) {
        shape::swap(&mut parts);
    }
    let limits_moves = matches!(parts.rules.first(), Some(Rule { kind: RuleKind::MoveLimit { .. }, .. }));
    if limits_moves || dice.chance(12) {
        shape::settle(dice, &mut parts);
    }
    shape::only_known_places(&mut parts);
    parts
}

fn site(dice: &mut Dice, number: u64) -> Site {
    let category = *dice.pick(&[
        Category::Bofellesskap,
        Category::Bofellesskap,
        Category::Smaahus,
        Category::Rehabilitering,
        Category::HousingFirst,
        Category::Midlertidig,
        Category::Midlertidig,
        Category::Ordinaer,
    ]);
    let admission = admission(dice, 4);
    let single = admission.gender == Some(GenderRule::Single) && dice.chance(30);
    Site {
        id: format!("H{}", number + 1).into(),
        name: format!("Hus {}", number + 1),
        category,
        permanence: dice.some(5, &[Permanence::Transitional]),
        district: Some((*dice.pick(&["Nord", "Sør"])).into()),
        municipality: dice.some(50, &["Bergen".into()]),
        zone: dice.some(90, &["Z1".into(), "Z2".into()]),
        operator: None,
        landlord: dice.some(30, &["L1".into()]),
        admission,
        intended: None,
        single_gender: if single { dice.some(100, &[GenderedPlace::Women, GenderedPlace::Men]) } else { None },
        staffing: dice.some(60, &[Staffing::Ambulant, Staffing::Day, Staffing::RoundTheClock]),
        contract: dice.some(40, &[Contract::OrdinaryTenancy, Contract::Referral]),
        max_stay_months: None,
        shielded: dice.chance(50),
        detached: dice.chance(50),
        serves_districts: dice.some(6, &["Nord".into(), "Sør".into()]).into_iter().collect(),
        serves_municipalities: dice.some(4, &["Bergen".into()]).into_iter().collect(),
        provides: dice.some(40, &["heis".into(), "hage".into()]).into_iter().collect(),
        opens: dice.some(6, &[day(3), day(12)]),
        closes: dice.some(5, &[day(0), day(15), day(20), day(40)]),
    }
}

fn admission(dice: &mut Dice, percent: u64) -> Admission {
    let p = percent;
    let mut tolerance = BTreeMap::new();
    if dice.chance(3 * p) {
        tolerance.insert(Dimension::from("violence"), Level(u8::try_from(dice.roll(3)).unwrap()));
    }
    Admission {
        gender: dice.some(
            30,
            &[GenderRule::Any, GenderRule::Women, GenderRule::Men, GenderRule::Single, GenderRule::Single, GenderRule::Single],
        ),
        age_min: dice.some(p, &[18, 25, 40]),
        age_max: dice.some(p / 2, &[25, 60]),
        tolerance,
        substance: dice.some(p, &[SubstanceRule::Accepted, SubstanceRule::NotAccepted, SubstanceRule::AbstinenceRequired]),
        motivation: dice.some(p / 2, &[true]),
        treatment_months: dice.some(p / 2, &[6]),
        specialist_agreement: dice.some(p / 2, &[true]),
        waiting_list: dice.some(p / 2, &[true]),
        homeless: dice.some(p / 2, &[true]),
        severity_min: dice.some(p / 2, &[2]),
        children: dice.some(p, &[false]),
        demands: dice.some(p / 2, &["p1".into()]).into_iter().collect(),
        consent: dice.some(p / 2, &["oppfølging".into()]),
    }
}

fn unit(dice: &mut Dice, site: &Site, long: bool) -> Unit {
    Unit {
        id: "U".into(),
        site: site.id.clone(),
        name: String::new(),
        wing: dice.some(40, &["a".into(), "b".into()]),
        shared_places: dice.some(36, &[1, 2, 2, 3]),
        largest_household: dice.some(15, &[1, 2]),
        size: None,
        accessible: dice.chance(50),
        robust: dice.chance(50),
        shielded: dice.chance(20),
        rent: dice.some(30, &[Kroner(8000), Kroner(12000)]),
        cost_let: Kroner(i64::try_from(dice.roll(4)).unwrap() * 7300),
        cost_vacant: Kroner(i64::try_from(dice.roll(3)).unwrap() * 4600),
        free_from: if long { dice.some(30, &[day(2), day(10), day(30)]) } else { dice.some(5, &[day(1)]) },
        out_of_service: dice.some(3, &["vannskade".to_owned()]),
        held_back: dice.some(3, &["holdes av".to_owned()]),
        reserved_for: dice.some(30, &["p1".into()]),
        admission: if dice.chance(10) { admission(dice, 4) } else { Admission::default() },
        staffing: dice.some(10, &[Staffing::Day]),
        provides: dice.some(15, &["heis".into()]).into_iter().collect(),
    }
}

fn persons(dice: &mut Dice, household: &str) -> Vec<Person> {
    let count = if dice.chance(25) { 2 } else { 1 };
    (0..count)
        .map(|number| {
            let id = if number == 0 { household.to_owned() } else { format!("{household}-{number}") };
            let mut person = Person::unknown(id.into());
            person.child = number > 0 && dice.chance(50);
            person.gender =
                dice.some(96, &[Gender::Woman, Gender::Woman, Gender::Man, Gender::Man, Gender::Other, Gender::Undisclosed]);
            person.suits = match dice.roll(4) {
                0 => BTreeSet::from([GenderedPlace::Women]),
                1 => BTreeSet::from([GenderedPlace::Women, GenderedPlace::Men]),
                2 => BTreeSet::from([GenderedPlace::Men]),
                _ => BTreeSet::new(),
            };
            person.age = dice.some(90, &[8, 19, 25, 40, 70]);
            for dimension in ["violence", "noise"] {
                if dice.chance(94) {
                    person.behaviour.insert(dimension.into(), Level(u8::try_from(dice.roll(4)).unwrap()));
                }
            }
            person.vulnerable = dice.some(90, &[true, false]);
            person.needs_shielding = dice.some(99, &[true, false, false, false, false, false, false, false, false, false]);
            person.course = dice.some(
                85,
                &[
                    SubstanceCourse::None,
                    SubstanceCourse::Recovery,
                    SubstanceCourse::StableTreatment,
                    SubstanceCourse::ActiveUse,
                    SubstanceCourse::ActiveUse,
                ],
            );
            person.severity = dice.some(88, &[1, 2, 3]);
            person
        })
        .collect()
}

fn application(dice: &mut Dice, sites: &[Site], resident: bool, long: bool) -> Application {
    let site = dice.pick(sites).id.clone();
    let situations = [
        Situation::Homeless,
        Situation::Homeless,
        Situation::Temporary,
        Situation::Hospital,
        Situation::Prison,
        Situation::AtRisk,
        Situation::Unsuitable,
    ];
    let rarely = |dice: &mut Dice| dice.chance(5);
    let yes = |dice: &mut Dice| if dice.chance(92) { Some(dice.chance(75)) } else { None };
    Application {
        class: Class(u8::try_from(1 + dice.roll(3)).unwrap()),
        waiting_since: dice.some(92, &[day(-580), day(-90), day(-60), day(-16)]),
        passed_over: u32::try_from(dice.roll(3)).unwrap(),
        situation: if resident { None } else { dice.some(95, &situations) },
        accommodation_cost: dice.some(30, &[Kroner(18_400)]),
        ready_from: if long { dice.some(30, &[day(2), day(10), day(25)]) } else { dice.some(5, &[day(4)]) },
        housed_by: dice.some(50, &[day(-5), day(0), day(5), day(10), day(60)]),
        housed_by_is_hard: dice.chance(15),
        district: dice.some(95, &["Nord".into(), "Sør".into()]),
        municipality: dice.some(95, &["Bergen".into(), "Askøy".into()]),
        needs: Needs {
            staffing: dice
                .some(95, &[Staffing::None, Staffing::None, Staffing::None, Staffing::None, Staffing::Ambulant, Staffing::Day]),
            support: dice.some(96, &[MinutesPerWeek(0), MinutesPerWeek(90), MinutesPerWeek(150)]),
            robust: if dice.chance(97) { Some(rarely(dice)) } else { None },
            accessible: if dice.chance(97) { Some(rarely(dice)) } else { None },
            distance: if dice.chance(97) { Some(rarely(dice)) } else { None },
            requires: dice.some(3, &["heis".into()]).into_iter().collect(),
        },
        wishes: Wishes {
            categories: dice.some(70, &[Category::Smaahus, Category::Bofellesskap, Category::HousingFirst]).into_iter().collect(),
            districts: dice.some(60, &["Nord".into(), "Sør".into()]).into_iter().collect(),
            sites: dice.some(30, std::slice::from_ref(&site)).into_iter().collect(),
            prefers: dice.some(40, &["hage".into(), "heis".into()]).into_iter().collect(),
            refused_categories: dice.some(5, &[Category::Midlertidig]).into_iter().collect(),
            refused_districts: dice.some(4, &["Sør".into()]).into_iter().collect(),
            refused_sites: dice.some(4, std::slice::from_ref(&site)).into_iter().collect(),
        },
        consents: dice.some(60, &["oppfølging".into()]).into_iter().collect(),
        allowed_categories: dice.some(5, &[Category::Bofellesskap]).into_iter().collect(),
        motivated: yes(dice),
        treatment_months: dice.some(92, &[0, 6, 12]),
        specialist_agreement: yes(dice),
        on_waiting_list: yes(dice),
        profiles: dice.some(50, &["p1".into()]).into_iter().collect(),
        barred_sites: dice.some(4, &[site]).into_iter().collect(),
        owes: dice.some(10, &["L1".into()]).into_iter().collect(),
        max_rent: dice.some(30, &[Kroner(9000), Kroner(15000)]),
    }
}

fn settings(dice: &mut Dice) -> Settings {
    let mut settings = Settings::default();
    for class in 1..=3 {
        if dice.chance(80) {
            settings.longest_wait.insert(Class(class), Days(i32::try_from(30 * (1 + dice.roll(8))).unwrap()));
        }
    }
    for zone in ["Z1", "Z2"] {
        if dice.chance(85) {
            settings.zone_ceilings.insert(zone.into(), u32::try_from(dice.roll(4) / 2).unwrap());
        }
    }
    // At 1923 kr an hour, 90 minutes a week come to 12 499.5 kr a month, where rounding tells.
    settings.support_price = *dice.pick(&[Kroner(0), Kroner(430), Kroner(1923)]);
    settings.longest_chain = dice.some(90, &[1, 1, 1, 1, 2]);
    settings
}

fn resource(dice: &mut Dice, number: u64) -> Resource {
    let uses = *dice.pick(&[Use::Support, Use::Support, Use::Households, Use::Persons, Use::Children, Use::MonthlyCost]);
    let capacity = match uses {
        Use::Support => *dice.pick(&[60, 150, 240]),
        Use::MonthlyCost => *dice.pick(&[8000, 16000, 30000]),
        Use::Children => 0,
        _ => *dice.pick(&[1, 2]),
    };
    Resource {
        id: format!("R{}", number + 1).into(),
        name: format!("Ressurs {}", number + 1),
        uses,
        capacity,
        sites: dice.some(20, &["H1".into()]).into_iter().collect(),
        districts: dice.some(20, &["Nord".into()]).into_iter().collect(),
        categories: dice.some(20, &[Category::Bofellesskap]).into_iter().collect(),
        assumed_use: *dice.pick(&[0, 30]),
    }
}

/// The measures that goals are drawn from.
pub fn measures() -> Vec<Measure> {
    vec![
        Measure::Changes,
        Measure::HousedFrom(Class(1)),
        Measure::Overdue(None),
        Measure::Overdue(Some(Days(60))),
        Measure::Displaced,
        Measure::Deadline,
        Measure::Misplacement,
        Measure::Fit,
        Measure::Roof,
        Measure::Temporary,
        Measure::Moves,
        Measure::Cost,
        Measure::Concentration,
    ]
}

fn goals(dice: &mut Dice) -> Goals {
    let mut goals = match dice.roll(20) {
        0..15 => {
            // In any order, so that every measure is sometimes first.
            let mut measures = measures();
            for last in (1..measures.len()).rev() {
                measures.swap(last, usize::try_from(dice.roll(last as u64 + 1)).unwrap());
            }
            measures.truncate(7);
            // A measure that asks for nobody to be placed leaves the others nothing to tell apart.
            measures.sort_by_key(|measure| matches!(measure, Measure::Moves | Measure::Concentration | Measure::Misplacement));
            if dice.chance(40) {
                measures.reverse();
            }
            measures.push(Measure::Lot);
            Goals::of(measures)
        }
        15..18 => Goals::of([
            Measure::Weighted(vec![
                (Measure::Housed(Class(1)), 7),
                (Measure::Fit, 2),
                (Measure::Cost, 1),
                (Measure::Concentration, 3),
            ]),
            Measure::Temporary,
            Measure::Lot,
        ]),
        _ => Goals::shipped(),
    };
    if dice.chance(20) {
        let position = usize::try_from(dice.roll(goals.0.len() as u64)).unwrap();
        goals.0[position].tolerance = Tolerance { absolute: 1, permille: u32::try_from(dice.roll(3)).unwrap() * 100 };
    }
    goals
}

/// Relations, assessments, offers, pins and bans, once there are people and homes.
fn couple(dice: &mut Dice, parts: &mut Parts, long: bool) {
    let people: Vec<(usize, PersonId)> = parts
        .households
        .iter()
        .enumerate()
        .flat_map(|(index, household)| household.persons.iter().map(move |person| (index, person.id.clone())))
        .collect();
    for _ in 0..*dice.pick(&[0, 0, 1, 1, 2, 2, 3]) {
        let ((one_home, one), (other_home, other)) = (dice.pick(&people).clone(), dice.pick(&people).clone());
        if one_home == other_home {
            continue;
        }
        parts.relations.push(Relation {
            one,
            other,
            kind: *dice.pick(&[RelationKind::Apart, RelationKind::Apart, RelationKind::Together]),
            strictness: if dice.chance(60) { Strictness::Hard } else { rules::strictness(dice) },
            scope: *dice.pick(&[Scope::Site, Scope::Site, Scope::Wing, Scope::Zone, Scope::Unit]),
            until: if long { dice.some(45, &[day(0), day(2), day(5), day(10)]) } else { dice.some(15, &[day(-3), day(0)]) },
        });
    }
    let waiting: Vec<HouseholdId> = parts
        .households
        .iter()
        .filter(|household| household.application.is_some())
        .map(|household| household.id.clone())
        .collect();
    let units: Vec<UnitId> = parts.units.iter().map(|unit| unit.id.clone()).collect();
    let sites: Vec<SiteId> = parts.sites.iter().map(|site| site.id.clone()).collect();
    let target = |dice: &mut Dice| match dice.roll(3) {
        0 => Target::Site(dice.pick(&sites).clone()),
        1 => Target::Category(Category::Bofellesskap),
        _ => Target::Unit(dice.pick(&units).clone()),
    };
    for _ in 0..dice.roll(3) {
        let (household, target) = (dice.pick(&waiting).clone(), target(dice));
        parts.assessments.push(Assessment { household, target, points: i64::try_from(dice.roll(7)).unwrap() - 2 });
    }
    for _ in 0..dice.roll(5) {
        let status = match dice.roll(14) {
            0 if dice.chance(35) => OfferStatus::Accepted,
            0..3 => OfferStatus::Refused,
            _ => OfferStatus::Pending,
        };
        let (household, unit) = (dice.pick(&waiting).clone(), dice.pick(&units).clone());
        if parts.offers.iter().all(|offer| (&offer.household, &offer.unit) != (&household, &unit)) {
            parts.offers.push(Offer { household, unit, status });
        }
    }
    if dice.chance(7) {
        parts.pins.push(Fixing { household: dice.pick(&waiting).clone(), target: target(dice) });
    }
    if dice.chance(26) {
        parts.bans.push(Fixing { household: dice.pick(&waiting).clone(), target: target(dice) });
    }
}
