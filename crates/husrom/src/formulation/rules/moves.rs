//! **Move limit**: at most so many permanent tenants move (R103, R200, R201).
//!
//! Σ x over the pairs of residents whose present home is permanent and selected by the rule ≤ most.

use crate::eligibility::Home;
use crate::formulation::{Formulation, RowTag};
use crate::problem::{Permanence, RuleKind, Strictness};

/// Writes the rows.
pub fn write(formulation: &mut Formulation<'_>) {
    let problem = formulation.ground.problem;
    for rule in problem.rules() {
        let RuleKind::MoveLimit { most } = rule.kind else { continue };
        let ground = &formulation.ground;
        let movers = ground.occupants.iter().filter(|occupant| {
            let home = problem.unit(occupant.unit).and_then(|unit| Home::of(problem, unit));
            home.is_some_and(|home| home.site.permanence() == Permanence::Permanent && home.matches(&rule.homes))
        });
        let mut terms: Vec<(usize, i64)> =
            movers.flat_map(|occupant| &ground.pairs_of[occupant.household]).map(|pair| (*pair, 1)).collect();
        let tag = RowTag::new(rule.id.as_str(), "");
        match &rule.strictness {
            Strictness::Hard => formulation.program.row(terms, i64::from(most), tag),
            Strictness::Soft { level, price } => {
                let excess = formulation.derived(i64::try_from(terms.len()).unwrap_or(i64::MAX), "excess");
                terms.push((excess, -1));
                formulation.program.row(terms, i64::from(most), tag);
                formulation.pay(level, excess, *price);
            }
            Strictness::Off => {}
        }
    }
}
