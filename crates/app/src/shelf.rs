//! The folder of fixtures as a window holds it: read, checked, and looked at every second, so that what is edited on
//! disk is read and checked again by itself. What was written from here can be taken back.

mod stamp;
mod watch;

use std::collections::{BTreeMap, VecDeque};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::{Duration, Instant};

use tokio::sync::Notify;

use crate::app::now_us;
use crate::check::{self, Checked};
use crate::fixtures::golden::{Change, UndoError};
use crate::fixtures::{self, Fixture};
use stamp::Stamp;

/// So many changes can be taken back.
const UNDOS: usize = 20;

/// The fixtures of one folder. Locked only to look up and to store, never while files are read or bodies converted.
#[derive(Debug, Default)]
pub(crate) struct Shelf {
    held: Mutex<Held>,
    /// Wakes the watch before its second is over.
    wake: Notify,
    cancelled: AtomicBool,
    closed: AtomicBool,
}

#[derive(Debug, Default)]
struct Held {
    folder: PathBuf,
    /// Why the folder cannot be read.
    problem: Option<String>,
    entries: BTreeMap<String, Entry>,
    running: Option<Progress>,
    /// When the last whole run ended: microseconds since 1970.
    ran_us: Option<i64>,
    took: Duration,
    changes: VecDeque<(i64, Change)>,
    next_change: i64,
    is_watched: bool,
}

/// A fixture on the shelf.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    stamp: Stamp,
    pub(crate) fixture: Arc<Result<Fixture, String>>,
    /// `None` until it was checked for the first time.
    pub(crate) checked: Option<Arc<Checked>>,
    is_due: bool,
}

/// How far a run is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Progress {
    pub(crate) done: usize,
    pub(crate) total: usize,
}

/// All there is to see, at one moment.
pub(crate) struct View {
    pub(crate) problem: Option<String>,
    pub(crate) entries: Vec<(String, Entry)>,
    pub(crate) running: Option<Progress>,
    pub(crate) ran_us: Option<i64>,
    pub(crate) took: Duration,
}

/// Why a change could not be taken back.
#[derive(Debug, thiserror::Error)]
pub(crate) enum TakeBackError {
    #[error("there is no such change any more")]
    Forgotten,
    #[error(transparent)]
    Undo(#[from] UndoError),
}

impl Shelf {
    fn lock(&self) -> MutexGuard<'_, Held> {
        self.held.lock().expect("no holder of the lock panics")
    }

    /// Holds this folder from now on; nothing happens where it does so already.
    pub(crate) fn open(&self, folder: &Path) {
        let mut held = self.lock();
        if held.folder != folder {
            folder.clone_into(&mut held.folder);
            held.entries.clear();
            held.ran_us = None;
            held.problem = None;
        }
    }

    pub(crate) fn folder(&self) -> PathBuf {
        self.lock().folder.clone()
    }

    pub(crate) fn view(&self) -> View {
        let held = self.lock();
        View {
            problem: held.problem.clone(),
            entries: held.entries.iter().map(|(name, entry)| (name.clone(), entry.clone())).collect(),
            running: held.running,
            ran_us: held.ran_us,
            took: held.took,
        }
    }

    pub(crate) fn entry(&self, name: &str) -> Option<Entry> {
        self.lock().entries.get(name).cloned()
    }

    /// Has these checked again, or all.
    pub(crate) fn run(&self, names: Option<&[String]>) {
        let mut held = self.lock();
        for (name, entry) in &mut held.entries {
            entry.is_due |= names.is_none_or(|names| names.contains(name));
        }
        let total = held.entries.values().filter(|entry| entry.is_due).count();
        held.running = Some(Progress { done: 0, total });
        self.cancelled.store(false, Ordering::Relaxed);
        self.wake.notify_one();
    }

    /// Ends a run after the fixture that is being checked.
    pub(crate) fn cancel(&self) {
        self.cancelled.store(true, Ordering::Relaxed);
    }

    pub(crate) fn close(&self) {
        self.closed.store(true, Ordering::Relaxed);
        self.cancel();
        self.wake.notify_one();
    }

