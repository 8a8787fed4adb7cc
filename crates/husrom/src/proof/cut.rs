//! Cuts: rows that every integer solution keeps and a fractional vertex may break, derived from other rows in exact integers.
//!
//! For rows A·x ≤ b over integers 0 ≤ x ≤ u, multipliers m ≥ 0 and a divisor d, with α = mA and β = m·b:
//! Σ_j ⌊α_j / d⌋·x_j ≤ ⌊β / d⌋. Columns of a set R are counted down from their upper bounds instead, x_j = u_j − x̄_j, which raises
//! their coefficients: Σ_{j∉R} ⌊α_j / d⌋·x_j + Σ_{j∈R} ⌈α_j / d⌉·x_j ≤ ⌊(β − Σ_R α_j u_j) / d⌋ + Σ_R ⌈α_j / d⌉·u_j.
//!
//! # Source
//! Gomory (1958), Chvátal (1973).

use std::borrow::Borrow;

use crate::allocation::{Certificate, Cut, Refutation};
use crate::formulation::{Row, RowTag, divided};

/// A combination of rows, not yet rounded. Its numbers are exact: what 64 bits do not hold is no combination.
struct Combination {
    /// (column, Σ m·a), by column.
    terms: Vec<(usize, i64)>,
    /// Σ m·b.
    bound: i64,
}

impl Combination {
    /// Multipliers of rows over so many columns; `None` if one is negative, names no row, or the numbers are too large.
    fn of<R: Borrow<Row>>(rows: &[R], multipliers: &[(u32, i64)], columns: usize) -> Option<Self> {
        let (mut sums, mut bound) = (vec![0_i64; columns], 0_i64);
        for (row, multiplier) in multipliers {
            let row = rows.get(usize::try_from(*row).ok()?).filter(|_| *multiplier >= 0)?.borrow();
            bound = bound.checked_add(multiplier.checked_mul(row.bound)?)?;
            for (column, coefficient) in &row.terms {
                let sum = sums.get_mut(*column)?;
                *sum = sum.checked_add(multiplier.checked_mul(*coefficient)?)?;
            }
        }
        let terms = sums.into_iter().enumerate().filter(|(_, sum)| *sum != 0).collect();
        Some(Self { terms, bound })
    }

    /// The cut with a divisor, which is positive, and columns raised, by column; `None` if the numbers are too large.
    fn cut(&self, divisor: i64, raised: &[u32], uppers: &[i64]) -> Option<Row> {
        let divisor = Some(divisor).filter(|divisor| *divisor > 0)?;
        let (mut rest, mut above) = (self.bound, 0_i64);
        let mut terms = Vec::with_capacity(self.terms.len());
        let mut raised = raised.iter().map(|column| *column as usize).peekable();
        for (column, sum) in &self.terms {
            while raised.next_if(|it| it < column).is_some() {}
            let floor = sum.div_euclid(divisor);
            let coefficient = if raised.next_if_eq(column).is_some() && sum % divisor != 0 {
                let upper = *uppers.get(*column)?;
                rest = rest.checked_sub(sum.checked_mul(upper)?)?;
                above = above.checked_add((floor + 1).checked_mul(upper)?)?;
                floor + 1
            } else {
                floor
            };
            if coefficient != 0 {
                terms.push((*column, coefficient));
            }
        }
        let bound = rest.div_euclid(divisor).checked_add(above)?;
        let (terms, bound) = divided(terms, bound);
        Some(Row { terms, bound, tag: RowTag::new("cut", "") })
    }
}

/// The row that a cut comes to; `None` if it is derived from nothing, or the numbers are too large for exact arithmetic.
pub fn derive(cut: &Cut, rows: &[&Row], uppers: &[i64]) -> Option<Row> {
    Combination::of(rows, &cut.multipliers, uppers.len())?.cut(cut.divisor, &cut.raised, uppers)
}

/// Which cuts some rows stand on: those among the rows, and those that these are derived from. The first cut has the number `first`.
fn needed<'r>(cuts: &[&Cut], first: usize, rows: impl IntoIterator<Item = &'r (u32, i64)>) -> Vec<bool> {
    let at = |(row, _): &(u32, i64)| (*row as usize).checked_sub(first).filter(|at| *at < cuts.len());
    let mut needed = vec![false; cuts.len()];
    rows.into_iter().filter_map(at).for_each(|at| needed[at] = true);
    for cut in (0..cuts.len()).rev() {
        if needed[cut] {
            cuts[cut].multipliers.iter().filter_map(at).for_each(|at| needed[at] = true);
        }
    }
    needed
}

/// Numbers of rows once only those cuts are left that are needed: of the cuts from `first` on, and of any after them.
fn renumbered(multipliers: &mut [(u32, i64)], first: usize, needed: &[bool]) {
    for (row, _) in multipliers {
        let before = needed.iter().take((*row as usize).saturating_sub(first));
        *row -= u32::try_from(before.filter(|needed| !**needed).count()).unwrap_or(0);
    }
}

