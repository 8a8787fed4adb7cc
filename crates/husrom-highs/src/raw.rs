//! One instance behind a safe face: its model, options and answers by the `highs` crate, and what that crate lacks by the
//! C interface: callbacks, the model status, and 64-bit counts. All `unsafe` is here.

use std::ffi::{CStr, c_char, c_int, c_void};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::ptr::null_mut;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use highs::{ColProblem, HighsModelStatus as Status, HighsOptionValue, Model, Solution, SolvedModel};
use highs_sys as c;
use highs_sys::HighsInt;

use crate::program::Rows;
use crate::worker::Shared;
use crate::{Error, Sense, Termination};

/// The bit of presolve's enumeration rule.
const ENUMERATION: HighsInt = 65536;

/// How far a value is from an integer before it counts as none.
const FRACTION: f64 = 1e-4;

/// `kHighsInterrupt`, which neither the C header nor the `highs` crate names.
const HIGHS_INTERRUPT: HighsInt = 19;

/// What the caller wants to hear of improving solutions.
pub(crate) type Improved = Box<dyn Fn(&[f64]) + Send>;

/// What the callbacks of one run work with.
pub(crate) struct Hooks<'a> {
    pub(crate) shared: &'a Shared,
    /// The mutex makes it `Sync`; `HiGHS` runs one thread, so it is never waited for.
    pub(crate) improved: Option<Mutex<Improved>>,
    /// Whether bounds seen in callbacks hold for the whole program (see `mip.rs`).
    pub(crate) bounds_hold: bool,
}

/// A basis as `HiGHS` gives it: a status for each column and row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Basis {
    columns: Vec<HighsInt>,
    rows: Vec<HighsInt>,
}

impl Basis {
    /// Whether a column is basic.
    #[must_use]
    pub fn has_column(&self, column: usize) -> bool {
        self.columns.get(column) == Some(&c::kHighsBasisStatusBasic)
    }

    /// Whether a row is basic, as those added after it are.
    #[must_use]
    pub fn has_row(&self, row: usize) -> bool {
        self.rows.get(row).is_none_or(|status| *status == c::kHighsBasisStatusBasic)
    }

    /// Whether a column is at its lower bound, and not basic.
    #[must_use]
    pub fn is_at_lower(&self, column: usize) -> bool {
        self.columns.get(column) == Some(&c::kHighsBasisStatusLower)
    }

    /// The basis of a program of some of these columns and rows, in this order, and of new columns, which are at their lower bounds;
    /// `None` if a basic column or a row that is not basic is left out.
    #[must_use]
    pub fn over(&self, columns: &[Option<usize>], rows: &[usize]) -> Option<Self> {
        let of_column = |column: &Option<usize>| match column {
            Some(column) => self.columns.get(*column).copied(),
            None => Some(c::kHighsBasisStatusLower),
        };
        let of_row = |row: &usize| self.rows.get(*row).copied().unwrap_or(c::kHighsBasisStatusBasic);
        let part =
            Self { columns: columns.iter().map(of_column).collect::<Option<_>>()?, rows: rows.iter().map(of_row).collect() };
        let basic = |all: &[HighsInt]| all.iter().filter(|status| **status == c::kHighsBasisStatusBasic).count();
        let bound = self.rows.len() - basic(&self.rows);
        let kept = part.rows.len() - basic(&part.rows);
        (basic(&part.columns) == basic(&self.columns) && kept == bound).then_some(part)
    }
}

/// One `HiGHS` instance with a model in it. Not `Send`: it is built, run and dropped on one thread. Dropping it also ends
/// this thread's scheduler, which nobody else uses: the thread is the worker's own, and nothing is dropped inside a callback.
pub(crate) struct Instance(Model);

impl Instance {
    /// A silent instance on one thread with this model in it.
    pub(crate) fn new(problem: ColProblem, sense: Sense) -> Result<Self, Error> {
        let sense = match sense {
            Sense::Maximise => highs::Sense::Maximise,
            Sense::Minimise => highs::Sense::Minimise,
        };
        // Silent before the model is passed. The panic that `highs` has here is for a change of sense that fails, which HiGHS
        // does not do on a model it has just accepted; `worker.rs` would catch it.
        let model = problem.try_optimise(sense).map_err(|_| failed("Highs_passMip"))?;
        let mut instance = Self(model);
        instance.set("threads", 1)?;
        instance.set("parallel", c"off")?;
        instance.set("presolve_rule_off", ENUMERATION)?;
        Ok(instance)
    }

