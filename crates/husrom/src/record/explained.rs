//! A record with reasons: why each household has no home, and why each home stands empty.

use super::{Record, StatedReason};
use crate::explanation::{Cause, ExplainError, Explainer, Reader, Subject, Why};
use crate::problem::Language;

impl Explainer<'_> {
    /// The record of the allocation, with a reason for each household that waits on and each home that stands empty: in the words that a
    /// party reads, and as data.
    ///
    /// # Errors
    /// [`ExplainError`].
    pub fn record(&self) -> Result<Record, ExplainError> {
        let reasons: Vec<StatedReason> = self.all()?.iter().map(|why| self.stated(why)).collect();
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
