//! The screen: what hard composition rules, relations and resources already say of one household in one home, so that it never
//! becomes a variable.

use std::collections::{BTreeMap, BTreeSet};

use super::coupled::{Body, CoupledRule};
use super::ground::Ground;
use crate::eligibility::{Home, HomeSet, Judgement, Refusal, Stance, Verdict, clashes, homes_where, scope_name};
use crate::problem::{Date, Household, PersonId, Problem, RelationKind, Resource, Scope, Strictness, UnitId, Use};

/// A hard relation *apart* with somebody who lives in a unit of the round and does not move.
struct ApartFrom {
    /// The occupant, by position.
    occupant: usize,
    /// The classes in which the two would live together, among [`Screen::together`].
    together: usize,
    until: Option<Date>,
}

/// Until when a household would meet somebody it clashes with in a scope, of those who stay or leave by themselves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Met {
    /// Never.
    #[default]
    Nobody,
    /// Before a date.
    Until(Date),
    /// On every date.
    Always,
}

impl Met {
    fn on(self, date: Date) -> bool {
        match self {
            Self::Nobody => false,
            Self::Until(gone) => date < gone,
            Self::Always => true,
        }
    }
}

/// A hard composition rule, over classes.
struct Coupled<'g> {
    rule: &'g CoupledRule<'g>,
    /// Classes in some scope.
    scoped: HomeSet,
    /// Classes that are a scope alone, by the most that a count allows there.
    alone: BTreeMap<i64, HomeSet>,
    /// For each stance of those who wait, whom it meets in each scope.
    met: BTreeMap<&'g Stance, Vec<Met>>,
}

impl<'g> Coupled<'g> {
    fn of(ground: &'g Ground<'_>, rule: &'g CoupledRule<'g>) -> Self {
        let classes = ground.classes.len();
        let mut alone: BTreeMap<i64, HomeSet> = BTreeMap::new();
        let mut staying: Vec<BTreeMap<&Stance, Met>> = vec![BTreeMap::new(); rule.scopes.len()];
        for (index, scope) in rule.scopes.iter().enumerate() {
            if let Some(class) = scope.classes.iter().find(|class| rule.alone(index, &ground.classes[**class])) {
                if matches!(rule.body, Body::Count { .. }) {
                    let most = rule.most(ground.problem, index, ground.classes[*class].base);
                    alone.entry(most).or_insert_with(|| HomeSet::with_capacity(classes)).insert(*class);
                }
                continue;
            }
            let occupants = scope.occupants.iter().map(|position| &ground.occupants[*position]);
            for occupant in occupants.filter(|occupant| !occupant.moves) {
                let met = staying[index].entry(&rule.parts[occupant.household].stance).or_default();
                *met = occupant.leaves.map_or(Met::Always, Met::Until).max(*met);
            }
        }
        let waiting = (0..rule.parts.len()).filter(|household| ground.ready(*household).is_some());
        let stances: BTreeSet<&Stance> = waiting.map(|household| &rule.parts[household].stance).collect();
        let longest = |stance: &Stance, staying: &BTreeMap<&Stance, Met>| {
            let clashing = staying.iter().filter(|(theirs, _)| clashes(stance, theirs));
            clashing.map(|(_, met)| *met).max().unwrap_or_default()
        };
        let met = stances.into_iter().map(|stance| (stance, staying.iter().map(|scope| longest(stance, scope)).collect()));
        Self { rule, scoped: homes_where(classes, |class| rule.scope_of_class[class].is_some()), alone, met: met.collect() }
    }
}

/// A resource of support, with the classes it covers.
struct Support<'g> {
    resource: &'g Resource,
    covered: HomeSet,
}

/// The screen of a ground.
pub struct Screen<'g, 'a> {
    ground: &'g Ground<'a>,
    coupled: Vec<Coupled<'g>>,
    support: Vec<Support<'g>>,
    apart_from: BTreeMap<usize, Vec<ApartFrom>>,
    together: Vec<HomeSet>,
}

impl<'g, 'a> Screen<'g, 'a> {
    /// The screen of a ground whose pairs are not yet found.
    pub fn of(ground: &'g Ground<'a>) -> Self {
        let hard = ground.coupled.iter().filter(|coupled| coupled.rule.strictness == Strictness::Hard);
        let support = ground.problem.parts().resources.iter().filter(|resource| resource.uses == Use::Support);
        let support = support.map(|resource| {
            let covered = homes_where(ground.classes.len(), |class| covers(resource, &ground.classes[class].home));
            Support { resource, covered }
        });
        let mut screen = Self {
            ground,
            coupled: hard.map(|rule| Coupled::of(ground, rule)).collect(),
            support: support.collect(),
            apart_from: BTreeMap::new(),
            together: Vec::new(),
        };
        screen.keep_apart();
        screen
    }

