//! `triptych listen`: the listener without a window.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use clap::Args;
use serde::Serialize;
use triptych_app::api::captures::{CaptureRow, Ledger};
use triptych_app::{App, Background, Desk, Options, Patience, capture_row};
use triptych_store::{PageKey, Reader, Store, StoreError};

use crate::secrets::{self, AppSecret};
use crate::{Failure, Folder, convert, print, runtime, values};

/// Listen for webhooks, keep and convert them
///
/// Prints where it listens once it accepts connections, then a line for each capture and each conversion. Ends with
/// status 0 on SIGINT and SIGTERM, after what is in flight is answered.
#[derive(Debug, Args)]
pub(crate) struct Listen {
    /// Where to listen; port 0 takes a free one
    #[arg(long, value_name = "IP:PORT", default_value = "127.0.0.1:3333", value_parser = values::address)]
    addr: SocketAddr,
    #[command(flatten)]
    folder: Folder,
    /// The app's own token from now on: bearer token and verify token of every endpoint
    #[arg(long, value_name = "T", env = "TRIPTYCH_TOKEN", hide_env_values = true)]
    token: Option<String>,
    #[command(flatten)]
    secret: AppSecret,
    /// One JSON object a line
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
#[serde(tag = "event", rename_all = "snake_case")]
enum Event<'a> {
    Listening { addr: String },
    Capture { capture: &'a CaptureRow },
    Conversion { capture: i64, ledger: Option<Ledger>, documents: u32 },
}

impl Listen {
    pub(crate) fn run(self) -> Result<(), Failure> {
        secrets::check_token(self.token.as_deref())?;
        let runtime = runtime()?;
        let served = runtime.block_on(self.serve());
        // All is done but perhaps for lines that nobody takes.
        runtime.shutdown_background();
        served
    }

    async fn serve(self) -> Result<(), Failure> {
        let stop = stop_signal()?;
        let options = Options {
            data_dir: self.folder.path()?,
            addr: self.addr,
            token: self.token.clone(),
            app_secrets: self.secret.read()?.into_iter().collect(),
        };
        let app = Arc::new(App::open(&options).await.map_err(Failure::refused)?);
        let desk = Desk::around(Arc::clone(&app), options).await;
        desk.open_door().await;
        let served = self.report(&app, stop).await;
        drop(app);
        desk.close().await;
        served
    }

    async fn report(&self, app: &App, stop: impl Future<Output = ()>) -> Result<(), Failure> {
        let told = Told::now(app.store())?;
        let addr = app.listen(self.addr).await.map_err(|problem| {
            let why = problem.why.trim_end_matches('.');
            let todo = if problem.code == "port_in_use" { "stop it, or " } else { "" };
            Failure::refused(format!("cannot listen on {}: {why}; {todo}choose another address with --addr", self.addr))
        })?;
        let lines = Lines { json: self.json };
        // Whoever reads our lines may leave: that is no reason to stop listening.
        let teller = lines.event(&Event::Listening { addr: addr.to_string() }).is_ok().then(|| {
            let store = app.store().clone();
            Background::start("teller", Patience::Some, move || told.follow(store, lines))
        });
        stop.await;
        if let Some(teller) = teller {
            // It may wait for whoever is to take its lines.
            let _ = tokio::time::timeout(PATIENCE, teller.stop()).await;
        }
        Ok(())
    }
}

/// How the lines are written.
#[derive(Debug, Clone, Copy)]
struct Lines {
    json: bool,
}

impl Lines {
    fn event(self, event: &Event<'_>) -> std::io::Result<()> {
        if self.json {
            return print::json(event);
        }
        match event {
            Event::Listening { addr } => print::text(&format!("listening on http://{addr}")),
            Event::Capture { capture } => print::text(&format!(
                "#{} {} {} {} {}",
                capture.id,
                capture.status,
                capture.method,
                capture.judgement,
                print::line(capture.endpoint.as_deref().unwrap_or(&capture.path), 120),
            )),
            Event::Conversion { capture, ledger, documents } => {
                let ledger = ledger.unwrap_or_default();
                let sum =
                    convert::equation(ledger.items, ledger.converted, ledger.skipped, ledger.unknown, ledger.failed);
                let noun = if *documents == 1 { "message" } else { "messages" };
                print::text(&format!("#{capture} {sum}, {documents} {noun} out"))
            }
        }
    }
}

/// What was printed already.
struct Told {
    capture: i64,
    conversion: i64,
}

/// Between two looks at what is new: each look costs the same however much it finds.
const PAUSE: Duration = Duration::from_millis(20);

/// Rows read at once.
const PAGE: u32 = 500;

/// How long the last lines may take when it ends.
const PATIENCE: Duration = Duration::from_secs(1);

impl Told {
    fn now(store: &Store) -> Result<Self, Failure> {
        let newest = |reader: &Reader| {
            let page = reader.capture_page(&PageKey { before: None, after: None, limit: 1 })?;
            Ok((page.rows.first().map_or(0, |row| row.id), reader.projected_to()?))
        };
        let (capture, conversion) = store.read(newest).map_err(Failure::refused)?;
        Ok(Self { capture, conversion })
    }

