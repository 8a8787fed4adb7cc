//! What closes a home to a household, whoever else lives where; and what stands in the way as the allocation stands.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::cause::Cause;
use super::facts::Facts;
use super::{Closed, Explainer, Why};
use crate::allocation::Placement;
use crate::allocation::check::{Checker, Fault};
use crate::eligibility::{Home, Refusal, clashes, scope_name};
use crate::formulation::{Bench, Body, CoupledRule, HomeClass};
use crate::problem::{
    Date, HouseholdId, OfferStatus, PersonId, Relation, RelationKind, RuleId, RuleKind, Strictness, Tenure, UnitId,
};

impl<'a> Explainer<'a> {
    /// Why a household takes no part in the round, if it does not.
    pub(super) fn takes_no_part(&self, household: usize) -> Option<Cause> {
        let Some((_, application)) = self.application(household) else { return Some(Cause::NotWaiting) };
        if self.ground.ready(household).is_some() {
            return None;
        }
        let round = self.problem().round();
        Some(Cause::NotReady { from: application.ready_from.unwrap_or(round.date), horizon: round.horizon })
    }

    /// Whether the office has fixed where the household lives.
    pub(super) fn is_fixed(&self, household: &HouseholdId) -> bool {
        let parts = self.problem().parts();
        parts.pins.iter().any(|pin| pin.household == *household)
            || parts.offers.iter().any(|offer| offer.household == *household && offer.status == OfferStatus::Accepted)
    }

