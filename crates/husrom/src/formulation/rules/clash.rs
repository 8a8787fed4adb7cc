//! **Apart and same**: no newcomer in a clashing pair in a scope (R51–R55, R64, R69).
//!
//! Households fall into types by their marks; any two types that bear marks clash, so a scope is in one *mode* m: Σ_m z_m ≤ 1, and
//! for each household a of type m, Σ_{k∈scope} x_ak ≤ z_m — a row a person, no big M, no pair rows. A type that clashes with
//! itself has room for one household. A mover still at home when a newcomer that clashes with it starts must be gone:
//! Σ_{start ≤ s} x_a ≤ Σ_{start ≤ s} x_m. Residents who stay have been screened. Soft: a derived column marks each newcomer
//! household that meets one it clashes with.

use std::collections::{BTreeMap, BTreeSet};

use crate::eligibility::{Stance, clashes};
use crate::formulation::coupled::{Body, CoupledRule};
use crate::formulation::{Formulation, Ground, RowTag};
use crate::problem::{Date, Measure, Strictness};

/// Writes the rows.
pub fn write(formulation: &mut Formulation<'_>) {
    for index in 0..formulation.ground.coupled.len() {
        if !matches!(formulation.ground.coupled[index].body, Body::Pairs { .. }) {
            continue;
        }
        for scope in 0..formulation.ground.coupled[index].scopes.len() {
            let strictness = formulation.ground.coupled[index].rule.strictness.clone();
            let newcomers = Newcomers::of(&formulation.ground, &formulation.ground.coupled[index], scope);
            match strictness {
                Strictness::Hard => hard(formulation, &newcomers),
                Strictness::Soft { level, price } => soft(formulation, &newcomers, &level, price),
                Strictness::Off => {}
            }
        }
    }
}

/// Those who can come into one scope of a pairwise rule.
struct Newcomers {
    tag: RowTag,
    /// Pairs into the scope, by household; only households that bear marks.
    pairs: BTreeMap<usize, Vec<usize>>,
    stances: BTreeMap<usize, Stance>,
    /// Movers who live in the scope and bear marks.
    movers: Vec<(usize, Stance)>,
    /// Pairs that are in a clash whoever else comes: within the household, or with a resident who stays.
    lost: BTreeSet<usize>,
}

impl Newcomers {
    fn of(ground: &Ground<'_>, coupled: &CoupledRule<'_>, scope: usize) -> Self {
        let within = &coupled.scopes[scope];
        let mut pairs: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        let mut lost = BTreeSet::new();
        let occupants: Vec<_> = within.occupants.iter().map(|position| &ground.occupants[*position]).collect();
        for index in within.classes.iter().flat_map(|class| &ground.pairs_in[*class]).copied() {
            let pair = &ground.pairs[index];
            let part = &coupled.parts[pair.household];
            if part.stance.is_empty() {
                continue;
            }
            let alone = coupled.alone(scope, &ground.classes[pair.class]);
            let meets = occupants.iter().any(|occupant| {
                !occupant.moves
                    && occupant.household != pair.household
                    && occupant.present(pair.start)
                    && clashes(&part.stance, &coupled.parts[occupant.household].stance)
            });
            if part.clashes_within || (meets && !alone) {
                lost.insert(index);
            }
            if !alone || part.clashes_within {
                pairs.entry(pair.household).or_default().push(index);
            }
        }
        let alone = within.classes.iter().all(|class| coupled.alone(scope, &ground.classes[*class]));
        let movers = occupants
            .iter()
            .filter(|occupant| occupant.moves && !alone)
            .map(|occupant| (occupant.household, coupled.parts[occupant.household].stance.clone()))
            .filter(|(_, stance)| !stance.is_empty())
            .collect();
        let stances = pairs.keys().map(|household| (*household, coupled.parts[*household].stance.clone())).collect();
        let tag = RowTag::new(coupled.rule.id.as_str(), within.instance.name.as_str());
        Self { tag, pairs, stances, movers, lost }
    }

    fn sum(&self, household: usize, of: impl Fn(usize) -> bool) -> Vec<(usize, i64)> {
        self.pairs[&household].iter().filter(|pair| of(**pair)).map(|pair| (*pair, 1)).collect()
    }

    /// The types that occur, with their households.
    fn types(&self) -> BTreeMap<&Stance, Vec<usize>> {
        let mut types: BTreeMap<&Stance, Vec<usize>> = BTreeMap::new();
        for (household, stance) in &self.stances {
            types.entry(stance).or_default().push(*household);
        }
        types
    }
}

