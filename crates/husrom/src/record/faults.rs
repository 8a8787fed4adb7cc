//! What is wrong with a record: all of it at once, where, and what to do.

use std::fmt;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::content::Versions;
use crate::problem::Language;
use crate::tables::Wording;

/// One thing in a record that does not stand.
///
/// The codes: `digest`, `form`, `seed`, `unlawful`, `level`, `derived`, `reasons`, `certificate`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct RecordFault {
    /// Stable code.
    pub code: String,
    /// Where in the record, as in `outcome.levels.housed(1)`.
    pub place: String,
    /// What is wrong; by pseudonym only.
    pub cause: Wording,
    /// What to do about it.
    pub action: Wording,
}

impl RecordFault {
    /// The fault and the advice in a language, on a line each.
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        let Self { code, place, cause, action } = self;
        format!("{place}: {}  [{code}]\n      {}", cause.pick(language), action.pick(language))
    }
}

/// Everything in a record that does not stand, found in one go, without any solver.
///
/// Shown in the language of the round; [`RecordFaults::text`] gives it in either.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub struct RecordFaults {
    /// The faults; at least one.
    pub faults: Vec<RecordFault>,
    /// The language it is shown in.
    pub language: Language,
}

impl RecordFaults {
    /// All of it in a language: a headline, and for each fault a line and the advice on a line of its own.
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        let count = self.faults.len();
        let headline = match language {
            Language::Nb => format!("protokollen står ikke: {count} feil"),
            Language::En => format!("the record does not stand: {count} {}", if count == 1 { "fault" } else { "faults" }),
        };
        let lines = self.faults.iter().map(|fault| fault.text(language));
        [headline].into_iter().chain(lines).collect::<Vec<_>>().join("\n  ")
    }
}

impl fmt::Display for RecordFaults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text(self.language))
    }
}

/// A text in both languages.
pub(super) fn say(nb: impl Into<String>, en: impl Into<String>) -> Wording {
    Wording { nb: nb.into(), en: en.into() }
}

/// The faults found so far, each with the advice that goes with its kind.
pub(super) struct Findings {
    /// What the record was made with, where it says so and where that is not this library.
    made_by: Option<Versions>,
    faults: Vec<RecordFault>,
}

impl Findings {
    /// None yet, of a record made with this.
    pub(super) fn of(versions: Option<&Versions>) -> Self {
        Self { made_by: versions.filter(|versions| **versions != Versions::here()).cloned(), faults: Vec::new() }
    }

    /// The bytes are not those that were sealed.
    pub(super) fn unsealed(&mut self, code: &str, place: &str, cause: Wording) {
        let action = say(
            "Noe er endret etter at protokollen ble laget. Hent en ny kopi derfra den er arkivert.",
            "Something has been changed since the record was made. Fetch another copy from where it is kept.",
        );
        self.faults.push(RecordFault { code: code.to_owned(), place: place.to_owned(), cause, action });
    }

    /// Something in it is not what follows from the rest.
    pub(super) fn add(&mut self, code: &str, place: impl Into<String>, cause: Wording) {
        let action = match &self.made_by {
            // What a newer version derives or writes down otherwise is no fault of the record.
            Some(Versions { husrom, .. }) => say(
                format!(
                    "Protokollen er laget med husrom {husrom}. Kontroller den med den versjonen før du tror det ene eller det andre."
                ),
                format!("The record was made with husrom {husrom}. Verify it with that version before you believe either."),
            ),
            None => say(
                "Protokollen viser ikke det runden ga. Hent en annen kopi, eller løs runden på nytt.",
                "The record does not show what the round gave. Fetch another copy, or solve the round again.",
            ),
        };
        self.faults.push(RecordFault { code: code.to_owned(), place: place.into(), cause, action });
    }

    /// How many there are.
    pub(super) fn count(&self) -> usize {
        self.faults.len()
    }

    /// All of them as one error, or none.
    pub(super) fn done(self, language: Language) -> Result<(), RecordFaults> {
        if self.faults.is_empty() { Ok(()) } else { Err(RecordFaults { faults: self.faults, language }) }
    }
}
