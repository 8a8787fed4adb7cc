//! A worked example (*regneeksempel: bolig for bolig*): the same round home by home, beside which the joint round is read.
//!
//! Homes are worked one at a time, the one with fewest eligible households that wait first, and given to the best candidate who is
//! lawful there as things stand. It is not claimed to be anyone's practice: it shows what deciding jointly is worth.

mod compare;
mod fixed;
mod working;

pub use compare::{Compared, Comparison};

use std::sync::Arc;

use crate::allocation::Placement;
use crate::allocation::check::Checker;
use crate::formulation::Formulation;
use crate::problem::term::terms;
use crate::problem::{Language, Measure, Problem, Term};
use crate::round::AllocateError;
use working::Working;

terms! {
    /// Who is the best candidate for a home.
    pub enum Scheme: "scheme", "rekkefølge" {
        /// Who has waited longest; where that is unknown, last.
        WaitingTime = "waiting_time" | "waiting time", "ventetid", "waiting time";
        /// The most urgent class, then who has waited longest.
        Priority = "priority", "prioritet";
        /// The round's own lot, drawn for each household and kind of home.
        Lot = "lot", "loddtrekning", "lodd";
    }
}

/// How a home came to be given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Turn {
    /// Which of the homes worked it was, from 1.
    pub number: u32,
    /// Households that waited and were eligible for the home when its turn came.
    pub candidates: u32,
}

/// A round worked home by home. Its placements have passed the independent checker.
#[derive(Clone, Debug, PartialEq)]
pub struct OneByOne {
    problem: Arc<Problem>,
    scheme: Scheme,
    placements: Vec<Placement>,
    turns: Vec<Option<Turn>>,
    chains: Vec<Option<(u32, u32)>>,
    levels: Vec<(Measure, i64)>,
}

/// Works a round home by home.
///
/// What the office has fixed comes first: pins and accepted offers, with the fewest other placements that they need, and then pending
/// offers where they are lawful. Of the homes that are free, the one with fewest eligible households that wait is next (ties: by lot),
/// and goes to the first of its candidates by the scheme (ties: by lot) whom the independent checker lets in with all that is given so
/// far, from the earliest start it allows. The home of a mover joins the others once the mover is placed, and what nobody could have
/// before is then tried again, as it is once somebody is placed with whom another has to live. Soft rules stop nobody. Nothing that is given is taken back, so two who must live together, and neither
/// of whom has a home there yet, are not placed, and nobody swaps.
///
/// ```
/// use husrom::one_by_one::Scheme;
/// use husrom::{Problem, allocate, one_by_one};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// // A house for one gender with two homes. Given to the man, who has waited longest, it has no room for the two women.
/// let problem = Problem::from_json(r#"{
///     "schema": "husrom/1",
///     "round": {"id": "2026-uke-48", "date": "2026-11-24"},
///     "sites": [{"id": "Sandviken", "category": "bofellesskap", "gender_rule": "single"}],
///     "units": [{"id": "Sandviken 1", "site": "Sandviken"}, {"id": "Sandviken 2", "site": "Sandviken"}],
///     "applicants": [
///         {"id": "S-031", "class": 1, "gender": "man", "situation": "homeless", "waiting_since": "2025-03-01"},
///         {"id": "S-088", "class": 1, "gender": "woman", "situation": "homeless", "waiting_since": "2026-02-01"},
///         {"id": "S-104", "class": 1, "gender": "woman", "situation": "homeless", "waiting_since": "2026-05-01"}
///     ]
/// }"#)?;
/// let example = one_by_one(&problem, Scheme::WaitingTime)?;
/// assert_eq!(example.placements().len(), 1);
/// let joint = allocate(&problem).run()?;
/// assert_eq!(joint.placements().len(), 2);
/// let housed = &example.compare(&joint).unwrap().levels[1];
/// assert_eq!((housed.one_by_one, housed.joint, housed.gain()), (1, 2, 1));
/// # Ok(())
/// # }
/// ```
///
/// # Errors
/// [`AllocateError::Impossible`] if what the office has fixed cannot hold together, else as for a round.
pub fn one_by_one(problem: &Problem, scheme: Scheme) -> Result<OneByOne, AllocateError> {
    let formulation = Formulation::within_limits(problem).map_err(AllocateError::TooLarge)?;
    let checker = Checker::new(problem);
    let mut working = Working::of(&formulation, &checker, scheme);
    working.begin(fixed::placements(problem)?);
    working.keep_offers();
    working.work();
    let mut given = working.given();
    given.sort_by(|one, other| one.0.cmp(&other.0));
    let (placements, turns): (Vec<Placement>, Vec<Option<Turn>>) = given.into_iter().unzip();
    let account = checker.check(&placements).map_err(AllocateError::Refused)?;
    let measures = problem.levels().into_iter().map(|level| level.measure);
    Ok(OneByOne {
        problem: Arc::new(problem.clone()),
        scheme,
        placements,
        turns,
        chains: account.chains,
        levels: measures.zip(account.values).collect(),
    })
}

impl OneByOne {
    /// The problem.
    #[must_use]
    pub fn problem(&self) -> &Problem {
        &self.problem
    }

    /// How the candidates were ranked.
    #[must_use]
    pub fn scheme(&self) -> Scheme {
        self.scheme
    }

    /// Who got which home, by household.
    #[must_use]
    pub fn placements(&self) -> &[Placement] {
        &self.placements
    }

    /// For each placement, in the same order: the turn of its home; `None` for what was fixed or on offer.
    #[must_use]
    pub fn turns(&self) -> &[Option<Turn>] {
        &self.turns
    }

    /// For each placement, in the same order: (chain number from 1, order of working it) where it is a link of a chain.
    #[must_use]
    pub fn chains(&self) -> &[Option<(u32, u32)>] {
        &self.chains
    }

    /// The problem's levels in order, with the values the checker derives.
    #[must_use]
    pub fn levels(&self) -> &[(Measure, i64)] {
        &self.levels
    }

    /// One line: how many got a home, and by which scheme.
    #[must_use]
    pub fn line(&self, language: Language) -> String {
        let (placed, scheme) = (self.placements.len(), self.scheme.label(language));
        match language {
            Language::Nb => format!("Regneeksempel, bolig for bolig ({scheme}): {placed} får bolig"),
            Language::En => format!("Worked example, home by home ({scheme}): {placed} housed"),
        }
    }
}
