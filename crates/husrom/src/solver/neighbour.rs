//! A neighbour: a program that was solved before and differs a little from the one at hand.
//!
//! It gives a start, its solution repaired; multipliers, which bound a level whatever the rows are, priced anew; and where the program
//! at hand does nothing but narrow what is possible, the neighbour's optimum itself if it is still possible: nothing can be better.

use std::collections::BTreeMap;

use super::restrict::implies;
use crate::allocation::{Certificate, Cut, Grade, Outcome, Placement, Refutation};
use crate::formulation::{Formulation, Ground, Level, Program, RowTag, columns_of, pair_of, too_long_chain};
use crate::problem::{Date, HouseholdId, Measure};

/// A household in a home of a class from a start, in names that hold in any program of nearly the same problem.
type PairName = (HouseholdId, String, Date);

/// A program with what its solution proved.
pub struct Solved {
    program: Program,
    levels: Vec<Level>,
    pairs: Vec<PairName>,
    columns: Vec<i64>,
    certificates: BTreeMap<String, Certificate>,
    /// How many cuts there are before those of each certificate.
    cuts_before: BTreeMap<String, usize>,
    chains: Option<Chains>,
    is_optimal: bool,
}

/// How long chains may be, and who frees which home: what rows do not say.
type Chains = (u32, Vec<(String, HouseholdId)>);

fn chains(ground: &Ground<'_>) -> Option<Chains> {
    let longest = ground.problem.settings().longest_chain?;
    let mover = |household: &usize| ground.household(*household).id.clone();
    let classes = ground.classes.iter();
    Some((longest, classes.flat_map(|class| class.movers.iter().map(|it| (class.likeness.clone(), mover(it)))).collect()))
}

impl Solved {
    /// A formulation and the outcome of its problem.
    pub fn of(formulation: Formulation<'_>, outcome: &Outcome) -> Self {
        let columns = columns_of(&formulation.ground, &formulation.program, outcome.placements.iter().map(Placement::parts));
        let all_found = columns.is_some();
        let columns = columns.unwrap_or_else(|| vec![0; formulation.program.columns.len()]);
        let is_proved = outcome.levels.len() == formulation.levels.len()
            && outcome.levels.iter().all(|level| {
                level.grade != Grade::Unproved
                    && level.bound == Some(level.value)
                    && level.held == level.value
                    && level.tolerance == 0
            });
        let solved = Self::out_of_reach(formulation, columns, outcome.certificates.clone());
        Self { is_optimal: all_found && is_proved, ..solved }
    }

    /// A formulation of which some target was proved to be out of reach, with the best columns that were found on the way.
    pub fn out_of_reach(formulation: Formulation<'_>, columns: Vec<i64>, certificates: Vec<Certificate>) -> Self {
        let Formulation { ground, program, levels, .. } = formulation;
        let name = |class: usize| ground.classes[class].likeness.clone();
        let pairs: Vec<PairName> =
            ground.pairs.iter().map(|pair| (ground.household(pair.household).id.clone(), name(pair.class), pair.start)).collect();
        let mut cuts = 0;
        let mut cuts_before = BTreeMap::new();
        for certificate in &certificates {
            cuts_before.insert(certificate.measure.clone(), cuts);
            cuts += certificate.cuts.len();
        }
        let certificates = certificates.into_iter().map(|it| (it.measure.clone(), it)).collect();
        let chains = chains(&ground);
        Self { program, levels, pairs, columns, certificates, cuts_before, chains, is_optimal: false }
    }
}

/// What a neighbour says of a program.
pub struct Neighbour {
    /// The pairs of its solution that there are.
    pub start: Vec<usize>,
    /// For each level, what its certificate comes to over the rows at hand.
    pub bounds: Vec<Repriced>,
    /// The columns of a solution that is certainly best at every level, if there is one.
    pub best: Option<Vec<i64>>,
}

impl Neighbour {
    /// What a program that was solved says of another.
    pub fn of(solved: &Solved, formulation: &Formulation<'_>) -> Self {
        let columns = Columns::between(solved, formulation);
        let start: Vec<usize> = (0..formulation.ground.pairs.len())
            .filter(|pair| columns.theirs[*pair].is_some_and(|their| solved.columns[their] > 0))
            .collect();
        let rows = Rows::between(solved, formulation);
        let same = formulation.levels.iter().zip(&solved.levels).take_while(|(ours, theirs)| ours.measure == theirs.measure);
        let bounds = same.map(|(level, _)| repriced(solved, &level.measure, &columns, &rows).unwrap_or_default());
        let bounds = bounds.collect();
        let best = best(solved, formulation, &columns, &rows, &start);
        Self { start, bounds, best }
    }
}

