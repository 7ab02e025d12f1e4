//! The tunnel: under which URL the world reaches the listener, and whether it does.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::endpoints::FieldFault;
use super::secrets::SecretRef;
use super::{ApiError, read};
use crate::app::{App, local_endpoint};
use crate::desk::Desk;
use crate::tunnel::{self, ngrok};
use std::sync::Arc;
use triptych_core::endpoint::Channel;

/// Answer of `tunnel.get` and `tunnel.check`.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct TunnelView {
    /// Scheme and host, such as `https://x.example`; `null` where none is set.
    pub url: Option<String>,
    /// `http://IP:port` of the listener.
    pub local: String,
    /// What to paste at Facebook, an endpoint each; for a new one where there is none yet.
    pub callbacks: Vec<TunnelCallback>,
    pub commands: Vec<TunnelCommand>,
    pub state: Option<TunnelState>,
}

#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct TunnelCallback {
    pub endpoint_id: Option<i64>,
    pub title: String,
    /// `facebook` or `instagram`.
    pub channel: String,
    pub url: String,
    /// Which token to paste as verify token.
    pub verify: SecretRef,
}

/// A command that opens a tunnel to the listener.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct TunnelCommand {
    /// `cloudflared` or `ngrok`.
    pub program: String,
    pub command: String,
    /// Where the program comes from.
    pub install: String,
}

/// Whether the world reaches the listener.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct TunnelState {
    pub url: String,
    /// `unknown`, `checking`, `reachable`, `unreachable`.
    pub state: String,
    pub round_trip_ms: Option<u32>,
    /// Microseconds since 1970.
    pub checked_us: Option<i64>,
    /// As of a step of the self-test.
    pub code: Option<String>,
    pub sentence: String,
    pub fix: Option<String>,
}

/// Request of `tunnel.set`.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct SetTunnel {
    /// `null` for none.
    pub url: Option<String>,
}

/// Answer of `tunnel.set`.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct TunnelSet {
    /// Why it was not set.
    pub fault: Option<FieldFault>,
    /// What was made of it.
    pub note: Option<String>,
    pub view: TunnelView,
}

/// Answer of `tunnel.detect`.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct TunnelDetected {
    pub found: Vec<FoundTunnel>,
    /// What was found, in one sentence.
    pub sentence: String,
}

/// A tunnel that an agent on this machine has open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct FoundTunnel {
    pub url: String,
    pub forwards_to: String,
    /// It leads to this listener.
    pub ours: bool,
}

pub(super) async fn get(desk: &Desk) -> Result<TunnelView, ApiError> {
    view(&desk.app().await?).await
}

async fn view(app: &Arc<App>) -> Result<TunnelView, ApiError> {
    let (base, local) = (app.public_base().await, app.local_base().await);
    let rows = read(app, triptych_store::Reader::endpoints).await?;
    let mut callbacks: Vec<TunnelCallback> = rows
        .iter()
        .map(|row| TunnelCallback {
            endpoint_id: Some(row.id),
            title: crate::access::endpoint_title(row),
            channel: row.key.channel.as_str().to_owned(),
            url: format!("{base}{}", row.key.path()),
            verify: if row.has_verify_token {
                SecretRef::VerifyToken { endpoint: row.id }
            } else {
                SecretRef::AppToken
            },
        })
        .collect();
    if callbacks.is_empty() {
        callbacks.extend(Channel::ALL.map(|channel| TunnelCallback {
            endpoint_id: None,
            title: "local/local".to_owned(),
            channel: channel.as_str().to_owned(),
            url: format!("{base}{}", local_endpoint(channel).path()),
            verify: SecretRef::AppToken,
        }));
    }
    Ok(TunnelView {
        url: app.tunnel().url(app.store()),
        commands: tunnel::commands(&local),
        local,
        callbacks,
        state: app.tunnel().state(app.store()),
    })
}

pub(super) async fn set(desk: &Desk, request: SetTunnel) -> Result<TunnelSet, ApiError> {
    let app = desk.app().await?;
    let (url, note) = match request.url.as_deref().map(str::trim).filter(|url| !url.is_empty()) {
        None => (None, None),
        Some(typed) => match tunnel::read_url(typed) {
            Ok((url, note)) => (Some(url), note),
            Err(message) => {
                let fault = crate::endpoints::form::error("url", &message);
                return Ok(TunnelSet { fault: Some(fault), note: None, view: view(&app).await? });
            }
        },
    };
    app.tunnel().set(app.store(), url).await?;
    desk.tick();
    Ok(TunnelSet { fault: None, note, view: view(&app).await? })
}

pub(super) async fn detect(desk: &Desk) -> Result<TunnelDetected, ApiError> {
    let app = desk.app().await?;
    Ok(ngrok::detect(&app.tunnel().agent(app.store()), app.addr().await).await)
}

pub(super) async fn check(desk: &Desk) -> Result<TunnelView, ApiError> {
    let app = desk.app().await?;
    tunnel::check(desk, &app).await?;
    view(&app).await
}