    /// Sets an option: `i32`, `f64` or `&CStr`, as its type in `HiGHS` is.
    pub(crate) fn set(&mut self, option: &'static str, value: impl HighsOptionValue) -> Result<(), Error> {
        self.0.try_set_option(option, value).map_err(|_| failed(option))
    }

    /// Sets an option whose largest value means "no limit".
    pub(crate) fn set_count(&mut self, option: &'static str, value: u64) -> Result<(), Error> {
        self.set(option, HighsInt::try_from(value).unwrap_or(HighsInt::MAX))
    }

    pub(crate) fn set_time(&mut self, time: Duration) -> Result<(), Error> {
        self.set("time_limit", time.as_secs_f64())
    }

    /// Gives a start, one value for each column. Any edit of the model loses it: call it last.
    pub(crate) fn set_start(&mut self, columns: &[f64]) -> Result<(), Error> {
        self.0.try_set_solution(Some(columns), None, None, None).map_err(|_| failed("Highs_setSolution"))
    }

    /// Changes the costs of all columns.
    pub(crate) fn change_costs(&mut self, costs: &[f64]) -> Result<(), Error> {
        let Some(last) = self.0.num_cols().checked_sub(1).filter(|last| last + 1 == costs.len()) else {
            return Err(Error::Invalid(format!("{} costs for {} columns", costs.len(), self.0.num_cols())));
        };
        let last = HighsInt::try_from(last).unwrap_or(HighsInt::MAX);
        // SAFETY: a live instance and as many numbers as it has columns.
        check("Highs_changeColsCostByRange", unsafe {
            c::Highs_changeColsCostByRange(self.0.as_mut_ptr(), 0, last, costs.as_ptr())
        })
    }

    /// Changes the bounds of some columns, in ascending order.
    pub(crate) fn change_columns(&mut self, columns: &[HighsInt], lower: &[f64], upper: &[f64]) -> Result<(), Error> {
        let count = HighsInt::try_from(columns.len().min(lower.len()).min(upper.len())).unwrap_or(0);
        // SAFETY: a live instance and `count` entries in each of the three vectors; HiGHS checks the indices.
        check("Highs_changeColsBoundsBySet", unsafe {
            c::Highs_changeColsBoundsBySet(self.0.as_mut_ptr(), count, columns.as_ptr(), lower.as_ptr(), upper.as_ptr())
        })
    }

    /// Changes the bounds of some rows, in ascending order.
    pub(crate) fn change_rows(&mut self, rows: &[HighsInt], lower: &[f64], upper: &[f64]) -> Result<(), Error> {
        let count = HighsInt::try_from(rows.len().min(lower.len()).min(upper.len())).unwrap_or(0);
        // SAFETY: a live instance and `count` entries in each of the three vectors; HiGHS checks the indices.
        check("Highs_changeRowsBoundsBySet", unsafe {
            c::Highs_changeRowsBoundsBySet(self.0.as_mut_ptr(), count, rows.as_ptr(), lower.as_ptr(), upper.as_ptr())
        })
    }

    /// Adds rows, all at once: one at a time moves the whole matrix each time.
    pub(crate) fn add_rows(&mut self, rows: &Rows) -> Result<(), Error> {
        let index = |value: &usize| HighsInt::try_from(*value).unwrap_or(HighsInt::MAX);
        let starts: Vec<HighsInt> = rows.starts.iter().map(index).collect();
        let columns: Vec<HighsInt> = rows.columns.iter().map(index).collect();
        let (count, entries) = (index(&rows.len()), index(&columns.len()));
        // SAFETY: a live instance; `rows` was checked to be an ascending partition of its entries, with a bound of each kind for
        // each row; HiGHS checks the column indices.
        check("Highs_addRows", unsafe {
            c::Highs_addRows(
                self.0.as_mut_ptr(),
                count,
                rows.lower.as_ptr(),
                rows.upper.as_ptr(),
                entries,
                starts.as_ptr(),
                columns.as_ptr(),
                rows.values.as_ptr(),
            )
        })
    }

