//! Tokens and app secrets: shown only on request, copied without passing through the window; app secrets are added and
//! removed, and judge again what was refused for want of them.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use triptych_core::secret::Secret;
use triptych_store::{Reader, SecretRow, StoreError};
use ts_rs::TS;

use super::endpoints::{key_of, no_endpoint};
use super::setup::{MASK, Revealed};
use super::{ApiError, read, tokens};
use crate::app::{App, now_us};
use crate::desk::Desk;

/// Which token or secret is meant. `endpoint` is an endpoint's id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum SecretRef {
    /// The app's own: bearer and verify token for every endpoint.
    AppToken,
    /// A Facebook app's secret that counts for every endpoint.
    AppSecret {
        id: i64,
    },
    BearerToken {
        endpoint: i64,
    },
    VerifyToken {
        endpoint: i64,
    },
    /// A Facebook app's secret that counts for one endpoint.
    EndpointSecret {
        id: i64,
    },
}

/// A secret that is set; never a part of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct SecretView {
    /// 0 for tokens.
    pub id: i64,
    /// Dots, however long it is.
    pub masked: String,
    /// Microseconds since 1970; `null` for tokens.
    pub added_us: Option<i64>,
    /// Why it will probably not do its work.
    pub warning: Option<String>,
}

/// Request of `secrets.get`.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct GetSecrets {
    /// An endpoint's id; `null` for those of the app.
    pub endpoint: Option<i64>,
}

/// The tokens and secrets of the app or of an endpoint.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct SecretsView {
    pub endpoint: Option<i64>,
    /// The app's token; an endpoint's bearer token.
    pub token: Option<SecretView>,
    /// An endpoint's; the app's token serves as one.
    pub verify_token: Option<SecretView>,
    /// In the order they were added.
    pub secrets: Vec<SecretView>,
}

/// Request of `secrets.reveal`, `secrets.rotate_token` and `secrets.remove`.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct OneSecret {
    pub of: SecretRef,
}

/// Request of `secrets.add`. Answer: [`SecretAdded`].
#[derive(Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct AddSecret {
    /// An endpoint's id; `null` where it shall count for all.
    pub endpoint: Option<i64>,
    pub secret: String,
}

impl fmt::Debug for AddSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "AddSecret({:?})", self.endpoint)
    }
}

#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct SecretAdded {
    pub view: SecretsView,
    pub rejudged: Rejudged,
    pub warning: Option<String>,
}

/// What became of refused captures that were judged again.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Rejudged {
    /// How many were judged: those that were refused for want of authentication and kept whole.
    pub looked: u32,
    /// The new captures that they were taken in as, in the order the refused ones came.
    pub admitted: Vec<i64>,
    pub still_refused: u32,
    /// How many could not be judged, for only a part of their body was kept.
    pub cut: u32,
}

/// Hexadecimal digits of a Facebook app secret.
const SECRET_DIGITS: usize = 32;

pub(super) fn token_view() -> SecretView {
    SecretView { id: 0, masked: MASK.to_owned(), added_us: None, warning: None }
}

pub(super) fn secret_view(row: &SecretRow) -> SecretView {
    SecretView {
        id: row.id,
        masked: MASK.to_owned(),
        added_us: Some(row.added_us),
        warning: odd_secret(row.secret.expose()),
    }
}

/// Why a text is probably no app secret of Facebook's.
fn odd_secret(secret: &str) -> Option<String> {
    let characters = secret.chars().count();
    let is_hex = secret.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte));
    match (characters, is_hex) {
        (SECRET_DIGITS, true) => None,
        (SECRET_DIGITS, false) => {
            Some("A Facebook app secret has the digits 0 to 9 and a to f only; signatures will not match.".to_owned())
        }
        (count, _) => Some(format!(
            "{count} character{}. A Facebook app secret has {SECRET_DIGITS}; signatures will not match.",
            if count == 1 { "" } else { "s" }
        )),
    }
}

pub(super) async fn get(desk: &Desk, request: GetSecrets) -> Result<SecretsView, ApiError> {
    let app = desk.app().await?;
    let endpoint = request.endpoint;
    let Some(id) = endpoint else {
        let rows = read(&app, Reader::app_secrets).await?;
        let secrets = rows.iter().map(secret_view).collect();
        return Ok(SecretsView { endpoint, token: Some(token_view()), verify_token: None, secrets });
    };
    let found = read(&app, move |reader| Ok((reader.endpoint(id)?, reader.endpoint_secrets(id)?))).await?;
    let (Some(row), secrets) = found else { return Err(no_endpoint(id)) };
    Ok(SecretsView {
        endpoint,
        token: row.has_bearer_token.then(token_view),
        verify_token: row.has_verify_token.then(token_view),
        secrets: secrets.iter().map(secret_view).collect(),
    })
}

