//! What the writer does for its file while nobody waits: it deletes what the user removed a while ago, removes captures
//! beyond the retention, gives back what they left free, and empties the write-ahead log.
//!
//! All of it goes in steps of a few milliseconds, each a transaction of its own, and a step ends as soon as a capture
//! waits. Only where a limit is exceeded by more than an eighth does a batch of captures take in its own transaction a
//! few more out than it brings in, or a steady stream would fill the disk. Free pages are given back once the store has
//! been quiet for a while: until then new captures use them again.

mod purge;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime};

use rusqlite::Connection;

use crate::connection::{BUSY_TIMEOUT, begin, unsynced};
use crate::error::StoreError;
use crate::queries::totals::Totals;
use crate::queries::{pages, projector, pruning, settings, totals};
use crate::queue::Queue;
use crate::retention::Retention;
use purge::Purge;

/// How long a step goes on, but for its commit.
const STEP: Duration = Duration::from_millis(3);
/// How long nothing must have come before pages are given back.
const QUIET: Duration = Duration::from_secs(1);
/// How often to look whether captures have become too old.
const REST: Duration = Duration::from_secs(60);
/// Free pages that the file keeps for what comes next: 1 MiB.
const SLACK_PAGES: u64 = 256;
/// Bytes of the write-ahead log from which it is emptied.
const LARGE_LOG: u64 = 8 * 1024 * 1024;
/// How long closing may go on deleting; the rest is deleted at the next opening.
const LONGEST_END: Duration = Duration::from_secs(1);
/// Captures that are looked up at once.
const CANDIDATES: u32 = 64;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Task {
    /// Now, between two batches.
    Prune,
    /// Give back pages once it is quiet.
    Settle,
    /// Give back more pages now.
    GiveBack,
    Rest,
}

pub(crate) struct Upkeep {
    next: Task,
    /// As last read; `None` where they cannot be read, and then nothing is pruned.
    limits: Option<Retention>,
    /// A closure may have changed the limits since.
    stale: bool,
    /// All captures that could be pruned up to this id are gone.
    pruned_to: i64,
    /// The limits are exceeded, but by nothing that may go: until a closure has changed something.
    stuck: bool,
    /// What the user removed, and when it goes for good.
    purge: Purge,
    /// Pages were given back since the file was last shrunk.
    gave_back: bool,
    /// The write-ahead log.
    log: PathBuf,
}

impl Upkeep {
    pub(crate) fn new(database: &Path) -> Self {
        let mut log = database.as_os_str().to_owned();
        log.push("-wal");
        Self {
            next: Task::Prune,
            limits: Some(Retention::default()),
            stale: true,
            pruned_to: 0,
            stuck: false,
            purge: Purge::new(now_us()),
            gave_back: false,
            log: log.into(),
        }
    }

    /// How long the writer may wait for work before it takes a step.
    pub(crate) fn patience(&self) -> Duration {
        match self.next {
            Task::Prune | Task::GiveBack => Duration::ZERO,
            Task::Settle => QUIET,
            Task::Rest => self.purge.due_in(now_us()).map_or(REST, |due| due.min(REST)),
        }
    }

    /// Within the transaction of a batch: adds what it brought to the totals, and takes more than that out where far too
    /// much is kept. To be told to [`Upkeep::appended`] once it is committed.
    pub(crate) fn count(&mut self, conn: &Connection, brought: Totals) -> rusqlite::Result<Pruned> {
        let pruned = Pruned { held: totals::add(conn, brought)?, pruned_to: self.pruned_to, done: false };
        if self.stale {
            self.read_limits(conn);
        }
        let Some(limits) = self.limits.filter(|limits| limits.far_exceeded_by(pruned.held) && !self.stuck) else {
            return Ok(pruned);
        };
        let (start, before) = (Instant::now(), pruned.held);
        let more = |count: u64| count + count / 4 + 1;
        prune(conn, pruned, &limits, i64::MIN, |held| {
            let (captures, bytes) = (before.captures - held.captures, before.bytes - held.bytes);
            let enough = captures >= more(brought.captures);
            limits.far_exceeded_by(held) && (!enough || bytes < more(brought.bytes) && start.elapsed() < STEP)
        })
    }

    /// A batch of captures was committed.
    pub(crate) fn appended(&mut self, pruned: &Pruned) {
        let exceeded = self.limits.is_some_and(|limits| limits.exceeded_by(pruned.held));
        self.pruned_to = pruned.pruned_to;
        self.stuck |= pruned.done && exceeded;
        if exceeded && !self.stuck {
            self.next = Task::Prune;
        } else if self.next != Task::Prune {
            self.next = Task::Settle;
        }
    }

    /// A closure changed something: the limits, the pins, or how far the log is converted.
    pub(crate) fn changed(&mut self, unpinned: bool) {
        if unpinned {
            self.pruned_to = 0;
        }
        (self.stale, self.stuck) = (true, false);
        self.next = Task::Prune;
    }

