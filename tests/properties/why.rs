//! Every reason stated is true, and every exchange is the best there is: held against every lawful allocation.

use std::collections::{BTreeMap, BTreeSet};

use husrom::allocation::Placement;
use husrom::allocation::check::{Checker, Fault};
use husrom::explanation::{Cause, Exchange, Reader, Subject, Why};
use husrom::problem::{
    Class, Date, Goals, Household, HouseholdId, Measure, OfferStatus, ResourceId, RuleId, Strictness, Unit, UnitId,
};
use husrom::tables::InputError;
use husrom::{Allocation, Language, Problem, allocate};
use rayon::prelude::*;

use crate::brute::{Brute, dates};

/// One allocation with everything it is held against.
struct Case<'a> {
    problem: &'a Problem,
    allocation: &'a Allocation,
    brute: &'a Brute,
    dates: BTreeSet<Date>,
}

/// How often each kind of answer was given, by its code.
type Given = BTreeMap<String, usize>;

impl Case<'_> {
    /// Whether a placement is of the household, in a home like this one.
    fn has(&self, placement: &Placement, household: &HouseholdId, unit: Option<&UnitId>) -> bool {
        let likeness = |unit: &UnitId| self.problem.unit(unit).map(|unit| self.problem.likeness(unit));
        placement.household == *household && unit.is_none_or(|unit| likeness(unit) == likeness(&placement.unit))
    }

    /// The best that is left where something holds, against what an exchange says.
    fn holds_best(&self, exchange: Option<&Exchange>, holds: impl Fn(&[Placement]) -> bool) -> Result<(), String> {
        let best = self.brute.best_where(self.problem, holds).levels;
        let (Some(best), Some(exchange)) = (&best, exchange) else {
            let is_same = best.is_none() == exchange.is_none();
            return if is_same { Ok(()) } else { Err(format!("best {best:?}, exchange {exchange:?}")) };
        };
        if !exchange.proved {
            return Err(format!("not proved: {exchange:?}"));
        }
        let sign = |measure: &str| if Measure::read(measure).is_some_and(|it| it.maximises()) { 1 } else { -1 };
        for (level, best) in exchange.levels.iter().zip(best) {
            // A level with tolerance may end below what it is held at.
            if level.best_after != *best || level.loss != sign(&level.measure) * (level.before - level.after) {
                return Err(format!("{}: best {best}, stated {level:?}", level.measure));
            }
        }
        Ok(())
    }

    /// What is stated beside a deciding cause: of settings, of what makes it impossible, and of the allocation as it stands.
    fn beside(&self, why: &Why, has: impl Fn(&Placement) -> bool) -> Result<(), String> {
        for cause in why.causes.iter().skip(1) {
            match cause {
                Cause::Uncounted { class } => self.is_uncounted(*class, &has)?,
                Cause::Tolerance { measure, best, value } => {
                    let level = self.allocation.levels().iter().find(|level| level.measure == *measure);
                    let holds =
                        level.is_some_and(|it| it.tolerance > 0 && it.held == *best && it.value == *value && best != value);
                    if !holds {
                        return Err(format!("{cause:?} of {level:?}"));
                    }
                }
                Cause::Bound { .. } if matches!(why.causes[0], Cause::Impossible) => {}
                _ if matches!(why.causes[0], Cause::Exchange { .. }) => self.stands_in_the_way(why, cause)?,
                _ => return Err(format!("{cause:?} beside {:?}", why.causes[0])),
            }
        }
        Ok(())
    }

    /// Wherever the household has it, no goal before the lot is the better for it.
    fn is_uncounted(&self, class: Option<u8>, has: &impl Fn(&Placement) -> bool) -> Result<(), String> {
        let levels = self.problem.levels();
        let goals: Vec<&Measure> = levels.iter().map(|it| &it.measure).take_while(|it| **it != Measure::Lot).collect();
        if let Some(class) = class.filter(|class| goals.contains(&&Measure::Housed(Class(*class)))) {
            return Err(format!("priority {class} has a goal"));
        }
        let checker = Checker::new(self.problem);
        for placements in &self.brute.lawful {
            let Some(at) = placements.iter().position(has) else { continue };
            let mut without = placements.clone();
            without.remove(at);
            let (Some(with), Some(without)) = (checker.values(placements), checker.values(&without)) else { continue };
            for (goal, (with, without)) in goals.iter().zip(with.iter().zip(&without)) {
                if if goal.maximises() { with > without } else { with < without } {
                    return Err(format!("{goal} goes from {without} to {with}: {placements:?}"));
                }
            }
        }
        Ok(())
    }

    /// The checker says so too, with the household put in the home on some date and its holder elsewhere.
    fn stands_in_the_way(&self, why: &Why, cause: &Cause) -> Result<(), String> {
        let Subject::HouseholdInHome(household, unit) = &why.subject else { return Err(format!("{cause:?} of no home")) };
        let shared = self.problem.unit(unit).is_some_and(|unit| unit.shared_places.is_some());
        let others = self.allocation.placements().iter().filter(|it| it.household != *household && (shared || it.unit != *unit));
        let others: Vec<Placement> = others.cloned().collect();
        let checker = Checker::new(self.problem);
        let faults = self.dates.iter().flat_map(|start| {
            let put = Placement { household: household.clone(), unit: unit.clone(), start: *start };
            let placements: Vec<Placement> = others.iter().cloned().chain([put]).collect();
            checker.check(&placements).err().unwrap_or_default()
        });
        let mine = |fault: &Fault| fault.household.as_ref() == Some(household);
        let says = |fault: &Fault| match cause {
            Cause::Together { rule, .. } | Cause::Rule { rule, .. } => fault.rule.as_ref() == Some(rule),
            Cause::Resource { resource } => fault.rule.as_ref().is_some_and(|rule| rule.as_str() == resource.as_str()),
            Cause::Company { .. } => fault.code == "relation",
            Cause::Dates => fault.code == "start" && mine(fault),
            Cause::Occupied => fault.code == "occupied" && mine(fault),
            Cause::Places => fault.code == "places",
            Cause::Chain { longest } => fault.code == "chain" && self.problem.settings().longest_chain == Some(*longest),
            Cause::Moves { rule } => fault.code == "move_limit" && fault.rule.as_ref() == Some(rule),
            Cause::Locked { households } => fault.code == "pin" && fault.household.iter().eq(households),
            // Somebody else's placement hangs on it.
            Cause::Onward { .. } => !mine(fault),
            _ => false,
        };
        if faults.into_iter().any(|fault| says(&fault)) { Ok(()) } else { Err(format!("{cause:?} is no fault")) }
    }

    /// What is said to make something impossible does so alone, and not without any of it.
    fn is_bound(
        &self,
        cause: &Cause,
        own: Option<&HouseholdId>,
        has: impl Fn(&Problem, &[Placement]) -> bool,
    ) -> Result<(), String> {
        let Cause::Bound { rules, resources, longest_chain, fixed } = cause else { return Ok(()) };
        let possible = |out: &str| {
            let mut parts = self.problem.parts().clone();
            let kept = |name: &str, named: bool| named && name != out;
            for rule in parts.rules.iter_mut().filter(|rule| rule.strictness == Strictness::Hard) {
                if !kept(rule.id.as_str(), rules.contains(&rule.id)) {
                    rule.strictness = Strictness::Off;
                }
            }
            let relations = kept("relation", rules.iter().any(|rule| rule.as_str() == "relation"));
            parts.relations.retain(|relation| relations || relation.strictness != Strictness::Hard);
            parts.resources.retain(|resource| kept(resource.id.as_str(), resources.contains(&resource.id)));
            parts.settings.longest_chain = longest_chain.filter(|_| out != "longest_chain");
            let is_fixed =
                |household: &HouseholdId| kept(household.as_str(), fixed.contains(household)) || own == Some(household);
            parts.pins.retain(|pin| is_fixed(&pin.household));
            parts.offers.retain(|offer| offer.status != OfferStatus::Accepted || is_fixed(&offer.household));
            let problem = Problem::from_parts(parts).map_err(|error| error.to_string())?;
            Ok::<bool, String>(Brute::of(&problem, false).lawful.iter().any(|placements| has(&problem, placements)))
        };
        if possible("")? {
            return Err(format!("{cause:?} does not make it impossible"));
        }
        let names = rules.iter().map(RuleId::as_str).chain(resources.iter().map(ResourceId::as_str));
        let names = names.chain(fixed.iter().map(HouseholdId::as_str)).chain(longest_chain.map(|_| "longest_chain"));
        for name in names {
            if !possible(name)? {
                return Err(format!("{name} is superfluous in {cause:?}"));
            }
        }
        Ok(())
    }

    /// What closes a home is found by the checker too, with nobody else placed.
    fn is_closed(&self, household: &Household, unit: &Unit, cause: &Cause) -> Result<(), String> {
        let rule = match cause {
            Cause::Rule { rule, .. } | Cause::Together { rule, .. } | Cause::Ask { rule, .. } => rule.as_str(),
            Cause::Banned => "ban",
            Cause::FixedElsewhere => "pin",
            Cause::OfferRefused | Cause::Reserved { .. } => return Ok(()),
            Cause::NotWaiting => return household.application.is_none().then_some(()).ok_or_else(|| "it waits".to_owned()),
            // Of dates and homes: that no lawful allocation has it says it all.
            _ => return Ok(()),
        };
        let checker = Checker::new(self.problem);
        let faults = self.dates.iter().flat_map(|start| {
            let placement = Placement { household: household.id.clone(), unit: unit.id.clone(), start: *start };
            checker.check(&[placement]).err().unwrap_or_default()
        });
        let codes: BTreeSet<String> =
            faults.flat_map(|it| [Some(it.code.to_owned()), it.rule.map(|it| it.to_string())]).flatten().collect();
        if codes.contains(rule) { Ok(()) } else { Err(format!("{rule} is no fault: {codes:?}")) }
    }

    fn why_not(&self, why: &Why, household: &Household, unit: &Unit) -> Result<(), String> {
        let has = |placements: &[Placement]| placements.iter().any(|it| self.has(it, &household.id, Some(&unit.id)));
        match why.causes.first() {
            None => Err("no cause".to_owned()),
            Some(Cause::Exchange { exchange, .. }) => {
                self.holds_best(Some(exchange), has)?;
                self.beside(why, |it| self.has(it, &household.id, Some(&unit.id)))
            }
            Some(Cause::Impossible) => {
                self.holds_best(None, has)?;
                self.beside(why, |_| false)
            }
            Some(Cause::Without { exchange }) => self.holds_best(Some(exchange), |placements| !has(placements)),
            Some(Cause::Fixed | Cause::Needed) => self.is_fixed(why, &household.id, &unit.id),
            Some(Cause::Alike { unit: own }) => {
                let is_alike =
                    self.allocation.placements().iter().any(|it| it.unit == *own && self.has(it, &household.id, Some(&unit.id)));
                if is_alike && own != &unit.id { Ok(()) } else { Err(format!("{own} is not like it")) }
            }
            Some(Cause::NotSolved) => Err("not solved".to_owned()),
            Some(_) => {
                if self.brute.lawful.iter().any(|placements| has(placements)) {
                    return Err("a lawful allocation has it".to_owned());
                }
                why.causes.iter().try_for_each(|cause| self.is_closed(household, unit, cause))
            }
        }
    }

    fn is_fixed(&self, why: &Why, household: &HouseholdId, unit: &UnitId) -> Result<(), String> {
        let parts = self.problem.parts();
        let by_office = parts.pins.iter().any(|pin| pin.household == *household)
            || parts.offers.iter().any(|offer| offer.household == *household && offer.status == OfferStatus::Accepted);
        if by_office != matches!(why.causes[0], Cause::Fixed) {
            return Err(format!("by office {by_office}: {:?}", why.causes));
        }
        self.holds_best(None, |placements| !placements.iter().any(|it| self.has(it, household, Some(unit))))
    }

    fn why(&self, why: &Why, household: &Household) -> Result<(), String> {
        let placed = |placements: &[Placement]| placements.iter().any(|it| self.has(it, &household.id, None));
        match (&why.placement, why.causes.first()) {
            (Some(placement), Some(Cause::Without { exchange })) => {
                let has =
                    |placements: &[Placement]| placements.iter().any(|it| self.has(it, &household.id, Some(&placement.unit)));
                self.holds_best(Some(exchange), |placements| !has(placements))
            }
            (Some(placement), Some(Cause::Fixed | Cause::Needed)) => self.is_fixed(why, &household.id, &placement.unit),
            (None, Some(Cause::Exchange { exchange, .. })) => {
                self.holds_best(Some(exchange), placed)?;
                self.beside(why, |it| self.has(it, &household.id, None))
            }
            (None, Some(Cause::Impossible | Cause::NotReady { .. } | Cause::NotWaiting)) => {
                self.holds_best(None, placed)?;
                self.beside(why, |_| false)
            }
            // Nothing is open to it: what closes each home is stated.
            (None, None) if why.considered > 0 && !why.closed.is_empty() => self.holds_best(None, placed),
            (None, Some(Cause::NoHomes)) if why.considered == 0 => {
                let own = household.residency.as_ref().map(|residency| &residency.unit);
                let elsewhere = |it: &Placement| own.is_none_or(|own| !self.has(it, &it.household, Some(own)));
                if self.brute.lawful.iter().flatten().any(elsewhere) {
                    return Err("a home is given".to_owned());
                }
                self.holds_best(None, placed)
            }
            (_, cause) => Err(format!("{cause:?}, closed {:?}", why.closed)),
        }
    }

    fn why_vacant(&self, why: &Why, unit: &UnitId) -> Result<(), String> {
        let alike = |placement: &Placement| self.has(placement, &placement.household, Some(unit));
        let placed = self.allocation.placements().iter().filter(|it| alike(it)).count();
        let filled = |placements: &[Placement]| placements.iter().filter(|it| alike(it)).count() > placed;
        match why.causes.first() {
            Some(Cause::Exchange { exchange, .. }) => {
                self.holds_best(Some(exchange), filled)?;
                let waits = |it: &Placement| self.allocation.placements().iter().all(|placed| placed.household != it.household);
                self.beside(why, |it| alike(it) && waits(it))
            }
            Some(Cause::NotSolved) | None => Err("no cause".to_owned()),
            Some(_) => {
                self.holds_best(None, filled)?;
                self.beside(why, |_| false)
            }
        }
    }

    /// Both languages say something for each reader, and a party is told of nobody else.
    fn is_told(&self, why: &Why) -> Result<(), String> {
        for language in [Language::Nb, Language::En] {
            let office = why.text(self.problem, language, Reader::Office);
            let party = why.text(self.problem, language, Reader::Party);
            if office.trim().is_empty() || party.trim().is_empty() {
                return Err("no words".to_owned());
            }
            let words: BTreeSet<&str> = party.split(|letter: char| !letter.is_alphanumeric() && letter != '-').collect();
            let others = self.problem.households().iter().map(|it| &it.id).filter(|id| Some(*id) != why.subject.household());
            if let Some(other) = others.into_iter().find(|id| words.contains(id.as_str())) {
                return Err(format!("a party is told of {other}: {party}"));
            }
        }
        Ok(())
    }
}

