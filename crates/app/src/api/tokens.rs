//! Tokens: set, made anew, taken away. What was refused for want of a bearer token is judged again once it is set.

use std::fmt;

use serde::{Deserialize, Serialize};
use triptych_core::secret::Secret;
use ts_rs::TS;

use super::ApiError;
use super::endpoints::{key_of, no_endpoint};
use super::secrets::{GetSecrets, OneSecret, Rejudged, SecretRef, SecretsView, get};
use crate::desk::Desk;

/// Request of `secrets.set_token`. Answer: [`TokenSet`].
#[derive(Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct SetToken {
    /// One of the tokens.
    pub of: SecretRef,
    /// Empty to have none.
    pub value: String,
}

impl fmt::Debug for SetToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SetToken({:?})", self.of)
    }
}

/// Answer of `secrets.set_token` and `secrets.rotate_token`.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct TokenSet {
    pub view: SecretsView,
    /// `null` where nothing can hold that did not before: the token is random, is gone, or is for handshakes alone, which
    /// are kept without theirs.
    pub rejudged: Option<Rejudged>,
}

/// Most characters of a token.
const LONGEST_TOKEN: usize = 256;

/// Whether a text can be a token; an empty one means none.
///
/// # Errors
/// What a token is, and what to do.
pub fn check(value: &str) -> Result<(), ApiError> {
    if value.len() <= LONGEST_TOKEN && value.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Ok(());
    }
    let message = format!("A token has up to {LONGEST_TOKEN} letters, digits and signs, without white space.");
    Err(ApiError::new("bad_token", message, Some("Choose another one, or let Triptych make one.")))
}

pub(super) async fn set(desk: &Desk, request: SetToken) -> Result<TokenSet, ApiError> {
    let value = request.value.trim();
    check(value)?;
    let token = (!value.is_empty()).then(|| Secret::new(value));
    let is_set = token.is_some();
    let view = put(desk, request.of, token).await?;
    let app = desk.app().await?;
    let rejudged = match request.of {
        SecretRef::AppToken if is_set => Some(app.rejudge(None).await?),
        SecretRef::BearerToken { endpoint } if is_set => Some(app.rejudge(Some(&key_of(&app, endpoint).await?)).await?),
        _ => None,
    };
    Ok(TokenSet { view, rejudged })
}

pub(super) async fn rotate(desk: &Desk, request: OneSecret) -> Result<TokenSet, ApiError> {
    let token = triptych_store::new_token()?;
    Ok(TokenSet { view: put(desk, request.of, Some(token)).await?, rejudged: None })
}

pub(super) async fn put(desk: &Desk, of: SecretRef, token: Option<Secret>) -> Result<SecretsView, ApiError> {
    let app = desk.app().await?;
    let endpoint = match of {
        SecretRef::AppToken => {
            let Some(token) = token else {
                let hint = "Without one nobody could deliver but who signs. Let Triptych make another one.";
                return Err(ApiError::new("empty_token", "The app's token cannot be empty.", Some(hint)));
            };
            app.store().write(move |tx| tx.set_app_token(&token)).await?;
            None
        }
        SecretRef::BearerToken { endpoint } => {
            let found = app.store().write(move |tx| tx.set_bearer_token(endpoint, token.as_ref())).await?;
            Some(endpoint).filter(|_| found).ok_or_else(|| no_endpoint(endpoint)).map(Some)?
        }
        SecretRef::VerifyToken { endpoint } => {
            let found = app.store().write(move |tx| tx.set_verify_token(endpoint, token.as_ref())).await?;
            Some(endpoint).filter(|_| found).ok_or_else(|| no_endpoint(endpoint)).map(Some)?
        }
        SecretRef::AppSecret { .. } | SecretRef::EndpointSecret { .. } => {
            return Err(ApiError::new("bad_request", "An app secret is no token.", Some("Add it as a secret.")));
        }
    };
    app.reload_keys()?;
    get(desk, GetSecrets { endpoint }).await
}