fn repriced(solved: &Solved, measure: &Measure, columns: &Columns, rows: &Rows) -> Option<Repriced> {
    let name = measure.to_string();
    let (certificate, first) = (solved.certificates.get(&name)?, solved.cuts_before.get(&name)?);
    let cut = |cut: &Cut| {
        let at_hand = |column: &u32| u32::try_from(columns.ours.get(*column as usize).copied().flatten()?).ok();
        let mut raised: Vec<u32> = cut.raised.iter().filter_map(at_hand).collect();
        raised.sort_unstable();
        Cut { multipliers: rows.translate(&cut.multipliers), divisor: cut.divisor, raised }
    };
    let refutation = certificate.refutation.as_ref().map(|refutation| Refutation {
        cuts: refutation.cuts.iter().map(cut).collect(),
        multipliers: rows.translate(&refutation.multipliers),
    });
    Some(Repriced {
        cuts: certificate.cuts.iter().enumerate().map(|(at, it)| (first + at, cut(it))).collect(),
        links: certificate.multipliers.iter().map(|link| rows.translate(link)).collect(),
        scale: certificate.scale,
        bound: Some(if measure.maximises() { certificate.bound } else { -certificate.bound }),
        refutation: refutation.map(|refutation| (first + certificate.cuts.len(), refutation)),
    })
}

/// A neighbour's certificate over the rows at hand: those of the program, the levels held, and the neighbour's own cuts.
#[derive(Default)]
pub struct Repriced {
    /// Cuts: the neighbour's number of each, counted from its first, and the cut.
    pub cuts: Vec<(usize, Cut)>,
    /// The links of its chain.
    pub links: Vec<Vec<(u32, i64)>>,
    /// Their binary digits after the point.
    pub scale: u32,
    /// What it proves there, in the direction in which the level is maximised.
    pub bound: Option<i64>,
    /// The refutation, and the number of the first of its own cuts, counted in the same way.
    pub refutation: Option<(usize, Refutation)>,
}

/// Columns of the program at hand and of the neighbour.
struct Columns {
    /// For each column at hand, the neighbour's.
    theirs: Vec<Option<usize>>,
    /// For each of the neighbour's, the one at hand.
    ours: Vec<Option<usize>>,
}

impl Columns {
    /// Pairs by name, derived columns by their order where there are as many of the same kinds.
    fn between(solved: &Solved, formulation: &Formulation<'_>) -> Self {
        let ground = &formulation.ground;
        let households: BTreeMap<&HouseholdId, usize> =
            ground.problem.households().iter().enumerate().map(|(index, household)| (&household.id, index)).collect();
        let classes: BTreeMap<&str, usize> =
            ground.classes.iter().enumerate().map(|(index, class)| (class.likeness.as_str(), index)).collect();
        let mut theirs = vec![None; formulation.program.columns.len()];
        let mut ours = vec![None; solved.program.columns.len()];
        for (their, (household, likeness, start)) in solved.pairs.iter().enumerate() {
            let Some((household, class)) = households.get(household).zip(classes.get(likeness.as_str())) else { continue };
            if let Some(our) = pair_of(ground, *household, *class, *start) {
                ours[their] = Some(our);
                theirs[our] = Some(their);
            }
        }
        let (first, their_first) = (ground.pairs.len(), solved.pairs.len());
        // Derived columns come after all pairs.
        if formulation.program.columns[first..] == solved.program.columns[their_first..] {
            for offset in 0..theirs.len() - first {
                theirs[first + offset] = Some(their_first + offset);
                ours[their_first + offset] = Some(first + offset);
            }
        }
        Self { theirs, ours }
    }
}

/// Rows of the program at hand for each of the neighbour's, by tag.
struct Rows {
    /// Rows at hand by tag.
    groups: Vec<Vec<usize>>,
    /// For each of the neighbour's rows, the group of its tag and its place in it.
    places: Vec<Option<(usize, usize)>>,
    /// Where the levels held begin: the neighbour's, and those at hand.
    held_from: (usize, usize),
    /// And the cuts.
    cuts_from: (usize, usize),
}

impl Rows {
    fn between(solved: &Solved, formulation: &Formulation<'_>) -> Self {
        let (theirs, ours) = (&solved.program, &formulation.program);
        let key = |tag: &RowTag| (tag.rule.clone(), tag.scope.clone(), tag.household.clone());
        let mut group_of = BTreeMap::new();
        let mut groups: Vec<Vec<usize>> = Vec::new();
        for (index, row) in ours.rows.iter().enumerate() {
            let group = *group_of.entry(key(&row.tag)).or_insert(groups.len());
            if group == groups.len() {
                groups.push(Vec::new());
            }
            groups[group].push(index);
        }
        let mut seen = vec![0; groups.len()];
        let place = |tag: &RowTag| {
            let group = *group_of.get(&key(tag))?;
            seen[group] += 1;
            Some((group, seen[group] - 1))
        };
        let tags = theirs.rows.iter().map(|row| &row.tag);
        let held_from = (theirs.rows.len(), ours.rows.len());
        let cuts_from = (held_from.0 + solved.levels.len(), held_from.1 + formulation.levels.len());
        Self { places: tags.map(place).collect(), groups, held_from, cuts_from }
    }

    /// The row at hand in the same place as one of the neighbour's.
    fn same(&self, their: usize) -> Option<usize> {
        let (group, place) = self.places[their]?;
        self.groups[group].get(place).copied()
    }

