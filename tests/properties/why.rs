//! Every reason stated is true, and every exchange is the best there is: held against every lawful allocation.

use std::collections::{BTreeMap, BTreeSet};

use husrom::allocation::Placement;
use husrom::allocation::check::Checker;
use husrom::explanation::{Cause, Exchange, Reader, Why};
use husrom::problem::{Date, Household, HouseholdId, Measure, OfferStatus, Unit, UnitId};
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
        // A level with tolerance may end below what it was held at.
        let exact = self.problem.levels().iter().take_while(|level| level.tolerance.loss(1 << 40) == 0).count();
        let sign = |measure: &str| if Measure::read(measure).is_some_and(|it| it.maximises()) { 1 } else { -1 };
        for (level, best) in exchange.levels.iter().zip(best).take(exact) {
            if level.after != *best || level.loss != sign(&level.measure) * (level.before - level.after) {
                return Err(format!("{}: best {best}, stated {level:?}", level.measure));
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
            Some(Cause::Exchange { exchange, .. }) => self.holds_best(Some(exchange), has),
            Some(Cause::Impossible) => self.holds_best(None, has),
            Some(Cause::Without { exchange }) => self.holds_best(Some(exchange), |placements| !has(placements)),
            Some(Cause::Fixed) => self.is_fixed(&household.id, &unit.id),
            Some(Cause::NotSolved) => Err("not solved".to_owned()),
            Some(_) => {
                if self.brute.lawful.iter().any(|placements| has(placements)) {
                    return Err("a lawful allocation has it".to_owned());
                }
                why.causes.iter().try_for_each(|cause| self.is_closed(household, unit, cause))
            }
        }
    }

    fn is_fixed(&self, household: &HouseholdId, unit: &UnitId) -> Result<(), String> {
        let parts = self.problem.parts();
        let by_office = parts.pins.iter().any(|pin| pin.household == *household)
            || parts.offers.iter().any(|offer| offer.household == *household && offer.status == OfferStatus::Accepted);
        let without = |placements: &[Placement]| !placements.iter().any(|it| self.has(it, household, Some(unit)));
        if by_office { Ok(()) } else { self.holds_best(None, without) }
    }

    fn why(&self, why: &Why, household: &Household) -> Result<(), String> {
        let placed = |placements: &[Placement]| placements.iter().any(|it| self.has(it, &household.id, None));
        match (&why.placement, why.causes.first()) {
            (Some(placement), Some(Cause::Without { exchange })) => {
                let has =
                    |placements: &[Placement]| placements.iter().any(|it| self.has(it, &household.id, Some(&placement.unit)));
                self.holds_best(Some(exchange), |placements| !has(placements))
            }
            (Some(placement), Some(Cause::Fixed)) => self.is_fixed(&household.id, &placement.unit),
            (None, Some(Cause::Exchange { exchange, .. })) => self.holds_best(Some(exchange), placed),
            (None, Some(Cause::Impossible | Cause::NotReady { .. } | Cause::NotWaiting)) => self.holds_best(None, placed),
            // Nothing is open to it: what closes each home is stated.
            (None, None) if why.considered > 0 && !why.closed.is_empty() => self.holds_best(None, placed),
            (None, None) if why.considered == 0 => self.holds_best(None, placed),
            (_, cause) => Err(format!("{cause:?}, closed {:?}", why.closed)),
        }
    }

    fn why_vacant(&self, why: &Why, unit: &UnitId) -> Result<(), String> {
        let alike = |placement: &Placement| self.has(placement, &placement.household, Some(unit));
        let placed = self.allocation.placements().iter().filter(|it| alike(it)).count();
        let filled = |placements: &[Placement]| placements.iter().filter(|it| alike(it)).count() > placed;
        match why.causes.first() {
            Some(Cause::Exchange { exchange, .. }) => self.holds_best(Some(exchange), filled),
            Some(Cause::NotSolved) | None => Err("no cause".to_owned()),
            Some(_) => self.holds_best(None, filled),
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

fn explain(seed: u64) -> Result<Given, String> {
    let mut given = Given::new();
    let Ok(problem) = crate::problem(seed) else { return Ok(given) };
    let Ok(allocation) = allocate(&problem).run() else { return Ok(given) };
    let brute = Brute::of(&problem, false);
    let case = Case { problem: &problem, allocation: &allocation, brute: &brute, dates: dates(&problem) };
    let explainer = allocation.explain().threads(1);
    let mut count = |why: &Why| {
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
            case.why_not(&why, household, unit).map_err(|error| named(&name, format!("{error} {:?}", why.causes)))?;
            case.is_told(&why).map_err(|error| named("words", error))?;
            count(&why);
        }
    }
    for vacancy in &allocation.outcome().vacant {
        let why = explainer.why_vacant(&vacancy.unit).map_err(|error| named("why vacant", error.to_string()))?;
        case.why_vacant(&why, &vacancy.unit).map_err(|error| named(&format!("why vacant {}", vacancy.unit), error))?;
        case.is_told(&why).map_err(|error| named("words", error))?;
        count(&why);
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
    for code in ["exchange", "without", "impossible", "rule", "ask", "together", "lived_in", "own_home", "fixed", "banned"] {
        assert!(given.get(code).is_some_and(|count| *count > 0), "{code} was never the answer: {given:?}");
    }
}
