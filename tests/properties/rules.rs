//! Random rules of every kind.

use std::collections::BTreeSet;

use husrom::problem::*;

use crate::dice::Dice;

fn predicate(dice: &mut Dice) -> Predicate {
    let mut who = Predicate::default();
    match dice.roll(11) {
        8..11 => {}
        0 => who.gender = BTreeSet::from([*dice.pick(&[Gender::Woman, Gender::Man])]),
        1 => who.age_max = Some(25),
        2 => drop(who.behaviour.insert("violence".into(), Level(2))),
        3 => who.vulnerable = Some(dice.chance(70)),
        4 => who.course = BTreeSet::from([SubstanceCourse::ActiveUse]),
        5 => {
            who.age_min = Some(25);
            who.behaviour.insert("noise".into(), Level(1));
        }
        6 => who.course = BTreeSet::from([SubstanceCourse::Recovery, SubstanceCourse::None]),
        _ => who.child = Some(dice.chance(50)),
    }
    who
}

/// Mostly hard; soft in a level that is among the goals, or not.
pub fn strictness(dice: &mut Dice) -> Strictness {
    match dice.roll(10) {
        0..5 => Strictness::Hard,
        5 => Strictness::Off,
        _ => {
            let level =
                dice.pick(&[Measure::Misplacement, Measure::Misplacement, Measure::Housed(Class(1)), Measure::Fit]).clone();
            Strictness::Soft { level, price: 1 + i64::try_from(dice.roll(3)).unwrap() }
        }
    }
}

/// One rule that the problem is about, most often hard, and perhaps others beside it.
pub fn rules(dice: &mut Dice) -> Vec<Rule> {
    let mut rules = Vec::new();
    let favoured = *dice.pick(&[0, 0, 0, 0, 0, 0, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 6]);
    for number in 0..*dice.pick(&[1, 1, 1, 2, 3]) {
        let scope = *dice.pick(&[Scope::Site, Scope::Site, Scope::Site, Scope::Wing, Scope::Zone, Scope::Unit, Scope::Named]);
        let most = *dice.pick(&[0, 0, 1, 1, 1, 2]);
        let draw = if number == 0 { favoured } else { dice.roll(8) };
        let coupled = |composition: Composition, dice: &mut Dice| RuleKind::Composition {
            composition,
            scope,
            exempt_household: dice.chance(40),
        };
        let kind = match draw {
            0 => RuleKind::MoveLimit { most: u32::from(dice.chance(10)) },
            1 => RuleKind::Exclude { who: predicate(dice) },
            2 => coupled(Composition::Limit { who: predicate(dice), most }, dice),
            3 => coupled(Composition::Share { who: predicate(dice), percent: *dice.pick(&[0, 25, 34, 50, 50, 60]) }, dice),
            4 => coupled(Composition::Apart { one: predicate(dice), other: predicate(dice) }, dice),
            5 | 6 => coupled(
                Composition::Same { attribute: *dice.pick(&[Attribute::Gender, Attribute::Course, Attribute::Severity]) },
                dice,
            ),
            _ => RuleKind::Test(*dice.pick(&[
                Test::Age,
                Test::Tolerance,
                Test::Gender,
                Test::Substance,
                Test::Staffing,
                Test::Preferred,
            ])),
        };
        let mut homes = HomeFilter::default();
        match dice.roll(if number == 0 { 20 } else { 8 }) {
            0 => homes.categories = BTreeSet::from([Category::Bofellesskap]),
            1 => homes.districts = BTreeSet::from(["Nord".into()]),
            2 => homes.units = BTreeSet::from(["U1".into(), "U2".into()]),
            _ => {}
        }
        rules.push(Rule {
            id: format!("regel-{number}").into(),
            kind,
            homes,
            strictness: if number == 0 && dice.chance(88) { Strictness::Hard } else { strictness(dice) },
            say_nb: String::new(),
            say_en: String::new(),
            source: String::new(),
        });
    }
    if dice.chance(18) {
        let kind = RuleKind::SingleGender { exempt_household: dice.chance(50) };
        rules.push(Rule {
            id: "single".into(),
            kind,
            homes: HomeFilter::default(),
            strictness: strictness(dice),
            say_nb: String::new(),
            say_en: String::new(),
            source: String::new(),
        });
    }
    rules
}
