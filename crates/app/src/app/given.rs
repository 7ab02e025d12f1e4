//! Token and app secrets that come with the options.

use triptych_core::secret::Secret;
use triptych_store::{Reader, StoreError};

use super::{App, Options, now_us};

#[derive(Debug)]
pub(super) struct Given {
    token: Option<Secret>,
    secrets: Vec<Secret>,
}

impl Given {
    pub(super) fn of(options: &Options) -> Self {
        Self {
            token: options.token.clone().map(Secret::new),
            secrets: options.app_secrets.iter().map(|secret| Secret::new(secret.as_str())).collect(),
        }
    }
}

impl App {
    /// Stores them, once; captures that were refused for want of them are judged again.
    pub(super) async fn take_given(&self) -> Result<(), StoreError> {
        let given = self.given.lock().await.take();
        if let Some(Given { token, secrets }) = given
            && (token.is_some() || !secrets.is_empty())
        {
            let added_us = now_us();
            let known = self.store.read(what_lets_in)?;
            self.store
                .write(move |tx| {
                    if let Some(token) = token {
                        tx.set_app_token(&token)?;
                    }
                    secrets.iter().try_for_each(|secret| tx.add_app_secret(secret, added_us).map(drop))
                })
                .await?;
            self.reload_keys()?;
            let is_new = self.store.read(what_lets_in)? != known;
            if is_new && let Err(error) = self.rejudge(None).await {
                tracing::warn!(error = error.message, "refused captures could not be judged again");
            }
        }
        Ok(())
    }
}

/// What of the options makes captures hold that were refused.
fn what_lets_in(reader: &Reader) -> Result<(String, usize), StoreError> {
    Ok((reader.app_token()?.expose().to_owned(), reader.app_secrets()?.len()))
}
