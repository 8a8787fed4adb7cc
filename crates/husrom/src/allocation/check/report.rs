//! The account of a lawful allocation: chains, composition, resources, roofs.

use std::collections::BTreeSet;

use super::Account;
use super::checker::Checker;
use super::composition::{Coupling, asks};
use super::presence::{Presence, Stay};
use super::soft::Charges;
use crate::allocation::{ScopeCount, Usage};
use crate::problem::{Date, PersonId};

impl<'a> Checker<'a> {
    /// Everything there is to say of a lawful allocation.
    pub(super) fn account(&self, presence: &Presence, charges: &Charges<'a>) -> Account {
        let households = self.problem.households();
        Account {
            values: self.level_values(presence, charges),
            chains: self.chain_numbers(presence),
            composition: self.composition(presence),
            resources: self.usage(presence),
            standing: self.standing(presence),
            vacant: self.vacant(presence),
            roofs: self.roofs(presence).into_iter().map(|index| households[index].id.clone()).collect(),
        }
    }

    /// For each placement: which chain, and where in the order of working it.
    fn chain_numbers(&self, presence: &Presence) -> Vec<Option<(u32, u32)>> {
        let mut numbers = vec![None; presence.placed.len()];
        for (chain, number) in self.chains(presence).iter().zip(1..) {
            for (position, order) in chain.iter().zip(1..) {
                numbers[*position] = Some((number, order));
            }
        }
        numbers
    }

    /// Each scope on its fullest date, where somebody is present or there is a bound.
    fn composition(&self, presence: &Presence) -> Vec<ScopeCount> {
        let mut counts = Vec::new();
        for coupling in &self.couplings {
            for (scope, stays) in coupling.by_scope(presence).iter().enumerate() {
                let dates = self.dates(coupling, scope, stays);
                let somebody = dates.iter().any(|date| stays.iter().any(|stay| stay.present(*date)));
                if somebody || coupling.counted().is_some() {
                    let clashes = self.clashes_met(coupling, stays);
                    let on = dates.iter().map(|date| self.scope_count(coupling, scope, stays, &clashes, *date));
                    counts.extend(on.reduce(|fullest, next| if next.count > fullest.count { next } else { fullest }));
                }
            }
        }
        counts
    }

    fn scope_count(&self, coupling: &Coupling, scope: usize, stays: &[&Stay], clashes: &[Clash], date: Date) -> ScopeCount {
        let present = || stays.iter().filter(|stay| stay.present(date));
        let count = match coupling.counted() {
            Some(who) => present().map(|stay| self.matching(stay, who)).sum(),
            None => persons_clashing(clashes, date),
        };
        ScopeCount {
            rule: coupling.rule.id.clone(),
            scope: coupling.scopes[scope].name(coupling.rule.id.as_str()),
            date,
            count: to_count(count),
            bound: self.bound(coupling, scope, date).map(to_count),
            persons: to_count(present().map(|stay| self.persons(stay)).sum()),
            worst_case: present().any(|stay| self.reads_unknown(coupling, stay)),
        }
    }

    /// Whether the rule reads something of a person who lives there that is unknown, and so counts as the worst case.
    fn reads_unknown(&self, coupling: &Coupling, stay: &Stay) -> bool {
        let mut persons = self.problem.households()[stay.household].persons.iter();
        persons.any(|person| asks(coupling.what, person))
    }

    /// Every clash of somebody with somebody else whom they meet.
    fn clashes_met<'p>(&'p self, coupling: &'p Coupling, stays: &[&'p Stay]) -> Vec<Clash<'p>> {
        if coupling.counted().is_some() {
            return Vec::new();
        }
        let mut clashes = Vec::new();
        for stay in stays {
            for other in stays.iter().filter(|other| stay.meets(other, self.horizon)) {
                let pairs = self.pairs(coupling, stay, other).filter(|(_, _, clash)| clash.at_worst());
                clashes.extend(pairs.map(|(person, _, _)| (&person.id, *stay, *other)));
            }
        }
        clashes
    }

    fn usage(&self, presence: &Presence) -> Vec<Usage> {
        let usage = |budget| {
            let (before, after) = (self.sums(budget, presence, self.day), self.sums(budget, presence, self.horizon));
            let resource = budget.resource;
            Usage {
                resource: resource.id.clone(),
                capacity: resource.capacity,
                residents: before.residents,
                after: after.present(),
            }
        };
        self.budgets.iter().map(usage).collect()
    }
}

/// Somebody of the first stay who clashes with somebody of the second.
type Clash<'p> = (&'p PersonId, &'p Stay, &'p Stay);

/// Persons in a clashing pair of whom both are present on a date.
fn persons_clashing(clashes: &[Clash], date: Date) -> i64 {
    let on = clashes.iter().filter(|(_, stay, other)| stay.present(date) && other.present(date));
    let persons: BTreeSet<&PersonId> = on.map(|(person, _, _)| *person).collect();
    i64::try_from(persons.len()).unwrap_or(i64::MAX)
}

fn to_count(number: i64) -> u32 {
    u32::try_from(number.max(0)).unwrap_or(u32::MAX)
}
