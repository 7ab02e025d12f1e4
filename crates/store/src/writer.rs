//! The writer: the one thread that writes.
//!
//! It takes all captures that wait, up to a few hundred, inserts them in one transaction, commits once and answers all:
//! durability costs one sync a batch, however many wait for it. Where a batch fails it is rolled back and tried one by
//! one, so that a capture that cannot be stored harms no other. Where the connection is at fault (disk full, input or
//! output error) it is opened anew; as long as that fails everybody is told at once, and while nothing comes the writer
//! tries by itself whether the cause is gone.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rusqlite::{Connection, Transaction, TransactionBehavior};
use tokio::sync::watch;

use crate::connection::reopen_writer;
use crate::error::{StoreError, WriteError, wants_reopening};
use crate::folder::Folder;
use crate::queries::{captures, projector};
use crate::queue::{Append, Job, Queue, Work};
use crate::tx::WriteTx;

/// How often an idle writer tries whether a problem is gone.
const PROBE: Duration = Duration::from_secs(2);

/// What the writer and the handles share.
pub(crate) struct Shared {
    pub(crate) queue: Queue,
    /// Grows with every commit that changed something, and when a problem comes or goes.
    pub(crate) revision: watch::Sender<u64>,
    problem: Mutex<Option<String>>,
}

impl Shared {
    pub(crate) fn new() -> Self {
        Self { queue: Queue::default(), revision: watch::Sender::new(0), problem: Mutex::new(None) }
    }

    pub(crate) fn problem(&self) -> Option<String> {
        self.problem.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn set_problem(&self, problem: Option<String>) {
        let mut held = self.problem.lock().unwrap_or_else(PoisonError::into_inner);
        if *held != problem {
            *held = problem;
            drop(held);
            self.tick();
        }
    }

    fn tick(&self) {
        self.revision.send_modify(|revision| *revision += 1);
    }
}

pub(crate) struct Writer {
    shared: Arc<Shared>,
    path: PathBuf,
    /// `None` while it could not be opened anew.
    conn: Option<Connection>,
    /// Held as long as anything may be written, and given up last.
    folder: Folder,
}

/// Why a batch was not committed.
enum BatchError {
    /// It did not begin: trying its captures one by one is of no use.
    Begin(rusqlite::Error),
    Statement(rusqlite::Error),
}

impl Writer {
    pub(crate) fn new(shared: Arc<Shared>, path: PathBuf, conn: Connection, folder: Folder) -> Self {
        Self { shared, path, conn: Some(conn), folder }
    }

    /// Works until the queue is closed and empty.
    pub(crate) fn run(mut self) {
        loop {
            let patience = self.shared.problem().map(|_| PROBE);
            match self.shared.queue.next(patience) {
                Work::Appends(batch) => self.store(batch),
                Work::Job(job) => self.perform(job),
                Work::Idle => self.probe(),
                Work::Done => break,
            }
        }
        self.end();
    }

    /// Moves everything from the log into the database file, so that a closed folder is one plain file.
    fn end(&mut self) {
        if let Some(conn) = self.conn.take() {
            let checkpoint = conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
            if let Err(error) = checkpoint.and_then(|()| conn.close().map_err(|(_, error)| error)) {
                tracing::warn!(%error, "the database was not closed cleanly");
                return;
            }
            self.folder.ended_cleanly();
        }
    }

    fn store(&mut self, batch: Vec<Append>) {
        match self.commit(&batch) {
            Ok(ids) => {
                for (append, id) in batch.into_iter().zip(ids) {
                    answer(append, Ok(id));
                }
            }
            Err(BatchError::Statement(_)) if batch.len() > 1 => self.store_one_by_one(batch),
            Err(BatchError::Begin(error) | BatchError::Statement(error)) => self.refuse(batch, &error),
        }
    }

    fn store_one_by_one(&mut self, batch: Vec<Append>) {
        let mut left = batch.into_iter();
        while let Some(append) = left.next() {
            match self.commit(std::slice::from_ref(&append)) {
                Ok(ids) => answer(append, Ok(ids[0])),
                Err(BatchError::Statement(error)) => self.refuse(vec![append], &error),
                Err(BatchError::Begin(error)) => {
                    return self.refuse(std::iter::once(append).chain(left).collect(), &error);
                }
            }
        }
    }