/// A refutation by multipliers, with those of the cuts that it stands on. The first cut has the number `first`.
pub fn refutation(cuts: &[&Cut], first: usize, multipliers: &[(u32, i64)]) -> Refutation {
    let needed = needed(cuts, first, multipliers);
    let left = cuts.iter().zip(&needed).filter(|(_, needed)| **needed).map(|(cut, _)| (*cut).clone());
    let mut refutation = Refutation { cuts: left.collect(), multipliers: multipliers.to_vec() };
    let of_cuts = refutation.cuts.iter_mut().map(|cut| &mut cut.multipliers);
    of_cuts.chain([&mut refutation.multipliers]).for_each(|multipliers| renumbered(multipliers, first, &needed));
    refutation
}

/// The refutation where one more cut has this number: those from there on have the next.
pub fn make_room(refutation: &mut Refutation, number: usize) {
    let of_cuts = refutation.cuts.iter_mut().flat_map(|cut| &mut cut.multipliers);
    for (row, _) in of_cuts.chain(&mut refutation.multipliers) {
        *row += u32::from(*row as usize >= number);
    }
}

/// Leaves out the cuts that no certificate stands on. The first cut of the first certificate has the number `first`.
pub fn prune(certificates: &mut [Certificate], first: usize) {
    let all: Vec<Cut> = certificates.iter().flat_map(|certificate| certificate.cuts.iter().cloned()).collect();
    let mut seen = 0;
    let mut of_certificates: Vec<(u32, i64)> = Vec::new();
    for certificate in certificates.iter() {
        seen += certificate.cuts.len();
        let refutation = certificate.refutation.iter();
        let refuting = refutation.flat_map(|it| it.cuts.iter().map(|cut| &cut.multipliers).chain([&it.multipliers]));
        let rows = certificate.multipliers.iter().chain(refuting).flatten();
        // Those after are the refutation's own.
        of_certificates.extend(rows.filter(|(row, _)| (*row as usize) < first + seen));
    }
    let needed = needed(&all.iter().collect::<Vec<_>>(), first, &of_certificates);
    let mut seen = 0;
    for certificate in certificates {
        let mut stays = needed[seen..].iter();
        seen += certificate.cuts.len();
        certificate.cuts.retain(|_| stays.next().is_some_and(|stays| *stays));
        let needed = &needed[..seen];
        let of_cuts = certificate.cuts.iter_mut().map(|cut| &mut cut.multipliers);
        let refuting = certificate.refutation.iter_mut();
        let refuting = refuting.flat_map(|it| it.cuts.iter_mut().map(|cut| &mut cut.multipliers).chain([&mut it.multipliers]));
        let all = of_cuts.chain(&mut certificate.multipliers).chain(refuting);
        all.for_each(|multipliers| renumbered(multipliers, first, needed));
    }
}

#[cfg(test)]
mod tests {
    use super::super::numbers::{Numbers, points};
    use super::*;

    fn row(terms: Vec<(usize, i64)>, bound: i64) -> Row {
        Row { terms, bound, tag: RowTag::new("", "") }
    }

    fn keeps(point: &[i64], rows: &[Row]) -> bool {
        rows.iter().all(|row| row.activity(point) <= row.bound)
    }

    fn random(numbers: &mut Numbers) -> (Vec<i64>, Vec<Row>) {
        let uppers: Vec<i64> = (0..4).map(|_| 1 + numbers.below(3)).collect();
        let rows = (0..3).map(|_| {
            let terms = (0..4).map(|column| (column, numbers.below(9) - 4)).filter(|(_, it)| *it != 0).collect();
            row(terms, numbers.below(12))
        });
        (uppers, rows.collect())
    }

    fn random_cut(numbers: &mut Numbers, rows: usize) -> Cut {
        let multipliers = (0..rows).map(|row| (u32::try_from(row).unwrap(), numbers.below(5))).filter(|(_, it)| *it > 0);
        let multipliers = multipliers.collect();
        Cut { multipliers, divisor: 1 + numbers.below(7), raised: (0..4).filter(|_| numbers.below(2) == 0).collect() }
    }

    #[test]
    fn no_solution_is_cut_off() {
        let mut numbers = Numbers(7);
        let mut tight = 0;
        for _ in 0..4_000 {
            let (uppers, mut rows) = random(&mut numbers);
            let lawful: Vec<Vec<i64>> = points(&uppers).into_iter().filter(|point| keeps(point, &rows)).collect();
            // Cuts of cuts are cuts.
            for _ in 0..3 {
                let cut = random_cut(&mut numbers, rows.len());
                let row = derive(&cut, &rows.iter().collect::<Vec<_>>(), &uppers).unwrap();
                assert!(lawful.iter().all(|point| row.activity(point) <= row.bound), "{cut:?} of {rows:?}");
                tight += usize::from(lawful.iter().any(|point| row.activity(point) == row.bound));
                rows.push(row);
            }
        }
        assert!(tight > 300, "hardly any cut touches a solution: {tight}");
    }

