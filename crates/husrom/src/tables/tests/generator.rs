//! Random sound problems, rich in every field: the same seed gives the same problem.

use std::collections::{BTreeMap, BTreeSet};

use crate::problem::{
    Admission, Application, Assessment, Attribute, Category, Class, Composition, Contract, Date, Days, Dimension, Fixing, Gender,
    GenderRule, GenderedPlace, Goal, Goals, HomeFilter, Household, HouseholdId, Kroner, Language, Level, Measure, MinutesPerWeek,
    Needs, Offer, OfferStatus, Parts, Permanence, Person, PersonId, PointTable, Predicate, Problem, Relation, RelationKind,
    Residency, Resource, Round, Rule, RuleKind, Scope, Settings, Site, SiteId, Situation, Staffing, Strictness, SubstanceCourse,
    SubstanceRule, Target, Tenure, Term, Test, Tolerance, Unit, UnitId, Use, Wishes,
};

/// Numbers by chance, from a seed (`SplitMix64`).
pub(super) struct Chance(u64);

impl Chance {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x5851_f42d_4c95_7f2d)
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub fn below(&mut self, end: usize) -> usize {
        let end = u64::try_from(end.max(1)).unwrap();
        usize::try_from(self.next() % end).unwrap()
    }

    pub fn byte(&mut self) -> u8 {
        self.next().to_le_bytes()[0]
    }

    fn number<N: TryFrom<usize>>(&mut self, end: usize) -> N {
        N::try_from(self.below(end)).ok().unwrap()
    }

    fn yes(&mut self) -> bool {
        self.below(2) == 0
    }

    fn maybe<T>(&mut self, make: impl FnOnce(&mut Self) -> T) -> Option<T> {
        if self.yes() { Some(make(self)) } else { None }
    }

    fn pick<T: Clone>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())].clone()
    }

    fn term<T: Term>(&mut self) -> T {
        self.pick(T::all())
    }

    fn some<T: Clone + Ord>(&mut self, from: &[T]) -> BTreeSet<T> {
        from.iter().filter(|_| self.below(3) == 0).cloned().collect()
    }

    fn name<T: From<String>>(&mut self) -> T {
        T::from(self.pick(&NAMES).to_owned())
    }

    fn names<T: From<String> + Ord>(&mut self) -> BTreeSet<T> {
        (0..self.below(3)).map(|_| self.name()).collect()
    }

    fn date(&mut self) -> Date {
        Date::new(self.pick(&[1999, 2026, 2027]), self.number::<i8>(12) + 1, self.number::<i8>(28) + 1).unwrap()
    }
}

