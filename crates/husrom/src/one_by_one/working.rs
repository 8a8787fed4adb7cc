//! The working: which home is next, and who gets it.

use std::cmp::Reverse;

use super::{Scheme, Turn};
use crate::allocation::Placement;
use crate::allocation::check::Checker;
use crate::formulation::{Formulation, Ground};
use crate::problem::{Date, OfferStatus, PersonId, RelationKind, UnitId};
use crate::solver::Placing;

/// A household that a home may go to, with its pairs there, the earliest start first.
struct Candidate {
    household: usize,
    pairs: Vec<usize>,
    /// It was let in on no start, and nothing has been given since that could let it in.
    refused: bool,
}

/// Homes that nothing tells apart.
struct Homes<'a> {
    /// Those not given yet, the next one last.
    left: Vec<&'a UnitId>,
    is_shared: bool,
    /// The movers who hold it.
    movers: Vec<usize>,
    /// By the scheme, the best first.
    candidates: Vec<Candidate>,
    /// None of the candidates can have it as things stand.
    is_closed: bool,
}

/// A round half worked.
pub struct Working<'w, 'a> {
    ground: &'w Ground<'a>,
    checker: &'w Checker<'a>,
    /// The rows of the formulation, a screen before the checker: most who are refused are refused by them, and a thousand times sooner.
    /// None where what is fixed cannot be placed in it one at a time.
    screen: Option<Placing<'w>>,
    homes: Vec<Homes<'a>>,
    is_placed: Vec<bool>,
    placements: Vec<Placement>,
    turns: Vec<Option<Turn>>,
    worked: u32,
}

impl<'w, 'a> Working<'w, 'a> {
    /// Nothing given yet.
    pub fn of(formulation: &'w Formulation<'a>, checker: &'w Checker<'a>, scheme: Scheme) -> Self {
        let ground = &formulation.ground;
        let mut homes: Vec<Homes<'a>> = ground
            .classes
            .iter()
            .map(|class| {
                let mut left = class.units.clone();
                left.sort_by_key(|unit| (Reverse(ground.problem.order(unit.as_str())), *unit));
                let movers = class.movers.clone();
                Homes { left, is_shared: class.is_shared(), movers, candidates: Vec::new(), is_closed: false }
            })
            .collect();
        for (index, pair) in ground.pairs.iter().enumerate() {
            let candidates = &mut homes[pair.class].candidates;
            // Pairs come by household, class and start.
            match candidates.last_mut().filter(|last| last.household == pair.household) {
                Some(last) => last.pairs.push(index),
                None => {
                    candidates.push(Candidate { household: pair.household, pairs: vec![index], refused: false });
                }
            }
        }
        for (class, homes) in homes.iter_mut().enumerate() {
            homes.candidates.sort_by_cached_key(|candidate| rank(ground, scheme, candidate.household, class));
        }
        let is_placed = vec![false; ground.problem.households().len()];
        let nobody = vec![0; formulation.program.columns.len()];
        let screen = Some(Placing::of(&formulation.program, &[], nobody));
        Self { ground, checker, screen, homes, is_placed, placements: Vec::new(), turns: Vec::new(), worked: 0 }
    }

    /// Takes what is fixed as given.
    pub fn begin(&mut self, fixed: Vec<Placement>) {
        let households = self.ground.problem.households();
        let mut pairs = Vec::new();
        for placement in fixed {
            let household = households.binary_search_by(|one| one.id.cmp(&placement.household));
            let class = self.ground.class_of.get(&placement.unit);
            if let (Ok(household), Some(class)) = (household, class) {
                let is_it = |pair: &&usize| {
                    let pair = &self.ground.pairs[**pair];
                    pair.class == *class && pair.start == placement.start
                };
                pairs.push(self.ground.pairs_of[household].iter().find(is_it).copied());
                self.give(*class, household, placement, None);
            }
        }
        self.screen_fixed(pairs);
    }

    /// Places what is fixed in the screen too: in any order that it lets, or else there is no screen.
    fn screen_fixed(&mut self, mut pairs: Vec<Option<usize>>) {
        let Some(screen) = &mut self.screen else { return };
        let mut found = true;
        while found {
            let before = pairs.len();
            pairs.retain(|pair| !pair.is_some_and(|pair| screen.set(pair, 1)));
            found = pairs.len() < before;
        }
        screen.settle();
        if !pairs.is_empty() {
            self.screen = None;
        }
    }

    /// Keeps pending offers, in the order of households: a home on offer is not another's. Again, because one who moves makes room.
    pub fn keep_offers(&mut self) {
        let problem = self.ground.problem;
        let offers = problem.parts().offers.iter().filter(|offer| offer.status == OfferStatus::Pending);
        let named = |(household, unit)| {
            let household = problem.households().binary_search_by(|one| one.id.cmp(household)).ok()?;
            Some((household, *self.ground.class_of.get(unit)?, unit))
        };
        let mut open: Vec<(usize, usize, &UnitId)> = offers.filter_map(|offer| named((&offer.household, &offer.unit))).collect();
        let mut found = true;
        while found {
            let before = open.len();
            open.retain(|(household, class, unit)| !self.offer(*household, *class, unit));
            found = open.len() < before;
        }
    }

