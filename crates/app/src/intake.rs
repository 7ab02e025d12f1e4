//! What stands behind the listener: the keyring, the store, and the memory of which connection replays what.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use tokio::sync::Semaphore;
use triptych_core::capture::{Capture, Judgement, Marks, header_lines};
use triptych_core::doctor::{Finding, handshake, signature};
use triptych_core::endpoint::EndpointKey;
use triptych_core::envelope;
use triptych_core::fault::Fault;
use triptych_core::signature::SignatureLines;
use triptych_listener::{Access, Gate, Unavailable};
use triptych_store::{RING_BODY_BYTES, Store};

use crate::access::Keyring;

/// The listener's gate to the application.
#[derive(Debug, Clone)]
pub(crate) struct Intake {
    pub(crate) store: Store,
    pub(crate) keyring: Arc<Keyring>,
    pub(crate) replays: Arc<Replays>,
    /// One body at a time is examined while it comes in.
    pub(crate) examining: Arc<Semaphore>,
}

impl Gate for Intake {
    fn access(&self, endpoint: &EndpointKey) -> Access {
        self.keyring.access(endpoint)
    }

    async fn keep(&self, capture: Capture, marks: Marks) -> Result<(), Unavailable> {
        let peer = capture.peer.clone();
        let parent = self.replays.parent(&peer);
        let (capture, marks) = self.examined(capture, marks).await;
        let kept = self.store.append_marked(capture, parent, marks).await;
        self.replays.arrived(&peer, kept.map_err(|error| Unavailable(error.to_string()))?);
        Ok(())
    }

    fn fault(&self, endpoint: &EndpointKey) -> Option<Fault> {
        self.keyring.take_fault(endpoint)
    }

    fn examine_handshake(&self, endpoint: &EndpointKey, query: &str) -> Finding {
        Finding::Handshake(handshake::examine(query, &self.keyring.verify_tokens(endpoint)))
    }

    fn envelope(&self, body: &[u8]) -> Result<(), String> {
        envelope::parse(body).map(|_| ()).map_err(|error| error.to_string())
    }
}

impl Intake {
    /// A refused request whose body is too long to be kept whole is examined now. Shorter ones are examined when
    /// somebody asks, with the secrets of then.
    async fn examined(&self, capture: Capture, mut marks: Marks) -> (Capture, Marks) {
        let is_cut = capture.judgement == Judgement::Unauthenticated && capture.body.len() > RING_BODY_BYTES;
        let (Some(endpoint), true) = (&capture.endpoint, is_cut) else { return (capture, marks) };
        // While one is examined, others are not: a flood of long bodies must not keep the machine busy.
        let Ok(_permit) = self.examining.try_acquire() else { return (capture, marks) };
        let candidates = self.keyring.candidates(endpoint);
        let capture = Arc::new(capture);
        let examined = Arc::clone(&capture);
        let found = tokio::task::spawn_blocking(move || {
            let mut lines = SignatureLines::default();
            header_lines(&examined.head).into_iter().for_each(|(name, value)| lines.take(name, value));
            signature::examine(&lines, &candidates, &examined.body, signature::BUDGET)
        });
        marks.finding = found.await.ok().flatten().map(Finding::Signature);
        (Arc::unwrap_or_clone(capture), marks)
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
