//! Who may live where, and why not: one household, one home, before any variable exists.

mod clash;
mod home;
mod person;
mod scope;
mod tests;

pub use clash::{Clash, Stance, clashes};
pub use home::Home;
pub use person::{matches, standing, steps_up, wish_points};
pub use scope::{ScopeInstance, scope_name, scopes_of};
pub use tests::{Candidate, Finding};

use crate::problem::{Date, Household, Measure, Problem, RuleId, RuleKind, Strictness, Term, Test};

/// Why a household may not live in a home.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Refusal {
    /// The rule; for what the office fixed itself: `ban`, `offer_refused`, `reserved`.
    pub rule: RuleId,
    /// The attribute to ask for, where it is only unknown.
    pub ask: Option<String>,
}

/// What the rules on one household in one home come to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Judgement {
    /// Hard rules against it; none: eligible.
    pub refusals: Vec<Refusal>,
    /// Soft rules broken: (level it is paid in, price).
    pub prices: Vec<(Measure, i64)>,
}

impl Judgement {
    /// Adds what a rule found, by its strictness.
    pub fn add(&mut self, rule: &RuleId, strictness: &Strictness, finding: Finding) {
        let (degree, ask) = match finding {
            Finding::Fits => return,
            Finding::Violated(degree) => (degree, None),
            Finding::Ask(attribute) => (1, Some(attribute)),
        };
        match strictness {
            Strictness::Hard => self.refusals.push(Refusal { rule: rule.clone(), ask }),
            Strictness::Soft { level, price } => self.prices.push((level.clone(), price.saturating_mul(degree))),
            Strictness::Off => {}
        }
    }
}

/// The rules on single households that govern one home, chosen once for all households.
#[derive(Debug)]
pub struct Governing<'a> {
    tests: Vec<(&'a RuleId, Test, &'a Strictness)>,
    excludes: Vec<(&'a RuleId, &'a crate::problem::Predicate, &'a Strictness)>,
}

impl<'a> Governing<'a> {
    /// The office's rules for a test where any matches the home, else the built-in one.
    pub fn of(problem: &'a Problem, home: &Home<'_>) -> Self {
        let mut office = Vec::new();
        let mut shipped = Vec::new();
        let mut excludes = Vec::new();
        for rule in problem.rules() {
            match &rule.kind {
                RuleKind::Test(test) if home.matches(&rule.homes) => {
                    let built_in = rule.id.as_str() == test.name();
                    let list = if built_in { &mut shipped } else { &mut office };
                    list.push((&rule.id, *test, &rule.strictness));
                }
                RuleKind::Exclude { who } if home.matches(&rule.homes) => excludes.push((&rule.id, who, &rule.strictness)),
                _ => {}
            }
        }
        shipped.retain(|(_, test, _)| office.iter().all(|(_, stated, _)| stated != test));
        let mut tests = office;
        tests.extend(shipped);
        tests.sort_by_key(|(id, test, _)| (*test, *id));
        Self { tests, excludes }
    }

    /// Judges a candidate in the home, but for what depends on the start.
    pub fn judge(&self, candidate: &Candidate<'_>, home: &Home<'_>) -> Judgement {
        let mut judgement = Judgement::default();
        for (id, test, strictness) in &self.tests {
            if **strictness != Strictness::Off {
                judgement.add(id, strictness, candidate.test(*test, home));
            }
        }
        for (id, who, strictness) in &self.excludes {
            if **strictness != Strictness::Off {
                judgement.add(id, strictness, excluded(who, candidate.household));
            }
        }
        judgement
    }

    /// Adds what depends on the start.
    pub fn judge_start(&self, candidate: &Candidate<'_>, start: Date, judgement: &mut Judgement) {
        for (id, _, strictness) in self.tests.iter().filter(|(_, test, _)| *test == Test::Deadline) {
            judgement.add(id, strictness, candidate.deadline(start));
        }
    }
}

fn excluded(who: &crate::problem::Predicate, household: &Household) -> Finding {
    let mut finding = Finding::Fits;
    for person in &household.persons {
        match matches(who, person) {
            Ok(true) => return Finding::Violated(1),
            Err(attribute) if finding == Finding::Fits => finding = Finding::Ask(attribute),
            Ok(false) | Err(_) => {}
        }
    }
    finding
}
