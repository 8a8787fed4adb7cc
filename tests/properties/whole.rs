//! What is the same in every optimum, and other allocations as good: held against every lawful allocation.

use std::collections::{BTreeMap, BTreeSet};

use husrom::allocation::Placement;
use husrom::allocation::check::Checker;
use husrom::explanation::{Alternative, Backbone, Dropped, why_impossible};
use husrom::problem::{HouseholdId, OfferStatus, RelationKind, ResourceId, RuleId, Strictness};
use husrom::{Allocation, Interrupt, Problem, allocate};
use rayon::prelude::*;

use crate::brute::Brute;

/// The kind of home that each household has.
type Homes = BTreeMap<HouseholdId, String>;

fn homes(problem: &Problem, placements: &[Placement]) -> Homes {
    let likeness = |placement: &Placement| problem.unit(&placement.unit).map_or_else(String::new, |unit| problem.likeness(unit));
    placements.iter().map(|placement| (placement.household.clone(), likeness(placement))).collect()
}

/// A problem of a seed with its allocation, where no level has a tolerance.
pub fn solved(seed: u64) -> Option<(Problem, Allocation)> {
    let problem = crate::problem(seed).ok()?;
    let mut goals = problem.parts().goals.clone();
    goals.0.iter_mut().for_each(|goal| goal.tolerance = husrom::problem::Tolerance::default());
    let problem = problem.with_goals(goals).ok()?;
    let allocation = allocate(&problem).run().ok()?;
    Some((problem, allocation))
}

/// How many households are free, where the backbone is what all optima say.
fn backbone(seed: u64) -> Result<usize, String> {
    let Some((problem, allocation)) = solved(seed) else { return Ok(0) };
    let said: Backbone = allocation.explain().threads(1).backbone().map_err(|error| error.to_string())?;
    let brute = Brute::of(&problem, false);
    let checker = Checker::new(&problem);
    let held = said.levels.len();
    let best: Vec<i64> = allocation.levels().iter().take(held).map(|level| level.value).collect();
    let is_best = |placements: &&Vec<Placement>| checker.values(placements).is_some_and(|values| values[..held] == best);
    let optima: Vec<Homes> = brute.lawful.iter().filter(is_best).map(|placements| homes(&problem, placements)).collect();
    let ready = |id: &HouseholdId| said.placed.contains_key(id) || said.unplaced.contains(id) || said.free.contains(id);
    for (household, _) in problem.applicants() {
        let seen: BTreeSet<Option<&String>> = optima.iter().map(|homes| homes.get(&household.id)).collect();
        let is_true = match seen.iter().next() {
            _ if !ready(&household.id) => seen == BTreeSet::from([None]),
            Some(Some(_)) if seen.len() == 1 => said.placed.contains_key(&household.id),
            Some(None) if seen.len() == 1 => said.unplaced.contains(&household.id),
            _ => said.free.contains(&household.id),
        };
        if !is_true || !said.complete {
            return Err(format!("seed {seed}: {} is {seen:?} in all optima, and {said:?}", household.id));
        }
    }
    Ok(said.free.len())
}

