//! The application on a data folder: store, keyring, projector and listener, wired together.

mod given;
mod sending;
mod trust;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use tokio::sync::{Mutex, Semaphore};
use triptych_core::capture::Judgement;
use triptych_core::endpoint::{Channel, EndpointKey};
use triptych_listener::{Limits, Listener};
use triptych_store::{OpenError, PageKey, Reader, Store, StoreError};

use crate::access::Keyring;
use crate::api::status::{ListenerStatus, Problem};
use crate::background::Background;
use crate::intake::{Intake, Replays};
use crate::port;
use crate::problem;
use crate::projector;
use crate::pseudonyms;
use crate::search::indexer;
use crate::selftest::SelfTests;
use crate::tunnel::Tunnel;
use given::Given;

pub use sending::SendFailed;

/// The setting that tells `triptych replay` where the listener is.
pub const ADDRESS_SETTING: &str = "listener_address";

/// Captures forgotten at once before they are derived anew.
const REBUILD_STEP: u32 = 200;

/// How to open the application.
#[derive(Debug, Clone)]
pub struct Options {
    pub data_dir: PathBuf,
    /// Where to listen; port 0 takes a free one.
    pub addr: SocketAddr,
    /// The app's own token from now on; the stored one where absent.
    pub token: Option<String>,
    /// App secrets to add.
    pub app_secrets: Vec<String>,
}

/// The application without a window.
#[derive(Debug)]
pub struct App {
    store: Store,
    keyring: Arc<Keyring>,
    replays: Arc<Replays>,
    projector: Background,
    indexer: Background,
    listening: Mutex<Listening>,
    /// Refused captures are judged again by one at a time, so that none is taken in twice.
    rejudging: Mutex<()>,
    tunnel: Tunnel,
    self_tests: SelfTests,
    /// Token and secrets that came with the options, to be stored once an address is had: a start that fails changes
    /// nothing.
    given: Mutex<Option<Given>>,
}

#[derive(Debug)]
enum Listening {
    On(Listener),
    Off { addr: SocketAddr, problem: Option<Problem> },
}

impl App {
    /// Opens the folder and starts converting; nothing listens yet.
    ///
    /// # Errors
    /// Where the folder cannot be had: see [`OpenError`].
    pub async fn open(options: &Options) -> Result<Self, OpenError> {
        let dir = options.data_dir.clone();
        let opened = tokio::task::spawn_blocking(move || Store::open(&dir)).await;
        let store = opened.unwrap_or_else(|panic| std::panic::resume_unwind(panic.into_panic()))?;
        let app = Self {
            keyring: Arc::default(),
            replays: Arc::default(),
            projector: projector::start(store.clone()),
            indexer: indexer::start(store.clone()),
            listening: Mutex::new(Listening::Off { addr: options.addr, problem: None }),
            rejudging: Mutex::default(),
            tunnel: Tunnel::default(),
            self_tests: SelfTests::default(),
            given: Mutex::new(Some(Given::of(options))),
            store,
        };
        app.reload_keys()
            .and_then(|()| app.store.read(|reader| app.keyring.reload_faults(reader)))
            .map_err(|error| OpenError::Other { path: options.data_dir.clone(), reason: error.to_string() })?;
        // So that who only reads the folder finds it; a full disk opens all the same.
        if let Err(error) = pseudonyms::sown(&app.store).await {
            tracing::warn!(%error, "the seed of pseudonyms is not kept");
        }
        Ok(app)
    }

    /// Makes the keyring what the store holds; after every change of tokens, secrets and policies.
    pub(crate) fn reload_keys(&self) -> Result<(), StoreError> {
        self.store.read(|reader| self.keyring.reload(reader))
    }

    #[must_use]
    pub fn store(&self) -> &Store {
        &self.store
    }

    #[must_use]
    pub fn data_dir(&self) -> &Path {
        self.store.dir()
    }