    /// All rows at hand of the same tag, the one in the same place first.
    fn alike(&self, their: usize) -> impl Iterator<Item = usize> {
        let group = self.places[their].map(|(group, _)| &self.groups[group]);
        self.same(their).into_iter().chain(group.into_iter().flatten().copied())
    }

    /// Multipliers over the rows at hand; those of rows that there are no more are lost.
    fn translate(&self, multipliers: &[(u32, i64)]) -> Vec<(u32, i64)> {
        let (held, cuts) = (self.held_from, self.cuts_from);
        let mut sums: BTreeMap<u32, i64> = BTreeMap::new();
        for (row, multiplier) in multipliers {
            let row = *row as usize;
            let at_hand = match row {
                cut if cut >= cuts.0 => Some(cuts.1 + (cut - cuts.0)),
                level if level >= held.0 => Some(held.1 + (level - held.0)),
                row => self.same(row),
            };
            if let Some(at_hand) = at_hand.and_then(|row| u32::try_from(row).ok()) {
                let sum = sums.entry(at_hand).or_default();
                *sum = sum.saturating_add(*multiplier);
            }
        }
        sums.into_iter().collect()
    }
}

/// The neighbour's optimum, if it is one of the program at hand too: every solution at hand is one of the neighbour's and worth as much
/// there, but for a constant, and the neighbour's best is among them.
fn best(solved: &Solved, formulation: &Formulation<'_>, columns: &Columns, rows: &Rows, start: &[usize]) -> Option<Vec<i64>> {
    let program = &formulation.program;
    let placed = solved.columns[..solved.pairs.len()].iter().filter(|value| **value > 0).count();
    let is_there = solved.is_optimal && start.len() == placed && columns.theirs.iter().all(Option::is_some);
    // No chain is too long where the neighbour had no such limit, or the same one over the same moves.
    let chains_alike = solved.chains.is_none() || solved.chains == chains(&formulation.ground);
    if !is_there || !chains_alike || formulation.levels.len() != solved.levels.len() {
        return None;
    }
    let mut best = vec![0; program.columns.len()];
    for pair in start {
        best[*pair] = 1;
    }
    program.derive(&mut best);
    // Where a row is tighter than the neighbour's, the same pairs may break a soft rule that they kept there.
    let is_theirs = |(value, their): (&i64, &Option<usize>)| their.is_some_and(|their| solved.columns[their] == *value);
    let is_lawful = best.iter().zip(&columns.theirs).all(is_theirs)
        && program.broken(&best).is_none()
        && too_long_chain(formulation, &best).is_none();
    let worth = |(ours, theirs): (&Level, &Level)| ours.tolerance == theirs.tolerance && is_worth_the_same(ours, theirs, columns);
    if !is_lawful || !formulation.levels.iter().zip(&solved.levels).all(worth) {
        return None;
    }
    let within = |(their, upper): (usize, &i64)| columns.ours[their].is_none_or(|our| program.uppers[our] <= *upper);
    let is_narrower = solved.program.uppers.iter().enumerate().all(within) && all_implied(solved, program, columns, rows);
    is_narrower.then_some(best)
}

fn is_worth_the_same(ours: &Level, theirs: &Level, columns: &Columns) -> bool {
    if ours.measure != theirs.measure {
        return false;
    }
    let mut worth: Vec<(usize, i64)> =
        theirs.value.terms.iter().filter_map(|(their, it)| Some((columns.ours[*their]?, *it))).collect();
    worth.sort_unstable();
    worth == ours.value.terms
}

/// Whether each of the neighbour's rows holds wherever those at hand do.
fn all_implied(solved: &Solved, program: &Program, columns: &Columns, rows: &Rows) -> bool {
    // Written as a row at hand would be: without columns that are gone, divided by what is common, and not at all if it says nothing.
    let mut rewritten = Program { uppers: program.uppers.clone(), columns: Vec::new(), rows: Vec::new() };
    solved.program.rows.iter().enumerate().all(|(index, row)| {
        let terms = row.terms.iter().filter_map(|(their, it)| Some((columns.ours[*their]?, *it))).collect();
        rewritten.rows.clear();
        rewritten.row(terms, row.bound, row.tag.clone());
        let Some(row) = rewritten.rows.first() else { return true };
        rows.alike(index).map(|ours| &program.rows[ours]).any(|ours| implies((&ours.terms, ours.bound), (&row.terms, row.bound)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Problem, allocate};

    #[test]
    fn what_was_not_solved_to_its_last_level_is_not_best() {
        let round = r#"{
            "schema": "husrom/1",
            "round": {"id": "2026-uke-48", "date": "2026-11-24"},
            "sites": [{"id": "H", "category": "bofellesskap"}],
            "units": [{"id": "H 1", "site": "H"}],
            "applicants": [{"id": "S1", "class": 1}, {"id": "S2", "class": 2}]
        }"#;
        let problem = Problem::from_json(round).unwrap();
        let mut outcome = allocate(&problem).run().unwrap().outcome().clone();
        assert!(Solved::of(Formulation::of(&problem), &outcome).is_optimal);
        outcome.levels.pop();
        assert!(!Solved::of(Formulation::of(&problem), &outcome).is_optimal);
    }
}
