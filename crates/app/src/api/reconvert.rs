//! What would change: a run over stored captures, and what it found.

use std::sync::Arc;
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};
use triptych_store::Reader;
use ts_rs::TS;

use super::filter::read_filter;
use super::fixtures::{Progress, count};
use super::replays::no_run;
use super::{ApiError, read};
use crate::desk::Desk;
use crate::reconvert::{self, Reconversion, Scope};
use crate::runs::Run;
use crate::search;

/// Request of `reconvert.start`: these captures, or those that answer the filter, or all.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(default)]
pub struct StartReconvert {
    #[ts(optional)]
    pub captures: Option<Vec<i64>>,
    #[ts(optional)]
    pub filter: Option<String>,
}

/// Request of `reconvert.get` and `reconvert.cancel`.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct GetReconvert {
    pub run: i64,
}

/// A run and what it has found.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ReconvertRun {
    pub run: i64,
    /// `running`, `done`, `cancelled`, `failed`.
    pub state: String,
    pub problem: Option<String>,
    pub progress: Progress,
    /// Looked at.
    pub captures: u32,
    pub unchanged: u32,
    pub changed: u32,
    /// Once it is over: that of most captures first.
    pub groups: Vec<ChangeGroup>,
    pub took_ms: f64,
}

/// Changes of the same kind.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ChangeGroup {
    /// `value`, `verdict`, `documents`, `envelope`.
    pub kind: String,
    /// The place within the document.
    pub pointer: Option<String>,
    /// One line: what became what.
    pub words: String,
    /// Where the value comes from: `raw`, `setting`, `history`, `constant`.
    pub origin: Option<String>,
    pub captures: u32,
    /// How many places there are.
    pub changes: u32,
    /// At most 5.
    pub examples: Vec<ChangeExample>,
}

#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ChangeExample {
    pub capture: i64,
    /// The item's pointer in the body.
    pub item: String,
    /// Which of the item's documents, from 0.
    pub document: Option<u32>,
    /// JSON text, or a word for a verdict.
    pub before: Option<String>,
    pub after: Option<String>,
}

/// What a run is at.
#[derive(Debug)]
pub(crate) struct State {
    word: &'static str,
    problem: Option<String>,
    progress: Progress,
    found: Reconversion,
    started: Instant,
    took: Option<Duration>,
}

/// The window hears of progress no more often.
const TOLD_EVERY: Duration = Duration::from_millis(50);

pub(super) async fn start(desk: &Desk, request: StartReconvert) -> Result<ReconvertRun, ApiError> {
    let app = desk.app().await?;
    let filter = request.filter.filter(|text| !text.trim().is_empty());
    let scope = match (request.captures, filter) {
        (Some(ids), _) => Scope::These(ids),
        (None, None) => Scope::All,
        (None, Some(text)) => {
            let filter = read_filter(&text)?;
            Scope::These(read(&app, move |reader: &Reader| search::all_ids(reader, &filter)).await?)
        }
    };
    let reader = app.store().reader().map_err(|error| ApiError::new("storage", error.to_string(), None))?;
    let run = desk.reconversions().begin(State {
        word: "running",
        problem: None,
        progress: Progress { done: 0, total: 0 },
        found: Reconversion::default(),
        started: Instant::now(),
        took: None,
    });
    let (held, tell) = (Arc::clone(&run), desk.ticker());
    tokio::task::spawn_blocking(move || {
        go(&reader, &scope, &held, &tell);
        tell();
    });
    Ok(view(&run))
}

fn go(reader: &Reader, scope: &Scope, run: &Run<State>, tell: &impl Fn()) {
    let mut told = Instant::now();
    let found = reconvert::reconvert(reader, scope, |done, total| {
        run.state().progress = Progress { done: count(done), total: count(total) };
        if told.elapsed() > TOLD_EVERY {
            told = Instant::now();
            tell();
        }
        !run.control.is_cancelled()
    });
    let mut state = run.state();
    state.took = Some(state.started.elapsed());
    match found {
        Ok(found) => {
            state.word = if found.cancelled { "cancelled" } else { "done" };
            state.found = found;
        }
        Err(error) => {
            state.word = "failed";
            state.problem = Some(format!("The store could not be read: {error}."));
        }
    }
}

pub(super) fn get(desk: &Desk, request: GetReconvert) -> Result<ReconvertRun, ApiError> {
    desk.reconversions().get(request.run).map(|run| view(&run)).ok_or_else(|| no_run(request.run))
}

pub(super) fn cancel(desk: &Desk, request: GetReconvert) -> Result<ReconvertRun, ApiError> {
    let run = desk.reconversions().get(request.run).ok_or_else(|| no_run(request.run))?;
    run.control.cancel();
    Ok(view(&run))
}

fn view(run: &Run<State>) -> ReconvertRun {
    let state = run.state();
    let found = &state.found;
    ReconvertRun {
        run: run.number,
        state: state.word.to_owned(),
        problem: state.problem.clone(),
        progress: state.progress,
        captures: count(found.captures),
        unchanged: count(found.captures - found.changed),
        changed: count(found.changed),
        groups: found.groups.iter().map(ChangeGroup::from).collect(),
        took_ms: state.took.unwrap_or_else(|| state.started.elapsed()).as_secs_f64() * 1000.0,
    }
}

impl From<&reconvert::Group> for ChangeGroup {
    fn from(group: &reconvert::Group) -> Self {
        let example = |one: &reconvert::Example| ChangeExample {
            capture: one.capture,
            item: one.item.clone(),
            document: one.document.map(count),
            before: one.before.clone(),
            after: one.after.clone(),
        };
        Self {
            kind: group.kind.as_str().to_owned(),
            pointer: group.pointer.clone(),
            words: group.words.clone(),
            origin: group.origin.map(str::to_owned),
            captures: count(group.captures),
            changes: count(group.changes),
            examples: group.examples.iter().map(example).collect(),
        }
    }
}