    /// Listens here from now on; what listened before stops first.
    ///
    /// # Errors
    /// What happened, why and what to do, where the address cannot be listened on.
    pub async fn listen(&self, addr: SocketAddr) -> Result<SocketAddr, Problem> {
        let mut listening = self.listening.lock().await;
        if let Listening::On(listener) = std::mem::replace(&mut *listening, Listening::Off { addr, problem: None }) {
            listener.stop().await;
        }
        match Listener::bind(addr).await {
            Ok(bound) => {
                let bound_to = bound.local_addr();
                if let Err(error) = self.take_given().await {
                    let problem = problem::not_writing(&error.to_string());
                    *listening = Listening::Off { addr, problem: Some(problem.clone()) };
                    return Err(problem);
                }
                let intake = Intake {
                    store: self.store.clone(),
                    keyring: Arc::clone(&self.keyring),
                    replays: Arc::clone(&self.replays),
                    examining: Arc::new(Semaphore::new(1)),
                };
                *listening = Listening::On(bound.serve(intake, Limits::default()));
                let address = bound_to.to_string();
                if let Err(error) = self.store.write(move |tx| tx.set_setting(ADDRESS_SETTING, &address)).await {
                    tracing::warn!(%error, "the address could not be noted for `triptych replay`");
                }
                tracing::info!(address = %bound_to, "listening");
                Ok(bound_to)
            }
            Err(error) => {
                let problem = problem::not_listening(addr, &error);
                *listening = Listening::Off { addr, problem: Some(problem.clone()) };
                Err(problem)
            }
        }
    }

    /// The listener's state as a user sees it.
    pub async fn listener_status(&self) -> ListenerStatus {
        match &*self.listening.lock().await {
            Listening::On(listener) => ListenerStatus {
                listening: true,
                addr: listener.local_addr().to_string(),
                problem: None,
                alternative: None,
                not_http: listener.counters().not_http,
            },
            Listening::Off { addr, problem } => ListenerStatus {
                listening: false,
                addr: addr.to_string(),
                alternative: problem.as_ref().and_then(|_| port::free_after(*addr)).map(|addr| addr.to_string()),
                problem: problem.clone(),
                not_http: 0,
            },
        }
    }

    /// Where it listens, or was asked to.
    pub async fn addr(&self) -> SocketAddr {
        match &*self.listening.lock().await {
            Listening::On(listener) => listener.local_addr(),
            Listening::Off { addr, .. } => *addr,
        }
    }

    /// Derives items, summaries, lineage and documents' places anew from the captures, with the ids of the book; how many captures
    /// were converted. Nothing of the log and the book changes.
    ///
    /// # Errors
    /// Where the store fails; what is missing then is derived at the next start.
    pub async fn rebuild(&self) -> Result<u64, StoreError> {
        while !self.store.write(|tx| tx.forget_derived(REBUILD_STEP)).await? {}
        let (newest, totals) = self.store.read(|reader| Ok((newest_accepted(reader)?, reader.totals()?)))?;
        self.converted_to(newest).await?;
        Ok(totals.captures)
    }

    /// Resolves once everything up to this capture is converted.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub async fn converted_to(&self, id: i64) -> Result<(), StoreError> {
        let mut revision = self.store.revision();
        while self.store.read(Reader::projected_to)? < id {
            if revision.changed().await.is_err() {
                return Err(StoreError::Closed);
            }
        }
        Ok(())
    }

    /// Answers what is in flight, keeps what is in memory, and gives up the folder.
    pub async fn close(self) {
        if let Listening::On(listener) = self.listening.into_inner() {
            listener.stop().await;
        }
        self.projector.stop().await;
        self.indexer.stop().await;
        let store = self.store;
        let _ = tokio::task::spawn_blocking(move || store.close()).await;
    }
}

/// The newest capture that is to be converted; 0 where there is none.
fn newest_accepted(reader: &Reader) -> Result<i64, StoreError> {
    let mut before = None;
    loop {
        let page = reader.capture_page(&PageKey { before, after: None, limit: REBUILD_STEP })?;
        if let Some(row) = page.rows.iter().find(|row| row.judgement == Judgement::Accepted) {
            return Ok(row.id);
        }
        if !page.more {
            return Ok(0);
        }
        before = page.rows.last().map(|row| row.id);
    }
}

/// The endpoint that samples and the curl command deliver to.
#[must_use]
pub fn local_endpoint(channel: Channel) -> EndpointKey {
    EndpointKey { channel, workspace_id: "local".into(), credentials_id: "local".into() }
}

/// Microseconds since 1970.
#[must_use]
pub fn now_us() -> i64 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(now.as_micros()).unwrap_or(i64::MAX)
}
