//! Free homes, starts and chains; who takes part, and what the office has fixed.

use super::Fault;
use super::checker::{Checker, Home};
use super::facts;
use super::faults::{Faults, Flow};
use super::presence::{Placed, Presence, Stay};
use crate::problem::{Application, Date, Fixing, HouseholdId, OfferStatus, Target, Tenure, UnitId};

/// Why a home takes no newcomer, whoever it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NotGiven {
    /// Out of service.
    OutOfService,
    /// Held back.
    HeldBack,
    /// Its site closes by the horizon.
    Closing,
    /// Not free before the horizon is past.
    NotFree,
    /// Unshared, and somebody lives there whom no placement takes out of it by the horizon.
    LivedIn,
}

/// First date a household can move; later than the horizon means that it takes no part.
pub(super) fn ready(application: &Application, day: Date) -> Date {
    application.ready_from.map_or(day, |ready| ready.max(day))
}

impl Checker<'_> {
    /// Everything about a placement that is a matter of dates and of who holds the home.
    pub(super) fn check_start(&self, placed: &Placed, presence: &Presence, faults: &mut Faults) -> Flow {
        let household = &self.problem.households()[placed.household];
        let home = &self.homes[placed.home];
        let Some(application) = &household.application else { return Flow::Continue(()) };
        let fault =
            |code, words: &str| Fault::of(code, household, format!("{} in {home} from {}: {words}", household.id, placed.start));
        let ready = ready(application, self.day);
        if ready > self.horizon {
            faults.add(|| fault("not_ready", "the household is not ready before the horizon"))?;
        }
        if placed.start < self.day || placed.start > self.horizon {
            faults.add(|| fault("outside_round", "the start is not in the round"))?;
        }
        if self.present_home[placed.household] == Some(placed.home) {
            return faults.add(|| fault("own_home", "the household already holds this home"));
        }
        if home.not_given.is_some() {
            return faults.add(|| fault("not_given", "the home is not given in this round"));
        }
        if home.is_shared() {
            let from = |free: Date| free >= home.base && free <= self.horizon && placed.start == ready.max(free);
            let freed = presence.in_home(placed.home).filter(|stay| !stay.newcomer).flat_map(|stay| [stay.leaves, stay.moves]);
            if !from(home.base) && !freed.flatten().any(from) {
                faults.add(|| fault("start", "no place becomes free then"))?;
            }
        } else {
            let moved = home.mover.map(|mover| presence.placement(mover).map(|placement| placement.start));
            match moved {
                Some(None) => faults.add(|| fault("occupied", "the one who lives there is not placed elsewhere"))?,
                Some(Some(moved)) if placed.start != ready.max(home.base).max(moved) => {
                    faults.add(|| fault("start", "the home is free, and the household ready, on another date"))?;
                }
                None if placed.start != ready.max(home.base) => {
                    faults.add(|| fault("start", "the home is free, and the household ready, on another date"))?;
                }
                Some(Some(_)) | None => {}
            }
            let others = |stay: &Stay| stay.household != placed.household;
            let mut others = presence.in_home(placed.home).filter(|stay| others(stay));
            if others.any(|stay| stay.newcomer || stay.until().is_none_or(|until| until > placed.start)) {
                faults.add(|| fault("occupied", "somebody else lives there"))?;
            }
        }
        // Only a swap could start on any other date.
        if self.start_dates.binary_search(&placed.start).is_err() {
            faults.add(|| fault("start", "nothing becomes free or ready then"))?;
        }
        Flow::Continue(())
    }

    /// Shared units hold no more than their places, unless residents alone do.
    pub(super) fn check_places(&self, presence: &Presence, faults: &mut Faults) -> Flow {
        for placed in &presence.placed {
            let home = &self.homes[placed.home];
            let Some(places) = home.unit.shared_places else { continue };
            let dates = presence.in_home(placed.home).flat_map(|stay| stay.changes(self.day, self.horizon)).chain([self.day]);
            for date in dates {
                let sum = |counts: fn(&Stay, Date) -> bool| -> i64 {
                    presence.in_home(placed.home).filter(|stay| counts(stay, date)).map(|stay| self.persons(stay)).sum()
                };
                let (newcomers, gone) = (sum(Stay::counts_as_newcomer), sum(Stay::counts_as_gone));
                if newcomers - gone > 0.max(i64::from(places) - sum(Stay::counts_as_resident)) {
                    faults.add(|| Fault::general("places", "places", format!("{home}: more than {places} persons on {date}")))?;
                    break;
                }
            }
        }
        Flow::Continue(())
    }

    /// Pins and accepted offers; bans and refused ones.
    pub(super) fn check_fixings(&self, presence: &Presence, faults: &mut Faults) -> Flow {
        let parts = self.problem.parts();
        let is_placed_in = |household: &HouseholdId, names: &dyn Fn(&Home) -> bool| {
            let index = self.problem.households().binary_search_by(|one| one.id.cmp(household)).ok();
            let placed = index.and_then(|index| presence.placement(index));
            placed.is_some_and(|placed| names(&self.homes[placed.home]))
        };
        let in_target = |fixing: &Fixing| {
            let target: &Target = &fixing.target;
            is_placed_in(&fixing.household, &|home| facts::is_target(target, home.site, home.unit))
        };
        let in_unit = |household: &HouseholdId, unit: &UnitId| is_placed_in(household, &|home| home.unit.id == *unit);
        let fault = |code, household: &HouseholdId, words: &str| Fault {
            code,
            rule: None,
            household: Some(household.clone()),
            message: format!("{household} {words}"),
        };
        for pin in parts.pins.iter().filter(|pin| !in_target(pin)) {
            faults.add(|| fault("pin", &pin.household, "is pinned, and not placed so"))?;
        }
        for ban in parts.bans.iter().filter(|ban| in_target(ban)) {
            faults.add(|| fault("ban", &ban.household, "is placed where the office has ruled it out"))?;
        }
        for offer in &parts.offers {
            match offer.status {
                OfferStatus::Accepted if !in_unit(&offer.household, &offer.unit) => {
                    faults.add(|| fault("pin", &offer.household, "has accepted an offer, and is not placed so"))?;
                }
                OfferStatus::Refused if in_unit(&offer.household, &offer.unit) => {
                    faults.add(|| fault("ban", &offer.household, "is placed where it has refused an offer"))?;
                }
                OfferStatus::Accepted | OfferStatus::Refused | OfferStatus::Pending => {}
            }
        }
        Flow::Continue(())
    }

    /// Chains and swaps of two placements or more, each in the order of working it: who takes a home that is free first; a swap from
    /// its first household by pseudonym.
    pub(super) fn chains(&self, presence: &Presence) -> Vec<Vec<usize>> {
        let followed = |placed: &Placed| -> Option<usize> {
            let mover = self.homes[placed.home].mover?;
            presence.position(mover)
        };
        let mut next_in: Vec<Option<usize>> = vec![None; presence.placed.len()];
        for (position, placed) in presence.placed.iter().enumerate() {
            if let Some(ahead) = followed(placed) {
                next_in[ahead].get_or_insert(position);
            }
        }
        let mut order: Vec<usize> = (0..presence.placed.len()).collect();
        // Heads of chains first, so that what is left over goes round in swaps.
        order.sort_unstable_by_key(|position| {
            let placed = &presence.placed[*position];
            (followed(placed).is_some(), placed.household)
        });
        let mut seen = vec![false; presence.placed.len()];
        let mut chains: Vec<Vec<usize>> = Vec::new();
        for first in order {
            let mut chain: Vec<usize> = Vec::new();
            let mut next = Some(first);
            while let Some(position) = next.filter(|position| !seen[*position]) {
                seen[position] = true;
                chain.push(position);
                next = next_in[position];
            }
            if chain.len() > 1 {
                chains.push(chain);
            }
        }
        chains.sort_by_key(|chain| chain.first().map(|position| presence.placed[*position].household));
        chains
    }

    /// No chain is longer than the office lets it be.
    pub(super) fn check_chains(&self, presence: &Presence, faults: &mut Faults) -> Flow {
        let Some(longest) = self.problem.settings().longest_chain else { return Flow::Continue(()) };
        for chain in self.chains(presence).iter().filter(|chain| u32::try_from(chain.len()).is_ok_and(|length| length > longest))
        {
            let Some(head) = chain.first().and_then(|position| presence.placed.get(*position)) else { continue };
            let household = &self.problem.households()[head.household];
            let message = || format!("the chain from {} has {} placements, more than {longest}", household.id, chain.len());
            faults.add(|| Fault::of("chain", household, message()))?;
        }
        Flow::Continue(())
    }

    /// Every date on which some placement may start: the round's, a base date, a date somebody is ready, or a departure.
    pub(super) fn start_dates(&self) -> Vec<Date> {
        let ready = self.problem.applicants().map(|(_, application)| ready(application, self.day));
        let departures = self.problem.residents().filter_map(|(_, residency)| match residency.tenure {
            Tenure::Leaves { on, .. } => Some(on),
            Tenure::Stays | Tenure::WantsToMove | Tenure::MustMove => None,
        });
        let bases = self.homes.iter().map(|home| home.base);
        let mut dates: Vec<Date> = ready.chain(departures).chain(bases).chain([self.day]).collect();
        dates.retain(|date| self.day <= *date && *date <= self.horizon);
        dates.sort_unstable();
        dates.dedup();
        dates
    }
}
