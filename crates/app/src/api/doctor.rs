//! Why a capture was refused, and what to do.

use serde::{Deserialize, Serialize};
use triptych_store::{ReplayNote, StoredCapture};
use ts_rs::TS;

use super::captures::GetCapture;
use super::samples::{Sent, sent};
use super::{ApiError, blocking, read};
use crate::desk::Desk;
use crate::doctor::{self, restore};
use crate::replay::Target;
use crate::replay::source::{Changes, Route, Source};

/// Answer of `doctor.explain`. Holds no secret, no token and no expected digest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Diagnosis {
    pub capture: i64,
    /// The endpoint that it came to, where that is known.
    pub endpoint_id: Option<i64>,
    /// `signature`, `token`, `handshake`, `path`, `browser`, `method`, `body`, `size`, `incomplete`, `head`, `fine`.
    pub subject: String,
    /// For machines; several are joined by `+`.
    pub cause: String,
    /// What explains it.
    pub title: String,
    /// What shows that, a sentence each.
    pub said: Vec<String>,
    /// What to do; `null` where nothing is to be done.
    pub fix: Option<String>,
    /// Such as `Answered 401 in 1 ms.`
    pub answered: String,
    /// What was tried, in that order.
    pub checks: Vec<Check>,
    /// `now`, or `at_receipt` where only what was found out then is known, by the secrets of then.
    pub judged: String,
    /// What makes sense now: `enter_secret`, `check_secret` (another one may be right as well), `open_endpoint`,
    /// `copy_verify_token`, `add_endpoint`, `rejudge`, `compare_bytes`, `replay_restored`.
    pub actions: Vec<String>,
}

/// Something that was tried or looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Check {
    /// For machines.
    pub name: String,
    pub label: String,
    /// `match`: this explains it; `no_match`; `good`; `bad`; `not_tried`.
    pub outcome: String,
    /// A few words more.
    pub said: Option<String>,
}

/// Answer of `doctor.restored`: where the bytes that came differ from those that were signed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Restored {
    pub capture: i64,
    pub came_bytes: u64,
    pub signed_bytes: u64,
    /// How many places there are.
    pub count: u64,
    /// The first 200 of them.
    pub places: Vec<BytePlace>,
}

/// A stretch that was changed on the way. Hostile text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct BytePlace {
    /// Its first byte in what came, from 0.
    pub at: u64,
    /// What stands before it in both.
    pub before: String,
    pub came: String,
    pub signed: String,
    pub after: String,
}

pub(super) async fn restored(desk: &Desk, request: GetCapture) -> Result<Restored, ApiError> {
    let (stored, body) = signed_body(desk, request.id).await?;
    blocking(move || restore::compared(&stored, &body)).await
}

/// Sends the capture to the listener again, with its body as it was signed.
pub(super) async fn replay_restored(desk: &Desk, request: GetCapture) -> Result<Sent, ApiError> {
    let (StoredCapture { id, capture, .. }, body) = signed_body(desk, request.id).await?;
    let app = desk.app().await?;
    let source = Source::of_capture(id, capture).map_err(|why| ApiError::new("not_restorable", why, None))?;
    let route = Route { target: Target::local(app.addr().await), is_own: true, token: None };
    let changes = Changes { edited: Some(body), ..Changes::default() };
    let (outgoing, _) = source.request(&changes, &route, "");
    let note = ReplayNote { source: format!("#{id}"), changes: vec!["body as it was signed".to_owned()] };
    Ok(sent(app.send_to_self(&route.target, &outgoing, Some(id), note).await?))
}

async fn signed_body(desk: &Desk, id: i64) -> Result<(StoredCapture, Vec<u8>), ApiError> {
    let found = read(&desk.app().await?, move |reader| restore::signed_body(reader, id)).await?;
    found.ok_or_else(|| {
        let message = "No body is known with which this signature would hold.";
        ApiError::new("not_restorable", message, Some("The doctor says what is wrong with it."))
    })
}

pub(super) async fn explain(desk: &Desk, request: GetCapture) -> Result<Diagnosis, ApiError> {
    let app = desk.app().await?;
    let found = read(&app, move |reader| doctor::explain(reader, request.id)).await?;
    found.ok_or_else(|| ApiError::no_capture(request.id))
}