    /// Goes on from this basis: a status for each column, and for the first rows; the rows after them are basic.
    pub(crate) fn set_basis(&mut self, basis: &Basis) -> Result<(), Error> {
        let mut rows = basis.rows.clone();
        rows.resize(self.0.num_rows(), c::kHighsBasisStatusBasic);
        if basis.columns.len() != self.0.num_cols() {
            return Err(Error::Invalid(format!("a basis of {} columns for {}", basis.columns.len(), self.0.num_cols())));
        }
        // SAFETY: a live instance, a status for each of its columns and for each of its rows.
        check("Highs_setBasis", unsafe { c::Highs_setBasis(self.0.as_mut_ptr(), basis.columns.as_ptr(), rows.as_ptr()) })
    }

    /// Starts the clock anew, which otherwise counts all runs of the instance against a time limit.
    pub(crate) fn zero_clock(&mut self) -> Result<(), Error> {
        // SAFETY: a live instance.
        check("Highs_zeroAllClocks", unsafe { c::Highs_zeroAllClocks(self.0.as_mut_ptr()) })
    }

    /// Runs to the end, a limit or an interrupt.
    pub(crate) fn run(self, hooks: &Hooks<'_>) -> Result<Solved, Error> {
        let Self(mut model) = self;
        let data: *const Hooks<'_> = hooks;
        // SAFETY: a live instance. `data` points to `hooks`, which outlives this function; before it ends, the callback is
        // taken away below or the model is dropped, which calls nothing. `callback` only reads through `data`, and `Hooks` is
        // `Sync`.
        check("Highs_setCallback", unsafe { c::Highs_setCallback(model.as_mut_ptr(), Some(callback), data.cast_mut().cast()) })?;
        // Logging callbacks (5) are not asked for: a silent instance makes none.
        for kind in [
            c::kHighsCallbackSimplexInterrupt,
            c::kHighsCallbackIpmInterrupt,
            c::kHighsCallbackMipInterrupt,
            c::kHighsCallbackMipImprovingSolution,
        ] {
            // SAFETY: a live instance with a callback function set.
            check("Highs_startCallback", unsafe { c::Highs_startCallback(model.as_mut_ptr(), kind) })?;
        }
        // Ok for every limit: `highs` takes a warning as fine (and tells the `log` crate).
        let mut solved = model.try_solve().map_err(|_| failed("Highs_run"))?;
        // SAFETY: a live instance; no callback function is no callback; `data` is not kept.
        check("Highs_setCallback", unsafe { c::Highs_setCallback(solved.as_mut_ptr(), None, null_mut()) })?;
        Ok(Solved(solved))
    }
}

/// An instance that was run. It answers by `SolvedModel`'s methods that do not panic.
pub(crate) struct Solved(SolvedModel);

impl Solved {
    /// The basis it has reached; `None` where there is none.
    pub(crate) fn basis(&self, columns: usize, rows: usize) -> Option<Basis> {
        let mut basis = Basis { columns: vec![0; columns], rows: vec![0; rows] };
        // SAFETY: a live instance; the caller says how many columns and rows it has, and both vectors are that long.
        let status = unsafe { c::Highs_getBasis(self.0.as_ptr(), basis.columns.as_mut_ptr(), basis.rows.as_mut_ptr()) };
        (status == c::kHighsStatusOk).then_some(basis)
    }

    /// A combination of this many rows that no point satisfies; `None` where there is none.
    pub(crate) fn ray(&self, rows: usize) -> Option<Vec<f64>> {
        let (mut found, mut ray) = (0, vec![0.0; rows]);
        // SAFETY: a live instance; `ray` has a place for each of its rows, as the caller says.
        let status = unsafe { c::Highs_getDualRay(self.0.as_ptr(), &raw mut found, ray.as_mut_ptr()) };
        (status == c::kHighsStatusOk && found == 1).then_some(ray)
    }

