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

use crate::worker::Shared;
use crate::{Error, Sense, Termination};

/// The bit of presolve's enumeration rule.
const ENUMERATION: HighsInt = 65536;

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
