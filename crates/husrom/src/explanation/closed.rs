//! What closes a home to a household, whoever else lives where.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::cause::Cause;
use super::facts::Facts;
use super::{Closed, Explainer, Why};
use crate::eligibility::{Home, Refusal};
use crate::formulation::{Bench, CoupledRule, Ground, HomeClass};
use crate::problem::{Fixing, HouseholdId, OfferStatus, RuleId, RuleKind, Target, Tenure, UnitId};

impl<'a> Explainer<'a> {
    /// Why a household takes no part in the round, if it does not.
    pub(super) fn takes_no_part(&self, household: usize) -> Option<Cause> {
        takes_no_part(&self.ground, household)
    }

    /// Whether the office has fixed where the household lives, be it only the site or kind of home.
    pub(super) fn is_fixed(&self, household: &HouseholdId) -> bool {
        self.problem().parts().pins.iter().any(|pin| pin.household == *household) || self.has_accepted(household)
    }

    /// Whether the office has fixed just this home for the household, or it has accepted it.
    pub(super) fn is_fixed_in(&self, household: &HouseholdId, unit: &UnitId) -> bool {
        let here = |pin: &Fixing| pin.household == *household && pin.target == Target::Unit(unit.clone());
        self.problem().parts().pins.iter().any(here) || self.has_accepted(household)
    }

    fn has_accepted(&self, household: &HouseholdId) -> bool {
        let mut offers = self.problem().parts().offers.iter();
        offers.any(|offer| offer.household == *household && offer.status == OfferStatus::Accepted)
    }

    /// Why a home is not given to anybody in the round, if it is not.
    pub(super) fn not_given(&self, unit: &UnitId) -> Option<Cause> {
        not_given(&self.ground, unit)
    }

    /// Every cause that closes a home to a household whoever else lives where.
    pub(super) fn closing(&self, household: usize, unit: &UnitId) -> Vec<Cause> {
        if let Some(cause) = out_of_play(&self.ground, household, unit) {
            return vec![cause];
        }
        let Some(class) = self.ground.class_of.get(unit).copied() else { return Vec::new() };
        let mut causes: Vec<Cause> = Vec::new();
        if let Some((_, refusals)) = Bench::of(&self.ground).closed(household).into_iter().find(|(closed, _)| *closed == class) {
            for refusal in &refusals {
                let cause = self.refused(household, class, refusal);
                if !causes.contains(&cause) {
                    causes.push(cause);
                }
            }
            if causes.is_empty() {
                causes.push(Cause::LivedIn);
            }
        }
        causes
    }

    /// A refusal as a cause.
    fn refused(&self, household: usize, class: usize, refusal: &Refusal<'_>) -> Cause {
        let home = &self.ground.classes[class].home;
        let rule = RuleId::from(refusal.rule);
        if let Some(attribute) = &refusal.ask {
            return Cause::Ask { rule, attribute: attribute.clone() };
        }
        // Those who are gone by then are not in the way.
        let date = self.problem().round().date;
        let start = self.ground.ready(household).unwrap_or(date).max(self.ground.classes[class].base);
        if let Some(coupled) = self.coupled(&rule) {
            let (residents, _) = self.together(coupled, household, class, start, &[]);
            if residents.is_empty() {
                return Cause::Rule { rule, facts: Vec::new() };
            }
            let scope = scope_of(coupled, class);
            return Cause::Together { rule, scope, residents, newcomers: Vec::new() };
        }
        if rule.as_str() == "relation" {
            let (residents, _) = self.related(household, class, start, &[]);
            return Cause::Together { rule, scope: home.site.id.to_string(), residents, newcomers: Vec::new() };
        }
        by_office(refusal.rule, home).unwrap_or_else(|| self.tested(household, home, &rule))
    }

    /// A rule on the household and the home, with the facts it goes by.
    fn tested(&self, household: usize, home: &Home<'a>, rule: &RuleId) -> Cause {
        let test = self.problem().rules().iter().find(|it| it.id == *rule).and_then(|rule| match rule.kind {
            RuleKind::Test(test) => Some(test),
            _ => None,
        });
        let facts = test
            .zip(self.application(household))
            .map(|(test, (household, application))| Facts { problem: self.problem(), household, application, home }.of(test));
        Cause::Rule { rule: rule.clone(), facts: facts.unwrap_or_default() }
    }