    fn refuse(&self, batch: Vec<Append>, error: &rusqlite::Error) {
        let reason = error.to_string();
        tracing::error!(captures = batch.len(), reason, "captures could not be stored");
        self.shared.set_problem(Some(reason.clone()));
        for append in batch {
            answer(append, Err(WriteError::Failed(reason.clone())));
        }
    }

    /// All of them in one transaction, or none. The ids are in the order of the captures.
    fn commit(&mut self, batch: &[Append]) -> Result<Vec<i64>, BatchError> {
        let committed = self.transact(batch);
        match &committed {
            Ok(_) => {
                self.shared.set_problem(None);
                self.shared.tick();
            }
            Err(BatchError::Begin(error) | BatchError::Statement(error)) if wants_reopening(error) => self.conn = None,
            Err(_) => {}
        }
        committed
    }

    fn transact(&mut self, batch: &[Append]) -> Result<Vec<i64>, BatchError> {
        let tx = begin(self.conn().map_err(BatchError::Begin)?).map_err(BatchError::Begin)?;
        let insert = || {
            let mut ids = Vec::with_capacity(batch.len());
            let mut ring_grew = false;
            for Append { capture, parent, .. } in batch {
                let inserted = captures::insert(&tx, capture, *parent)?;
                ring_grew |= inserted.in_ring;
                ids.push(inserted.id);
            }
            if ring_grew {
                captures::prune_ring(&tx)?;
            }
            Ok(ids)
        };
        let ids = insert().map_err(BatchError::Statement)?;
        tx.commit().map_err(BatchError::Statement)?;
        Ok(ids)
    }

    fn perform(&mut self, mut job: Box<dyn Job>) {
        let outcome = self.run_job(job.as_mut());
        match &outcome {
            Ok(true) => {
                self.shared.set_problem(None);
                self.shared.tick();
            }
            Ok(false) => {}
            Err(error) => self.consider(error),
        }
        job.answer(outcome.map(|_| ()));
    }

    /// Whether it changed anything.
    fn run_job(&mut self, job: &mut dyn Job) -> Result<bool, StoreError> {
        let shared = Arc::clone(&self.shared);
        let conn = self.conn()?;
        let before = conn.total_changes();
        let tx = begin(conn)?;
        // On an error and on a panic the transaction is rolled back as it is dropped.
        catch_unwind(AssertUnwindSafe(|| job.run(&mut WriteTx::new(&tx, &shared.queue)))).unwrap_or_else(|_| {
            tracing::error!("a write panicked");
            Err(StoreError::Panicked)
        })?;
        tx.commit()?;
        Ok(conn.total_changes() != before)
    }

    /// Tries whether the last problem is gone, by a commit that changes nothing.
    fn probe(&mut self) {
        let probed = self.conn().and_then(|conn| {
            let tx = begin(conn)?;
            projector::touch(&tx)?;
            tx.commit()
        });
        match probed {
            Ok(()) => self.shared.set_problem(None),
            Err(error) => self.consider(&StoreError::Sqlite(error)),
        }
    }

    /// Notes an error that is not a single write's.
    fn consider(&mut self, error: &StoreError) {
        if error.is_environment() {
            self.shared.set_problem(Some(error.to_string()));
        }
        if error.wants_reopening() {
            self.conn = None;
        }
    }

    fn conn(&mut self) -> rusqlite::Result<&Connection> {
        if self.conn.is_none() {
            self.conn = Some(reopen_writer(&self.path)?);
        }
        Ok(self.conn.as_ref().expect("just opened"))
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.shared.queue.abandon();
    }
}

/// IMMEDIATE: waits for another process's lock now, not in the middle.
fn begin(conn: &Connection) -> rusqlite::Result<Transaction<'_>> {
    Transaction::new_unchecked(conn, TransactionBehavior::Immediate)
}

/// A caller that is gone needs no answer.
fn answer(append: Append, result: Result<i64, WriteError>) {
    let _ = append.reply.send(result);
}
