//! Pairs that clash: `apart` and `same` reduced to a few marks on each household.
//!
//! A person bears marks (it matches the one side, or the other; its value on an attribute), two persons clash where a mark of the one
//! clashes with a mark of the other, and so do two households by the marks of their persons. Nothing else about them matters.

use std::collections::BTreeSet;

use super::person::{matches, suits_nowhere};
use crate::problem::{Attribute, Composition, GenderedPlace, Household, Person, Predicate, RuleKind};

/// A mark that a rule puts on a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mark {
    /// Matches the first side of `apart`.
    One,
    /// Matches the second side of `apart`.
    Other,
    /// Bears a value of `same`.
    Value(u8),
    /// Bears a value that is unlike every other, also another stranger's: unknown of a resident, or suited nowhere.
    Stranger,
}

impl Mark {
    /// Whether two marks clash.
    pub fn clashes(self, other: Self) -> bool {
        match (self, other) {
            (Self::One, Self::Other) | (Self::Other, Self::One) | (Self::Stranger, _) | (_, Self::Stranger) => true,
            (Self::Value(one), Self::Value(other)) => one != other,
            _ => false,
        }
    }
}

/// The marks of a household. Empty: neutral, clashes with nobody.
pub type Stance = BTreeSet<Mark>;

/// Whether two stances clash.
pub fn clashes(one: &Stance, other: &Stance) -> bool {
    one.iter().any(|mark| other.iter().any(|its| mark.clashes(*its)))
}

/// A pairwise composition rule.
#[derive(Clone, Copy, Debug)]
pub enum Clash<'a> {
    /// Nobody matching the one with another matching the other.
    Apart(&'a Predicate, &'a Predicate),
    /// All equal.
    Same(Attribute),
}

impl<'a> Clash<'a> {
    /// The pairwise rule of a kind, with whether a household is held against itself; `None` for other kinds.
    pub fn of(kind: &'a RuleKind) -> Option<(Self, bool)> {
        match kind {
            RuleKind::Composition { composition: Composition::Apart { one, other }, exempt_household, .. } => {
                Some((Self::Apart(one, other), *exempt_household))
            }
            RuleKind::Composition { composition: Composition::Same { attribute }, exempt_household, .. } => {
                Some((Self::Same(*attribute), *exempt_household))
            }
            RuleKind::SingleGender { exempt_household } => Some((Self::Same(Attribute::Gender), *exempt_household)),
            _ => None,
        }
    }

    /// The marks of one person; `Err` names the attribute that is unknown, with the marks of the worst case.
    pub fn marks(&self, person: &Person) -> Result<Stance, (String, Stance)> {
        match self {
            Self::Apart(one, other) => {
                let mut stance = Stance::new();
                let mut unknown = None;
                for (predicate, mark) in [(one, Mark::One), (other, Mark::Other)] {
                    match matches(predicate, person) {
                        Ok(false) => {}
                        Ok(true) => drop(stance.insert(mark)),
                        Err(attribute) => {
                            stance.insert(mark);
                            unknown.get_or_insert(attribute);
                        }
                    }
                }
                match unknown {
                    Some(attribute) => Err((attribute, stance)),
                    None => Ok(stance),
                }
            }
            Self::Same(Attribute::Gender) if person.child => Ok(Stance::new()),
            Self::Same(Attribute::Gender) => match person.gendered_places() {
                None => Err(("gender".to_owned(), Stance::from([Mark::Stranger]))),
                Some(places) if suits_nowhere(&places) => Ok(Stance::from([Mark::Stranger])),
                Some(places) if places.len() > 1 => Ok(Stance::new()),
                Some(places) => Ok(places.iter().map(|place| Mark::Value(u8::from(*place == GenderedPlace::Men))).collect()),
            },
            Self::Same(attribute) => {
                let (value, name) = match attribute {
                    Attribute::Course => (person.course.map(|course| course as u8), "course"),
                    _ => (person.severity, "severity"),
                };
                match value {
                    Some(value) => Ok(Stance::from([Mark::Value(value)])),
                    None => Err((name.to_owned(), Stance::from([Mark::Stranger]))),
                }
            }
        }
    }

    /// The stance of a household with unknowns as the worst case, and the first attribute that is unknown.
    pub fn stance(&self, household: &Household) -> (Stance, Option<String>) {
        let mut stance = Stance::new();
        let mut unknown = None;
        for person in &household.persons {
            match self.marks(person) {
                Ok(marks) => stance.extend(marks),
                Err((attribute, marks)) => {
                    stance.extend(marks);
                    unknown.get_or_insert(attribute);
                }
            }
        }
        (stance, unknown)
    }

    /// Whether two persons of the household clash with each other.
    pub fn clashes_within(&self, household: &Household) -> bool {
        let marks: Vec<Stance> =
            household.persons.iter().map(|person| self.marks(person).unwrap_or_else(|(_, worst)| worst)).collect();
        marks.iter().enumerate().any(|(position, one)| marks[position + 1..].iter().any(|other| clashes(one, other)))
    }
}
