//! The equality audit against somebody who works out what it hides, by arithmetic over everything it tells.
//!
//! The allocations are drawn, not solved: an audit counts whatever it is given.

use std::collections::BTreeMap;
use std::sync::Arc;

use husrom::Problem;
use husrom::allocation::{Allocation, Effort, Options, Outcome, Placement, Reason, Stopped, Unplaced};
use husrom::problem::*;
use husrom::report::{Audit, AuditRow, Grouping};
use rayon::prelude::*;

use crate::dice::Dice;

const DAY: Date = Date::constant(2026, 1, 5);
const FEW: i64 = 5;

/// Some households, some of whom are eligible for something, and some of those placed.
fn drawn(seed: u64) -> Allocation {
    let dice = &mut Dice::of(seed ^ 0xa0d1);
    let count = (5 + dice.roll(75)) * (1 + dice.roll(5));
    let (open, lucky, skew) = (20 + dice.roll(81), 10 + dice.roll(80), dice.roll(3));
    let waiting: Vec<serde_json::Value> = (0..count)
        .map(|number| {
            // Some groups are large and some small.
            let gender = dice.pick(&["woman", "man", "man", "man", "other", "?"][..if skew == 0 { 2 } else { 6 }]);
            let district = dice.pick(&["Nord", "Nord", "Nord", "Sør", "Sør", "Øst", "Vest"][..if skew == 1 { 7 } else { 5 }]);
            let course = dice.pick(&["none", "recovery", "stable_treatment", "active_use", "active_use", "active_use"]);
            let age = 18 + dice.roll(if skew == 2 { 60 } else { 20 });
            let known = dice.chance(80).then(|| format!("2025-0{}-01", 1 + dice.roll(9)));
            serde_json::json!({"id": format!("S{number}"), "class": 1, "gender": gender, "district": district, "course": course,
                "age": age, "situation": dice.pick(&["homeless", "temporary", "at_risk"]), "waiting_since": known})
        })
        .collect();
    let units: Vec<serde_json::Value> = (0..count).map(|n| serde_json::json!({"id": format!("H{n}"), "site": "H"})).collect();
    let sites: Vec<serde_json::Value> = [("H", "Nord"), ("I", "Sør"), ("J", "Øst"), ("K", "Vest")]
        .map(|(id, district)| serde_json::json!({"id": id, "category": "ordinaer", "district": district}))
        .to_vec();
    let problem = serde_json::json!({"schema": "husrom/1", "round": {"id": "r", "date": DAY.to_string()}, "sites": sites,
        "units": units, "applicants": waiting});
    let problem = Problem::from_json(problem.to_string()).unwrap_or_else(|error| panic!("{error}"));
    let (mut placements, mut unplaced) = (Vec::new(), Vec::new());
    for (number, household) in problem.households().iter().enumerate() {
        let is_open = dice.chance(open);
        if is_open && dice.chance(lucky) {
            placements.push(Placement {
                household: household.id.clone(),
                unit: format!("H{number}").as_str().into(),
                start: DAY,
            });
        } else {
            unplaced.push(Unplaced {
                household: household.id.clone(),
                eligible_homes: u32::from(is_open),
                excluded_by: BTreeMap::new(),
                ask_for: Vec::new(),
                reason: Reason { code: String::new(), nb: String::new(), en: String::new() },
                needs_roof: false,
            });
        }
    }
    Allocation::new(Arc::new(problem), outcome(placements, unplaced))
}

fn outcome(placements: Vec<Placement>, unplaced: Vec<Unplaced>) -> Outcome {
    Outcome {
        chains: vec![None; placements.len()],
        placements,
        unplaced,
        vacant: Vec::new(),
        levels: Vec::new(),
        composition: Vec::new(),
        resources: Vec::new(),
        standing: Vec::new(),
        roofs: Vec::new(),
        stopped: Stopped::Finished,
        options: Options::default(),
        effort: Effort::default(),
        certificates: Vec::new(),
    }
}

/// Offered; eligible and not offered; not eligible: what a group is made of.
type Cells = [i64; 3];

