//! The self-test: the app plays Facebook against its own listener, or against the tunnel's URL.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::ApiError;
use crate::desk::Desk;
use crate::selftest;

/// Request of `selftest.start`. Answer: [`SelfTest`].
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct StartSelfTest {
    /// `local`, `tunnel`, `url`.
    pub target: String,
    /// Scheme, host and port, for the target `url`.
    pub url: Option<String>,
    /// `null` for the endpoint `local`/`local` of Facebook.
    pub endpoint_id: Option<i64>,
}

/// A self-test as far as it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct SelfTest {
    /// From 1, in the order they were started.
    pub id: u32,
    /// `local`, `tunnel`, `url`.
    pub target: String,
    /// The whole callback URL.
    pub url: String,
    /// What the endpoint is called.
    pub endpoint: String,
    pub started_us: i64,
    pub running: bool,
    pub cancelled: bool,
    /// `running`, `passed`, `failed`, `cancelled`.
    pub verdict: String,
    /// What explains a failure: the code of the first step that failed.
    pub code: Option<String>,
    pub title: String,
    /// What to do about it.
    pub fix: Option<String>,
    pub steps: Vec<SelfTestStep>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct SelfTestStep {
    /// `handshake`, `handshake_wrong_token`, `signed`, `wrong_signature`, `wrong_token`.
    pub name: String,
    pub title: String,
    /// What should come back.
    pub expected: String,
    /// `waiting`, `running`, `passed`, `failed`, `skipped`.
    pub outcome: String,
    /// For machines, where it did not simply pass: `dns`, `refused`, `tls`, `timeout`, `broken`, `redirect`, `tunnel_offline`,
    /// `interstitial`, `answered_by_itself`, `other_triptych`, `body_rewritten`, `headers_stripped`, `path_rewritten`,
    /// `answer_rewritten`, `fault_rule`, `policy_open`, `refused_here`, `accepted_here`, `no_secret`.
    pub code: Option<String>,
    /// What happened, in one sentence.
    pub sentence: String,
    /// What to do about it.
    pub fix: Option<String>,
    /// The request as text; tokens and signatures masked.
    pub sent: Option<String>,
    /// The answer as text, at most 4 KiB.
    pub got: Option<String>,
    /// What came here of it.
    pub arrived: Option<String>,
    /// The capture that it became.
    pub capture: Option<i64>,
    pub took_us: Option<i64>,
}

pub(super) async fn start(desk: &Desk, request: StartSelfTest) -> Result<SelfTest, ApiError> {
    selftest::start(desk, request).await
}

pub(super) async fn get(desk: &Desk) -> Result<Option<SelfTest>, ApiError> {
    Ok(desk.app().await?.self_tests().shown())
}

pub(super) async fn cancel(desk: &Desk) -> Result<Option<SelfTest>, ApiError> {
    let app = desk.app().await?;
    app.self_tests().cancel();
    desk.tick();
    Ok(app.self_tests().shown())
}
