//! The C interface behind a safe face: one instance, its options, its callbacks, its answers. All `unsafe` is here.

use std::ffi::{CStr, c_char, c_int, c_void};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::ptr::{null, null_mut};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use highs_sys as c;
use highs_sys::HighsInt;

use crate::program::Flat;
use crate::worker::Shared;
use crate::{Error, Sense, Termination};

/// The bit of presolve's enumeration rule.
const ENUMERATION: HighsInt = 65536;

/// `kMemoryLimit` and `kHighsInterrupt`, which the C header does not name.
const MEMORY_LIMIT: HighsInt = 18;
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

/// One `HiGHS` instance with a model in it. Not `Send`: it is built, run and dropped on one thread.
pub(crate) struct Instance {
    pointer: *mut c_void,
    columns: usize,
    rows: usize,
}

impl Instance {
    /// A silent instance on one thread with this model in it.
    pub(crate) fn new(flat: &Flat, sense: Sense) -> Result<Self, Error> {
        // SAFETY: takes nothing; gives an instance that is ours until `Highs_destroy`.
        let pointer = unsafe { c::Highs_create() };
        if pointer.is_null() {
            return Err(Error::Highs { call: "Highs_create", status: c::kHighsStatusError });
        }
        let mut instance = Self { pointer, columns: flat.costs.len(), rows: flat.row_lower.len() };
        instance.set_bool(c"output_flag", false)?;
        instance.set_int(c"threads", 1)?;
        instance.set_text(c"parallel", c"off")?;
        instance.set_int(c"presolve_rule_off", ENUMERATION)?;
        instance.pass(flat, sense)?;
        Ok(instance)
    }

    fn pass(&mut self, flat: &Flat, sense: Sense) -> Result<(), Error> {
        let columns = length(flat.costs.len())?;
        let rows = length(flat.row_lower.len())?;
        let entries = length(flat.values.len())?;
        let sense = match sense {
            Sense::Maximise => c::OBJECTIVE_SENSE_MAXIMIZE,
            Sense::Minimise => c::OBJECTIVE_SENSE_MINIMIZE,
        };
        let integer = flat.integer.as_ref().map_or(null(), Vec::as_ptr);
        // SAFETY: `Program::flatten` made the column vectors as long as `columns`, the row vectors and `starts` as long as
        // `rows`, the entry vectors as long as `entries`, with starts and columns in range; HiGHS copies them all. A null
        // `integer` means a linear program.
        let status = unsafe {
            c::Highs_passMip(
                self.pointer,
                columns,
                rows,
                entries,
                c::MATRIX_FORMAT_ROW_WISE,
                sense,
                0.0,
                flat.costs.as_ptr(),
                flat.lower.as_ptr(),
                flat.upper.as_ptr(),
                flat.row_lower.as_ptr(),
                flat.row_upper.as_ptr(),
                flat.starts.as_ptr(),
                flat.columns.as_ptr(),
                flat.values.as_ptr(),
                integer,
            )
        };
        check("Highs_passMip", status)
    }

    pub(crate) fn set_bool(&mut self, option: &'static CStr, value: bool) -> Result<(), Error> {
        // SAFETY: a live instance and a string that ends in nul.
        let status = unsafe { c::Highs_setBoolOptionValue(self.pointer, option.as_ptr(), HighsInt::from(value)) };
        check(name(option), status)
    }

    pub(crate) fn set_int(&mut self, option: &'static CStr, value: HighsInt) -> Result<(), Error> {
        // SAFETY: as above.
        let status = unsafe { c::Highs_setIntOptionValue(self.pointer, option.as_ptr(), value) };
        check(name(option), status)
    }

    /// Sets an option whose largest value means "no limit".
    pub(crate) fn set_count(&mut self, option: &'static CStr, value: u64) -> Result<(), Error> {
        self.set_int(option, HighsInt::try_from(value).unwrap_or(HighsInt::MAX))
    }

    pub(crate) fn set_double(&mut self, option: &'static CStr, value: f64) -> Result<(), Error> {
        // SAFETY: as above.
        let status = unsafe { c::Highs_setDoubleOptionValue(self.pointer, option.as_ptr(), value) };
        check(name(option), status)
    }

    pub(crate) fn set_text(&mut self, option: &'static CStr, value: &'static CStr) -> Result<(), Error> {
        // SAFETY: as above, for both strings.
        let status = unsafe { c::Highs_setStringOptionValue(self.pointer, option.as_ptr(), value.as_ptr()) };
        check(name(option), status)
    }

    pub(crate) fn set_time(&mut self, time: Duration) -> Result<(), Error> {
        self.set_double(c"time_limit", time.as_secs_f64())
    }

    /// Gives a start. Any edit of the model loses it: call it last.
    pub(crate) fn set_start(&mut self, columns: &[f64]) -> Result<(), Error> {
        if columns.len() != self.columns {
            return Err(Error::Invalid(format!("a start of {} values for {} columns", columns.len(), self.columns)));
        }
        // SAFETY: a live instance, one value for each column, and null for what is not given; HiGHS copies.
        let status = unsafe { c::Highs_setSolution(self.pointer, columns.as_ptr(), null(), null(), null()) };
        check("Highs_setSolution", status)
    }

