//! Replays of every kind: what is sent, what is changed of it, how often and in which order; and the table of results.

use serde::{Deserialize, Serialize};
use triptych_core::envelope;
use ts_rs::TS;

use super::captures::{BodyError, Header};
use super::{ApiError, blocking};
use crate::check;
use crate::desk::Desk;
use crate::fixtures::{Fixture, Settings};
use crate::replay::headers::HeaderLine;
use crate::replay::job::{self, Job, ask};
use crate::replay::targets;
use crate::views;

/// Request of `replay.start`. What is sent is one of `captures`, `filter`, `fixtures`, `bodies` and `text`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(default, deny_unknown_fields)]
pub struct StartReplay {
    /// These captures, in this order.
    #[ts(optional)]
    pub captures: Option<Vec<i64>>,
    /// The captures that answer this filter, oldest first.
    #[ts(optional)]
    pub filter: Option<String>,
    /// These fixtures; all of them where none is named.
    #[ts(optional)]
    pub fixtures: Option<Vec<String>>,
    /// A file that holds a body, or a folder of such files.
    #[ts(optional)]
    pub bodies: Option<String>,
    /// A body.
    #[ts(optional)]
    pub text: Option<String>,
    /// Another body instead, of a single source.
    #[ts(optional)]
    pub edited: Option<String>,
    /// With new message ids and the time of now, so that nothing is a repetition.
    #[ts(optional)]
    pub fresh: Option<bool>,
    /// `kept` (or absent), `again` (with the newest app secret that counts for the endpoint), `none`.
    #[ts(optional)]
    pub sign: Option<String>,
    /// Other header lines instead, `Name: value`, of a single source: those of `replay.headers`, changed. A masked value
    /// stays what it was, and the length is the body's.
    #[ts(optional)]
    pub headers: Option<Vec<String>>,
    /// Everything so many times: 1 to 10,000.
    #[ts(optional)]
    pub times: Option<u32>,
    /// At most so many requests a second.
    #[ts(optional)]
    pub rate: Option<f64>,
    /// So many at once: 1 to 32.
    #[ts(optional)]
    pub concurrency: Option<u32>,
    /// As far apart as they came in.
    #[ts(optional)]
    pub gaps: Option<bool>,
    #[ts(optional)]
    pub mix: Option<Mix>,
    /// Another listener, which must be allowed; this one where absent.
    #[ts(optional)]
    pub to: Option<String>,
    /// Look whether the documents stay the same.
    #[ts(optional)]
    pub check: Option<bool>,
}

/// What Facebook may do to deliveries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Mix {
    /// So many of a hundred come twice.
    pub duplicates: u32,
    /// Each comes up to so many places later, at most 100.
    pub reorder: u32,
    /// Each comes up to so many milliseconds later.
    pub delay_ms: u32,
    /// The same seed mixes up in the same way.
    #[ts(optional)]
    pub seed: Option<u32>,
}

/// Request of `replay.get`: rows from this index on.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct GetReplay {
    pub run: i64,
    #[serde(default)]
    pub from: u32,
}

/// Request of `replay.cancel`.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct CancelReplay {
    pub run: i64,
}

/// A run and its table.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ReplayRun {
    pub run: i64,
    /// `running`, `done`, `cancelled`, `failed`.
    pub state: String,
    /// Why it failed.
    pub problem: Option<String>,
    /// Where it goes.
    pub to: String,
    /// Requests to be sent.
    pub total: u32,
    pub sent: u32,
    /// Answered with 2xx.
    pub ok: u32,
    /// Answered otherwise.
    pub refused: u32,
    pub unanswered: u32,
    pub took_ms: f64,
    /// From the index that was asked for, at most 500.
    pub rows: Vec<ReplayRow>,
    /// Ask from here on for what follows.
    pub next: u32,
    /// Once it is done, where it was asked for.
    pub documents: Option<DocumentCheck>,
}

/// One request and its answer.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ReplayRow {
    /// In the order of the answers, from 0.
    pub index: u32,
    /// `#12`, or the name of a fixture, a file or a sample.
    pub source: String,
    /// The capture that it replays.
    pub parent: Option<i64>,
    /// The capture that it became, where it went to this listener.
    pub capture: Option<i64>,
    /// `null` where nothing was answered.
    pub status: Option<u16>,
    pub message: String,
    pub took_ms: Option<f64>,
    /// What was changed, a few words each.
    pub changes: Vec<String>,
}

