//! Why what the office has fixed cannot hold together: a smallest set of pins, and the rules that stand between them.

use serde::{Deserialize, Serialize};

use super::texts::{Reader, Teller};
use crate::formulation::Formulation;
use crate::problem::{HouseholdId, Language, OfferStatus, Parts, Problem, RelationKind, ResourceId, RuleId, Strictness};
use crate::round::AllocateError;
use crate::solver::{Interrupt, Limits, Search, SearchError};

/// Pins, accepted offers among them, that cannot hold together, and what makes it so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clash {
    /// The households: without any one of them, the others can be placed.
    pub households: Vec<HouseholdId>,
    /// The rules, of which none can be left out; `relation` for pairs kept apart or together. With no rule and no resource, there are not
    /// homes enough.
    pub rules: Vec<RuleId>,
    /// The resources.
    pub resources: Vec<ResourceId>,
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
/// [`AllocateError::Solver`] if the solver fails.
pub fn why_impossible(problem: &Problem) -> Result<Option<Clash>, AllocateError> {
    let Some(households) = clashing(problem)? else { return Ok(None) };
    let mut parts = problem.parts().clone();
    parts.pins.retain(|pin| households.contains(&pin.household));
    parts.offers.retain(|offer| offer.status != OfferStatus::Accepted || households.contains(&offer.household));
    let mut clash = Clash { households, rules: Vec::new(), resources: Vec::new() };
    // What can be left out while it still clashes is not why.
    for rule in problem.rules().iter().filter(|rule| rule.strictness == Strictness::Hard) {
        let mut fewer = parts.clone();
        fewer.rules.iter_mut().filter(|it| it.id == rule.id).for_each(|it| it.strictness = Strictness::Off);
        if !leave_out(&mut parts, fewer)? {
            clash.rules.push(rule.id.clone());
        }
    }
    for resource in &problem.parts().resources {
        let mut fewer = parts.clone();
        fewer.resources.retain(|it| it.id != resource.id);
        if !leave_out(&mut parts, fewer)? {
            clash.resources.push(resource.id.clone());
        }
    }
    let mut fewer = parts.clone();
    fewer.relations.retain(|it| it.strictness != Strictness::Hard || it.kind != RelationKind::Apart);
    let apart_counts = !leave_out(&mut parts, fewer)?;
    let mut fewer = parts.clone();
    fewer.relations.clear();
    if apart_counts || !leave_out(&mut parts, fewer)? {
        clash.rules.push(RuleId::from("relation"));
    }
    Ok(Some(clash))
}

/// Takes parts with something left out if they still clash.
fn leave_out(parts: &mut Parts, fewer: Parts) -> Result<bool, AllocateError> {
    let still = match Problem::from_parts(fewer.clone()) {
        Ok(problem) => clashing(&problem)?.is_some(),
        Err(_) => false,
    };
    if still {
        *parts = fewer;
    }
    Ok(still)
}

fn clashing(problem: &Problem) -> Result<Option<Vec<HouseholdId>>, AllocateError> {
    let formulation = Formulation::of(problem);
    match Search::start(&formulation, Limits::default(), Interrupt::new()) {
        Ok(_) => Ok(None),
        Err(SearchError::Pins(households)) => Ok(Some(households)),
        Err(error) => Err(error.into()),
    }
}
