//! The view for an appeals body: all that is needed to verify and to solve again, and no text that could name anybody.
//!
//! Left out is every text that nothing is computed from: names and addresses of sites, units and resources, who runs a site, why a home
//! is held back or out of service (but not that it is), where a resident goes. Landlords are numbered. What rules say, and where they
//! come from, stays: it is the law of the round. So do all ids — of households and persons the office's pseudonyms, of homes their
//! codes, and tags: the lot is drawn from ids, and certificates count in their order. An office whose ids name somebody must change them
//! before the round.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde_json::Value;
use thiserror::Error;

use super::content::{About, LeftOut, StatedReason, View};
use super::faults::RecordFaults;
use super::{Record, reasons};
use crate::allocation::{Allocation, Outcome};
use crate::problem::{HouseholdId, Landlord, Parts, Problem, Tenure};
use crate::tables::InputError;

/// What stands where a reason is left out: that there is one decides something.
const LEFT_OUT: &str = "utelatt/left out";

/// Why a view cannot be drawn.
#[derive(Clone, Debug, PartialEq, Error)]
#[non_exhaustive]
pub enum ViewError {
    /// The record does not stand; nobody is handed a view of it.
    #[error(transparent)]
    Faults(#[from] RecordFaults),
    /// The round holds national identity numbers, and so no pseudonyms.
    #[error(transparent)]
    Input(#[from] InputError),
    /// The household asked for does not wait in the round.
    #[error("{0} does not wait in this round")]
    NotWaiting(HouseholdId),
}

impl Record {
    /// The view for an appeals body: pseudonyms only, no free text, sealed by itself, and verified and solved again as the record is.
    /// [`Record::view`] says what it lacks, and the digest of the record it is drawn from.
    ///
    /// # Errors
    /// The record does not stand, or holds national identity numbers.
    pub fn appeals_body(&self) -> Result<Self, ViewError> {
        self.verify()?;
        let mut parts = self.problem().parts().clone();
        let mut removed = Removed::default();
        removed.take_from(&mut parts);
        // Read as any round is, without the leave for national identity numbers.
        let problem = Problem::from_json(Problem::from_parts(parts)?.to_json())?;
        // The one part of an outcome that quotes texts of the problem.
        let vacant = Allocation::new(Arc::new(problem.clone()), self.outcome().clone()).check().map(|account| account.vacant);
        let outcome = Outcome { vacant: vacant.unwrap_or_default(), ..self.outcome().clone() };
        let own = reasons::given_in(&outcome);
        let stated = self.reasons().iter().skip(own.len()).map(|reason| removed.without(reason));
        let reasons = own.into_iter().chain(stated.collect::<Vec<_>>()).collect();
        let left_out = removed.counts.into_iter().map(|(place, count)| LeftOut { place: place.to_owned(), count }).collect();
        let drawn_from = self.digest().map(str::to_owned);
        let view = Some(View { reader: "appeals_body".to_owned(), drawn_from, left_out });
        Ok(Self::sealed(Allocation::new(Arc::new(problem), outcome), About { view, reasons, ..self.about.clone() }))
    }
}

/// The texts left out so far.
#[derive(Default)]
struct Removed {
    texts: BTreeSet<String>,
    counts: BTreeMap<&'static str, usize>,
}

impl Removed {
    fn take_from(&mut self, parts: &mut Parts) {
        for site in &mut parts.sites {
            self.name("sites.name", &mut site.name, site.id.as_str());
            if let Some(operator) = site.operator.take() {
                self.note("sites.operator", operator);
            }
        }
        for unit in &mut parts.units {
            self.name("units.name", &mut unit.name, unit.id.as_str());
            self.reason("units.out_of_service", unit.out_of_service.as_mut());
            self.reason("units.held_back", unit.held_back.as_mut());
        }
        for resource in &mut parts.resources {
            self.name("resources.name", &mut resource.name, resource.id.as_str());
        }
        for household in &mut parts.households {
            if let Some(Tenure::Leaves { to, .. }) = household.residency.as_mut().map(|residency| &mut residency.tenure)
                && let Some(destination) = to.take()
            {
                self.note("residents.destination", destination);
            }
        }
        self.number_landlords(parts);
    }

    fn note(&mut self, place: &'static str, text: String) {
        *self.counts.entry(place).or_default() += 1;
        self.texts.insert(text);
    }

    /// A name; where it is the id, there is none.
    fn name(&mut self, place: &'static str, name: &mut String, id: &str) {
        if name != id {
            self.note(place, std::mem::replace(name, id.to_owned()));
        }
    }

    fn reason(&mut self, place: &'static str, reason: Option<&mut String>) {
        if let Some(reason) = reason.filter(|reason| *reason != LEFT_OUT) {
            self.note(place, std::mem::replace(reason, LEFT_OUT.to_owned()));
        }
    }

    /// Landlords may be people. They are only ever compared, so a number says as much.
    fn number_landlords(&mut self, parts: &mut Parts) {
        let applications = || parts.households.iter().filter_map(|household| household.application.as_ref());
        let owed = applications().flat_map(|application| &application.owes);
        let landlords: BTreeSet<Landlord> =
            parts.sites.iter().filter_map(|site| site.landlord.as_ref()).chain(owed).cloned().collect();
        let numbers: BTreeMap<Landlord, Landlord> =
            landlords.into_iter().zip(1..).map(|(landlord, number)| (landlord, format!("landlord {number}").into())).collect();
        for site in &mut parts.sites {
            site.landlord = site.landlord.as_ref().and_then(|landlord| numbers.get(landlord)).cloned();
        }
        for application in parts.households.iter_mut().filter_map(|household| household.application.as_mut()) {
            application.owes = application.owes.iter().filter_map(|landlord| numbers.get(landlord)).cloned().collect();
        }
        for (landlord, _) in numbers.iter().filter(|(landlord, number)| landlord != number) {
            self.note("landlords", landlord.to_string());
        }
    }

    /// A reason that quotes nothing that is left out stays; of another, what it is about and its code.
    fn without(&mut self, reason: &StatedReason) -> StatedReason {
        let quotes = [&reason.nb, &reason.en].into_iter().any(|text| self.is_quoted_in(text))
            || reason.cause.as_ref().is_some_and(|cause| self.is_quoted_in_value(cause));
        if !quotes {
            return reason.clone();
        }
        *self.counts.entry("reasons").or_default() += 1;
        StatedReason {
            nb: "Ordlyden er utelatt: den siterer noe som ikke er med her.".to_owned(),
            en: "The wording is left out: it quotes something that is not included here.".to_owned(),
            cause: None,
            ..reason.clone()
        }
    }

    fn is_quoted_in(&self, text: &str) -> bool {
        self.texts.iter().any(|removed| text.contains(removed.as_str()))
    }

    fn is_quoted_in_value(&self, value: &Value) -> bool {
        match value {
            Value::String(text) => self.is_quoted_in(text),
            Value::Array(values) => values.iter().any(|value| self.is_quoted_in_value(value)),
            Value::Object(entries) => entries.iter().any(|(key, value)| self.is_quoted_in(key) || self.is_quoted_in_value(value)),
            Value::Null | Value::Bool(_) | Value::Number(_) => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::tables::{Kind, TABLES};

    #[test]
    fn no_free_text_is_forgotten() {
        let texts = TABLES.iter().flat_map(|table| {
            let free = table.columns().filter(|column| matches!(column.kind, Kind::Text | Kind::Reason));
            free.map(|column| format!("{}.{}", table.name, column.name))
        });
        let left_out = [
            "sites.name",
            "sites.operator",
            "units.name",
            "units.out_of_service",
            "units.held_back",
            "residents.destination",
            "resources.name",
        ];
        // The law of the round.
        let kept = ["rules.say_nb", "rules.say_en", "rules.source"];
        assert_eq!(texts.collect::<Vec<_>>(), [&left_out[..], &kept[..]].concat());
    }
}
