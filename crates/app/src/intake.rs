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
use triptych_store::{RING_BODY_BYTES, ReplayNote, Store};

use crate::access::Keyring;
use crate::announce;

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
        let announced = self.replays.announced(&peer);
        let is_ours = announced.is_some();
        let announced = announced.or_else(|| announce::announced(self.store.dir(), &peer));
        let (parent, note) = announced.map_or((None, None), |(parent, note)| (parent, Some(note)));
        let (capture, marks) = self.examined(capture, marks).await;
        let kept = self.store.append_marked(capture, parent, marks).await;
        let id = kept.map_err(|error| Unavailable(error.to_string()))?;
        if let Some(note) = note {
            // The capture is kept whatever becomes of the note.
            if let Err(error) = self.store.write(move |tx| tx.note_replay(id, &note)).await {
                tracing::warn!(%error, capture = id, "what was changed of a replay could not be noted");
            }
            match is_ours {
                true => self.replays.arrived(&peer, id),
                false => announce::arrived(self.store.dir(), &peer, id),
            }
        }
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

#[derive(Debug, Clone)]
struct Replay {
    parent: Option<i64>,
    note: ReplayNote,
    capture: Option<i64>,
}

impl Replays {
    /// Announces that a request will come from this peer.
    pub(crate) fn announce(&self, peer: &str, parent: Option<i64>, note: ReplayNote) {
        self.lock().insert(peer.to_owned(), Replay { parent, note, capture: None });
    }

    /// Forgets the peer; the capture that came of it.
    pub(crate) fn finish(&self, peer: &str) -> Option<i64> {
        self.lock().remove(peer).and_then(|replay| replay.capture)
    }

    /// Its parent, and what it was made of.
    fn announced(&self, peer: &str) -> Option<(Option<i64>, ReplayNote)> {
        self.lock().get(peer).map(|replay| (replay.parent, replay.note.clone()))
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