pub(super) async fn reveal(desk: &Desk, request: OneSecret) -> Result<Revealed, ApiError> {
    Ok(Revealed { value: secret(&desk.app().await?, request.of).await?.expose().to_owned() })
}

/// The secret itself.
pub(super) async fn secret(app: &Arc<App>, of: SecretRef) -> Result<Secret, ApiError> {
    let found = read(app, move |reader| find(reader, of)).await?;
    found.ok_or_else(|| ApiError::new("no_secret", "It is not set.", Some("It may have been removed.")))
}

fn find(reader: &Reader, of: SecretRef) -> Result<Option<Secret>, StoreError> {
    let by_id = |rows: Vec<SecretRow>, id| rows.into_iter().find(|row| row.id == id).map(|row| row.secret);
    let auth = |id| Ok::<_, StoreError>(reader.endpoint_auth()?.into_iter().find(|auth| auth.id == id));
    Ok(match of {
        SecretRef::AppToken => Some(reader.app_token()?),
        SecretRef::AppSecret { id } => by_id(reader.app_secrets()?, id),
        SecretRef::BearerToken { endpoint } => auth(endpoint)?.and_then(|auth| auth.bearer_token),
        SecretRef::VerifyToken { endpoint } => auth(endpoint)?.and_then(|auth| auth.verify_token),
        SecretRef::EndpointSecret { id } => owner(reader, id)?.and_then(|(_, secret)| secret),
    })
}

/// The endpoint that has this secret.
fn owner(reader: &Reader, secret_id: i64) -> Result<Option<(i64, Option<Secret>)>, StoreError> {
    for row in reader.endpoints()? {
        if let Some(found) = reader.endpoint_secrets(row.id)?.into_iter().find(|found| found.id == secret_id) {
            return Ok(Some((row.id, Some(found.secret))));
        }
    }
    Ok(None)
}

pub(super) async fn add(desk: &Desk, request: AddSecret) -> Result<SecretAdded, ApiError> {
    let AddSecret { endpoint, secret } = request;
    let secret = secret.trim().to_owned();
    if secret.is_empty() {
        let hint = "Copy it from App settings, Basic, in Facebook's App Dashboard.";
        return Err(ApiError::new("empty_secret", "An app secret cannot be empty.", Some(hint)));
    }
    let app = desk.app().await?;
    let key = match endpoint {
        Some(id) => Some(key_of(&app, id).await?),
        None => None,
    };
    let (warning, secret) = (odd_secret(&secret), Secret::new(secret));
    let write = app.store().write(move |tx| match endpoint {
        Some(id) => tx.add_endpoint_secret(id, &secret, now_us()),
        None => tx.add_app_secret(&secret, now_us()),
    });
    write.await?;
    let rejudged = app.rejudge(key.as_ref()).await?;
    Ok(SecretAdded { view: get(desk, GetSecrets { endpoint }).await?, rejudged, warning })
}

pub(super) async fn remove(desk: &Desk, request: OneSecret) -> Result<SecretsView, ApiError> {
    let app = desk.app().await?;
    let endpoint = match request.of {
        SecretRef::AppSecret { id } => {
            app.store().write(move |tx| tx.remove_app_secret(id)).await?;
            None
        }
        SecretRef::EndpointSecret { id } => {
            let owner = read(&app, move |reader| owner(reader, id)).await?.map(|(endpoint, _)| endpoint);
            app.store().write(move |tx| tx.remove_endpoint_secret(id)).await?;
            owner
        }
        token => return tokens::put(desk, token, None).await,
    };
    app.reload_keys()?;
    get(desk, GetSecrets { endpoint }).await
}

pub(super) async fn rejudge(desk: &Desk) -> Result<Rejudged, ApiError> {
    desk.app().await?.rejudge(None).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_that_cannot_be_one_is_told() {
        assert_eq!(odd_secret("51f0c7d2b86c4a1e9f3b2d7a60c8e4f1"), None);
        assert!(odd_secret("51f0c7").is_some_and(|warning| warning.starts_with("6 characters. ")));
        assert!(odd_secret(&"g".repeat(32)).is_some_and(|warning| warning.contains("a to f")));
    }
}
