//! Rules: the office's own, presets turned on, and built-in tests changed.

use std::collections::BTreeSet;

use super::couplings::strictness;
use super::{Row, TypedTable, Value};
use crate::problem::{
    Attribute, Composition, HomeFilter, Measure, Predicate, Rule, RuleId, RuleKind, Scope, Strictness, Term, Test, presets,
};
use crate::tables::issue::{Code, Fault, Issue, say};
use crate::tables::origins::{Item, Origins};
use crate::tables::schema::{RuleKindName, RuleWord};

/// Columns that only some kinds of rule use.
const PARAMETERS: [&str; 8] = ["scope", "who", "a", "b", "most", "percent", "attribute", "exempt_household"];

/// What the office must give where a preset's own number only stands in its place (gaps.md 1.3–1.5).
const PRESET_NUMBERS: [(&str, &[&str]); 5] =
    [("R16", &["who", "homes"]), ("R56", &["who", "most"]), ("R57", &["most"]), ("R60", &["who", "most"]), ("R64", &["b"])];

/// Reads the rules.
pub(in crate::tables) fn rules(table: &TypedTable, origins: &mut Origins, issues: &mut Vec<Issue>) -> Vec<Rule> {
    let states_single = table.rows().any(|row| row.text("id") == Some("single"));
    let mut rules = Vec::new();
    for row in table.rows() {
        let Value::Term(word) = row.value("kind") else { continue };
        let Some(word) = RuleWord::read(word) else { continue };
        let rule = match word {
            RuleWord::Test(test) => test_rule(row, test, issues),
            RuleWord::Kind(RuleKindName::Preset) => preset(row, issues),
            RuleWord::Kind(kind) => own(row, kind, states_single, issues),
        };
        if let Some(rule) = rule {
            origins.note(Item::Rule(rules.len()), row);
            rules.push(rule);
        }
    }
    rules
}

/// The rule of a row, with what every kind has.
fn rule(row: Row<'_>, kind: RuleKind, usual: Strictness, base: Option<&Rule>, issues: &mut Vec<Issue>) -> Option<Rule> {
    let strictness = strictness(row, usual, issues);
    let strictness = if row.yes("on") == Some(false) { Strictness::Off } else { strictness };
    let text = |column: &str, base: Option<&String>| row.text(column).or(base.map(String::as_str)).unwrap_or_default().to_owned();
    Some(Rule {
        id: row.name("id")?,
        kind,
        homes: match row.value("homes") {
            Value::Homes(homes) => (**homes).clone(),
            _ => base.map_or_else(HomeFilter::default, |base| base.homes.clone()),
        },
        strictness,
        say_nb: text("say_nb", base.map(|base| &base.say_nb)),
        say_en: text("say_en", base.map(|base| &base.say_en)),
        source: text("source", base.map(|base| &base.source)),
    })
}

/// Tells of parameters that mean nothing for this kind, and of those it lacks.
fn parameters(row: Row<'_>, needed: &[&str], usable: &[&str], issues: &mut Vec<Issue>) {
    for column in PARAMETERS {
        let used = needed.contains(&column) || usable.contains(&column);
        if row.is_given(column) && !used {
            let fault = Fault::new(
                Code::NotUsed,
                say("brukes ikke av denne regeltypen", "is not used by this kind of rule"),
                say("Tøm cellen, eller rett regeltypen.", "Empty the cell, or correct the kind."),
            );
            issues.push(row.issue(column, fault, None));
        }
        if needed.contains(&column) && !row.is_given(column) {
            let fault = if column == "scope" {
                Fault::new(
                    Code::Scope,
                    say("regelen mangler omfang", "the rule has no scope"),
                    say("Skriv boenhet, fløy, bosted, sone eller navngitte boliger.", "Write unit, wing, site, zone or named."),
                )
            } else {
                Fault::new(
                    Code::MissingValue,
                    say("må fylles ut for denne regeltypen", "must be filled in for this kind of rule"),
                    say("Fyll ut cellen; «alle» betyr alle.", "Fill in the cell; “everyone” means all."),
                )
            };
            issues.push(row.issue(column, fault, None));
        }
    }
}

fn test_rule(row: Row<'_>, test: Test, issues: &mut Vec<Issue>) -> Option<Rule> {
    parameters(row, &[], &[], issues);
    let usual = match test {
        Test::Overstaffed => Strictness::Soft { level: Measure::Misplacement, price: 1 },
        _ => Strictness::Hard,
    };
    rule(row, RuleKind::Test(test), usual, None, issues)
}

fn who(row: Row<'_>, column: &str, usual: Option<&Predicate>) -> Predicate {
    match row.value(column) {
        Value::Predicate(predicate) => (**predicate).clone(),
        _ => usual.cloned().unwrap_or_default(),
    }
}

