//! Sites with their rules, and homes mostly alike within a site.

use husrom::problem::{
    Admission, Category, Contract, Dimension, GenderRule, Kroner, Level, Parts, Site, Staffing, SubstanceRule, Unit,
};

use super::dice::Dice;
use super::{Alike, Family, day};

/// Districts; a site lies in one and in one of its three zones.
pub const DISTRICTS: [&str; 6] = ["Nord", "Sør", "Øst", "Vest", "Sentrum", "Fjell"];

/// (category, weight by homes, smallest and largest site, staffing, cost of a home let a month).
const KINDS: [(Category, u64, u64, u64, Staffing, i64); 7] = [
    (Category::Smaahus, 12, 2, 12, Staffing::Ambulant, 19_000),
    (Category::SpesialisertBofellesskap, 10, 4, 15, Staffing::RoundTheClock, 62_000),
    (Category::Bofellesskap, 30, 3, 24, Staffing::DayEvening, 34_000),
    (Category::Rehabilitering, 8, 6, 20, Staffing::RoundTheClock, 48_000),
    (Category::HousingFirst, 12, 4, 14, Staffing::Ambulant, 15_000),
    (Category::Midlertidig, 10, 8, 15, Staffing::RoundTheClock, 36_000),
    (Category::Ordinaer, 18, 4, 24, Staffing::None, 11_000),
];

/// Builds sites until enough homes are free; the other homes of a site are let.
pub fn build(dice: &mut Dice, family: &Family, parts: &mut Parts) {
    let mut free = 0;
    while free < family.vacancies {
        let number = parts.sites.len() + 1;
        let (category, _, least, most, staffing, cost) = kind(dice, family);
        let vacancies = if family.one_site { family.vacancies } else { 1 + dice.roll(least.max(most / 2)) };
        let vacancies = if family.vacancies < 20 { 1 } else { vacancies }.min(family.vacancies - free);
        let size = if family.one_site { 2 * vacancies } else { (least + dice.roll(most - least + 1)).max(vacancies + 1) };
        let site = site(dice, family, number, category, staffing);
        let model = model(dice, family, &site, cost);
        // Every third shared site has flats that several share.
        let flats = category == Category::Bofellesskap && family.alike == Alike::Mostly && dice.chance(33);
        for position in 0..size {
            let mut unit = model.clone();
            unit.id = format!("{}-{:03}", site.id, position + 1).into();
            unit.name = format!("Bolig {}", position + 1);
            if size > 8 {
                unit.wing = Some(if position % 2 == 0 { "A" } else { "B" }.into());
            }
            vary(dice, family, &mut unit);
            if flats && position < 2 {
                unit.shared_places = Some(3);
            }
            if position < vacancies {
                if family.horizon > 14 && dice.chance(30) {
                    unit.free_from = Some(day(7 * (1 + i64::try_from(dice.roll(11)).unwrap_or(0))));
                }
                unit.provides.insert(VACANT.into());
            }
            parts.units.push(unit);
        }
        free += vacancies;
        parts.sites.push(site);
    }
}

/// Leaves the homes that are vacant.
pub fn only_vacant(parts: &mut Parts) {
    parts.units.retain(|unit| unit.provides.contains(&VACANT.into()));
}

/// Marks the homes that are not let while people are settled; taken off again.
pub const VACANT: &str = "vacant";

fn kind(dice: &mut Dice, family: &Family) -> (Category, u64, u64, u64, Staffing, i64) {
    if family.one_site || family.alike == Alike::Always {
        return KINDS[2];
    }
    let mut at = dice.roll(100);
    for kind in KINDS {
        if at < kind.1 {
            return kind;
        }
        at -= kind.1;
    }
    KINDS[2]
}

