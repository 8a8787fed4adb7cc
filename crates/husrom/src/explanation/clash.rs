//! Why something is impossible: what the office has fixed cannot hold together, or no lawful allocation has what is asked for. A smallest
//! set of pins, and the rules, resources and settings that stand between them.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::cause::Cause;
use super::closed::shut;
use super::texts::{Reader, Teller};
use super::{ExplainError, Explainer};
use crate::formulation::{Demand, Formulation, Ground};
use crate::problem::{
    Fixing, HouseholdId, Language, OfferStatus, Parts, Problem, ResourceId, RuleId, Strictness, Target, Unit, UnitId,
};
use crate::round::AllocateError;
use crate::solver::{Interrupt, Limits, Search, SearchError};

/// Pins, accepted offers among them, that cannot hold together, and what makes it so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clash {
    /// The households: without any one of them, the others can be placed.
    pub households: Vec<HouseholdId>,
    /// The rules, of which none can be left out; `relation` for pairs kept apart or together. With no rule, no resource and no chain,
    /// there is not room for all, or what is fixed is closed in itself.
    pub rules: Vec<RuleId>,
    /// The resources.
    pub resources: Vec<ResourceId>,
    /// Most households in one chain of moves, where that is among it.
    #[serde(default)]
    pub longest_chain: Option<u32>,
    /// What closes what is fixed for one household, where no rule, resource or chain does: it is not ready, the home is not given, or it
    /// is kept for others.
    #[serde(default)]
    pub closed: Vec<Cause>,
}

impl Clash {
    /// In words, for the office.
    #[must_use]
    pub fn text(&self, problem: &Problem, language: Language) -> String {
        Teller::of(problem, language, Reader::Office).clash(self)
    }
}

/// A smallest set of pins that cannot hold together, with the rules that stand between them; `None` where all can.
///
/// # Errors
/// [`AllocateError::Solver`] if the solver fails, [`AllocateError::TooSoon`] if the flag ended it.
pub fn why_impossible(problem: &Problem, interrupt: &Interrupt) -> Result<Option<Clash>, AllocateError> {
    let limits = Limits::default();
    let clash = Obstacles { limits: &limits, interrupt, demand: None }.clash(problem)?;
    Ok(clash.map(|clash| match &clash.households[..] {
        [household] if clash.rules.is_empty() && clash.resources.is_empty() && clash.longest_chain.is_none() => {
            Clash { closed: closed_in_itself(problem, household), ..clash }
        }
        _ => clash,
    }))
}

/// What closes each home that is fixed for a household, whatever the rules; each cause once.
fn closed_in_itself(problem: &Problem, id: &HouseholdId) -> Vec<Cause> {
    let Ok(index) = problem.households().binary_search_by(|it| it.id.cmp(id)) else { return Vec::new() };
    let ground = Ground::of(problem);
    let pins = problem.parts().pins.iter().filter(|pin| pin.household == *id).map(|pin| pin.target.clone());
    let accepted = problem.parts().offers.iter().filter(|it| it.household == *id && it.status == OfferStatus::Accepted);
    let targets: Vec<Target> = pins.chain(accepted.map(|offer| Target::Unit(offer.unit.clone()))).collect();
    let category = |unit: &Unit| problem.site(&unit.site).map(|site| site.category);
    let is_meant = |unit: &&Unit| {
        targets.iter().all(|target| match target {
            Target::Unit(it) => unit.id == *it,
            Target::Site(it) => unit.site == *it,
            Target::Category(it) => category(unit) == Some(*it),
        })
    };
    let mut causes = Vec::new();
    for unit in problem.units().iter().filter(is_meant) {
        let cause = shut(&ground, index, &unit.id);
        if !causes.contains(&cause) {
            causes.push(cause);
        }
    }
    causes
}

impl Explainer<'_> {
    /// What makes a demand that no lawful allocation meets impossible, where it is rules, resources, settings or what is fixed for others.
    pub(super) fn bound(&self, demand: &Demand) -> Result<Option<Cause>, ExplainError> {
        if let Demand::Filled { unit, .. } = demand
            && self.ground.class_of.get(unit).is_some_and(|class| self.ground.pairs_in[*class].is_empty())
        {
            // It is closed to everybody, and by what has been told.
            return Ok(None);
        }
        let limits = self.limits();
        let obstacles = Obstacles { limits: &limits, interrupt: &self.interrupt, demand: Some(demand) };
        let open = self.only_open(demand);
        let clash = match obstacles.clash(open.as_ref().unwrap_or(self.problem())) {
            Ok(Some(clash)) => clash,
            // That it is impossible was settled before.
            Ok(None) | Err(AllocateError::TooSoon(_)) => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        let Clash { mut households, rules, resources, longest_chain, closed: _ } = clash;
        if let Demand::Placed { household, .. } | Demand::NotPlaced { household, .. } = demand {
            households.retain(|it| it != household);
        }
        Ok(Some(Cause::Bound { rules, resources, longest_chain, fixed: households }))
    }
}

