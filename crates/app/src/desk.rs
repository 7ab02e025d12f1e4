//! The application as a window holds it: open, or kept from opening by a problem that its user can solve.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::Arc;

use serde_json::Value;
use tokio::sync::{RwLock, watch};
use tokio::task::JoinHandle;

use crate::api::status::{AppStatus, ListenerStatus, Problem};
use crate::api::{self, Answer, ApiError};
use crate::app::{App, Options};
use crate::door::Door;
use crate::problem;
use crate::replay;
use crate::runs::Runs;
use crate::shelf::Shelf;

/// What only the host of the application can do.
pub trait Host: Send + Sync + 'static {
    /// Puts plain text on the clipboard.
    ///
    /// # Errors
    /// The system's words, where it could not.
    fn copy_text(&self, text: String) -> Result<(), String>;

    /// Opens an address of the web in the system's browser.
    ///
    /// # Errors
    /// The system's words, where it could not.
    fn open_url(&self, url: &str) -> Result<(), String>;

    /// Asks for a path by the system's own dialog; `None` where it was left without one.
    fn pick_path(&self, dialog: Dialog) -> Picked<'_>;

    /// Shows the window: its first state is drawn.
    fn show_window(&self);

    /// Draws the window at so many percent.
    ///
    /// # Errors
    /// The system's words, where it could not.
    fn zoom_window(&self, percent: u16) -> Result<(), String>;
}

/// A path to be, or the system's words where there was no dialog.
pub type Picked<'a> = Pin<Box<dyn Future<Output = Result<Option<PathBuf>, String>> + Send + 'a>>;

/// A dialog that asks for a path, and where it begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dialog {
    pub title: &'static str,
    pub wants: Wanted,
    pub folder: Option<PathBuf>,
    /// What a new file may be called; empty for all else.
    pub name: String,
}

/// What kind of path is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    Folder,
    File,
    /// A file that is not there yet.
    NewFile,
}

/// The application, behind its command table. Clones share it.
#[derive(Debug, Clone)]
pub struct Desk {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    options: Options,
    state: RwLock<State>,
    ticks: watch::Sender<u64>,
    shelf: Arc<Shelf>,
    replays: Runs<replay::job::State>,
    reconversions: Runs<api::reconvert::State>,
}

#[derive(Debug)]
enum State {
    Open { app: Arc<App>, forwarding: JoinHandle<()>, door: Option<Door> },
    Blocked(Problem),
    Closed,
}

impl Desk {
    /// Opens the folder and listens. What goes wrong is a state, with a way on.
    pub async fn open(options: Options) -> Self {
        let desk = Self::closed(options);
        desk.try_open().await;
        desk
    }

    /// Around an application that is open already, for who has no window.
    pub async fn around(app: Arc<App>, options: Options) -> Self {
        let desk = Self::closed(options);
        let forwarding = desk.forward_ticks(&app);
        *desk.inner.state.write().await = State::Open { app, forwarding, door: None };
        desk
    }

    fn closed(options: Options) -> Self {
        let (ticks, _) = watch::channel(1);
        let inner = Inner {
            options,
            state: RwLock::new(State::Closed),
            ticks,
            shelf: Arc::default(),
            replays: Runs::default(),
            reconversions: Runs::default(),
        };
        Self { inner: Arc::new(inner) }
    }

    /// Lets commands of the same user in: see [`crate::door`].
    pub async fn open_door(&self) {
        if let State::Open { app, door, .. } = &mut *self.inner.state.write().await {
            *door = self.door(app);
        }
    }

    /// Without one everything works but commands that want the folder.
    fn door(&self, app: &App) -> Option<Door> {
        let opened = Door::open(self, app.data_dir());
        opened.inspect_err(|error| tracing::warn!(%error, "the command line cannot ask this process")).ok()
    }

    /// Tries again to open the folder, where it is not open, and to listen, where nothing listens.
    pub async fn retry(&self) {
        match self.app().await {
            Err(_) => self.try_open().await,
            Ok(app) => {
                if !app.listener_status().await.listening {
                    try_to_listen(&app, app.addr().await).await;
                }
            }
        }
        self.tick();
    }

    async fn try_open(&self) {
        let mut state = self.inner.state.write().await;
        if matches!(*state, State::Open { .. }) {
            return;
        }
        *state = match App::open(&self.inner.options).await {
            Ok(app) => {
                try_to_listen(&app, self.inner.options.addr).await;
                let (forwarding, door) = (self.forward_ticks(&app), self.door(&app));
                State::Open { app: Arc::new(app), forwarding, door }
            }
            Err(error) => {
                tracing::error!(%error, "the data folder could not be opened");
                State::Blocked(problem::not_open(&error))
            }
        };
    }

