//! The reasons that an outcome itself gives.

use super::content::StatedReason;
use crate::allocation::{Outcome, Reason};
use crate::problem::{HouseholdId, UnitId};

/// Why each household that waits on does, and why each home that is not given is not; in the order of the outcome.
pub fn given_in(outcome: &Outcome) -> Vec<StatedReason> {
    let unplaced = outcome.unplaced.iter().map(|one| stated(Some(&one.household), None, &one.reason));
    let vacant = outcome.vacant.iter().filter_map(|one| Some(stated(None, Some(&one.unit), one.not_given.as_ref()?)));
    unplaced.chain(vacant).collect()
}

fn stated(household: Option<&HouseholdId>, unit: Option<&UnitId>, reason: &Reason) -> StatedReason {
    StatedReason {
        household: household.cloned(),
        unit: unit.cloned(),
        code: reason.code.clone(),
        nb: reason.nb.clone(),
        en: reason.en.clone(),
        // Rules' sentences, counts of homes and what to ask for: nothing of anybody else.
        about_others: false,
        cause: None,
    }
}