    /// Rows of the tableau, up to so many: those of the basic columns and rows whose values are no integers, the nearest to a half first.
    /// Each is a combination of this many rows that has only nonbasic ones left. `None` where there is no basis.
    pub(crate) fn tableau(&self, rows: usize, most: usize) -> Option<Vec<Vec<(usize, f64)>>> {
        let mut basic: Vec<HighsInt> = vec![0; rows];
        // SAFETY: a live instance; `basic` has a place for each of its rows, as the caller says.
        let status = unsafe { c::Highs_getBasicVariables(self.0.as_ptr(), basic.as_mut_ptr()) };
        if status != c::kHighsStatusOk {
            return None;
        }
        let solution = self.solution();
        // Rows are counted from -1 down.
        let value = |variable: HighsInt| match usize::try_from(variable) {
            Ok(column) => solution.columns().get(column).copied(),
            Err(_) => usize::try_from(-1 - variable).ok().and_then(|row| solution.rows().get(row).copied()),
        };
        let from_integer = |value: f64| (value - value.round()).abs();
        let fractions = basic.iter().enumerate().filter_map(|(at, variable)| Some((from_integer(value(*variable)?), at)));
        let mut fractions: Vec<(f64, usize)> = fractions.filter(|(fraction, _)| *fraction > FRACTION).collect();
        fractions.sort_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(&other.1)));
        fractions.truncate(most);
        fractions.into_iter().map(|(_, at)| self.inverse_row(rows, at)).collect()
    }

    /// A row of the inverse of the basis matrix.
    fn inverse_row(&self, rows: usize, at: usize) -> Option<Vec<(usize, f64)>> {
        let (mut values, mut count, mut indices) = (vec![0.0; rows], 0, vec![0; rows]);
        let at = HighsInt::try_from(at).ok()?;
        // SAFETY: a live instance; both vectors have a place for each of its rows, and `at` is one of them.
        let status = unsafe {
            c::Highs_getBasisInverseRow(self.0.as_ptr(), at, values.as_mut_ptr(), &raw mut count, indices.as_mut_ptr())
        };
        if status != c::kHighsStatusOk {
            return None;
        }
        let count = usize::try_from(count).ok()?;
        let indices = indices.into_iter().take(count).filter_map(|index| usize::try_from(index).ok());
        let row = indices.filter_map(|index| Some((index, *values.get(index)?)));
        Some(row.filter(|(_, value)| value.abs() > 1e-9).collect())
    }

    /// The instance again, with the basis it has reached.
    pub(crate) fn reopened(self) -> Instance {
        Instance(Model::from(self.0))
    }

    /// Why it stopped. `bounded`: finite bounds keep the objective from running away.
    pub(crate) fn termination(&self, bounded: bool) -> Termination {
        // Not `SolvedModel::status`, which panics on `HIGHS_INTERRUPT`.
        // SAFETY: a live instance.
        termination(unsafe { c::Highs_getModelStatus(self.0.as_ptr()) }, bounded)
    }

    /// A number about the run; `None` where `HiGHS` has none.
    pub(crate) fn double(&self, info: &CStr) -> Option<f64> {
        // Without valid info `highs` gives -1.0, which may also be the number: ask a status, which is never negative.
        self.int(c"primal_solution_status")?;
        self.0.double_info_value(info).ok().filter(|value| !value.is_nan())
    }

    /// A small count or status about the run, none of which is negative; `None` where `HiGHS` has none.
    pub(crate) fn int(&self, info: &CStr) -> Option<u64> {
        // Without valid info `highs` gives -1.
        self.0.int_info_value(info).ok().and_then(|value| u64::try_from(value).ok())
    }

    /// A large count about the run, for which `highs` has no method; `None` where `HiGHS` has none.
    pub(crate) fn count(&self, info: &CStr) -> Option<u64> {
        let mut value = 0;
        // SAFETY: a live instance, a string that ends in nul, and a place of the type this function writes.
        let status = unsafe { c::Highs_getInt64InfoValue(self.0.as_ptr(), info.as_ptr(), &raw mut value) };
        (status == c::kHighsStatusOk).then(|| u64::try_from(value).unwrap_or(0))
    }

    /// The values and duals `HiGHS` holds (zeros where it holds none: look at the statuses first).
    pub(crate) fn solution(&self) -> Solution {
        self.0.get_solution()
    }
}

