//! Who may deliver, as a snapshot in memory: the listener asks for each request, and must not wait for the database.

use std::collections::HashMap;
use std::sync::RwLock;

use triptych_core::endpoint::EndpointKey;
use triptych_core::secret::Secret;
use triptych_listener::Access;
use triptych_store::{EndpointAuth, Reader, StoreError};

/// Tokens, secrets and policies, read again whenever one of them changes.
#[derive(Debug, Default)]
pub(crate) struct Keyring {
    held: RwLock<Held>,
}

#[derive(Debug, Default)]
struct Held {
    token: Secret,
    secrets: Vec<Secret>,
    endpoints: HashMap<EndpointKey, EndpointAuth>,
}

impl Keyring {
    /// Takes over what the store holds now.
    pub(crate) fn reload(&self, reader: &Reader) -> Result<(), StoreError> {
        let held = Held {
            token: reader.app_token()?,
            secrets: reader.app_secrets()?.into_iter().map(|row| row.secret).collect(),
            endpoints: reader.endpoint_auth()?.into_iter().map(|auth| (auth.key.clone(), auth)).collect(),
        };
        *self.held.write().expect("no holder of the lock panics") = held;
        Ok(())
    }

    /// What opens this endpoint now; for one that nobody has seen yet, the app's own token and secrets.
    pub(crate) fn access(&self, endpoint: &EndpointKey) -> Access {
        let held = self.held.read().expect("no holder of the lock panics");
        let own = held.endpoints.get(endpoint);
        let with = |own: Option<&Secret>| own.cloned().into_iter().chain([held.token.clone()]).collect();
        Access {
            tokens: with(own.and_then(|own| own.bearer_token.as_ref())),
            verify_tokens: with(own.and_then(|own| own.verify_token.as_ref())),
            secrets: own.into_iter().flat_map(|own| own.secrets.clone()).chain(held.secrets.clone()).collect(),
            policy: own.map(|own| own.policy).unwrap_or_default(),
        }
    }
}
