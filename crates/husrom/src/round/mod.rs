//! One allocation round: formulation → solver → proof → allocation → check.

mod unplaced;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use thiserror::Error;

pub(crate) use unplaced::unplaced;

use crate::allocation::check::{Account, Fault, check};
use crate::allocation::{Allocation, Certificate, Effort, LevelResult, Options, Outcome, Placement, Stopped};
use crate::formulation::{Demand, Formulation};
use crate::prepared::Prepared;
use crate::problem::{Goals, HouseholdId, Problem, UnitId};
use crate::proof::prune;
use crate::solver::{Depth, Interrupt, LevelOutcome, Limits, Neighbour, OutOfReach, Ran, Search, SearchError, chosen};
use crate::tables::{InputError, redacted};

/// Why a round gives no allocation.
#[derive(Clone, Debug, PartialEq, Error)]
#[non_exhaustive]
pub enum AllocateError {
    /// Goals or seed given for the run are faulty.
    #[error(transparent)]
    Input(#[from] InputError),
    /// What the office itself has fixed cannot hold together; these pinned households are a smallest set that clash.
    #[error("the placements that are pinned, or accepted, cannot hold together: {}", .0.iter().map(HouseholdId::as_str).collect::<Vec<_>>().join(", "))]
    Impossible(Vec<HouseholdId>),
    /// The round has more pairs of a household and a home from a date than this, which is what a machine has room for.
    #[error(
        "the round is too large: there are more than {0} ways to place one household in one home from one date; divide it by district or \
         by kind of home, let it end sooner, or set a shortlist"
    )]
    TooLarge(usize),
    /// The household asked for does not wait in the problem.
    #[error("{} does not wait in this round", redacted(.0.as_str()))]
    NotWaiting(HouseholdId),
    /// The run was ended before anything that holds the pins was found.
    #[error("stopped before the pinned placements could be placed")]
    TooSoon(Stopped),
    /// The solver failed as a machine.
    #[error("the solver failed: {0}")]
    Solver(String),
    /// The checker refuses what the engine found: a bug of the engine, never a warning.
    #[error("the checker refuses the allocation (a bug in husrom, please report it): {}", .0.first().map_or("", |fault| fault.message.as_str()))]
    Refused(Vec<Fault>),
}

impl From<SearchError> for AllocateError {
    fn from(error: SearchError) -> Self {
        match error {
            SearchError::Pins(households) => Self::Impossible(households),
            SearchError::OutOfReach(_) | SearchError::Excluded => Self::Impossible(Vec::new()),
            SearchError::TooSoon(stopped) => Self::TooSoon(stopped),
            SearchError::Solver(message) => Self::Solver(message),
        }
    }
}

/// What comes of a round that was given a target.
pub(crate) enum Reached {
    /// The best allocation, which reaches it.
    Found(Box<Allocation>),
    /// The household wanted is in no optimum; an allocation that is best at the levels that say so.
    Excluded(Box<Allocation>),
    /// No allocation does.
    OutOfReach(Short),
}

/// A target that is out of reach.
pub(crate) struct Short {
    /// The measure of the level by which it is seen.
    pub measure: String,
    /// What is known then: copies of the problem that differ little are soon seen to fall short too.
    pub prepared: Box<Prepared>,
}

/// What comes of its search.
enum Searched {
    Found(Box<Outcome>),
    Excluded(Box<Outcome>),
    OutOfReach(OutOfReach, Vec<i64>),
}

/// Is told of each level once it is solved.
type Progress<'a> = Box<dyn FnMut(&LevelResult) + Send + 'a>;

/// A round about to be solved: say what is wanted, then [`run`](Allocate::run).
///
/// A time limit or an interrupt ends the run with the best checked allocation so far, marked as not proved.
pub struct Allocate<'a> {
    problem: &'a Problem,
    goals: Option<Goals>,
    seed: Option<u64>,
    options: Options,
    threads: Option<usize>,
    interrupt: Interrupt,
    progress: Option<Progress<'a>>,
    near: Vec<&'a Prepared>,
    demands: Vec<Demand>,
    target: Vec<i64>,
    doubted: Vec<String>,
    wanted: Option<HouseholdId>,
    depth: Depth,
}

/// Starts a round on a problem.
#[must_use]
pub fn allocate(problem: &Problem) -> Allocate<'_> {
    Allocate {
        problem,
        goals: None,
        seed: None,
        options: Options::default(),
        threads: None,
        interrupt: Interrupt::new(),
        progress: None,
        near: Vec::new(),
        demands: Vec::new(),
        target: Vec::new(),
        doubted: Vec::new(),
        wanted: None,
        depth: Depth::Search,
    }
}

