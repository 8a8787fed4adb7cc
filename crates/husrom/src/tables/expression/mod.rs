//! Conditions as text: who (predicates), which homes (filters), what a site was meant to demand, and measures.
//!
//! Conditions are separated by `;`, alternatives by `|`: `violence>=3; course=active_use|recovery`. What is printed reads back the same.

mod home;
mod measure;
mod person;

pub(super) use home::{admission, admission_text, homes, homes_text};
pub(super) use measure::{measure, weights};
pub(super) use person::{predicate, predicate_text};

use super::issue::{Code, Fault, did_you_mean, say};
use super::read::cells;
use super::schema::{LEVEL, Vocabulary};
use super::suggestion::nearest;
use crate::problem::{Dimension, Level, Term, fold};

/// Words for a condition that everyone, or every home, meets.
const EVERYONE: [&str; 9] = ["everyone", "anyone", "alle", "hvem som helst", "all", "any", "every home", "alle boliger", "*"];

/// How a condition compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Comparison {
    Equal,
    AtLeast,
    AtMost,
}

/// One condition: a key, a comparison, and the alternatives.
struct Condition<'t> {
    text: &'t str,
    key: String,
    comparison: Comparison,
    values: Vec<&'t str>,
}

/// A key of conditions, with its other spellings.
type Key = (&'static str, &'static [&'static str]);

/// A text as conditions with the canonical key of each; none of them for `everyone`.
fn conditions<'t>(text: &'t str, keys: &[Key]) -> Result<Vec<Condition<'t>>, Fault> {
    if EVERYONE.iter().any(|word| text.trim() == *word || (*word != "*" && fold(word) == fold(text))) {
        return Ok(Vec::new());
    }
    let mut conditions: Vec<Condition<'t>> = Vec::new();
    for part in text.split(';').map(str::trim).filter(|part| !part.is_empty()) {
        let condition = condition(part, keys)?;
        if conditions.iter().any(|other| other.key == condition.key && other.comparison == condition.comparison) {
            return Err(fault(
                part,
                ("er gitt to ganger", "is given twice"),
                ("Sett «|» mellom verdier som alle gjelder.", "Put “|” between values that all hold."),
            ));
        }
        conditions.push(condition);
    }
    if conditions.is_empty() {
        return Err(fault(
            text,
            ("har ingen vilkår", "has no conditions"),
            ("Skriv «alle», eller et vilkår.", "Write “everyone”, or a condition."),
        ));
    }
    Ok(conditions)
}

fn condition<'t>(part: &'t str, keys: &[Key]) -> Result<Condition<'t>, Fault> {
    const SIGNS: [(&str, Comparison); 5] = [
        (">=", Comparison::AtLeast),
        ("<=", Comparison::AtMost),
        ("≥", Comparison::AtLeast),
        ("≤", Comparison::AtMost),
        ("=", Comparison::Equal),
    ];
    let form = ("Skriv det som alder<=25, vold>=3 eller kjønn=kvinne.", "Write it as age<=25, violence>=3 or gender=woman.");
    // The first sign decides; of two that begin at the same place the longer stands first in the list.
    let sign = SIGNS.iter().filter_map(|(sign, comparison)| Some((part.find(sign)?, *sign, *comparison)));
    let Some((at, sign, comparison)) = sign.min_by_key(|(at, ..)| *at) else {
        return Err(fault(part, ("er ikke et vilkår", "is not a condition"), form));
    };
    let (key, value) = (part[..at].trim(), part[at + sign.len()..].trim());
    let values: Vec<&str> = value.split('|').map(str::trim).collect();
    if values.iter().any(|value| value.is_empty() || value.starts_with(['=', '<', '>'])) {
        return Err(fault(part, ("mangler verdi", "lacks a value"), form));
    }
    let folded = fold(key);
    let known = keys.iter().find(|(name, others)| fold(name) == folded || others.iter().any(|other| fold(other) == folded));
    let key = match known {
        Some((name, _)) => (*name).to_owned(),
        None => dimension(key).ok_or_else(|| unknown_key(part, key, keys))?.as_str().to_owned(),
    };
    Ok(Condition { text: part, key, comparison, values })
}

fn unknown_key(part: &str, key: &str, keys: &[Key]) -> Fault {
    let words = keys.iter().flat_map(|(name, others)| [*name].into_iter().chain(others.iter().copied()));
    let dimensions =
        Dimension::STANDARD.iter().flat_map(|(name, nb, others)| [*name, *nb].into_iter().chain(others.iter().copied()));
    let meant = nearest(key, words.chain(dimensions)).map(|word| did_you_mean(word, word));
    let action = meant.unwrap_or_else(|| {
        let known = keys.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ");
        say(
            format!("Vilkår kan gjelde {known} og atferd (vold, behaviour:…)."),
            format!("Conditions can be about {known} and behaviour (violence, behaviour:…)."),
        )
    });
    fault(part, ("gjelder noe ukjent", "is about something unknown"), (&action.nb, &action.en))
}

