//! Who may live where, and why not: one household, one home, before any variable exists.

#[cfg(test)]
mod checks;
mod clash;
mod home;
mod person;
mod scope;
mod sieve;
mod sight;
mod tests;
mod verdict;

pub use clash::{Clash, Stance, clashes};
pub use home::Home;
pub use person::{matches, standing, steps_up, wish_points};
pub use scope::{ScopeInstance, scope_name, scopes_of};
pub use sieve::Sieve;
pub use tests::{Candidate, Finding};
pub use verdict::{HomeSet, Openings, Tally, Verdict, homes_where, most};

use crate::problem::{Measure, RuleId, Strictness};

/// Why a household may not live in a home.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Refusal<'r> {
    /// The rule, a resource, or what the office fixed itself: `ban`, `offer_refused`, `reserved`; `shortlist`.
    pub rule: &'r str,
    /// The attribute to ask for, where it is only unknown.
    pub ask: Option<String>,
}

/// What depends on the start comes to, for one household in one home from one date.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Judgement<'r> {
    /// Hard rules against it; none: eligible.
    pub refusals: Vec<Refusal<'r>>,
    /// Soft rules broken: (level it is paid in, price).
    pub prices: Vec<(&'r Measure, i64)>,
}

impl<'r> Judgement<'r> {
    /// Adds what a rule found, by its strictness.
    pub fn add(&mut self, rule: &'r RuleId, strictness: &'r Strictness, finding: Finding) {
        let Some((degree, ask)) = finding.against() else { return };
        match strictness {
            Strictness::Hard => self.refusals.push(Refusal { rule: rule.as_str(), ask }),
            Strictness::Soft { level, price } => self.prices.push((level, price.saturating_mul(degree))),
            Strictness::Off => {}
        }
    }
}