impl<'a> Allocate<'a> {
    /// Other goals than the problem's.
    #[must_use]
    pub fn goals(mut self, goals: Goals) -> Self {
        self.goals = Some(goals);
        self
    }

    /// Another seed of the lot than the problem's.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = Some(seed);
        self
    }

    /// Wall-clock limit of the whole run. The result is checked, but need not repeat.
    #[must_use]
    pub fn time_limit(mut self, limit: Duration) -> Self {
        self.options.time_limit = Some(limit.as_secs_f64());
        self
    }

    /// Limit on branch-and-bound nodes for each level: the same input then gives the same result.
    #[must_use]
    pub fn work_limit(mut self, nodes: u64) -> Self {
        self.options.work_limit = Some(nodes);
        self
    }

    /// Relative gap at which a level counts as solved; 0 by default.
    #[must_use]
    pub fn gap(mut self, gap: f64) -> Self {
        self.options.gap = gap;
        self
    }

    /// Lets a second, independent solver confirm what is not certified.
    #[must_use]
    pub fn second_solver(mut self, wanted: bool) -> Self {
        self.options.second_solver = wanted;
        self
    }

    /// The options of a run that has been, to run as it did.
    #[must_use]
    pub(crate) fn options(mut self, options: Options) -> Self {
        self.options = options;
        self
    }

    /// Threads for writing the formulation and for searches, by default as many as the machine has: on two or more a search is a race of
    /// two seeds of the solver. In a pool the formulation is written on that pool, and by default a search keeps to one
    /// thread. Where every level is proved the allocation is the same.
    #[must_use]
    pub fn threads(mut self, threads: usize) -> Self {
        self.threads = Some(threads);
        self
    }

    /// Within a limit, if there is one, and with a flag.
    pub(crate) fn within(self, limit: Option<Duration>, interrupt: &Interrupt) -> Self {
        let round = self.interrupt(interrupt.clone());
        match limit {
            Some(limit) => round.time_limit(limit),
            None => round,
        }
    }

    /// A flag that ends the run early.
    #[must_use]
    pub fn interrupt(mut self, interrupt: Interrupt) -> Self {
        self.interrupt = interrupt;
        self
    }

    /// Is told of each level once it is solved; the values are those at which levels are held.
    #[must_use]
    pub fn progress(mut self, progress: impl FnMut(&LevelResult) + Send + 'a) -> Self {
        self.progress = Some(Box::new(progress));
        self
    }

    /// Goes by a problem that this one is nearly the same as. What is found is the same where every level is proved, only sooner. There
    /// can be several, of which the first is where it starts from.
    #[must_use]
    pub fn near(mut self, prepared: &'a Prepared) -> Self {
        self.near.push(prepared);
        self
    }

    /// Considers only allocations in which something holds. Certificates are then of a program with more rows than the problem's: they
    /// are not for others to verify.
    pub(crate) fn demanding(mut self, demands: Vec<Demand>) -> Self {
        self.demands = demands;
        self
    }

    /// Considers only allocations that are no worse than these values, read in the order of the levels; impossible, naming nobody, where
    /// there is none.
    pub(crate) fn reaching(mut self, target: Vec<i64>) -> Self {
        self.target = target;
        self
    }

    /// Ends as soon as the levels solved leave no room for this household.
    pub(crate) fn wanting(mut self, household: &HouseholdId) -> Self {
        self.wanted = Some(household.clone());
        self
    }

    /// Goes no further than this: a target that is out of reach is nearly always seen without a search.
    pub(crate) fn to(mut self, depth: Depth) -> Self {
        self.depth = depth;
        self
    }

    /// Looks first whether the target is out of reach for this measure, as it was for a neighbour.
    pub(crate) fn doubting(mut self, measure: &str) -> Self {
        self.doubted.push(measure.to_owned());
        self
    }

    /// Solves the round.
    ///
    /// # Errors
    /// [`AllocateError`]; a limit that is reached is no error.
    pub fn run(self) -> Result<Allocation, AllocateError> {
        match self.reached()? {
            Reached::Found(allocation) | Reached::Excluded(allocation) => Ok(*allocation),
            Reached::OutOfReach(_) => Err(AllocateError::Impossible(Vec::new())),
        }
    }

    /// Solves the round, and says what is known where its target is out of reach.
    ///
    /// # Errors
    /// [`AllocateError`]; neither a limit that is reached nor a target that is not is an error.
    pub(crate) fn reached(mut self) -> Result<Reached, AllocateError> {
        let started = Instant::now();
        let mut problem = self.problem.clone();
        if let Some(goals) = self.goals.take() {
            problem = problem.with_goals(goals)?;
        }
        if let Some(seed) = self.seed {
            problem = problem.with_seed(seed);
        }
        // Who waits for a pool of its own inside another begins something else meanwhile, and that waits in turn.
        let threads = self.threads.filter(|_| rayon::current_thread_index().is_none());
        let formulation = match threads.map(|threads| rayon::ThreadPoolBuilder::new().num_threads(threads).build()) {
            Some(Ok(pool)) => pool.install(|| Formulation::within_limits(&problem)),
            _ => Formulation::within_limits(&problem),
        };
        let mut formulation = formulation.map_err(AllocateError::TooLarge)?;
        self.demands.iter().for_each(|demand| formulation.demand(demand));
        match self.solve(&problem, &formulation, started)? {
            Searched::Found(outcome) => Ok(Reached::Found(Box::new(Allocation::new(Arc::new(problem), *outcome)))),
            Searched::Excluded(outcome) => Ok(Reached::Excluded(Box::new(Allocation::new(Arc::new(problem), *outcome)))),
            Searched::OutOfReach(OutOfReach { level, proof }, columns) => {
                let measure = formulation.levels[level].measure.to_string();
                let prepared = Box::new(Prepared::out_of_reach(formulation, columns, proof));
                Ok(Reached::OutOfReach(Short { measure, prepared }))
            }
        }
    }

    fn solve(mut self, problem: &Problem, formulation: &Formulation<'_>, started: Instant) -> Result<Searched, AllocateError> {
        let limits = Limits {
            // A limit beyond the end of time is none.
            deadline: self
                .options
                .time_limit
                .and_then(|limit| started.checked_add(Duration::try_from_secs_f64(limit).unwrap_or(Duration::ZERO))),
            nodes: self.options.work_limit,
            gap: self.options.gap,
            second_solver: self.options.second_solver,
            threads: self.threads.unwrap_or_else(available),
            depth: self.depth,
        };
        let mut search = Search::start(formulation, limits, self.interrupt.clone())?;
        search.go_by(self.near.iter().map(|prepared| Neighbour::of(&prepared.solved, formulation)).collect());
        let unchanged = search.known().is_some();
        let signs = formulation.levels.iter().map(|level| if level.measure.maximises() { 1 } else { -1 });
        if let Some(Ok(household)) = self.wanted.as_ref().map(|id| problem.households().binary_search_by(|it| it.id.cmp(id))) {
            search.want(&formulation.ground.pairs_of[household]);
        }
        let levels = || formulation.levels.iter().map(|level| level.measure.to_string());
        let doubted = self.doubted.iter().filter_map(|measure| levels().position(|level| level == *measure)).min();
        search.reach(self.target.iter().zip(signs).map(|(value, sign)| sign * value).collect(), doubted.unwrap_or(0));
        let mut levels = Vec::new();
        let mut certificates = Vec::new();
        let mut given = true;
        let ran = search.run(&formulation.levels, |solved| {
            let level = &formulation.levels[levels.len()];
            let loss = level.tolerance.loss(solved.held);
            let result = level_result(&level.measure.to_string(), &solved, loss, given);
            given &= result.bound == Some(result.held);
            if let Some(progress) = &mut self.progress {
                progress(&result);
            }
            levels.push(result);
            certificates.extend(solved.certificate);
        });
        if let Err(SearchError::OutOfReach(OutOfReach { level, proof })) = ran {
            certificates.extend(proof);
            return Ok(Searched::OutOfReach(OutOfReach { level, proof: certificates }, search.columns().to_vec()));
        }
        let ran = ran?;
        let placements = placements(formulation, search.columns());
        let account = check(problem, &placements).map_err(AllocateError::Refused)?;
        let values: Vec<i64> = formulation.levels.iter().map(|level| level.value.value(search.columns())).collect();
        if values != account.values {
            return Err(AllocateError::Refused(disagreements(&levels, &values, &account.values)));
        }
        for (level, value) in levels.iter_mut().zip(values) {
            level.value = value;
            level.gap = level.bound.map(|bound| gap(value, bound));
        }
        let effort = Effort { unchanged, ..effort(formulation, &levels, started.elapsed()) };
        prune(&mut certificates, formulation.program.rows.len() + formulation.levels.len());
        let outcome = outcome(formulation, placements, account, levels, certificates, search.stopped(), self.options, effort);
        Ok(match ran {
            Ran::Through => Searched::Found(Box::new(outcome)),
            Ran::Excluded => Searched::Excluded(Box::new(outcome)),
        })
    }
}

