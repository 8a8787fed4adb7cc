//! The ground: home classes, residents, and every pair of household and class that eligibility leaves.
//!
//! *A* households that wait, *K* home classes; a pair (a, k, s) is household a in a home of class k from the date s.

use std::collections::{BTreeMap, BTreeSet};

use super::classes::{classes, occupants};
use super::coupled::CoupledRule;
use super::pairs;
use super::prices::Prices;
use crate::eligibility::{Home, Openings};
use crate::problem::{Date, Household, Problem, UnitId};

/// Homes that nothing tells apart; a shared unit, or a home that a mover holds, is a class of its own.
#[derive(Debug)]
pub struct HomeClass<'a> {
    /// One of them.
    pub home: Home<'a>,
    /// All of them, by id.
    pub units: Vec<&'a UnitId>,
    /// What they share.
    pub likeness: String,
    /// The date they are free from, movers aside.
    pub base: Date,
    /// The movers who live here, by household index.
    pub movers: Vec<usize>,
}

impl HomeClass<'_> {
    /// Whether several households share the unit.
    pub fn is_shared(&self) -> bool {
        self.home.unit.shared_places.is_some()
    }
}

/// What a start in a class waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Waits {
    /// Nothing but the calendar.
    No,
    /// A mover of the home who starts exactly then.
    ForMover,
}

/// A household in a home of a class from a date.
#[derive(Clone, Copy, Debug)]
pub struct Pair {
    /// Household index.
    pub household: usize,
    /// Class index.
    pub class: usize,
    /// The start.
    pub start: Date,
    /// What the start waits for.
    pub waits: Waits,
}

/// A household that lives in a unit of the round.
#[derive(Clone, Copy, Debug)]
pub struct Occupant<'a> {
    /// Household index.
    pub household: usize,
    /// The unit.
    pub unit: &'a UnitId,
    /// First date it is gone, where it leaves by itself.
    pub leaves: Option<Date>,
    /// It may be placed elsewhere in this round.
    pub moves: bool,
}

impl Occupant<'_> {
    /// Whether it is present on a date when nobody is placed.
    pub fn present(&self, date: Date) -> bool {
        self.leaves.is_none_or(|on| date < on)
    }
}

/// Everything the rows are written over.
#[derive(Debug)]
pub struct Ground<'a> {
    /// The problem.
    pub problem: &'a Problem,
    /// Home classes, by their first unit's id.
    pub classes: Vec<HomeClass<'a>>,
    /// The class of each unit in play.
    pub class_of: BTreeMap<&'a UnitId, usize>,
    /// Pairs, by household, class and start.
    pub pairs: Vec<Pair>,
    /// Pairs of each household.
    pub pairs_of: Vec<Vec<usize>>,
    /// Pairs of each class.
    pub pairs_in: Vec<Vec<usize>>,
    /// Soft prices that hang on a pair alone.
    pub prices: Prices,
    /// Everyone who lives in a unit of the round.
    pub occupants: Vec<Occupant<'a>>,
    /// Those who live in each unit, by position among the occupants.
    pub occupants_in: BTreeMap<&'a UnitId, Vec<usize>>,
    /// What is open to each household, by index; empty for those who do not wait.
    pub openings: Vec<Openings>,
    /// The composition rules that are on, with their scopes.
    pub coupled: Vec<CoupledRule<'a>>,
    /// Dates on which something changes, from the round's date to the horizon.
    pub dates: Vec<Date>,
}

impl<'a> Ground<'a> {
    /// Lays the ground of a problem.
    pub fn of(problem: &'a Problem) -> Self {
        Self::up_to(problem, |_| usize::MAX)
    }

    /// The ground of a problem, of whose pairs no more are looked for once there are more than so many.
    pub fn up_to(problem: &'a Problem, most: impl FnOnce(&Self) -> usize) -> Self {
        let occupants = occupants(problem);
        let mut occupants_in: BTreeMap<&UnitId, Vec<usize>> = BTreeMap::new();
        for (position, occupant) in occupants.iter().enumerate() {
            occupants_in.entry(occupant.unit).or_default().push(position);
        }
        let classes = classes(problem, &occupants);
        let mut class_of = BTreeMap::new();
        for (index, class) in classes.iter().enumerate() {
            class_of.extend(class.units.iter().map(|unit| (*unit, index)));
        }
        let households = problem.households().len();
        let mut ground = Self {
            problem,
            pairs_in: vec![Vec::new(); classes.len()],
            prices: Prices::default(),
            classes,
            class_of,
            pairs: Vec::new(),
            pairs_of: vec![Vec::new(); households],
            occupants,
            occupants_in,
            openings: vec![Openings::default(); households],
            coupled: Vec::new(),
            dates: Vec::new(),
        };
        ground.coupled = CoupledRule::all(&ground);
        let most = most(&ground);
        ground.find_pairs(most);
        ground.find_dates();
        ground
    }

    /// Whether households can be coupled by anything but that they want the same homes.
    pub fn couples(&self) -> bool {
        let parts = self.problem.parts();
        let moves = self.occupants.iter().any(|occupant| occupant.moves);
        moves || !(self.coupled.is_empty() && parts.relations.is_empty() && parts.resources.is_empty())
    }

    /// The household of an index.
    pub fn household(&self, index: usize) -> &'a Household {
        &self.problem.households()[index]
    }

    /// First date the household can move; `None` if it does not wait or is not ready by the horizon.
    pub fn ready(&self, household: usize) -> Option<Date> {
        let round = self.problem.round();
        let application = self.household(household).application.as_ref()?;
        let ready = application.ready_from.map_or(round.date, |date| date.max(round.date));
        (ready <= round.horizon).then_some(ready)
    }

    /// Where a household lives now.
    pub fn occupant(&self, household: usize) -> Option<&Occupant<'a>> {
        // They are in the order of households.
        let at = self.occupants.binary_search_by_key(&household, |occupant| occupant.household);
        at.ok().map(|at| &self.occupants[at])
    }

    /// Those who live in a unit, by position among the occupants.
    pub fn inside(&self, unit: &UnitId) -> &[usize] {
        self.occupants_in.get(unit).map_or(&[], Vec::as_slice)
    }

    fn find_pairs(&mut self, most: usize) {
        let found = pairs::find(self, most);
        (self.pairs, self.prices, self.openings) = (found.pairs, found.prices, found.openings);
        for (index, pair) in self.pairs.iter().enumerate() {
            self.pairs_of[pair.household].push(index);
            self.pairs_in[pair.class].push(index);
        }
    }

    fn find_dates(&mut self) {
        let round = self.problem.round();
        // There are few dates, however many pairs: nothing is to be sorted.
        let mut dates: BTreeSet<Date> = BTreeSet::new();
        for same in self.pairs.chunk_by(|one, other| one.start == other.start) {
            dates.extend(same.first().map(|pair| pair.start));
        }
        dates.extend(self.occupants.iter().filter_map(|occupant| occupant.leaves));
        dates.extend(self.problem.sites().iter().flat_map(|site| [site.opens, site.closes]).flatten());
        dates.retain(|date| (round.date..=round.horizon).contains(date));
        dates.extend([round.date, round.horizon]);
        self.dates = dates.into_iter().collect();
    }
}