    fn keep_apart(&mut self) {
        let ground = self.ground;
        let mut household_of: BTreeMap<&PersonId, usize> = BTreeMap::new();
        for (index, household) in ground.problem.households().iter().enumerate() {
            household_of.extend(household.persons.iter().map(|person| (&person.id, index)));
        }
        let staying = ground.occupants.iter().enumerate().filter(|(_, occupant)| !occupant.moves);
        let staying: BTreeMap<usize, usize> = staying.map(|(position, occupant)| (occupant.household, position)).collect();
        let mut scopes: BTreeMap<Scope, BTreeMap<String, usize>> = BTreeMap::new();
        let relations = ground.problem.parts().relations.iter();
        for relation in relations.filter(|it| it.kind == RelationKind::Apart && it.strictness == Strictness::Hard) {
            let (Some(one), Some(other)) = (household_of.get(&relation.one), household_of.get(&relation.other)) else { continue };
            for (household, from) in [(*one, *other), (*other, *one)] {
                let Some(occupant) = staying.get(&from).copied() else { continue };
                let scopes = scopes.entry(relation.scope).or_insert_with(|| sets(ground, relation.scope, &mut self.together));
                let home = home_of(ground.problem, ground.occupants[occupant].unit);
                let scope = home.and_then(|home| scope_name(relation.scope, &home));
                if let Some(together) = scope.and_then(|scope| scopes.get(&scope).copied()) {
                    let apart = ApartFrom { occupant, together, until: relation.until };
                    self.apart_from.entry(household).or_default().push(apart);
                }
            }
        }
    }

    /// Judges a household in every class, whatever its start.
    pub fn judge<'s>(&'s self, household: usize, verdict: &mut Verdict<'s>) {
        for Coupled { rule, scoped, alone, .. } in &self.coupled {
            let part = &rule.parts[household];
            let refusal = |ask| Refusal { rule: rule.rule.id.as_str(), ask };
            if let Some(attribute) = &part.unknown {
                verdict.refuse(refusal(Some(attribute.clone())), scoped);
            } else if part.clashes_within {
                verdict.refuse(refusal(None), scoped);
            } else {
                alone.range(..part.count).for_each(|(_, classes)| verdict.refuse(refusal(None), classes));
            }
        }
        if support_unknown(self.ground.household(household)) {
            for Support { resource, covered } in &self.support {
                verdict.refuse(Refusal { rule: resource.id.as_str(), ask: Some("support_hours".to_owned()) }, covered);
            }
        }
    }

    /// Those whom a household would live with.
    pub fn neighbours(&self, household: usize) -> Neighbours<'_, 'g, 'a> {
        let coupled = self.coupled.iter().filter_map(|Coupled { rule, met, .. }| {
            let met = met.get(&rule.parts[household].stance)?;
            met.iter().any(|met| *met != Met::Nobody).then_some((*rule, &met[..]))
        });
        let apart_from = self.apart_from.get(&household).map_or(&[][..], Vec::as_slice);
        Neighbours { screen: self, coupled: coupled.collect(), apart_from }
    }
}

/// Those whom one household would live with, who stay or leave by themselves.
pub struct Neighbours<'s, 'g, 'a> {
    screen: &'s Screen<'g, 'a>,
    coupled: Vec<(&'g CoupledRule<'g>, &'s [Met])>,
    apart_from: &'s [ApartFrom],
}

impl<'g> Neighbours<'_, 'g, '_> {
    /// Judges the household in a class from a start.
    pub fn judge_start(&self, class: usize, start: Date, judgement: &mut Judgement<'g>) {
        let refusal = |rule| Refusal { rule, ask: None };
        for (rule, met) in &self.coupled {
            if rule.scope_of_class[class].is_some_and(|scope| met[scope].on(start)) {
                judgement.refusals.push(refusal(rule.rule.id.as_str()));
            }
        }
        for apart in self.apart_from {
            let occupant = &self.screen.ground.occupants[apart.occupant];
            let meets = occupant.present(start) && apart.until.is_none_or(|until| start <= until);
            if meets && self.screen.together[apart.together].contains(class) {
                judgement.refusals.push(refusal("relation"));
            }
        }
    }
}

/// The classes in each scope of a level, added to the sets; by name, where they stand among them.
fn sets(ground: &Ground<'_>, scope: Scope, sets: &mut Vec<HomeSet>) -> BTreeMap<String, usize> {
    let mut scopes: BTreeMap<String, usize> = BTreeMap::new();
    for (index, class) in ground.classes.iter().enumerate() {
        let Some(name) = scope_name(scope, &class.home) else { continue };
        let at = *scopes.entry(name).or_insert_with(|| {
            sets.push(HomeSet::with_capacity(ground.classes.len()));
            sets.len() - 1
        });
        sets[at].insert(index);
    }
    scopes
}

fn home_of<'a>(problem: &'a Problem, unit: &UnitId) -> Option<Home<'a>> {
    Home::of(problem, problem.unit(unit)?)
}

fn support_unknown(household: &Household) -> bool {
    household.application.as_ref().is_some_and(|application| application.needs.support.is_none())
}

/// Whether a resource covers a home.
pub fn covers(resource: &Resource, home: &Home<'_>) -> bool {
    let everywhere = resource.sites.is_empty() && resource.districts.is_empty() && resource.categories.is_empty();
    everywhere
        || resource.sites.contains(&home.site.id)
        || home.site.district.as_ref().is_some_and(|district| resource.districts.contains(district))
        || resource.categories.contains(&home.site.category)
}
