//! The rules that couple households, one a file. Every rule on a single household was decided before.

mod chain;
mod clash;
mod count;
mod flow;
mod homes;
mod lift;
mod moves;
mod once;
mod pin;
mod relation;
mod resource;

pub use chain::{Chains, too_long_chain};

use super::Formulation;

/// Writes every rule's rows, in a canonical order.
pub fn write(formulation: &mut Formulation<'_>) {
    once::write(formulation);
    homes::write(formulation);
    pin::write(formulation);
    count::write(formulation);
    clash::write(formulation);
    relation::write(formulation);
    resource::write(formulation);
    moves::write(formulation);
    lift::write(formulation);
}
