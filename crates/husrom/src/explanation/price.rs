//! What rules cost: the round solved without each of them, and without each pair that is kept apart.

use serde::{Deserialize, Serialize};

use super::cause::Exchange;
use super::{ExplainError, Explainer, exchange};
use crate::planning::{Change, Scenario};
use crate::problem::{PersonId, Problem, RelationKind, RuleId, Strictness};
use crate::round::{AllocateError, allocate};

/// What is done without.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Dropped {
    /// A rule that is on.
    Rule(RuleId),
    /// Two persons who are kept apart.
    Pair(PersonId, PersonId),
}

impl Dropped {
    fn name(&self) -> String {
        match self {
            Self::Rule(rule) => rule.to_string(),
            Self::Pair(one, other) => format!("{one}, {other}"),
        }
    }
}

/// What something costs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Price {
    /// What is left out.
    pub of: Dropped,
    /// The best allocation without it, beside this one: what each level gains is a loss below 0. `None` where the run was ended.
    pub without: Option<Exchange>,
}

impl Explainer<'_> {
    /// The price of each rule that is on, and of each pair kept apart without exception.
    ///
    /// # Errors
    /// [`ExplainError`].
    pub fn prices(&self) -> Result<Vec<Price>, ExplainError> {
        let on = self.problem().rules().iter().filter(|rule| rule.strictness != Strictness::Off);
        let rules = on.map(|rule| Dropped::Rule(rule.id.clone()));
        let relations = self.problem().parts().relations.iter();
        let apart = relations.filter(|it| it.kind == RelationKind::Apart && it.strictness == Strictness::Hard);
        let pairs = apart.map(|relation| Dropped::Pair(relation.one.clone(), relation.other.clone()));
        let all: Vec<Dropped> = rules.chain(pairs).collect();
        self.each(&all, Dropped::name, |of| self.price(of.clone()))
    }

    fn price(&self, of: Dropped) -> Result<Price, ExplainError> {
        let changed = without(self.problem(), &of);
        let Some(problem) = changed.filter(|_| !self.interrupt.is_set()) else { return Ok(Price { of, without: None }) };
        match self.limited(allocate(&problem)).near(self.prepared()).run() {
            Ok(allocation) => Ok(Price { of, without: Some(exchange::between(self.allocation, &allocation)) }),
            Err(AllocateError::TooSoon(_)) => Ok(Price { of, without: None }),
            Err(error) => Err(error.into()),
        }
    }
}

/// The problem without a rule or a pair kept apart.
fn without(problem: &Problem, of: &Dropped) -> Option<Problem> {
    match of {
        Dropped::Rule(rule) => Scenario::new("without", vec![Change::off(rule)]).apply(problem).ok(),
        Dropped::Pair(one, other) => {
            let mut parts = problem.parts().clone();
            parts.relations.retain(|it| it.kind != RelationKind::Apart || it.one != *one || it.other != *other);
            Problem::from_parts(parts).ok()
        }
    }
}
