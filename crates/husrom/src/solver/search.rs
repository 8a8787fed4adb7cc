//! The search over the levels.

use std::time::{Duration, Instant};

use thiserror::Error;

use super::{Found, Interrupt, Work, good_lp, highs};
use crate::allocation::{Certificate, Grade, Stopped};
use crate::formulation::{ColumnTag, Formulation, Level, Linear, Program, Row, too_long_chain};
use crate::problem::HouseholdId;
use crate::proof::{SCALE, bound, hold, multipliers};

/// Limits of a run.
#[derive(Clone, Debug, Default)]
pub struct Limits {
    /// When to stop.
    pub deadline: Option<Instant>,
    /// Nodes for each level.
    pub nodes: Option<u64>,
    /// Relative gap at which a level counts as solved.
    pub gap: f64,
    /// Ask a second solver for what is not certified.
    pub second_solver: bool,
}

/// A level as it was solved, in the measure's own direction.
#[derive(Clone, Debug)]
pub struct LevelOutcome {
    /// The value reached, at which it is held.
    pub held: i64,
    /// The bound.
    pub bound: Option<i64>,
    /// How it is proved.
    pub grade: Grade,
    /// The certificate, where there is one.
    pub certificate: Option<Certificate>,
    /// Wall-clock time.
    pub time: Duration,
    /// Nodes.
    pub nodes: u64,
}

/// Why there is no solution to hold.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum SearchError {
    /// What the office has fixed cannot hold together: a smallest set of pinned households that clash.
    #[error("{} pinned placements cannot hold together", .0.len())]
    Pins(Vec<HouseholdId>),
    /// The run was ended before anything that holds the pins was found.
    #[error("stopped before the pinned placements could be placed")]
    TooSoon(Stopped),
    /// The solver failed as a machine.
    #[error("the solver failed: {0}")]
    Solver(String),
}

/// A run over one formulation.
pub struct Search<'f, 'a> {
    formulation: &'f Formulation<'a>,
    limits: Limits,
    interrupt: Interrupt,
    columns: Vec<i64>,
    held: Vec<Row>,
    chains: Vec<Row>,
    stopped: Stopped,
}

impl<'f, 'a> Search<'f, 'a> {
    /// A run that holds what the office has fixed and places nobody else.
    ///
    /// # Errors
    /// [`SearchError`] if the pins cannot hold.
    pub fn start(formulation: &'f Formulation<'a>, limits: Limits, interrupt: Interrupt) -> Result<Self, SearchError> {
        let columns = vec![0; formulation.program.columns.len()];
        let mut search =
            Self { formulation, limits, interrupt, columns, held: Vec::new(), chains: Vec::new(), stopped: Stopped::Finished };
        let pins: Vec<usize> = (0..formulation.pins.len()).collect();
        if pins.is_empty() {
            formulation.program.derive(&mut search.columns);
            return Ok(search);
        }
        match search.place_pins(&pins)? {
            Some(columns) => search.columns = columns,
            None => return Err(search.clash(pins)?),
        }
        Ok(search)
    }

    /// The columns held.
    pub fn columns(&self) -> &[i64] {
        &self.columns
    }

    /// Why the run stopped.
    pub fn stopped(&self) -> Stopped {
        self.stopped
    }

    /// Solves a level and holds it.
    ///
    /// # Errors
    /// [`SearchError::Solver`] if the solver fails as a machine.
    pub fn solve(&mut self, level: &Level) -> Result<LevelOutcome, SearchError> {
        let started = Instant::now();
        let objective = level.to_maximise();
        let sign = if level.measure.maximises() { 1 } else { -1 };
        let mut proof = Proof::default();
        if !matches!(self.stopped, Stopped::TimeLimit | Stopped::Interrupted) {
            self.climb(&objective, &mut proof)?;
        }
        let value = objective.value(&self.columns);
        let held = sign * value;
        let bound = proof.bound.map(|bound| sign * bound.max(value));
        let certificate = (proof.certified == Some(value)).then(|| Certificate {
            measure: level.measure.to_string(),
            value: held,
            scale: SCALE,
            multipliers: proof.multipliers,
        });
        let grade = match (&certificate, bound == Some(held)) {
            (Some(_), _) => Grade::Certified,
            (None, true) if proof.two_solvers => Grade::TwoSolvers,
            (None, true) => Grade::Solver,
            (None, false) => Grade::Unproved,
        };
        self.held.push(hold(&objective, value - level.tolerance.loss(held), &level.measure.to_string()));
        Ok(LevelOutcome { held, bound, grade, certificate, time: started.elapsed(), nodes: proof.nodes })
    }

