//! Samples, made up or built in, and the plainest of replays.

use serde::{Deserialize, Serialize};
use triptych_core::endpoint::Channel;
use triptych_store::{Reader, ReplayNote};
use ts_rs::TS;

use super::{ApiError, read};
use crate::app::now_us;
use crate::desk::Desk;
use crate::evidence::Keys;
use crate::fixtures::{self, Fixture};
use crate::replay::source::{Changes, Route, Sign, Source};
use crate::replay::{Answer, Target};
use crate::samples::{self, Spec};

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

/// A row of the answer of `samples.kinds`: something that can be made up.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct SampleKind {
    /// `messages`, `attachment/image`, `odd/missing-sender`.
    pub kind: String,
    pub title: String,
    /// `field`, `attachment`, `odd`.
    pub group: String,
    pub field: Option<String>,
    /// Those that send it, the usual one first.
    pub channels: Vec<String>,
    /// What besides account, customer and time shows in it: `text`, `name`, `mid`, `count`.
    pub takes: Vec<String>,
}

/// What is wanted of a sample; what is absent is made up.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(default)]
pub struct MakeSample {
    pub kind: String,
    /// `facebook` or `instagram`.
    #[ts(optional)]
    pub channel: Option<String>,
    /// The Page's or the Instagram account's id.
    #[ts(optional)]
    pub account: Option<String>,
    #[ts(optional)]
    pub customer: Option<String>,
    #[ts(optional)]
    pub name: Option<String>,
    #[ts(optional)]
    pub text: Option<String>,
    /// Milliseconds since 1970.
    #[ts(optional)]
    pub time_ms: Option<i64>,
    /// The message's or the comment's id.
    #[ts(optional)]
    pub mid: Option<String>,
    /// Items of a batch.
    #[ts(optional)]
    pub count: Option<u32>,
    #[ts(optional)]
    pub workspace_id: Option<String>,
    #[ts(optional)]
    pub credentials_id: Option<String>,
}

/// Request of `samples.make`.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct MakeSampleRequest {
    pub sample: MakeSample,
}

/// A sample that was made up.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct MadeSample {
    pub title: String,
    /// The webhook path that it goes to.
    pub path: String,
    pub body: String,
}

/// Request of `samples.send`: a fixture that is built in by its `name`, with fresh ids and times; or what is `made` up.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(default)]
pub struct SendSample {
    #[ts(optional)]
    pub name: Option<String>,
    #[ts(optional)]
    pub made: Option<MakeSample>,
    /// What was made up, edited.
    #[ts(optional)]
    pub body: Option<String>,
    /// With a signature by the newest app secret that counts for the endpoint.
    #[ts(optional)]
    pub sign: Option<bool>,
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
    let sample = |fixture: Fixture| Sample {
        channel: fixture.endpoint().channel.as_str().to_owned(),
        name: fixture.name,
        title: fixture.settings.title,
    };
    fixtures::built_in().into_iter().map(sample).collect()
}

pub(super) fn kinds() -> Vec<SampleKind> {
    let kind = |kind: &samples::Kind| SampleKind {
        kind: kind.name.to_owned(),
        title: kind.title.to_owned(),
        group: kind.group.as_str().to_owned(),
        field: kind.field.map(str::to_owned),
        channels: kind.channels().iter().map(|channel| channel.as_str().to_owned()).collect(),
        takes: kind.takes.iter().map(|&name| name.to_owned()).collect(),
    };
    samples::kinds().map(kind).collect()
}

pub(super) fn make(request: MakeSampleRequest) -> Result<MadeSample, ApiError> {
    let made = made(request.sample)?;
    Ok(MadeSample {
        path: made.endpoint().path(),
        body: String::from_utf8_lossy(&made.body).into_owned(),
        title: made.settings.title,
    })
}

fn made(wanted: MakeSample) -> Result<Fixture, ApiError> {
    let bad = |reason: String| ApiError::new("bad_sample", format!("This cannot be made: {reason}."), None);
    let channel = match &wanted.channel {
        None => None,
        Some(word) => {
            Some(Channel::parse(word).ok_or_else(|| bad(format!("{word:?} is neither facebook nor instagram")))?)
        }
    };
    if !samples::kinds().any(|kind| kind.name == wanted.kind) {
        return Err(ApiError::new("no_sample", format!("There is no sample {:?}.", wanted.kind), None));
    }
    let own = |text: Option<String>| text.filter(|text| !text.is_empty());
    let spec = Spec {
        kind: wanted.kind,
        channel,
        account: own(wanted.account),
        customer: own(wanted.customer),
        name: own(wanted.name),
        text: own(wanted.text),
        time_ms: wanted.time_ms,
        mid: own(wanted.mid),
        count: wanted.count,
        workspace_id: own(wanted.workspace_id),
        credentials_id: own(wanted.credentials_id),
    };
    samples::make(&spec, now_us() / 1000).map_err(bad)
}

pub(super) async fn send(desk: &Desk, request: SendSample) -> Result<Sent, ApiError> {
    let app = desk.app().await?;
    let Some(wanted) = request.made else {
        let name = request.name.unwrap_or_default();
        let fixture = fixtures::built_in().into_iter().find(|fixture| fixture.name == name);
        let fixture =
            fixture.ok_or_else(|| ApiError::new("no_sample", format!("There is no sample {name:?}."), None))?;
        return Ok(sent(app.send_fixture(&fixture).await?));
    };
    let source = Source::of_fixture(made(wanted)?);
    let endpoint = source.endpoint.clone();
    let (token, secret) =
        read(&app, move |reader: &Reader| Ok((reader.app_token()?, Keys::of(reader, endpoint.as_ref())?.signing())))
            .await?;
    let sign = match (request.sign.unwrap_or_default(), secret) {
        (false, _) => Sign::Kept,
        (true, Some(secret)) => Sign::Again(secret),
        (true, None) => {
            let hint = Some("Enter the app secret in the settings.");
            return Err(ApiError::new("no_secret", "There is no app secret to sign with.", hint));
        }
    };
    let changes = Changes { edited: request.body.map(String::into_bytes), sign, ..Changes::default() };
    let route = Route { target: Target::local(app.addr().await), is_own: true, token: Some(token) };
    let (outgoing, words) = source.request(&changes, &route, "");
    let note = ReplayNote { source: source.name, changes: words };
    Ok(sent(app.send_to_self(&route.target, &outgoing, None, note).await?))
}

pub(super) async fn replay(desk: &Desk, request: ReplayCapture) -> Result<Sent, ApiError> {
    Ok(sent(desk.app().await?.replay(request.id).await?))
}

pub(super) fn sent((answer, capture): (Answer, Option<i64>)) -> Sent {
    Sent { status: answer.status, message: answer.message(), capture }
}