/// The problem with goals that hardly count anybody or give way, or with longer chains, in turn.
fn varied(seed: u64, problem: &Problem) -> Result<Problem, InputError> {
    let mut parts = problem.parts().clone();
    match seed % 6 {
        0 => parts.goals = Goals::of([Measure::Housed(Class(1)), Measure::Lot]),
        1 => parts.goals = Goals::of([Measure::Housed(Class(2)), Measure::Fit]),
        2 => parts.goals.0.iter_mut().for_each(|goal| goal.tolerance.absolute = 1),
        3 => parts.settings.longest_chain = Some(2),
        4 => parts.settings.longest_chain = None,
        _ => {}
    }
    Problem::from_parts(parts)
}

fn explain(seed: u64) -> Result<Given, String> {
    let mut given = Given::new();
    let Ok(problem) = crate::problem(seed).and_then(|problem| varied(seed, &problem)) else { return Ok(given) };
    let Ok(allocation) = allocate(&problem).run() else { return Ok(given) };
    let brute = Brute::of(&problem, false);
    let case = Case { problem: &problem, allocation: &allocation, brute: &brute, dates: dates(&problem) };
    let explainer = allocation.explain().threads(1);
    // Homes that nothing closes to a household.
    let mut open: BTreeMap<HouseholdId, BTreeSet<UnitId>> = BTreeMap::new();
    let mut bound = Vec::new();
    let mut count = |why: &Why| {
        let tells = |cause: &&Cause| matches!(cause, Cause::Bound { .. });
        bound.extend(why.causes.iter().find(tells).map(|cause| (why.subject.clone(), cause.clone())));
        for cause in &why.causes {
            let written = serde_json::to_value(cause).ok().and_then(|it| it["code"].as_str().map(str::to_owned));
            assert_eq!(written.as_deref(), Some(cause.code()));
            *given.entry(cause.code().to_owned()).or_default() += 1;
        }
    };
    let named = |what: &str, error: String| format!("seed {seed}, {what}: {error}");
    for household in problem.households() {
        let why = explainer.why(&household.id).map_err(|error| named("why", error.to_string()))?;
        case.why(&why, household).map_err(|error| named(&format!("why {}", household.id), error))?;
        case.is_told(&why).map_err(|error| named("words", error))?;
        count(&why);
        for unit in problem.units() {
            let why = explainer.why_not(&household.id, &unit.id).map_err(|error| named("why not", error.to_string()))?;
            let name = format!("why not {} in {}", household.id, unit.id);
            if matches!(why.causes.first(), Some(Cause::Exchange { .. } | Cause::Impossible)) {
                open.entry(household.id.clone()).or_default().insert(unit.id.clone());
            }
            case.why_not(&why, household, unit).map_err(|error| named(&name, format!("{error} {:?}", why.causes)))?;
            case.is_told(&why).map_err(|error| named("words", error))?;
            count(&why);
        }
    }
    for vacancy in &allocation.outcome().vacant {
        let why = explainer.why_vacant(&vacancy.unit).map_err(|error| named("why vacant", error.to_string()))?;
        let name = format!("why vacant {}", vacancy.unit);
        case.why_vacant(&why, &vacancy.unit).map_err(|error| named(&name, format!("{error} {:?}", why.causes)))?;
        case.is_told(&why).map_err(|error| named("words", error))?;
        count(&why);
    }
    // Every lawful allocation of a problem with hardly a rule takes its time: one of each seed.
    let turn = usize::try_from(seed).unwrap_or(0) % bound.len().max(1);
    if let Some((subject, cause)) = bound.get(turn).filter(|_| case.dates.len() < 3) {
        let like = |problem: &Problem, one: &UnitId, other: &UnitId| {
            let likeness = |unit: &UnitId| problem.unit(unit).map(|unit| problem.likeness(unit));
            likeness(one) == likeness(other)
        };
        let placed = |unit: &UnitId| allocation.placements().iter().filter(|it| like(&problem, &it.unit, unit)).count();
        case.is_bound(cause, subject.household(), |problem, placements| match subject {
            Subject::Household(household) => {
                let is_open = |unit: &UnitId| open.get(household).is_some_and(|open| open.contains(unit));
                placements.iter().any(|it| it.household == *household && is_open(&it.unit))
            }
            Subject::HouseholdInHome(household, unit) => {
                placements.iter().any(|it| it.household == *household && like(problem, &it.unit, unit))
            }
            Subject::Home(unit) => placements.iter().filter(|it| like(problem, &it.unit, unit)).count() > placed(unit),
        })
        .map_err(|error| named(&format!("{subject:?}"), error))?;
    }
    Ok(given)
}

#[test]
fn every_reason_is_true_and_every_exchange_the_best() {
    let explained: Vec<Result<Given, String>> = crate::some(20).into_par_iter().map(explain).collect();
    let mut given = Given::new();
    let mut wrong = Vec::new();
    for explained in explained {
        match explained {
            Ok(counts) => counts.into_iter().for_each(|(code, count)| *given.entry(code).or_default() += count),
            Err(error) => wrong.push(error),
        }
    }
    assert!(wrong.is_empty(), "{} of them:\n{}", wrong.len(), wrong.into_iter().take(8).collect::<Vec<_>>().join("\n"));
    println!("{given:?}");
    // Dates, chains, moves, locks and what is needed for others are rare here: tests/regression has one of each.
    let often = [
        "exchange",
        "without",
        "impossible",
        "bound",
        "rule",
        "ask",
        "together",
        "lived_in",
        "own_home",
        "alike",
        "fixed",
        "banned",
        "uncounted",
        "tolerance",
        "places",
        "occupied",
        "company",
        "onward",
        "resource",
    ];
    for code in often {
        assert!(given.get(code).is_some_and(|count| *count > 0), "{code} was never the answer: {given:?}");
    }
}
