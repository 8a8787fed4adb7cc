//! The view for one household: its own facts and the round's rules in words; of others only fixed phrases.
//!
//! In a site of four even "a resident with violence level 3" points at someone. So nothing here tells of a home that is not the
//! household's own, nor of who lives where; relations are not mentioned, not even that there is one; nor what the goals came to, of which
//! most are counts of people; other counts are given only from [`FEW`] up.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::faults::say;
use super::reasons::given_in;
use super::{Record, RecordError, StatedReason, ViewError};
use crate::allocation::{Grade, Placement};
use crate::eligibility::most;
use crate::formulation::Ground;
use crate::problem::Language::{En, Nb};
use crate::problem::{Category, Date, Household, HouseholdId, Measure, Rule, RuleKind, SiteId, Strictness, UnitId};
use crate::tables::{ApplicantRow, AssessmentRow, FixingRow, OfferRow, PersonRow, ResidentRow, Wording};

/// The version of the form written.
const SCHEMA: &str = "husrom-party/1";

/// Below this many, a number may point at somebody.
const FEW: usize = 5;

/// What the office holds of the household itself, as it went into the round.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct OwnFacts {
    /// The application, with the first person.
    pub application: ApplicantRow,
    /// Its further persons.
    pub persons: Vec<PersonRow>,
    /// Its present home in the round, if it has one.
    pub residency: Option<ResidentRow>,
    /// The office's assessments of it.
    pub assessments: Vec<AssessmentRow>,
    /// Offers it has had.
    pub offers: Vec<OfferRow>,
    /// What the office has fixed for it, or ruled out.
    pub fixings: Vec<FixingRow>,
}

/// The home the household gets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnHome {
    /// The unit.
    pub unit: UnitId,
    /// Its address or name.
    pub address: String,
    /// The site.
    pub site: SiteId,
    /// The site's name.
    pub site_name: String,
    /// The kind of home.
    pub category: Category,
    /// First day.
    pub start: Date,
}

/// A rule of the round that is on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartyRule {
    /// Its id; empty where it names somebody else.
    pub id: String,
    /// What it says.
    pub says: Wording,
    /// It is never broken; else it counts against what breaks it.
    pub hard: bool,
}

/// A goal of the round, in its order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartyGoal {
    /// The measure.
    pub measure: String,
    /// What it is called.
    pub label: Wording,
    /// How it is proved that no more was possible.
    pub grade: Grade,
}

/// The view for one household.
///
/// It cannot be verified alone. It bears the digest of its record: whoever holds that draws it again and compares
/// ([`Party::is_drawn_from`]).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Party {
    /// The form.
    pub schema: String,
    /// The digest of the record it is drawn from, if that one is sealed.
    pub drawn_from: Option<String>,
    /// The round.
    pub round: String,
    /// Its date.
    pub date: Date,
    /// The household.
    pub household: HouseholdId,
    /// What the office holds of it.
    pub facts: OwnFacts,
    /// The home it gets; `None`: it waits on.
    pub home: Option<OwnHome>,
    /// Why, in words.
    #[serde(default)]
    pub reasons: Vec<Wording>,
    /// The round's rules.
    #[serde(default)]
    pub rules: Vec<PartyRule>,
    /// The round's goals, most important first.
    #[serde(default)]
    pub goals: Vec<PartyGoal>,
    /// Homes in play; `None` where they are few.
    pub homes: Option<u32>,
    /// Households that applied; `None` where they are few.
    pub applicants: Option<u32>,
    /// Households that got a home; `None` where they, or those who did not, are few.
    pub placed: Option<u32>,
    /// What can be said of others, and of this view.
    #[serde(default)]
    pub notes: Vec<Wording>,
}

