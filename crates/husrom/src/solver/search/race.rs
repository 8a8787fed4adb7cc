//! Two lanes down the same levels, each its own way: whichever has solved a level first takes the other along.
//!
//! How long a round takes hangs on the path: which vertices the relaxations reach decides which cuts there are, and on which of them the
//! search goes on. One lane perturbs costs and lowers a refuted bound three times before it searches; the other perturbs nothing
//! and searches at once. Of sixty rounds of 200 × 120, seven take more than 5 s one way, four the other, and two where each takes
//! the other along (two threads; 84 s, 88 s and 56 s in all). The ways were chosen on the slowest of these; thirty others take 48 s
//! in all, and 50 s with one way and two seeds of its searches. The values of levels that are proved are the same whoever proves
//! them.

use std::panic::resume_unwind;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use super::{LevelOutcome, Search, SearchError};
use crate::allocation::Stopped;
use crate::formulation::{Level, Row};
use crate::solver::Interrupt;
use crate::solver::ladder::Ladder;

/// How long a run goes on alone: what ends sooner is not worth a second thread.
pub const ALONE: Duration = Duration::from_millis(50);

/// The number of columns below which it always goes on alone: that takes no time to speak of, and repeats to the last certificate.
const SMALL: usize = 2_000;

/// Where the lane in front stands, for the other to go on from.
struct Stand<'f> {
    columns: Vec<i64>,
    ladder: Ladder<'f>,
    /// Rows that say what the program's do not.
    chains: Vec<Row>,
    target: Vec<i64>,
    outcomes: Vec<LevelOutcome>,
}

/// What both lanes see.
struct Course<'f, 't> {
    /// The flag of each lane.
    interrupts: [Interrupt; 2],
    /// What each lane is to go on from, once the other is in front.
    stands: [Option<Stand<'f>>; 2],
    /// How many levels are solved.
    solved: usize,
    /// Some lane has come to an end that nothing can better.
    is_over: bool,
    told: &'t mut (dyn FnMut(&LevelOutcome) + Send),
}

/// What is raced for, and where.
#[derive(Clone, Copy)]
struct Race<'r, 'f, 't> {
    /// The flag of the whole run.
    interrupt: &'r Interrupt,
    levels: &'r [Level],
    course: &'r Mutex<Course<'f, 't>>,
}

/// What a lane comes to.
struct End {
    ran: Result<Vec<LevelOutcome>, SearchError>,
    columns: Vec<i64>,
    stopped: Stopped,
}

impl<'f, 'a> Search<'f, 'a> {
    /// Whether two lanes come to the same: not under limits that promise to repeat, nor where less than the best is enough.
    pub(super) fn may_race(&self) -> bool {
        let is_large = self.formulation.program.columns.len() >= SMALL;
        is_large && self.limits.threads > 1 && self.limits.nodes.is_none() && self.limits.gap == 0.0 && self.known().is_none()
    }

    /// Solves the levels from the first on, in two lanes after so long `alone`, and goes on as the better of them.
    pub(super) fn race(
        &mut self,
        levels: &[Level],
        alone: Duration,
        told: &mut (dyn FnMut(&LevelOutcome) + Send),
    ) -> Result<Vec<LevelOutcome>, SearchError> {
        let (interrupt, threads) = (self.interrupt.clone(), self.limits.threads);
        let interrupts = [interrupt.part(), interrupt.part()];
        self.interrupt = interrupts[0].clone();
        self.limits.threads = 1;
        let begin = self.rival(interrupts[1].clone());
        let course = Mutex::new(Course { interrupts, stands: [None, None], solved: 0, is_over: false, told });
        let race = Race { interrupt: &interrupt, levels, course: &course };
        let (end, other) = thread::scope(|scope| {
            let (ended, end) = channel::<()>();
            let rival = move || {
                let is_wanted = end.recv_timeout(alone) == Err(RecvTimeoutError::Timeout);
                is_wanted.then(|| begin().go_along(race)).flatten()
            };
            // Without a thread for it there is one lane.
            let rival = thread::Builder::new().name("husrom-lane".to_owned()).spawn_scoped(scope, rival).ok();
            let end = self.go_along(race);
            drop(ended);
            (end, rival.and_then(|rival| rival.join().unwrap_or_else(|panic| resume_unwind(panic))))
        });
        (self.interrupt, self.limits.threads) = (interrupt.clone(), threads);
        let Some(End { ran, columns, stopped }) = better(levels, end, other) else {
            return Err(SearchError::Solver("neither lane has come to an end".to_owned()));
        };
        (self.columns, self.stopped) = (columns, stopped);
        let Course { solved, told, .. } = course.into_inner().unwrap_or_else(PoisonError::into_inner);
        // What was not solved to the end was not told yet.
        ran.iter().flat_map(|outcomes| outcomes.iter().skip(solved)).for_each(told);
        ran
    }

