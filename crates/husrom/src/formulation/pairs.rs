//! Pairs: a household at a time is judged in all classes at once, and what is left of it starts when it can.

use std::collections::BTreeSet;

use rayon::prelude::*;

use super::fixed::Fixed;
use super::ground::{Ground, Pair};
use super::prices::Prices;
use super::screen::Screen;
use super::shortlist::Shortlist;
use super::starts::Starts;
use crate::eligibility::{Candidate, Home, HomeSet, Judgement, Openings, Refusal, Sieve, Tally, Verdict};
use crate::problem::Measure;

/// So many households are judged at once, so that there is never much to put together.
const AT_ONCE: usize = 256;

/// What is found of households.
#[derive(Default)]
pub struct Found {
    /// Pairs, by household, class and start.
    pub pairs: Vec<Pair>,
    /// Soft prices that hang on a pair alone.
    pub prices: Prices,
    /// What is open to each household.
    pub openings: Vec<Openings>,
}

impl Found {
    fn add(&mut self, of_next: Self) {
        let before = self.pairs.len();
        self.pairs.extend(of_next.pairs);
        self.prices.add_after(before, of_next.prices);
        self.openings.extend(of_next.openings);
    }
}

/// Every pair of a ground, and what is open to each household, empty for those who do not wait. No more are looked for once there are more
/// than `most`.
pub fn find(ground: &Ground<'_>, most: usize) -> Found {
    let bench = Bench::of(ground);
    let households = 0..ground.problem.households().len();
    let moving: BTreeSet<usize> = ground.occupants.iter().filter(|it| it.moves).map(|it| it.household).collect();
    // Movers are judged twice, here and below: that is soon done, and what is found against all of them is much to keep.
    let movers: Vec<usize> = households.clone().filter(|it| ground.ready(*it).is_some() && moving.contains(it)).collect();
    let movers: Vec<(usize, Vec<usize>)> = movers.par_iter().filter_map(|mover| Some((*mover, bench.open_to(*mover)?))).collect();
    let starts = Starts::of(ground, &movers);
    let mut found = Found::default();
    for some in households.collect::<Vec<_>>().chunks(AT_ONCE) {
        let of_each: Vec<Found> = some.par_iter().map(|household| bench.open(*household, &starts)).collect();
        for next in of_each {
            found.add(next);
        }
        if found.pairs.len() > most {
            break;
        }
    }
    found
}

/// Everything that judges a household in the classes of a ground.
pub struct Bench<'g, 'a> {
    ground: &'g Ground<'a>,
    sieve: Sieve<'g>,
    fixed: Fixed<'g, 'a>,
    screen: Screen<'g, 'a>,
    tally: Tally,
    shortlist: Option<Shortlist<'g, 'a>>,
}

impl<'g, 'a> Bench<'g, 'a> {
    /// The bench of a ground, whose pairs need not be found.
    pub fn of(ground: &'g Ground<'a>) -> Self {
        let homes: Vec<&Home<'_>> = ground.classes.iter().map(|class| &class.home).collect();
        let counts: Vec<usize> = ground.classes.iter().map(|class| class.units.len()).collect();
        Self {
            ground,
            sieve: Sieve::of(ground.problem, &homes),
            fixed: Fixed::of(ground),
            screen: Screen::of(ground),
            tally: Tally::of(&counts),
            shortlist: Shortlist::of(ground),
        }
    }

    /// Judges a household in every class, whatever its start.
    fn judge(&self, household: usize) -> Option<(Candidate<'a>, Verdict<'_>)> {
        let ground = self.ground;
        let candidate = Candidate::of(ground.problem, ground.household(household))?;
        let mut verdict = Verdict::over(ground.classes.len());
        self.sieve.judge(&candidate, &mut verdict);
        self.fixed.judge(candidate.household(), &mut verdict);
        self.screen.judge(household, &mut verdict);
        let home = candidate.household().residency.as_ref().map(|residency| &residency.unit);
        if let Some(own) = home.and_then(|unit| ground.class_of.get(unit)) {
            verdict.leave_out(*own);
        }
        Some((candidate, verdict))
    }

