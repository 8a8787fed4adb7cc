//! `husrom._native`: the binding behind the Python package `husrom`. Conversions only; whatever decides anything is in the crate
//! `husrom`, and whatever a person reads is in `python/husrom`.
//!
//! Structured data that is not a table (progress events, scenarios, input faults) crosses as JSON.
#![deny(unsafe_code)]

mod allocation;
mod audit;
mod cells;
mod convert;
mod errors;
mod explanation;
mod one_by_one;
mod planning;
mod problem;
mod record;
mod run;
mod table;

#[pyo3::pymodule(name = "_native")]
mod native {
    #[pymodule_export]
    use super::allocation::{Allocation, allocate, verify};
    #[pymodule_export]
    use super::audit::Audit;
    #[pymodule_export]
    use super::explanation::{
        Explanation, Explanations, alternatives, backbone, explain, explained_record, prices, reserves, smallest_change, why,
        why_vacant,
    };
    #[pymodule_export]
    use super::one_by_one::{OneByOne, one_by_one};
    #[pymodule_export]
    use super::planning::sweep;
    #[pymodule_export]
    use super::problem::{Problem, json_schema, presets, why_impossible};
    #[pymodule_export]
    use super::record::{Party, Record};
    #[pymodule_export]
    use super::table::Table;
}
