//! What the clipboard takes: the host copies, so that secrets do not pass through the window.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::secrets::{SecretRef, secret};
use super::setup::{callback_url, curl as first_curl, token};
use super::{ApiError, read};
use crate::curl;
use crate::desk::{Desk, Host};

/// Request of `clipboard.copy`.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Copy {
    /// The curl command with the real token.
    Curl,
    Token,
    CallbackUrl {
        channel: String,
    },
    /// The body as text, lossy where it is not UTF-8.
    Body {
        id: i64,
    },
    Text {
        text: String,
    },
    /// A token or an app secret, without passing through the window.
    Secret {
        of: SecretRef,
    },
    /// A command that sends the capture again, byte for byte.
    CaptureCurl {
        id: i64,
        /// The token as it was sent; else `$TRIPTYCH_TOKEN` stands in its place.
        with_token: bool,
    },
    /// A document as indented JSON; `item` and `output` count from 0.
    Document {
        id: i64,
        item: u32,
        output: u32,
    },
}

pub(super) async fn copy(desk: &Desk, host: &dyn Host, request: Copy) -> Result<(), ApiError> {
    let text = match request {
        Copy::Curl => first_curl(desk, token(desk).await?.expose()).await?,
        Copy::Token => token(desk).await?.expose().to_owned(),
        Copy::CallbackUrl { channel } => callback_url(desk, &channel).await?,
        Copy::Body { id } => String::from_utf8_lossy(&desk.body(id).await?).into_owned(),
        Copy::Text { text } => text,
        Copy::Secret { of } => secret(&desk.app().await?, of).await?.expose().to_owned(),
        Copy::CaptureCurl { id, with_token } => capture_curl(desk, id, with_token).await?,
        Copy::Document { id, item, output } => document(desk, id, item, output).await?,
    };
    host.copy_text(text).map_err(|error| {
        let message = format!("The clipboard did not take it: {error}.");
        ApiError::new("clipboard", message, Some("Try again, or select the text and copy it by hand."))
    })
}

async fn capture_curl(desk: &Desk, id: i64, with_token: bool) -> Result<String, ApiError> {
    let app = desk.app().await?;
    let stored = read(&app, move |reader| reader.capture(id)).await?.ok_or_else(|| ApiError::no_capture(id))?;
    Ok(curl::command(&stored.capture, app.addr().await, with_token))
}

async fn document(desk: &Desk, id: i64, item: u32, output: u32) -> Result<String, ApiError> {
    let items = read(&desk.app().await?, move |reader| reader.items(id)).await?;
    let at = |index: u32| usize::try_from(index).unwrap_or(usize::MAX);
    let output = items.get(at(item)).and_then(|item| item.outputs.get(at(output)));
    let output = output.ok_or_else(|| ApiError::new("no_document", "There is no such document.", None))?;
    let document: serde_json::Value = serde_json::from_str(&output.document)
        .map_err(|error| ApiError::new("internal", format!("The document cannot be read: {error}."), None))?;
    Ok(format!("{document:#}"))
}
