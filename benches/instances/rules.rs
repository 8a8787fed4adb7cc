//! What couples households: composition, relations, teams and the budget.

use std::collections::BTreeSet;

use husrom::problem::{
    Category, Composition, Dimension, HomeFilter, Level, Measure, Parts, PersonId, Predicate, Relation, RelationKind, Resource,
    Rule, RuleKind, Scope, Strictness, SubstanceCourse, Use,
};

use super::dice::Dice;
use super::homes::DISTRICTS;
use super::{Alike, Family};

pub fn couple(dice: &mut Dice, family: &Family, parts: &mut Parts) {
    let shared = [Category::Bofellesskap, Category::SpesialisertBofellesskap, Category::Rehabilitering];
    let violent = |level| Predicate { behaviour: [(Dimension::VIOLENCE.into(), Level(level))].into(), ..Predicate::default() };
    let course = |course| Predicate { course: [course].into(), ..Predicate::default() };
    let vulnerable = Predicate { vulnerable: Some(true), ..Predicate::default() };
    let young = Predicate { age_max: Some(25), ..Predicate::default() };
    let heavy = Predicate { severity_min: Some(3), ..Predicate::default() };
    let limit = |who, most| Composition::Limit { who, most };
    // The presets R64, R51, R56, R60 and R57 as an office would set their numbers.
    let mut rule = |id: &str, composition, scope, categories: &[Category], strictness| {
        parts.rules.push(Rule {
            id: id.into(),
            kind: RuleKind::Composition { composition, scope, exempt_household: false },
            homes: HomeFilter { categories: categories.iter().copied().collect(), ..HomeFilter::default() },
            strictness,
            say_nb: id.to_owned(),
            say_en: id.to_owned(),
            source: id.to_owned(),
        });
    };
    let soft = |price| Strictness::Soft { level: Measure::Misplacement, price };
    rule("R64", Composition::Apart { one: vulnerable, other: violent(2) }, Scope::Wing, &shared, Strictness::Hard);
    let apart = Composition::Apart { one: course(SubstanceCourse::ActiveUse), other: course(SubstanceCourse::Recovery) };
    rule("R51", apart, Scope::Site, &[Category::Bofellesskap], Strictness::Hard);
    rule(
        "R56",
        limit(violent(2), 2),
        Scope::Site,
        &[Category::Bofellesskap, Category::SpesialisertBofellesskap],
        Strictness::Hard,
    );
    rule("R60", limit(young, 3), Scope::Site, &shared, Strictness::Hard);
    rule("R57", Composition::Share { who: heavy, percent: 50 }, Scope::Site, &[Category::Ordinaer], soft(2));
    relations(dice, family, parts);
    resources(family, parts);
}

/// Pairs kept apart, mostly at a site, some in a zone; some of them with a resident.
fn relations(dice: &mut Dice, family: &Family, parts: &mut Parts) {
    let people: Vec<PersonId> = parts.households.iter().map(|household| household.persons[0].id.clone()).collect();
    let waiting: Vec<PersonId> =
        parts.households.iter().filter(|it| it.application.is_some()).map(|household| household.persons[0].id.clone()).collect();
    let mut known = BTreeSet::new();
    for _ in 0..family.people * family.conflicts / 100 {
        let one = dice.pick(&waiting).clone();
        let other = if dice.chance(25) { dice.pick(&people) } else { dice.pick(&waiting) }.clone();
        let pair = if one < other { (one.clone(), other.clone()) } else { (other.clone(), one.clone()) };
        if one == other || !known.insert(pair) {
            continue;
        }
        let scope = if dice.chance(85) { Scope::Site } else { Scope::Zone };
        parts.relations.push(Relation {
            one,
            other,
            kind: RelationKind::Apart,
            strictness: Strictness::Hard,
            scope,
            until: None,
        });
    }
}

/// A team's hours for each district, a Housing First team's caseload, and one budget over everything.
fn resources(family: &Family, parts: &mut Parts) {
    let resource = |id: String, uses, capacity| Resource {
        name: id.clone(),
        id: id.into(),
        uses,
        capacity,
        sites: BTreeSet::new(),
        districts: BTreeSet::new(),
        categories: BTreeSet::new(),
        assumed_use: 0,
    };
    let used = |parts: &Parts, site: &dyn Fn(&husrom::problem::Site) -> bool| -> (i64, i64, i64) {
        let within: BTreeSet<_> = parts.sites.iter().filter(|it| site(it)).map(|it| it.id.clone()).collect();
        let units: Vec<_> = parts.units.iter().filter(|unit| within.contains(&unit.site)).collect();
        let ids: BTreeSet<_> = units.iter().map(|unit| unit.id.clone()).collect();
        let residents = parts.households.iter().filter_map(|household| household.residency.as_ref());
        let residents: Vec<_> = residents.filter(|residency| ids.contains(&residency.unit)).collect();
        let minutes = residents.iter().filter_map(|residency| residency.support).map(|minutes| minutes.0).sum();
        let places: u32 = units.iter().map(|unit| unit.places()).sum();
        (minutes, i64::try_from(residents.len()).unwrap_or(0), i64::from(places))
    };
    for district in DISTRICTS {
        let id = husrom::problem::District::from(district);
        if parts.sites.iter().all(|site| site.district.as_ref() != Some(&id)) {
            continue;
        }
        let (minutes, residents, places) = used(parts, &|site| site.district.as_ref() == Some(&id));
        // Newcomers need four hours on average; the team has nine tenths of that for what is vacant.
        let capacity = minutes + (places - residents) * 216;
        let mut team = resource(format!("team {district}"), Use::Support, capacity);
        team.districts.insert(id);
        parts.resources.push(team);
    }
    if parts.sites.iter().any(|site| site.category == Category::HousingFirst) {
        let (_, residents, places) = used(parts, &|site| site.category == Category::HousingFirst);
        let mut caseload = resource("HF-teamet".to_owned(), Use::Households, residents + (places - residents) * 9 / 10);
        caseload.categories.insert(Category::HousingFirst);
        parts.resources.push(caseload);
    }
    let households: BTreeSet<_> = parts.households.iter().filter_map(|it| Some(it.residency.as_ref()?.unit.clone())).collect();
    let (mut now, mut vacant) = (0, 0);
    for unit in &parts.units {
        if households.contains(&unit.id) { now += unit.cost_let.0 } else { vacant += unit.cost_let.0 }
    }
    // Shared flats are paid by the place; the budget need not know them better than this.
    let percent = i64::try_from(family.budget).unwrap_or(100);
    if family.alike != Alike::Always || family.budget < 85 {
        parts.resources.push(resource("budsjett".to_owned(), Use::MonthlyCost, now + vacant * percent / 100));
    }
}