/// Threads for a search: all there are, or one where others in a pool search too.
fn available() -> usize {
    let all = || std::thread::available_parallelism().map_or(1, usize::from);
    rayon::current_thread_index().map_or_else(all, |_| 1)
}

/// Levels of which the engine and the checker hold different values.
fn disagreements(levels: &[LevelResult], ours: &[i64], derived: &[i64]) -> Vec<Fault> {
    let both = levels.iter().zip(ours.iter().zip(derived)).filter(|(_, (ours, derived))| ours != derived);
    let fault = |(level, (ours, derived)): (&LevelResult, (&i64, &i64))| Fault {
        code: "level",
        rule: None,
        household: None,
        message: format!("{}: the engine says {ours}, the checker {derived}", level.measure),
    };
    both.map(fault).collect()
}

/// |value − bound| / max(1, |bound|).
#[allow(clippy::cast_precision_loss)]
pub(crate) fn gap(value: i64, bound: i64) -> f64 {
    value.abs_diff(bound) as f64 / bound.unsigned_abs().max(1) as f64
}

fn level_result(measure: &str, solved: &LevelOutcome, tolerance: i64, given: bool) -> LevelResult {
    LevelResult {
        measure: measure.to_owned(),
        value: solved.held,
        bound: solved.bound,
        gap: solved.bound.map(|bound| gap(solved.held, bound)),
        tolerance,
        grade: solved.grade,
        given,
        seconds: solved.time.as_secs_f64(),
        nodes: solved.nodes,
        held: solved.held,
    }
}

