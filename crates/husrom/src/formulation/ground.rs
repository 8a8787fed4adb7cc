//! The ground: home classes, residents, and every pair of household and class that eligibility leaves.
//!
//! *A* households that wait, *K* home classes; a pair (a, k, s) is household a in a home of class k from the date s.

use std::collections::{BTreeMap, BTreeSet};

use super::coupled::CoupledRule;
use super::screen::Screen;
use crate::eligibility::{Candidate, Governing, Home, Judgement, Refusal};
use crate::problem::{Date, Household, Measure, OfferStatus, Problem, Target, Tenure, Unit, UnitId};

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
#[derive(Clone, Debug)]
pub struct Pair {
    /// Household index.
    pub household: usize,
    /// Class index.
    pub class: usize,
    /// The start.
    pub start: Date,
    /// What the start waits for.
    pub waits: Waits,
    /// Soft prices that hang on the pair alone.
    pub prices: Vec<(Measure, i64)>,
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

/// Why a household that waits has which homes open to it.
#[derive(Clone, Debug, Default)]
pub struct Openings {
    /// Homes it is eligible for.
    pub homes: u32,
    /// Homes each rule excludes it from.
    pub excluded_by: BTreeMap<crate::problem::RuleId, u32>,
    /// Homes that only an unknown attribute keeps closed.
    pub ask_for: BTreeMap<String, u32>,
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
    /// Everyone who lives in a unit of the round.
    pub occupants: Vec<Occupant<'a>>,
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
        let occupants = occupants(problem);
        let classes = classes(problem, &occupants);
        let mut class_of = BTreeMap::new();
        for (index, class) in classes.iter().enumerate() {
            class_of.extend(class.units.iter().map(|unit| (*unit, index)));
        }
        let households = problem.households().len();
        let mut ground = Self {
            problem,
            classes,
            class_of,
            pairs: Vec::new(),
            pairs_of: vec![Vec::new(); households],
            occupants,
            openings: vec![Openings::default(); households],
            coupled: Vec::new(),
            dates: Vec::new(),
        };
        ground.coupled = CoupledRule::all(&ground);
        ground.find_pairs();
        ground.find_dates();
        ground
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

    fn find_pairs(&mut self) {
        use rayon::prelude::*;
        let screen = Screen::of(self);
        let waiting: Vec<usize> = (0..self.problem.households().len()).filter(|index| self.ready(*index).is_some()).collect();
        let governing: Vec<Governing<'a>> = self.classes.iter().map(|class| Governing::of(self.problem, &class.home)).collect();
        let starts = self.possible_starts(&waiting, &governing, &screen);
        // A household at a time: what is judged of all of them at once would not fit.
        let open = waiting.par_iter().map(|household| self.open(*household, &governing, &screen, &starts));
        let opened: Vec<(Vec<Pair>, Openings)> = open.collect();
        let mut found: Vec<Pair> = Vec::new();
        let mut openings = vec![Openings::default(); self.openings.len()];
        for (household, (pairs, open)) in waiting.into_iter().zip(opened) {
            found.extend(pairs);
            openings[household] = open;
        }
        for (index, pair) in found.iter().enumerate() {
            self.pairs_of[pair.household].push(index);
        }
        self.pairs = found;
        self.openings = openings;
    }

    /// The pairs of one household, and what is open to it.
    fn open(
        &self,
        household: usize,
        governing: &[Governing<'a>],
        screen: &Screen<'_, 'a>,
        starts: &BTreeMap<usize, BTreeSet<Date>>,
    ) -> (Vec<Pair>, Openings) {
        let (mut found, mut openings) = (Vec::new(), Openings::default());
        for (class, judgement) in self.judge(household, governing, screen).into_iter().enumerate() {
            let Some(judgement) = judgement else { continue };
            let homes = u32::try_from(self.classes[class].units.len()).unwrap_or(u32::MAX);
            let before = found.len();
            let refusals = self.open_class(household, class, judgement, &governing[class], screen, starts, &mut found);
            if found.len() > before {
                openings.homes += homes;
                continue;
            }
            let rules: BTreeSet<_> = refusals.iter().map(|refusal| &refusal.rule).collect();
            for rule in rules {
                *openings.excluded_by.entry(rule.clone()).or_default() += homes;
            }
            if !refusals.is_empty() && refusals.iter().all(|refusal| refusal.ask.is_some()) {
                let asks: BTreeSet<_> = refusals.iter().filter_map(|refusal| refusal.ask.clone()).collect();
                for ask in asks {
                    *openings.ask_for.entry(ask).or_default() += homes;
                }
            }
        }
        (found, openings)
    }

    /// Adds the pairs of a household and a class; where there are none, why.
    #[allow(clippy::too_many_arguments)]
    fn open_class(
        &self,
        household: usize,
        class: usize,
        judgement: Judgement,
        governing: &Governing<'a>,
        screen: &Screen<'_, 'a>,
        starts: &BTreeMap<usize, BTreeSet<Date>>,
        found: &mut Vec<Pair>,
    ) -> Vec<Refusal> {
        if !judgement.refusals.is_empty() {
            return judgement.refusals;
        }
        let mut refusals = Vec::new();
        for (start, waits) in self.starts(household, class, starts) {
            let mut judged = judgement.clone();
            if let Some(candidate) = self.candidate(household) {
                governing.judge_start(&candidate, start, &mut judged);
            }
            screen.judge_start(household, class, start, &mut judged);
            if judged.refusals.is_empty() {
                found.push(Pair { household, class, start, waits, prices: judged.prices });
            } else if refusals.is_empty() {
                refusals = judged.refusals;
            }
        }
        refusals
    }

    fn candidate(&self, household: usize) -> Option<Candidate<'a>> {
        let household = self.household(household);
        Some(Candidate { problem: self.problem, household, application: household.application.as_ref()? })
    }

