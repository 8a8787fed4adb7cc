//! **Longest chain**: written only once a solution breaks it, because it hardly ever binds, and takes many columns of its own.
//!
//! *Followed* is the mover v whose own home, not shared, a household u is placed in; X_uv are the pairs that place it there. With L the most
//! placements in a chain or swap:
//!
//! - a run of L+1 placements p_1 … p_{L+1}, each into the home that the next one's household leaves, is forbidden by Σ x_{p_i} ≤ L. There
//!   are far too many of these, and they leave a relaxation as it is;
//! - so a placement that follows somebody has a *position* in its chain, counted from the home that is free anyway, or is part of one of
//!   the swaps C of no more than L: Σ X_uv = Σ_{k=2}^{L} y_uvk + Σ_{C ∋ uv} w_C, where v is at the position before:
//!   Σ_u y_uvk ≤ Σ_w y_vw(k−1), and at the first position if it follows nobody: Σ_u y_uv2 ≤ Σ x of v that follow nobody. Those whom nobody
//!   follows count as one u. Every swap has a column: what a longer one leaves is no position and no swap.
//!
//! # Source
//! Abraham, Blum and Sandholm (2007) for the columns of swaps, Dickerson et al. (2016), PICEF, for positions, both in kidney exchange.

use std::collections::{BTreeMap, BTreeSet};

use crate::formulation::{Formulation, Row, RowTag};

/// The most swaps, and the most steps in looking for them: with more, rows for single chains have to do.
const SWAPS: usize = 100_000;
const STEPS: usize = 2_000_000;

/// The row that forbids a chain, or swap, in `columns` that is longer than the office allows.
pub fn too_long_chain(formulation: &Formulation<'_>, columns: &[i64]) -> Option<Row> {
    let longest = longest(formulation)?;
    let ground = &formulation.ground;
    let chosen: BTreeMap<usize, usize> = ground
        .pairs
        .iter()
        .enumerate()
        .filter(|(index, _)| columns[*index] > 0)
        .map(|(index, pair)| (pair.household, index))
        .collect();
    for first in chosen.values() {
        let mut run = vec![*first];
        while run.len() <= longest {
            let next = followed(formulation, run[run.len() - 1]).and_then(|mover| chosen.get(&mover));
            match next {
                // A swap that is no longer than allowed closes before the run is full.
                Some(next) if *next != *first => run.push(*next),
                _ => break,
            }
        }
        if run.len() > longest {
            let mut terms: Vec<(usize, i64)> = run.into_iter().map(|pair| (pair, 1)).collect();
            terms.sort_unstable();
            return Some(Row { terms, bound: i64::try_from(longest).unwrap_or(i64::MAX), tag: RowTag::new("chain", "") });
        }
    }
    None
}

/// The most placements in a chain or swap, if the office limits them.
fn longest(formulation: &Formulation<'_>) -> Option<usize> {
    Some(usize::try_from(formulation.ground.problem.settings().longest_chain?).unwrap_or(usize::MAX))
}

/// The mover whose own home, not shared, a pair places its household in.
fn followed(formulation: &Formulation<'_>, pair: usize) -> Option<usize> {
    let ground = &formulation.ground;
    let class = &ground.classes[ground.pairs[pair].class];
    if class.is_shared() { None } else { class.movers.first().copied() }
}

/// The longest chain written out, over columns of its own, each 0 or 1, that come after the program's.
pub struct Chains {
    /// `Σ a·x ≤ b`.
    pub rows: Vec<Row>,
    /// `Σ a·x = b`.
    pub equations: Vec<Row>,
    /// Where the first of their columns is.
    first: usize,
    columns: Vec<Part>,
    arcs: Vec<Arc>,
}

/// What a column of its own says.
enum Part {
    /// That this arc is at this position of a chain.
    At(usize, usize),
    /// That these arcs are a swap.
    Swap(Vec<usize>),
}

/// One who follows and one who is followed; those whom nobody follows as one.
struct Arc {
    from: Option<usize>,
    to: usize,
    pairs: Vec<usize>,
}

impl Chains {
    /// The chains and swaps that some columns make possible; `None` where they are not limited, or there are too many swaps.
    pub fn among(formulation: &Formulation<'_>, among: &[usize]) -> Option<Self> {
        let longest = longest(formulation)?;
        let ground = &formulation.ground;
        let pairs = || among.iter().copied().filter(|column| *column < ground.pairs.len());
        let movers: BTreeSet<usize> = pairs().filter_map(|pair| followed(formulation, pair)).collect();
        let mut by_arc: BTreeMap<(Option<usize>, usize), Vec<usize>> = BTreeMap::new();
        // What each mover can have that nobody leaves: the first position.
        let mut last: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for pair in pairs() {
            let household = ground.pairs[pair].household;
            match followed(formulation, pair) {
                Some(to) => by_arc.entry((movers.get(&household).copied(), to)).or_default().push(pair),
                None => last.entry(household).or_default().push(pair),
            }
        }
        let arcs: Vec<Arc> = by_arc.into_iter().map(|((from, to), pairs)| Arc { from, to, pairs }).collect();
        let swaps = swaps(&arcs, longest)?;
        let first = formulation.program.columns.len();
        let mut chains = Self { rows: Vec::new(), equations: Vec::new(), first, columns: Vec::new(), arcs };
        // No chain has more placements than one for each mover, and one who was somewhere else before.
        for position in 2..=longest.min(movers.len() + 1) {
            last = chains.write_position(position, &last);
            if last.is_empty() {
                break;
            }
        }
        chains.columns.extend(swaps.into_iter().map(Part::Swap));
        chains.write_arcs();
        Some(chains)
    }

