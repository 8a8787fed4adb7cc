//! Who lives together: limits, shares, apart and same, on each scope and on every date.

use std::collections::BTreeMap;

use super::Fault;
use super::checker::{Checker, Home};
use super::facts::{self, Truth, gender_rule, suits};
use super::faults::{Faults, Flow};
use super::presence::{Presence, Stay};
use super::scope::Place;
use super::soft::Charges;
use crate::problem::{
    Attribute, Composition, Date, GenderRule, GenderedPlace, Person, Predicate, Rule, RuleKind, Scope, Strictness,
};

/// What a rule on one-gender sites says.
static ONE_GENDER: Composition = Composition::Same { attribute: Attribute::Gender };

/// A composition rule that is not off, with its scopes.
pub(super) struct Coupling<'a> {
    /// The rule.
    pub(super) rule: &'a Rule,
    /// What it says.
    pub(super) what: &'a Composition,
    /// Two persons of one household are not held against each other.
    exempt: bool,
    /// Its scopes, in order.
    pub(super) scopes: Vec<Place<'a>>,
    /// Which of them each home belongs to.
    pub(super) scope_of: Vec<Option<usize>>,
}

impl<'a> Coupling<'a> {
    /// A composition rule in force; nothing for any other rule.
    pub(super) fn of(rule: &'a Rule, homes: &[Home<'a>]) -> Option<Self> {
        if rule.strictness == Strictness::Off {
            return None;
        }
        let place = |home: &Home<'a>, scope: Scope| if home.matches(&rule.homes) { Place::of(scope, home) } else { None };
        let (what, exempt, places): (_, _, Vec<Option<Place<'a>>>) = match &rule.kind {
            RuleKind::Composition { composition, scope, exempt_household } => {
                (composition, *exempt_household, homes.iter().map(|home| place(home, *scope)).collect())
            }
            RuleKind::SingleGender { exempt_household } => {
                let single = |home: &&Home<'a>| gender_rule(home.site, home.unit) == GenderRule::Single;
                let scope = |home: &Home<'a>| if home.unit.admission.gender.is_some() { Scope::Wing } else { Scope::Site };
                let placed = |home: &Home<'a>| Some(home).filter(single).and_then(|home| place(home, scope(home)));
                (&ONE_GENDER, *exempt_household, homes.iter().map(placed).collect())
            }
            RuleKind::Test(_) | RuleKind::Exclude { .. } | RuleKind::MoveLimit { .. } => return None,
        };
        let mut order: BTreeMap<Place<'a>, usize> = places.iter().flatten().map(|place| (*place, 0)).collect();
        order.values_mut().enumerate().for_each(|(position, value)| *value = position);
        let scope_of = places.iter().map(|place| order.get(place.as_ref()?).copied()).collect();
        Some(Self { rule, what, exempt, scopes: order.into_keys().collect(), scope_of })
    }

    /// The stays in each scope.
    pub(super) fn by_scope<'p>(&self, presence: &'p Presence) -> Vec<Vec<&'p Stay>> {
        let mut groups: Vec<Vec<&Stay>> = vec![Vec::new(); self.scopes.len()];
        for stay in &presence.stays {
            if let Some(scope) = self.scope_of[stay.home] {
                groups[scope].push(stay);
            }
        }
        groups
    }

    /// Whom a limit or share counts.
    pub(super) fn counted(&self) -> Option<&'a Predicate> {
        match self.what {
            Composition::Limit { who, .. } | Composition::Share { who, .. } => Some(who),
            Composition::Apart { .. } | Composition::Same { .. } => None,
        }
    }
}

