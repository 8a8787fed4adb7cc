//! **Relations** between two persons of different households (R62).
//!
//! *Apart*, hard: relations of one scope level and end date form a graph; a greedy clique cover gives, for each clique C and scope,
//! Σ_{a∈C} Σ_{k∈scope, start ≤ until} x_ak ≤ 1 instead of a row a pair. A mover still at home must be gone, as in `clash`. *Together*, hard:
//! for each scope, Σ_{k∈scope} x_ak ≤ L_b, what of b lives there at the horizon, and the other way round. Soft: one derived column
//! for each relation.

use std::collections::{BTreeMap, BTreeSet};

use crate::eligibility::{Home, scope_name};
use crate::formulation::{Formulation, Ground, RowTag};
use crate::problem::{Date, PersonId, Relation, RelationKind, Scope, Strictness};

/// Pairs of households, the lower index first.
type Edges = BTreeSet<(usize, usize)>;

/// Writes the rows.
pub fn write(formulation: &mut Formulation<'_>) {
    let problem = formulation.ground.problem;
    let mut household_of: BTreeMap<&PersonId, usize> = BTreeMap::new();
    for (index, household) in problem.households().iter().enumerate() {
        household_of.extend(household.persons.iter().map(|person| (&person.id, index)));
    }
    let mut graphs: BTreeMap<(Scope, Option<Date>), Edges> = BTreeMap::new();
    for relation in &problem.parts().relations {
        let (Some(one), Some(other)) = (household_of.get(&relation.one), household_of.get(&relation.other)) else { continue };
        let (one, other) = (*one.min(other), *one.max(other));
        if one == other {
            continue;
        }
        match (relation.kind, &relation.strictness) {
            (_, Strictness::Off) => {}
            (RelationKind::Apart, Strictness::Hard) => {
                graphs.entry((relation.scope, relation.until)).or_default().insert((one, other));
                movers_first(formulation, relation, one, other, None);
            }
            (RelationKind::Apart, Strictness::Soft { level, price }) => {
                let broken = formulation.derived(1, "relation broken");
                formulation.pay(level, broken, *price);
                apart_soft(formulation, relation, one, other, broken);
                movers_first(formulation, relation, one, other, Some(broken));
            }
            (RelationKind::Together, strictness) => {
                if relation.until.is_none_or(|until| until >= problem.round().date) {
                    together(formulation, relation, one, other, strictness);
                }
            }
        }
    }
    for ((scope, until), edges) in graphs {
        apart_hard(formulation, scope, until, &edges);
    }
}

/// The scope that a pair lies in on a level; none where nobody else can be in it.
fn scope_of(ground: &Ground<'_>, pair: usize, scope: Scope) -> Option<String> {
    let class = &ground.classes[ground.pairs[pair].class];
    (scope != Scope::Unit || class.is_shared()).then(|| scope_name(scope, &class.home)).flatten()
}

/// The scope that a household lives in now.
fn home_scope(ground: &Ground<'_>, household: usize, scope: Scope) -> Option<String> {
    let unit = ground.problem.unit(ground.occupant(household)?.unit)?;
    scope_name(scope, &Home::of(ground.problem, unit)?)
}

/// The pairs of a household into each scope that start by a date.
fn by_scope(ground: &Ground<'_>, household: usize, scope: Scope, until: Option<Date>) -> BTreeMap<String, Vec<usize>> {
    let mut scopes: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    let pairs = ground.pairs_of[household].iter();
    for pair in pairs.filter(|pair| until.is_none_or(|until| ground.pairs[**pair].start <= until)) {
        if let Some(name) = scope_of(ground, *pair, scope) {
            scopes.entry(name).or_default().push(*pair);
        }
    }
    scopes
}

fn plus(pairs: &[usize]) -> impl Iterator<Item = (usize, i64)> {
    pairs.iter().map(|pair| (*pair, 1))
}

fn apart_hard(formulation: &mut Formulation<'_>, scope: Scope, until: Option<Date>, edges: &Edges) {
    for clique in clique_cover(edges) {
        let mut rows: BTreeMap<String, Vec<(usize, i64)>> = BTreeMap::new();
        for household in &clique {
            for (name, pairs) in by_scope(&formulation.ground, *household, scope, until) {
                rows.entry(name).or_default().extend(plus(&pairs));
            }
        }
        for (name, terms) in rows {
            formulation.program.row(terms, 1, RowTag::new("relation", name));
        }
    }
}

/// Cliques that together cover every edge, grown greedily in canonical order.
fn clique_cover(edges: &Edges) -> Vec<Vec<usize>> {
    let mut neighbours: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    for (one, other) in edges {
        neighbours.entry(*one).or_default().insert(*other);
        neighbours.entry(*other).or_default().insert(*one);
    }
    let mut covered: BTreeSet<(usize, usize)> = BTreeSet::new();
    let mut cliques = Vec::new();
    for (one, other) in edges {
        if covered.contains(&(*one, *other)) {
            continue;
        }
        let mut clique = vec![*one, *other];
        let mut common: BTreeSet<usize> = neighbours[one].intersection(&neighbours[other]).copied().collect();
        while let Some(next) = common.pop_first() {
            common = common.intersection(&neighbours[&next]).copied().collect();
            clique.push(next);
        }
        clique.sort_unstable();
        for (position, first) in clique.iter().enumerate() {
            covered.extend(clique[position + 1..].iter().map(|second| (*first, *second)));
        }
        cliques.push(clique);
    }
    cliques
}

