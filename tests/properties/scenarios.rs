//! Scenarios: the same rows in the same order on any number of threads, and one that fails says so in its row.

use husrom::planning::{Change, HowStrict, PriceOf, Scenario, SweepOptions, SweepRow, sweep};
use husrom::problem::Category;
use husrom::{Problem, allocate};

fn scenarios(problem: &Problem) -> Vec<Scenario> {
    let category = problem.sites()[0].category;
    let add = |count| Change::AddHomes { category, count, like: None, new_site: true };
    let rule = |strictness| Change::Rule { id: "regel-0".to_owned(), strictness, level: None, price: Some(2) };
    vec![
        Scenario::new("som nå", vec![]),
        Scenario::new("én til", vec![add(1)]),
        Scenario::new("tre til", vec![add(3)]),
        Scenario::new("regelen av", vec![rule(HowStrict::Off)]),
        Scenario::new("regelen myk", vec![rule(HowStrict::Soft)]),
        Scenario::new("dobbelt så mange", vec![Change::Demand { percent: 200 }]),
        Scenario::new("halvparten", vec![Change::Demand { percent: 50 }]),
        Scenario::new("dyrere hospits", vec![Change::Price { what: PriceOf::Hostel, category: None, percent: 150 }]),
        Scenario::new("ingen slik bolig", vec![Change::CloseHomes { category: Category::Omsorgsbolig, count: 1 }]),
        Scenario::new("ingen slik regel", vec![Change::Loosen { id: "finnes ikke".to_owned(), by: 1 }]),
    ]
}

fn rows(problem: &Problem, threads: usize) -> Vec<SweepRow> {
    let options = SweepOptions { threads: Some(threads), ..SweepOptions::default() };
    let mut rows = sweep(problem, &scenarios(problem), &options, |_| {});
    rows.iter_mut().for_each(|row| row.seconds = 0.0);
    rows
}

#[test]
fn a_sweep_gives_the_same_rows_on_any_number_of_threads() {
    for seed in 0..25 {
        let problem = crate::problem(seed).unwrap();
        let on_one = rows(&problem, 1);
        assert_eq!(on_one, rows(&problem, 2), "seed {seed}");
        assert_eq!(on_one, rows(&problem, 5), "seed {seed}");
        let numbers: Vec<usize> = on_one.iter().map(|row| row.number).collect();
        assert_eq!(numbers, (1..=10).collect::<Vec<_>>(), "seed {seed}");
    }
}

#[test]
fn the_first_row_of_a_sweep_is_the_round_itself() {
    for seed in 0..50 {
        let problem = crate::problem(seed).unwrap();
        let Ok(allocation) = allocate(&problem).run() else { continue };
        let row = &rows(&problem, 2)[0];
        let levels: Vec<(String, i64)> = allocation.levels().iter().map(|level| (level.measure.clone(), level.value)).collect();
        assert_eq!(row.levels, levels, "seed {seed}");
        assert_eq!(row.placed as usize, allocation.placements().len(), "seed {seed}");
        assert!(row.proved, "seed {seed}");
    }
}

#[test]
fn a_scenario_that_fails_says_so_and_the_others_are_solved() {
    let problem = (0..).find_map(|seed| crate::problem(seed).ok().filter(|problem| allocate(problem).run().is_ok())).unwrap();
    let rows = rows(&problem, 2);
    assert!(rows[0].error.is_none());
    assert!(
        rows[8].error.as_ref().is_some_and(|error| error.contains("omsorgsbolig") || error.contains("0 empty homes")),
        "{rows:?}"
    );
    assert!(rows[9].error.as_ref().is_some_and(|error| error.contains("finnes ikke")), "{rows:?}");
}

#[test]
fn an_interrupted_sweep_says_so_in_every_row() {
    let problem = crate::problem(1).unwrap();
    let options = SweepOptions::default();
    options.interrupt.set();
    let rows = sweep(&problem, &scenarios(&problem), &options, |_| {});
    assert!(rows.iter().all(|row| row.error.is_some() && row.levels.is_empty()), "{rows:?}");
}
