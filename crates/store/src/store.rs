//! The handle: a writer's queue and a few readers behind one cheap clone.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, TryLockError};
use std::thread::JoinHandle;

use tokio::runtime::Handle;
use tokio::sync::{oneshot, watch};
use triptych_core::capture::{Capture, Marks};

use crate::connection;
use crate::database::Database;
use crate::error::{OpenError, StoreError, WriteError};
use crate::folder::Folder;
use crate::index::{self, Index};
use crate::mounts;
use crate::queue::{Append, Job};
use crate::reader::Reader;
use crate::tx::WriteTx;
use crate::writer::{Shared, Writer};
use crate::{DATABASE_FILE, LOCK_FILE};

/// Connections for [`Store::read`].
const READERS: usize = 3;

/// An owned data folder. Clones share it; dropping the last one closes it, see [`Store::close`].
#[derive(Clone)]
pub struct Store {
    inner: Arc<Inner>,
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Store").field("dir", &self.inner.dir).finish_non_exhaustive()
    }
}

struct Inner {
    dir: PathBuf,
    shared: Arc<Shared>,
    writer: Mutex<Option<JoinHandle<()>>>,
    /// A slot is empty before its first use, after an error of its connection, and once closed.
    readers: [Mutex<Option<Reader>>; READERS],
    next_reader: AtomicUsize,
    /// `None` where it could not be opened, and once closed.
    index: Mutex<Option<Index>>,
    index_is_sound: AtomicBool,
}

impl Store {
    /// Takes possession of a data folder; makes it and its database where they are missing, and brings an older
    /// database up to date.
    ///
    /// # Errors
    ///
    /// Where the folder lies on a network file system, where another instance owns it, where its database is another
    /// program's, damaged or of a newer version, where it cannot be written to, and where an older database could not
    /// be copied before bringing it up to date.
    pub fn open(dir: &Path) -> Result<Self, OpenError> {
        Self::open_where(dir, &mounts::mountinfo())
    }

    pub(crate) fn open_where(dir: &Path, mountinfo: &str) -> Result<Self, OpenError> {
        if let Some(kind) = mounts::network(mountinfo, dir) {
            return Err(OpenError::OnNetwork { dir: dir.to_owned(), kind });
        }
        let folder = Folder::own(dir)?;
        let conn = connection::found(&folder)?;
        let path = dir.join(DATABASE_FILE);
        let database = Database::new(&path, conn)
            .map_err(|error| OpenError::Unwritable { path: path.clone(), reason: error.to_string() })?;
        // Without it everything is found as well, only more slowly.
        let index = Index::open(dir, folder.unclean)
            .inspect_err(|error| tracing::error!(%error, "the index cannot be opened; searches take longer"))
            .ok();
        let shared = Arc::new(Shared::new());
        let writer = Writer::new(Arc::clone(&shared), database, folder);
        let thread = std::thread::Builder::new()
            .name("store-writer".into())
            .spawn(move || writer.run())
            .map_err(|error| OpenError::Other { path: dir.join(LOCK_FILE), reason: error.to_string() })?;
        let inner = Inner {
            dir: dir.to_owned(),
            shared,
            writer: Mutex::new(Some(thread)),
            readers: Default::default(),
            next_reader: AtomicUsize::new(0),
            index: Mutex::new(index),
            index_is_sound: AtomicBool::new(true),
        };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// The data folder.
    #[must_use]
    pub fn dir(&self) -> &Path {
        &self.inner.dir
    }

    /// Keeps a capture, and answers with its id once it has reached the disk. `parent` is the capture that it replays.
    ///
    /// An accepted capture, and a handshake that was passed, make their endpoint appear; they are kept as long as the
    /// [`crate::Retention`] says, and until they are converted in any case. What is neither goes into the
    /// ring of refused requests: at most [`crate::RING_CAPTURES`], of each at most [`crate::RING_BODY_BYTES`].
    ///
    /// # Errors
    ///
    /// At once where too much waits already; else where it could not be committed, and then nothing of it is kept. If
    /// the future is dropped, the capture is kept nevertheless.
    pub async fn append(&self, capture: Capture, parent: Option<i64>) -> Result<i64, WriteError> {
        self.append_marked(capture, parent, Marks::default()).await
    }

    /// [`Store::append`], with what is known of the capture besides.
    ///
    /// # Errors
    ///
    /// Those of [`Store::append`].
    pub async fn append_marked(&self, capture: Capture, parent: Option<i64>, marks: Marks) -> Result<i64, WriteError> {
        let (reply, answer) = oneshot::channel();
        let runtime = Handle::try_current().ok();
        self.inner.shared.queue.push_append(Append { capture, parent, marks, reply, runtime })?;
        answer.await.unwrap_or(Err(WriteError::Closed))
    }

    /// Runs `f` in a transaction on the writer thread, and answers once it is committed. Captures that wait go first,
    /// and wait in turn until `f` is done.
    ///
    /// # Errors
    ///
    /// That of `f`, or of the commit; then nothing that `f` wrote is kept. A panic in `f` is an error too.
    pub async fn write<T: Send + 'static>(
        &self,
        f: impl FnOnce(&mut WriteTx<'_>) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.enqueue(f)?.await.unwrap_or(Err(StoreError::Closed))
    }

    /// [`Store::write`] for callers that are not async.
    ///
    /// # Panics
    ///
    /// Within an async task.
    pub fn write_blocking<T: Send + 'static>(
        &self,
        f: impl FnOnce(&mut WriteTx<'_>) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.enqueue(f)?.blocking_recv().unwrap_or(Err(StoreError::Closed))
    }

    fn enqueue<T: Send + 'static>(
        &self,
        f: impl FnOnce(&mut WriteTx<'_>) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<oneshot::Receiver<Result<T, StoreError>>, StoreError> {
        let (reply, answer) = oneshot::channel();
        self.inner.shared.queue.push_job(Box::new(Closure { f: Some(f), value: None, reply }))?;
        Ok(answer)
    }

    /// Lends `f` a read-only connection; all that `f` reads is of one moment. Blocks for the reading, and where all
    /// connections are lent. Be short.
    pub fn read<T>(&self, f: impl FnOnce(&Reader) -> Result<T, StoreError>) -> Result<T, StoreError> {
        let mut slot = self.inner.reader_slot();
        if self.inner.shared.queue.is_closed() {
            return Err(StoreError::Closed);
        }
        let mut reader = match slot.take() {
            Some(reader) => reader,
            None => Reader::attach(&self.inner.database())?,
        };
        if !self.inner.index_is_sound.load(Ordering::Relaxed) {
            reader.forgo_index();
        }
        let result = reader.at_one_moment(f);
        if !result.as_ref().is_err_and(StoreError::wants_reopening) {
            *slot = Some(reader);
        }
        result
    }

    /// A read-only connection of one's own, for long work such as an export.
    pub fn reader(&self) -> Result<Reader, OpenError> {
        Reader::open(&self.inner.dir)
    }

    /// Lends `f` the index, to be written beside the captures: it keeps nobody waiting but who else wants to write it.
    /// Blocks.
    ///
    /// # Errors
    ///
    /// That of `f`, and where there is no index.
    pub fn index<T>(&self, f: impl FnOnce(&mut Index) -> Result<T, StoreError>) -> Result<T, StoreError> {
        let mut index = self.inner.index.lock().unwrap_or_else(PoisonError::into_inner);
        let result = f(index.as_mut().ok_or(StoreError::Closed)?);
        if result.as_ref().is_err_and(StoreError::is_damage) {
            tracing::error!("the index is damaged; searches take longer until Triptych is started again");
            self.inner.index_is_sound.store(false, Ordering::Relaxed);
            *index = None;
            index::remove(&self.inner.dir);
        }
        result
    }

    /// Whether captures wait for the writer: long work in [`Store::write`] should end soon. Takes no lock.
    #[must_use]
    pub fn captures_waiting(&self) -> bool {
        self.inner.shared.queue.captures_waiting()
    }

    /// Grows with every commit that changed something, and when [`Store::write_problem`] changes.
    #[must_use]
    pub fn revision(&self) -> watch::Receiver<u64> {
        self.inner.shared.revision.subscribe()
    }

    /// Why writing fails just now: in SQLite's words, or that the file was removed or replaced. Gone with the next write that succeeds; the store tries every two
    /// seconds by itself.
    #[must_use]
    pub fn write_problem(&self) -> Option<String> {
        self.inner.shared.problem()
    }

    /// Lets nothing in any more, waits until all that waits is committed, empties the write-ahead log into the database
    /// and gives up the folder. Blocks. Dropping the last clone does the same.
    pub fn close(&self) {
        self.inner.close();
    }
}

impl Inner {
    fn database(&self) -> PathBuf {
        self.dir.join(DATABASE_FILE)
    }

