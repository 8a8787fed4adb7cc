//! Two persons kept apart or together.

use std::collections::BTreeMap;

use super::Fault;
use super::checker::Checker;
use super::faults::{Faults, Flow};
use super::presence::{Presence, Stay};
use super::scope::Place;
use super::soft::Charges;
use crate::problem::{Date, Household, PersonId, Relation, RelationKind, Strictness};

/// The id that relations go by where a rule's id is asked for.
pub(super) const RULE: &str = "relation";

/// A relation in force, and the households of the two.
pub(super) struct Related<'a> {
    /// The relation.
    pub(super) relation: &'a Relation,
    /// The one's household.
    pub(super) one: usize,
    /// The other's.
    pub(super) other: usize,
}

impl<'a> Related<'a> {
    /// The relations that are not off, nor over, between persons of different households.
    pub(super) fn of(relations: &'a [Relation], households: &'a [Household], day: Date) -> Vec<Self> {
        if relations.is_empty() {
            return Vec::new();
        }
        let each = households.iter().enumerate();
        let whose: BTreeMap<&PersonId, usize> =
            each.flat_map(|(index, one)| one.persons.iter().map(move |person| (&person.id, index))).collect();
        let in_force =
            |relation: &&Relation| relation.strictness != Strictness::Off && relation.until.is_none_or(|until| until >= day);
        let related = |relation: &'a Relation| {
            let (one, other) = (*whose.get(&relation.one)?, *whose.get(&relation.other)?);
            (one != other).then_some(Self { relation, one, other })
        };
        relations.iter().filter(in_force).filter_map(related).collect()
    }

    /// As a scope is called in reports.
    pub(super) fn name(&self) -> String {
        format!("relation {}/{}", self.relation.one, self.relation.other)
    }
}

impl<'a> Checker<'a> {
    /// Every relation.
    pub(super) fn check_relations(&self, presence: &Presence, faults: &mut Faults, charges: &mut Charges<'a>) -> Flow {
        for related in &self.relations {
            let broken = match related.relation.kind {
                RelationKind::Apart => self.brought_together(related, presence),
                RelationKind::Together => self.kept_apart(related, presence),
            };
            match &related.relation.strictness {
                Strictness::Hard if broken => {
                    let message = || format!("{}: {} is broken", related.name(), related.relation.kind);
                    faults.add(|| Fault::general("relation", RULE, message()))?;
                }
                Strictness::Soft { level, price } => charges.add(level, *price, i64::from(broken)),
                Strictness::Hard | Strictness::Off => {}
            }
        }
        Flow::Continue(())
    }

    /// On some date while it lasts both are in one scope, and one of them has come there in this round.
    fn brought_together(&self, related: &Related, presence: &Presence) -> bool {
        let last = related.relation.until.map_or(self.horizon, |until| until.min(self.horizon));
        let of = |household: usize| presence.of_household(household);
        let in_one_scope = |a: &Stay, b: &Stay| self.same_scope(related.relation, a.home, b.home);
        let meet = |a: &Stay, b: &Stay| (a.newcomer || b.newcomer) && a.meets(b, last) && in_one_scope(a, b);
        of(related.one).any(|a| of(related.other).any(|b| meet(a, b)))
    }

    /// One is placed, and they do not live in one scope at the horizon.
    fn kept_apart(&self, related: &Related, presence: &Presence) -> bool {
        let placed = presence.placement(related.one).or(presence.placement(related.other)).is_some();
        let home = |household| presence.home_on(household, self.horizon);
        let together =
            || matches!((home(related.one), home(related.other)), (Some(a), Some(b)) if self.same_scope(related.relation, a, b));
        placed && !together()
    }

    /// Whether two homes lie in one scope of a relation.
    pub(super) fn same_scope(&self, relation: &Relation, a: usize, b: usize) -> bool {
        let place = |home: usize| Place::of(relation.scope, &self.homes[home]);
        place(a).is_some() && place(a) == place(b)
    }
}