fn fault(part: &str, cause: (&str, &str), action: (&str, &str)) -> Fault {
    Fault::new(
        Code::Condition,
        say(format!("vilkåret «{part}» {}", cause.0), format!("the condition “{part}” {}", cause.1)),
        say(action.0, action.1),
    )
}

/// The standard dimension that a word means.
pub(super) fn standard_dimension(word: &str) -> Option<&'static str> {
    // Every level of every person is asked about, nearly all by the canonical name.
    if let Some((name, ..)) = Dimension::STANDARD.iter().find(|(name, ..)| *name == word) {
        return Some(name);
    }
    let word = fold(word);
    let means = |(name, nb, others): &&(&str, &str, &[&str])| {
        fold(name) == word || fold(nb) == word || others.iter().any(|other| fold(other) == word)
    };
    Dimension::STANDARD.iter().find(means).map(|(name, ..)| *name)
}

/// A dimension of the office's own as it is kept: in lower case.
pub(super) fn own_dimension(name: &str) -> Dimension {
    standard_dimension(name).map_or_else(|| Dimension::from(name.trim().to_lowercase()), Dimension::from)
}

/// Whether a dimension can stand in headings and conditions and be read back the same.
pub(super) fn is_fit_dimension(dimension: &Dimension) -> bool {
    let name = dimension.as_str();
    own_dimension(name) == *dimension && cells::is_fit_name(name) && !name.contains(['<', '>', '=', '≤', '≥', ','])
}

/// The dimension that the key of a condition names.
fn dimension(key: &str) -> Option<Dimension> {
    if let Some(name) = standard_dimension(key) {
        return Some(name.into());
    }
    let lower = key.trim().to_lowercase();
    let name = ["behaviour:", "behavior:", "atferd:"].iter().find_map(|prefix| lower.strip_prefix(prefix))?;
    let own = own_dimension(name);
    is_fit_dimension(&own).then_some(own)
}

/// How a dimension is written as the key of a condition or heading.
pub(super) fn dimension_key(dimension: &Dimension) -> String {
    let name = dimension.as_str();
    if standard_dimension(name).is_some() { name.to_owned() } else { format!("behaviour:{name}") }
}

impl Condition<'_> {
    fn wrong_sign(&self) -> Fault {
        fault(
            self.text,
            ("sammenlikner på en måte som ikke går her", "compares in a way that does not go here"),
            ("Bruk = for ord og ja/nei, >= og <= for tall.", "Use = for words and yes/no, >= and <= for numbers."),
        )
    }

    /// The only value.
    fn one(&self) -> Result<&str, Fault> {
        match self.values[..] {
            [value] => Ok(value),
            _ => Err(fault(self.text, ("har flere verdier", "has several values"), ("Skriv én verdi.", "Write one value."))),
        }
    }

    fn equal(&self) -> Result<(), Fault> {
        if self.comparison == Comparison::Equal { Ok(()) } else { Err(self.wrong_sign()) }
    }

    /// Names what a fault in a value is about.
    fn value<T>(&self, read: Result<T, Fault>) -> Result<T, Fault> {
        read.map_err(|inner| Fault {
            cause: say(
                format!("vilkåret «{}»: {}", self.text, inner.cause.nb),
                format!("the condition “{}”: {}", self.text, inner.cause.en),
            ),
            ..inner
        })
    }

    fn yes(&self) -> Result<bool, Fault> {
        self.equal()?;
        self.value(cells::yes_no_text(self.one()?))
    }

    fn terms<T: Term, C: FromIterator<T>>(&self) -> Result<C, Fault> {
        self.equal()?;
        let read = |text: &&str| {
            cells::term(text, Vocabulary::of::<T>()).map(|name| T::all().iter().copied().find(|term| term.name() == name))
        };
        let terms: Vec<Option<T>> = self.value(self.values.iter().map(read).collect())?;
        Ok(terms.into_iter().flatten().collect())
    }

    fn term<T: Term>(&self) -> Result<T, Fault> {
        self.one()?;
        self.terms::<T, Vec<T>>()?.into_iter().next().ok_or_else(|| self.wrong_sign())
    }

    fn names<T: From<String>, C: FromIterator<T>>(&self) -> Result<C, Fault> {
        self.equal()?;
        if self.values.iter().all(|value| cells::is_fit_name(value)) {
            Ok(self.values.iter().map(|value| T::from((*value).to_owned())).collect())
        } else {
            self.value(Err(cells::unfit_name()))
        }
    }

    fn level(&self) -> Result<Level, Fault> {
        let number = self.value(cells::integer_text(self.one()?, LEVEL))?;
        u8::try_from(number).map(Level).map_err(|_| self.wrong_sign())
    }
}

fn words<T: Term>(terms: impl IntoIterator<Item = T>) -> String {
    terms.into_iter().map(Term::name).collect::<Vec<_>>().join("|")
}

fn yes_no(value: bool) -> &'static str {
    if value { "yes" } else { "no" }
}