    /// A reader that is free, or the next one in turn.
    fn reader_slot(&self) -> MutexGuard<'_, Option<Reader>> {
        for slot in &self.readers {
            match slot.try_lock() {
                Ok(slot) => return slot,
                Err(TryLockError::Poisoned(poisoned)) => return poisoned.into_inner(),
                Err(TryLockError::WouldBlock) => {}
            }
        }
        let turn = self.next_reader.fetch_add(1, Ordering::Relaxed) % READERS;
        self.readers[turn].lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn close(&self) {
        self.shared.queue.close();
        // Before the writer ends: the last connection to close tidies up, and a read-only one cannot.
        for slot in &self.readers {
            slot.lock().unwrap_or_else(PoisonError::into_inner).take();
        }
        if let Some(index) = self.index.lock().unwrap_or_else(PoisonError::into_inner).take() {
            index.close();
        }
        let writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(writer) = writer {
            // The last clone may have been dropped by a closure, on the writer thread itself.
            let on_writer = writer.thread().id() == std::thread::current().id();
            if !on_writer && writer.join().is_err() {
                tracing::error!("the writer thread panicked");
            }
        }
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        self.close();
    }
}

/// A closure given to [`Store::write`], then its value, then its answer.
struct Closure<F, T> {
    f: Option<F>,
    value: Option<T>,
    reply: oneshot::Sender<Result<T, StoreError>>,
}

impl<F, T> Job for Closure<F, T>
where
    F: FnOnce(&mut WriteTx<'_>) -> Result<T, StoreError> + Send,
    T: Send,
{
    fn run(&mut self, tx: &mut WriteTx<'_>) -> Result<(), StoreError> {
        let f = self.f.take().expect("a closure runs once");
        self.value = Some(f(tx)?);
        Ok(())
    }

    fn answer(self: Box<Self>, outcome: Result<(), StoreError>) {
        let Self { value, reply, .. } = *self;
        // A caller that is gone needs no answer.
        let _ = reply.send(outcome.map(|()| value.expect("what was committed has run")));
    }
}
