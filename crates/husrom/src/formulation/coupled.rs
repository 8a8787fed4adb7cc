//! Composition rules laid over the ground: which classes and residents lie in each scope, and what each household is to the rule.

use super::ground::{Ground, HomeClass};
use crate::eligibility::{Clash, ScopeInstance, Stance, matches, scopes_of};
use crate::problem::{Composition, Date, Predicate, Problem, Rule, RuleKind, Strictness, UnitId};

/// What a rule counts or holds apart.
#[derive(Debug)]
pub enum Body<'a> {
    /// At most so many persons matching.
    Count {
        /// Who counts.
        who: &'a Predicate,
        /// How many.
        most: Most,
    },
    /// Pairs that clash.
    Pairs {
        /// Which.
        clash: Clash<'a>,
        /// A household is not held against itself.
        exempt_household: bool,
    },
}

/// The bound of a count.
#[derive(Clone, Copy, Debug)]
pub enum Most {
    /// A number of people.
    People(i64),
    /// Per cent of the usable places.
    Percent(i64),
}

/// What a household is to a rule, unknowns as the worst case.
#[derive(Clone, Debug, Default)]
pub struct Part {
    /// Persons counted.
    pub count: i64,
    /// Marks.
    pub stance: Stance,
    /// Two of its persons clash, and the rule holds that against it.
    pub clashes_within: bool,
    /// An attribute that is unknown.
    pub unknown: Option<String>,
}

/// One scope with what lies in it.
#[derive(Debug)]
pub struct CoupledScope {
    /// The scope.
    pub instance: ScopeInstance,
    /// Classes in it.
    pub classes: Vec<usize>,
    /// Occupants in it, by position in [`Ground::occupants`].
    pub occupants: Vec<usize>,
}

/// A composition rule that is on.
#[derive(Debug)]
pub struct CoupledRule<'a> {
    /// The rule.
    pub rule: &'a Rule,
    /// What it counts or holds apart.
    pub body: Body<'a>,
    /// Its scopes.
    pub scopes: Vec<CoupledScope>,
    /// The scope of each class.
    pub scope_of_class: Vec<Option<usize>>,
    /// What each household is to it.
    pub parts: Vec<Part>,
}

impl<'a> CoupledRule<'a> {
    /// All composition rules that are on.
    pub fn all(ground: &Ground<'a>) -> Vec<Self> {
        let on = ground.problem.rules().iter().filter(|rule| rule.strictness != Strictness::Off);
        on.filter_map(|rule| Self::of(ground, rule)).collect()
    }

    fn of(ground: &Ground<'a>, rule: &'a Rule) -> Option<Self> {
        let body = match (Clash::of(&rule.kind), &rule.kind) {
            (Some((clash, exempt_household)), _) => Body::Pairs { clash, exempt_household },
            (None, RuleKind::Composition { composition: Composition::Limit { who, most }, .. }) => {
                Body::Count { who, most: Most::People(i64::from(*most)) }
            }
            (None, RuleKind::Composition { composition: Composition::Share { who, percent }, .. }) => {
                Body::Count { who, most: Most::Percent(i64::from(*percent)) }
            }
            _ => return None,
        };
        let scopes: Vec<CoupledScope> = scopes_of(ground.problem, rule)
            .into_iter()
            .map(|instance| {
                // A class lies where the first of its homes does.
                let first = |class: &usize, unit: &UnitId| ground.classes[*class].home.unit.id == *unit;
                let class = |unit| ground.class_of.get(unit).copied().filter(|class| first(class, unit));
                let mut classes: Vec<usize> = instance.units.iter().filter_map(class).collect();
                let mut occupants: Vec<usize> = instance.units.iter().flat_map(|unit| ground.inside(unit)).copied().collect();
                classes.sort_unstable();
                occupants.sort_unstable();
                CoupledScope { instance, classes, occupants }
            })
            .collect();
        let mut scope_of_class = vec![None; ground.classes.len()];
        for (index, scope) in scopes.iter().enumerate() {
            for class in &scope.classes {
                scope_of_class[*class] = Some(index);
            }
        }
        let parts = ground.problem.households().iter().map(|household| part(&body, household)).collect();
        Some(Self { rule, body, scopes, scope_of_class, parts })
    }

    /// Whether one household in a home of the class is all there ever is in the scope: the rule then looks at that household alone.
    pub fn alone(&self, scope: usize, class: &HomeClass<'_>) -> bool {
        self.scopes[scope].instance.unit_level && !class.is_shared() && class.movers.is_empty()
    }

    /// The bound of a count on a date.
    pub fn most(&self, problem: &Problem, scope: usize, date: Date) -> i64 {
        match &self.body {
            Body::Count { most: Most::People(most), .. } => *most,
            Body::Count { most: Most::Percent(percent), .. } => {
                let units = self.scopes[scope].instance.units.iter().filter_map(|unit| problem.unit(unit));
                let usable = units.filter(|unit| {
                    let site = problem.site(&unit.site);
                    let open =
                        site.is_some_and(|site| site.opens.is_none_or(|it| it <= date) && site.closes.is_none_or(|it| date < it));
                    open && unit.out_of_service.is_none()
                });
                let places: i64 = usable.map(|unit| i64::from(unit.places())).sum();
                percent * places / 100
            }
            Body::Pairs { .. } => i64::MAX,
        }
    }
}

fn part(body: &Body<'_>, household: &crate::problem::Household) -> Part {
    let mut part = Part::default();
    match body {
        Body::Count { who, .. } => {
            for person in &household.persons {
                match matches(who, person) {
                    Ok(counts) => part.count += i64::from(counts),
                    Err(attribute) => {
                        part.count += 1;
                        part.unknown.get_or_insert(attribute);
                    }
                }
            }
        }
        Body::Pairs { clash, exempt_household } => {
            (part.stance, part.unknown) = clash.stance(household);
            part.clashes_within = !exempt_household && clash.clashes_within(household);
        }
    }
    part
}
