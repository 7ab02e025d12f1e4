//! A stored capture under the settings of today, beside what was generated then.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::captures::GetCapture;
use super::{ApiError, read};
use crate::again;
use crate::desk::Desk;

/// Answer of `captures.convert_again`. Nothing is stored of it.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ConvertedAgain {
    pub id: i64,
    pub changed: bool,
    /// Why it cannot be converted; `null` where it was.
    pub why: Option<String>,
    pub items: Vec<AgainItem>,
}

#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct AgainItem {
    pub pointer: String,
    pub title: String,
    pub then: AgainSide,
    pub now: AgainSide,
    pub changed: bool,
    pub outputs: Vec<AgainOutput>,
}

/// What became of an item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct AgainSide {
    /// `converted`, `skipped`, `unknown`, `failed`; `null` where it was never converted.
    pub verdict: Option<String>,
    pub rule: Option<String>,
    pub reason: Option<String>,
}

/// A document then and now: JSON text. What was given out or came from earlier messages stays as it was then.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct AgainOutput {
    pub then: Option<String>,
    pub now: Option<String>,
    /// The leaves that differ, as JSON Pointers.
    pub changed: Vec<String>,
}

pub(super) async fn convert(desk: &Desk, request: GetCapture) -> Result<ConvertedAgain, ApiError> {
    let app = desk.app().await?;
    let found = read(&app, move |reader| again::convert(reader, request.id)).await?;
    found.ok_or_else(|| ApiError::no_capture(request.id))
}
