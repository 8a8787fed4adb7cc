//! Who lives where, and who waits.

use std::collections::BTreeSet;

use husrom::problem::{
    Admission, Application, Category, Class, Dimension, Gender, Household, Kroner, Level, MinutesPerWeek, Needs, Parts, Person,
    Residency, Situation, Staffing, SubstanceCourse, Tenure, Unit, Wishes,
};

use super::dice::Dice;
use super::homes::{DISTRICTS, VACANT};
use super::{Family, day};

/// Lets every home that is not vacant, to people the site admits by gender, and takes the mark of vacancy off.
pub fn settle(dice: &mut Dice, family: &Family, parts: &mut Parts) {
    let mut residents = Vec::new();
    for index in 0..parts.units.len() {
        let vacant = parts.units[index].provides.remove(&VACANT.into());
        let unit = parts.units[index].clone();
        // A shared flat with a place free has its other places let.
        let lodgers = if vacant { unit.places() - 1 } else { unit.places() };
        for _ in 0..lodgers {
            residents.push(resident(dice, family, parts, &unit, residents.len() + 1));
        }
    }
    parts.households = residents;
}

fn resident(dice: &mut Dice, family: &Family, parts: &Parts, unit: &Unit, number: usize) -> Household {
    let site = parts.sites.iter().find(|site| site.id == unit.site).expect("a unit's site is built with it");
    let id = format!("B{number:05}");
    let mut person = person(dice, &id);
    let women = match site.admission.gender {
        Some(husrom::problem::GenderRule::Women) => Some(true),
        Some(husrom::problem::GenderRule::Men) => Some(false),
        // A house for one gender has the gender of its first resident: by the site's number here.
        Some(husrom::problem::GenderRule::Single) => Some(site.id.as_str().bytes().next_back().unwrap_or(0) % 2 == 0),
        _ => None,
    };
    if let Some(women) = women {
        person.gender = Some(if women { Gender::Woman } else { Gender::Man });
    }
    if site.admission.substance.is_some() {
        person.course = Some(SubstanceCourse::Recovery);
    }
    let temporary = site.category == Category::Midlertidig;
    let (moving, tenure) = match dice.roll(100) {
        0..5 if family.horizon > 14 && family.coupled => {
            (false, Tenure::Leaves { on: day(1 + i64::try_from(dice.roll(80)).unwrap_or(0)), to: None })
        }
        5..40 if temporary => (true, Tenure::WantsToMove),
        40..42 if !temporary => (true, Tenure::MustMove),
        42..48 if !temporary => (true, Tenure::WantsToMove),
        _ => (false, Tenure::Stays),
    };
    let application = moving.then(|| {
        let mut application = application(dice, parts);
        application.situation = None;
        application
    });
    let residency = Some(Residency {
        unit: unit.id.clone(),
        tenure,
        support: Some(MinutesPerWeek(60 * i64::try_from(dice.roll(5)).unwrap_or(0))),
    });
    Household { id: id.as_str().into(), persons: vec![person], application, residency }
}

/// Adds those who wait outside until there are enough.
pub fn wait(dice: &mut Dice, family: &Family, parts: &mut Parts) {
    let mut waiting = 0;
    for resident in &mut parts.households {
        if resident.application.is_some() {
            if waiting < family.people / 5 {
                waiting += 1;
            } else {
                resident.application = None;
                if let Some(residency) = &mut resident.residency {
                    residency.tenure = Tenure::Stays;
                }
            }
        }
    }
    for number in 1..=family.people - waiting {
        let id = format!("A{number:05}");
        let mut persons = vec![person(dice, &id)];
        if dice.chance(6) {
            persons.push(person(dice, &format!("{id}-2")));
            if dice.chance(40) {
                persons[1].child = true;
                persons[1].age = Some(u8::try_from(dice.roll(17)).unwrap_or(4));
            }
        }
        let application = Some(application(dice, parts));
        parts.households.push(Household { id: id.as_str().into(), persons, application, residency: None });
    }
}

/// Reserves each home for those who accept it, so many homes each, and takes away whatever else could keep anybody from a home.
pub fn accept(dice: &mut Dice, count: u64, parts: &mut Parts) {
    for unit in &mut parts.units {
        unit.reserved_for = Some(unit.id.as_str().into());
    }
    parts.sites.iter_mut().for_each(|site| site.admission = Admission::default());
    for household in &mut parts.households {
        household.persons.truncate(1);
        household.persons[0].needs_shielding = Some(false);
        let Some(application) = &mut household.application else { continue };
        application.profiles = (0..count).map(|_| dice.pick(&parts.units).id.as_str().into()).collect();
        let needs = &mut application.needs;
        let no = Some(false);
        (needs.staffing, needs.robust, needs.accessible, needs.distance) = (Some(Staffing::None), no, no, no);
        (application.wishes.refused_categories, application.wishes.refused_sites) = Default::default();
        (application.owes, application.max_rent) = Default::default();
        application.consents.insert("tjenesteavtale".into());
    }
}

