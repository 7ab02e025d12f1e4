//! Why a capture was refused, and what to do.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::captures::GetCapture;
use super::{ApiError, read};
use crate::desk::Desk;
use crate::doctor;

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
    /// What makes sense now: `enter_secret`, `open_endpoint`, `copy_verify_token`, `add_endpoint`, `rejudge`.
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

pub(super) async fn explain(desk: &Desk, request: GetCapture) -> Result<Diagnosis, ApiError> {
    let app = desk.app().await?;
    let found = read(&app, move |reader| doctor::explain(reader, request.id)).await?;
    found.ok_or_else(|| ApiError::no_capture(request.id))
}
