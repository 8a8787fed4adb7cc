//! From a problem solved before, a changed copy comes out as from nothing: to the placement, and as well proved.

use husrom::planning::{Change, HowStrict, PriceOf, Scenario};
use husrom::problem::Measure;
use husrom::{Allocation, Prepared, Problem, allocate, proof};
use rayon::prelude::*;

use crate::dice::Dice;

/// One or two changes of any kind.
fn scenario(problem: &Problem, dice: &mut Dice) -> Scenario {
    let changes = (0..=dice.roll(2)).map(|_| change(problem, dice)).collect();
    Scenario::new("changed", changes)
}

fn change(problem: &Problem, dice: &mut Dice) -> Change {
    let category = dice.pick(problem.sites()).category;
    let count = 1 + u32::try_from(dice.roll(2)).unwrap();
    let rules: Vec<String> = problem.rules().iter().map(|rule| rule.id.to_string()).collect();
    let resources: Vec<String> = problem.parts().resources.iter().map(|resource| resource.id.to_string()).collect();
    let percent = *dice.pick(&[0, 50, 90, 100, 110, 150]);
    match dice.roll(8) {
        0 => Change::AddHomes { category, count, like: None, new_site: dice.chance(50) },
        1 | 2 => Change::CloseHomes { category, count: 1 },
        3 if !rules.is_empty() => {
            let strictness = *dice.pick(&[HowStrict::Off, HowStrict::Hard, HowStrict::Soft]);
            Change::Rule { id: dice.pick(&rules).clone(), strictness, level: None, price: None }
        }
        4 if !rules.is_empty() => Change::Loosen { id: dice.pick(&rules).clone(), by: *dice.pick(&[-1, 1]) },
        5 | 6 if !resources.is_empty() => Change::Resource { id: dice.pick(&resources).clone(), percent },
        7 => Change::Price { what: PriceOf::Hostel, category: None, percent },
        _ => Change::Demand { percent },
    }
}

/// Solves the problem of a seed, and some changed copies of it from there and from nothing; how many, and how many without a search.
fn compare(seed: u64) -> Result<(usize, usize), String> {
    let solved = crate::problem(seed).ok().and_then(|problem| allocate(&problem).run().ok().map(|base| (problem, base)));
    let Some((problem, base)) = solved else { return Ok((0, 0)) };
    let prepared = Prepared::of(&base);
    let mut dice = Dice::of(seed ^ 0x5ca1_ab1e);
    let (mut all, mut unchanged) = (0, 0);
    for _ in 0..4 {
        let scenario = scenario(&problem, &mut dice);
        let Ok(changed) = scenario.apply(&problem) else { continue };
        let Ok(cold) = allocate(&changed).run() else { continue };
        let warm = allocate(&changed).near(&prepared).run().map_err(|error| format!("seed {seed}: {error}"))?;
        let levels = |allocation: &Allocation| -> Vec<_> {
            allocation.levels().iter().map(|level| (level.measure.clone(), level.value, level.bound)).collect()
        };
        // Without the lot at the end there may be several best allocations.
        let is_same = levels(&warm) == levels(&cold) && (!by_lot(&changed) || warm.placements() == cold.placements());
        if !is_same {
            return Err(format!(
                "seed {seed}: {:?}\n cold {:?}\n warm {:?} {:?} {:?}",
                scenario.changes,
                levels(&cold),
                levels(&warm),
                cold.placements(),
                warm.placements()
            ));
        }
        proof::verify(warm.problem(), warm.outcome()).map_err(|error| format!("seed {seed}: {error}"))?;
        all += 1;
        unchanged += usize::from(warm.outcome().effort.unchanged);
    }
    Ok((all, unchanged))
}

fn by_lot(problem: &Problem) -> bool {
    problem.levels().last().is_some_and(|goal| goal.measure == Measure::Lot && goal.tolerance.loss(i64::MAX) == 0)
}

#[test]
fn a_changed_problem_comes_out_as_from_nothing() {
    let compared: Vec<Result<(usize, usize), String>> = crate::some(4).into_par_iter().map(compare).collect();
    let faults: Vec<&String> = compared.iter().filter_map(|it| it.as_ref().err()).collect();
    assert!(faults.is_empty(), "{} differ, among them\n{:#?}", faults.len(), &faults[..faults.len().min(3)]);
    let sums = compared.iter().flatten().fold((0, 0), |sums, it| (sums.0 + it.0, sums.1 + it.1));
    println!("{} solved again, {} of them without a search", sums.0, sums.1);
    assert!(sums.1 * 20 > sums.0, "{} of {} without a search", sums.1, sums.0);
}
