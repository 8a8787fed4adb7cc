//! The thread a solve runs on, and how its caller waits for it.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use crate::{Error, Interrupt, Termination};

/// How long after its time limit a solve may still run before the caller abandons it.
pub const TIME_GRACE: Duration = Duration::from_secs(1);

/// How long after an interrupt a solve may still run before the caller abandons it.
const INTERRUPT_GRACE: Duration = Duration::from_millis(220);

/// How often the waiting caller looks at the interrupt.
const STEP: Duration = Duration::from_millis(20);

/// Rust's 2 MiB are little for code written for the 8 MiB of a main thread; only the pages used are taken.
const STACK: usize = 32 << 20;

static LIVE: AtomicUsize = AtomicUsize::new(0);

/// How many solver threads of this process have not ended: running solves, and abandoned ones that have not noticed yet.
#[must_use]
pub fn live_workers() -> usize {
    LIVE.load(Ordering::Acquire)
}

/// Counts a worker from before its thread starts until its closure ends.
struct Live;

impl Live {
    fn new() -> Self {
        LIVE.fetch_add(1, Ordering::AcqRel);
        Self
    }
}

impl Drop for Live {
    fn drop(&mut self) {
        LIVE.fetch_sub(1, Ordering::AcqRel);
    }
}

/// What the callbacks have seen so far.
#[derive(Debug, Default)]
pub(crate) struct Progress {
    /// The last improving solution.
    pub(crate) best: Option<Vec<f64>>,
    /// The last bound that holds for the whole program.
    pub(crate) bound: Option<f64>,
    /// Nodes of the tree so far.
    pub(crate) nodes: u64,
}

/// What the caller and the worker both hold.
#[derive(Debug, Default)]
pub(crate) struct Shared {
    interrupt: Interrupt,
    /// The caller has left.
    abandoned: AtomicBool,
    /// The `improved` function panicked with this message.
    panicked: Mutex<Option<String>>,
    failed: AtomicBool,
    progress: Mutex<Progress>,
}

impl Shared {
    pub(crate) fn new(interrupt: &Interrupt) -> Arc<Self> {
        Arc::new(Self { interrupt: interrupt.clone(), ..Self::default() })
    }

    /// Whether `HiGHS` should stop, for whatever reason.
    pub(crate) fn stop(&self) -> bool {
        self.interrupt.is_set() || self.abandoned() || self.failed.load(Ordering::Acquire)
    }

    /// Tells who still works that nobody waits any more.
    pub(crate) fn abandon(&self) {
        self.abandoned.store(true, Ordering::Release);
    }

    /// Whether nobody waits any more.
    pub(crate) fn abandoned(&self) -> bool {
        self.abandoned.load(Ordering::Acquire)
    }

    /// Keeps a panic of a callback, which must not cross `HiGHS`, and asks `HiGHS` to stop.
    pub(crate) fn fail(&self, payload: &(dyn Any + Send)) {
        lock(&self.panicked).get_or_insert_with(|| message(payload));
        self.failed.store(true, Ordering::Release);
    }

    /// The panic that was kept, as an error.
    pub(crate) fn failure(&self) -> Result<(), Error> {
        lock(&self.panicked).take().map_or(Ok(()), |text| Err(Error::Panicked(text)))
    }

    pub(crate) fn progress(&self) -> MutexGuard<'_, Progress> {
        lock(&self.progress)
    }
}

/// How the wait ended.
pub(crate) enum Verdict<T> {
    /// The worker is done.
    Finished(T),
    /// The worker was left to itself, for this reason.
    Abandoned(Termination),
}

/// Runs `job` on a thread of its own and waits: for its end, or for the grace after an interrupt or after `time`.
pub(crate) fn supervise<T: Send + 'static>(
    started: Instant,
    time: Option<Duration>,
    shared: &Arc<Shared>,
    job: impl FnOnce() -> Result<T, Error> + Send + 'static,
) -> Result<Verdict<T>, Error> {
    let (sender, receiver) = channel();
    let worker = start(move || {
        // The caller may have left.
        let _ = sender.send(caught(job));
    })?;
    let verdict = wait(started, time, shared, &receiver)?;
    if matches!(verdict, Verdict::Finished(_)) {
        // Only thread-local destructors are left to run. `job` caught its panics, so there is none to pass on.
        let _ = worker.join();
    }
    Ok(verdict)
}

/// Starts a thread for a solver.
pub(crate) fn start(body: impl FnOnce() + Send + 'static) -> Result<JoinHandle<()>, Error> {
    let live = Live::new();
    thread::Builder::new()
        .name("husrom-highs".to_owned())
        .stack_size(STACK)
        .spawn(move || {
            let _live = live;
            body();
        })
        .map_err(|error| Error::Thread(error.to_string()))
}

/// The result of a job, its panic as an error.
pub(crate) fn caught<T>(job: impl FnOnce() -> Result<T, Error>) -> Result<T, Error> {
    catch_unwind(AssertUnwindSafe(job)).unwrap_or_else(|payload| Err(Error::Panicked(message(&*payload))))
}

/// Waits for a worker's result: for its end, or for the grace after an interrupt or after `time`.
pub(crate) fn wait<T>(
    started: Instant,
    time: Option<Duration>,
    shared: &Shared,
    receiver: &Receiver<Result<T, Error>>,
) -> Result<Verdict<T>, Error> {
    let deadline = time.and_then(|time| started.checked_add(time)?.checked_add(TIME_GRACE));
    let mut interrupted_at = None;
    let reason = loop {
        match receiver.recv_timeout(STEP) {
            Ok(result) => return result.map(Verdict::Finished),
            Err(RecvTimeoutError::Disconnected) => return Err(Error::Panicked("it ended without a result".to_owned())),
            Err(RecvTimeoutError::Timeout) => {}
        }
        let now = Instant::now();
        if shared.interrupt.is_set() && now.duration_since(*interrupted_at.get_or_insert(now)) >= INTERRUPT_GRACE {
            break Termination::Interrupted;
        }
        if deadline.is_some_and(|deadline| now >= deadline) {
            break Termination::TimeLimit;
        }
    };
    shared.abandon();
    shared.failure()?;
    Ok(Verdict::Abandoned(reason))
}

/// The text of a panic.
fn message(payload: &(dyn Any + Send)) -> String {
    let text = payload.downcast_ref::<&str>().copied().or_else(|| payload.downcast_ref::<String>().map(String::as_str));
    text.unwrap_or("no message").to_owned()
}

/// The data under these locks is replaced whole, so a panic elsewhere does not spoil it.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