/// What is true, by group, worked out here from the raw people.
fn truth(allocation: &Allocation, grouping: Grouping) -> BTreeMap<String, Cells> {
    let mut cells: BTreeMap<String, Cells> = BTreeMap::new();
    for (household, application) in allocation.problem().applicants() {
        let person = &household.persons[0];
        let group = match grouping {
            Grouping::Gender => person.gender.map(|gender| gender.to_string()),
            Grouping::Age => person.age.map(|age| {
                ["under 25", "25-39", "40-59", "60+"][[25, 40, 60].iter().filter(|least| age >= **least).count()].to_owned()
            }),
            Grouping::Course => person.course.map(|course| course.to_string()),
            Grouping::District => application.district.as_ref().map(ToString::to_string),
            Grouping::Situation => application.situation.map(|situation| situation.to_string()),
        };
        let placed = allocation.placements().iter().any(|it| it.household == household.id);
        let open = allocation.unplaced().iter().any(|it| it.household == household.id && it.eligible_homes > 0);
        let cell = if placed {
            0
        } else if open {
            1
        } else {
            2
        };
        cells.entry(group.unwrap_or_else(|| "unknown".to_owned())).or_default()[cell] += 1;
    }
    cells
}

/// A sum of unknown cells, and what it is: (coefficients, value).
type Equation = (Vec<i64>, i64);

/// Everything the rows tell, over three unknown cells for each group; the last row is the sum of the others.
fn equations(rows: &[AuditRow]) -> Vec<Equation> {
    let groups = rows.len() - 1;
    let mut equations = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        for (told, cells) in [(row.waiting, 3), (row.eligible, 2), (row.offered, 1)] {
            if let Some(told) = told {
                let counts = |unknown: usize| (at == groups || unknown / 3 == at) && unknown % 3 < cells;
                equations.push(((0..groups * 3).map(|unknown| i64::from(counts(unknown))).collect(), i64::from(told)));
            }
        }
    }
    equations
}

/// What each cell can be at least and at most, by going round the equations until nothing narrows; no cell is below 0.
fn ranges(equations: &[Equation], unknowns: usize) -> Vec<(i64, i64)> {
    let mut ranges = vec![(0, i64::from(u16::MAX)); unknowns];
    loop {
        let before = ranges.clone();
        for (coefficients, value) in equations {
            for one in (0..unknowns).filter(|one| coefficients[*one] != 0) {
                let others = (0..unknowns).filter(|other| *other != one && coefficients[*other] != 0);
                let (mut least, mut most) = (*value, *value);
                for other in others {
                    let (low, high) = (coefficients[other] * ranges[other].0, coefficients[other] * ranges[other].1);
                    (least, most) = (least - low.max(high), most - low.min(high));
                }
                let by = coefficients[one];
                let (least, most) = if by > 0 { (least, most) } else { (-most, -least) };
                let by = by.abs();
                ranges[one] = (ranges[one].0.max((least + by - 1).div_euclid(by)), ranges[one].1.min(most.div_euclid(by)));
            }
        }
        if before == ranges {
            return ranges;
        }
    }
}

/// The equations solved for as many cells as they can be, in whole numbers: each has a cell that no other has.
fn solved(mut equations: Vec<Equation>, unknowns: usize) -> Vec<Equation> {
    let mut done = 0;
    for unknown in 0..unknowns {
        let Some(at) = (done..equations.len()).find(|at| equations[*at].0[unknown] != 0) else { continue };
        equations.swap(done, at);
        let pivot = equations[done].clone();
        for (at, equation) in equations.iter_mut().enumerate() {
            if at != done {
                *equation = without(equation, &pivot, unknown);
            }
        }
        done += 1;
    }
    equations.truncate(done);
    equations
}

/// An equation with a cell taken out of it by another that has it.
fn without(equation: &Equation, pivot: &Equation, unknown: usize) -> Equation {
    let (own, other) = (equation.0[unknown], pivot.0[unknown]);
    if own == 0 {
        return equation.clone();
    }
    let take = |own_one: i64, other_one: i64| own_one * other - other_one * own;
    let left: Vec<i64> = equation.0.iter().zip(&pivot.0).map(|(one, two)| take(*one, *two)).collect();
    let value = take(equation.1, pivot.1);
    let whole = left.iter().fold(value.abs(), |whole, it| common(whole, it.abs())).max(1);
    (left.into_iter().map(|it| it / whole).collect(), value / whole)
}

fn common(one: i64, other: i64) -> i64 {
    if other == 0 { one } else { common(other, one % other) }
}

/// The value of a sum of cells, if the equations give it.
fn value(solved: &[Equation], sum: Vec<i64>) -> Option<i64> {
    // Scaled with a factor that is kept track of as one more cell.
    let mut wanted: Equation = (sum, 0);
    let mut scale = 1;
    for equation in solved {
        let pivot = equation.0.iter().position(|it| *it != 0)?;
        let (own, other) = (wanted.0[pivot], equation.0[pivot]);
        if own != 0 {
            wanted.0 = wanted.0.iter().zip(&equation.0).map(|(one, two)| one * other - two * own).collect();
            wanted.1 = wanted.1 * other - equation.1 * own;
            scale *= other;
        }
    }
    (wanted.0.iter().all(|it| *it == 0)).then(|| -wanted.1 / scale)
}