    fn forward_ticks(&self, app: &App) -> JoinHandle<()> {
        let mut revision = app.store().revision();
        let ticks = self.inner.ticks.clone();
        tokio::spawn(async move {
            while revision.changed().await.is_ok() {
                ticks.send_modify(|tick| *tick += 1);
            }
        })
    }

    /// Carries out a command of the table in [`api`].
    ///
    /// # Errors
    /// What happened and what to do, for the window.
    pub async fn call(&self, host: &dyn Host, name: &str, request: Value) -> Result<Answer, ApiError> {
        api::dispatch(self, host, name, request).await
    }

    /// A capture's body: the exact bytes.
    ///
    /// # Errors
    /// Where there is no such capture, or the store cannot be read.
    pub async fn body(&self, id: i64) -> Result<Vec<u8>, ApiError> {
        let body = api::read(&self.app().await?, move |reader| reader.body(id)).await?;
        body.ok_or_else(|| ApiError::no_capture(id))
    }

    /// Grows with every change of what a window may show.
    #[must_use]
    pub fn ticks(&self) -> watch::Receiver<u64> {
        self.inner.ticks.subscribe()
    }

    pub(crate) fn tick(&self) {
        self.inner.ticks.send_modify(|tick| *tick += 1);
    }

    /// [`Desk::tick`], for what goes on by itself.
    pub(crate) fn ticker(&self) -> impl Fn() + Clone + Send + Sync + 'static {
        let ticks = self.inner.ticks.clone();
        move || ticks.send_modify(|tick| *tick += 1)
    }

    /// The folder of fixtures.
    pub(crate) fn shelf(&self) -> Arc<Shelf> {
        Arc::clone(&self.inner.shelf)
    }

    pub(crate) fn replays(&self) -> &Runs<replay::job::State> {
        &self.inner.replays
    }

    pub(crate) fn reconversions(&self) -> &Runs<api::reconvert::State> {
        &self.inner.reconversions
    }

    /// The open application.
    pub(crate) async fn app(&self) -> Result<Arc<App>, ApiError> {
        match &*self.inner.state.read().await {
            State::Open { app, .. } => Ok(Arc::clone(app)),
            State::Blocked(problem) => Err(ApiError::from(problem)),
            State::Closed => Err(ApiError::new("closed", "Triptych is closing.", None)),
        }
    }

    /// Stops listening where nothing better is known: another address from now on.
    pub(crate) async fn listen(&self, addr: Option<SocketAddr>) -> Result<(), ApiError> {
        let app = self.app().await?;
        let addr = match addr {
            Some(addr) => addr,
            None => app.addr().await,
        };
        try_to_listen(&app, addr).await;
        self.tick();
        Ok(())
    }

    pub(crate) async fn status(&self) -> Result<AppStatus, ApiError> {
        let mut status = AppStatus {
            revision: *self.inner.ticks.borrow(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            data_dir: self.inner.options.data_dir.display().to_string(),
            storage_problem: None,
            write_problem: None,
            listener: ListenerStatus {
                listening: false,
                addr: self.inner.options.addr.to_string(),
                problem: None,
                alternative: None,
                not_http: 0,
            },
            faults: Vec::new(),
            tunnel: None,
            captures: 0,
            projected_to: 0,
        };
        if let State::Blocked(problem) = &*self.inner.state.read().await {
            status.storage_problem = Some(problem.clone());
            return Ok(status);
        }
        let app = self.app().await?;
        status.listener = app.listener_status().await;
        status.tunnel = app.tunnel().state(app.store());
        status.faults = app.active_faults()?;
        status.write_problem = app.store().write_problem().map(|reason| problem::not_writing(&reason));
        (status.captures, status.projected_to) =
            api::read(&app, |reader| Ok((reader.captures_total()?, reader.projected_to()?))).await?;
        Ok(status)
    }

    /// Answers what is in flight, keeps what is in memory, and gives up the folder.
    pub async fn close(&self) {
        let state = std::mem::replace(&mut *self.inner.state.write().await, State::Closed);
        self.inner.shelf.close();
        self.inner.replays.cancel_all();
        self.inner.reconversions.cancel_all();
        if let State::Open { mut app, forwarding, door } = state {
            forwarding.abort();
            drop(door);
            // A command may still hold the application: it ends soon.
            for _ in 0..200 {
                match Arc::try_unwrap(app) {
                    Ok(app) => return app.close().await,
                    Err(shared) => app = shared,
                }
                tokio::time::sleep(std::time::Duration::from_millis(25)).await;
            }
            tracing::warn!("a command did not end; what is acknowledged is on the disk");
        }
    }
}

/// The problem is a state: it is shown, not thrown.
async fn try_to_listen(app: &App, addr: SocketAddr) {
    if let Err(problem) = app.listen(addr).await {
        tracing::error!(why = problem.why, "{}", problem.title);
    }
}