    /// Runs to the end, a limit or an interrupt, and says which.
    pub(crate) fn run(&mut self, hooks: &Hooks<'_>) -> Result<HighsInt, Error> {
        let data: *const Hooks<'_> = hooks;
        // SAFETY: `data` points to `hooks`, which outlives this function; the callback is taken away below before it ends.
        // `callback` only reads through it, and `Hooks` is `Sync`.
        check("Highs_setCallback", unsafe { c::Highs_setCallback(self.pointer, Some(callback), data.cast_mut().cast()) })?;
        let mut result = Ok(());
        // Logging callbacks (5) are not asked for: a silent instance makes none.
        for kind in [
            c::kHighsCallbackSimplexInterrupt,
            c::kHighsCallbackIpmInterrupt,
            c::kHighsCallbackMipInterrupt,
            c::kHighsCallbackMipImprovingSolution,
        ] {
            // SAFETY: a live instance with a callback function set.
            let status = unsafe { c::Highs_startCallback(self.pointer, kind) };
            result = result.and_then(|()| check("Highs_startCallback", status));
        }
        let result = result.and_then(|()| {
            // SAFETY: a live instance with a model, on the thread that made it.
            check("Highs_run", unsafe { c::Highs_run(self.pointer) })
        });
        // SAFETY: no callback function is no callback; `data` is not kept.
        let cleared = check("Highs_setCallback", unsafe { c::Highs_setCallback(self.pointer, None, null_mut()) });
        result.and(cleared)?;
        // SAFETY: a live instance.
        Ok(unsafe { c::Highs_getModelStatus(self.pointer) })
    }

    /// A number about the run; `None` where `HiGHS` has none.
    pub(crate) fn double(&self, info: &'static CStr) -> Option<f64> {
        let mut value = 0.0;
        // SAFETY: a live instance, a string that ends in nul, and a place of the type this function writes.
        let status = unsafe { c::Highs_getDoubleInfoValue(self.pointer, info.as_ptr(), &raw mut value) };
        (status == c::kHighsStatusOk && !f64::is_nan(value)).then_some(value)
    }

    /// A small count or status about the run; `None` where `HiGHS` has none.
    pub(crate) fn int(&self, info: &'static CStr) -> Option<HighsInt> {
        let mut value = 0;
        // SAFETY: as above.
        let status = unsafe { c::Highs_getIntInfoValue(self.pointer, info.as_ptr(), &raw mut value) };
        (status == c::kHighsStatusOk).then_some(value)
    }

    /// A large count about the run; `None` where `HiGHS` has none.
    pub(crate) fn count(&self, info: &'static CStr) -> Option<u64> {
        let mut value = 0;
        // SAFETY: as above.
        let status = unsafe { c::Highs_getInt64InfoValue(self.pointer, info.as_ptr(), &raw mut value) };
        (status == c::kHighsStatusOk).then(|| u64::try_from(value).unwrap_or(0))
    }

    /// The column values, reduced costs and row duals `HiGHS` holds (zeros where it holds none: look at the statuses first).
    pub(crate) fn solution(&self) -> (Vec<f64>, Vec<f64>, Vec<f64>) {
        let mut columns = vec![0.0; self.columns];
        let mut reduced_costs = vec![0.0; self.columns];
        let mut row_duals = vec![0.0; self.rows];
        // SAFETY: HiGHS writes one value for each column and row of the model that was passed, or none; null for the row
        // values means that they are not asked for. The only status is Ok.
        unsafe {
            c::Highs_getSolution(
                self.pointer,
                columns.as_mut_ptr(),
                reduced_costs.as_mut_ptr(),
                null_mut(),
                row_duals.as_mut_ptr(),
            );
        }
        (columns, reduced_costs, row_duals)
    }
}

impl Drop for Instance {
    fn drop(&mut self) {
        // SAFETY: ours, live, and not used after. It also ends this thread's scheduler, which nobody else uses: the thread
        // is the worker's own, and no instance is dropped inside a callback.
        unsafe { c::Highs_destroy(self.pointer) }
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

/// `HiGHS`'s model status in our words. `bounded`: finite bounds keep the objective from running away.
pub(crate) fn termination(status: HighsInt, bounded: bool) -> Termination {
    let other = |text: &str| Termination::Other(text.to_owned());
    match status {
        c::kHighsModelStatusOptimal => Termination::Optimal,
        c::kHighsModelStatusInfeasible => Termination::Infeasible,
        c::kHighsModelStatusUnboundedOrInfeasible if bounded => Termination::Infeasible,
        c::kHighsModelStatusUnboundedOrInfeasible => other("unbounded or infeasible"),
        c::kHighsModelStatusUnbounded => Termination::Unbounded,
        c::kHighsModelStatusTimeLimit => Termination::TimeLimit,
        c::kHighsModelStatusSolutionLimit => Termination::NodeLimit,
        c::kHighsModelStatusIterationLimit => Termination::IterationLimit,
        c::kHighsModelStatusInterrupt | HIGHS_INTERRUPT => Termination::Interrupted,
        MEMORY_LIMIT => other("memory limit"),
        c::kHighsModelStatusUnknown => other("unknown"),
        _ => Termination::Other(format!("HiGHS model status {status}")),
    }
}

/// Ok and Warning are fine: every limit returns a warning.
fn check(call: &'static str, status: HighsInt) -> Result<(), Error> {
    if status == c::kHighsStatusOk || status == c::kHighsStatusWarning { Ok(()) } else { Err(Error::Highs { call, status }) }
}

fn name(option: &'static CStr) -> &'static str {
    option.to_str().unwrap_or("an option")
}

fn length(length: usize) -> Result<HighsInt, Error> {
    HighsInt::try_from(length).map_err(|_| Error::Invalid(format!("{length} is too large for HiGHS")))
}