/// Whether a person leaves a rule in doubt.
pub(super) fn asks(what: &Composition, person: &Person) -> bool {
    match what {
        Composition::Limit { who, .. } | Composition::Share { who, .. } => facts::matches(who, person) == Truth::Unknown,
        Composition::Apart { one, other } => {
            facts::matches(one, person) == Truth::Unknown || facts::matches(other, person) == Truth::Unknown
        }
        Composition::Same { attribute: Attribute::Gender } => !person.child && person.gender.is_none(),
        Composition::Same { attribute: Attribute::Course } => person.course.is_none(),
        Composition::Same { attribute: Attribute::Severity } => person.severity.is_none(),
    }
}

/// Whether two persons clash; unknown where only the worst case makes them. Limits and shares hold nobody against another.
pub(super) fn clash(what: &Composition, a: &Person, b: &Person) -> Truth {
    let differ = |equal: Option<bool>| equal.map(|equal| !equal).into();
    match what {
        Composition::Limit { .. } | Composition::Share { .. } => Truth::No,
        Composition::Apart { one, other } => {
            let either_way = |a, b| Truth::all([facts::matches(one, a), facts::matches(other, b)]);
            Truth::any([either_way(a, b), either_way(b, a)])
        }
        Composition::Same { attribute: Attribute::Gender } => {
            let of = |person| Some((suits(person, GenderedPlace::Women)?, suits(person, GenderedPlace::Men)?));
            match (of(a), of(b)) {
                _ if a.child || b.child => Truth::No,
                (Some((true, true)), _) | (_, Some((true, true))) => Truth::No,
                (Some(a), Some(b)) => (!(a.0 && b.0 || a.1 && b.1)).into(),
                _ => Truth::Unknown,
            }
        }
        Composition::Same { attribute: Attribute::Course } => differ(a.course.zip(b.course).map(|(a, b)| a == b)),
        Composition::Same { attribute: Attribute::Severity } => differ(a.severity.zip(b.severity).map(|(a, b)| a == b)),
    }
}

impl<'a> Checker<'a> {
    /// Every composition rule on every scope that somebody comes to.
    pub(super) fn check_composition(&self, presence: &Presence, faults: &mut Faults, charges: &mut Charges<'a>) -> Flow {
        for coupling in &self.couplings {
            let groups = coupling.by_scope(presence);
            for (scope, stays) in groups.iter().enumerate().filter(|(_, stays)| stays.iter().any(|stay| stay.newcomer)) {
                let place = &coupling.scopes[scope];
                let (excess, on) = self.greatest_excess(coupling, scope, stays);
                let clashing = || stays.iter().filter(|stay| stay.newcomer && self.clashes(coupling, stay, stays));
                match &coupling.rule.strictness {
                    Strictness::Hard => {
                        let rule = coupling.rule.id.as_str();
                        if excess > 0 {
                            let message = || format!("rule {rule}, {}: {excess} too many on {on}", place.name(rule));
                            faults.add(|| Fault::general("composition", rule, message()))?;
                        }
                        for stay in clashing() {
                            let household = &self.problem.households()[stay.household];
                            let message = || format!("rule {rule}, {}: {} clashes with others", place.name(rule), household.id);
                            faults.add(|| Fault::of("composition", household, message()).under(rule))?;
                        }
                    }
                    Strictness::Soft { level, price } => {
                        let households = i64::try_from(clashing().count()).unwrap_or(i64::MAX);
                        charges.add(level, *price, excess.saturating_add(households));
                    }
                    Strictness::Off => {}
                }
            }
        }
        Flow::Continue(())
    }

    /// The largest N(t) − M(t) − max(0, bound(t) − R(t)) over dates, never below 0, and the first date of it; 0 for apart and same.
    fn greatest_excess(&self, coupling: &Coupling, scope: usize, stays: &[&Stay]) -> (i64, Date) {
        let mut greatest = (0, self.day);
        let Some(who) = coupling.counted() else { return greatest };
        let matching: Vec<i64> = stays.iter().map(|stay| self.matching(stay, who)).collect();
        for date in self.dates(coupling, scope, stays) {
            let Some(bound) = self.bound(coupling, scope, date) else { continue };
            let sum = |counts: fn(&Stay, Date) -> bool| -> i64 {
                stays.iter().zip(&matching).filter(|(stay, _)| counts(stay, date)).map(|(_, persons)| persons).sum()
            };
            let (newcomers, gone, residents) =
                (sum(Stay::counts_as_newcomer), sum(Stay::counts_as_gone), sum(Stay::counts_as_resident));
            let excess = newcomers - gone - 0.max(bound - residents);
            if excess > greatest.0 {
                greatest = (excess, date);
            }
        }
        greatest
    }