    /// What begins where this search stands before its first level, and goes the other way.
    fn rival(&self, interrupt: Interrupt) -> impl FnOnce() -> Self + Send + use<'f, 'a> {
        let (formulation, limits, columns, chains) =
            (self.formulation, self.limits.clone(), self.columns.clone(), self.chains.clone());
        let (neighbours, target, doubted, enough) =
            (Arc::clone(&self.neighbours), self.target.clone(), self.doubted, self.enough);
        let way = self.way.other();
        move || {
            let ladder = Ladder::of(&formulation.program, formulation.levels.len(), way);
            let stopped = Stopped::Finished;
            Self { formulation, limits, interrupt, columns, ladder, chains, neighbours, target, doubted, enough, stopped, way }
        }
    }

    /// Goes down one lane; `None` if the other has come to the end first.
    fn go_along(&mut self, race: Race<'_, 'f, '_>) -> Option<End> {
        let mut outcomes = Vec::new();
        let mut ran = Ok(());
        loop {
            if !self.compare(race, &mut outcomes, &mut ran) {
                return None;
            }
            if ran.is_err() || outcomes.len() >= self.enough.min(race.levels.len()) {
                break;
            }
            ran = self.step(race.levels, &mut outcomes);
        }
        let ran = ran.and_then(|()| self.start_early(race.levels)).map(|()| outcomes);
        Some(End { ran, columns: self.columns.clone(), stopped: self.stopped })
    }

    /// After a step: tells what is new, lets the other lane go on from here, or goes on from where that one stands. False if that one has
    /// come to the end.
    fn compare(&mut self, race: Race<'_, 'f, '_>, outcomes: &mut Vec<LevelOutcome>, ran: &mut Result<(), SearchError>) -> bool {
        let mut course = race.course.lock().unwrap_or_else(PoisonError::into_inner);
        let (lane, other) = (self.way as usize, self.way.other() as usize);
        if self.interrupt.is_forsaken() {
            // What the step came to says nothing.
            let Some(stand) = course.stands[lane].take() else { return false };
            (self.columns, self.ladder, *outcomes) = (stand.columns, stand.ladder, stand.outcomes);
            (self.chains, self.target) = (stand.chains, stand.target);
            self.interrupt = race.interrupt.part();
            course.interrupts[lane] = self.interrupt.clone();
            (self.stopped, *ran) = (Stopped::Finished, Ok(()));
            return true;
        }
        if course.is_over {
            return false;
        }
        let is_stopped = self.stopped != Stopped::Finished;
        let is_ahead = ran.is_ok() && !is_stopped && outcomes.len() > course.solved;
        let Course { stands, interrupts, solved, is_over, told } = &mut *course;
        if is_ahead {
            outcomes[*solved..].iter().for_each(&mut **told);
            *solved = outcomes.len();
            *is_over = *solved == self.enough.min(race.levels.len());
        }
        // Where a lane fails as a machine, the other may not.
        *is_over |= matches!(ran, Err(SearchError::OutOfReach(_)));
        if *is_over {
            interrupts[other].set();
        } else if is_ahead && let Some(ladder) = self.ladder.forked(self.way.other()) {
            let (columns, chains, target) = (self.columns.clone(), self.chains.clone(), self.target.clone());
            stands[other] = Some(Stand { columns, ladder, chains, target, outcomes: outcomes.clone() });
            interrupts[other].set();
        }
        true
    }
}