    /// Why a home is not given to anybody in the round, if it is not.
    pub(super) fn not_given(&self, unit: &UnitId) -> Option<Cause> {
        if self.ground.class_of.contains_key(unit) {
            return None;
        }
        let (problem, round) = (self.problem(), self.problem().round());
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

    /// Every cause that closes a home to a household whoever else lives where.
    pub(super) fn closing(&self, household: usize, unit: &UnitId) -> Vec<Cause> {
        let own = self.ground.household(household).residency.as_ref().is_some_and(|residency| residency.unit == *unit);
        let first = self.takes_no_part(household).or(own.then_some(Cause::OwnHome)).or_else(|| self.not_given(unit));
        if let Some(cause) = first {
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
        if let Some(coupled) = self.coupled(&rule) {
            let (residents, _) = self.together(coupled, household, class, self.problem().round().date, &[]);
            if residents.is_empty() {
                return Cause::Rule { rule, facts: Vec::new() };
            }
            let scope = scope_of(coupled, class);
            return Cause::Together { rule, scope, residents, newcomers: Vec::new() };
        }
        if rule.as_str() == "relation" {
            let (residents, _) = self.related(household, class, self.problem().round().date, &[]);
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

    fn coupled(&self, rule: &RuleId) -> Option<&CoupledRule<'a>> {
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

    /// What the checker says of the allocation as it stands with the household in the home, its holder elsewhere.
    pub(super) fn standing_in_the_way(&self, household: usize, unit: &UnitId) -> Vec<Cause> {
        let Some(class) = self.ground.class_of.get(unit).copied() else { return Vec::new() };
        let id = &self.ground.household(household).id;
        let shared = self.ground.classes[class].is_shared();
        let stays = |placement: &&Placement| placement.household != *id && (shared || placement.unit != *unit);
        let others: Vec<Placement> = self.allocation.placements().iter().filter(stays).cloned().collect();
        let checker = Checker::new(self.problem());
        let pairs = self.ground.pairs_of[household].iter().map(|pair| &self.ground.pairs[*pair]);
        let tried = pairs.filter(|pair| pair.class == class).map(|pair| {
            let mut placements = others.clone();
            placements.push(Placement { household: id.clone(), unit: unit.clone(), start: pair.start });
            placements.sort();
            (checker.check(&placements).err().unwrap_or_default(), pair.start, placements)
        });
        let Some((faults, start, placements)) = tried.min_by_key(|(faults, _, _)| faults.len()) else { return Vec::new() };
        let mut causes = Vec::new();
        for fault in faults {
            let cause = self.faulted(household, class, start, &placements, &fault);
            if !causes.contains(&cause) {
                causes.push(cause);
            }
        }
        causes
    }

    /// A fault of the allocation with the household put in a home, as a cause.
    fn faulted(&self, household: usize, class: usize, start: Date, placements: &[Placement], fault: &Fault) -> Cause {
        let rule = fault.rule.clone().unwrap_or_else(|| RuleId::from(fault.code));
        match fault.code {
            "composition" => match self.coupled(&rule).filter(|coupled| coupled.scope_of_class[class].is_some()) {
                Some(coupled) => {
                    let (residents, newcomers) = self.together(coupled, household, class, start, placements);
                    Cause::Together { rule, scope: scope_of(coupled, class), residents, newcomers }
                }
                None => Cause::Order,
            },
            "relation" => {
                let (residents, newcomers) = self.related(household, class, start, placements);
                let scope = self.ground.classes[class].home.site.id.to_string();
                Cause::Together { rule: RuleId::from("relation"), scope, residents, newcomers }
            }
            "resource" => Cause::Resource { resource: rule.as_str().into() },
            _ => Cause::Order,
        }
    }

    /// Those in the same scope whom a composition rule counts with the household or holds apart from it: residents who stay, newcomers.
    fn together(
        &self,
        coupled: &CoupledRule<'a>,
        household: usize,
        class: usize,
        start: Date,
        placements: &[Placement],
    ) -> (Vec<HouseholdId>, Vec<HouseholdId>) {
        let Some(scope) = coupled.scope_of_class[class] else { return (Vec::new(), Vec::new()) };
        let mine = &coupled.parts[household].stance;
        let counts = |other: usize| match coupled.body {
            Body::Count { .. } => coupled.parts[other].count > 0,
            Body::Pairs { .. } => clashes(mine, &coupled.parts[other].stance),
        };
        let moved = |other: usize| placements.iter().any(|it| it.household == self.ground.household(other).id);
        let scope = &coupled.scopes[scope];
        let occupants = scope.occupants.iter().map(|position| &self.ground.occupants[*position]);
        let residents = occupants.filter(|it| it.household != household && it.present(start) && !moved(it.household));
        let residents = residents.filter(|it| counts(it.household)).map(|it| self.ground.household(it.household).id.clone());
        let newcomers = placements.iter().filter(|it| scope.instance.units.contains(&it.unit));
        let newcomers = newcomers.filter_map(|it| self.household(&it.household).ok()).filter(|other| *other != household);
        let newcomers = newcomers.filter(|other| counts(*other)).map(|other| self.ground.household(other).id.clone());
        (residents.collect(), newcomers.collect())
    }

    /// Those whom a relation keeps apart from the household, in the same scope: residents who stay, newcomers.
    fn related(
        &self,
        household: usize,
        class: usize,
        start: Date,
        placements: &[Placement],
    ) -> (Vec<HouseholdId>, Vec<HouseholdId>) {
        let (mut residents, mut newcomers) = (Vec::new(), Vec::new());
        let here = &self.ground.classes[class].home;
        let holds = |relation: &&Relation| {
            relation.kind == RelationKind::Apart
                && relation.strictness != Strictness::Off
                && relation.until.is_none_or(|until| start <= until)
        };
        for relation in self.problem().parts().relations.iter().filter(holds) {
            let Some(other) = self.other_side(relation, household) else { continue };
            let id = &self.ground.household(other).id;
            let in_scope = |unit: &UnitId| {
                let there = self.problem().unit(unit).and_then(|unit| Home::of(self.problem(), unit));
                let scope = scope_name(relation.scope, here);
                scope.is_some() && there.is_some_and(|there| scope_name(relation.scope, &there) == scope)
            };
            if let Some(placement) = placements.iter().find(|placement| placement.household == *id) {
                if in_scope(&placement.unit) {
                    newcomers.push(id.clone());
                }
            } else if self.ground.occupant(other).is_some_and(|it| it.present(start) && in_scope(it.unit)) {
                residents.push(id.clone());
            }
        }
        for households in [&mut residents, &mut newcomers] {
            households.sort();
            households.dedup();
        }
        (residents, newcomers)
    }

    /// The household of the other person of a relation, if the one is of this household.
    fn other_side(&self, relation: &Relation, household: usize) -> Option<usize> {
        let has = |index: usize, person: &PersonId| self.ground.household(index).persons.iter().any(|it| it.id == *person);
        let other = match (has(household, &relation.one), has(household, &relation.other)) {
            (true, false) => &relation.other,
            (false, true) => &relation.one,
            _ => return None,
        };
        (0..self.problem().households().len()).find(|index| has(*index, other))
    }
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

fn scope_of(coupled: &CoupledRule<'_>, class: usize) -> String {
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
        "pin" => Some(Cause::FixedElsewhere),
        "reserved" => Some(Cause::Reserved { profile: String::new() }),
        _ => None,
    }
}
