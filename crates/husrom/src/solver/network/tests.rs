//! The simplex against every flow there is, level by level.

use super::Network;
use super::simplex::{End, Tree};
use crate::formulation::{ColumnTag, Linear, Program, RowTag};
use crate::proof::{Bounded, Left, Supposed, hold, suppose};

/// Draws that repeat.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }

    fn index(&mut self, sides: usize) -> usize {
        usize::try_from(self.roll(sides as u64)).unwrap()
    }

    fn signed(&mut self, most: i64) -> i64 {
        i64::try_from(self.roll(2 * most.unsigned_abs() + 1)).unwrap() - most
    }
}

/// Households, each with some of the classes, and classes with a few homes.
fn program(dice: &mut Dice) -> Program {
    let (households, classes) = (1 + dice.index(5), 1 + dice.index(4));
    let mut program = Program::default();
    let mut inside = vec![Vec::new(); classes];
    for household in 0..households {
        let mut own = Vec::new();
        for class in &mut inside {
            // Sometimes from either of two dates.
            for _ in 0..dice.roll(10).saturating_sub(3).div_ceil(5) {
                let column = program.column(1, ColumnTag::Pair(program.columns.len()));
                own.push((column, 1));
                class.push((column, 1));
            }
        }
        program.row(own, 1, RowTag::new("once", household.to_string()));
    }
    for (class, terms) in inside.into_iter().enumerate() {
        program.row(terms, 1 + i64::try_from(dice.roll(2)).unwrap(), RowTag::new("homes", class.to_string()));
    }
    program
}

fn objective(dice: &mut Dice, columns: usize) -> Linear {
    let most = [1, 1, 3, 1000][dice.index(4)];
    let mut objective = Linear { constant: dice.signed(9), terms: Vec::new() };
    let sparse = dice.roll(3) == 0;
    for column in 0..columns {
        if !sparse || dice.roll(3) == 0 {
            objective.add(column, dice.signed(most));
        }
    }
    objective.ordered()
}

/// Every solution of a program of pairs.
fn solutions(program: &Program) -> Vec<Vec<i64>> {
    let mut found = vec![vec![]];
    for column in 0..program.columns.len() {
        let mut longer = Vec::new();
        for solution in found {
            for value in 0..=program.uppers[column] {
                let mut next: Vec<i64> = solution.clone();
                next.push(value);
                next.resize(program.columns.len(), 0);
                if program.broken(&next).is_none() {
                    next.truncate(column + 1);
                    longer.push(next);
                }
            }
        }
        found = longer;
    }
    found
}

#[test]
fn levels_of_small_networks_equal_brute_force_and_are_proved() {
    let (mut used_up, mut levels_seen) = (0, 0);
    for seed in 0..1500 {
        let mut dice = Dice(seed);
        let program = program(&mut dice);
        let mut left = solutions(&program);
        let mut network = Network::of(&program, &program.uppers).expect("a network");
        let mut fixed = Left::all_of(&program);
        let mut held = Vec::new();
        for level in 0..2 + dice.index(6) {
            let objective = objective(&mut dice, program.columns.len());
            let most = left.iter().map(|solution| objective.value(solution)).max().unwrap();
            left.retain(|solution| objective.value(solution) == most);
            assert_eq!(network.maximise(&objective, || false), End::Optimal, "seed {seed}");
            let solution = network.solution();
            assert!(left.contains(&solution), "seed {seed}, level {level}: {} is not {most}", objective.value(&solution));
            let multipliers = network.prove().expect("small numbers");
            let rows: Vec<_> = program.rows.iter().chain(&held).collect();
            let bounded = Bounded::of(&fixed, &rows, &objective, &multipliers, 0).expect("multipliers");
            assert_eq!(bounded.floor(), Some(most), "seed {seed}, level {level}");
            used_up += usize::from(multipliers.iter().any(|(row, _)| *row as usize >= program.rows.len()));
            levels_seen += 1;
            let Some(Supposed::Stands(under)) = suppose(fixed, &rows, &objective, &[multipliers], 0, most) else {
                panic!("seed {seed}: the optimum is refuted");
            };
            fixed = under;
            held.push(hold(&objective, most, "level"));
        }
    }
    // Certificates that lean on a level before are not the exception.
    assert!(used_up * 20 > levels_seen, "{used_up} of {levels_seen}");
}

#[test]
fn what_a_household_shares_beyond_homes_is_no_network() {
    let mut program = Program::default();
    let columns: Vec<usize> = (0..4).map(|pair| program.column(1, ColumnTag::Pair(pair))).collect();
    program.row(vec![(columns[0], 1), (columns[1], 1)], 1, RowTag::new("once", "a"));
    program.row(vec![(columns[2], 1), (columns[3], 1)], 1, RowTag::new("once", "b"));
    program.row(vec![(columns[0], 1), (columns[2], 1)], 1, RowTag::new("homes", "k"));
    assert!(Network::of(&program, &program.uppers).is_some());
    let mut apart = program.clone();
    apart.row(vec![(columns[0], 1), (columns[3], 1)], 1, RowTag::new("apart", ""));
    assert!(Network::of(&apart, &apart.uppers).is_none());
    // Nobody can be in the last of them: the row says nothing.
    apart.uppers[columns[3]] = 0;
    assert!(Network::of(&apart, &apart.uppers).is_some());
    let mut freed = program.clone();
    freed.row(vec![(columns[0], 1), (columns[3], -1)], 0, RowTag::new("freed", ""));
    assert!(Network::of(&freed, &freed.uppers).is_none());
    let mut derived = program;
    derived.column(3, ColumnTag::Derived("excess"));
    assert!(Network::of(&derived, &derived.uppers).is_none());
}

#[test]
fn worths_too_large_for_exact_sums_are_refused() {
    let mut tree = Tree::of(&[1, -1], [(0, 1)]);
    assert_eq!(tree.maximise([0, 0, i64::MAX / 2], || false), End::Beyond);
    assert_eq!(tree.maximise([0, 0, 5], || false), End::Optimal);
    assert_eq!(tree.potential(0) - tree.potential(1), 5);
}