/// How many alternatives, where each is lawful, within tolerance and unlike all others, and there is none left if fewer are given.
fn alternatives(seed: u64) -> Result<usize, String> {
    let Some((problem, allocation)) = solved(seed) else { return Ok(0) };
    let loss = i64::try_from(seed % 3).unwrap();
    let tolerances: BTreeMap<_, _> = problem.levels().into_iter().map(|level| (level.measure, loss)).collect();
    let asked = 4;
    let explainer = allocation.explain().threads(1);
    let said: Vec<Alternative> = explainer.alternatives(asked, &tolerances).map_err(|error| error.to_string())?;
    let checker = Checker::new(&problem);
    let within = |values: &[i64]| {
        let both = allocation.levels().iter().zip(values).filter(|(level, _)| level.measure != "lot");
        both.zip(problem.levels()).all(|((level, value), goal)| {
            let worse = if goal.measure.maximises() { level.value - value } else { value - level.value };
            worse <= loss
        })
    };
    let mut known = BTreeSet::from([homes(&problem, allocation.placements())]);
    for alternative in &said {
        let values = checker.values(&alternative.placements).ok_or_else(|| format!("seed {seed}: unlawful {alternative:?}"))?;
        if values != alternative.values || !within(&values) || !known.insert(homes(&problem, &alternative.placements)) {
            return Err(format!("seed {seed}: {values:?} {alternative:?}"));
        }
    }
    if said.len() < asked {
        let brute = Brute::of(&problem, false);
        let lawful = brute.lawful.iter().filter(|placements| checker.values(placements).is_some_and(|values| within(&values)));
        let all: BTreeSet<Homes> = lawful.map(|placements| homes(&problem, placements)).collect();
        if all.len() != known.len() {
            return Err(format!("seed {seed}: {} of {} are given", known.len(), all.len()));
        }
    }
    Ok(said.len())
}

pub fn all_right(part: u64, of: impl Fn(u64) -> Result<usize, String> + Send + Sync) -> usize {
    let found: Vec<Result<usize, String>> = crate::some(part).into_par_iter().map(of).collect();
    let (right, wrong): (Vec<_>, Vec<_>) = found.into_iter().partition(Result::is_ok);
    let wrong: Vec<String> = wrong.into_iter().filter_map(Result::err).take(8).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    right.into_iter().flatten().sum()
}

#[test]
fn the_backbone_is_what_all_optima_have_in_common() {
    assert!(all_right(20, backbone) > 0, "nobody was ever free");
}

#[test]
fn alternatives_are_lawful_within_tolerance_and_unlike_each_other() {
    assert!(all_right(20, alternatives) > 0, "there was never an alternative");
}

/// How many prices differ from nothing, where each is what brute force finds without the rule or pair.
fn prices(seed: u64) -> Result<usize, String> {
    let Some((problem, allocation)) = solved(seed) else { return Ok(0) };
    let said = allocation.explain().threads(1).prices().map_err(|error| error.to_string())?;
    let mut counted = 0;
    for price in said {
        let mut parts = problem.parts().clone();
        match &price.of {
            Dropped::Rule(id) => {
                parts.rules.iter_mut().filter(|it| it.id == *id).for_each(|it| it.strictness = Strictness::Off);
            }
            Dropped::Pair(one, other) => {
                parts.relations.retain(|it| it.kind != RelationKind::Apart || it.one != *one || it.other != *other);
            }
        }
        let changed = Problem::from_parts(parts).map_err(|error| error.to_string())?;
        // Rules that count for nothing are many: brute force looks at those that are said to matter, and at some of the others.
        let matters = price.without.as_ref().is_some_and(|it| it.levels.iter().any(|level| level.loss != 0));
        if !matters && !seed.is_multiple_of(5) {
            continue;
        }
        let best = Brute::of(&changed, false).best(&changed).levels;
        let stated = price.without.as_ref().map(|it| it.levels.iter().map(|level| level.after).collect::<Vec<i64>>());
        if best != stated {
            return Err(format!("seed {seed}: {:?} best {best:?}, stated {stated:?}", price.of));
        }
        counted += usize::from(matters);
    }
    Ok(counted)
}

/// How many reserves, where each can have the home with everybody else where they are.
fn reserves(seed: u64) -> Result<usize, String> {
    let Some((problem, allocation)) = solved(seed) else { return Ok(0) };
    let brute = Brute::of(&problem, false);
    let mut counted = 0;
    for reserve in allocation.explain().reserves().map_err(|error| error.to_string())? {
        if !reserve.solved {
            return Err(format!("seed {seed}: {reserve:?} is not solved"));
        }
        let Some(comes) = &reserve.reserve else { continue };
        let mut wanted = homes(&problem, allocation.placements());
        let kind = wanted.remove(&reserve.offered).unwrap_or_default();
        wanted.insert(comes.clone(), kind);
        let keeps = |placements: &[Placement]| {
            let homes = homes(&problem, placements);
            wanted.iter().all(|(household, kind)| homes.get(household) == Some(kind)) && !homes.contains_key(&reserve.offered)
        };
        if !brute.lawful.iter().any(|placements| keeps(placements)) {
            return Err(format!("seed {seed}: {reserve:?} is not lawful"));
        }
        counted += 1;
    }
    Ok(counted)
}

