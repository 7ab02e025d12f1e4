//! What waits for the writer thread: captures, and closures.
//!
//! Two bounded queues under one lock that is only ever held to push or to take, so that an async caller may take it.
//! Captures go first, for somebody waits for an answer: also those that come soon after a batch, since whoever
//! was just answered often sends again at once. But a closure's turn comes after [`PATIENCE`] at the latest, or a steady
//! stream of captures would keep settings and conversion waiting for ever.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::runtime::Handle;
use tokio::sync::oneshot;
use triptych_core::capture::{Capture, Marks};

use crate::error::{StoreError, WriteError};
use crate::tx::WriteTx;

/// Captures that may wait; the listener lets in at most 256 requests at a time.
const MAX_APPENDS: usize = 1024;
/// Closures that may wait.
const MAX_JOBS: usize = 256;
/// Captures in one transaction.
const MAX_BATCH: usize = 256;
/// How long captures go before a closure that waits.
pub(crate) const PATIENCE: Duration = Duration::from_millis(50);
/// How long a closure waits for further captures after a batch of a few.
pub(crate) const LINGER: Duration = Duration::from_micros(300);
/// How long after a larger one: it takes that many senders longer to read their answers and to send again, and in a
/// closure's time all of them would queue up.
const LONG_LINGER: Duration = Duration::from_millis(2);
/// Captures up to which a batch is of a few.
const FEW: usize = 4;

/// A capture that waits for its commit.
pub(crate) struct Append {
    pub(crate) capture: Capture,
    pub(crate) parent: Option<i64>,
    pub(crate) marks: Marks,
    pub(crate) reply: oneshot::Sender<Result<i64, WriteError>>,
    /// Where the answer is waited for.
    pub(crate) runtime: Option<Handle>,
}

/// A closure, whatever its result type.
pub(crate) trait Job: Send {
    /// Runs the closure, once, and keeps its value.
    fn run(&mut self, tx: &mut WriteTx<'_>) -> Result<(), StoreError>;

    /// Gives the caller the value, now that it is committed, or the error.
    fn answer(self: Box<Self>, outcome: Result<(), StoreError>);
}

/// What the writer is to do next.
pub(crate) enum Work {
    Appends(Vec<Append>),
    Job(Box<dyn Job>),
    /// Nothing came for as long as the writer wanted to wait.
    Idle,
    /// Closed and drained.
    Done,
}

#[derive(Default)]
pub(crate) struct Queue {
    state: Mutex<State>,
    ready: Condvar,
    /// Captures in `state`, to be read without the lock.
    waiting: AtomicUsize,
}

#[derive(Default)]
struct State {
    appends: VecDeque<Append>,
    jobs: VecDeque<Box<dyn Job>>,
    /// Since when a closure waits for its turn.
    jobs_wait_since: Option<Instant>,
    /// The writer waits, and nobody has woken it yet.
    asleep: bool,
    /// The last work that was given out were so many captures.
    last_batch: usize,
    closed: bool,
}

impl Queue {
    fn lock(&self) -> MutexGuard<'_, State> {
        // Nothing under the lock can leave the state half-changed.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn push_append(&self, append: Append) -> Result<(), WriteError> {
        let mut state = self.lock();
        if state.closed {
            return Err(WriteError::Closed);
        }
        if state.appends.len() >= MAX_APPENDS {
            return Err(WriteError::Busy);
        }
        state.appends.push_back(append);
        self.waiting.store(state.appends.len(), Ordering::Relaxed);
        self.wake(state);
        Ok(())
    }

    pub(crate) fn push_job(&self, job: Box<dyn Job>) -> Result<(), StoreError> {
        let mut state = self.lock();
        if state.closed {
            return Err(StoreError::Closed);
        }
        if state.jobs.len() >= MAX_JOBS {
            return Err(StoreError::Busy);
        }
        state.jobs.push_back(job);
        state.jobs_wait_since.get_or_insert_with(Instant::now);
        self.wake(state);
        Ok(())
    }

    /// Something came. Waking is a call of the system, so it is done once.
    fn wake(&self, mut state: MutexGuard<'_, State>) {
        let asleep = std::mem::take(&mut state.asleep);
        drop(state);
        if asleep {
            self.ready.notify_one();
        }
    }

    pub(crate) fn captures_waiting(&self) -> bool {
        self.waiting.load(Ordering::Relaxed) > 0
    }

    pub(crate) fn is_closed(&self) -> bool {
        self.lock().closed
    }

    /// Lets nothing in any more; what waits is still done.
    pub(crate) fn close(&self) {
        self.lock().closed = true;
        self.ready.notify_all();
    }

    /// For a writer that is gone: nothing will be done any more, so everybody who waits shall know.
    pub(crate) fn abandon(&self) {
        let mut state = self.lock();
        state.closed = true;
        let (appends, jobs) = (std::mem::take(&mut state.appends), std::mem::take(&mut state.jobs));
        self.waiting.store(0, Ordering::Relaxed);
        drop(state);
        drop((appends, jobs));
    }

    /// Waits for work, at most for `patience`.
    pub(crate) fn next(&self, patience: Duration) -> Work {
        let mut state = self.lock();
        let linger_until = state.linger().map(|linger| Instant::now() + linger);
        loop {
            let lingers = linger_until.map_or(Duration::ZERO, |until| until.saturating_duration_since(Instant::now()));
            if state.is_jobs_turn(lingers)
                && let Some(job) = state.take_job()
            {
                return Work::Job(job);
            }
            if !state.appends.is_empty() {
                let batch = state.take_batch();
                self.waiting.store(state.appends.len(), Ordering::Relaxed);
                return Work::Appends(batch);
            }
            if state.closed {
                return Work::Done;
            }
            let at_most = if state.jobs.is_empty() { patience } else { lingers };
            state.asleep = true;
            let (next, timeout) = self.ready.wait_timeout(state, at_most).unwrap_or_else(PoisonError::into_inner);
            state = next;
            state.asleep = false;
            if timeout.timed_out() && state.appends.is_empty() && state.jobs.is_empty() && !state.closed {
                return Work::Idle;
            }
        }
    }
}

impl State {
    fn linger(&self) -> Option<Duration> {
        match self.last_batch {
            0 => None,
            1..=FEW => Some(LINGER),
            _ => Some(LONG_LINGER),
        }
    }

    /// Whether a closure goes before captures, those that may still come while the writer `lingers` included.
    fn is_jobs_turn(&self, lingers: Duration) -> bool {
        let no_captures = self.appends.is_empty() && (lingers.is_zero() || self.closed);
        no_captures || self.jobs_wait_since.is_some_and(|since| since.elapsed() >= PATIENCE)
    }

    fn take_job(&mut self) -> Option<Box<dyn Job>> {
        let job = self.jobs.pop_front()?;
        self.jobs_wait_since = (!self.jobs.is_empty()).then(Instant::now);
        self.last_batch = 0;
        Some(job)
    }

    fn take_batch(&mut self) -> Vec<Append> {
        let batch = self.appends.len().min(MAX_BATCH);
        self.last_batch = batch;
        self.appends.drain(..batch).collect()
    }
}
