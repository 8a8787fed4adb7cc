//! Checking a record without solving: no solver is started, and none is believed.
//!
//! Bytes against the digest; placements against the raw problem; everything that follows from both derived anew; certificates in exact
//! integers. What only a solver has said is told apart, by level.

use serde::{Deserialize, Serialize};

use super::canonical::seal;
use super::content::Versions;
use super::faults::{Findings, RecordFaults, say};
use super::{Record, reasons};
use crate::allocation::check::Account;
use crate::allocation::{Grade, LevelResult, Reason, Unplaced, Vacancy};
use crate::formulation::Ground;
use crate::problem::Goal;
use crate::proof::{self, CertificateError};
use crate::round;

/// How a level of a verified record is proved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VerifiedLevel {
    /// The measure.
    pub measure: String,
    /// Its value, derived anew.
    pub value: i64,
    /// `certified` has been verified here, without a solver; what a solver or two have said is repeated, not verified.
    pub grade: Grade,
    /// The same is true of every level before it, at least by a solver's word.
    pub given: bool,
}

/// A record that stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Verified {
    /// The digest that its bytes have; `None` if it is of a form without one, in which a changed byte may go unseen.
    pub digest: Option<String>,
    /// What it was made with, where it says so.
    pub made_by: Option<Versions>,
    /// The levels, in order.
    pub levels: Vec<VerifiedLevel>,
}

impl Verified {
    /// Its bytes are those that were sealed.
    #[must_use]
    pub fn is_sealed(&self) -> bool {
        self.digest.is_some()
    }

    /// How many levels are certified: verified without a solver.
    #[must_use]
    pub fn certified(&self) -> usize {
        self.levels.iter().filter(|level| level.grade == Grade::Certified).count()
    }
}

impl Record {
    /// Checks the record without solving: that no byte is changed, that the placements are lawful, that values, chains, vacancies,
    /// composition, resources, standing violations, roofs and reasons are those that follow from them, and every certificate.
    ///
    /// No solver is run. Of levels that are not certified it repeats who said so: [`Record::resolve`] asks again.
    ///
    /// # Errors
    /// Everything that does not stand.
    pub fn verify(&self) -> Result<Verified, RecordFaults> {
        let mut findings = Findings::of(self.versions());
        self.verify_bytes(&mut findings);
        let (problem, outcome) = (self.problem(), self.outcome());
        if self.about.seed.is_some_and(|seed| seed != problem.seed()) {
            findings.add("seed", "seed", say("er ikke rundens startverdi for loddet", "is not the round's seed of the lot"));
        }
        match self.allocation.check() {
            Err(faults) => {
                for fault in faults {
                    let place = fault
                        .household
                        .map_or_else(|| "outcome.placements".to_owned(), |household| format!("outcome.placements.{household}"));
                    findings.add("unlawful", place, say(fault.message.clone(), fault.message));
                }
            }
            Ok(account) => {
                let before = findings.count();
                levels(&problem.levels(), &outcome.levels, &account.values, &mut findings);
                let levels_stand = findings.count() == before;
                self.verify_derived(&account, &mut findings);
                if levels_stand {
                    certificates(proof::verify(problem, outcome), &mut findings);
                }
            }
        }
        findings.done(problem.round().language)?;
        let level = |level: &LevelResult| VerifiedLevel {
            measure: level.measure.clone(),
            value: level.value,
            grade: level.grade,
            given: level.given,
        };
        Ok(Verified {
            digest: self.about.digest.clone(),
            made_by: self.about.versions.clone(),
            levels: outcome.levels.iter().map(level).collect(),
        })
    }

    /// The file must be, byte for byte, what is written of what it says, with the digest of that.
    fn verify_bytes(&self, findings: &mut Findings) {
        let Some(stated) = self.digest() else { return };
        let read: Option<serde_json::Value> = serde_json::from_slice(&self.bytes).ok();
        let Some(record) = read.as_ref().and_then(|file| file.get("record")) else { return };
        let sealed = seal(record);
        if sealed.digest != stated {
            let cause = say(
                "er en annen enn den som ble satt da protokollen ble laget",
                "is another than the one that was set when the record was made",
            );
            findings.unsealed("digest", "digest", cause);
        } else if sealed.bytes != self.bytes {
            let cause = say("er ikke skrevet slik en protokoll skrives", "is not written as a record is written");
            findings.unsealed("form", "record", cause);
        }
    }

