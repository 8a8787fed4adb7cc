//! What residents break by themselves: reported, and never held against the round.

use super::checker::Checker;
use super::composition::Coupling;
use super::facts::{self, Truth};
use super::presence::{Presence, Stay};
use super::relations;
use crate::allocation::Standing;
use crate::problem::{Date, RelationKind, RuleId, Strictness};

impl Checker<'_> {
    /// Every hard rule that residents alone break on the round's date: composition, relations, places, resources, in this order.
    pub(super) fn standing(&self, presence: &Presence) -> Vec<Standing> {
        let mut standing = self.standing_composition(presence);
        standing.extend(self.standing_relations(presence));
        standing.extend(self.standing_places(presence));
        standing.extend(self.standing_resources(presence));
        standing
    }

    fn standing_composition(&self, presence: &Presence) -> Vec<Standing> {
        let mut standing = Vec::new();
        for coupling in self.couplings.iter().filter(|coupling| coupling.rule.strictness == Strictness::Hard) {
            for (scope, stays) in coupling.by_scope(presence).iter().enumerate() {
                let residents: Vec<&Stay> = stays.iter().copied().filter(|stay| stay.counts_as_resident(self.day)).collect();
                let before = self.degree(coupling, scope, &residents, self.day);
                if before > 0 {
                    let living: Vec<&Stay> = stays.iter().copied().filter(|stay| stay.present(self.horizon)).collect();
                    standing.push(Standing {
                        rule: coupling.rule.id.clone(),
                        scope: coupling.scopes[scope].name(coupling.rule.id.as_str()),
                        before,
                        after: self.degree(coupling, scope, &living, self.horizon),
                        worst_case: self.rests_on_unknown(coupling, &residents),
                    });
                }
            }
        }
        standing
    }

    /// People above the bound, or clashing pairs, among those who live there together.
    fn degree(&self, coupling: &Coupling, scope: usize, living: &[&Stay], date: Date) -> i64 {
        match (coupling.counted(), self.bound(coupling, scope, date)) {
            (Some(who), Some(bound)) => {
                let people: i64 = living.iter().map(|stay| self.matching(stay, who)).sum();
                0.max(people - bound)
            }
            _ => self.clashing_pairs(coupling, living).filter(|clash| clash.at_worst()).fold(0, |pairs, _| pairs + 1),
        }
    }

    /// How each pair of persons, taken once, stands to the other.
    fn clashing_pairs<'b>(&'b self, coupling: &'b Coupling, living: &'b [&'b Stay]) -> impl Iterator<Item = Truth> + 'b {
        let pairs = living.iter().enumerate().flat_map(move |(i, stay)| {
            living[i..].iter().flat_map(move |other| self.pairs(coupling, stay, other).map(move |pair| (stay, other, pair)))
        });
        // Within one household each pair comes both ways round.
        let once = pairs.filter(|(stay, other, (a, b, _))| stay.household != other.household || a.id < b.id);
        once.map(|(_, _, (_, _, clash))| clash)
    }

    fn rests_on_unknown(&self, coupling: &Coupling, residents: &[&Stay]) -> bool {
        match coupling.counted() {
            Some(who) => residents.iter().any(|stay| {
                let persons = &self.problem.households()[stay.household].persons;
                persons.iter().any(|person| facts::matches(who, person) == Truth::Unknown)
            }),
            None => self.clashing_pairs(coupling, residents).any(|clash| clash == Truth::Unknown),
        }
    }

    /// Two residents to be kept apart who already share a scope.
    fn standing_relations(&self, presence: &Presence) -> Vec<Standing> {
        let hard = |kind, strictness: &Strictness| kind == RelationKind::Apart && *strictness == Strictness::Hard;
        let related = self.relations.iter().filter(|related| hard(related.relation.kind, &related.relation.strictness));
        let standing = related.filter_map(|related| {
            let home_before = |household: usize| {
                presence.of_household(household).find(|stay| stay.counts_as_resident(self.day)).map(|stay| stay.home)
            };
            let share = |one: Option<usize>, other: Option<usize>| {
                matches!((one, other), (Some(one), Some(other)) if self.same_scope(related.relation, one, other))
            };
            let lasts = related.relation.until.is_none_or(|until| until >= self.horizon);
            let at_the_end = |household| presence.home_on(household, self.horizon);
            share(home_before(related.one), home_before(related.other)).then(|| Standing {
                rule: RuleId::from(relations::RULE),
                scope: related.name(),
                before: 1,
                after: i64::from(lasts && share(at_the_end(related.one), at_the_end(related.other))),
                worst_case: false,
            })
        });
        standing.collect()
    }

    /// Shared units with more residents than places.
    fn standing_places(&self, presence: &Presence) -> Vec<Standing> {
        let mut standing = Vec::new();
        for (index, home) in self.homes.iter().enumerate() {
            let Some(places) = home.unit.shared_places else { continue };
            let above = |counts: fn(&Stay, Date) -> bool, date| {
                let persons: i64 = presence.in_home(index).filter(|stay| counts(stay, date)).map(|stay| self.persons(stay)).sum();
                0.max(persons - i64::from(places))
            };
            let before = above(Stay::counts_as_resident, self.day);
            if before > 0 {
                let after = above(Stay::present, self.horizon);
                let (rule, scope) = (RuleId::from("places"), home.unit.id.to_string());
                standing.push(Standing { rule, scope, before, after, worst_case: false });
            }
        }
        standing
    }

    /// Resources that residents alone use more of than there is.
    fn standing_resources(&self, presence: &Presence) -> Vec<Standing> {
        let standing = self.budgets.iter().filter_map(|budget| {
            let above = |used: i64| 0.max(used.saturating_sub(budget.resource.capacity));
            let before = above(self.sums(budget, presence, self.day).residents);
            let id = budget.resource.id.as_str();
            (before > 0).then(|| Standing {
                rule: RuleId::from(id),
                scope: id.to_owned(),
                before,
                after: above(self.sums(budget, presence, self.horizon).present()),
                worst_case: self.assumes(budget, presence, self.day),
            })
        });
        standing.collect()
    }
}