/// Whether the pins clash, where what is named is a smallest set, and nothing of it can be left out.
fn clash(seed: u64) -> Result<usize, String> {
    let Ok(problem) = crate::problem(seed) else { return Ok(0) };
    let is_lawful = |problem: &Problem| !Brute::of(problem, false).lawful.is_empty();
    let Some(clash) = why_impossible(&problem, &Interrupt::new()).map_err(|error| error.to_string())? else {
        return if is_lawful(&problem) { Ok(0) } else { Err(format!("seed {seed}: nothing is lawful, and nothing clashes")) };
    };
    let pinned = |out: Option<&HouseholdId>| {
        let mut parts = problem.parts().clone();
        let kept = |household: &HouseholdId| clash.households.contains(household) && Some(household) != out;
        parts.pins.retain(|pin| kept(&pin.household));
        parts.offers.retain(|offer| offer.status != OfferStatus::Accepted || kept(&offer.household));
        Problem::from_parts(parts).map_err(|error| error.to_string())
    };
    if is_lawful(&pinned(None)?) {
        return Err(format!("seed {seed}: {clash:?} can be placed"));
    }
    for household in &clash.households {
        if clash.households.len() > 1 && !is_lawful(&pinned(Some(household))?) {
            return Err(format!("seed {seed}: {household} is not needed in {clash:?}"));
        }
    }
    let only = |out: &str| {
        let mut parts = pinned(None)?.parts().clone();
        let kept = |name: &str, named: bool| named && name != out;
        for rule in parts.rules.iter_mut().filter(|rule| rule.strictness == Strictness::Hard) {
            if !kept(rule.id.as_str(), clash.rules.contains(&rule.id)) {
                rule.strictness = Strictness::Off;
            }
        }
        let relations = kept("relation", clash.rules.iter().any(|rule| rule.as_str() == "relation"));
        parts.relations.retain(|relation| relations || relation.strictness != Strictness::Hard);
        parts.resources.retain(|resource| kept(resource.id.as_str(), clash.resources.contains(&resource.id)));
        parts.settings.longest_chain = clash.longest_chain.filter(|_| out != "longest_chain");
        Problem::from_parts(parts).map_err(|error| error.to_string())
    };
    // With hardly a rule left, every lawful allocation takes its time.
    if problem.round().date == problem.round().horizon {
        let rules = clash.rules.iter().map(RuleId::as_str).chain(clash.resources.iter().map(ResourceId::as_str));
        for name in rules.chain(clash.longest_chain.map(|_| "longest_chain")).chain([""]) {
            if is_lawful(&only(name)?) == name.is_empty() {
                return Err(format!("seed {seed}: «{name}» is not what stands in {clash:?}"));
            }
        }
    }
    let text = clash.text(&problem, husrom::Language::Nb);
    if text.is_empty() { Err("no words".to_owned()) } else { Ok(1) }
}

#[test]
fn a_price_is_what_the_round_is_without_the_rule() {
    assert!(all_right(40, prices) > 0, "no rule ever cost anything");
}

#[test]
fn a_reserve_can_have_the_home_with_everybody_else_where_they_are() {
    assert!(all_right(20, reserves) > 0, "there was never a reserve");
}

#[test]
fn pins_that_clash_are_a_smallest_set() {
    assert!(all_right(10, clash) > 0, "no pins ever clashed");
}