    /// A few milliseconds of work. Whether it removed captures. On an error the connection is not to be used any more.
    pub(crate) fn step(&mut self, conn: &Connection, queue: &Queue) -> Result<bool, StoreError> {
        // Work that a power cut undid is done again; a capture that has come meanwhile shall not wait for the disk.
        unsynced(conn, |conn| match self.next {
            Task::Prune | Task::Rest => self.prune(conn, queue),
            Task::Settle | Task::GiveBack => Ok(self.give_back(conn, queue).map(|()| false)?),
        })
    }

    /// What the user removed goes for good, for the store is being closed.
    pub(crate) fn end(&mut self, conn: &Connection) -> rusqlite::Result<()> {
        let start = Instant::now();
        let tx = begin(conn)?;
        self.purge.step(&tx, i64::MAX, || start.elapsed() < LONGEST_END)?;
        tx.commit()
    }

    /// A step failed: the next one comes later.
    pub(crate) fn rest(&mut self) {
        self.next = Task::Rest;
    }

    fn prune(&mut self, conn: &Connection, queue: &Queue) -> Result<bool, StoreError> {
        let start = Instant::now();
        self.next = Task::Settle;
        let tx = begin(conn)?;
        let go_on = || start.elapsed() < STEP && !queue.captures_waiting();
        let purged = self.purge.step(&tx, now_us(), go_on)?;
        if !purged.done {
            self.next = Task::Prune;
        }
        let Some(limits) = self.read_limits(&tx) else {
            tx.commit()?;
            return Ok(purged.any);
        };
        let pruned = Pruned { held: totals::get(&tx)?, pruned_to: self.pruned_to, done: false };
        let too_old_us = limits.oldest_us(now_us()).unwrap_or(i64::MIN);
        let pruned = prune(&tx, pruned, &limits, too_old_us, |_| go_on())?;
        tx.commit()?;
        self.stuck = pruned.done && limits.exceeded_by(pruned.held);
        if !pruned.done {
            self.next = Task::Prune;
        }
        let removed = purged.any || pruned.pruned_to != self.pruned_to;
        self.pruned_to = pruned.pruned_to;
        Ok(removed)
    }

    fn read_limits(&mut self, conn: &Connection) -> Option<Retention> {
        self.stale = false;
        match settings::retention(conn) {
            Ok(limits) => self.limits = Some(limits),
            Err(error) => {
                if self.limits.take().is_some() {
                    tracing::error!(%error, "nothing is pruned");
                }
            }
        }
        self.limits
    }

    fn give_back(&mut self, conn: &Connection, queue: &Queue) -> rusqlite::Result<()> {
        let start = Instant::now();
        let free = pages::free(conn)?;
        if free > SLACK_PAGES {
            let tx = begin(conn)?;
            pages::give_back(&tx, free - SLACK_PAGES, || start.elapsed() < STEP && !queue.captures_waiting())?;
            tx.commit()?;
            if pages::free(conn)? < free {
                self.gave_back = true;
                self.next = Task::GiveBack;
                return Ok(());
            }
        }
        let log = self.log.metadata().map_or(0, |metadata| metadata.len());
        if (self.gave_back || log > LARGE_LOG) && !queue.captures_waiting() {
            self.gave_back = !pages::empty_log(conn, BUSY_TIMEOUT)?;
        }
        self.next = Task::Rest;
        Ok(())
    }
}

/// How far pruning has come.
pub(crate) struct Pruned {
    held: Totals,
    /// All captures that could be pruned up to this id are gone.
    pruned_to: i64,
    /// What is left may stay or has to stay.
    done: bool,
}

/// Removes the oldest captures as long as a limit is exceeded, or as they are too old, and `go_on` agrees.
fn prune(
    conn: &Connection,
    mut pruned: Pruned,
    limits: &Retention,
    too_old_us: i64,
    go_on: impl Fn(Totals) -> bool,
) -> rusqlite::Result<Pruned> {
    let until = projector::projected_to(conn)?;
    loop {
        if !limits.exceeded_by(pruned.held) && limits.age_days.is_none() {
            return Ok(Pruned { done: true, ..pruned });
        }
        let candidates = pruning::oldest(conn, pruned.pruned_to, until, CANDIDATES)?;
        if candidates.is_empty() {
            return Ok(Pruned { done: true, ..pruned });
        }
        for candidate in candidates {
            if !limits.exceeded_by(pruned.held) && candidate.received_us >= too_old_us {
                return Ok(Pruned { done: true, ..pruned });
            }
            if !go_on(pruned.held) {
                return Ok(pruned);
            }
            pruning::delete(conn, candidate.id)?;
            pruned = Pruned { held: totals::get(conn)?, pruned_to: candidate.id, done: false };
        }
    }
}

/// Microseconds since 1970, UTC.
fn now_us() -> i64 {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_micros()).unwrap_or(i64::MAX)
}