    pub(super) fn coupled(&self, rule: &RuleId) -> Option<&CoupledRule<'a>> {
        self.ground.coupled.iter().find(|coupled| coupled.rule.id == *rule)
    }

    /// What closes homes to a household that has none, by cause.
    pub(super) fn closed_homes(&self, household: usize, why: &mut Why) {
        let homes = |class: &HomeClass<'_>| u32::try_from(class.units.len()).unwrap_or(u32::MAX);
        let own = self.ground.occupant(household).and_then(|occupant| self.ground.class_of.get(occupant.unit));
        let others = self.ground.classes.iter().enumerate().filter(|(class, _)| own != Some(class));
        why.considered = others.map(|(_, class)| homes(class)).sum();
        let mut counts = Counts::new();
        for (class, refusals) in Bench::of(&self.ground).closed(household) {
            count(&mut counts, &refusals, homes(&self.ground.classes[class]));
            why.closed_in_all += homes(&self.ground.classes[class]);
        }
        why.closed = ordered(counts);
    }

    /// What closes a home to households that wait and get none, by cause.
    pub(super) fn closed_households(&self, unit: &UnitId, why: &mut Why) {
        let Some(class) = self.ground.class_of.get(unit).copied() else { return };
        let waiting = (0..self.problem().households().len())
            .filter(|index| self.takes_no_part(*index).is_none())
            .filter(|index| self.placement(&self.ground.household(*index).id).is_none())
            .filter(|index| self.ground.occupant(*index).is_none_or(|occupant| occupant.unit != unit));
        let bench = Bench::of(&self.ground);
        let mut counts = Counts::new();
        for household in waiting {
            why.considered += 1;
            let closed = bench.closed(household).into_iter().find(|(closed, _)| *closed == class);
            if let Some((_, refusals)) = closed {
                count(&mut counts, &refusals, 1);
                why.closed_in_all += 1;
            }
        }
        why.closed = ordered(counts);
    }

    /// Who holds a home in the allocation, or lives there as a mover that goes nowhere.
    pub(super) fn holders(&self, unit: &UnitId) -> Vec<HouseholdId> {
        let placements = self.allocation.placements().iter();
        placements.filter(|placement| placement.unit == *unit).map(|placement| placement.household.clone()).collect()
    }

    /// How many households are placed in homes that nothing tells apart from this one.
    pub(super) fn placed_like(&self, unit: &UnitId) -> i64 {
        let class = self.ground.class_of.get(unit);
        let placements = self.allocation.placements().iter();
        let alike = placements.filter(|placement| class.is_some() && self.ground.class_of.get(&placement.unit) == class);
        i64::try_from(alike.count()).unwrap_or(i64::MAX)
    }
}

/// Why a household takes no part in the round, if it does not.
fn takes_no_part(ground: &Ground<'_>, household: usize) -> Option<Cause> {
    let Some(application) = &ground.household(household).application else { return Some(Cause::NotWaiting) };
    let round = ground.problem.round();
    let not_ready = || Cause::NotReady { from: application.ready_from.unwrap_or(round.date), horizon: round.horizon };
    ground.ready(household).is_none().then(not_ready)
}

/// Why a home is not given to anybody in the round, if it is not.
fn not_given(ground: &Ground<'_>, unit: &UnitId) -> Option<Cause> {
    if ground.class_of.contains_key(unit) {
        return None;
    }
    let (problem, round) = (ground.problem, ground.problem.round());
    let unit = problem.unit(unit)?;
    let site = problem.site(&unit.site)?;
    let free = [unit.free_from, site.opens].into_iter().flatten().max().filter(|from| *from > round.horizon);
    let leaving = problem.residents().filter(|(_, residency)| residency.unit == unit.id).filter_map(|(_, residency)| {
        match residency.tenure {
            Tenure::Leaves { on, .. } => Some(on),
            _ => None,
        }
    });
    Some(if let Some(said) = &unit.out_of_service {
        Cause::OutOfService { said: said.clone() }
    } else if let Some(said) = &unit.held_back {
        Cause::HeldBack { said: said.clone() }
    } else if let Some(on) = site.closes.filter(|on| *on <= round.horizon) {
        Cause::Closing { on }
    } else if let Some(from) = free.or_else(|| leaving.max().filter(|on| *on > round.horizon)) {
        Cause::NotFree { from }
    } else {
        Cause::LivedIn
    })
}

