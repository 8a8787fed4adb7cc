//! Predicates: conditions on one person.

use super::{Comparison, Condition, Key, cells, conditions, dimension_key, words, yes_no};
use crate::problem::{Dimension, Predicate};
use crate::tables::issue::Fault;
use crate::tables::schema::SEVERITY;

const KEYS: &[Key] = &[
    ("gender", &["kjønn"]),
    ("age", &["alder"]),
    ("vulnerable", &["sårbar"]),
    ("needs_shielding", &["trenger skjerming", "skjermingsbehov"]),
    ("course", &["rusforløp", "substance course"]),
    ("child", &["barn"]),
    ("severity", &["hovedforløp", "forløp"]),
];

/// Reads a predicate; `everyone` is the one that everyone meets.
pub(in crate::tables) fn predicate(text: &str) -> Result<Predicate, Fault> {
    let mut predicate = Predicate::default();
    for condition in conditions(text, KEYS)? {
        read(&condition, &mut predicate)?;
    }
    Ok(predicate)
}

fn read(condition: &Condition<'_>, predicate: &mut Predicate) -> Result<(), Fault> {
    match condition.key.as_str() {
        "gender" => predicate.gender = condition.terms()?,
        "course" => predicate.course = condition.terms()?,
        "vulnerable" => predicate.vulnerable = Some(condition.yes()?),
        "needs_shielding" => predicate.needs_shielding = Some(condition.yes()?),
        "child" => predicate.child = Some(condition.yes()?),
        "age" => {
            let age = condition.value(cells::age_text(condition.one()?))?;
            let (least, greatest) = match condition.comparison {
                Comparison::AtLeast => (Some(age), predicate.age_max),
                Comparison::AtMost => (predicate.age_min, Some(age)),
                Comparison::Equal => (Some(age), Some(age)),
            };
            (predicate.age_min, predicate.age_max) = (least, greatest);
        }
        "severity" if condition.comparison == Comparison::AtLeast => {
            let severity = condition.value(cells::integer_text(condition.one()?, SEVERITY))?;
            predicate.severity_min = u8::try_from(severity).ok();
        }
        "severity" => return Err(condition.wrong_sign()),
        dimension if condition.comparison == Comparison::AtLeast => {
            predicate.behaviour.insert(Dimension::from(dimension), condition.level()?);
        }
        _ => return Err(condition.wrong_sign()),
    }
    Ok(())
}

/// The predicate as text that reads back the same.
pub(in crate::tables) fn predicate_text(predicate: &Predicate) -> String {
    let mut parts: Vec<String> = Vec::new();
    if !predicate.gender.is_empty() {
        parts.push(format!("gender={}", words(predicate.gender.iter().copied())));
    }
    parts.extend(predicate.age_min.map(|age| format!("age>={age}")));
    parts.extend(predicate.age_max.map(|age| format!("age<={age}")));
    parts.extend(predicate.behaviour.iter().map(|(dimension, level)| format!("{}>={level}", dimension_key(dimension))));
    parts.extend(predicate.vulnerable.map(|value| format!("vulnerable={}", yes_no(value))));
    parts.extend(predicate.needs_shielding.map(|value| format!("needs_shielding={}", yes_no(value))));
    if !predicate.course.is_empty() {
        parts.push(format!("course={}", words(predicate.course.iter().copied())));
    }
    parts.extend(predicate.child.map(|value| format!("child={}", yes_no(value))));
    parts.extend(predicate.severity_min.map(|severity| format!("severity>={severity}")));
    if parts.is_empty() { "everyone".to_owned() } else { parts.join("; ") }
}