/// Whether the documents stayed the same.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct DocumentCheck {
    pub requests: u32,
    pub documents: u32,
    pub same: u32,
    pub changed: u32,
    /// At most 20.
    pub examples: Vec<DocumentChange>,
    /// What was not compared, and why.
    pub note: Option<String>,
}

/// A place where a document is another.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct DocumentChange {
    pub source: String,
    pub capture: i64,
    /// Which document of the capture, from 0.
    pub document: u32,
    pub pointer: String,
    /// JSON text.
    pub expected: Option<String>,
    /// JSON text.
    pub actual: Option<String>,
}

/// Request of `replay.allow` and `replay.disallow`.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ReplayTarget {
    pub url: String,
}

/// Request of `replay.validate`.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ValidateBody {
    pub text: String,
}

/// What an edited body is.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct BodyCheck {
    /// Why it is no envelope, and where.
    pub error: Option<BodyError>,
    pub items: u32,
    /// How many documents it would become, alone.
    pub documents: u32,
}

pub(super) async fn start(desk: &Desk, request: StartReplay) -> Result<ReplayRun, ApiError> {
    let app = desk.app().await?;
    let job = Job::of(desk, &app, request).await?;
    let run = job::start(desk, &app, job);
    Ok(job::view(&run, 0))
}

/// The header lines of the single source that is named, secrets masked.
pub(super) async fn headers(desk: &Desk, request: StartReplay) -> Result<Vec<Header>, ApiError> {
    let app = desk.app().await?;
    let lines = ask::headers(desk, &app, request).await?;
    Ok(lines.into_iter().map(|HeaderLine { name, value, masked }| Header { name, value, masked }).collect())
}

pub(super) fn get(desk: &Desk, request: GetReplay) -> Result<ReplayRun, ApiError> {
    let run = desk.replays().get(request.run).ok_or_else(|| no_run(request.run))?;
    Ok(job::view(&run, request.from))
}

pub(super) fn cancel(desk: &Desk, request: CancelReplay) -> Result<ReplayRun, ApiError> {
    let run = desk.replays().get(request.run).ok_or_else(|| no_run(request.run))?;
    run.control.cancel();
    Ok(job::view(&run, 0))
}

pub(super) fn no_run(run: i64) -> ApiError {
    ApiError::new("no_run", format!("There is no run {run} any more."), Some("Start it again."))
}

pub(super) async fn list_targets(desk: &Desk) -> Result<Vec<String>, ApiError> {
    Ok(targets::all(desk.app().await?.store())?)
}

pub(super) async fn allow(desk: &Desk, request: ReplayTarget) -> Result<Vec<String>, ApiError> {
    let origin = targets::origin(&request.url).map_err(|error| bad_url(&error))?;
    Ok(targets::allow(desk.app().await?.store(), origin).await?)
}

pub(super) async fn disallow(desk: &Desk, request: ReplayTarget) -> Result<Vec<String>, ApiError> {
    let origin = targets::origin(&request.url).map_err(|error| bad_url(&error))?;
    Ok(targets::disallow(desk.app().await?.store(), &origin).await?)
}

fn bad_url(error: &crate::replay::SendError) -> ApiError {
    ApiError::new("bad_url", format!("{error}."), None)
}

pub(super) async fn validate(request: ValidateBody) -> Result<BodyCheck, ApiError> {
    blocking(move || {
        let body = request.text.into_bytes();
        match envelope::parse(&body) {
            Err(error) => BodyCheck { error: Some(views::body_error(&error)), items: 0, documents: 0 },
            Ok(doc) => {
                let settings = Settings::default();
                let (name, settings_text) = (String::new(), String::new());
                let fixture = Fixture { name, settings, settings_text, body: Vec::new(), folder: None };
                let report = check::convert(&fixture, &doc, false);
                let documents = report.items.iter().map(|item| item.verdict.outputs().len()).sum();
                BodyCheck {
                    error: None,
                    items: super::fixtures::count(report.items.len()),
                    documents: super::fixtures::count(documents),
                }
            }
        }
    })
    .await
}