/// Why the household and the home are not in play for each other at all, if they are not.
fn out_of_play(ground: &Ground<'_>, household: usize, unit: &UnitId) -> Option<Cause> {
    let own = ground.household(household).residency.as_ref().is_some_and(|residency| residency.unit == *unit);
    takes_no_part(ground, household).or(own.then_some(Cause::OwnHome)).or_else(|| not_given(ground, unit))
}

/// What closes a home to a household that no rule closes: they are not in play, the office has kept it for others, or it is lived in.
pub(super) fn shut(ground: &Ground<'_>, household: usize, unit: &UnitId) -> Cause {
    let by_office = || {
        let class = ground.class_of.get(unit)?;
        let bench = Bench::of(ground);
        let (_, refusals) = bench.closed(household).into_iter().find(|(closed, _)| closed == class)?;
        refusals.iter().find_map(|refusal| by_office(refusal.rule, &ground.classes[*class].home))
    };
    out_of_play(ground, household, unit).or_else(by_office).unwrap_or(Cause::LivedIn)
}

/// How many homes, or households, each cause closes: by rule, and by what is to be asked for.
type Counts = BTreeMap<(String, Option<String>), u32>;

/// Counts what closes one class of homes, or a home to one household; a cause at a time, however often it is found.
fn count(counts: &mut Counts, refusals: &[Refusal<'_>], homes: u32) {
    let only_asked = refusals.iter().all(|refusal| refusal.ask.is_some());
    // Who is refused by what is known need not be asked.
    let told = refusals.iter().filter(|refusal| only_asked || refusal.ask.is_none());
    let mut causes: BTreeSet<(String, Option<String>)> =
        told.map(|refusal| (refusal.rule.to_owned(), refusal.ask.clone())).collect();
    if causes.is_empty() {
        causes.insert((LIVED_IN.to_owned(), None));
    }
    for cause in causes {
        *counts.entry(cause).or_default() += homes;
    }
}

/// Stands for no rule at all: whoever would have to leave first stays.
const LIVED_IN: &str = "";

/// Causes, those that close most first.
fn ordered(counts: Counts) -> Vec<Closed> {
    let cause = |rule: String, ask| match ask {
        Some(attribute) => Cause::Ask { rule: rule.into(), attribute },
        None if rule == LIVED_IN => Cause::LivedIn,
        None => by_office_anywhere(&rule).unwrap_or_else(|| Cause::Rule { rule: rule.into(), facts: Vec::new() }),
    };
    let mut closed: Vec<Closed> =
        counts.into_iter().map(|((rule, ask), count)| Closed { cause: cause(rule, ask), count }).collect();
    closed.sort_by_key(|closed| Reverse(closed.count));
    closed
}

/// The name of the scope of a composition rule that a class lies in.
pub(super) fn scope_of(coupled: &CoupledRule<'_>, class: usize) -> String {
    coupled.scope_of_class[class].map_or_else(String::new, |scope| coupled.scopes[scope].instance.name.clone())
}

/// What the office itself has said of a household and a home.
fn by_office(rule: &str, home: &Home<'_>) -> Option<Cause> {
    match rule {
        "reserved" => {
            let profile = home.unit.reserved_for.as_ref().map_or_else(String::new, ToString::to_string);
            Some(Cause::Reserved { profile })
        }
        _ => by_office_anywhere(rule),
    }
}

/// The same where no home is meant.
fn by_office_anywhere(rule: &str) -> Option<Cause> {
    match rule {
        "ban" => Some(Cause::Banned),
        "offer_refused" => Some(Cause::OfferRefused),
        "shortlist" => Some(Cause::NotShortlisted),
        "pin" => Some(Cause::FixedElsewhere),
        "reserved" => Some(Cause::Reserved { profile: String::new() }),
        _ => None,
    }
}