/// Somebody counted, but fewer than five.
fn is_small(count: i64) -> bool {
    (1..FEW).contains(&count)
}

fn attack(seed: u64) -> Result<(usize, usize), String> {
    let allocation = drawn(seed);
    let audit = Audit::of(&allocation);
    let (mut told, mut all) = (0, 0);
    for grouping in Grouping::all().iter().copied() {
        let (rows, truth) = (audit.rows(grouping), truth(&allocation, grouping));
        let say = |what: String| Err(format!("{grouping}: {what}\n {truth:?}\n {rows:?}"));
        for row in &rows[..rows.len() - 1] {
            let [offered, not_offered, shut] = truth[&row.group.code];
            let right = |count: Option<u32>, true_count: i64| count.is_none_or(|count| i64::from(count) == true_count);
            let is_right = right(row.waiting, offered + not_offered + shut)
                && right(row.eligible, offered + not_offered)
                && right(row.offered, offered);
            if !is_right {
                return say(format!("{} is counted wrong", row.group.code));
            }
            if row.offered.is_none() && (row.share, row.difference, row.ratio, row.waited_offered) != (None, None, None, None) {
                return say(format!("{} tells in shares what it hides in counts", row.group.code));
            }
            all += 1;
            told += usize::from(row.offered.is_some());
        }
        let groups = rows.len() - 1;
        let known = equations(&rows);
        let solved = solved(known.clone(), groups * 3);
        // What can be worked out of any set of groups: nothing of it may be small.
        for set in 1..1_usize << groups {
            for cells in [&[0][..], &[1], &[2], &[0, 1], &[0, 1, 2]] {
                let sum = (0..groups * 3).map(|it| i64::from(set >> (it / 3) & 1 == 1 && cells.contains(&(it % 3))));
                let is_told = |value: i64| if cells == [2] { is_small(value) } else { value < FEW };
                if let Some(value) = value(&solved, sum.collect()).filter(|value| is_told(*value)) {
                    return say(format!("cells {cells:?} of the groups {set:b} are known to be {value}"));
                }
            }
        }
        let known: Vec<Equation> = known.into_iter().chain(solved).collect();
        for (at, (least, most)) in ranges(&known, groups * 3).into_iter().enumerate() {
            let cells = truth[&rows[at / 3].group.code];
            if !(least..=most).contains(&cells[at % 3]) {
                return say("the attack itself is wrong".to_owned());
            }
            let hides = if at % 3 == 2 { is_small(cells[2]) } else { cells[at % 3] < FEW };
            if hides && most - least < FEW {
                return say(format!("cell {} of {} is between {least} and {most}", at % 3, rows[at / 3].group.code));
            }
        }
    }
    Ok((told, all))
}

#[test]
fn nobody_works_out_a_small_number() {
    let attacked = |seed: u64| attack(seed).map_err(|error| format!("seed {seed}: {error}"));
    let tried: Vec<Result<(usize, usize), String>> = crate::some(5).into_par_iter().map(attacked).collect();
    let failures: Vec<&String> = tried.iter().filter_map(|it| it.as_ref().err()).collect();
    assert!(
        failures.is_empty(),
        "{} fail, among them\n{}",
        failures.len(),
        failures.iter().take(4).map(|it| it.as_str()).collect::<Vec<_>>().join("\n")
    );
    let (told, all) = tried.iter().flatten().fold((0, 0), |sum, it| (sum.0 + it.0, sum.1 + it.1));
    println!("offers told of {told} of {all} groups");
    assert!(told * 5 > all, "an audit that hides all is safe and useless: {told} of {all} groups");
}

#[test]
fn the_order_of_rows_changes_nothing_in_an_audit() {
    for seed in 0..20 {
        let allocation = drawn(seed);
        let mut parts = allocation.problem().parts().clone();
        parts.households.reverse();
        let sorted = Problem::from_parts(parts).unwrap();
        let mut outcome = allocation.outcome().clone();
        outcome.unplaced.reverse();
        assert_eq!(Audit::of(&allocation), Audit::of(&Allocation::new(Arc::new(sorted), outcome)), "seed {seed}");
    }
}
