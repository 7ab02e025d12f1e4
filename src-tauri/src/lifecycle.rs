//! From the first picture to the last commit: showing the window, telling it of changes, and ending without losing anything.

use std::time::Duration;

use tauri::async_runtime::spawn;
use tauri::{AppHandle, Emitter, RunEvent};
use triptych_app::api::status::Tick;
use triptych_app::{Desk, Host};

use crate::host::Window;

/// A page that never says it is ready is shown all the same.
const SHOW_ANYWAY: Duration = Duration::from_secs(3);

/// The window hears of changes no more often.
const TICK: Duration = Duration::from_millis(50);

/// Longer than the listener waits for the requests it is answering.
const DRAIN: Duration = Duration::from_secs(15);

/// What goes on beside the window, until `stop` is ready.
pub(crate) fn start(app: &AppHandle, desk: &Desk, stop: impl Future<Output = ()> + Send + 'static) {
    let handle = app.clone();
    spawn(async move {
        tokio::time::sleep(SHOW_ANYWAY).await;
        Window(handle).show_window();
    });
    spawn(tick(app.clone(), desk.clone()));
    let handle = app.clone();
    spawn(async move {
        stop.await;
        handle.exit(0);
    });
}

/// Says that something changed, not what: the window asks for what it shows.
async fn tick(app: AppHandle, desk: Desk) {
    let mut ticks = desk.ticks();
    while ticks.changed().await.is_ok() {
        let revision = *ticks.borrow_and_update();
        if let Err(error) = app.emit("tick", Tick { revision }) {
            tracing::warn!(%error, "the window does not hear of changes");
        }
        tokio::time::sleep(TICK).await;
    }
}

/// Ready once SIGTERM or SIGINT came since this call. Made before the folder is opened: from then on an end has to be orderly.
///
/// # Errors
/// The system gives no such signals.
#[cfg(unix)]
pub(crate) fn stop_signal() -> std::io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut term, mut int) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    Ok(async move {
        tokio::select! { _ = term.recv() => {}, _ = int.recv() => {} }
    })
}

/// Ready once Ctrl+C was pressed since this call.
///
/// # Errors
/// The system gives no such signal.
#[cfg(not(unix))]
pub(crate) fn stop_signal() -> std::io::Result<impl Future<Output = ()>> {
    let mut pressed = tokio::signal::windows::ctrl_c()?;
    Ok(async move {
        pressed.recv().await;
    })
}

/// The end: asked for once, granted when the application is closed.
pub(crate) struct Exit {
    /// Taken by the first wish to exit.
    desk: Option<Desk>,
}

impl Exit {
    pub(crate) fn new(desk: Desk) -> Self {
        Self { desk: Some(desk) }
    }

    /// Holds back the first exit until requests are answered and everything is on disk.
    pub(crate) fn on(&mut self, app: &AppHandle, event: &RunEvent) {
        let RunEvent::ExitRequested { api, code, .. } = event else { return };
        let Some(desk) = self.desk.take() else { return };
        api.prevent_exit();
        let (app, code) = (app.clone(), code.unwrap_or(0));
        spawn(async move {
            if tokio::time::timeout(DRAIN, desk.close()).await.is_err() {
                tracing::error!("closing took longer than {DRAIN:?} and was given up");
            }
            app.exit(code);
        });
    }
}