    /// Raises the objective as far as it goes, or as the limits allow.
    fn climb(&mut self, objective: &Linear, proof: &mut Proof) -> Result<(), SearchError> {
        let program = &self.formulation.program;
        let rows: Vec<&Row> = program.rows.iter().chain(&self.held).collect();
        proof.offer(bound(&program.uppers, &rows, objective, &[], SCALE), Vec::new());
        let once = once_multipliers(program, objective);
        proof.offer(bound(&program.uppers, &rows, objective, &once, SCALE), once);
        if proof.bound == Some(objective.value(&self.columns)) {
            return Ok(());
        }
        let further: Vec<&Row> = self.held.iter().collect();
        if let Some(relaxed) = highs::relax(program, &further, objective, self.time_left(), &self.interrupt) {
            let duals = multipliers(&relaxed.duals);
            proof.offer(bound(&program.uppers, &rows, objective, &duals, SCALE), duals);
            if self.note(relaxed.work) {
                return Ok(());
            }
        }
        loop {
            let value = objective.value(&self.columns);
            if proof.bound == Some(value) {
                break;
            }
            let found = self.search(program, objective, &self.columns)?;
            proof.nodes += found.nodes;
            let done = found.work == Work::Done;
            let mut lawful = true;
            if let Some(columns) = found.columns.and_then(|columns| self.exact(columns)) {
                if let Some(row) = too_long_chain(self.formulation, &columns) {
                    self.chains.push(row);
                    lawful = false;
                } else if objective.value(&columns) > value {
                    self.columns = columns;
                }
            }
            let reached = objective.value(&self.columns);
            if let Some(bound) = found.bound {
                // Solved to within less than 1: what the search holds is the bound.
                let bound = if done && lawful && self.limits.gap == 0.0 { reached } else { bound };
                proof.bound = Some(proof.bound.map_or(bound, |known| known.min(bound)));
            }
            if self.note(found.work) || (lawful && (done || found.work != Work::Done)) {
                break;
            }
        }
        if self.limits.second_solver && proof.certified != Some(objective.value(&self.columns)) {
            self.second_opinion(objective, proof);
        }
        Ok(())
    }

    fn search(&self, program: &Program, objective: &Linear, start: &[i64]) -> Result<Found, SearchError> {
        let further: Vec<&Row> = self.held.iter().chain(&self.chains).collect();
        let limits = (self.time_left(), self.limits.nodes, self.limits.gap);
        highs::search(program, &further, objective, start, limits, &self.interrupt).map_err(SearchError::Solver)
    }

    /// Asks the second solver for the optimum; only its agreement counts.
    fn second_opinion(&self, objective: &Linear, proof: &mut Proof) {
        let further: Vec<&Row> = self.held.iter().chain(&self.chains).collect();
        let columns = good_lp::optimum(&self.formulation.program, &further, objective).and_then(|columns| self.exact(columns));
        proof.two_solvers = columns.is_some_and(|columns| objective.value(&columns) == objective.value(&self.columns));
    }

    /// The solution with pairs as they are and derived columns at their least, if it keeps every row exactly.
    fn exact(&self, mut columns: Vec<i64>) -> Option<Vec<i64>> {
        let program = &self.formulation.program;
        let within = columns.iter().zip(&program.uppers).all(|(value, upper)| (0..=*upper).contains(value));
        program.derive(&mut columns);
        let keeps = |row: &&Row| row.terms.iter().map(|(column, it)| it * columns[*column]).sum::<i64>() <= row.bound;
        let keeps_all = program.broken(&columns).is_none() && self.held.iter().chain(&self.chains).all(|row| keeps(&row));
        (within && keeps_all).then_some(columns)
    }

    /// Remembers why work ended; true if the run is over.
    fn note(&mut self, work: Work) -> bool {
        match work {
            Work::OutOfTime => self.stopped = Stopped::TimeLimit,
            Work::Interrupted => self.stopped = Stopped::Interrupted,
            Work::OutOfNodes => self.stopped = Stopped::WorkLimit,
            Work::Done | Work::Failed => {}
        }
        matches!(work, Work::OutOfTime | Work::Interrupted)
    }