impl Record {
    /// The view for one household that waits: its own facts, what it gets or why not, the round's rules and goals in words. Of others
    /// nothing but fixed phrases, by any name.
    ///
    /// # Errors
    /// The household does not wait in the round, or the record does not stand.
    pub fn party(&self, household: &HouseholdId) -> Result<Party, ViewError> {
        let waits = self.problem().household(household).filter(|it| it.application.is_some());
        let Some(own) = waits else { return Err(ViewError::NotWaiting(household.clone())) };
        self.verify()?;
        let (problem, outcome) = (self.problem(), self.outcome());
        let others = Others::than(own, problem.households());
        let applicants = problem.applicants().count();
        let placed = outcome.placements.len();
        let goals = outcome.levels.iter().map(|level| PartyGoal {
            measure: level.measure.clone(),
            label: label(&level.measure),
            grade: level.grade,
        });
        let about = |reason: &&StatedReason| reason.household.as_ref() == Some(household);
        // Where the reasons are worked out, the outcome's own say less, in other words.
        let (short, stated) = self.reasons().split_at(given_in(outcome).len().min(self.reasons().len()));
        let is_worked_out = stated.iter().filter(about).any(|reason| reason.cause.is_some());
        let reasons = short.iter().filter(|_| !is_worked_out).chain(stated).filter(about);
        let reasons = reasons.map(|reason| {
            let words = say(reason.nb.as_str(), reason.en.as_str());
            let about_others = reason.about_others || (reason.code == "not_eligible" && self.looks_at_others(household));
            if about_others { withheld_reason() } else { others.unless_named(words, withheld_reason) }
        });
        let is_on = |rule: &&Rule| rule.strictness != Strictness::Off;
        let rules = problem.rules().iter().filter(is_on).map(|rule| PartyRule {
            id: others.unless_named(say(rule.id.as_str(), rule.id.as_str()), || say("", "")).nb,
            says: others.unless_named(say(rule.say_nb.as_str(), rule.say_en.as_str()), withheld_sentence),
            hard: rule.strictness == Strictness::Hard,
        });
        let placement = outcome.placements.iter().find(|placement| placement.household == *household);
        Ok(Party {
            schema: SCHEMA.to_owned(),
            drawn_from: self.digest().map(str::to_owned),
            round: problem.round().id.clone(),
            date: problem.round().date,
            household: household.clone(),
            facts: self.facts_of(own),
            home: placement.and_then(|placement| self.home_of(placement)),
            reasons: reasons.collect(),
            rules: rules.collect(),
            goals: goals.collect(),
            homes: many(usize::try_from(outcome.effort.homes).unwrap_or(usize::MAX)),
            applicants: many(applicants),
            placed: many(placed).filter(|_| applicants - placed >= FEW),
            notes: notes(),
        })
    }

    /// Whether the rule that closes most homes to a household is about who else lives there: by what is known, or, as earlier versions told
    /// it, by what is not known as well.
    fn looks_at_others(&self, household: &HouseholdId) -> bool {
        let Ok(index) = self.problem().households().binary_search_by(|it| it.id.cmp(household)) else { return false };
        let ground = Ground::of(self.problem());
        let openings = &ground.openings[index];
        [most(&openings.closed_by), most(&openings.excluded_by)].into_iter().flatten().any(|(id, _)| {
            let kind = self.problem().rules().iter().find(|rule| rule.id == *id).map(|rule| &rule.kind);
            id.as_str() == "relation" || matches!(kind, Some(RuleKind::Composition { .. } | RuleKind::SingleGender { .. }))
        })
    }

    fn facts_of(&self, household: &Household) -> OwnFacts {
        let rows = self.problem().to_rows();
        let id = household.id.as_str();
        OwnFacts {
            application: rows.applicants.into_iter().find(|row| row.id == id).unwrap_or_default(),
            persons: rows.persons.into_iter().filter(|row| row.household.as_deref() == Some(id)).collect(),
            residency: rows.residents.into_iter().find(|row| row.id == id),
            assessments: rows.assessments.into_iter().filter(|row| row.household == id).collect(),
            offers: rows.offers.into_iter().filter(|row| row.household == id).collect(),
            fixings: rows.fixings.into_iter().filter(|row| row.household == id).collect(),
        }
    }

    fn home_of(&self, placement: &Placement) -> Option<OwnHome> {
        let unit = self.problem().unit(&placement.unit)?;
        let site = self.problem().site(&unit.site)?;
        Some(OwnHome {
            unit: unit.id.clone(),
            address: unit.name.clone(),
            site: site.id.clone(),
            site_name: site.name.clone(),
            category: site.category,
            start: placement.start,
        })
    }
}

impl Party {
    /// The view as JSON; what is unknown or not there is left out.
    #[must_use]
    pub fn to_json(&self) -> String {
        let mut value = serde_json::to_value(self).unwrap_or_default();
        drop_nulls(&mut value);
        value.to_string()
    }

    /// A view that [`to_json`](Self::to_json) wrote.
    ///
    /// # Errors
    /// [`RecordError::Form`] if it is no such thing.
    pub fn from_json(text: &str) -> Result<Self, RecordError> {
        let read: Self = serde_json::from_str(text).map_err(|_| RecordError::Form)?;
        if read.schema == SCHEMA { Ok(read) } else { Err(RecordError::Form) }
    }