fn site(dice: &mut Dice, family: &Family, number: usize, category: Category, staffing: Staffing) -> Site {
    let district = *dice.pick(&DISTRICTS);
    let alike = family.alike == Alike::Always;
    Site {
        id: format!("S{number:04}").into(),
        name: format!("Sted {number}"),
        category,
        permanence: None,
        district: Some(if alike { DISTRICTS[0] } else { district }.into()),
        municipality: None,
        zone: Some(if alike { "Nord-1".to_owned() } else { format!("{district}-{}", 1 + dice.roll(3)) }.into()),
        operator: None,
        landlord: (category == Category::Ordinaer).then(|| "utleier-1".into()),
        admission: if alike { Admission::default() } else { admission(dice, family, category) },
        intended: None,
        single_gender: None,
        staffing: Some(staffing),
        contract: (category == Category::SpesialisertBofellesskap).then_some(Contract::HousingAndService),
        max_stay_months: None,
        shielded: category == Category::Smaahus || (!alike && dice.chance(10)),
        detached: category == Category::Smaahus,
        serves_districts: Default::default(),
        serves_municipalities: Default::default(),
        provides: if !alike && dice.chance(30) { ["hage".into()].into() } else { Default::default() },
        opens: None,
        closes: None,
    }
}

/// Admission by category: tolerance and substance rules R3–R7, age R14 and R15, gender R12, R13 and R55, motivation R9, consent R24.
fn admission(dice: &mut Dice, family: &Family, category: Category) -> Admission {
    let tolerance = match category {
        Category::Smaahus | Category::SpesialisertBofellesskap => 3,
        Category::Midlertidig | Category::HousingFirst => 2,
        Category::Bofellesskap => 1 + u8::from(dice.chance(40)),
        _ => 1,
    };
    let substance = match category {
        Category::Rehabilitering => Some(SubstanceRule::AbstinenceRequired),
        Category::Bofellesskap if dice.chance(35) => Some(SubstanceRule::NotAccepted),
        _ => None,
    };
    let shared = matches!(
        category,
        Category::Bofellesskap | Category::SpesialisertBofellesskap | Category::Rehabilitering | Category::Midlertidig
    );
    let gender = match dice.roll(100) {
        0..12 if shared => Some(GenderRule::Men),
        12..22 if shared => Some(GenderRule::Women),
        22..42 if shared && family.coupled => Some(GenderRule::Single),
        _ => None,
    };
    Admission {
        gender,
        age_min: if dice.chance(12) { Some(25) } else { None },
        age_max: if dice.chance(6) { Some(30) } else { None },
        tolerance: Dimension::STANDARD.iter().take(2).map(|(name, _, _)| ((*name).into(), Level(tolerance))).collect(),
        substance,
        motivation: (category == Category::Rehabilitering).then_some(true),
        children: matches!(category, Category::Bofellesskap | Category::SpesialisertBofellesskap | Category::Rehabilitering)
            .then_some(false),
        consent: (category == Category::SpesialisertBofellesskap).then(|| "tjenesteavtale".into()),
        ..Admission::default()
    }
}

fn model(dice: &mut Dice, family: &Family, site: &Site, cost: i64) -> Unit {
    let steps = |dice: &mut Dice| i64::try_from(dice.roll(6)).unwrap_or(0);
    let alike = family.alike == Alike::Always;
    let rent = if alike { 9_000 } else { 7_500 + 800 * steps(dice) };
    Unit {
        id: "model".into(),
        site: site.id.clone(),
        name: String::new(),
        wing: None,
        shared_places: None,
        largest_household: Some(if matches!(site.category, Category::Ordinaer | Category::HousingFirst) { 4 } else { 1 }),
        size: Some(30),
        accessible: false,
        robust: matches!(site.category, Category::Smaahus),
        shielded: false,
        rent: Some(Kroner(rent)),
        cost_let: Kroner(if alike { cost } else { cost + 1_000 * steps(dice) }),
        cost_vacant: Kroner(6_000),
        free_from: None,
        out_of_service: None,
        held_back: None,
        reserved_for: None,
        admission: Admission::default(),
        staffing: None,
        provides: Default::default(),
    }
}

fn vary(dice: &mut Dice, family: &Family, unit: &mut Unit) {
    match family.alike {
        Alike::Always => {}
        Alike::Mostly => {
            unit.accessible = dice.chance(12);
            unit.robust |= dice.chance(8);
        }
        Alike::Never => {
            unit.accessible = dice.chance(30);
            unit.robust |= dice.chance(30);
            unit.size = Some(u32::try_from(25 + dice.roll(40)).unwrap_or(30));
            unit.rent = Some(Kroner(7_000 + 50 * i64::try_from(dice.roll(80)).unwrap_or(0)));
            unit.cost_let = Kroner(unit.cost_let.0 + 100 * i64::try_from(dice.roll(80)).unwrap_or(0));
        }
    }
}
