//! Fixtures and replays.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A row of the answer of `samples.list`.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Sample {
    /// The fixture's name, such as `text-and-image`.
    pub name: String,
    pub title: String,
    /// `facebook` or `instagram`.
    pub channel: String,
}

/// Request of `samples.send`.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct SendSample {
    pub name: String,
}

/// Request of `captures.replay`.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ReplayCapture {
    pub id: i64,
}

/// What the listener answered to a sample or a replay.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Sent {
    pub status: u16,
    pub message: String,
    /// The new capture, where it could be found.
    pub capture: Option<i64>,
}
