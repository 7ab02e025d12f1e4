//! Moving the write-ahead log into the database file, mostly beside the writer.
//!
//! SQLite by itself does it within a commit, when the log has reached a size: tens of milliseconds for 32 MiB, in which
//! nobody is answered. So a thread of its own copies the log while the writer goes on adding to it, and again what was
//! added meanwhile, until that is little. That rest the writer copies: only where all of the log is in the file is it
//! written from its beginning again.

use std::cell::Cell;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, Sender, TryRecvError};
use std::thread::{self, JoinHandle};

use rusqlite::Connection;
use rusqlite::hooks::Wal;

use crate::connection;

/// Pages of the log from which it is copied: 16 MiB. A page that changes often is copied once, not every few MiB.
const LONG: i64 = 4096;
/// Pages that the writer may copy itself: about 2 ms.
const LITTLE: i64 = 512;
/// How often the thread copies what was added meanwhile. A writer that is faster than the disk is never caught up with.
const PASSES: u32 = 4;

thread_local! {
    /// Pages in the log after the last commit of this thread.
    static PAGES: Cell<i64> = const { Cell::new(0) };
}

/// Has the pages of the log counted, in place of copying them at a commit. For the connection of the writer's thread.
pub(crate) fn count_pages(conn: &Connection) {
    conn.wal_hook(Some(|_: &Wal, pages| {
        PAGES.set(pages.into());
        Ok(())
    }));
}

/// The thread that copies.
pub(crate) struct Checkpoints {
    /// Dropped to end the thread.
    ask: Option<Sender<()>>,
    copied: Receiver<()>,
    is_copying: bool,
    thread: Option<JoinHandle<()>>,
}

impl Checkpoints {
    /// Begins when it is told of a long log.
    pub(crate) fn of(database: &Path) -> Self {
        let (ask, asked) = mpsc::channel();
        let (tell, copied) = mpsc::channel();
        let path = database.to_owned();
        let thread = thread::Builder::new().name("checkpoints".to_owned()).spawn(move || work(path, &asked, &tell));
        let thread = thread.inspect_err(|error| tracing::warn!(%error, "commits copy the log themselves")).ok();
        Self { ask: thread.is_some().then_some(ask), copied, is_copying: false, thread }
    }

    /// To be called after each commit, on the writer's thread, when those who waited for it are answered.
    pub(crate) fn committed(&mut self, conn: &Connection) {
        if self.is_copying {
            match self.copied.try_recv() {
                Err(TryRecvError::Empty) => return,
                Ok(()) | Err(TryRecvError::Disconnected) => self.is_copying = false,
            }
            copy(conn);
        } else if PAGES.get() >= LONG {
            match &self.ask {
                Some(ask) if ask.send(()).is_ok() => self.is_copying = true,
                _ => drop(copy(conn)),
            }
        }
    }

    /// Waits until nothing is copied any more.
    pub(crate) fn end(&mut self) {
        self.ask = None;
        if let Some(thread) = self.thread.take() {
            // It has no state that a panic could have left half-changed.
            let _ = thread.join();
        }
    }
}

fn work(path: PathBuf, asked: &Receiver<()>, tell: &Sender<()>) {
    while asked.recv().is_ok() {
        // Opened for each time: the file may be another one by now.
        match connection::beside_writer(&path) {
            Ok(conn) => {
                let mut before = 0;
                for _ in 0..PASSES {
                    let Some(in_log) = copy(&conn).filter(|in_log| in_log - before > LITTLE) else { break };
                    before = in_log;
                }
            }
            Err(error) => tracing::debug!(%error, "the log could not be copied"),
        }
        if tell.send(()).is_err() {
            return;
        }
    }
}

/// Copies what is in the log by now; how many pages that is. `None` where it could not, which harms nothing: the log
/// holds everything, and grows.
fn copy(conn: &Connection) -> Option<i64> {
    let copied = conn.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |row| row.get(1));
    copied.inspect_err(|error| tracing::debug!(%error, "the log could not be copied")).ok()
}