/// A newcomer meets a mover at home unless the mover is gone by then; with `broken`, meeting it sets that column instead.
fn movers_first(formulation: &mut Formulation<'_>, relation: &Relation, one: usize, other: usize, broken: Option<usize>) {
    for (newcomer, mover) in [(one, other), (other, one)] {
        let ground = &formulation.ground;
        let Some(home) = home_scope(ground, mover, relation.scope) else { continue };
        if !ground.occupant(mover).is_some_and(|occupant| occupant.moves) {
            continue;
        }
        let Some(pairs) = by_scope(ground, newcomer, relation.scope, relation.until).remove(&home) else { continue };
        let starts: BTreeSet<Date> = pairs.iter().map(|pair| ground.pairs[*pair].start).collect();
        for start in starts {
            let ground = &formulation.ground;
            let by = |pair: &&usize| ground.pairs[**pair].start <= start;
            let mut terms: Vec<(usize, i64)> = pairs.iter().filter(by).map(|pair| (*pair, 1)).collect();
            terms.extend(ground.pairs_of[mover].iter().filter(by).map(|pair| (*pair, -1)));
            terms.extend(broken.map(|broken| (broken, -1)));
            formulation.program.row(terms, 0, RowTag::new("relation", home.as_str()));
        }
    }
}

fn apart_soft(formulation: &mut Formulation<'_>, relation: &Relation, one: usize, other: usize, broken: usize) {
    let ground = &formulation.ground;
    let ones = by_scope(ground, one, relation.scope, relation.until);
    let mut others = by_scope(ground, other, relation.scope, relation.until);
    let mut rows = Vec::new();
    for (name, pairs) in &ones {
        if let Some(theirs) = others.remove(name) {
            let terms: Vec<_> = plus(pairs).chain(plus(&theirs)).chain([(broken, -1)]).collect();
            rows.push((terms, 1, name.clone()));
        }
    }
    for (newcomer, resident) in [(one, other), (other, one)] {
        let Some(occupant) = ground.occupant(resident).filter(|occupant| !occupant.moves) else { continue };
        let Some(home) = home_scope(ground, resident, relation.scope) else { continue };
        let pairs = by_scope(ground, newcomer, relation.scope, relation.until).remove(&home).unwrap_or_default();
        let met = pairs.into_iter().filter(|pair| occupant.present(ground.pairs[*pair].start));
        let mut terms: Vec<_> = met.map(|pair| (pair, 1)).collect();
        terms.push((broken, -1));
        rows.push((terms, 0, home));
    }
    for (terms, bound, name) in rows {
        formulation.program.row(terms, bound, RowTag::new("relation", name));
    }
}

fn together(formulation: &mut Formulation<'_>, relation: &Relation, one: usize, other: usize, strictness: &Strictness) {
    let broken = match strictness {
        Strictness::Soft { level, price } => {
            let broken = formulation.derived(1, "relation broken");
            formulation.pay(level, broken, *price);
            Some(broken)
        }
        _ => None,
    };
    for (placed, with) in [(one, other), (other, one)] {
        let ground = &formulation.ground;
        let scopes = by_scope(ground, placed, relation.scope, None);
        let in_a_scope: BTreeSet<usize> = scopes.values().flatten().copied().collect();
        let nowhere: Vec<usize> = ground.pairs_of[placed].iter().copied().filter(|pair| !in_a_scope.contains(pair)).collect();
        let theirs = by_scope(ground, with, relation.scope, None);
        let home = ground.occupant(with).filter(|occupant| occupant.present(ground.problem.round().horizon));
        let home = home.map(|occupant| (occupant.moves, home_scope(ground, with, relation.scope)));
        let mut rows = vec![(plus(&nowhere).collect::<Vec<_>>(), 0, String::new())];
        for (name, pairs) in &scopes {
            let mut terms: Vec<(usize, i64)> = plus(pairs).collect();
            terms.extend(theirs.get(name).into_iter().flatten().map(|pair| (*pair, -1)));
            let mut bound = 0;
            if let Some((moves, Some(scope))) = &home
                && scope == name
            {
                bound = 1;
                if *moves {
                    terms.extend(ground.pairs_of[with].iter().map(|pair| (*pair, 1)));
                }
            }
            rows.push((terms, bound, name.clone()));
        }
        for (mut terms, bound, name) in rows {
            terms.extend(broken.map(|broken| (broken, -1)));
            formulation.program.row(terms, bound, RowTag::new("relation", name));
        }
    }
}
