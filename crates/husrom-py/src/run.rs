//! Long work on a thread of its own, while the calling thread stays with Python: it tells of progress and listens for Ctrl-C.

use std::sync::Mutex;
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread;
use std::time::Duration;

use husrom::Interrupt;
use pyo3::exceptions::PyKeyboardInterrupt;
use pyo3::prelude::*;

use crate::errors;

/// How often the calling thread looks up.
const PULSE: Duration = Duration::from_millis(50);
/// Stack of the worker: what a main thread has, and more.
const STACK: usize = 16 << 20;

/// What a worker says. It never attaches to Python.
pub enum Event<T> {
    /// A step is done: told to `progress` as JSON.
    Step(String),
    /// All is done.
    Done(T),
}

/// Runs work on its own thread with the GIL free, and waits for it.
///
/// The first Ctrl-C sets the interrupt and waits on for what the work then gives; a second one, or any other exception of a signal
/// handler or of `progress`, sets it and is raised at once.
pub fn watch<T, W>(py: Python<'_>, interrupt: &Interrupt, progress: Option<&Bound<'_, PyAny>>, work: W) -> PyResult<T>
where
    T: Send + 'static,
    W: FnOnce(Sender<Event<T>>) -> T + Send + 'static,
{
    let (sender, events) = mpsc::channel();
    let run = move || {
        let done = work(sender.clone());
        // Nobody listens any more where the caller has raised.
        let _ = sender.send(Event::Done(done));
    };
    thread::Builder::new().name("husrom".to_owned()).stack_size(STACK).spawn(run)?;
    let events = Mutex::new(events);
    let mut asked = false;
    loop {
        let event = py.detach(|| match events.lock() {
            Ok(events) => events.recv_timeout(PULSE),
            Err(_) => Err(RecvTimeoutError::Disconnected),
        });
        let heard = match event {
            Ok(Event::Done(done)) => return Ok(done),
            Ok(Event::Step(step)) => progress.map_or(Ok(()), |tell| tell.call1((step,)).map(drop)),
            Err(RecvTimeoutError::Timeout) => Ok(()),
            Err(RecvTimeoutError::Disconnected) => {
                return Err(errors::other(py, "the engine ended without a result (a bug in husrom)"));
            }
        };
        if let Err(error) = heard.and_then(|()| py.check_signals()) {
            interrupt.set();
            if asked || !error.is_instance_of::<PyKeyboardInterrupt>(py) {
                return Err(error);
            }
            asked = true;
        }
    }
}
