//! Who may deliver, as a snapshot in memory: the listener asks for each request, and must not wait for the database.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, RwLock};

use triptych_core::doctor::Owner;
use triptych_core::doctor::handshake::KnownToken;
use triptych_core::doctor::signature::Candidate;
use triptych_core::endpoint::EndpointKey;
use triptych_core::fault::{Fault, FaultRule};
use triptych_core::secret::Secret;
use triptych_listener::Access;
use triptych_store::{EndpointAuth, EndpointRow, Reader, StoreError};

/// Tokens, secrets, policies and fault rules, taken over from the store whenever one of them changes.
#[derive(Debug, Default)]
pub(crate) struct Keyring {
    known: RwLock<Known>,
    faults: Mutex<HashMap<EndpointKey, FaultRule>>,
    /// How many there are, to be read without the lock.
    faulty: AtomicUsize,
}

/// All tokens and secrets, and whose they are.
#[derive(Debug, Default)]
pub(crate) struct Known {
    token: Secret,
    secrets: Vec<Secret>,
    endpoints: HashMap<EndpointKey, EndpointAuth>,
    names: HashMap<EndpointKey, String>,
}

impl Keyring {
    /// Takes over what the store holds now, but for fault rules.
    pub(crate) fn reload(&self, reader: &Reader) -> Result<(), StoreError> {
        let known = Known::of(reader)?;
        *self.known.write().expect("no holder of the lock panics") = known;
        Ok(())
    }

    /// Takes over the fault rules that the store holds.
    pub(crate) fn reload_faults(&self, reader: &Reader) -> Result<(), StoreError> {
        let rules: HashMap<i64, FaultRule> = reader.fault_rules()?.into_iter().collect();
        let endpoints = reader.endpoints()?.into_iter();
        let by_key = endpoints.filter_map(|row| rules.get(&row.id).map(|rule| (row.key, *rule))).collect();
        let mut faults = self.lock_faults();
        *faults = by_key;
        self.faulty.store(faults.len(), Ordering::Relaxed);
        Ok(())
    }

    /// What opens this endpoint now; for one that nobody has seen yet, the app's own token and secrets.
    pub(crate) fn access(&self, endpoint: &EndpointKey) -> Access {
        self.known().access(endpoint)
    }

    /// The secrets that a request to this endpoint may have been signed with.
    pub(crate) fn candidates(&self, endpoint: &EndpointKey) -> Vec<Candidate> {
        self.known().candidates(Some(endpoint))
    }

    /// The verify tokens that a handshake with this endpoint may have meant.
    pub(crate) fn verify_tokens(&self, endpoint: &EndpointKey) -> Vec<KnownToken> {
        self.known().verify_tokens(endpoint)
    }

    /// How to spoil the next answer of this endpoint; its rule counts the call.
    pub(crate) fn take_fault(&self, endpoint: &EndpointKey) -> Option<Fault> {
        if self.faulty.load(Ordering::Relaxed) == 0 {
            return None;
        }
        let mut faults = self.lock_faults();
        let rule = faults.remove(endpoint)?;
        if let Some(rest) = rule.counted() {
            faults.insert(endpoint.clone(), rest);
        }
        self.faulty.store(faults.len(), Ordering::Relaxed);
        Some(rule.fault)
    }

    /// The rule of an endpoint with what is left of it.
    pub(crate) fn fault(&self, endpoint: &EndpointKey) -> Option<FaultRule> {
        self.lock_faults().get(endpoint).copied()
    }

    pub(crate) fn set_fault(&self, endpoint: &EndpointKey, rule: Option<FaultRule>) {
        let mut faults = self.lock_faults();
        match rule {
            Some(rule) => faults.insert(endpoint.clone(), rule),
            None => faults.remove(endpoint),
        };
        self.faulty.store(faults.len(), Ordering::Relaxed);
    }

    /// Whether an answer may be spoilt just now.
    pub(crate) fn has_faults(&self) -> bool {
        self.faulty.load(Ordering::Relaxed) > 0
    }

    fn known(&self) -> std::sync::RwLockReadGuard<'_, Known> {
        self.known.read().expect("no holder of the lock panics")
    }

    fn lock_faults(&self) -> MutexGuard<'_, HashMap<EndpointKey, FaultRule>> {
        self.faults.lock().expect("no holder of the lock panics")
    }
}

impl Known {
    /// What the store holds now.
    pub(crate) fn of(reader: &Reader) -> Result<Self, StoreError> {
        let names = reader.endpoints()?.into_iter().map(|row| (row.key.clone(), endpoint_title(&row)));
        Ok(Self {
            token: reader.app_token()?,
            secrets: reader.app_secrets()?.into_iter().map(|row| row.secret).collect(),
            endpoints: reader.endpoint_auth()?.into_iter().map(|auth| (auth.key.clone(), auth)).collect(),
            names: names.collect(),
        })
    }

    pub(crate) fn access(&self, endpoint: &EndpointKey) -> Access {
        let own = self.endpoints.get(endpoint);
        let with = |own: Option<&Secret>| own.cloned().into_iter().chain([self.token.clone()]).collect();
        Access {
            tokens: with(own.and_then(|own| own.bearer_token.as_ref())),
            verify_tokens: with(own.and_then(|own| own.verify_token.as_ref())),
            secrets: own.into_iter().flat_map(|own| own.secrets.clone()).chain(self.secrets.clone()).collect(),
            policy: own.map(|own| own.policy).unwrap_or_default(),
        }
    }

    /// Whether somebody has delivered there, or it was added.
    pub(crate) fn knows(&self, endpoint: &EndpointKey) -> bool {
        self.endpoints.contains_key(endpoint)
    }

    pub(crate) fn candidates(&self, endpoint: Option<&EndpointKey>) -> Vec<Candidate> {
        let app = self.secrets.iter().map(|secret| Candidate { secret: secret.clone(), owner: Owner::App });
        let own = self.endpoints.values().flat_map(|auth| {
            let owner = self.owner(&auth.key, endpoint);
            auth.secrets.iter().map(move |secret| Candidate { secret: secret.clone(), owner: owner.clone() })
        });
        app.chain(own).collect()
    }

    pub(crate) fn verify_tokens(&self, endpoint: &EndpointKey) -> Vec<KnownToken> {
        self.tokens(endpoint, |auth| auth.verify_token.as_ref())
    }

    /// The bearer tokens that a request to this endpoint may have meant.
    pub(crate) fn bearer_tokens(&self, endpoint: &EndpointKey) -> Vec<KnownToken> {
        self.tokens(endpoint, |auth| auth.bearer_token.as_ref())
    }

    fn tokens(&self, endpoint: &EndpointKey, of: impl Fn(&EndpointAuth) -> Option<&Secret>) -> Vec<KnownToken> {
        let own = self.endpoints.values().filter_map(|auth| {
            Some(KnownToken { token: of(auth)?.clone(), owner: self.owner(&auth.key, Some(endpoint)) })
        });
        own.chain([KnownToken { token: self.token.clone(), owner: Owner::App }]).collect()
    }

    fn owner(&self, key: &EndpointKey, endpoint: Option<&EndpointKey>) -> Owner {
        if Some(key) == endpoint {
            return Owner::Endpoint;
        }
        Owner::Other(self.names.get(key).cloned().unwrap_or_else(|| key.to_string()))
    }
}

/// What an endpoint is called: its name, else its ids.
pub(crate) fn endpoint_title(row: &EndpointRow) -> String {
    let ids = || format!("{}/{}", row.key.workspace_id, row.key.credentials_id);
    row.settings.name.clone().unwrap_or_else(ids)
}