    /// Whether this is just what the record says to this household.
    #[must_use]
    pub fn is_drawn_from(&self, record: &Record) -> bool {
        record.party(&self.household).is_ok_and(|drawn| drawn == *self)
    }
}

fn drop_nulls(value: &mut Value) {
    match value {
        Value::Array(values) => values.iter_mut().for_each(drop_nulls),
        Value::Object(entries) => {
            entries.retain(|_, value| !value.is_null());
            entries.values_mut().for_each(drop_nulls);
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn label(measure: &str) -> Wording {
    let read = Measure::read(measure);
    read.map_or_else(|| say(measure, measure), |measure| say(measure.label(Nb), measure.label(En)))
}

fn many(count: usize) -> Option<u32> {
    (count >= FEW).then(|| u32::try_from(count).unwrap_or(u32::MAX))
}

/// The pseudonyms of everybody but the household.
struct Others<'r>(BTreeSet<&'r str>);

impl<'r> Others<'r> {
    fn than(own: &Household, households: &'r [Household]) -> Self {
        let others = households.iter().filter(|household| household.id != own.id);
        let names =
            others.flat_map(|household| household.persons.iter().map(|person| person.id.as_str()).chain([household.id.as_str()]));
        // A short number in a sentence is a count and points at nobody.
        let tells = |name: &&str| name.len() >= 4 || !name.bytes().all(|byte| byte.is_ascii_digit());
        Self(names.filter(tells).collect())
    }

    /// The words, unless they hold the name of somebody else as a word.
    fn unless_named(&self, words: Wording, instead: fn() -> Wording) -> Wording {
        let names = |text: &str| {
            let text = folded(text);
            self.0.iter().any(|name| is_word_of(&folded(name), &text))
        };
        if names(&words.nb) || names(&words.en) { instead() } else { words }
    }
}

/// Whether a name stands in a text, with no letter or digit against either end but the genitive's.
fn is_word_of(name: &str, text: &str) -> bool {
    text.match_indices(name).any(|(start, _)| {
        let after = &text[start + name.len()..];
        let ends = |text: &str| !text.starts_with(char::is_alphanumeric);
        !text[..start].ends_with(char::is_alphanumeric) && (ends(after) || after.strip_prefix('s').is_some_and(ends))
    })
}

/// A text in small letters, with every dash, low line and space between letters as one of them.
fn folded(text: &str) -> String {
    let one = |letter: char| {
        if letter == '_' || letter.is_whitespace() || ('\u{2010}'..='\u{2015}').contains(&letter) { '-' } else { letter }
    };
    text.chars().map(one).flat_map(char::to_lowercase).collect()
}

fn withheld_reason() -> Wording {
    say(
        "Begrunnelsen gjelder også andre og gis ikke her. Kontoret har den, og klageorganet kan kontrollere den.",
        "The reason concerns others too and is not given here. The office holds it, and the appeals body can check it.",
    )
}

fn withheld_sentence() -> Wording {
    say("Regelens ordlyd nevner andre og gis ikke her.", "The wording of the rule mentions others and is not given here.")
}

/// What is said of others, the same to everybody.
fn notes() -> Vec<Wording> {
    vec![
        say(
            "Alle som søkte, er vurdert etter de samme reglene og målene.",
            "All who applied were considered by the same rules and goals.",
        ),
        say(
            "Hvem andre som søker, og hvem som bor hvor, opplyses ikke. Hensynet til dem som bor et sted, kan stenge en bolig.",
            "Who else applies, and who lives where, is not disclosed. Consideration for those who live somewhere can close a home.",
        ),
        say(
            "Utdraget kan ikke kontrolleres alene. Kontoret og klageorganet finner protokollen det er hentet fra, på kontrollkoden.",
            "This view cannot be verified alone. The office and the appeals body find the record it is drawn from by its digest.",
        ),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_known_however_it_is_written() {
        let names = |text: &str| is_word_of(&folded("S-088"), &folded(text));
        assert!(
            ["S-088 bor der", "S-088s søster", "s-088.", "S\u{2011}088", "S_088", "S\u{a0}088"].iter().all(|text| names(text))
        );
        assert!(["S-0881", "BS-088", "S-088a", "S-08"].iter().all(|text| !names(text)));
    }
}
