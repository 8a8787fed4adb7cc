//! How faults are gathered: all of them with their words, or only that there is one.

use std::ops::ControlFlow;

use super::Fault;
use crate::problem::{Household, RuleId};

/// `Break` where nobody needs to look further.
pub(super) type Flow = ControlFlow<()>;

/// What is done with a fault.
pub(super) enum Faults {
    /// The first one ends the check; nothing is written down.
    First,
    /// Each one is written down.
    All(Vec<Fault>),
}

impl Faults {
    /// Takes a fault. Its words are made only where they are kept.
    pub(super) fn add(&mut self, fault: impl FnOnce() -> Fault) -> Flow {
        match self {
            Self::First => Flow::Break(()),
            Self::All(found) => {
                found.push(fault());
                Flow::Continue(())
            }
        }
    }
}

impl Fault {
    /// A fault of a household, under no rule.
    pub(super) fn of(code: &'static str, household: &Household, message: String) -> Self {
        Self { code, rule: None, household: Some(household.id.clone()), message }
    }

    /// The same fault, under a rule.
    pub(super) fn under(mut self, rule: &str) -> Self {
        self.rule = Some(RuleId::from(rule));
        self
    }

    /// A fault of nobody in particular, under a rule.
    pub(super) fn general(code: &'static str, rule: &str, message: String) -> Self {
        Self { code, rule: Some(RuleId::from(rule)), household: None, message }
    }
}