/// How many cases a test takes: the usual number, or that in `HUSROM_INPUT_CASES`.
pub(super) fn cases(usual: u64) -> u64 {
    std::env::var("HUSROM_INPUT_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(usual)
}

/// Names that look like other things.
const NAMES: [&str; 16] = [
    "Årstad",
    "Nyhavn 4B",
    "true",
    "12",
    "1.0",
    "2026-01-01",
    "x,y",
    "\"q\"",
    "a=b",
    "æ'ø",
    "nei",
    "none",
    "İ",
    "#",
    "a & b",
    "R-1/2",
];

const DIMENSIONS: [&str; 6] = ["violence", "damage", "noise", "fire", "selvskading", "å samle"];

fn levels(chance: &mut Chance) -> BTreeMap<Dimension, Level> {
    let mut levels = BTreeMap::new();
    for name in DIMENSIONS {
        if chance.yes() {
            levels.insert(name.into(), Level(chance.number(5)));
        }
    }
    levels
}

fn admission(chance: &mut Chance) -> Admission {
    let age_min = chance.maybe(|chance| chance.number(60));
    Admission {
        gender: chance.maybe(Chance::term::<GenderRule>),
        age_min,
        age_max: chance.maybe(|chance| 60 + chance.number::<u8>(60)),
        tolerance: levels(chance),
        substance: chance.maybe(Chance::term::<SubstanceRule>),
        motivation: chance.maybe(Chance::yes),
        treatment_months: chance.maybe(|chance| chance.number(30)),
        specialist_agreement: chance.maybe(Chance::yes),
        waiting_list: chance.maybe(Chance::yes),
        homeless: chance.maybe(Chance::yes),
        severity_min: chance.maybe(|chance| 1 + chance.number::<u8>(3)),
        children: chance.maybe(Chance::yes),
        demands: chance.names(),
        consent: chance.maybe(Chance::name),
    }
}

fn site(chance: &mut Chance, index: usize) -> Site {
    let id = SiteId::from(format!("{} {index}", chance.pick(&NAMES)));
    let mut admission_here = admission(chance);
    let single_gender = chance.maybe(Chance::term::<GenderedPlace>);
    if single_gender.is_some() {
        admission_here.gender = Some(GenderRule::Single);
    }
    Site {
        name: if chance.yes() { id.to_string() } else { "Et navn; med | tegn\ni".to_owned() },
        id,
        category: chance.term(),
        permanence: chance.maybe(Chance::term::<Permanence>),
        district: Some(chance.name()),
        municipality: chance.maybe(Chance::name),
        zone: chance.maybe(Chance::name),
        operator: chance.maybe(Chance::name),
        landlord: chance.maybe(Chance::name),
        admission: admission_here,
        intended: chance.maybe(admission),
        single_gender,
        staffing: chance.maybe(Chance::term::<Staffing>),
        contract: chance.maybe(Chance::term::<Contract>),
        max_stay_months: chance.maybe(|chance| chance.number(60)),
        shielded: chance.yes(),
        detached: chance.yes(),
        serves_districts: chance.names(),
        serves_municipalities: chance.names(),
        provides: chance.names(),
        opens: chance.maybe(|_| Date::constant(2020, 1, 1)),
        closes: chance.maybe(|_| Date::constant(2030, 1, 1)),
    }
}

fn unit(chance: &mut Chance, index: usize, sites: &[Site]) -> Unit {
    let id = UnitId::from(format!("U {index} {}", chance.pick(&NAMES)));
    Unit {
        name: if chance.yes() { id.to_string() } else { chance.name() },
        id,
        site: chance.pick(sites).id,
        wing: chance.maybe(Chance::name),
        // Every home is shared, so that any residents may stay in it together; the last unit is left for offers.
        shared_places: Some(1 + chance.number::<u32>(6)).filter(|_| index < 5),
        largest_household: chance.maybe(|chance| 1 + chance.number::<u32>(6)),
        size: chance.maybe(|chance| chance.number(90)),
        accessible: chance.yes(),
        robust: chance.yes(),
        shielded: chance.yes(),
        rent: chance.maybe(|chance| Kroner(chance.number(20_000))),
        cost_let: Kroner(chance.number(3)),
        cost_vacant: Kroner(chance.number::<i64>(3) * 1000),
        free_from: chance.maybe(Chance::date),
        out_of_service: chance.maybe(|chance| chance.pick(&["ukjent", "vannskade; tak", "ja", "-"]).to_owned()),
        held_back: chance.maybe(|chance| chance.pick(&["?", "ombygging"]).to_owned()),
        reserved_for: chance.maybe(Chance::name),
        admission: admission(chance),
        staffing: chance.maybe(Chance::term::<Staffing>),
        provides: chance.names(),
    }
}

fn person(chance: &mut Chance, id: PersonId) -> Person {
    Person {
        id,
        child: chance.below(4) == 0,
        gender: chance.maybe(Chance::term::<Gender>),
        suits: chance.some(GenderedPlace::all()),
        age: chance.maybe(|chance| chance.number(100)),
        behaviour: levels(chance),
        vulnerable: chance.maybe(Chance::yes),
        needs_shielding: chance.maybe(Chance::yes),
        course: chance.maybe(Chance::term::<SubstanceCourse>),
        severity: chance.maybe(|chance| 1 + chance.number::<u8>(3)),
    }
}

fn application(chance: &mut Chance, sites: &[Site], is_mover: bool) -> Application {
    let ids: Vec<SiteId> = sites.iter().map(|site| site.id.clone()).collect();
    let districts: Vec<_> = sites.iter().filter_map(|site| site.district.clone()).collect();
    let mut wished: Vec<_> = chance.some(&ids).into_iter().collect();
    wished.reverse();
    let situations: Vec<Situation> =
        Situation::all().iter().copied().filter(|one| (*one == Situation::Tenant) == is_mover).collect();
    let none = |chance: &mut Chance| chance.below(3);
    Application {
        class: Class(1 + chance.number::<u8>(3)),
        waiting_since: chance.maybe(Chance::date),
        passed_over: chance.number(3),
        situation: chance.maybe(|chance| chance.pick(&situations)),
        accommodation_cost: chance.maybe(|chance| Kroner(chance.number(30_000))),
        ready_from: chance.maybe(Chance::date),
        housed_by: chance.maybe(Chance::date),
        housed_by_is_hard: chance.yes(),
        district: chance.some(&districts).into_iter().next(),
        municipality: chance.maybe(Chance::name),
        needs: Needs {
            staffing: chance.maybe(Chance::term::<Staffing>),
            support: [None, Some(MinutesPerWeek(0)), Some(MinutesPerWeek(chance.number(3_000)))][none(chance)],
            robust: [None, Some(false), Some(true)][none(chance)],
            accessible: [None, Some(false), Some(true)][none(chance)],
            distance: [None, Some(false), Some(true)][none(chance)],
            requires: chance.names(),
        },
        wishes: Wishes {
            categories: chance.some(Category::all()).into_iter().rev().collect(),
            districts: chance.some(&districts).into_iter().rev().collect(),
            sites: wished,
            prefers: chance.names(),
            refused_categories: chance.some(Category::all()),
            refused_districts: chance.some(&districts),
            refused_sites: chance.some(&ids),
        },
        consents: chance.names(),
        allowed_categories: chance.some(Category::all()),
        motivated: chance.maybe(Chance::yes),
        treatment_months: chance.maybe(|chance| chance.number(30)),
        specialist_agreement: chance.maybe(Chance::yes),
        on_waiting_list: chance.maybe(Chance::yes),
        profiles: chance.names(),
        barred_sites: chance.some(&ids),
        owes: chance.names(),
        max_rent: chance.maybe(|chance| Kroner(chance.number(20_000))),
    }
}

fn household(chance: &mut Chance, index: usize, sites: &[Site], units: &[Unit]) -> Household {
    let id = HouseholdId::from(format!("H{index} {}", chance.pick(&NAMES)));
    let own = if chance.yes() { PersonId::from(id.as_str()) } else { PersonId::from(format!("P{index}")) };
    let others: Vec<PersonId> = (0..chance.below(3)).map(|other| PersonId::from(format!("A{index}-{other}"))).collect();
    let persons = [own].into_iter().chain(others).map(|id| person(chance, id)).collect();
    let is_resident = chance.yes();
    let tenure = match chance.below(4) {
        0 => Tenure::Stays,
        1 => Tenure::Leaves { on: chance.date(), to: chance.maybe(Chance::name) },
        2 => Tenure::WantsToMove,
        _ => Tenure::MustMove,
    };
    let is_mover = is_resident && matches!(tenure, Tenure::WantsToMove | Tenure::MustMove);
    let residency = is_resident.then(|| {
        let unit = chance.pick(&units[..5]).id;
        Residency { unit, tenure, support: chance.maybe(|chance| MinutesPerWeek(chance.number(3_000))) }
    });
    let application = (!is_resident || is_mover).then(|| application(chance, sites, is_mover));
    Household { id, persons, application, residency }
}

fn predicate(chance: &mut Chance) -> Predicate {
    if chance.below(4) == 0 {
        return Predicate::default();
    }
    Predicate {
        gender: chance.some(Gender::all()),
        age_min: chance.maybe(|chance| chance.number(40)),
        age_max: chance.maybe(|chance| 40 + chance.number::<u8>(60)),
        behaviour: levels(chance),
        vulnerable: chance.maybe(Chance::yes),
        needs_shielding: chance.maybe(Chance::yes),
        course: chance.some(SubstanceCourse::all()),
        child: chance.maybe(Chance::yes),
        severity_min: chance.maybe(|chance| 1 + chance.number::<u8>(3)),
    }
}

fn measure(chance: &mut Chance) -> Measure {
    match chance.below(6) {
        0 => Measure::Housed(Class(1 + chance.number::<u8>(3))),
        1 => Measure::Overdue(Some(Days(chance.number(400)))),
        2 => Measure::Overdue(None),
        3 => Measure::Fit,
        4 => Measure::Misplacement,
        _ => Measure::Cost,
    }
}

fn strictness(chance: &mut Chance) -> Strictness {
    match chance.below(3) {
        0 => Strictness::Hard,
        1 => Strictness::Off,
        _ => Strictness::Soft { level: measure(chance), price: 1 + chance.number::<i64>(9) },
    }
}

fn homes(chance: &mut Chance, sites: &[Site], units: &[Unit]) -> HomeFilter {
    let of = |chance: &mut Chance, site: &Site| (chance.pick(sites).id, site.district.clone(), site.zone.clone());
    let mut filter =
        HomeFilter { categories: chance.some(Category::all()), contracts: chance.some(Contract::all()), ..HomeFilter::default() };
    filter.provides = chance.names();
    for site in sites {
        let (id, district, zone) = of(chance, site);
        filter.sites.extend(chance.maybe(|_| id));
        filter.districts.extend(district);
        filter.zones.extend(zone.filter(|_| chance.yes()));
    }
    filter.units = chance.some(&units.iter().map(|unit| unit.id.clone()).collect::<Vec<_>>());
    filter
}

fn rule(chance: &mut Chance, index: usize, sites: &[Site], units: &[Unit]) -> Rule {
    let composition = |chance: &mut Chance| match chance.below(4) {
        0 => Composition::Limit { who: predicate(chance), most: chance.number(9) },
        1 => Composition::Share { who: predicate(chance), percent: chance.number(101) },
        2 => Composition::Apart { one: predicate(chance), other: predicate(chance) },
        _ => Composition::Same { attribute: chance.term::<Attribute>() },
    };
    let (kind, id) = match chance.below(6) {
        0 => {
            let test = chance.term::<Test>();
            (RuleKind::Test(test), if index == 0 { test.name().to_owned() } else { format!("T{index}") })
        }
        1 => (RuleKind::Exclude { who: predicate(chance) }, format!("E{index}")),
        2 => (RuleKind::MoveLimit { most: chance.number(9) }, format!("M{index}")),
        3 if index == 0 => (RuleKind::SingleGender { exempt_household: chance.yes() }, "single".to_owned()),
        _ => {
            let (composition, exempt_household) = (composition(chance), chance.yes());
            (RuleKind::Composition { composition, scope: chance.term::<Scope>(), exempt_household }, format!("C{index}"))
        }
    };
    let say = |chance: &mut Chance| if chance.yes() { String::new() } else { chance.name() };
    // A built-in rule holds at every home; a rule for some homes bears a name of its own.
    let built_in = matches!(&kind, RuleKind::Test(test) if test.name() == id);
    Rule {
        id: id.into(),
        kind,
        homes: if built_in { HomeFilter::default() } else { homes(chance, sites, units) },
        strictness: strictness(chance),
        say_nb: say(chance),
        say_en: say(chance),
        source: say(chance),
    }
}

fn target(chance: &mut Chance, sites: &[Site], units: &[Unit]) -> Target {
    match chance.below(3) {
        0 => Target::Unit(chance.pick(units).id),
        1 => Target::Site(chance.pick(sites).id),
        _ => Target::Category(chance.term()),
    }
}

fn settings(chance: &mut Chance, sites: &[Site], shortlist: Option<u32>) -> Settings {
    let zones = sites.iter().filter_map(|site| site.zone.clone());
    Settings {
        longest_wait: (1..=3).filter(|_| chance.yes()).map(|class| (Class(class), Days(365))).collect(),
        zone_ceilings: zones.map(|zone| (zone, chance.number(40))).collect(),
        points: PointTable {
            category: (0..chance.below(4)).map(|_| chance.number(4)).collect(),
            district: vec![3, 2, 1],
            site: vec![5, 0, 0],
            preferred_tag: chance.number(3),
        },
        hostel_price: Kroner(chance.number::<i64>(2) * 27_000),
        support_price: Kroner(chance.number(500)),
        longest_chain: chance.maybe(|chance| 1 + chance.number::<u32>(5)),
        shortlist,
        behaviour_scale: chance.maybe(|_| Level(5)),
        seed: chance.maybe(Chance::next),
    }
}

fn goals(chance: &mut Chance) -> Goals {
    if chance.yes() {
        return Goals::shipped();
    }
    let weighted = Measure::Weighted(vec![(Measure::Housed(Class(1)), 10), (Measure::Cost, 1 + chance.number::<i64>(9))]);
    let goal = |measure| Goal { measure, tolerance: Tolerance { absolute: 2, permille: 50 } };
    Goals(vec![goal(weighted), goal(Measure::HousedFrom(Class(2))), goal(Measure::Overdue(Some(Days(90)))), goal(Measure::Lot)])
}

/// A sound problem by chance.
pub(crate) fn problem(seed: u64) -> Problem {
    let mut all = Chance::new(seed);
    let chance = &mut all;
    let sites: Vec<Site> = (0..3).map(|index| site(chance, index)).collect();
    let units: Vec<Unit> = (0..8).map(|index| unit(chance, index, &sites)).collect();
    let households: Vec<Household> = (0..6).map(|index| household(chance, index, &sites, &units)).collect();
    let first = |index: usize| households[index].persons[0].id.clone();
    let relations = (1..4).map(|index| Relation {
        one: first(index),
        other: first(0),
        kind: chance.term::<RelationKind>(),
        strictness: strictness(chance),
        scope: chance.pick(&[Scope::Unit, Scope::Wing, Scope::Site, Scope::Zone]),
        until: chance.maybe(Chance::date),
    });
    let relations = relations.collect();
    let resources = (0..3).map(|index| Resource {
        id: format!("T{index}").into(),
        name: if chance.yes() { String::new() } else { chance.name() },
        uses: chance.term::<Use>(),
        capacity: chance.number(5_000),
        sites: chance.some(&sites.iter().map(|site| site.id.clone()).collect::<Vec<_>>()),
        districts: sites.iter().filter(|_| chance.yes()).filter_map(|site| site.district.clone()).collect(),
        categories: chance.some(Category::all()),
        assumed_use: chance.number(100),
    });
    let resources = resources.collect();
    let assessments = households.iter().map(|household| {
        let points = chance.number::<i64>(20) - 10;
        Assessment { household: household.id.clone(), target: target(chance, &sites, &units), points }
    });
    let assessments = assessments.collect();
    let applicants: Vec<&Household> = households.iter().filter(|household| household.application.is_some()).collect();
    let (mut offers, mut pins, mut bans) = (Vec::new(), Vec::new(), Vec::new());
    for applicant in applicants {
        let household = applicant.id.clone();
        match chance.below(4) {
            0 => offers.push(Offer { household, unit: units[7].id.clone(), status: chance.term::<OfferStatus>() }),
            1 => pins.push(Fixing { household, target: target(chance, &sites, &units) }),
            2 => bans.push(Fixing { household, target: target(chance, &sites, &units) }),
            _ => {}
        }
    }
    let date = Date::constant(2026, 11, 24);
    let parts = Parts {
        round: Round {
            id: chance.name(),
            date,
            horizon: if chance.yes() { date } else { Date::constant(2027, 2, 1) },
            language: if chance.yes() { Language::Nb } else { Language::En },
        },
        settings: settings(chance, &sites, u32::try_from(seed % 60).ok().filter(|most| most % 3 > 0)),
        rules: (0..3).map(|index| rule(chance, index, &sites, &units)).collect(),
        goals: goals(chance),
        sites,
        units,
        households,
        relations,
        resources,
        assessments,
        offers,
        pins,
        bans,
    };
    Problem::from_parts(parts).unwrap_or_else(|error| panic!("seed {seed}: {error}"))
}
