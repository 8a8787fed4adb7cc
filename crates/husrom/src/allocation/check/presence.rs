//! Who is where, from when to when: the one list that everything about living together is read off.

use super::checker::Checker;
use super::facts;
use super::faults::{Faults, Flow};
use super::{Fault, Placement};
use crate::problem::{Date, Tenure};

/// A placement with its names looked up.
#[derive(Clone, Copy, Debug)]
pub(super) struct Placed {
    /// The household, as it stands in the problem.
    pub(super) household: usize,
    /// The home, as it stands among the checker's.
    pub(super) home: usize,
    /// When it starts.
    pub(super) start: Date,
}

/// A household in a home for a while.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stay {
    /// The household.
    pub(super) household: usize,
    /// The home.
    pub(super) home: usize,
    /// Came by this round, rather than lived there before it.
    pub(super) newcomer: bool,
    /// First date of it: the round's, for a resident.
    pub(super) from: Date,
    /// First date no longer there, whatever is placed: a resident who leaves.
    pub(super) leaves: Option<Date>,
    /// First date no longer there because of the household's own placement: a mover.
    pub(super) moves: Option<Date>,
}

impl Stay {
    /// Present on a date.
    pub(super) fn present(&self, date: Date) -> bool {
        self.from <= date && self.until().is_none_or(|until| date < until)
    }

    /// First date no longer there.
    pub(super) fn until(&self) -> Option<Date> {
        match (self.leaves, self.moves) {
            (Some(leaves), Some(moves)) => Some(leaves.min(moves)),
            (leaves, moves) => leaves.or(moves),
        }
    }

    /// A resident who would be there on a date if nobody were placed and no mover gone: counts in R(t).
    pub(super) fn counts_as_resident(&self, date: Date) -> bool {
        !self.newcomer && self.from <= date && self.leaves.is_none_or(|leaves| date < leaves)
    }

    /// A mover who would be there on a date but for its own placement: counts in M(t).
    pub(super) fn counts_as_gone(&self, date: Date) -> bool {
        self.counts_as_resident(date) && self.moves.is_some_and(|moves| moves <= date)
    }

    /// A newcomer who is there on a date: counts in N(t).
    pub(super) fn counts_as_newcomer(&self, date: Date) -> bool {
        self.newcomer && self.from <= date
    }

    /// Whether both are present on one date, not later than `last`.
    pub(super) fn meets(&self, other: &Self, last: Date) -> bool {
        let together_from = self.from.max(other.from);
        together_from <= last && self.present(together_from) && other.present(together_from)
    }

    /// The dates on which something changes here, after `first` and not after `last`.
    pub(super) fn changes(&self, first: Date, last: Date) -> impl Iterator<Item = Date> + use<> {
        [Some(self.from), self.leaves, self.moves].into_iter().flatten().filter(move |date| first < *date && *date <= last)
    }
}

/// An allocation, read: its placements, and every stay in the round.
pub(super) struct Presence {
    /// The placements that name things that exist, each household once; in the order given.
    pub(super) placed: Vec<Placed>,
    /// Which of them is the household's, by household.
    of: Vec<Option<usize>>,
    /// Every stay.
    pub(super) stays: Vec<Stay>,
    /// Positions of stays in the order of homes, and in that of households: what is asked of one is asked of many.
    by_home: Vec<usize>,
    by_household: Vec<usize>,
}

impl Presence {
    /// The placement of a household.
    pub(super) fn placement(&self, household: usize) -> Option<&Placed> {
        self.placed.get((*self.of.get(household)?)?)
    }

    /// Which of the placements is the household's.
    pub(super) fn position(&self, household: usize) -> Option<usize> {
        *self.of.get(household)?
    }

    /// The stays in one home.
    pub(super) fn in_home(&self, home: usize) -> impl Iterator<Item = &Stay> {
        self.run(&self.by_home, |stay| stay.home, home)
    }

    /// The stays of one household.
    pub(super) fn of_household(&self, household: usize) -> impl Iterator<Item = &Stay> {
        self.run(&self.by_household, |stay| stay.household, household)
    }

