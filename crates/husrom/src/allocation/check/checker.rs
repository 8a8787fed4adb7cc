//! The checker of one problem: the raw problem with its names looked up once, and the order in which things are checked.

use std::fmt;
use std::sync::OnceLock;

use super::composition::Coupling;
use super::facts;
use super::faults::{Faults, Flow};
use super::household_in_home::Governing;
use super::presence::{Placed, Presence};
use super::relations::Related;
use super::resources::Budget;
use super::soft::Charges;
use super::starts::{NotGiven, ready};
use super::{Account, Fault};
use crate::allocation::Placement;
use crate::problem::{Date, Goal, HomeFilter, Household, HouseholdId, Kroner, Problem, Site, Tenure, Unit, UnitId};

/// A home: a unit with its site, and what of it depends on nothing that is placed.
pub(super) struct Home<'a> {
    /// The unit.
    pub(super) unit: &'a Unit,
    /// Its site.
    pub(super) site: &'a Site,
    /// First date it could be free, whatever movers do.
    pub(super) base: Date,
    /// Why it takes no newcomer, whoever it is.
    pub(super) not_given: Option<NotGiven>,
    /// The mover whose placement frees it, where it is unshared.
    pub(super) mover: Option<usize>,
    /// What tells it apart from others, where somebody asks.
    likeness: OnceLock<String>,
}

impl<'a> Home<'a> {
    /// Several households share it.
    pub(super) fn is_shared(&self) -> bool {
        self.unit.shared_places.is_some()
    }

    /// A rule's filter matches it.
    pub(super) fn matches(&self, filter: &HomeFilter) -> bool {
        facts::is_about(filter, self.site, self.unit)
    }

    /// Its site is in operation.
    pub(super) fn site_is_open(&self, date: Date) -> bool {
        self.site.opens.is_none_or(|opens| opens <= date) && self.site.closes.is_none_or(|closes| date < closes)
    }

    /// Cost when a household has it: for each person, where places are shared.
    pub(super) fn cost_let(&self, household: &Household) -> i64 {
        let Kroner(cost) = self.unit.cost_let;
        if self.is_shared() { cost.saturating_mul(facts::size(household)) } else { cost }
    }

    /// The problem's own text of what tells it apart.
    pub(super) fn likeness(&self, problem: &Problem) -> &str {
        self.likeness.get_or_init(|| problem.likeness(self.unit))
    }

    /// Looks at who lives in a unit, by tenure and not by placements.
    fn of(unit: &'a Unit, site: &'a Site, residents: &[(usize, &'a Household)], day: Date, horizon: Date) -> Self {
        let shared = unit.shared_places.is_some();
        let mut base = unit.free_from.map_or(day, |free| free.max(day)).max(site.opens.unwrap_or(day));
        let (mut movers, mut leavers, mut stayers) = (Vec::new(), 0, 0);
        for (household, one) in residents {
            match one.residency.as_ref().map(|residency| &residency.tenure) {
                Some(Tenure::Leaves { on, .. }) if *on > horizon => stayers += 1,
                Some(Tenure::Leaves { on, .. }) if *on > day => {
                    leavers += 1;
                    if !shared {
                        base = base.max(*on);
                    }
                }
                Some(Tenure::Leaves { .. }) | None => {}
                Some(Tenure::WantsToMove | Tenure::MustMove) if one.application.is_some() => movers.push(*household),
                Some(Tenure::Stays | Tenure::WantsToMove | Tenure::MustMove) => stayers += 1,
            }
        }
        // A mover frees an unshared home only where nobody else lives in it.
        let lived_in = !shared && (stayers > 0 || movers.len() > 1 || (movers.len() == 1 && leavers > 0));
        let not_given = if unit.out_of_service.is_some() {
            Some(NotGiven::OutOfService)
        } else if unit.held_back.is_some() {
            Some(NotGiven::HeldBack)
        } else if site.closes.is_some_and(|closes| closes <= horizon) {
            Some(NotGiven::Closing)
        } else if base > horizon {
            Some(NotGiven::NotFree)
        } else {
            lived_in.then_some(NotGiven::LivedIn)
        };
        let mover = movers.first().copied().filter(|_| !shared);
        Self { unit, site, base, not_given, mover, likeness: OnceLock::new() }
    }
}

impl fmt::Display for Home<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.unit.id.fmt(f)
    }
}

/// Checks any number of allocations of one problem.
///
/// Holds the raw problem with its names looked up, so that one check of a small problem takes microseconds.
pub struct Checker<'a> {
    /// The problem.
    pub(super) problem: &'a Problem,
    /// The round's date.
    pub(super) day: Date,
    /// The round's last date.
    pub(super) horizon: Date,
    /// Homes, by unit.
    pub(super) homes: Vec<Home<'a>>,
    /// The home that each household holds before the round.
    pub(super) present_home: Vec<Option<usize>>,
    /// Every date on which some placement may start, in order.
    pub(super) start_dates: Vec<Date>,
    /// The tests, and the rules that may govern them.
    pub(super) tests: Vec<Governing<'a>>,
    /// Composition rules that are not off.
    pub(super) couplings: Vec<Coupling<'a>>,
    /// Relations in force.
    pub(super) relations: Vec<Related<'a>>,
    /// Resources.
    pub(super) budgets: Vec<Budget<'a>>,
    /// The levels, in order.
    pub(super) levels: Vec<Goal>,
}