    /// Looks at the folder; whether anything is not as it was.
    pub(crate) fn look(&self) -> bool {
        let folder = self.folder();
        let listed = if folder.exists() { fixtures::folders(&folder) } else { Ok(Vec::new()) };
        let found = match listed {
            Ok(found) => found,
            Err(error) => {
                let problem = Some(error.to_string());
                let mut held = self.lock();
                let is_news = held.problem != problem;
                held.problem = problem;
                return is_news;
            }
        };
        let stamps: BTreeMap<String, (PathBuf, Stamp)> = found
            .into_iter()
            .map(|folder| (fixtures::name_of(&folder), (folder.clone(), Stamp::of(&folder))))
            .collect();
        let changed: Vec<(String, PathBuf, Stamp)> = {
            let mut held = self.lock();
            let is_known =
                |name: &str, stamp: &Stamp| held.entries.get(name).is_some_and(|entry| entry.stamp.is_same(*stamp));
            let changed: Vec<_> = stamps
                .iter()
                .filter(|(name, (_, stamp))| !is_known(name, stamp))
                .map(|(name, (folder, stamp))| (name.clone(), folder.clone(), *stamp))
                .collect();
            let before = held.entries.len();
            held.entries.retain(|name, _| stamps.contains_key(name));
            let is_gone = held.entries.len() < before;
            let had_problem = held.problem.take().is_some();
            if changed.is_empty() {
                return is_gone || had_problem;
            }
            changed
        };
        for (name, path, stamp) in changed {
            self.read(&folder, name, &path, stamp);
        }
        true
    }

    /// Reads one, unless another folder is held meanwhile.
    fn read(&self, folder: &Path, name: String, path: &Path, stamp: Stamp) {
        let fixture = Arc::new(fixtures::folder(path).map_err(|error| error.within()));
        let mut held = self.lock();
        if held.folder == folder {
            let checked = held.entries.remove(&name).and_then(|entry| entry.checked);
            held.entries.insert(name, Entry { stamp, fixture, checked, is_due: true });
        }
    }

    /// Looks at one of them alone: the others may be many.
    fn look_at(&self, name: &str) {
        let folder = self.folder();
        let path = folder.join(name);
        // A name is one of the folder's own, and leads nowhere else.
        if Path::new(name).file_name() != Some(name.as_ref()) || !fixtures::is_fixture(&path) {
            self.lock().entries.remove(name);
            return;
        }
        let stamp = Stamp::of(&path);
        if !self.entry(name).is_some_and(|entry| entry.stamp.is_same(stamp)) {
            self.read(&folder, name.to_owned(), &path, stamp);
        }
    }

    /// Checks what is due; `step` hears of it now and then.
    pub(crate) fn work(&self, step: impl Fn()) {
        let started = Instant::now();
        let total = self.lock().entries.values().filter(|entry| entry.is_due).count();
        if total == 0 {
            self.lock().running = None;
            return;
        }
        let (mut done, mut told) = (0, Instant::now());
        while !self.cancelled.load(Ordering::Relaxed) {
            let due = {
                let mut held = self.lock();
                held.running = Some(Progress { done, total: total.max(done) });
                held.entries.iter().find(|(_, entry)| entry.is_due).map(|(name, entry)| (name.clone(), entry.clone()))
            };
            let Some((name, entry)) = due else { break };
            let checked = Arc::new(check_entry(&name, &entry));
            if let Some(now) = self.lock().entries.get_mut(&name)
                && now.stamp.is_same(entry.stamp)
            {
                now.checked = Some(checked);
                now.is_due = false;
            }
            done += 1;
            if told.elapsed() > Duration::from_millis(50) {
                told = Instant::now();
                step();
            }
        }
        let mut held = self.lock();
        if self.cancelled.swap(false, Ordering::Relaxed) {
            held.entries.values_mut().for_each(|entry| entry.is_due = false);
        }
        held.running = None;
        if done >= held.entries.len() {
            held.ran_us = Some(now_us());
            held.took = started.elapsed();
        }
        drop(held);
        step();
    }

    /// Reads and checks one at once, for who has just written it.
    pub(crate) fn refresh(&self, name: &str) -> Option<Entry> {
        self.look_at(name);
        let entry = self.entry(name)?;
        let checked = Arc::new(check_entry(name, &entry));
        let mut held = self.lock();
        let now = held.entries.get_mut(name)?;
        now.checked = Some(checked);
        now.is_due = false;
        Some(now.clone())
    }

    /// Remembers a change; its number.
    pub(crate) fn remember(&self, change: Change) -> i64 {
        let mut held = self.lock();
        held.next_change += 1;
        let number = held.next_change;
        held.changes.push_back((number, change));
        if held.changes.len() > UNDOS {
            held.changes.pop_front();
        }
        number
    }

    /// Makes the files what they were before a change.
    ///
    /// # Errors
    /// Where it is not known any more, or a file was changed since.
    pub(crate) fn take_back(&self, number: i64) -> Result<(), TakeBackError> {
        let mut held = self.lock();
        let place = held.changes.iter().position(|(known, _)| *known == number).ok_or(TakeBackError::Forgotten)?;
        held.changes[place].1.undo()?;
        held.changes.remove(place);
        drop(held);
        self.look();
        self.wake.notify_one();
        Ok(())
    }
}

fn check_entry(name: &str, entry: &Entry) -> Checked {
    match entry.fixture.as_ref() {
        Ok(fixture) => check::check(fixture),
        Err(reason) => Checked::unreadable(name, reason),
    }
}

#[cfg(test)]
mod tests;
