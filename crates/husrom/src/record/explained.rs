//! A record with reasons: why each household has no home, and why each home stands empty.

use rayon::prelude::*;

use super::{Record, StatedReason};
use crate::explanation::{Cause, ExplainError, Explainer, Reader, Subject, Why};
use crate::problem::{HouseholdId, Language, UnitId};

impl Explainer<'_> {
    /// The record of the allocation, with a reason for each household that waits on and each home that stands empty: in the words that a
    /// party reads, and as data.
    ///
    /// # Errors
    /// [`ExplainError`].
    pub fn record(&self) -> Result<Record, ExplainError> {
        let outcome = self.allocation().outcome();
        let waiting: Vec<&HouseholdId> = outcome.unplaced.iter().map(|unplaced| &unplaced.household).collect();
        let vacant: Vec<&UnitId> = outcome.vacant.iter().map(|vacancy| &vacancy.unit).collect();
        let of_households: Vec<Why> = waiting.into_par_iter().map(|household| self.why(household)).collect::<Result<_, _>>()?;
        let of_homes: Vec<Why> = vacant.into_par_iter().map(|unit| self.why_vacant(unit)).collect::<Result<_, _>>()?;
        let reasons = of_households.iter().chain(&of_homes).map(|why| self.stated(why));
        Ok(Record::of(self.allocation()).with_reasons(reasons))
    }

    fn stated(&self, why: &Why) -> StatedReason {
        let (household, unit) = match &why.subject {
            Subject::Household(household) => (Some(household.clone()), None),
            Subject::HouseholdInHome(household, unit) => (Some(household.clone()), Some(unit.clone())),
            Subject::Home(unit) => (None, Some(unit.clone())),
        };
        let told = |language| why.text(self.problem(), language, Reader::Party);
        StatedReason {
            household,
            unit,
            code: why.causes.first().map_or("closed", Cause::code).to_owned(),
            nb: told(Language::Nb),
            en: told(Language::En),
            about_others: false,
            cause: serde_json::to_value(why).ok(),
        }
    }
}