    fn time_left(&self) -> Option<Duration> {
        self.limits.deadline.map(|deadline| deadline.saturating_duration_since(Instant::now()))
    }

    /// Columns that place all of these pinned households, if there are any. Asked as a maximum, so that "impossible" is a proved
    /// optimum and never a solver's "infeasible".
    fn place_pins(&mut self, pins: &[usize]) -> Result<Option<Vec<i64>>, SearchError> {
        let mut program = self.formulation.program.clone();
        let mut wanted = Linear::default();
        for row in &self.formulation.pins {
            // Without its row the pin does not bind; a row that no column can break says the same.
            program.rows[*row].bound = 0;
        }
        for pin in pins {
            let row = &self.formulation.program.rows[self.formulation.pins[*pin]];
            row.terms.iter().for_each(|(column, _)| wanted.add(*column, 1));
        }
        let wanted = wanted.ordered();
        let mut start = vec![0; program.columns.len()];
        program.derive(&mut start);
        let aim = i64::try_from(pins.len()).unwrap_or(i64::MAX);
        loop {
            let found = self.search(&program, &wanted, &start)?;
            let columns = found.columns.map(|mut columns| {
                program.derive(&mut columns);
                columns
            });
            let chain = columns.as_ref().and_then(|columns| too_long_chain(self.formulation, columns));
            match (columns, chain) {
                (_, Some(row)) if found.work == Work::Done => self.chains.push(row),
                (Some(columns), None) if wanted.value(&columns) >= aim && program.broken(&columns).is_none() => {
                    return Ok(Some(columns));
                }
                _ if found.work == Work::Done => return Ok(None),
                _ if found.work == Work::Failed => {
                    return Err(SearchError::Solver("no answer on the pinned placements".to_owned()));
                }
                _ => {
                    self.note(found.work);
                    return Err(SearchError::TooSoon(self.stopped));
                }
            }
        }
    }

    /// A smallest set of pins that cannot hold together, by leaving out one at a time.
    fn clash(&mut self, mut pins: Vec<usize>) -> Result<SearchError, SearchError> {
        let mut position = 0;
        while position < pins.len() {
            let mut fewer = pins.clone();
            fewer.remove(position);
            if fewer.is_empty() || self.place_pins(&fewer)?.is_some() {
                position += 1;
            } else {
                pins = fewer;
            }
        }
        let program = &self.formulation.program;
        let named = pins.iter().filter_map(|pin| program.rows[self.formulation.pins[*pin]].tag.household.clone());
        Ok(SearchError::Pins(named.collect()))
    }
}

/// The best bound so far on what is maximised, and what proves it.
#[derive(Default)]
struct Proof {
    bound: Option<i64>,
    certified: Option<i64>,
    multipliers: Vec<(u32, i64)>,
    two_solvers: bool,
    nodes: u64,
}

impl Proof {
    /// Takes a certified bound if it is the best.
    fn offer(&mut self, bound: Option<i64>, multipliers: Vec<(u32, i64)>) {
        let Some(bound) = bound else { return };
        if self.certified.is_none_or(|known| bound < known) {
            self.certified = Some(bound);
            self.multipliers = multipliers;
            self.bound = Some(self.bound.map_or(bound, |known| known.min(bound)));
        }
    }
}

/// Multipliers for the rows "at most once": each household's best gain. They bound a level that everyone can reach alone.
fn once_multipliers(program: &Program, objective: &Linear) -> Vec<(u32, i64)> {
    let mut gains = vec![0_i64; program.columns.len()];
    for (column, coefficient) in &objective.terms {
        gains[*column] = *coefficient;
    }
    let once = program.rows.iter().enumerate().filter(|(_, row)| row.tag.rule.as_str() == "once");
    let best = once.filter_map(|(index, row)| {
        let gain = row.terms.iter().map(|(column, _)| gains[*column]).max().unwrap_or(0);
        (gain > 0).then_some((u32::try_from(index).ok()?, gain.checked_mul(1 << SCALE)?))
    });
    best.collect()
}

/// The pairs chosen by a solution.
pub fn chosen<'p>(program: &'p Program, columns: &'p [i64]) -> impl Iterator<Item = usize> + 'p {
    program.columns.iter().zip(columns).filter_map(|(tag, value)| match tag {
        ColumnTag::Pair(pair) if *value > 0 => Some(*pair),
        _ => None,
    })
}