/// What `HiGHS` calls. No panic leaves it.
unsafe extern "C" fn callback(
    kind: c_int,
    _message: *const c_char,
    out: *const c::HighsCallbackDataOut,
    input: *mut c::HighsCallbackDataIn,
    data: *mut c_void,
) {
    // SAFETY: `data` is what `Instance::run` gave, alive as long as callbacks come; `out` and `input` are null or valid for
    // this call, and HiGHS uses neither meanwhile.
    let (hooks, out, input) = unsafe { (data.cast::<Hooks<'_>>().as_ref(), out.as_ref(), input.as_mut()) };
    let Some(hooks) = hooks else { return };
    let work = || {
        if let Some(out) = out {
            hooks.observe(kind, out);
        }
    };
    if let Err(payload) = catch_unwind(AssertUnwindSafe(work)) {
        hooks.shared.fail(&*payload);
        // Dropping a payload may panic again; leaking it cannot.
        std::mem::forget(payload);
    }
    let may_stop =
        [c::kHighsCallbackSimplexInterrupt, c::kHighsCallbackIpmInterrupt, c::kHighsCallbackMipInterrupt].contains(&kind);
    if let Some(input) = input.filter(|_| may_stop) {
        input.user_interrupt = c_int::from(hooks.shared.stop());
    }
}

impl Hooks<'_> {
    fn observe(&self, kind: c_int, out: &c::HighsCallbackDataOut) {
        if kind != c::kHighsCallbackMipInterrupt && kind != c::kHighsCallbackMipImprovingSolution {
            return;
        }
        let solution = if kind == c::kHighsCallbackMipImprovingSolution && !out.mip_solution.is_null() {
            // SAFETY: HiGHS gives the address and the length of a vector that lives through this call.
            usize::try_from(out.mip_solution_size).ok().map(|size| unsafe { std::slice::from_raw_parts(out.mip_solution, size) })
        } else {
            None
        };
        {
            let mut progress = self.shared.progress();
            progress.nodes = progress.nodes.max(u64::try_from(out.mip_node_count).unwrap_or(0));
            if self.bounds_hold && !out.mip_dual_bound.is_nan() {
                progress.bound = Some(out.mip_dual_bound);
            }
            if let Some(solution) = solution {
                progress.best = Some(solution.to_vec());
            }
        }
        if let (Some(solution), Some(improved)) = (solution, &self.improved)
            && !self.shared.abandoned()
        {
            improved.lock().unwrap_or_else(PoisonError::into_inner)(solution);
        }
    }
}

/// `HiGHS`'s model status in our words.
fn termination(status: HighsInt, bounded: bool) -> Termination {
    let other = |text: &str| Termination::Other(text.to_owned());
    match Status::try_from(status) {
        Ok(Status::Optimal) => Termination::Optimal,
        Ok(Status::Infeasible) => Termination::Infeasible,
        Ok(Status::UnboundedOrInfeasible) if bounded => Termination::Infeasible,
        Ok(Status::UnboundedOrInfeasible) => other("unbounded or infeasible"),
        Ok(Status::Unbounded) => Termination::Unbounded,
        Ok(Status::ReachedTimeLimit) => Termination::TimeLimit,
        Ok(Status::ReachedSolutionLimit) => Termination::NodeLimit,
        Ok(Status::ReachedIterationLimit) => Termination::IterationLimit,
        Ok(Status::ReachedInterrupt) => Termination::Interrupted,
        Ok(Status::ReachedMemoryLimit) => other("memory limit"),
        Ok(Status::Unknown) => other("unknown"),
        Err(_) if status == HIGHS_INTERRUPT => Termination::Interrupted,
        _ => Termination::Other(format!("HiGHS model status {status}")),
    }
}

/// Ok and Warning are fine.
fn check(call: &'static str, status: HighsInt) -> Result<(), Error> {
    if status == c::kHighsStatusOk || status == c::kHighsStatusWarning { Ok(()) } else { Err(Error::Highs { call, status }) }
}

/// What `highs` calls an error: `HiGHS` has one error status, which `highs` does not hand on as a number.
fn failed(call: &'static str) -> Error {
    Error::Highs { call, status: c::kHighsStatusError }
}