impl Explainer<'_> {
    /// The problem in which a household that is asked for anywhere has no other homes than those that nothing closes to it: what closes
    /// the others is told by itself.
    fn only_open(&self, demand: &Demand) -> Option<Problem> {
        let Demand::Placed { household, unit: None } = demand else { return None };
        let index = self.household(household).ok()?;
        let open: BTreeSet<usize> = self.ground.pairs_of[index].iter().map(|pair| self.ground.pairs[*pair].class).collect();
        let closed = self.ground.class_of.iter().filter(|(_, class)| !open.contains(class)).map(|(unit, _)| *unit);
        let ban = |unit: &UnitId| Fixing { household: household.clone(), target: Target::Unit(unit.clone()) };
        let mut parts = self.problem().parts().clone();
        parts.bans.extend(closed.map(ban));
        Problem::from_parts(parts).ok()
    }
}

/// What can be left out of a problem.
#[derive(Clone)]
enum Part {
    Rule(RuleId),
    Relations,
    Resource(ResourceId),
    LongestChain,
}

impl Part {
    /// Everything that could stand in the way. What is soonest changed comes last, so that it is named rather than others.
    fn all(problem: &Problem) -> Vec<Self> {
        let hard = problem.rules().iter().filter(|rule| rule.strictness == Strictness::Hard);
        let rules = hard.map(|rule| Self::Rule(rule.id.clone()));
        let resources = problem.parts().resources.iter().map(|resource| Self::Resource(resource.id.clone()));
        let chain = problem.settings().longest_chain.map(|_| Self::LongestChain);
        rules.chain([Self::Relations]).chain(resources).chain(chain).collect()
    }

    fn leave_out(&self, parts: &mut Parts) {
        match self {
            Self::Rule(id) => {
                let of_id = parts.rules.iter_mut().filter(|rule| rule.id == *id);
                of_id.for_each(|rule| rule.strictness = Strictness::Off);
            }
            Self::Relations => parts.relations.retain(|relation| relation.strictness != Strictness::Hard),
            Self::Resource(id) => parts.resources.retain(|resource| resource.id != *id),
            Self::LongestChain => parts.settings.longest_chain = None,
        }
    }
}

/// A search for what makes pins, or a demand, impossible.
struct Obstacles<'s> {
    limits: &'s Limits,
    interrupt: &'s Interrupt,
    demand: Option<&'s Demand>,
}

impl Obstacles<'_> {
    fn clash(&self, problem: &Problem) -> Result<Option<Clash>, AllocateError> {
        let Some(households) = self.clashing(problem)? else { return Ok(None) };
        let mut parts = problem.parts().clone();
        parts.pins.retain(|pin| households.contains(&pin.household));
        parts.offers.retain(|offer| offer.status != OfferStatus::Accepted || households.contains(&offer.household));
        if self.demand.is_some() && !self.still(&parts)? {
            // A home that a pin singled out is like others without it: no smaller question is the same one.
            return Ok(None);
        }
        let mut needed = Vec::new();
        self.narrow(&mut parts, &Part::all(problem), &mut needed)?;
        let mut clash = Clash { households, rules: Vec::new(), resources: Vec::new(), longest_chain: None, closed: Vec::new() };
        for part in needed {
            match part {
                Part::Rule(rule) => clash.rules.push(rule),
                Part::Relations => clash.rules.push(RuleId::from("relation")),
                Part::Resource(resource) => clash.resources.push(resource),
                Part::LongestChain => clash.longest_chain = problem.settings().longest_chain,
            }
        }
        Ok(Some(clash))
    }

    /// Takes out of a problem what can be left out while it still clashes: all at once where that can be, else by halves. What is left
    /// is needed, each of it.
    fn narrow(&self, parts: &mut Parts, of: &[Part], needed: &mut Vec<Part>) -> Result<(), AllocateError> {
        let mut fewer = parts.clone();
        for part in of {
            part.leave_out(&mut fewer);
        }
        match of {
            _ if self.still(&fewer)? => *parts = fewer,
            [] => {}
            [one] => needed.push(one.clone()),
            _ => {
                let (first, second) = of.split_at(of.len() / 2);
                self.narrow(parts, first, needed)?;
                self.narrow(parts, second, needed)?;
            }
        }
        Ok(())
    }

    fn still(&self, parts: &Parts) -> Result<bool, AllocateError> {
        match Problem::from_parts(parts.clone()) {
            Ok(problem) => Ok(self.clashing(&problem)?.is_some()),
            Err(_) => Ok(false),
        }
    }

    fn clashing(&self, problem: &Problem) -> Result<Option<Vec<HouseholdId>>, AllocateError> {
        let mut formulation = Formulation::of(problem);
        if let Some(demand) = self.demand {
            formulation.demand(demand);
        }
        match Search::start(&formulation, self.limits.clone(), self.interrupt.clone()) {
            Ok(_) => Ok(None),
            Err(SearchError::Pins(households)) => Ok(Some(households)),
            Err(error) => Err(error.into()),
        }
    }
}
