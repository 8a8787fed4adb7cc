//! Homes, and places of shared ones, that nobody holds at the horizon.

use super::checker::{Checker, Home};
use super::presence::Presence;
use super::starts::NotGiven;
use crate::allocation::{Reason, Vacancy};
use crate::problem::Date;

impl Checker<'_> {
    /// Every unit with free places at the horizon, by unit.
    pub(super) fn vacant(&self, presence: &Presence) -> Vec<Vacancy> {
        let vacancy = |(index, home): (usize, &Home)| {
            // Persons in a shared unit; in an unshared one any household leaves no place.
            let taken = |date: Date| -> i64 {
                let present = presence.in_home(index).filter(|stay| stay.present(date));
                present.map(|stay| if home.is_shared() { self.persons(stay) } else { 1 }).sum()
            };
            let at_the_end = taken(self.horizon);
            let places = u32::try_from(i64::from(home.unit.places()) - at_the_end).ok().filter(|places| *places > 0)?;
            let mut dates: Vec<Date> = presence.in_home(index).flat_map(|stay| stay.changes(self.day, self.horizon)).collect();
            dates.push(self.day);
            dates.sort_unstable();
            let emptied =
                dates.iter().rev().take_while(|date| taken(**date) <= at_the_end).last().copied().unwrap_or(self.horizon);
            let from = if home.base <= self.horizon { emptied.max(home.base) } else { emptied };
            Some(Vacancy { unit: home.unit.id.clone(), site: home.site.id.clone(), places, from, not_given: not_given(home) })
        };
        self.homes.iter().enumerate().filter_map(vacancy).collect()
    }
}

/// Why a home that stands empty is not given.
fn not_given(home: &Home) -> Option<Reason> {
    let (code, nb, en) = match home.not_given? {
        NotGiven::OutOfService => ("out_of_service", "ute av drift", "out of service"),
        NotGiven::HeldBack => ("held_back", "holdt tilbake", "held back"),
        NotGiven::Closing => ("closing", "bostedet legges ned før runden er over", "the site closes before the round is over"),
        NotGiven::NotFree => ("not_free", "ikke ledig før runden er over", "not free before the round is over"),
        NotGiven::LivedIn => return None,
    };
    let stated = match home.not_given? {
        NotGiven::OutOfService => home.unit.out_of_service.as_deref(),
        NotGiven::HeldBack => home.unit.held_back.as_deref(),
        NotGiven::Closing | NotGiven::NotFree | NotGiven::LivedIn => None,
    };
    let told = |words: &str| {
        stated.filter(|stated| !stated.is_empty()).map_or_else(|| words.to_owned(), |stated| format!("{words}: {stated}"))
    };
    Some(Reason { code: code.to_owned(), nb: told(nb), en: told(en) })
}