    /// Those in an order for which it says the same.
    fn run<'p>(&'p self, order: &'p [usize], says: fn(&Stay) -> usize, same: usize) -> impl Iterator<Item = &'p Stay> {
        let first = order.partition_point(|at| says(&self.stays[*at]) < same);
        order[first..].iter().map(|at| &self.stays[*at]).take_while(move |stay| says(stay) == same)
    }

    /// The home a household lives in on a date.
    pub(super) fn home_on(&self, household: usize, date: Date) -> Option<usize> {
        self.of_household(household).find(|stay| stay.present(date)).map(|stay| stay.home)
    }
}

impl Checker<'_> {
    /// Reads placements; those that name nothing, nobody who waits, or somebody for the second time are faults and left out.
    pub(super) fn read(&self, placements: &[Placement], faults: &mut Faults) -> Result<Presence, ()> {
        let households = self.problem.households();
        let mut placed: Vec<Placed> = Vec::with_capacity(placements.len());
        let mut of: Vec<Option<usize>> = vec![None; households.len()];
        for Placement { household, unit, start } in placements {
            let known = households.binary_search_by(|one| one.id.cmp(household)).ok();
            let home = self.homes.binary_search_by(|home| home.unit.id.cmp(unit)).ok();
            let waits = known.is_some_and(|index| households[index].application.is_some());
            let again = known.is_some_and(|index| of[index].is_some());
            let fault = match (known, home) {
                (None, _) => Some(("unknown_household", "there is no such household")),
                (_, None) => Some(("unknown_unit", "there is no such unit")),
                _ if !waits => Some(("no_applicant", "the household has not applied")),
                _ if again => Some(("placed_twice", "the household is placed more than once")),
                _ => None,
            };
            if let Some((code, words)) = fault {
                let message = || format!("{household} in {unit}: {words}");
                stop(faults.add(|| Fault { code, rule: None, household: Some(household.clone()), message: message() }))?;
            } else if let (Some(household), Some(home)) = (known, home) {
                of[household] = Some(placed.len());
                placed.push(Placed { household, home, start: *start });
            }
        }
        let stays = self.stays(&placed, &of);
        let in_order_of = |says: fn(&Stay) -> usize| {
            let mut order: Vec<usize> = (0..stays.len()).collect();
            order.sort_by_key(|at| says(&stays[*at]));
            order
        };
        let (by_home, by_household) = (in_order_of(|stay| stay.home), in_order_of(|stay| stay.household));
        Ok(Presence { placed, of, stays, by_home, by_household })
    }

    /// Residents first, then newcomers. A resident who has left by the round's date is nowhere.
    fn stays(&self, placed: &[Placed], of: &[Option<usize>]) -> Vec<Stay> {
        let mut stays: Vec<Stay> = Vec::with_capacity(self.present_home.len() + placed.len());
        for (household, (home, one)) in self.present_home.iter().zip(self.problem.households()).enumerate() {
            let (Some(home), Some(residency)) = (*home, &one.residency) else { continue };
            let leaves = match residency.tenure {
                Tenure::Leaves { on, .. } => Some(on),
                Tenure::Stays | Tenure::WantsToMove | Tenure::MustMove => None,
            };
            if leaves.is_some_and(|on| on <= self.day) {
                continue;
            }
            let moves = of[household].map(|position| placed[position].start);
            stays.push(Stay { household, home, newcomer: false, from: self.day, leaves, moves });
        }
        let arrive = |placed: &Placed| Stay {
            household: placed.household,
            home: placed.home,
            newcomer: true,
            from: placed.start,
            leaves: None,
            moves: None,
        };
        stays.extend(placed.iter().map(arrive));
        stays
    }

    /// Persons of a stay.
    pub(super) fn persons(&self, stay: &Stay) -> i64 {
        self.problem.households().get(stay.household).map_or(0, facts::size)
    }
}

/// A flow as a result, where something has to be handed back.
fn stop(flow: Flow) -> Result<(), ()> {
    if flow.is_break() { Err(()) } else { Ok(()) }
}
