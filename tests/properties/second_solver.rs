//! microlp, a solver in pure Rust that shares nothing with the first, finds the same optimum wherever no certificate stands.

use husrom::allocation::Grade;
use husrom::{Problem, allocate};
use rayon::prelude::*;

/// An error says at which level the two do not agree.
fn confirm(problem: &Problem) -> Result<u64, String> {
    let Ok(allocation) = allocate(problem).second_solver(true).run() else { return Ok(0) };
    let count = |grade: Grade| allocation.levels().iter().filter(|level| level.grade == grade).count() as u64;
    match allocation.levels().iter().find(|level| matches!(level.grade, Grade::Solver | Grade::Unproved)) {
        Some(level) => Err(format!("{} at {}: only {:?}", level.measure, level.held, level.grade)),
        None => Ok(count(Grade::TwoSolvers)),
    }
}

#[test]
fn a_second_solver_agrees_wherever_no_certificate_stands() {
    let confirmed: Vec<Result<u64, String>> = crate::some(10)
        .into_par_iter()
        .map(|seed| {
            let problem = crate::problem(seed).map_err(|error| error.to_string())?;
            confirm(&problem).map_err(|error| format!("seed {seed}: {error}"))
        })
        .collect();
    let failures: Vec<&String> = confirmed.iter().filter_map(|it| it.as_ref().err()).collect();
    let levels: u64 = confirmed.iter().flatten().sum();
    println!("the second solver confirmed {levels} levels of {} problems", confirmed.len());
    assert!(failures.is_empty(), "{failures:#?}");
    assert!(levels > 0, "no level was left for the second solver: the test says nothing");
}