    /// Tells what is new until nobody takes the lines.
    async fn follow(mut self, store: Store, lines: Lines) {
        let mut revision = store.revision();
        revision.mark_changed();
        while revision.changed().await.is_ok() {
            match self.catch_up(&store, |event| lines.event(event)) {
                Ok(Ok(())) => {}
                Ok(Err(_)) => return,
                Err(error) => tracing::warn!(%error, "captures could not be listed"),
            }
            tokio::time::sleep(PAUSE).await;
        }
    }

    /// Tells of captures that are new, and of conversions that are done, each once and in order.
    ///
    /// # Errors
    /// The outer one where the store cannot be read, the inner one where nobody takes the lines.
    fn catch_up(
        &mut self,
        store: &Store,
        mut tell: impl FnMut(&Event<'_>) -> std::io::Result<()>,
    ) -> Result<std::io::Result<()>, StoreError> {
        for row in after(store, self.capture)? {
            self.capture = row.id;
            if let Err(error) = tell(&Event::Capture { capture: &row }) {
                return Ok(Err(error));
            }
        }
        let projected_to = store.read(Reader::projected_to)?;
        while self.conversion < projected_to {
            let converted = store.read(|reader| reader.summaries(self.conversion, projected_to, PAGE))?;
            for (capture, summary) in &converted {
                let (ledger, documents) = (Some(Ledger::from(summary)), summary.documents);
                if let Err(error) = tell(&Event::Conversion { capture: *capture, ledger, documents }) {
                    return Ok(Err(error));
                }
            }
            let last = converted.last().map(|(capture, _)| *capture);
            self.conversion = last.filter(|_| converted.len() == PAGE as usize).unwrap_or(projected_to);
        }
        Ok(Ok(()))
    }
}

/// The captures after one, oldest first.
fn after(store: &Store, after: i64) -> Result<Vec<CaptureRow>, StoreError> {
    let read = |reader: &Reader| -> Result<Vec<CaptureRow>, StoreError> {
        let (mut rows, mut before) = (Vec::new(), None);
        loop {
            let page = reader.capture_page(&PageKey { before, after: Some(after), limit: PAGE })?;
            before = page.rows.last().map(|row| row.id);
            rows.extend(page.rows.iter().map(capture_row));
            if !page.more {
                rows.reverse();
                return Ok(rows);
            }
        }
    };
    store.read(read)
}

/// Resolves at the first SIGINT or SIGTERM from now on.
#[cfg(unix)]
fn stop_signal() -> Result<impl Future<Output = ()>, Failure> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate()).map_err(Failure::refused)?;
    let mut interrupt = signal(SignalKind::interrupt()).map_err(Failure::refused)?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}

/// Resolves at the first Ctrl+C from now on.
#[cfg(not(unix))]
fn stop_signal() -> Result<impl Future<Output = ()>, Failure> {
    Ok(async {
        let _ = tokio::signal::ctrl_c().await;
    })
}
