//! The screen: what hard composition rules, relations and resources already say of one household in one home, so that it never
//! becomes a variable.

use std::collections::BTreeMap;

use super::coupled::Body;
use super::ground::Ground;
use crate::eligibility::{Judgement, Refusal, clashes, scope_name};
use crate::problem::{Date, Household, PersonId, RelationKind, Resource, Scope, Strictness, Use};

/// A hard relation *apart* with somebody who lives in a unit of the round and does not move.
struct ApartFrom {
    occupant: usize,
    scope: Scope,
    until: Option<Date>,
}

/// The screen of a ground.
pub struct Screen<'g, 'a> {
    ground: &'g Ground<'a>,
    apart_from: BTreeMap<usize, Vec<ApartFrom>>,
}

impl<'g, 'a> Screen<'g, 'a> {
    /// The screen of a ground whose pairs are not yet found.
    pub fn of(ground: &'g Ground<'a>) -> Self {
        let households = ground.problem.households();
        let mut household_of: BTreeMap<&PersonId, usize> = BTreeMap::new();
        for (index, household) in households.iter().enumerate() {
            household_of.extend(household.persons.iter().map(|person| (&person.id, index)));
        }
        let mut apart_from: BTreeMap<usize, Vec<ApartFrom>> = BTreeMap::new();
        let relations = ground.problem.parts().relations.iter();
        for relation in relations.filter(|it| it.kind == RelationKind::Apart && it.strictness == Strictness::Hard) {
            let (Some(one), Some(other)) = (household_of.get(&relation.one), household_of.get(&relation.other)) else { continue };
            for (household, from) in [(*one, *other), (*other, *one)] {
                let stays =
                    |position: &usize| ground.occupants[*position].household == from && !ground.occupants[*position].moves;
                if let Some(occupant) = (0..ground.occupants.len()).find(stays) {
                    let apart = ApartFrom { occupant, scope: relation.scope, until: relation.until };
                    apart_from.entry(household).or_default().push(apart);
                }
            }
        }
        Self { ground, apart_from }
    }

    /// Judges a household in a class, whatever its start.
    pub fn judge(&self, household: usize, class: usize, judgement: &mut Judgement) {
        let ground = self.ground;
        for coupled in ground.coupled.iter().filter(|coupled| coupled.rule.strictness == Strictness::Hard) {
            let Some(scope) = coupled.scope_of_class[class] else { continue };
            let part = &coupled.parts[household];
            let mut refuse = |ask: Option<String>| judgement.refusals.push(Refusal { rule: coupled.rule.id.clone(), ask });
            if let Some(attribute) = &part.unknown {
                refuse(Some(attribute.clone()));
            } else if part.clashes_within {
                refuse(None);
            } else if matches!(coupled.body, Body::Count { .. }) && coupled.alone(scope, &ground.classes[class]) {
                let base = ground.classes[class].base;
                if part.count > coupled.most(ground.problem, scope, base) {
                    refuse(None);
                }
            }
        }
        let unknown_support = support_unknown(ground.household(household));
        for resource in ground.problem.parts().resources.iter().filter(|resource| resource.uses == Use::Support) {
            if unknown_support && covers(resource, &ground.classes[class].home) {
                let rule = resource.id.as_str().into();
                judgement.refusals.push(Refusal { rule, ask: Some("support_hours".to_owned()) });
            }
        }
    }

    /// Judges a household in a class from a start: the residents it would meet who stay, or leave later.
    pub fn judge_start(&self, household: usize, class: usize, start: Date, judgement: &mut Judgement) {
        let ground = self.ground;
        for coupled in ground.coupled.iter().filter(|coupled| coupled.rule.strictness == Strictness::Hard) {
            let Some(scope) = coupled.scope_of_class[class] else { continue };
            if coupled.alone(scope, &ground.classes[class]) {
                continue;
            }
            let mut met = coupled.scopes[scope].occupants.iter().map(|position| &ground.occupants[*position]);
            let stance = &coupled.parts[household].stance;
            let clash = met.any(|occupant| {
                occupant.household != household
                    && !occupant.moves
                    && occupant.present(start)
                    && clashes(stance, &coupled.parts[occupant.household].stance)
            });
            if clash {
                judgement.refusals.push(Refusal { rule: coupled.rule.id.clone(), ask: None });
            }
        }
        let home = &ground.classes[class].home;
        for apart in self.apart_from.get(&household).into_iter().flatten() {
            let occupant = &ground.occupants[apart.occupant];
            let theirs = ground.problem.unit(occupant.unit).and_then(|unit| crate::eligibility::Home::of(ground.problem, unit));
            let together = theirs.is_some_and(|theirs| {
                let scope = scope_name(apart.scope, home);
                scope.is_some() && scope == scope_name(apart.scope, &theirs)
            });
            if together && occupant.present(start) && apart.until.is_none_or(|until| start <= until) {
                judgement.refusals.push(Refusal { rule: "relation".into(), ask: None });
            }
        }
    }
}

fn support_unknown(household: &Household) -> bool {
    household.application.as_ref().is_some_and(|application| application.needs.support.is_none())
}

/// Whether a resource covers a home.
pub fn covers(resource: &Resource, home: &crate::eligibility::Home<'_>) -> bool {
    let everywhere = resource.sites.is_empty() && resource.districts.is_empty() && resource.categories.is_empty();
    everywhere
        || resource.sites.contains(&home.site.id)
        || home.site.district.as_ref().is_some_and(|district| resource.districts.contains(district))
        || resource.categories.contains(&home.site.category)
}