    /// The classes closed to a household that waits, whoever else comes, but its own home: with what closes each, whatever the start, or
    /// the earliest one that is no lawful start. Nothing closes a home that nobody ever leaves.
    pub fn closed(&self, household: usize) -> Vec<(usize, Vec<Refusal<'_>>)> {
        let Some(((candidate, verdict), ready)) = self.judge(household).zip(self.ground.ready(household)) else {
            return Vec::new();
        };
        let own = candidate.household().residency.as_ref().and_then(|residency| self.ground.class_of.get(&residency.unit));
        let open: BTreeSet<usize> = self.ground.pairs_of[household].iter().map(|pair| self.ground.pairs[*pair].class).collect();
        let closed = (0..self.ground.classes.len()).filter(|class| !open.contains(class) && own != Some(class));
        let with_refusals = closed.map(|class| {
            let mut refusals: Vec<Refusal<'_>> = verdict.refusals(class).collect();
            let mut judgement = Judgement::default();
            let start = ready.max(self.ground.classes[class].base);
            // A deadline that is passed on the first day is passed on every other.
            self.sieve.judge_start(&candidate, class, start, &mut judgement);
            if refusals.is_empty() {
                self.screen.neighbours(household).judge_start(class, start, &mut judgement);
            }
            refusals.extend(judgement.refusals);
            if refusals.is_empty() && self.shortlist.is_some() && self.can_be_given(class) {
                refusals.push(Refusal { rule: "shortlist", ask: None });
            }
            (class, refusals)
        });
        with_refusals.collect()
    }

    /// Whether homes of a class are free of themselves, or somebody who lives in one has somewhere to go.
    fn can_be_given(&self, class: usize) -> bool {
        let (class, pairs_of) = (&self.ground.classes[class], &self.ground.pairs_of);
        class.is_shared() || class.movers.is_empty() || class.movers.iter().any(|mover| !pairs_of[*mover].is_empty())
    }

    /// The classes open to a household, but for what depends on the start.
    fn open_to(&self, household: usize) -> Option<Vec<usize>> {
        Some(self.judge(household)?.1.open().collect())
    }

    /// The pairs of a household, and what is open to it; nothing for one that does not wait.
    fn open(&self, household: usize, starts: &Starts<'_, '_>) -> Found {
        let mut found = Found::default();
        let judged = self.judge(household).zip(self.ground.ready(household));
        let Some(((candidate, mut verdict), ready)) = judged else {
            found.openings.push(Openings::default());
            return found;
        };
        let neighbours = self.screen.neighbours(household);
        let mut opened = HomeSet::with_capacity(self.ground.classes.len());
        let mut of_class = Vec::new();
        // Each with the prices that hang on its start.
        let mut lawful: Vec<(Pair, Vec<(&Measure, i64)>)> = Vec::new();
        for class in verdict.open().collect::<Vec<_>>() {
            let before = lawful.len();
            let mut refusals = Vec::new();
            starts.write(ready, class, &mut of_class);
            for (start, waits) in of_class.iter().copied() {
                let mut judgement = Judgement::default();
                self.sieve.judge_start(&candidate, class, start, &mut judgement);
                neighbours.judge_start(class, start, &mut judgement);
                if judgement.refusals.is_empty() {
                    lawful.push((Pair { household, class, start, waits }, judgement.prices));
                    if self.shortlist.is_some() {
                        break;
                    }
                } else if refusals.is_empty() {
                    refusals = judgement.refusals;
                }
            }
            if lawful.len() > before {
                opened.insert(class);
            } else {
                // No start is lawful: it is closed by what speaks against the first.
                for refusal in refusals {
                    verdict.refuse_in(refusal, class);
                }
            }
        }
        found.openings.push(verdict.openings(&opened, &self.tally));
        if let Some(shortlist) = &self.shortlist {
            let chosen = shortlist.choose(lawful.iter().map(|(pair, _)| pair));
            lawful.retain(|(pair, _)| chosen.contains(&pair.class));
        }
        for (pair, of_start) in lawful {
            let prices = verdict.prices(pair.class).chain(of_start);
            prices.for_each(|(level, price)| found.prices.pay(level, found.pairs.len(), price));
            found.pairs.push(pair);
        }
        found
    }
}
