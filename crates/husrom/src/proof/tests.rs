//! What multipliers say, against every solution of small programs.

use super::numbers::{Numbers, points};
use super::*;

impl Numbers {
    /// Multipliers of four rows, negative ones too where they may be.
    fn multipliers(&mut self, binding: &BTreeSet<u32>) -> Vec<(u32, i64)> {
        let multipliers = (0..4).map(|row| {
            let least = if binding.contains(&row) { -6 } else { 0 };
            (row, (least + self.below(9 - least)) * self.below(2))
        });
        multipliers.filter(|(_, it)| *it != 0).collect()
    }

    /// Coefficients of five columns from −4 to 4.
    fn terms(&mut self) -> Vec<(usize, i64)> {
        (0..5).map(|column| (column, self.below(9) - 4)).filter(|(_, it)| *it != 0).collect()
    }
}

#[test]
fn whatever_is_fixed_every_solution_that_is_left_keeps_and_no_bound_is_below_one() {
    let mut numbers = Numbers(17);
    let (mut bound_rows, mut from_below, mut tight) = (0, 0, 0);
    for _ in 0..3_000 {
        let uppers: Vec<i64> = (0..5).map(|_| 1 + numbers.below(2)).collect();
        let rows: Vec<Row> =
            (0..4).map(|_| Row { terms: numbers.terms(), bound: numbers.below(6), tag: RowTag::new("", "") }).collect();
        let rows: Vec<&Row> = rows.iter().collect();
        let mut solutions = points(&uppers);
        solutions.retain(|point| rows.iter().all(|row| row.activity(point) <= row.bound));
        let mut left = Left { uppers, binding: BTreeSet::new() };
        // Three levels one after the other, of which each holds some value that a solution has.
        for _ in 0..3 {
            let objective = Linear { constant: numbers.below(5), terms: numbers.terms() };
            // The best of some: most bound nothing.
            let some = (0..40).map(|_| numbers.multipliers(&left.binding));
            let bounds = some.map(|it| (Bounded::of(&left, &rows, &objective, &it, 1).unwrap(), it));
            let (bounded, multipliers) = bounds.min_by_key(|(bounded, _)| bounded.total).unwrap();
            from_below += usize::from(multipliers.iter().any(|(_, it)| *it < 0));
            let most = solutions.iter().map(|point| objective.value(point)).max().unwrap();
            assert!(bounded.floor().unwrap() >= most);
            tight += usize::from(bounded.floor() == Some(most));
            let least = most - numbers.below(2);
            let Some(Supposed::Stands(under)) = suppose(left, &rows, &objective, &[multipliers], 1, least) else {
                panic!("a value that a solution has is refuted")
            };
            left = under;
            solutions.retain(|point| objective.value(point) >= least);
            bound_rows += left.binding.len();
            for point in &solutions {
                assert!(point.iter().zip(&left.uppers).all(|(value, upper)| value <= upper));
                assert!(left.binding.iter().all(|row| rows[*row as usize].activity(point) == rows[*row as usize].bound));
            }
        }
    }
    assert!(bound_rows > 500 && from_below > 100 && tight > 500, "{bound_rows}, {from_below}, {tight}");
}

#[test]
fn a_row_that_does_not_bind_is_not_taken_from_below() {
    let row = Row { terms: vec![(0, 1)], bound: 1, tag: RowTag::new("", "") };
    let objective = Linear { constant: 0, terms: vec![(0, -1)] };
    let said = |binding: &[u32]| {
        let left = Left { uppers: vec![1], binding: binding.iter().copied().collect() };
        Bounded::of(&left, &[&row], &objective, &[(0, -1)], 0).and_then(|bounded| bounded.floor())
    };
    assert_eq!(said(&[]), None);
    assert_eq!(said(&[0]), Some(-1), "it is met, so the column is 1");
}

#[test]
fn duals_are_multipliers_of_either_sign_only_where_rows_bind() {
    let duals = [(2, -0.5), (1, 0.25), (0, -1.0), (3, 1e-9)];
    assert_eq!(multipliers(duals, 2, &BTreeSet::from([2, 3])), [(1, 1), (2, -2)]);
}

#[test]
fn a_link_of_a_bolder_supposition_says_what_stands_under_a_weaker_one() {
    // x + y ≤ 1 and x ≤ 1: worth x + y. That it is worth 1 binds the first row, which then gives y from below: −x − y = −1.
    let row = |terms: &[usize]| Row { terms: terms.iter().map(|it| (*it, 1)).collect(), bound: 1, tag: RowTag::new("", "") };
    let rows = [row(&[0, 1]), row(&[0])];
    let rows: Vec<&Row> = rows.iter().collect();
    let program = Left { uppers: vec![1, 1], binding: BTreeSet::new() };
    let objective = Linear { constant: 0, terms: vec![(0, 1), (1, 1)] };
    let chain = [vec![(0, 1)], vec![(0, -1), (1, 2)]];
    let supposed = |least| suppose(program.clone(), &rows, &objective, &chain, 0, least);
    let under = |binding: &[u32]| Some(Supposed::Stands(Left { uppers: vec![1, 1], binding: binding.iter().copied().collect() }));
    assert_eq!(supposed(1), under(&[0]));
    assert_eq!(supposed(0), under(&[]), "nothing binds, and the second link is none the less one");
    assert_eq!(supposed(2), Some(Supposed::Refuted));
}