    /// What follows from problem and placements.
    fn verify_derived(&self, account: &Account, findings: &mut Findings) {
        let outcome = self.outcome();
        let ground = Ground::of(self.problem());
        let unplaced = round::unplaced(&ground, &outcome.placements, &account.roofs);
        let homes: usize = ground.classes.iter().map(|class| class.units.len()).sum();
        let ground_counts =
            [ground.classes.len(), homes, ground.pairs.len()].map(|count| u64::try_from(count).unwrap_or(u64::MAX));
        let effort = &outcome.effort;
        // Another version may say the same in other words.
        let in_these_words = self.versions().is_some_and(|made| made.husrom == Versions::here().husrom);
        let untold = |reason: &mut Reason| (reason.nb, reason.en) = (String::new(), String::new());
        let unplaced_follow = follows(&outcome.unplaced, &unplaced, in_these_words, |one: &mut Unplaced| untold(&mut one.reason));
        let vacant_follow = follows(&outcome.vacant, &account.vacant, in_these_words, |one: &mut Vacancy| {
            one.not_given.iter_mut().for_each(untold);
        });
        let derived = [
            ("outcome.chains", outcome.chains == account.chains),
            ("outcome.vacant", vacant_follow),
            ("outcome.composition", outcome.composition == account.composition),
            ("outcome.resources", outcome.resources == account.resources),
            ("outcome.standing", outcome.standing == account.standing),
            ("outcome.roofs", outcome.roofs == account.roofs),
            ("outcome.unplaced", unplaced_follow),
            ("outcome.effort", [effort.classes.into(), effort.homes.into(), effort.pairs] == ground_counts),
        ];
        for (place, _) in derived.iter().filter(|(_, stands)| !stands) {
            findings.add("derived", *place, say("følger ikke av plasseringene", "does not follow from the placements"));
        }
        if !self.reasons().starts_with(&reasons::given_in(outcome)) {
            findings.add("reasons", "reasons", say("begynner ikke med rundens egne", "do not begin with those of the outcome"));
        }
    }
}

/// Whether what is stated is what follows; once both are without words, where these are not this version's.
fn follows<T: Clone + PartialEq>(stated: &[T], derived: &[T], in_these_words: bool, untold: impl Fn(&mut T)) -> bool {
    let without_words = |told: &[T]| {
        let mut told = told.to_vec();
        told.iter_mut().for_each(&untold);
        told
    };
    stated == derived || (!in_these_words && without_words(stated) == without_words(derived))
}

/// What is said of each level, against what follows from its value, bound and those before it.
fn levels(goals: &[Goal], stated: &[LevelResult], values: &[i64], findings: &mut Findings) {
    let measures: Vec<String> = goals.iter().map(|goal| goal.measure.to_string()).collect();
    if !stated.iter().map(|level| &level.measure).eq(&measures) {
        findings.add("level", "outcome.levels", say("er ikke rundens mål", "are not the goals of the round"));
        return;
    }
    let mut given = true;
    for ((level, goal), value) in stated.iter().zip(goals).zip(values) {
        let mut wrong = |what: &str, nb: String, en: String| {
            findings.add("level", format!("outcome.levels.{}.{what}", level.measure), say(nb, en));
        };
        if level.value != *value {
            let stated = level.value;
            wrong(
                "value",
                format!("er {stated}, men plasseringene gir {value}"),
                format!("is {stated}, but the placements give {value}"),
            );
        }
        let derived = [
            ("tolerance", level.tolerance == goal.tolerance.loss(level.held)),
            ("gap", level.gap == level.bound.map(|bound| round::gap(level.value, bound))),
            ("given", level.given == given),
            ("grade", (level.grade == Grade::Unproved) == (level.bound != Some(level.held))),
            (
                "bound",
                level.bound.is_none_or(|bound| if goal.measure.maximises() { bound >= level.held } else { bound <= level.held }),
            ),
        ];
        for (what, _) in derived.iter().filter(|(_, stands)| !stands) {
            wrong(what, "følger ikke av verdi og grense".to_owned(), "does not follow from value and bound".to_owned());
        }
        given &= level.bound == Some(level.held);
    }
}

fn certificates(verified: Result<usize, CertificateError>, findings: &mut Findings) {
    let (measure, cause) = match verified {
        Ok(_) => return,
        // Placements and values have been told already; this is for what comes to be told some day.
        Err(CertificateError::Unlawful(_)) => {
            (String::new(), say("hører til plasseringer som ikke er lovlige", "belong to placements that are not lawful"))
        }
        Err(CertificateError::Value { measure }) => {
            (measure, say("er for en annen verdi enn plasseringenes", "is of another value than that of the placements"))
        }
        Err(CertificateError::Bound { measure }) => {
            (measure, say("beviser ikke verdien som er oppgitt", "does not prove the value that is stated"))
        }
    };
    let place = if measure.is_empty() { "outcome.certificates".to_owned() } else { format!("outcome.certificates.{measure}") };
    findings.add("certificate", place, cause);
}