/// The placements in names: within a class, households and homes each in the order of the lot.
pub(crate) fn placements(formulation: &Formulation<'_>, columns: &[i64]) -> Vec<Placement> {
    let ground = &formulation.ground;
    let problem = ground.problem;
    let mut by_class: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for pair in chosen(&formulation.program, columns) {
        by_class.entry(ground.pairs[pair].class).or_default().push(pair);
    }
    let mut placements = Vec::new();
    for (class, mut pairs) in by_class {
        let class = &ground.classes[class];
        pairs.sort_by_cached_key(|pair| problem.order(ground.household(ground.pairs[*pair].household).id.as_str()));
        let mut units: Vec<&UnitId> = class.units.clone();
        units.sort_by_cached_key(|unit| problem.order(unit.as_str()));
        for (position, pair) in pairs.into_iter().enumerate() {
            let unit = if class.is_shared() { &class.home.unit.id } else { units[position] };
            let household = ground.household(ground.pairs[pair].household).id.clone();
            placements.push(Placement { household, unit: unit.clone(), start: ground.pairs[pair].start });
        }
    }
    placements.sort();
    placements
}

fn effort(formulation: &Formulation<'_>, levels: &[LevelResult], time: Duration) -> Effort {
    let count = |length: usize| u64::try_from(length).unwrap_or(u64::MAX);
    let homes: usize = formulation.ground.classes.iter().map(|class| class.units.len()).sum();
    Effort {
        seconds: time.as_secs_f64(),
        classes: u32::try_from(formulation.ground.classes.len()).unwrap_or(u32::MAX),
        homes: u32::try_from(homes).unwrap_or(u32::MAX),
        pairs: count(formulation.ground.pairs.len()),
        columns: count(formulation.program.columns.len()),
        rows: count(formulation.program.rows.len()),
        nodes: levels.iter().map(|level| level.nodes).sum(),
        unchanged: false,
    }
}

#[allow(clippy::too_many_arguments)]
fn outcome(
    formulation: &Formulation<'_>,
    placements: Vec<Placement>,
    account: Account,
    levels: Vec<LevelResult>,
    certificates: Vec<Certificate>,
    stopped: Stopped,
    options: Options,
    effort: Effort,
) -> Outcome {
    Outcome {
        unplaced: unplaced(&formulation.ground, &placements, &account.roofs),
        placements,
        chains: account.chains,
        vacant: account.vacant,
        levels,
        composition: account.composition,
        resources: account.resources,
        standing: account.standing,
        roofs: account.roofs,
        stopped,
        options,
        effort,
        certificates,
    }
}
