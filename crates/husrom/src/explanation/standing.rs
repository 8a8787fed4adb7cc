//! What stands in the way as the allocation stands: the household is put in the home, its holder elsewhere, and the checker is asked.

use super::Explainer;
use super::cause::Cause;
use super::closed::scope_of;
use crate::allocation::Placement;
use crate::allocation::check::{Checker, Fault};
use crate::eligibility::{Home, clashes, scope_name};
use crate::formulation::{Body, CoupledRule};
use crate::problem::{Date, HouseholdId, PersonId, Relation, RelationKind, RuleId, Strictness, UnitId};

/// A household put in a home, with everybody else where they are.
struct Put<'p> {
    household: usize,
    class: usize,
    start: Date,
    placements: &'p [Placement],
}

impl<'a> Explainer<'a> {
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
        let put = Put { household, class, start, placements: &placements };
        let mut causes = Vec::new();
        for cause in faults.iter().flat_map(|fault| self.faulted(&put, &checker, fault)) {
            if !causes.contains(&cause) {
                causes.push(cause);
            }
        }
        causes
    }

    /// A fault of the allocation with the household put in a home, as causes.
    fn faulted(&self, put: &Put<'_>, checker: &Checker<'_>, fault: &Fault) -> Vec<Cause> {
        let rule = fault.rule.clone().unwrap_or_else(|| RuleId::from(fault.code));
        let is_its_own = fault.household.as_ref() == Some(&self.ground.household(put.household).id);
        let others = || fault.household.iter().cloned().collect();
        vec![match fault.code {
            "composition" => self.composed(put, checker, rule),
            "relation" => return self.broken(put),
            "resource" => Cause::Resource { resource: rule.as_str().into() },
            "places" if self.ground.classes[put.class].is_shared() => Cause::Places,
            "chain" => Cause::Chain { longest: self.problem().settings().longest_chain.unwrap_or(u32::MAX) },
            "move_limit" => Cause::Moves { rule },
            "pin" => Cause::Locked { households: others() },
            "occupied" if is_its_own => Cause::Occupied,
            _ if is_its_own => Cause::Dates,
            // Whoever leaves this home is missed elsewhere, or comes back to a home that is given.
            _ => Cause::Onward { households: others() },
        }]
    }

    /// A composition rule that is broken with the household put in a home.
    fn composed(&self, put: &Put<'_>, checker: &Checker<'_>, rule: RuleId) -> Cause {
        let nobody = Cause::Onward { households: Vec::new() };
        let Some(coupled) = self.coupled(&rule).filter(|coupled| coupled.scope_of_class[put.class].is_some()) else {
            return nobody;
        };
        let (residents, newcomers) = self.together(coupled, put.household, put.class, put.start, put.placements);
        if !residents.is_empty() || !newcomers.is_empty() {
            return Cause::Together { rule, scope: scope_of(coupled, put.class), residents, newcomers };
        }
        // Nobody else is counted with it: it breaks the rule alone, or others do elsewhere.
        let id = &self.ground.household(put.household).id;
        let alone: Vec<Placement> = put.placements.iter().filter(|it| it.household == *id).cloned().collect();
        let faults = checker.check(&alone).err().unwrap_or_default();
        let breaks = faults.iter().any(|fault| fault.code == "composition" && fault.rule.as_ref() == Some(&rule));
        if breaks { Cause::Rule { rule, facts: Vec::new() } } else { nobody }
    }

    /// Relations that are broken with the household put in a home.
    fn broken(&self, put: &Put<'_>) -> Vec<Cause> {
        let mut causes = Vec::new();
        let (residents, newcomers) = self.related(put.household, put.class, put.start, put.placements);
        if !residents.is_empty() || !newcomers.is_empty() {
            let scope = self.ground.classes[put.class].home.site.id.to_string();
            causes.push(Cause::Together { rule: RuleId::from("relation"), scope, residents, newcomers });
        }
        let households = self.company(put);
        if !households.is_empty() {
            causes.push(Cause::Company { households });
        }
        if causes.is_empty() {
            causes.push(Cause::Onward { households: Vec::new() });
        }
        causes
    }

    /// Those whom the household has to live with and would not.
    fn company(&self, put: &Put<'_>) -> Vec<HouseholdId> {
        let round = self.problem().round();
        let here = &self.ground.classes[put.class].home;
        let relations = self.problem().parts().relations.iter().filter(|it| {
            it.kind == RelationKind::Together
                && it.strictness == Strictness::Hard
                && it.until.is_none_or(|until| until >= round.date)
        });
        let missed = relations.filter_map(|relation| {
            let other = self.other_side(relation, put.household)?;
            let id = &self.ground.household(other).id;
            let placed = put.placements.iter().find(|placement| placement.household == *id).map(|placement| &placement.unit);
            let lives = self.ground.occupant(other).filter(|it| it.present(round.horizon)).map(|it| it.unit);
            let theirs = placed.or(lives).and_then(|unit| self.problem().unit(unit));
            let theirs = theirs.and_then(|unit| Home::of(self.problem(), unit));
            let scope = scope_name(relation.scope, here);
            let together = scope.is_some() && theirs.is_some_and(|theirs| scope_name(relation.scope, &theirs) == scope);
            (!together).then(|| id.clone())
        });
        let mut missed: Vec<HouseholdId> = missed.collect();
        missed.sort();
        missed.dedup();
        missed
    }

    /// Those in the same scope whom a composition rule counts with the household or holds apart from it: residents who stay, newcomers.
    pub(super) fn together(
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
    pub(super) fn related(
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
