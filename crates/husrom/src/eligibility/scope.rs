//! Scopes: where people count as living together.

use std::collections::{BTreeMap, BTreeSet};

use super::home::Home;
use crate::problem::{GenderRule, Problem, Rule, RuleKind, Scope, UnitId};

/// One scope of a rule: the units in which people live together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScopeInstance {
    /// A unit, `site/wing`, site, zone, or the rule's id for a named set.
    pub name: String,
    /// Its units.
    pub units: BTreeSet<UnitId>,
    /// The scope is single units, so that an unshared home has one household in it at a time.
    pub unit_level: bool,
}

/// The name of the scope a home lies in on a level; `None` where it lies in none (a zone that is not known).
pub fn scope_name(scope: Scope, home: &Home<'_>) -> Option<String> {
    let site = home.site.id.as_str();
    match scope {
        Scope::Unit => Some(home.unit.id.to_string()),
        Scope::Wing => Some(wing_name(home)),
        Scope::Site => Some(site.to_owned()),
        Scope::Zone => home.site.zone.as_ref().map(ToString::to_string),
        Scope::Named => Some(String::new()),
    }
}

fn wing_name(home: &Home<'_>) -> String {
    format!("{}/{}", home.site.id, home.unit.wing.as_ref().map_or("", |wing| wing.as_str()))
}

/// The scopes of a composition rule, by name; none for rules of another kind.
pub fn scopes_of(problem: &Problem, rule: &Rule) -> Vec<ScopeInstance> {
    let homes = problem.units().iter().filter_map(|unit| Home::of(problem, unit)).filter(|home| home.matches(&rule.homes));
    let mut scopes: BTreeMap<String, BTreeSet<UnitId>> = BTreeMap::new();
    for home in homes {
        let name = match &rule.kind {
            RuleKind::Composition { scope: Scope::Named, .. } => Some(rule.id.to_string()),
            RuleKind::Composition { scope, .. } => scope_name(*scope, &home),
            RuleKind::SingleGender { .. } if home.admission.gender == Some(GenderRule::Single) => {
                let floor = home.unit.admission.gender == Some(GenderRule::Single);
                Some(if floor { wing_name(&home) } else { home.site.id.to_string() })
            }
            _ => None,
        };
        if let Some(name) = name {
            scopes.entry(name).or_default().insert(home.unit.id.clone());
        }
    }
    let unit_level = matches!(rule.kind, RuleKind::Composition { scope: Scope::Unit, .. });
    scopes.into_iter().map(|(name, units)| ScopeInstance { name, units, unit_level }).collect()
}