    /// Judges a household in every class; `None` where the office itself has ruled the pair out or in elsewhere.
    fn judge(&self, household: usize, governing: &[Governing<'a>], screen: &Screen<'_, 'a>) -> Vec<Option<Judgement>> {
        let Some(candidate) = self.candidate(household) else { return Vec::new() };
        let fixed = Fixed::of(self.problem, candidate.household);
        self.classes
            .iter()
            .enumerate()
            .map(|(index, class)| {
                let own = candidate.household.residency.as_ref().is_some_and(|residency| residency.unit == class.home.unit.id);
                if own {
                    return None;
                }
                let mut judgement = governing[index].judge(&candidate, &class.home);
                fixed.judge(&class.home, &mut judgement);
                screen.judge(household, index, &mut judgement);
                Some(judgement)
            })
            .collect()
    }

    /// The starts that a household can have in a class, given the starts that movers can have.
    fn starts(&self, household: usize, class: usize, movers: &BTreeMap<usize, BTreeSet<Date>>) -> Vec<(Date, Waits)> {
        let round = self.problem.round();
        let Some(ready) = self.ready(household) else { return Vec::new() };
        let class = &self.classes[class];
        let earliest = ready.max(class.base);
        let freed: BTreeSet<Date> = class
            .movers
            .iter()
            .filter(|mover| **mover != household)
            .filter_map(|mover| movers.get(mover))
            .flatten()
            .map(|date| (*date).max(class.base))
            .collect();
        let mut starts: BTreeMap<Date, Waits> = BTreeMap::new();
        if class.is_shared() {
            starts.insert(earliest, Waits::No);
            let leaving = self.occupants.iter().filter(|it| *it.unit == class.home.unit.id).filter_map(|it| it.leaves);
            starts.extend(leaving.filter(|on| *on >= class.base).map(|on| (on.max(ready), Waits::No)));
        } else if class.movers.is_empty() || freed.iter().any(|date| *date <= earliest) {
            starts.insert(earliest, Waits::No);
        }
        for date in freed {
            starts.entry(date.max(earliest)).or_insert(Waits::ForMover);
        }
        starts.into_iter().filter(|(start, _)| *start <= round.horizon).collect()
    }

    /// The starts each mover can have: the largest sets that justify each other, because a swap justifies itself.
    fn possible_starts(
        &self,
        waiting: &[usize],
        governing: &[Governing<'a>],
        screen: &Screen<'_, 'a>,
    ) -> BTreeMap<usize, BTreeSet<Date>> {
        let moving: BTreeSet<usize> = self.occupants.iter().filter(|it| it.moves).map(|it| it.household).collect();
        let open_to = |mover: usize| -> Vec<usize> {
            let judged = self.judge(mover, governing, screen).into_iter().enumerate();
            judged.filter(|(_, it)| it.as_ref().is_some_and(|it| it.refusals.is_empty())).map(|(class, _)| class).collect()
        };
        let movers: Vec<(usize, Vec<usize>)> =
            waiting.iter().filter(|household| moving.contains(household)).map(|mover| (*mover, open_to(*mover))).collect();
        let all: BTreeSet<Date> = waiting
            .iter()
            .filter_map(|household| self.ready(*household))
            .chain(self.classes.iter().map(|class| class.base))
            .chain(self.occupants.iter().filter_map(|occupant| occupant.leaves))
            .collect();
        let mut starts: BTreeMap<usize, BTreeSet<Date>> = movers.iter().map(|(mover, _)| (*mover, all.clone())).collect();
        loop {
            let mut next = BTreeMap::new();
            for (mover, open) in &movers {
                let dates = open.iter().flat_map(|class| self.starts(*mover, *class, &starts)).map(|(start, _)| start);
                next.insert(*mover, dates.collect::<BTreeSet<Date>>());
            }
            if next == starts {
                return starts;
            }
            starts = next;
        }
    }

    fn find_dates(&mut self) {
        let round = self.problem.round();
        let mut dates: BTreeSet<Date> = self.pairs.iter().map(|pair| pair.start).collect();
        dates.extend(self.occupants.iter().filter_map(|occupant| occupant.leaves));
        dates.extend(self.problem.sites().iter().flat_map(|site| [site.opens, site.closes]).flatten());
        dates.retain(|date| (round.date..=round.horizon).contains(date));
        dates.extend([round.date, round.horizon]);
        self.dates = dates.into_iter().collect();
    }
}

/// What the office has fixed for one household.
struct Fixed<'a> {
    pins: Vec<&'a Target>,
    bans: Vec<&'a Target>,
    accepted: Vec<&'a UnitId>,
    refused: Vec<&'a UnitId>,
    profiles: Option<&'a BTreeSet<crate::problem::Tag>>,
}

impl<'a> Fixed<'a> {
    fn of(problem: &'a Problem, household: &'a Household) -> Self {
        let parts = problem.parts();
        let targets = |fixings: &'a [crate::problem::Fixing]| {
            fixings.iter().filter(|fixing| fixing.household == household.id).map(|fixing| &fixing.target).collect()
        };
        let offers = |status: OfferStatus| {
            let mine = parts.offers.iter().filter(|offer| offer.household == household.id && offer.status == status);
            mine.map(|offer| &offer.unit).collect()
        };
        Self {
            pins: targets(&parts.pins),
            bans: targets(&parts.bans),
            accepted: offers(OfferStatus::Accepted),
            refused: offers(OfferStatus::Refused),
            profiles: household.application.as_ref().map(|application| &application.profiles),
        }
    }

