//! Verifying certificates from the problem and the outcome alone: the formulation is written anew, no solver is asked.

use thiserror::Error;

use super::{Argument, Left, Over, Supposed, derive, hold, numbered, shows, suppose};
use crate::allocation::check::{Fault, check};
use crate::allocation::{Grade, Outcome, Placement};
use crate::formulation::{Formulation, Row, columns_of};
use crate::problem::Problem;

/// Why an outcome's proof does not stand.
#[derive(Clone, Debug, PartialEq, Error)]
#[non_exhaustive]
pub enum CertificateError {
    /// The placements break a rule.
    #[error("the allocation is not lawful: {} faults", .0.len())]
    Unlawful(Vec<Fault>),
    /// A level is stated with a value that the allocation does not have, or is not among the problem's levels.
    #[error("level {measure}: the value stated is not the allocation's")]
    Value {
        /// The level.
        measure: String,
    },
    /// A level claims a certificate that is missing, or whose bound is not its value.
    #[error("level {measure}: the certificate does not bound it at the value claimed")]
    Bound {
        /// The level.
        measure: String,
    },
}

/// Checks the placements, every level's value, and every certified level, without any solver. Returns how many levels are certified.
///
/// # Errors
/// The first thing that does not stand.
pub fn verify(problem: &Problem, outcome: &Outcome) -> Result<usize, CertificateError> {
    let account = check(problem, &outcome.placements).map_err(CertificateError::Unlawful)?;
    let formulation = Formulation::of(problem);
    let value_error = |measure: &str| CertificateError::Value { measure: measure.to_owned() };
    if outcome.levels.len() != formulation.levels.len() {
        return Err(value_error(outcome.levels.last().map_or("", |level| level.measure.as_str())));
    }
    let (mut held, mut cuts): (Vec<Row>, Vec<Row>) = (Vec::new(), Vec::new());
    let program = &formulation.program;
    // What is proved is proved of the program: of placements that are no solution of it nothing is.
    let solution = columns_of(&formulation.ground, program, outcome.placements.iter().map(Placement::parts))
        .filter(|columns| program.broken(columns).is_none());
    let mut left = Left::all_of(program);
    let mut certified = 0;
    for ((level, stated), derived) in formulation.levels.iter().zip(&outcome.levels).zip(&account.values) {
        let sign: i64 = if level.measure.maximises() { 1 } else { -1 };
        let loss = level.tolerance.loss(stated.held);
        let lost = i128::from(sign) * (i128::from(stated.held) - i128::from(stated.value));
        if stated.measure != level.measure.to_string() || stated.value != *derived || lost > i128::from(loss) {
            return Err(value_error(&stated.measure));
        }
        let objective = level.to_maximise();
        // No round reaches numbers with which exact arithmetic fails; an outcome from outside may state them.
        let reached = sign.checked_mul(stated.held);
        let least = reached.and_then(|reached| reached.checked_sub(loss));
        let (Some(reached), Some(least)) = (reached, least) else { return Err(value_error(&stated.measure)) };
        if objective.constant.checked_sub(least).is_none() {
            return Err(value_error(&stated.measure));
        }
        let certificate = outcome.certificates.iter().find(|certificate| certificate.measure == stated.measure);
        let bound_error = || CertificateError::Bound { measure: stated.measure.clone() };
        // A certificate of a level that is not certified says less, but it says it truly: later levels stand on what it fixes.
        if stated.grade == Grade::Certified {
            let proved = certificate.is_some_and(|it| it.bound == stated.held);
            if solution.is_none() || !proved || stated.bound != Some(stated.held) {
                return Err(bound_error());
            }
            certified += 1;
        }
        if let Some(certificate) = certificate {
            for cut in &certificate.cuts {
                let row = derive(cut, &numbered(&program.rows, &held, formulation.levels.len(), &cuts), &program.uppers);
                cuts.push(row.ok_or_else(bound_error)?);
            }
            let rows = numbered(&program.rows, &held, formulation.levels.len(), &cuts);
            let suppose =
                |least: i64| suppose(left.clone(), &rows, &objective, &certificate.multipliers, certificate.scale, least);
            let above = sign.checked_mul(certificate.bound).and_then(|bound| bound.checked_add(1));
            let argument = Argument {
                chain: &certificate.multipliers,
                scale: certificate.scale,
                refutation: certificate.refutation.as_ref(),
            };
            let cuts: Vec<&Row> = cuts.iter().collect();
            let over = Over { program, held: &held, levels: formulation.levels.len(), cuts: &cuts };
            if above.and_then(|above| shows(argument, over, &left, &objective, above)).is_none() {
                return Err(bound_error());
            }
            // What is certified was reached, so it is not refuted itself.
            if stated.grade == Grade::Certified && suppose(reached) == Some(Supposed::Refuted) {
                return Err(bound_error());
            }
            // And the allocation is worth this much, so the supposition stands.
            let Some(Supposed::Stands(under)) = suppose(least) else { return Err(bound_error()) };
            left = under;
        }
        held.push(hold(&objective, least, &stated.measure));
    }
    Ok(certified)
}
