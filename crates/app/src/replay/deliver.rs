//! One request on its way, so that the Triptych it goes to knows what it is.

use std::path::PathBuf;
use std::sync::Arc;

use triptych_store::ReplayNote;

use super::{Answer, Outgoing, SendError, Target, send};
use crate::announce;
use crate::intake::Replays;

/// How the listener learns what comes to it: nothing is added to the request itself.
#[derive(Debug, Clone)]
pub struct Way(Inner);

#[derive(Debug, Clone)]
enum Inner {
    /// The listener is in this process.
    Here(Arc<Replays>),
    /// It is in another process, which has this data folder.
    Folder(PathBuf),
    /// It is nobody's we know.
    Unknown,
}

/// What came of a request.
#[derive(Debug)]
pub struct Delivered {
    pub answer: Result<Answer, SendError>,
    /// The capture that it became.
    pub capture: Option<i64>,
}

impl Way {
    pub(crate) fn here(replays: Arc<Replays>) -> Self {
        Self(Inner::Here(replays))
    }

    /// To the Triptych that has this data folder open.
    #[must_use]
    pub fn folder(dir: PathBuf) -> Self {
        Self(Inner::Folder(dir))
    }

    /// To somebody else.
    #[must_use]
    pub fn unknown() -> Self {
        Self(Inner::Unknown)
    }

    /// Sends it, as a replay of `parent` where it is one.
    pub async fn deliver(
        &self,
        target: &Target,
        request: &Outgoing,
        parent: Option<i64>,
        note: ReplayNote,
    ) -> Delivered {
        let mut peer = None;
        let answer = send(target, request, |local| {
            let local = local.to_string();
            match &self.0 {
                Inner::Here(replays) => replays.announce(&local, parent, note),
                Inner::Folder(dir) => announce::announce(dir, &local, parent, note),
                Inner::Unknown => {}
            }
            peer = Some(local);
        })
        .await;
        let capture = peer.and_then(|peer| match &self.0 {
            Inner::Here(replays) => replays.finish(&peer),
            Inner::Folder(dir) => announce::finish(dir, &peer),
            Inner::Unknown => None,
        });
        Delivered { answer, capture }
    }
}