    fn judge(&self, home: &Home<'_>, judgement: &mut Judgement) {
        let mut refuse = |rule: &str| judgement.refusals.push(crate::eligibility::Refusal { rule: rule.into(), ask: None });
        if self.bans.iter().any(|target| aims_at(target, home)) {
            refuse("ban");
        }
        if self.refused.contains(&&home.unit.id) {
            refuse("offer_refused");
        }
        let elsewhere =
            self.pins.iter().any(|target| !aims_at(target, home)) || self.accepted.iter().any(|unit| **unit != home.unit.id);
        if elsewhere {
            refuse("pin");
        }
        if home.unit.reserved_for.as_ref().is_some_and(|tag| !self.profiles.is_some_and(|profiles| profiles.contains(tag))) {
            refuse("reserved");
        }
    }
}

/// Whether a target means the home.
pub fn aims_at(target: &Target, home: &Home<'_>) -> bool {
    match target {
        Target::Unit(unit) => *unit == home.unit.id,
        Target::Site(site) => *site == home.site.id,
        Target::Category(category) => *category == home.site.category,
    }
}

fn occupants(problem: &Problem) -> Vec<Occupant<'_>> {
    let households = problem.households().iter().enumerate();
    households
        .filter_map(|(index, household)| {
            let residency = household.residency.as_ref()?;
            let leaves = match residency.tenure {
                Tenure::Leaves { on, .. } => Some(on),
                _ => None,
            };
            Some(Occupant { household: index, unit: &residency.unit, leaves, moves: household.application.is_some() })
        })
        .collect()
}

/// The date a unit is free from, movers aside; `None` where it is not given at all.
fn base_date(problem: &Problem, home: &Home<'_>, occupants: &[&Occupant<'_>]) -> Option<Date> {
    let round = problem.round();
    let unit: &Unit = home.unit;
    let kept = unit.out_of_service.is_some() || unit.held_back.is_some();
    if kept || home.site.closes.is_some_and(|closes| closes <= round.horizon) {
        return None;
    }
    let mut base = [Some(round.date), unit.free_from, home.site.opens].into_iter().flatten().max()?;
    if unit.shared_places.is_none() {
        for occupant in occupants.iter().filter(|occupant| !occupant.moves) {
            base = base.max(occupant.leaves?);
        }
        // A mover frees its home only if nobody else is left in it.
        if occupants.iter().any(|it| it.moves) && occupants.iter().filter(|it| it.present(round.date)).count() > 1 {
            return None;
        }
    }
    (base <= round.horizon).then_some(base)
}

fn classes<'a>(problem: &'a Problem, occupants: &[Occupant<'a>]) -> Vec<HomeClass<'a>> {
    let mut inside: BTreeMap<&UnitId, Vec<&Occupant<'a>>> = BTreeMap::new();
    for occupant in occupants {
        inside.entry(occupant.unit).or_default().push(occupant);
    }
    let mut classes: Vec<HomeClass<'a>> = Vec::new();
    let mut by_likeness: BTreeMap<String, usize> = BTreeMap::new();
    for unit in problem.units() {
        let Some(home) = Home::of(problem, unit) else { continue };
        let inside = inside.get(&unit.id).map_or(&[][..], Vec::as_slice);
        let Some(base) = base_date(problem, &home, inside) else { continue };
        let likeness = problem.likeness(unit);
        if let Some(index) = by_likeness.get(&likeness) {
            classes[*index].units.push(&unit.id);
            continue;
        }
        by_likeness.insert(likeness.clone(), classes.len());
        let movers = inside.iter().filter(|occupant| occupant.moves).map(|occupant| occupant.household).collect();
        classes.push(HomeClass { home, units: vec![&unit.id], likeness, base, movers });
    }
    classes
}
