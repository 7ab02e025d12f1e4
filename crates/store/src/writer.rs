//! The writer: the one thread that writes.
//!
//! It takes all captures that wait, up to a few hundred, inserts them in one transaction, commits once and answers all:
//! durability costs one sync a batch, however many wait for it. Where a batch fails it is rolled back and tried one by
//! one, so that a capture that cannot be stored harms no other. Where the connection is at fault (disk full, input or
//! output error) it is opened anew; as long as that fails everybody is told at once, and while nothing comes the writer
//! tries by itself whether the cause is gone.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::watch;
use triptych_core::endpoint::EndpointKey;

use crate::answers::Answers;
use crate::checkpoint::Checkpoints;
use crate::connection::begin;
use crate::database::Database;
use crate::error::{StoreError, WriteError, wants_reopening};
use crate::folder::Folder;
use crate::queries::totals::Totals;
use crate::queries::{captures, endpoints, marks, projector, pruning};
use crate::queue::{Append, Job, Queue, Work};
use crate::tx::WriteTx;
use crate::upkeep::{Pruned, Upkeep};

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
    database: Database,
    upkeep: Upkeep,
    checkpoints: Checkpoints,
    /// Held as long as anything may be written, and given up last.
    folder: Folder,
}

/// Why a batch was not committed.
enum BatchError {
    /// It did not begin: trying its captures one by one is of no use.
    Begin(StoreError),
    Statement(rusqlite::Error),
}

impl BatchError {
    fn wants_reopening(&self) -> bool {
        match self {
            Self::Begin(error) => error.wants_reopening(),
            Self::Statement(error) => wants_reopening(error),
        }
    }
}

impl From<BatchError> for StoreError {
    fn from(error: BatchError) -> Self {
        match error {
            BatchError::Begin(error) => error,
            BatchError::Statement(error) => error.into(),
        }
    }
}

impl Writer {
    pub(crate) fn new(shared: Arc<Shared>, database: Database, folder: Folder) -> Self {
        let upkeep = Upkeep::new(database.path());
        let checkpoints = Checkpoints::of(database.path());
        Self { shared, database, upkeep, checkpoints, folder }
    }

    /// Works until the queue is closed and empty.
    pub(crate) fn run(mut self) {
        loop {
            let troubled = self.shared.problem().is_some();
            let patience = if troubled { PROBE } else { self.upkeep.patience() };
            match self.shared.queue.next(patience) {
                Work::Appends(batch) => self.store(batch),
                Work::Job(job) => self.perform(job),
                Work::Idle if troubled => self.probe(),
                Work::Idle => self.tend(),
                Work::Done => break,
            }
            if let Some(conn) = self.database.opened() {
                self.checkpoints.committed(conn);
            }
        }
        self.end();
    }

    /// Moves everything from the log into the database file, so that a closed folder is one plain file.
    fn end(&mut self) {
        self.checkpoints.end();
        if let Some(conn) = self.database.take() {
            if let Err(error) = self.upkeep.end(&conn) {
                tracing::warn!(%error, "what was removed is deleted at the next opening");
            }
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
            Ok(ids) => Answers::new(batch.into_iter().zip(ids.into_iter().map(Ok))).give(),
            Err(BatchError::Statement(_)) if batch.len() > 1 => self.store_one_by_one(batch),
            Err(error) => self.refuse(batch, error.into()),
        }
    }

    fn store_one_by_one(&mut self, batch: Vec<Append>) {
        let mut left = batch.into_iter();
        while let Some(append) = left.next() {
            match self.commit(std::slice::from_ref(&append)) {
                Ok(ids) => Answers::new(std::iter::once((append, Ok(ids[0])))).give(),
                Err(BatchError::Statement(error)) => self.refuse(vec![append], error.into()),
                Err(BatchError::Begin(error)) => {
                    return self.refuse(std::iter::once(append).chain(left).collect(), error);
                }
            }
        }
    }

    fn refuse(&self, batch: Vec<Append>, error: StoreError) {
        let reason = match error {
            StoreError::Sqlite(error) => error.to_string(),
            error => error.to_string(),
        };
        tracing::error!(captures = batch.len(), reason, "captures could not be stored");
        self.shared.set_problem(Some(reason.clone()));
        Answers::new(batch.into_iter().map(|append| (append, Err(WriteError::Failed(reason.clone()))))).give();
    }

