//! A person as the allocation sees one: behaviour and functioning, never a diagnosis (R1, R2).

use std::collections::{BTreeMap, BTreeSet};

use super::ids::{Dimension, PersonId};
use super::quantity::Level;
use super::term::terms;

terms! {
    /// Gender as the person gives it.
    pub enum Gender: "gender", "kjønn" {
        /// Woman.
        Woman = "woman", "kvinne", "female", "f", "k", "jente", "dame";
        /// Man.
        Man = "man", "mann", "male", "m", "gutt";
        /// Another gender.
        Other = "other", "annet", "annet kjønn", "ikke-binær", "nonbinary";
        /// Known to the office, not disclosed here.
        Undisclosed = "undisclosed" | "not disclosed", "vil ikke oppgi", "ikke oppgitt kjønn";
    }
}

terms! {
    /// Substance course (*rusforløp*): where the person is, not what they take.
    pub enum SubstanceCourse: "substance course", "rusforløp" {
        /// No substance use.
        None = "none", "ingen", "ingen rus", "rusfri hele tiden";
        /// In recovery.
        Recovery = "recovery" | "in recovery", "i rehabilitering", "rehabilitering", "in recovery", "rusfri";
        /// Stable in treatment, as in opioid substitution.
        StableTreatment = "stable_treatment" | "stable in treatment", "stabil i behandling", "stable in treatment", "LAR";
        /// Active use.
        ActiveUse = "active_use" | "active use", "aktiv rus", "active use", "aktiv";
    }
}

terms! {
    /// One of the two genders a gendered place can be for.
    pub enum GenderedPlace: "gendered place", "kjønnsdelt plass" {
        /// A place for women.
        Women = "women", "kvinner", "kvinne";
        /// A place for men.
        Men = "men", "menn", "mann";
    }
}

/// A person of a household. `None` means *unknown* throughout (MODEL §1): hard rules on it exclude an applicant with the reason
/// "ask for it", and count a resident as the worst case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Pseudonym.
    pub id: PersonId,
    /// Child of the household. Gender, age and admission rules are about adults (R12, R14); composition sees every person.
    pub child: bool,
    /// Gender.
    pub gender: Option<Gender>,
    /// Which gendered places suit a person of another or undisclosed gender.
    pub suits: BTreeSet<GenderedPlace>,
    /// Completed years on the round's date, or round year − birth year where only that is given.
    pub age: Option<u8>,
    /// Behaviour level by dimension; a dimension that is missing is unknown.
    pub behaviour: BTreeMap<Dimension, Level>,
    /// Must be protected from others (R64).
    pub vulnerable: Option<bool>,
    /// Needs shielding, which is not the same as acting out (R29).
    pub needs_shielding: Option<bool>,
    /// Substance course.
    pub course: Option<SubstanceCourse>,
    /// Severity course (*hovedforløp*) 1–3 (R36).
    pub severity: Option<u8>,
}

impl Person {
    /// A person of whom nothing is known but the pseudonym.
    #[must_use]
    pub fn unknown(id: PersonId) -> Self {
        Self {
            id,
            child: false,
            gender: None,
            suits: BTreeSet::new(),
            age: None,
            behaviour: BTreeMap::new(),
            vulnerable: None,
            needs_shielding: None,
            course: None,
            severity: None,
        }
    }

    /// The gendered places that suit the person; `None` if the gender is unknown.
    #[must_use]
    pub fn gendered_places(&self) -> Option<BTreeSet<GenderedPlace>> {
        match self.gender? {
            Gender::Woman => Some(BTreeSet::from([GenderedPlace::Women])),
            Gender::Man => Some(BTreeSet::from([GenderedPlace::Men])),
            Gender::Other | Gender::Undisclosed => Some(self.suits.clone()),
        }
    }
}
