//! Long work that a window starts, watches and may end: each run has a number, a state and a way to cancel it.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard};

use crate::replay::run::Control;

/// So many runs of a kind are remembered.
const KEPT: usize = 8;

/// The runs of one kind.
#[derive(Debug)]
pub(crate) struct Runs<T> {
    held: Mutex<Held<T>>,
}

#[derive(Debug)]
struct Held<T> {
    last: i64,
    runs: BTreeMap<i64, Arc<Run<T>>>,
}

/// One run: what it is at, and its end.
#[derive(Debug)]
pub(crate) struct Run<T> {
    pub(crate) number: i64,
    pub(crate) control: Control,
    state: Mutex<T>,
}

impl<T> Default for Runs<T> {
    fn default() -> Self {
        Self { held: Mutex::new(Held { last: 0, runs: BTreeMap::new() }) }
    }
}

impl<T> Runs<T> {
    fn lock(&self) -> MutexGuard<'_, Held<T>> {
        self.held.lock().expect("no holder of the lock panics")
    }

    /// A new run.
    pub(crate) fn begin(&self, state: T) -> Arc<Run<T>> {
        let mut held = self.lock();
        held.last += 1;
        let run = Arc::new(Run { number: held.last, control: Control::default(), state: Mutex::new(state) });
        held.runs.insert(run.number, Arc::clone(&run));
        if held.runs.len() > KEPT
            && let Some((_, oldest)) = held.runs.pop_first()
        {
            oldest.control.cancel();
        }
        run
    }

    pub(crate) fn get(&self, number: i64) -> Option<Arc<Run<T>>> {
        self.lock().runs.get(&number).cloned()
    }

    /// Ends all of them: the application closes.
    pub(crate) fn cancel_all(&self) {
        self.lock().runs.values().for_each(|run| run.control.cancel());
    }
}

impl<T> Run<T> {
    /// What it is at. Be short.
    pub(crate) fn state(&self) -> MutexGuard<'_, T> {
        self.state.lock().expect("no holder of the lock panics")
    }
}