/// The better of two ends: one that ran to the end, or else the one whose levels, in order, are worth more.
fn better(levels: &[Level], one: Option<End>, other: Option<End>) -> Option<End> {
    let (one, other) = match (one, other) {
        (Some(one), Some(other)) => (one, other),
        (one, other) => return one.or(other),
    };
    let worth = |end: &End| {
        let values: Vec<i64> = levels.iter().map(|level| level.to_maximise().value(&end.columns)).collect();
        (end.ran.is_ok(), end.stopped == Stopped::Finished, values)
    };
    Some(if worth(&other) > worth(&one) { other } else { one })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Problem;
    use crate::formulation::Formulation;
    use crate::solver::search::Limits;

    /// Thirty households, twenty homes at four sites, and some who are kept apart.
    fn problem(seed: usize) -> Problem {
        let kinds = ["bofellesskap", "smahus", "ordinaer", "midlertidig"];
        let of = |count: usize, row: &dyn Fn(usize) -> String| (0..count).map(row).collect::<Vec<_>>().join(",");
        let sites = of(4, &|at| format!(r#"{{"id": "H{at}", "category": "{}"}}"#, kinds[at]));
        let units =
            of(20, &|at| format!(r#"{{"id": "H{} {at}", "site": "H{}", "rent": {}}}"#, at % 4, at % 4, 9000 + at * 317 % 2000));
        let applicants = of(30, &|at| {
            let (class, age) = (1 + (at + seed) % 3, 20 + at * (7 + seed) % 50);
            format!(
                r#"{{"id": "S{at}", "class": {class}, "age": {age}, "violence": {}, "wish_categories": ["{}"]}}"#,
                at * seed % 4,
                kinds[at * at % 4]
            )
        });
        let relations = of(25, &|at| {
            let (one, other) = (at, (at * at + seed) % 30);
            let other = if other == one { (other + 1) % 30 } else { other };
            format!(r#"{{"one": "S{one}", "other": "S{other}", "kind": "apart", "scope": "site"}}"#)
        });
        let round = r#"{"id": "2026-uke-48", "date": "2026-11-24"}"#;
        let round = format!(
            r#"{{"schema": "husrom/1", "round": {round}, "sites": [{sites}], "units": [{units}], "applicants": [{applicants}],
            "relations": [{relations}]}}"#
        );
        Problem::from_json(&round).unwrap()
    }

    fn search<'f, 'a>(formulation: &'f Formulation<'a>) -> Search<'f, 'a> {
        let limits = Limits { threads: 2, ..Limits::default() };
        Search::start(formulation, limits, Interrupt::new()).unwrap()
    }

    impl Search<'_, '_> {
        /// Solves all levels in two lanes after so long alone, however few columns there are.
        fn lanes(
            &mut self,
            alone: Duration,
            mut told: impl FnMut(&LevelOutcome) + Send,
        ) -> Result<Vec<LevelOutcome>, SearchError> {
            let levels = &self.formulation.levels;
            self.insert(levels);
            self.race(levels, alone, &mut told)
        }
    }

    #[test]
    fn two_lanes_come_to_what_one_does() {
        for seed in 1..40 {
            let problem = problem(seed);
            let formulation = Formulation::of(&problem);
            let run = |alone: Duration| {
                let mut search = search(&formulation);
                let mut told = Vec::new();
                let outcomes = search.lanes(alone, |outcome| told.push(outcome.held)).unwrap();
                let held: Vec<i64> = outcomes.iter().map(|outcome| outcome.held).collect();
                assert_eq!(told, held);
                assert_eq!(search.stopped(), Stopped::Finished);
                assert!(outcomes.iter().all(|outcome| outcome.bound == Some(outcome.held)));
                (held, search.columns().to_vec())
            };
            assert_eq!(run(Duration::ZERO), run(Duration::MAX), "{seed}");
        }
    }

    #[test]
    fn all_levels_are_told_where_neither_lane_ends_in_time() {
        let problem = problem(1);
        let formulation = Formulation::of(&problem);
        let mut search = search(&formulation);
        search.interrupt.set();
        let mut told = 0;
        let outcomes = search.lanes(Duration::ZERO, |_| told += 1).unwrap();
        assert_eq!((told, outcomes.len()), (formulation.levels.len(), formulation.levels.len()));
        assert_eq!(search.stopped(), Stopped::Interrupted);
    }

    #[test]
    fn a_target_is_out_of_reach_in_two_lanes_as_in_one() {
        let problem = problem(2);
        let formulation = Formulation::of(&problem);
        for alone in [Duration::ZERO, Duration::MAX] {
            let mut search = search(&formulation);
            search.reach(vec![i64::MAX; formulation.levels.len()], 0);
            let ran = search.lanes(alone, |_| {});
            assert!(matches!(ran, Err(SearchError::OutOfReach(_))), "{ran:?}");
        }
    }

    /// One lane in front of the other, which takes over where it stands and comes to the same.
    #[test]
    fn who_is_behind_goes_on_from_where_the_other_stands() {
        let mut overtaken = 0;
        for seed in 1..20 {
            let problem = problem(seed);
            let formulation = Formulation::of(&problem);
            let levels = &formulation.levels;
            let mut one = search(&formulation);
            one.insert(levels);
            let interrupt = Interrupt::new();
            let interrupts = [interrupt.part(), interrupt.part()];
            one.interrupt = interrupts[0].clone();
            let mut other = one.rival(interrupts[1].clone())();
            let mut told = 0;
            let mut tell = |_: &LevelOutcome| told += 1;
            let course = Course { interrupts, stands: [None, None], solved: 0, is_over: false, told: &mut tell };
            let course = Mutex::new(course);
            let race = Race { interrupt: &interrupt, levels, course: &course };
            let (mut front, mut behind) = (Vec::new(), Vec::new());
            let (mut ran, mut theirs) = (Ok(()), Ok(()));
            // In turn: now one, now the other is in front.
            while front.len() < levels.len() {
                one.step(levels, &mut front).unwrap();
                assert!(one.compare(race, &mut front, &mut ran));
                if !other.compare(race, &mut behind, &mut theirs) {
                    break;
                }
                // Before anything was relaxed there is nothing to go on from.
                if behind.len() == front.len() {
                    overtaken += 1;
                    std::mem::swap(&mut one, &mut other);
                    std::mem::swap(&mut front, &mut behind);
                }
            }
            let held = |outcomes: &[LevelOutcome]| outcomes.iter().map(|it| it.held).collect::<Vec<_>>();
            let mut alone = search(&formulation);
            assert_eq!(held(&front), held(&alone.run(levels, |_| {}).unwrap()), "{seed}");
            assert!(front.iter().all(|outcome| outcome.bound == Some(outcome.held)));
            assert_eq!(told, levels.len());
        }
        assert!(overtaken > 19, "{overtaken}");
    }
}
