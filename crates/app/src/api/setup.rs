//! What to paste at Facebook and in a terminal, and the app's own secrets.

use std::fmt;

use serde::{Deserialize, Serialize};
use triptych_core::endpoint::Channel;
use triptych_core::secret::Secret;
use ts_rs::TS;

use super::secrets::Rejudged;
use super::{ApiError, read};
use crate::app::{local_endpoint, now_us};
use crate::desk::Desk;

/// Answer of `setup.get`. Secrets are masked; `secrets.reveal` shows one, `clipboard.copy` copies it.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct SetupView {
    /// Callback URL of the endpoint `local`/`local`, one per channel: public where a tunnel is set.
    pub callback_urls: Vec<CallbackUrl>,
    /// The app's token, masked: serves as bearer token and as verify token.
    pub token_masked: String,
    /// A curl command that posts a message, the token replaced by `$TRIPTYCH_TOKEN`.
    pub curl: String,
    pub app_secrets: Vec<AppSecret>,
    /// What became of refused captures, where a secret was just added.
    pub rejudged: Option<Rejudged>,
}

#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct CallbackUrl {
    /// `facebook` or `instagram`.
    pub channel: String,
    pub url: String,
}

#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct AppSecret {
    pub id: i64,
    /// Such as `••••••••`; never a part of the secret.
    pub masked: String,
    /// Microseconds since 1970.
    pub added_us: i64,
}

/// Request of `secrets.add_app_secret`. Answer: [`SetupView`].
#[derive(Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct AddAppSecret {
    pub secret: String,
}

impl fmt::Debug for AddAppSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AddAppSecret(…)")
    }
}

/// Request of `secrets.remove_app_secret`. Answer: [`SetupView`].
#[derive(Debug, Clone, Copy, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct RemoveAppSecret {
    pub id: i64,
}

/// Answer of `secrets.reveal_token`.
#[derive(Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Revealed {
    pub value: String,
}

impl fmt::Debug for Revealed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Revealed(…)")
    }
}

pub(super) const MASK: &str = "••••••••••••••••";

pub(super) async fn get(desk: &Desk) -> Result<SetupView, ApiError> {
    let app = desk.app().await?;
    let secrets = read(&app, triptych_store::Reader::app_secrets).await?;
    let callback_urls = Channel::ALL
        .into_iter()
        .map(|channel| CallbackUrl { channel: channel.as_str().to_owned(), url: String::new() });
    let mut view = SetupView {
        callback_urls: callback_urls.collect(),
        token_masked: MASK.to_owned(),
        curl: curl(desk, "$TRIPTYCH_TOKEN").await?,
        app_secrets: secrets
            .iter()
            .map(|row| AppSecret { id: row.id, masked: MASK.to_owned(), added_us: row.added_us })
            .collect(),
        rejudged: None,
    };
    for callback in &mut view.callback_urls {
        callback.url = callback_url(desk, &callback.channel).await?;
    }
    Ok(view)
}

pub(super) async fn reveal_token(desk: &Desk) -> Result<Revealed, ApiError> {
    Ok(Revealed { value: token(desk).await?.expose().to_owned() })
}

pub(super) async fn add_app_secret(desk: &Desk, request: AddAppSecret) -> Result<SetupView, ApiError> {
    let secret = request.secret.trim().to_owned();
    if secret.is_empty() {
        let hint = "Copy it from App settings, Basic, in Facebook's App Dashboard.";
        return Err(ApiError::new("empty_secret", "An app secret cannot be empty.", Some(hint)));
    }
    let app = desk.app().await?;
    let added_us = now_us();
    app.store().write(move |tx| tx.add_app_secret(&Secret::new(secret), added_us)).await?;
    let rejudged = app.rejudge(None).await?;
    Ok(SetupView { rejudged: Some(rejudged), ..get(desk).await? })
}

pub(super) async fn remove_app_secret(desk: &Desk, request: RemoveAppSecret) -> Result<SetupView, ApiError> {
    let app = desk.app().await?;
    app.store().write(move |tx| tx.remove_app_secret(request.id)).await?;
    app.reload_keys()?;
    get(desk).await
}

pub(super) async fn token(desk: &Desk) -> Result<Secret, ApiError> {
    read(&desk.app().await?, triptych_store::Reader::app_token).await
}

pub(super) async fn callback_url(desk: &Desk, channel: &str) -> Result<String, ApiError> {
    let base = desk.app().await?.public_base().await;
    let channel = Channel::parse(channel).unwrap_or(Channel::Facebook);
    Ok(format!("{base}{}", local_endpoint(channel).path()))
}

/// A command that posts a new message, as it stands: nothing in it needs more quoting. The token stands in double
/// quotes, so that a shell puts in its variable.
pub(super) async fn curl(desk: &Desk, token: &str) -> Result<String, ApiError> {
    let url = format!("{}{}", desk.app().await?.local_base().await, local_endpoint(Channel::Facebook).path());
    let ms = now_us() / 1000;
    let body = format!(
        r#"{{"object":"page","entry":[{{"id":"1","time":{ms},"messaging":[{{"sender":{{"id":"2"}},"recipient":{{"id":"1"}},"timestamp":{ms},"message":{{"mid":"m_curl_{ms}","text":"Hello from curl"}}}}]}}]}}"#
    );
    Ok(format!(
        "curl '{url}' \\\n  -H \"Authorization: Bearer {token}\" \\\n  -H 'Content-Type: application/json' \\\n  -d '{body}'"
    ))
}
