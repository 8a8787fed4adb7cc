//! Sums over placements within a capacity, and the limit on how many tenants move.

use super::Fault;
use super::checker::{Checker, Home};
use super::facts;
use super::faults::{Faults, Flow};
use super::presence::{Presence, Stay};
use super::soft::Charges;
use crate::problem::{Application, Date, Household, Permanence, Resource, RuleKind, Strictness, Use};

/// A resource and the homes it covers.
pub(super) struct Budget<'a> {
    /// The resource.
    pub(super) resource: &'a Resource,
    /// Whether it covers each home.
    covers: Vec<bool>,
}

impl<'a> Budget<'a> {
    /// A resource covers every home where it names none, else those that any of its three sets names.
    pub(super) fn of(resource: &'a Resource, homes: &[Home]) -> Self {
        let Resource { sites, districts, categories, .. } = resource;
        let every = sites.is_empty() && districts.is_empty() && categories.is_empty();
        let named = |home: &Home| {
            sites.contains(&home.site.id)
                || categories.contains(&home.site.category)
                || home.site.district.as_ref().is_some_and(|district| districts.contains(district))
        };
        Self { resource, covers: homes.iter().map(|home| every || named(home)).collect() }
    }

    /// Whether it has to ask an applicant for the support needed, before a placement in this home.
    pub(super) fn asks(&self, home: usize, application: &Application) -> bool {
        self.covers[home] && self.resource.uses == Use::Support && application.needs.support.is_none()
    }
}

/// Sums of a resource on one date.
pub(super) struct Sums {
    /// N(t).
    newcomers: i64,
    /// M(t).
    gone: i64,
    /// R(t).
    pub(super) residents: i64,
}

impl Sums {
    /// Used in all by those who are present.
    pub(super) fn present(&self) -> i64 {
        self.residents.saturating_sub(self.gone).saturating_add(self.newcomers)
    }

    fn excess(&self, capacity: i64) -> i64 {
        self.newcomers.saturating_sub(self.gone).saturating_sub(0.max(capacity.saturating_sub(self.residents)))
    }
}

impl<'a> Checker<'a> {
    /// Every resource, on every date on which somebody comes or goes.
    pub(super) fn check_resources(&self, presence: &Presence, faults: &mut Faults) -> Flow {
        for budget in &self.budgets {
            let stays = || presence.stays.iter().filter(|stay| budget.covers[stay.home]);
            if !stays().any(|stay| stay.newcomer) {
                continue;
            }
            let mut dates: Vec<Date> = stays().flat_map(|stay| stay.changes(self.day, self.horizon)).chain([self.day]).collect();
            dates.sort_unstable();
            dates.dedup();
            let excess = |date: &Date| self.sums(budget, presence, *date).excess(budget.resource.capacity);
            if let Some(date) = dates.iter().find(|date| excess(date) > 0) {
                let id = budget.resource.id.as_str();
                faults.add(|| Fault::general("resource", id, format!("resource {id}: {} too much on {date}", excess(date))))?;
            }
        }
        Flow::Continue(())
    }

    /// N(t), M(t) and R(t) of a resource.
    pub(super) fn sums(&self, budget: &Budget, presence: &Presence, date: Date) -> Sums {
        let sum = |counts: fn(&Stay, Date) -> bool| {
            let stays = presence.stays.iter().filter(|stay| budget.covers[stay.home] && counts(stay, date));
            stays.fold(0, |sum: i64, stay| sum.saturating_add(self.use_of(budget.resource, stay)))
        };
        Sums {
            newcomers: sum(Stay::counts_as_newcomer),
            gone: sum(Stay::counts_as_gone),
            residents: sum(Stay::counts_as_resident),
        }
    }

    /// Whether a resident is counted with the assumed use on a date.
    pub(super) fn assumes(&self, budget: &Budget, presence: &Presence, date: Date) -> bool {
        let unknown = |household: &Household| household.residency.as_ref().is_some_and(|residency| residency.support.is_none());
        let mut residents = presence.stays.iter().filter(|stay| budget.covers[stay.home] && stay.counts_as_resident(date));
        budget.resource.uses == Use::Support && residents.any(|stay| unknown(&self.problem.households()[stay.household]))
    }

    fn use_of(&self, resource: &Resource, stay: &Stay) -> i64 {
        let household = &self.problem.households()[stay.household];
        match resource.uses {
            Use::Support if stay.newcomer => {
                household.application.as_ref().and_then(|application| application.needs.support).map_or(0, |minutes| minutes.0)
            }
            Use::Support => {
                let support = household.residency.as_ref().and_then(|residency| residency.support);
                support.map_or(resource.assumed_use, |minutes| minutes.0)
            }
            Use::Households => 1,
            Use::Persons => facts::size(household),
            Use::Children => i64::from(household.children()),
            Use::MonthlyCost => self.homes[stay.home].cost_let(household),
        }
    }

    /// At most so many permanent tenants move out of the rule's homes.
    pub(super) fn check_move_limits(&self, presence: &Presence, faults: &mut Faults, charges: &mut Charges<'a>) -> Flow {
        for rule in self.problem.rules() {
            let RuleKind::MoveLimit { most } = rule.kind else { continue };
            let moved_out = |household: usize| {
                let home = self.present_home[household].map(|home| &self.homes[home]);
                home.is_some_and(|home| home.site.permanence() == Permanence::Permanent && home.matches(&rule.homes))
            };
            let moves = presence.placed.iter().filter(|placed| moved_out(placed.household)).count();
            let excess = 0.max(i64::try_from(moves).unwrap_or(i64::MAX).saturating_sub(i64::from(most)));
            match &rule.strictness {
                Strictness::Hard if excess > 0 => {
                    let message = || format!("rule {}: {excess} permanent tenants too many move", rule.id);
                    faults.add(|| Fault::general("move_limit", rule.id.as_str(), message()))?;
                }
                Strictness::Soft { level, price } => charges.add(level, *price, excess),
                Strictness::Hard | Strictness::Off => {}
            }
        }
        Flow::Continue(())
    }
}