    /// Persons of a stay who match, unknown as the worst case.
    pub(super) fn matching(&self, stay: &Stay, who: &Predicate) -> i64 {
        let persons = self.problem.households()[stay.household].persons.iter();
        i64::try_from(persons.filter(|person| facts::matches(who, person).at_worst()).count()).unwrap_or(i64::MAX)
    }

    /// How many a limit or share allows on a date; `None` for apart and same.
    pub(super) fn bound(&self, coupling: &Coupling, scope: usize, date: Date) -> Option<i64> {
        match coupling.what {
            Composition::Limit { most, .. } => Some(i64::from(*most)),
            Composition::Share { percent, .. } => {
                let usable = |home: &Home| home.unit.out_of_service.is_none() && home.site_is_open(date);
                let homes = self.homes.iter().zip(&coupling.scope_of).filter(|(_, of)| **of == Some(scope));
                let places: i64 = homes.filter(|(home, _)| usable(home)).map(|(home, _)| i64::from(home.unit.places())).sum();
                Some(i64::from(*percent).saturating_mul(places) / 100)
            }
            Composition::Apart { .. } | Composition::Same { .. } => None,
        }
    }

    /// The dates on which something changes in a scope, from the round's to the horizon, in order.
    pub(super) fn dates(&self, coupling: &Coupling, scope: usize, stays: &[&Stay]) -> Vec<Date> {
        let (first, last) = (self.day, self.horizon);
        let mut dates = vec![first];
        dates.extend(stays.iter().flat_map(|stay| stay.changes(first, last)));
        if matches!(coupling.what, Composition::Share { .. }) {
            let homes = self.homes.iter().zip(&coupling.scope_of).filter(|(_, of)| **of == Some(scope));
            let turns = homes.flat_map(|(home, _)| [home.site.opens, home.site.closes]).flatten();
            dates.extend(turns.filter(|date| first < *date && *date <= last));
        }
        dates.sort_unstable();
        dates.dedup();
        dates
    }

    /// Whether a person of a stay is in a clashing pair with another person present in the scope on some date.
    fn clashes(&self, coupling: &Coupling, stay: &Stay, stays: &[&Stay]) -> bool {
        if coupling.counted().is_some() {
            return false;
        }
        let mut met = stays.iter().filter(|other| stay.meets(other, self.horizon));
        met.any(|other| self.pairs(coupling, stay, other).any(|(_, _, clash)| clash.at_worst()))
    }

    /// The pairs of distinct persons of two stays, or of one, that the rule may hold against each other.
    pub(super) fn pairs<'b>(
        &'b self,
        coupling: &'b Coupling,
        stay: &'b Stay,
        other: &'b Stay,
    ) -> impl Iterator<Item = (&'b Person, &'b Person, Truth)> {
        let of = |stay: &Stay| &self.problem.households()[stay.household].persons;
        let same_household = stay.household == other.household;
        let exempt = same_household && coupling.exempt;
        let pairs = of(stay).iter().filter(move |_| !exempt).enumerate().flat_map(move |(i, a)| {
            let distinct = move |(j, b): (usize, &'b Person)| (!same_household || i != j).then_some((a, b));
            of(other).iter().enumerate().filter_map(distinct)
        });
        pairs.map(|(a, b)| (a, b, clash(coupling.what, a, b)))
    }
}
