//! Fixtures and replays.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::ApiError;
use crate::desk::Desk;
use crate::fixtures;
use crate::replay::Answer;

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

pub(super) fn list() -> Vec<Sample> {
    let sample = |fixture: fixtures::Fixture| Sample {
        name: fixture.name,
        title: fixture.title,
        channel: fixture.endpoint.channel.as_str().to_owned(),
    };
    fixtures::built_in().into_iter().map(sample).collect()
}

pub(super) async fn send(desk: &Desk, request: SendSample) -> Result<Sent, ApiError> {
    let fixture = fixtures::built_in().into_iter().find(|fixture| fixture.name == request.name);
    let fixture =
        fixture.ok_or_else(|| ApiError::new("no_sample", format!("There is no sample {:?}.", request.name), None))?;
    Ok(sent(desk.app().await?.send_fixture(&fixture).await?))
}

pub(super) async fn replay(desk: &Desk, request: ReplayCapture) -> Result<Sent, ApiError> {
    Ok(sent(desk.app().await?.replay(request.id).await?))
}

fn sent((answer, capture): (Answer, Option<i64>)) -> Sent {
    Sent { status: answer.status, message: answer.message(), capture }
}