    #[test]
    fn halves_are_cut_off() {
        // Any two of three, but no two together: a triangle, of which the relaxation takes three halves.
        let rows = [row(vec![(0, 1), (1, 1)], 1), row(vec![(1, 1), (2, 1)], 1), row(vec![(0, 1), (2, 1)], 1)];
        let cut = Cut { multipliers: vec![(0, 1), (1, 1), (2, 1)], divisor: 2, raised: Vec::new() };
        let row = derive(&cut, &rows.iter().collect::<Vec<_>>(), &[1, 1, 1]).unwrap();
        assert_eq!((row.terms, row.bound), (vec![(0, 1), (1, 1), (2, 1)], 1));
    }

    #[test]
    fn what_is_counted_from_above_is_rounded_up() {
        // 3x − y ≤ 1 over 0 and 1: x ≤ 0 whatever y is, which rounding down alone does not see.
        let rows = [row(vec![(0, 3), (1, -1)], 1)];
        let cut = |raised| Cut { multipliers: vec![(0, 1)], divisor: 3, raised };
        let derived = |raised| derive(&cut(raised), &rows.iter().collect::<Vec<_>>(), &[1, 1]).unwrap();
        assert_eq!((derived(vec![]).terms, derived(vec![]).bound), (vec![(0, 1), (1, -1)], 0));
        assert_eq!((derived(vec![1]).terms, derived(vec![1]).bound), (vec![(0, 1)], 0));
    }

    #[test]
    fn what_proves_nothing_is_no_cut() {
        let rows = [row(vec![(0, 1)], 1)];
        let derived = |multipliers, divisor, raised| derive(&Cut { multipliers, divisor, raised }, &[&rows[0]], &[1]);
        assert!(derived(vec![(0, 1)], 2, vec![]).is_some());
        assert!(derived(vec![(0, -1)], 2, vec![]).is_none(), "a negative multiplier");
        assert!(derived(vec![(1, 1)], 2, vec![]).is_none(), "no such row");
        assert!(derived(vec![(0, 1)], 0, vec![]).is_none(), "no divisor");
        assert!(derived(vec![(0, 1)], -2, vec![]).is_none(), "a negative divisor");
        assert!(derived(vec![(0, i64::MAX), (0, i64::MAX)], 1, vec![]).is_none(), "too large");
    }

    #[test]
    fn only_the_cuts_that_are_needed_are_left_and_say_the_same() {
        let mut numbers = Numbers(11);
        for _ in 0..500 {
            let (uppers, rows) = random(&mut numbers);
            let mut all = rows.clone();
            let mut cuts = Vec::new();
            for _ in 0..6 {
                let cut = random_cut(&mut numbers, all.len());
                all.push(derive(&cut, &all.iter().collect::<Vec<_>>(), &uppers).unwrap());
                cuts.push(cut);
            }
            let some = random_cut(&mut numbers, all.len()).multipliers;
            let sum = |rows: &[Row], of: &[(u32, i64)]| {
                let combination = Combination::of(rows, of, uppers.len()).unwrap();
                (combination.terms, combination.bound)
            };
            let pruned = refutation(&cuts.iter().collect::<Vec<_>>(), rows.len(), &some);
            let mut fewer = rows.clone();
            for cut in &pruned.cuts {
                fewer.push(derive(cut, &fewer.iter().collect::<Vec<_>>(), &uppers).unwrap());
            }
            assert!(fewer.len() <= all.len());
            assert_eq!(sum(&fewer, &pruned.multipliers), sum(&all, &some));
        }
    }

    #[test]
    fn a_refutation_says_the_same_where_one_more_cut_comes_before_its_own() {
        let mut numbers = Numbers(13);
        let mut stood_on_cuts = 0;
        for _ in 0..500 {
            let (uppers, rows) = random(&mut numbers);
            let sums = |mut rows: Vec<Row>, refutation: &Refutation| {
                for cut in &refutation.cuts {
                    rows.push(derive(cut, &rows.iter().collect::<Vec<_>>(), &uppers).unwrap());
                }
                let sum = Combination::of(&rows, &refutation.multipliers, uppers.len()).unwrap();
                (sum.terms, sum.bound)
            };
            let cuts = [random_cut(&mut numbers, rows.len()), random_cut(&mut numbers, rows.len() + 1)];
            let some = random_cut(&mut numbers, rows.len() + 2).multipliers;
            let mut refutation = refutation(&cuts.iter().collect::<Vec<_>>(), rows.len(), &some);
            let before = sums(rows.clone(), &refutation);
            stood_on_cuts += usize::from(!refutation.cuts.is_empty());
            let one_more = derive(&random_cut(&mut numbers, rows.len()), &rows.iter().collect::<Vec<_>>(), &uppers).unwrap();
            make_room(&mut refutation, rows.len());
            assert_eq!(sums([rows, vec![one_more]].concat(), &refutation), before);
        }
        assert!(stood_on_cuts > 200);
    }
}