/// −Σ of a mover's pairs that have started by a date: minus one once it is gone.
fn gone(ground: &Ground<'_>, mover: usize, by: Date) -> Vec<(usize, i64)> {
    ground.pairs_of[mover].iter().filter(|pair| ground.pairs[**pair].start <= by).map(|pair| (*pair, -1)).collect()
}

fn starts(ground: &Ground<'_>, pairs: &[usize]) -> BTreeSet<Date> {
    pairs.iter().map(|pair| ground.pairs[*pair].start).collect()
}

fn hard(formulation: &mut Formulation<'_>, newcomers: &Newcomers) {
    let types = newcomers.types();
    let self_clashing = types.iter().any(|(stance, households)| households.len() > 1 && clashes(stance, stance));
    if types.len() > 1 || self_clashing {
        let modes: Vec<usize> = types.keys().map(|_| formulation.derived(1, "mode")).collect();
        for ((stance, households), mode) in types.iter().zip(&modes) {
            let all = |_| true;
            if clashes(stance, stance) {
                let mut terms: Vec<_> = households.iter().flat_map(|household| newcomers.sum(*household, all)).collect();
                terms.push((*mode, -1));
                formulation.program.row(terms, 0, newcomers.tag.clone());
                continue;
            }
            for household in households {
                let mut terms = newcomers.sum(*household, all);
                terms.push((*mode, -1));
                formulation.program.row(terms, 0, newcomers.tag.clone());
            }
            let of_mode = households.iter().flat_map(|household| &newcomers.pairs[household]);
            formulation.modes.push((*mode, of_mode.copied().collect()));
        }
        formulation.program.row(modes.iter().map(|mode| (*mode, 1)).collect(), 1, newcomers.tag.clone());
    }
    for (household, pairs) in &newcomers.pairs {
        let stance = &newcomers.stances[household];
        for (mover, theirs) in newcomers.movers.iter().filter(|(mover, theirs)| mover != household && clashes(stance, theirs)) {
            let _ = theirs;
            for start in starts(&formulation.ground, pairs) {
                let ground = &formulation.ground;
                let mut terms = newcomers.sum(*household, |pair| ground.pairs[pair].start <= start);
                terms.extend(gone(ground, *mover, start));
                formulation.program.row(terms, 0, newcomers.tag.clone());
            }
        }
    }
}

fn soft(formulation: &mut Formulation<'_>, newcomers: &Newcomers, level: &Measure, price: i64) {
    for pair in &newcomers.lost {
        formulation.pay(level, *pair, price);
    }
    let types: Vec<(Stance, Vec<usize>)> = newcomers.types().into_iter().map(|(stance, them)| (stance.clone(), them)).collect();
    let mut present = Vec::new();
    for (_, households) in &types {
        let here = formulation.derived(1, "present");
        for household in households {
            let mut terms = newcomers.sum(*household, |_| true);
            terms.push((here, -1));
            formulation.program.row(terms, 0, newcomers.tag.clone());
        }
        present.push(here);
    }
    for (position, (stance, households)) in types.iter().enumerate() {
        for household in households {
            // Pairs that are in a clash anyway are priced already.
            let open = |pair: usize| !newcomers.lost.contains(&pair);
            let mine = newcomers.sum(*household, open);
            if mine.is_empty() {
                continue;
            }
            let meets = formulation.derived(1, "meets");
            let mut met = false;
            let mut bind = |formulation: &mut Formulation<'_>, mut terms: Vec<(usize, i64)>, bound: i64| {
                terms.push((meets, -1));
                formulation.program.row(terms, bound, newcomers.tag.clone());
                met = true;
            };
            for (other, here) in present.iter().enumerate().filter(|(other, _)| *other != position) {
                if clashes(stance, &types[other].0) {
                    let mut terms = mine.clone();
                    terms.push((*here, 1));
                    bind(formulation, terms, 1);
                }
            }
            if clashes(stance, stance) {
                for other in households.iter().filter(|other| *other != household) {
                    let mut terms = mine.clone();
                    terms.extend(newcomers.sum(*other, |_| true));
                    bind(formulation, terms, 1);
                }
            }
            for (mover, _) in newcomers.movers.iter().filter(|(mover, theirs)| mover != household && clashes(stance, theirs)) {
                for start in starts(&formulation.ground, &newcomers.pairs[household]) {
                    let ground = &formulation.ground;
                    let mut terms = newcomers.sum(*household, |pair| open(pair) && ground.pairs[pair].start <= start);
                    terms.extend(gone(ground, *mover, start));
                    bind(formulation, terms, 0);
                }
            }
            if met {
                formulation.pay(level, meets, price);
            }
        }
    }
}