    /// Works every home that is free, or becomes free on the way.
    pub fn work(&mut self) {
        while let Some((class, candidates)) = self.next() {
            self.worked += 1;
            let turn = Turn { number: self.worked, candidates };
            if !self.work_home(class, turn) {
                self.homes[class].is_closed = true;
            }
        }
    }

    /// What is given, with the turn in which it was.
    pub fn given(self) -> Vec<(Placement, Option<Turn>)> {
        self.placements.into_iter().zip(self.turns).collect()
    }

    /// The home that fewest who wait are eligible for, and how many they are.
    fn next(&self) -> Option<(usize, u32)> {
        let open = self.homes.iter().enumerate().filter(|(_, homes)| !homes.is_closed && self.is_free(homes));
        let counted = open.filter_map(|(class, homes)| {
            let unit = homes.left.last()?;
            let candidates = homes.candidates.iter().filter(|candidate| !self.is_placed[candidate.household]).count();
            (candidates > 0).then_some((candidates, self.ground.problem.order(unit.as_str()), unit, class))
        });
        counted.min().map(|(candidates, _, _, class)| (class, u32::try_from(candidates).unwrap_or(u32::MAX)))
    }

    fn is_free(&self, homes: &Homes<'_>) -> bool {
        homes.is_shared || homes.movers.iter().all(|mover| self.is_placed[*mover])
    }

    /// Gives a home to the first candidate who is lawful in it; false if there is none.
    fn work_home(&mut self, class: usize, turn: Turn) -> bool {
        let Some(unit) = self.homes[class].left.last().copied() else { return false };
        for at in 0..self.homes[class].candidates.len() {
            let candidate = &self.homes[class].candidates[at];
            let household = candidate.household;
            if candidate.refused || self.is_placed[household] {
                continue;
            }
            match self.lawful(class, at, unit) {
                Some(placement) => {
                    self.give(class, household, placement, Some(turn));
                    return true;
                }
                None => self.homes[class].candidates[at].refused = true,
            }
        }
        false
    }

    /// Gives a home to the one who has an offer of it; false if it is not lawful as things stand.
    fn offer(&mut self, household: usize, class: usize, unit: &UnitId) -> bool {
        let homes = &self.homes[class];
        let is_left = homes.left.contains(&unit) && self.is_free(homes) && !self.is_placed[household];
        let at = homes.candidates.iter().position(|candidate| candidate.household == household);
        let placement = at.filter(|_| is_left).and_then(|at| self.lawful(class, at, unit));
        let Some(placement) = placement else { return false };
        self.give(class, household, placement, None);
        true
    }

    /// The candidate in the home from the earliest start that can stand beside all that is given. The checker has the last word.
    fn lawful(&mut self, class: usize, at: usize, unit: &UnitId) -> Option<Placement> {
        let candidate = &self.homes[class].candidates[at];
        let household = &self.ground.household(candidate.household).id;
        for pair in &candidate.pairs {
            let mark = self.screen.as_ref().map(Placing::mark);
            if self.screen.as_mut().is_some_and(|screen| !screen.set(*pair, 1)) {
                continue;
            }
            let start = self.ground.pairs[*pair].start;
            self.placements.push(Placement { household: household.clone(), unit: unit.clone(), start });
            let is_lawful = self.checker.is_lawful(&self.placements);
            let placement = self.placements.pop();
            if is_lawful {
                self.screen.as_mut().into_iter().for_each(Placing::settle);
                return placement;
            }
            if let (Some(screen), Some(mark)) = (&mut self.screen, mark) {
                screen.back_to(mark);
            }
        }
        None
    }

    /// Whether others may have a home now that they could not have before: one has moved away, or somebody may live beside this one only.
    fn widens(&self, household: usize) -> bool {
        let persons = &self.ground.household(household).persons;
        let is_one = |id: &PersonId| persons.iter().any(|person| person.id == *id);
        let mut relations = self.ground.problem.parts().relations.iter();
        self.ground.occupant(household).is_some()
            || relations.any(|it| it.kind == RelationKind::Together && (is_one(&it.one) || is_one(&it.other)))
    }

    fn give(&mut self, class: usize, household: usize, placement: Placement, turn: Option<Turn>) {
        let homes = &mut self.homes[class];
        if !homes.is_shared {
            homes.left.retain(|unit| **unit != placement.unit);
        }
        self.is_placed[household] = true;
        self.placements.push(placement);
        self.turns.push(turn);
        if self.widens(household) {
            for homes in &mut self.homes {
                homes.is_closed = false;
                homes.candidates.iter_mut().for_each(|candidate| candidate.refused = false);
            }
        }
    }
}

/// What a scheme ranks by, the least first: its own numbers, then the lot.
fn rank(ground: &Ground<'_>, scheme: Scheme, household: usize, class: usize) -> (i64, Date, u64, usize) {
    let problem = ground.problem;
    let one = ground.household(household);
    let by_lot = problem.order(one.id.as_str());
    let Some(application) = &one.application else { return (i64::MAX, Date::MAX, by_lot, household) };
    let since = application.waiting_since.unwrap_or(Date::MAX);
    match scheme {
        Scheme::WaitingTime => (0, since, by_lot, household),
        Scheme::Priority => (i64::from(application.class.0), since, by_lot, household),
        Scheme::Lot => (-problem.draw(&one.id, &ground.classes[class].likeness), Date::MAX, by_lot, household),
    }
}
