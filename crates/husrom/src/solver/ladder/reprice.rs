//! What the certificates of neighbours come to over the rows at hand.

use std::collections::BTreeMap;

use super::Ladder;
use crate::allocation::{Cut, Refutation};
use crate::formulation::Row;
use crate::proof::{Argument, Over, Shown, derive, shows, standing};
use crate::solver::neighbour::Repriced;
use crate::solver::rung::Rung;

impl Ladder<'_> {
    /// Bounds a level by what the certificate of a neighbour, by its number, comes to here.
    pub fn reprice(&mut self, rung: &mut Rung<'_>, neighbour: usize, known: &Repriced) {
        self.adopted.resize_with(self.adopted.len().max(neighbour + 1), BTreeMap::new);
        for (number, cut) in &known.cuts {
            let cut = Cut { multipliers: self.at_hand(neighbour, &cut.multipliers, None), ..cut.clone() };
            if let Some(at_hand) = self.adopt(rung, &cut) {
                self.adopted[neighbour].insert(*number, at_hand);
            }
        }
        let links: Vec<_> = known.links.iter().map(|link| self.at_hand(neighbour, link, None)).collect();
        let Some(first) = links.first() else { return };
        // Not every row that binds there binds here.
        self.offer(rung, standing(first, &self.left), known.scale);
        let refutation = known.refutation.as_ref().map(|(own, refutation)| {
            let at_hand = |multipliers: &[(u32, i64)]| self.at_hand(neighbour, multipliers, Some(*own));
            let cut = |cut: &Cut| Cut { multipliers: at_hand(&cut.multipliers), ..cut.clone() };
            Refutation { cuts: refutation.cuts.iter().map(cut).collect(), multipliers: at_hand(&refutation.multipliers) }
        });
        if let Some(bound) = known.bound.filter(|bound| rung.certified.is_some_and(|certified| *bound < certified)) {
            self.prove(rung, bound, links, known.scale, refutation);
        }
    }

    /// Takes a bound for a level if a chain and a refutation that are known from elsewhere prove it.
    fn prove(&self, rung: &mut Rung<'_>, bound: i64, links: Vec<Vec<(u32, i64)>>, scale: u32, refutation: Option<Refutation>) {
        let cuts: Vec<&Row> = self.cuts.iter().map(|(_, row)| row).collect();
        let over = Over { program: self.program, held: &self.held, levels: self.levels, cuts: &cuts };
        let argument = Argument { chain: &links, scale, refutation: refutation.as_ref() };
        let shown = shows(argument, over, &self.left, &rung.objective, bound + 1);
        if let Some(shown) = shown {
            rung.refutation = refutation.filter(|_| shown == Shown::ByRefutation);
            (rung.chain, rung.scale) = (links, scale);
            rung.certify(bound);
        }
    }

    /// Multipliers with the numbers that a neighbour's cuts have here; those of cuts that are not are lost. Those from its cut
    /// `own` on are about to follow the cuts there are.
    fn at_hand(&self, neighbour: usize, multipliers: &[(u32, i64)], own: Option<usize>) -> Vec<(u32, i64)> {
        let number = |row: u32| match (row as usize).checked_sub(self.first_cut()) {
            None => Some(row),
            Some(theirs) => {
                let follows = own.and_then(|own| theirs.checked_sub(own)).map(|at| self.first_cut() + self.cuts.len() + at);
                follows.or_else(|| self.adopted[neighbour].get(&theirs).copied()).and_then(|number| u32::try_from(number).ok())
            }
        };
        let mut at_hand: Vec<(u32, i64)> = multipliers.iter().filter_map(|(row, it)| Some((number(*row)?, *it))).collect();
        at_hand.sort_unstable();
        at_hand
    }

    /// Takes a cut that was found for a level once before; its number, unless it cannot be derived.
    pub fn adopt(&mut self, rung: &mut Rung<'_>, cut: &Cut) -> Option<usize> {
        let row = derive(cut, &self.rows(), &self.program.uppers)?;
        self.add_cut(cut, &row, rung);
        Some(self.first_cut() + self.cuts.len() - 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formulation::{ColumnTag, Level, Linear, Program, RowTag};
    use crate::problem::{Measure, Tolerance};

    /// x − y ≤ 0 and x + y ≤ 1, where x is at most a half: so 0, for integers.
    fn halves() -> Program {
        let mut program = Program::default();
        for pair in 0..2 {
            program.column(1, ColumnTag::Pair(pair));
        }
        let row = |y, bound| Row { terms: vec![(0, 1), (1, y)], bound, tag: RowTag::new("", "") };
        program.rows = vec![row(-1, 0), row(1, 1)];
        program
    }

    fn level() -> Level {
        let value = Linear { constant: 0, terms: vec![(0, 1)] };
        Level { measure: Measure::Fit, value, tolerance: Tolerance::default() }
    }

    /// What a certificate that bounds x at 0 comes to over a program and a cut that it does not know.
    fn repriced(program: &Program, known: &Repriced) -> Option<i64> {
        let level = level();
        let mut ladder = Ladder::of(program, 1);
        let mut rung = Rung::of(&level);
        let unknown = Cut { multipliers: vec![(1, 1)], divisor: 1, raised: Vec::new() };
        ladder.adopt(&mut rung, &unknown).unwrap();
        ladder.reprice(&mut rung, 0, known);
        let certificate = rung.certificate().unwrap();
        assert_eq!(certificate.refutation.is_some(), certificate.bound < 1 && known.refutation.is_some());
        rung.certified
    }

    #[test]
    fn a_refutation_is_priced_anew_with_the_cuts_of_its_own() {
        // Rows 0 and 1, the level held is 2, the first cut 3, which is the neighbour's first.
        let known = |cuts, multipliers| Repriced {
            links: vec![Vec::new()],
            bound: Some(0),
            refutation: Some((0, Refutation { cuts, multipliers })),
            ..Repriced::default()
        };
        let cut = Cut { multipliers: vec![(0, 1), (1, 1)], divisor: 2, raised: Vec::new() };
        let (program, mut wider) = (halves(), halves());
        wider.rows[1].bound = 2;
        for known in [known(Vec::new(), vec![(0, 1), (1, 1), (2, 2)]), known(vec![cut], vec![(2, 1), (3, 1)])] {
            assert_eq!(repriced(&program, &known), Some(0));
            assert_eq!(repriced(&wider, &known), Some(1), "there x can be 1");
        }
        assert_eq!(repriced(&program, &known(Vec::new(), vec![(2, 1)])), Some(1), "the level alone refutes nothing");
    }

    #[test]
    fn every_link_of_a_chain_is_priced_anew() {
        // Half of the second row says that x is 1 only where y is 0; the first row, that x is no more than y.
        let links = vec![vec![(1, 1)], vec![(0, 2)]];
        let known =
            |scale, links: &[Vec<(u32, i64)>]| Repriced { links: links.to_vec(), scale, bound: Some(0), ..Repriced::default() };
        let program = halves();
        assert_eq!(repriced(&program, &known(1, &links)), Some(0));
        assert_eq!(repriced(&program, &known(1, &links[..1])), Some(1));
        assert_eq!(repriced(&program, &known(1, &links[1..])), Some(1));
    }
}