    /// All of them in one transaction, or none. The ids are in the order of the captures.
    fn commit(&mut self, batch: &[Append]) -> Result<Vec<i64>, BatchError> {
        let committed = self.transact(batch);
        match committed {
            Ok((ids, pruned)) => {
                self.upkeep.appended(&pruned);
                self.shared.set_problem(None);
                self.shared.tick();
                Ok(ids)
            }
            Err(error) => {
                if error.wants_reopening() {
                    self.database.let_go();
                }
                Err(error)
            }
        }
    }

    fn transact(&mut self, batch: &[Append]) -> Result<(Vec<i64>, Pruned), BatchError> {
        let conn = self.database.conn().map_err(BatchError::Begin)?;
        let tx = begin(conn).map_err(|error| BatchError::Begin(error.into()))?;
        let mut insert = || {
            let mut ids = Vec::with_capacity(batch.len());
            let mut ring_grew = false;
            let mut brought = Totals::default();
            let mut insertion = captures::Insertion::new(&tx)?;
            let mut met: Vec<&EndpointKey> = Vec::new();
            for Append { capture, parent, marks, .. } in batch {
                let inserted = insertion.insert(capture, *parent)?;
                let endpoint = capture.endpoint.as_ref().filter(|_| inserted.kept.captures > 0);
                if let Some(key) = endpoint.filter(|key| !met.contains(key)) {
                    endpoints::add(&tx, key, capture.received_us)?;
                    met.push(key);
                }
                marks::insert(&tx, inserted.id, capture, marks)?;
                ids.push(inserted.id);
                ring_grew |= inserted.kept == Totals::default();
                brought = brought + inserted.kept;
            }
            if ring_grew {
                pruning::prune_ring(&tx)?;
            }
            Ok((ids, self.upkeep.count(&tx, brought)?))
        };
        let inserted = insert().map_err(BatchError::Statement)?;
        tx.commit().map_err(BatchError::Statement)?;
        Ok(inserted)
    }

    fn perform(&mut self, mut job: Box<dyn Job>) {
        let unpinned = Cell::new(false);
        let outcome = self.run_job(job.as_mut(), &unpinned);
        match &outcome {
            Ok(true) => {
                self.upkeep.changed(unpinned.get());
                self.shared.set_problem(None);
                self.shared.tick();
            }
            Ok(false) => {}
            Err(error) => self.consider(error),
        }
        job.answer(outcome.map(|_| ()));
    }

    /// Whether it changed anything.
    fn run_job(&mut self, job: &mut dyn Job, unpinned: &Cell<bool>) -> Result<bool, StoreError> {
        let shared = Arc::clone(&self.shared);
        let conn = self.database.conn()?;
        let before = conn.total_changes();
        let tx = begin(conn)?;
        // On an error and on a panic the transaction is rolled back as it is dropped.
        catch_unwind(AssertUnwindSafe(|| job.run(&mut WriteTx::new(&tx, &shared.queue, unpinned)))).unwrap_or_else(
            |_| {
                tracing::error!("a write panicked");
                Err(StoreError::Panicked)
            },
        )?;
        tx.commit()?;
        Ok(conn.total_changes() != before)
    }

    /// Tries whether the last problem is gone, by a commit that changes nothing.
    fn probe(&mut self) {
        let probed = self.database.conn().and_then(|conn| {
            let tx = begin(conn)?;
            projector::touch(&tx)?;
            Ok(tx.commit()?)
        });
        match probed {
            Ok(()) => self.shared.set_problem(None),
            Err(error) => self.consider(&error),
        }
    }

    /// Takes a step of the upkeep.
    fn tend(&mut self) {
        let Self { shared, database, upkeep, .. } = self;
        let step = match database.conn() {
            Ok(conn) => upkeep.step(conn, &shared.queue).inspect_err(|_| database.let_go()),
            Err(error) => Err(error),
        };
        match step {
            Ok(true) => shared.tick(),
            Ok(false) => {}
            Err(error) => {
                tracing::warn!(%error, "the upkeep of the database failed");
                upkeep.rest();
                self.consider(&error);
            }
        }
    }

    /// Notes an error that is not a single write's.
    fn consider(&mut self, error: &StoreError) {
        if error.is_environment() {
            self.shared.set_problem(Some(error.to_string()));
        }
        if error.wants_reopening() {
            self.database.let_go();
        }
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.shared.queue.abandon();
    }
}
