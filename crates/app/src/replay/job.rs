//! A replay as the window asks for it: taken apart, checked, carried out, and looked at while it goes on.

pub(crate) mod ask;

use std::sync::Arc;
use std::time::{Duration, Instant};

use triptych_core::capture::Judgement;

use super::batch::Batch;
use super::deliver::{Delivered, Way};
use super::documents::{self, Arrived, DocumentCheck};
use super::plan::{Pace, Step};
use super::run::carry_out;
use super::source::{Changes, Route, Source};
use crate::api::replays as wire;
use crate::app::App;
use crate::chance;
use crate::desk::Desk;
use crate::runs::Run;

/// Rows of one answer.
const PAGE: usize = 500;
/// The window hears of progress no more often.
const TOLD_EVERY: Duration = Duration::from_millis(50);

/// What is to be sent, and how.
#[derive(Debug)]
pub(crate) struct Job {
    sources: Vec<Source>,
    /// One for each source: signing takes the endpoint's own secret.
    changes: Vec<Changes>,
    pace: Pace,
    steps: Vec<Step>,
    route: Route,
    /// Look whether documents stay the same.
    check: bool,
}

/// What a run is at.
#[derive(Debug)]
pub(crate) struct State {
    word: &'static str,
    problem: Option<String>,
    to: String,
    total: usize,
    rows: Vec<wire::ReplayRow>,
    counts: Counts,
    started: Instant,
    took: Option<Duration>,
    documents: Option<DocumentCheck>,
}

#[derive(Debug, Default, Clone, Copy)]
struct Counts {
    ok: u32,
    refused: u32,
    unanswered: u32,
}

/// Begins to carry it out.
pub(crate) fn start(desk: &Desk, app: &Arc<App>, job: Job) -> Arc<Run<State>> {
    let run = desk.replays().begin(State {
        word: "running",
        problem: None,
        to: format!("{}://{}", if job.route.target.tls { "https" } else { "http" }, job.route.target.authority()),
        total: job.steps.len(),
        rows: Vec::new(),
        counts: Counts::default(),
        started: Instant::now(),
        took: None,
        documents: None,
    });
    let tell = desk.ticker();
    tokio::spawn(go(Arc::clone(app), Arc::clone(&run), job, tell));
    run
}

async fn go(app: Arc<App>, run: Arc<Run<State>>, job: Job, tell: impl Fn() + Send + Sync) {
    let Job { sources, changes, pace, steps, route, check } = job;
    let way = if route.is_own { app.way_here() } else { Way::unknown() };
    let batch = Batch::new(sources, changes, route, way, chance::words()[..8].to_owned());
    let mut arrived: Vec<Arrived> = Vec::new();
    let mut told = Instant::now();
    let send = |step: &Step| {
        let (batch, step, run) = (batch.clone(), step.clone(), Arc::clone(&run));
        async move { batch.send(step, run.control.given_up()).await }
    };
    let done = |step: Step, (words, delivered): (Vec<String>, Delivered)| {
        if check {
            arrived.extend(batch.arrived(&step, &delivered));
        }
        run.state().add(batch.source(&step), words, delivered);
        if told.elapsed() > TOLD_EVERY {
            told = Instant::now();
            tell();
        }
    };
    carry_out(steps, pace.concurrency, &run.control, send, done).await;
    let took = run.state().started.elapsed();
    let documents = if check && !run.control.is_cancelled() { Some(compare(&app, arrived).await) } else { None };
    {
        let mut state = run.state();
        state.took = Some(took);
        state.word = if run.control.is_cancelled() { "cancelled" } else { "done" };
        match documents {
            Some(Ok(documents)) => state.documents = Some(documents),
            Some(Err(reason)) => {
                state.word = "failed";
                state.problem = Some(format!("The documents could not be compared: {reason}."));
            }
            None => {}
        }
    }
    // Before the window hears of it: whoever closes the application waits for it to be free.
    drop(app);
    tell();
}

async fn compare(app: &Arc<App>, arrived: Vec<Arrived>) -> Result<DocumentCheck, String> {
    let store = app.store().clone();
    let last = arrived.iter().map(|one| one.capture).max().unwrap_or_default();
    let accepted = store.read(|reader| {
        let ids: Vec<i64> = arrived.iter().map(|one| one.capture).filter(|id| *id <= last).collect();
        let rows = reader.capture_rows(&ids)?;
        Ok(rows.iter().filter(|row| row.judgement == Judgement::Accepted).map(|row| row.id).max())
    });
    let accepted = accepted.map_err(|error| error.to_string())?;
    app.converted_to(accepted.unwrap_or_default()).await.map_err(|error| error.to_string())?;
    let compared = tokio::task::spawn_blocking(move || store.read(|reader| documents::compare(reader, &arrived))).await;
    compared.map_err(|error| error.to_string())?.map_err(|error| error.to_string())
}

impl State {
    fn add(&mut self, source: &Source, changes: Vec<String>, delivered: Delivered) {
        let answer = delivered.answer;
        match &answer {
            Ok(answer) if answer.is_success() => self.counts.ok += 1,
            Ok(_) => self.counts.refused += 1,
            Err(_) => self.counts.unanswered += 1,
        }
        self.rows.push(wire::ReplayRow {
            index: u32::try_from(self.rows.len()).unwrap_or(u32::MAX),
            source: source.name.clone(),
            parent: source.parent,
            capture: delivered.capture,
            status: answer.as_ref().ok().map(|answer| answer.status),
            took_ms: answer.as_ref().ok().map(|answer| answer.took.as_secs_f64() * 1000.0),
            message: answer.map_or_else(|error| error.to_string(), |answer| answer.message()),
            changes,
        });
    }
}

/// A run as the window sees it.
pub(crate) fn view(run: &Run<State>, from: u32) -> wire::ReplayRun {
    let state = run.state();
    let start = usize::try_from(from).unwrap_or(usize::MAX).min(state.rows.len());
    let rows = state.rows[start..].iter().take(PAGE).cloned().collect::<Vec<_>>();
    let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    wire::ReplayRun {
        run: run.number,
        state: state.word.to_owned(),
        problem: state.problem.clone(),
        to: state.to.clone(),
        total: number(state.total),
        sent: number(state.rows.len()),
        ok: state.counts.ok,
        refused: state.counts.refused,
        unanswered: state.counts.unanswered,
        took_ms: state.took.unwrap_or_else(|| state.started.elapsed()).as_secs_f64() * 1000.0,
        next: number(start + rows.len()),
        rows,
        documents: state.documents.as_ref().map(document_check),
    }
}

fn document_check(found: &DocumentCheck) -> wire::DocumentCheck {
    let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    let text = |value: &Option<serde_json::Value>| value.as_ref().map(ToString::to_string);
    let example = |one: &documents::Example| wire::DocumentChange {
        source: one.source.clone(),
        capture: one.capture,
        document: number(one.difference.document()),
        pointer: one.difference.inside().to_owned(),
        expected: text(&one.difference.expected),
        actual: text(&one.difference.actual),
    };
    wire::DocumentCheck {
        requests: number(found.requests),
        documents: number(found.documents),
        same: number(found.same),
        changed: number(found.changed),
        examples: found.examples.iter().map(example).collect(),
        note: found.note.clone(),
    }
}