/// One in three a woman; violence and noise on the documents' scale of 0 to 3, most of them low.
fn person(dice: &mut Dice, id: &str) -> Person {
    let mut person = Person::unknown(id.into());
    let violence = *dice.pick(&[0, 0, 0, 0, 0, 1, 1, 1, 2, 3]);
    person.gender = dice.some(98, &[Gender::Man, Gender::Man, Gender::Woman]);
    person.age = Some(u8::try_from(19 + dice.roll(20) + dice.roll(30)).unwrap_or(40));
    for (dimension, _, _) in Dimension::STANDARD {
        let level = if dimension == Dimension::VIOLENCE { violence } else { *dice.pick(&[0, 0, 0, 1, 1, violence]) };
        person.behaviour.insert(dimension.into(), Level(level));
    }
    person.vulnerable = dice.some(98, &[true, false, false, false, false]).map(|it| it && violence < 2);
    person.needs_shielding = Some(dice.chance(3));
    person.course = dice.some(
        98,
        &[
            SubstanceCourse::ActiveUse,
            SubstanceCourse::ActiveUse,
            SubstanceCourse::ActiveUse,
            SubstanceCourse::StableTreatment,
            SubstanceCourse::Recovery,
            SubstanceCourse::Recovery,
            SubstanceCourse::None,
        ],
    );
    person.severity = Some(*dice.pick(&[1, 2, 2, 3]));
    person
}

fn application(dice: &mut Dice, parts: &Parts) -> Application {
    let waited = i64::try_from(dice.roll(120) + dice.roll(400)).unwrap_or(0);
    let categories =
        [Category::Smaahus, Category::Bofellesskap, Category::HousingFirst, Category::Ordinaer, Category::Rehabilitering];
    let mut wished: Vec<Category> = Vec::new();
    for _ in 0..dice.roll(3) {
        let category = *dice.pick(&categories);
        if !wished.contains(&category) {
            wished.push(category);
        }
    }
    let mut districts: Vec<_> = Vec::new();
    for _ in 0..dice.roll(3) {
        let district = (*dice.pick(&DISTRICTS)).into();
        if !districts.contains(&district) && parts.sites.iter().any(|site| site.district.as_ref() == Some(&district)) {
            districts.push(district);
        }
    }
    let situation = *dice.pick(&[
        Situation::Homeless,
        Situation::Homeless,
        Situation::Temporary,
        Situation::Temporary,
        Situation::Hospital,
        Situation::Prison,
        Situation::AtRisk,
        Situation::Unsuitable,
    ]);
    Application {
        class: Class(*dice.pick(&[1, 2, 2, 3, 3])),
        waiting_since: Some(day(-waited)),
        passed_over: u32::try_from(dice.roll(4)).unwrap_or(0),
        situation: Some(situation),
        accommodation_cost: (situation == Situation::Temporary)
            .then(|| Kroner(21_000 + 1_500 * i64::try_from(dice.roll(8)).unwrap_or(0))),
        ready_from: matches!(situation, Situation::Hospital | Situation::Prison)
            .then(|| day(7 * i64::try_from(dice.roll(10)).unwrap_or(0))),
        housed_by: if dice.chance(12) { Some(day(i64::try_from(dice.roll(100)).unwrap_or(0))) } else { None },
        housed_by_is_hard: false,
        district: Some((*dice.pick(&DISTRICTS)).into()),
        municipality: None,
        needs: Needs {
            staffing: Some(*dice.pick(&[
                Staffing::None,
                Staffing::None,
                Staffing::Ambulant,
                Staffing::Ambulant,
                Staffing::Day,
                Staffing::RoundTheClock,
            ])),
            support: Some(MinutesPerWeek(60 * i64::try_from(dice.roll(9)).unwrap_or(0))),
            robust: Some(dice.chance(6)),
            accessible: Some(dice.chance(6)),
            distance: Some(dice.chance(4)),
            requires: BTreeSet::new(),
        },
        wishes: Wishes {
            categories: wished,
            districts,
            sites: if dice.chance(15) { vec![dice.pick(&parts.sites).id.clone()] } else { Vec::new() },
            prefers: if dice.chance(20) { ["hage".into()].into() } else { BTreeSet::new() },
            refused_categories: if dice.chance(15) { [Category::Midlertidig].into() } else { BTreeSet::new() },
            refused_districts: BTreeSet::new(),
            refused_sites: if dice.chance(10) { [dice.pick(&parts.sites).id.clone()].into() } else { BTreeSet::new() },
        },
        consents: if dice.chance(70) { ["tjenesteavtale".into()].into() } else { BTreeSet::new() },
        allowed_categories: BTreeSet::new(),
        motivated: Some(dice.chance(60)),
        treatment_months: Some(u16::try_from(dice.roll(12)).unwrap_or(0)),
        specialist_agreement: Some(dice.chance(50)),
        on_waiting_list: Some(true),
        profiles: BTreeSet::new(),
        barred_sites: BTreeSet::new(),
        owes: if dice.chance(5) { ["utleier-1".into()].into() } else { BTreeSet::new() },
        max_rent: if dice.chance(30) { Some(Kroner(8_500 + 500 * i64::try_from(dice.roll(8)).unwrap_or(0))) } else { None },
    }
}