impl<'a> Checker<'a> {
    /// Looks up the names of a problem.
    #[must_use]
    pub fn new(problem: &'a Problem) -> Self {
        let (day, horizon) = (problem.round().date, problem.round().horizon);
        let households = problem.households();
        let sited = || problem.units().iter().filter_map(|unit| Some((unit, problem.site(&unit.site)?)));
        let units: Vec<&UnitId> = sited().map(|(unit, _)| &unit.id).collect();
        let home_of = |one: &Household| units.binary_search(&&one.residency.as_ref()?.unit).ok();
        let present_home: Vec<Option<usize>> = households.iter().map(home_of).collect();
        let mut residents: Vec<Vec<(usize, &Household)>> = vec![Vec::new(); units.len()];
        for (index, home) in present_home.iter().enumerate() {
            if let Some(home) = home {
                residents[*home].push((index, &households[index]));
            }
        }
        let homes: Vec<Home> =
            sited().zip(&residents).map(|((unit, site), in_it)| Home::of(unit, site, in_it, day, horizon)).collect();
        let mut checker = Self {
            problem,
            day,
            horizon,
            present_home,
            start_dates: Vec::new(),
            tests: Governing::of(problem.rules()),
            couplings: problem.rules().iter().filter_map(|rule| Coupling::of(rule, &homes)).collect(),
            relations: Related::of(&problem.parts().relations, households, day),
            budgets: problem.parts().resources.iter().map(|resource| Budget::of(resource, &homes)).collect(),
            levels: problem.levels(),
            homes,
        };
        checker.start_dates = checker.start_dates();
        checker
    }

    /// Checks placements, and accounts for them.
    ///
    /// # Errors
    /// Every fault found, never only the first.
    pub fn check(&self, placements: &[Placement]) -> Result<Account, Vec<Fault>> {
        let mut faults = Faults::All(Vec::new());
        let mut charges = Charges::default();
        let presence = self.read(placements, &mut faults);
        if let Ok(presence) = &presence {
            // Nothing is broken off where all faults are wanted.
            let _ = self.check_all(presence, &mut faults, &mut charges);
        }
        match (presence, faults) {
            (Ok(presence), Faults::All(found)) if found.is_empty() => Ok(self.account(&presence, &charges)),
            (_, Faults::All(found)) => Err(found),
            (_, Faults::First) => Err(Vec::new()),
        }
    }

    /// The value of each level, in order, or `None` if the placements are unlawful. Stops at the first fault.
    #[must_use]
    pub fn values(&self, placements: &[Placement]) -> Option<Vec<i64>> {
        let (presence, charges) = self.lawful(placements)?;
        Some(self.level_values(&presence, &charges))
    }

    /// Whether the placements are lawful: [`values`](Self::values) without the values.
    #[must_use]
    pub fn is_lawful(&self, placements: &[Placement]) -> bool {
        self.lawful(placements).is_some()
    }

    /// Lawful placements, read, with the soft prices they pay.
    fn lawful(&self, placements: &[Placement]) -> Option<(Presence, Charges<'a>)> {
        let mut faults = Faults::First;
        let mut charges = Charges::default();
        let presence = self.read(placements, &mut faults).ok()?;
        self.check_all(&presence, &mut faults, &mut charges).is_continue().then_some((presence, charges))
    }

    /// The dates on which a placement of a household in a unit may start, as far as the two alone can tell, in order.
    ///
    /// Empty where a test, rule, ban, reservation or date rules the two out whatever else is placed. No lawful allocation starts the
    /// household there on any other date.
    #[must_use]
    pub fn legal_starts(&self, household: &HouseholdId, unit: &UnitId) -> Vec<Date> {
        let alone = |start: &Date| self.is_lawful_alone(household, unit, *start);
        self.start_dates.iter().copied().filter(alone).collect()
    }

    fn is_lawful_alone(&self, household: &HouseholdId, unit: &UnitId, start: Date) -> bool {
        let placement = Placement { household: household.clone(), unit: unit.clone(), start };
        let mut faults = Faults::First;
        let Ok(presence) = self.read(&[placement], &mut faults) else { return false };
        let Some(placed) = presence.placed.first() else { return false };
        let (home, one) = (&self.homes[placed.home], &self.problem.households()[placed.household]);
        let Some(application) = &one.application else { return false };
        let earliest = ready(application, self.day).max(home.base);
        let residents = || presence.in_home(placed.home).filter(|stay| !stay.newcomer);
        let on_a_move = residents().any(|stay| self.problem.households()[stay.household].application.is_some());
        let departure = |leaves: Date| home.is_shared() && leaves >= home.base && start == earliest.max(leaves);
        let in_time =
            start == earliest || (on_a_move && start >= earliest) || residents().filter_map(|stay| stay.leaves).any(departure);
        let ruled_out = self
            .problem
            .parts()
            .bans
            .iter()
            .any(|ban| ban.household == *household && facts::is_target(&ban.target, home.site, home.unit));
        let own_home = self.present_home[placed.household] == Some(placed.home);
        in_time
            && !ruled_out
            && !own_home
            && home.not_given.is_none()
            && self.check_household_in_home(placed, &mut faults, &mut Charges::default()).is_continue()
    }

    fn check_all(&self, presence: &Presence, faults: &mut Faults, charges: &mut Charges<'a>) -> Flow {
        let each = |placed: &Placed, faults: &mut Faults, charges: &mut Charges<'a>| {
            self.check_start(placed, presence, faults)?;
            self.check_household_in_home(placed, faults, charges)
        };
        for placed in &presence.placed {
            each(placed, faults, charges)?;
        }
        self.check_places(presence, faults)?;
        self.check_fixings(presence, faults)?;
        self.check_chains(presence, faults)?;
        self.check_composition(presence, faults, charges)?;
        self.check_relations(presence, faults, charges)?;
        self.check_resources(presence, faults)?;
        self.check_move_limits(presence, faults, charges)
    }
}
