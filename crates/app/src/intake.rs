//! What stands behind the listener: the keyring, the store, and the memory of which connection replays what.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use triptych_core::capture::Capture;
use triptych_core::endpoint::EndpointKey;
use triptych_core::envelope;
use triptych_listener::{Access, Gate, Unavailable};
use triptych_store::Store;

use crate::access::Keyring;

/// The listener's gate to the application.
#[derive(Debug, Clone)]
pub(crate) struct Intake {
    pub(crate) store: Store,
    pub(crate) keyring: Arc<Keyring>,
    pub(crate) replays: Arc<Replays>,
}

impl Gate for Intake {
    fn access(&self, endpoint: &EndpointKey) -> Access {
        self.keyring.access(endpoint)
    }

    async fn keep(&self, capture: Capture) -> Result<(), Unavailable> {
        let peer = capture.peer.clone();
        let parent = self.replays.parent(&peer);
        let id = self.store.append(capture, parent).await.map_err(|error| Unavailable(error.to_string()))?;
        self.replays.arrived(&peer, id);
        Ok(())
    }

    fn envelope(&self, body: &[u8]) -> Result<(), String> {
        envelope::parse(body).map(|_| ()).map_err(|error| error.to_string())
    }
}

/// Replays under way, by the sender's end of their connection: a replay is told from other requests without a header
/// that would make it another request.
#[derive(Debug, Default)]
pub(crate) struct Replays {
    under_way: Mutex<HashMap<String, Replay>>,
}

#[derive(Debug, Clone, Copy)]
struct Replay {
    parent: Option<i64>,
    capture: Option<i64>,
}

impl Replays {
    /// Announces that a request will come from this peer.
    pub(crate) fn announce(&self, peer: &str, parent: Option<i64>) {
        self.lock().insert(peer.to_owned(), Replay { parent, capture: None });
    }

    /// Forgets the peer; the capture that came of it.
    pub(crate) fn finish(&self, peer: &str) -> Option<i64> {
        self.lock().remove(peer).and_then(|replay| replay.capture)
    }

    fn parent(&self, peer: &str) -> Option<i64> {
        self.lock().get(peer).and_then(|replay| replay.parent)
    }

    fn arrived(&self, peer: &str, capture: i64) {
        if let Some(replay) = self.lock().get_mut(peer) {
            replay.capture = Some(capture);
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<String, Replay>> {
        self.under_way.lock().expect("no holder of the lock panics")
    }
}