/// A rule of the office's own.
fn own(row: Row<'_>, kind: RuleKindName, states_single: bool, issues: &mut Vec<Issue>) -> Option<Rule> {
    const EXEMPT: &[&str] = &["exempt_household"];
    let most = row.int("most").unwrap_or(0);
    let (needed, usable): (&[&str], &[&str]) = match kind {
        RuleKindName::Exclude => (&["who"], &[]),
        RuleKindName::Limit => (&["scope", "who", "most"], EXEMPT),
        RuleKindName::Share => (&["scope", "who", "percent"], EXEMPT),
        RuleKindName::Apart => (&["scope", "a", "b"], EXEMPT),
        RuleKindName::Same => (&["scope", "attribute"], EXEMPT),
        RuleKindName::Single => (&[], EXEMPT),
        RuleKindName::MoveLimit => (&["most"], &[]),
        RuleKindName::Preset => return None,
    };
    parameters(row, needed, usable, issues);
    let exempt_household = row.yes("exempt_household").unwrap_or(false);
    let composition = |composition: Composition| RuleKind::Composition {
        composition,
        scope: row.term("scope").unwrap_or(Scope::Site),
        exempt_household,
    };
    let kind = match kind {
        RuleKindName::Exclude => RuleKind::Exclude { who: who(row, "who", None) },
        RuleKindName::Limit => composition(Composition::Limit { who: who(row, "who", None), most }),
        RuleKindName::Share => {
            composition(Composition::Share { who: who(row, "who", None), percent: row.int("percent").unwrap_or(0) })
        }
        RuleKindName::Apart => composition(Composition::Apart { one: who(row, "a", None), other: who(row, "b", None) }),
        RuleKindName::Same => composition(Composition::Same { attribute: row.term("attribute").unwrap_or(Attribute::Gender) }),
        RuleKindName::Single => {
            if !states_single {
                let fault = Fault::new(
                    Code::BuiltIn,
                    say("den innebygde regelen «single» gjelder fortsatt", "the built-in rule “single” still holds"),
                    say("Gi regelen id «single», eller slå «single» av.", "Give the rule the id “single”, or turn “single” off."),
                );
                issues.push(row.issue("id", fault, row.text("id")));
            }
            RuleKind::SingleGender { exempt_household }
        }
        RuleKindName::MoveLimit => RuleKind::MoveLimit { most },
        RuleKindName::Preset => return None,
    };
    rule(row, kind, Strictness::Hard, None, issues)
}

/// A preset turned on, with the office's numbers.
fn preset(row: Row<'_>, issues: &mut Vec<Issue>) -> Option<Rule> {
    let id: RuleId = row.name("id")?;
    let presets = presets();
    let Some(base) = presets.iter().find(|preset| preset.id == id).cloned() else {
        let all = presets.iter().map(|preset| preset.id.as_str()).collect::<Vec<_>>().join(", ");
        let action = say(format!("Skriv en av: {all}."), format!("Write one of: {all}."));
        let fault = Fault::new(Code::UnknownPreset, say("ukjent ferdig regel", "unknown preset"), action);
        issues.push(row.issue("id", fault, Some(id.as_str())));
        return None;
    };
    let numbers = PRESET_NUMBERS.iter().find(|(preset, _)| *preset == id.as_str()).map_or(&[][..], |(_, columns)| *columns);
    for column in numbers.iter().filter(|column| !row.is_given(column) && row.yes("on") != Some(false)) {
        let fault = Fault::new(
            Code::PresetNumber,
            say(format!("{id} trenger kontorets eget tall her"), format!("{id} needs the office's own number here")),
            say(
                "Dokumentene gir ikke tallet: skriv det kontoret har bestemt.",
                "The documents do not give the number: write what the office has decided.",
            ),
        );
        issues.push(row.issue(column, fault, None));
    }
    let kind = match &base.kind {
        RuleKind::Exclude { who: usual } => {
            parameters(row, &[], &["who"], issues);
            RuleKind::Exclude { who: who(row, "who", Some(usual)) }
        }
        RuleKind::Composition { composition, scope, exempt_household } => {
            let (composition, usable) = overridden(row, composition);
            let usable: BTreeSet<&str> = usable.iter().copied().chain(["scope", "exempt_household"]).collect();
            parameters(row, &[], &usable.into_iter().collect::<Vec<_>>(), issues);
            RuleKind::Composition {
                composition,
                scope: row.term("scope").unwrap_or(*scope),
                exempt_household: row.yes("exempt_household").unwrap_or(*exempt_household),
            }
        }
        other => other.clone(),
    };
    rule(row, kind, Strictness::Hard, Some(&base), issues)
}

/// A preset's composition with what the row gives in its place, and the columns that can.
fn overridden(row: Row<'_>, composition: &Composition) -> (Composition, &'static [&'static str]) {
    match composition {
        Composition::Limit { who: usual, most } => {
            (Composition::Limit { who: who(row, "who", Some(usual)), most: row.int("most").unwrap_or(*most) }, &["who", "most"])
        }
        Composition::Share { who: usual, percent } => {
            let percent = row.int("percent").unwrap_or(*percent);
            (Composition::Share { who: who(row, "who", Some(usual)), percent }, &["who", "percent"])
        }
        Composition::Apart { one, other } => {
            (Composition::Apart { one: who(row, "a", Some(one)), other: who(row, "b", Some(other)) }, &["a", "b"])
        }
        Composition::Same { attribute } => {
            (Composition::Same { attribute: row.term("attribute").unwrap_or(*attribute) }, &["attribute"])
        }
    }
}

/// The sentences and source of a rule that has none: the built-in test's or preset's, else its id.
pub(in crate::tables) fn default_words(rule: &Rule) -> (String, String, String) {
    let built_in = crate::problem::built_in().into_iter();
    let same = |other: &Rule| match (&rule.kind, &other.kind) {
        (RuleKind::Test(one), RuleKind::Test(other)) => one.name() == other.name(),
        (RuleKind::SingleGender { .. }, RuleKind::SingleGender { .. }) => true,
        (RuleKind::Test(_) | RuleKind::SingleGender { .. }, _) => false,
        _ => other.id == rule.id,
    };
    let known = built_in.chain(presets()).find(|other| same(other));
    known.map_or_else(|| (String::new(), String::new(), String::new()), |known| (known.say_nb, known.say_en, known.source))
}