    /// The columns of a lawful solution, and then its own.
    pub fn extended(&self, columns: &[i64]) -> Vec<i64> {
        let is_chosen: Vec<bool> = self.arcs.iter().map(|arc| arc.pairs.iter().any(|pair| columns[*pair] > 0)).collect();
        let chosen = || self.arcs.iter().zip(&is_chosen).filter(|(_, is_chosen)| **is_chosen).map(|(arc, _)| arc);
        let next: BTreeMap<usize, usize> = chosen().filter_map(|arc| Some((arc.from?, arc.to))).collect();
        // Who is in a swap has somebody ahead for ever.
        let endless = next.len() + 2;
        let ahead = |arc: usize| {
            let movers = std::iter::successors(Some(self.arcs[arc].to), |mover| next.get(mover).copied());
            movers.take(endless).count()
        };
        let is_at = |arc: usize, position: usize| ahead(arc) + 1 == position && ahead(arc) < endless;
        let value = |part: &Part| match part {
            Part::At(arc, position) => is_chosen[*arc] && is_at(*arc, *position),
            Part::Swap(arcs) => arcs.iter().all(|arc| is_chosen[*arc]),
        };
        columns.iter().copied().chain(self.columns.iter().map(|part| i64::from(value(part)))).collect()
    }

    /// The indices of its columns.
    pub fn indices(&self) -> std::ops::Range<usize> {
        self.first..self.first + self.columns.len()
    }

    /// The columns of a position, given those of each mover at the one before; those of each mover at this one.
    fn write_position(&mut self, position: usize, last: &BTreeMap<usize, Vec<usize>>) -> BTreeMap<usize, Vec<usize>> {
        let mut here: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        let mut into: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for arc in 0..self.arcs.len() {
            let Arc { from, to, .. } = self.arcs[arc];
            if last.contains_key(&to) {
                let column = self.indices().end;
                self.columns.push(Part::At(arc, position));
                into.entry(to).or_default().push(column);
                if let Some(from) = from {
                    here.entry(from).or_default().push(column);
                }
            }
        }
        for (mover, columns) in into {
            let before = last[&mover].iter().map(|column| (*column, -1));
            let terms = before.chain(columns.into_iter().map(|column| (column, 1))).collect();
            self.rows.push(Row { terms, bound: 0, tag: RowTag::new("chain", format!("{mover} {position}")) });
        }
        here
    }

    /// Each arc by its position or its swap.
    fn write_arcs(&mut self) {
        let mut terms: Vec<Vec<(usize, i64)>> =
            self.arcs.iter().map(|arc| arc.pairs.iter().map(|pair| (*pair, 1)).collect()).collect();
        for (column, part) in self.indices().zip(&self.columns) {
            match part {
                Part::At(arc, _) => terms[*arc].push((column, -1)),
                Part::Swap(arcs) => arcs.iter().for_each(|arc| terms[*arc].push((column, -1))),
            }
        }
        let equation =
            |(arc, terms): (usize, Vec<(usize, i64)>)| Row { terms, bound: 0, tag: RowTag::new("chain", arc.to_string()) };
        self.equations = terms.into_iter().enumerate().map(equation).collect();
    }
}

/// The swaps of no more than so many households, each as its arcs; `None` if there are too many.
fn swaps(arcs: &[Arc], longest: usize) -> Option<Vec<Vec<usize>>> {
    let mut from: BTreeMap<usize, BTreeMap<usize, usize>> = BTreeMap::new();
    for (index, arc) in arcs.iter().enumerate() {
        if let Some(household) = arc.from {
            from.entry(household).or_default().insert(arc.to, index);
        }
    }
    let (mut swaps, mut steps) = (Vec::new(), 0);
    // Each from the first of its households.
    for first in from.keys() {
        let mut paths: Vec<Vec<usize>> = vec![Vec::new()];
        while let Some(path) = paths.pop() {
            let further = |arc: usize| path.iter().copied().chain([arc]).collect::<Vec<usize>>();
            let Some(ahead) = from.get(&path.last().map_or(*first, |arc: &usize| arcs[*arc].to)) else { continue };
            swaps.extend(ahead.get(first).map(|arc| further(*arc)));
            if path.len() + 1 < longest {
                let is_new = |to: &usize| path.iter().all(|before| arcs[*before].to != *to);
                paths.extend(ahead.range(first + 1..).filter(|(to, _)| is_new(to)).map(|(_, arc)| further(*arc)));
            }
            steps += 1;
            if swaps.len() > SWAPS || steps > STEPS {
                return None;
            }
        }
    }
    Some(swaps)
}
