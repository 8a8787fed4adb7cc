//! Goals.

use std::collections::BTreeSet;

use super::{TypedTable, Value};
use crate::problem::{Goal, Goals, Tolerance};
use crate::tables::issue::{Code, Fault, Issue, say};
use crate::tables::origins::{Item, Origins};

/// Reads the goals, in their order.
pub(in crate::tables) fn goals(table: &TypedTable, origins: &mut Origins, issues: &mut Vec<Issue>) -> Goals {
    let ordered = table.rows().any(|row| row.is_given("order"));
    let mut seen = BTreeSet::new();
    let mut rows: Vec<_> = table.rows().collect();
    for row in &rows {
        let order: Option<u32> = row.int("order");
        let repeated = order.is_some_and(|order| !seen.insert(order));
        if (ordered && !row.is_given("order")) || repeated {
            let fault = Fault::new(
                Code::GoalOrder,
                say("rekkefølgen mangler her, eller er gitt to ganger", "the order is missing here, or is given twice"),
                say("Gi alle radene hvert sitt nummer, eller ingen.", "Give every row a number of its own, or none of them."),
            );
            issues.push(row.issue("order", fault, order.map(|order| order.to_string()).as_deref()));
        }
    }
    rows.sort_by_key(|row| row.int::<u32>("order"));
    let mut goals = Vec::new();
    for row in rows {
        let Value::Measure(measure) = row.value("measure") else { continue };
        origins.note(Item::Goal(goals.len()), row);
        let tolerance =
            Tolerance { absolute: row.int("tolerance").unwrap_or(0), permille: row.int("tolerance_permille").unwrap_or(0) };
        goals.push(Goal { measure: measure.clone(), tolerance });
    }
    // Goals that could not be read have been told of; that there are none is not so.
    if goals.is_empty() && !table.rows.is_empty() { Goals::shipped() } else { Goals(goals) }
}
