//! The self-test: the app plays Facebook against its own listener, from near or through the tunnel.
//!
//! Each step sends one request, looks at what came back, and at what came here of it: the store is asked for the capture,
//! so that a tunnel that rewrites, strips or answers by itself is told from one that passes everything on. Its bodies are
//! envelopes without items and its query carries [`MARK`]: they become captures that say what they are, and neither
//! events nor documents.

mod judge;
mod requests;
mod run;
mod witness;

use std::sync::{Arc, Mutex, MutexGuard};

use tokio::task::AbortHandle;
use triptych_core::endpoint::Channel;

pub use requests::{MARK, Plan, Step};
pub(crate) use run::one;
pub use run::{fresh, run};
pub use witness::Witness;

use crate::api::ApiError;
use crate::api::endpoints::key_of;
use crate::api::selftest::{SelfTest, StartSelfTest};
use crate::app::{local_endpoint, now_us};
use crate::desk::Desk;
use crate::tunnel::{no_tunnel, read_url};

/// The self-test that was started last.
#[derive(Debug, Clone, Default)]
pub(crate) struct SelfTests(Arc<Mutex<Held>>);

#[derive(Debug, Default)]
struct Held {
    started: u32,
    shown: Option<SelfTest>,
    running: Option<AbortHandle>,
}

impl SelfTests {
    pub(crate) fn shown(&self) -> Option<SelfTest> {
        self.lock().shown.clone()
    }

    /// Ends the one that runs.
    pub(crate) fn cancel(&self) {
        let mut held = self.lock();
        if let Some(running) = held.running.take() {
            running.abort();
        }
        if let Some(shown) = held.shown.as_mut().filter(|shown| shown.running) {
            shown.running = false;
            shown.cancelled = true;
            shown.verdict = "cancelled".to_owned();
            shown.title = "The self-test was cancelled".to_owned();
            for step in shown.steps.iter_mut().filter(|step| matches!(step.outcome.as_str(), "waiting" | "running")) {
                step.outcome = "skipped".to_owned();
                step.sentence = "Cancelled.".to_owned();
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, Held> {
        self.0.lock().expect("no holder of the lock panics")
    }
}

/// Starts one, unless one runs.
pub(crate) async fn start(desk: &Desk, request: StartSelfTest) -> Result<SelfTest, ApiError> {
    let app = desk.app().await?;
    let base = match request.target.as_str() {
        "local" => app.local_base().await,
        "tunnel" => app.tunnel().url(app.store()).ok_or_else(no_tunnel)?,
        "url" => {
            let typed = request.url.as_deref().unwrap_or_default();
            read_url(typed).map_err(|message| ApiError::new("bad_url", message, None))?.0
        }
        other => return Err(ApiError::new("bad_request", format!("There is no target {other:?}."), None)),
    };
    let key = match request.endpoint_id {
        Some(id) => key_of(&app, id).await?,
        None => local_endpoint(Channel::Facebook),
    };
    let plan = app.store().read(|reader| Plan::of(reader, &base, &key))?;
    let tests = app.self_tests().clone();
    let mut held = tests.lock();
    if held.shown.as_ref().is_some_and(|shown| shown.running) {
        return Err(ApiError::new("running", "A self-test is under way.", Some("Wait for its end, or cancel it.")));
    }
    held.started += 1;
    let fresh = fresh(&plan, held.started, &request.target, now_us());
    held.shown = Some(fresh.clone());
    let (store, progress, desk) = (app.store().clone(), tests.clone(), desk.clone());
    let begun = fresh.clone();
    let running = tokio::spawn(async move {
        run(&plan, begun, &store, |test| {
            // A step may end while the test is being cancelled.
            let mut held = progress.lock();
            if held.shown.as_ref().is_some_and(|shown| shown.id == test.id && !shown.cancelled) {
                held.shown = Some(test.clone());
            }
            drop(held);
            desk.tick();
        })
        .await;
    });
    held.running = Some(running.abort_handle());
    Ok(fresh)
}
