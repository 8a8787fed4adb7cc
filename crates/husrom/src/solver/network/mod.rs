//! Where nothing couples households but the homes themselves, placing them is a flow, and every level is solved in integers.
//!
//! Each household has one unit to send, each class as many to take as there are homes, and a column is an arc between them. What is
//! best at one level is what uses no arc that costs its bound anything: those are closed, the others are all that the next level
//! chooses from, beginning with the tree that the last one ended with.
//!
//! *Certificates.* The potentials at a level's end are its multipliers, but not always alone: a household or class that a level before
//! has used up stays so, and its multiplier may be negative. So each level before is added, row held and multipliers, as often as it
//! takes to make up for that: in all, it adds nothing to the bound. From the last to the first, because a level has no multipliers for
//! what only a later one used up. Columns that are closed need no such care: what is held fixes them.

mod simplex;
#[cfg(test)]
mod tests;

use crate::formulation::{ColumnTag, Linear, Program};
pub use simplex::End;
use simplex::Tree;

/// A program as a network, and how far its levels are solved.
pub struct Network<'p> {
    program: &'p Program,
    tree: Tree,
    /// Nodes that send; those after them take.
    sources: usize,
    /// The row of each node; a household with a single column may have none.
    rows: Vec<Option<usize>>,
    /// The column of each arc after the nodes' own.
    columns: Vec<usize>,
    /// For each level solved, the multiplier of each node.
    solved: Vec<Vec<i64>>,
    /// The first level with a multiplier for each node: there it is used up.
    used_up: Vec<Option<usize>>,
}

impl<'p> Network<'p> {
    /// The network of a program's columns that can be more than 0; `None` where it has rows that are not a network's: beyond each
    /// household once, rows that count columns, no column in more than one.
    pub fn of(program: &'p Program, uppers: &[i64]) -> Option<Self> {
        let (mut once, mut counted) = (vec![None; uppers.len()], vec![None; uppers.len()]);
        let (mut senders, mut takers) = (Vec::new(), Vec::new());
        for (index, row) in program.rows.iter().enumerate() {
            let is_once = row.tag.rule.as_str() == "once";
            let free = || row.terms.iter().filter(|(column, _)| uppers[*column] > 0);
            let most: i64 = free().map(|(column, coefficient)| coefficient.max(&0) * uppers[*column]).sum();
            if most <= row.bound {
                continue;
            }
            let place = if is_once { &mut once } else { &mut counted };
            let is_count = row.bound > 0 && (!is_once || row.bound == 1) && free().all(|(_, coefficient)| *coefficient == 1);
            if !is_count || free().any(|(column, _)| place[*column].is_some()) {
                return None;
            }
            let nodes = if is_once { &mut senders } else { &mut takers };
            free().for_each(|(column, _)| place[*column] = Some(nodes.len()));
            nodes.push(index);
        }
        let columns: Vec<usize> = (0..uppers.len()).filter(|column| uppers[*column] > 0).collect();
        let of_pairs = |column: &usize| uppers[*column] == 1 && matches!(program.columns[*column], ColumnTag::Pair(_));
        if !columns.iter().all(of_pairs) {
            return None;
        }
        let mut rows: Vec<Option<usize>> = senders.into_iter().map(Some).collect();
        for column in &columns {
            // Alone: no row says that it is at most once.
            once[*column].get_or_insert_with(|| {
                rows.push(None);
                rows.len() - 1
            });
        }
        let sources = rows.len();
        rows.extend(takers.into_iter().map(Some));
        let supply = |(node, row): (usize, &Option<usize>)| {
            if node < sources { 1 } else { row.map_or(0, |row| -program.rows[row].bound) }
        };
        let supplies: Vec<i64> = rows.iter().enumerate().map(supply).collect();
        let root = rows.len();
        let ends = |column: &usize| Some((once[*column]?, counted[*column].map_or(root, |taker| sources + taker)));
        let arcs: Vec<(usize, usize)> = columns.iter().filter_map(ends).collect();
        let tree = Tree::of(&supplies, arcs);
        let used_up = vec![None; rows.len()];
        Some(Self { program, tree, sources, rows, columns, solved: Vec::new(), used_up })
    }

    /// Solves one more level among the solutions that are best at those before.
    pub fn maximise(&mut self, objective: &Linear, stop: impl FnMut() -> bool) -> End {
        let mut worths = vec![0; self.program.columns.len()];
        for (column, coefficient) in &objective.terms {
            worths[*column] = *coefficient;
        }
        let worth_of = self.columns.iter().map(|column| worths[*column]);
        self.tree.maximise(self.rows.iter().map(|_| 0).chain(worth_of), stop)
    }

    /// The solution that the flow is.
    pub fn solution(&self) -> Vec<i64> {
        let mut solution = vec![0; self.program.columns.len()];
        for (arc, flow) in self.tree.flows() {
            if let Some(column) = arc.checked_sub(self.rows.len()).and_then(|at| self.columns.get(at)) {
                solution[*column] = flow;
            }
        }
        solution
    }

    /// Goes on to the next level: the multipliers that prove this one, over the program's rows and the levels held; `None` where they
    /// are too large.
    pub fn prove(&mut self) -> Option<Vec<(u32, i64)>> {
        let sign = |node: usize| if node < self.sources { 1 } else { -1 };
        let prices: Vec<i64> = (0..self.rows.len()).map(|node| sign(node) * self.tree.potential(node)).collect();
        let multipliers = self.multipliers(&prices);
        for (used_up, price) in self.used_up.iter_mut().zip(&prices) {
            if *price != 0 {
                used_up.get_or_insert(self.solved.len());
            }
        }
        self.solved.push(prices);
        self.tree.narrow();
        multipliers
    }

    fn multipliers(&self, prices: &[i64]) -> Option<Vec<(u32, i64)>> {
        let mut sums: Vec<i128> = prices.iter().map(|price| i128::from(*price)).collect();
        let mut held = Vec::new();
        for (level, before) in self.solved.iter().enumerate().rev() {
            let used_up = (0..sums.len()).filter(|node| self.used_up[*node] == Some(level));
            let times = used_up.map(|node| -sums[node].div_euclid(i128::from(before[node]))).max().unwrap_or(0).max(0);
            for (sum, price) in sums.iter_mut().zip(before) {
                *sum = times.checked_mul(i128::from(*price)).and_then(|more| sum.checked_add(more))?;
            }
            held.push((self.program.rows.len() + level, times));
        }
        let of_rows = self.rows.iter().zip(&sums).filter_map(|(row, sum)| Some(((*row)?, *sum)));
        let counting = of_rows.chain(held).filter(|(_, multiplier)| *multiplier != 0);
        let multipliers = counting.map(|(row, multiplier)| Some((u32::try_from(row).ok()?, i64::try_from(multiplier).ok()?)));
        let mut multipliers: Vec<(u32, i64)> = multipliers.collect::<Option<_>>()?;
        multipliers.sort_unstable();
        Some(multipliers)
    }
}
