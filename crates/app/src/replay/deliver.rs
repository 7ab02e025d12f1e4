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

    /// Sends it, as a replay of `parent` where it is one. Its answer is waited for until `given_up` is ready.
    pub async fn deliver(
        &self,
        target: &Target,
        request: &Outgoing,
        parent: Option<i64>,
        note: ReplayNote,
        given_up: impl Future<Output = ()>,
    ) -> Delivered {
        let mut peer = None;
        let sending = send(target, request, |local| {
            let local = local.to_string();
            match &self.0 {
                Inner::Here(replays) => replays.announce(&local, parent, note),
                Inner::Folder(dir) => announce::announce(dir, &local, parent, note),
                Inner::Unknown => {}
            }
            peer = Some(local);
        });
        let answer = tokio::select! {
            answer = sending => answer,
            () = given_up => Err(SendError::GivenUp { to: target.authority() }),
        };
        let capture = peer.and_then(|peer| match &self.0 {
            Inner::Here(replays) => replays.finish(&peer),
            Inner::Folder(dir) => announce::finish(dir, &peer),
            Inner::Unknown => None,
        });
        Delivered { answer, capture }
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::AsyncReadExt as _;
    use tokio::net::TcpListener;

    use super::*;

    #[tokio::test]
    async fn who_never_answers_is_given_up_and_forgotten() {
        let silent = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let target = Target::local(silent.local_addr().expect("an address"));
        let request = Outgoing::post(&target, "/", &[], b"{}".to_vec());
        let replays = Arc::new(Replays::default());
        let note = ReplayNote { source: "#1".into(), changes: Vec::new() };
        let (came, comes) = tokio::sync::oneshot::channel();
        let listening = tokio::spawn(async move {
            let (mut stream, peer) = silent.accept().await.expect("a connection");
            stream.read_u8().await.expect("a byte");
            came.send(peer.to_string()).expect("somebody listens");
            std::future::pending::<()>().await;
        });
        let mut peer = String::new();
        let given_up = async { peer = comes.await.expect("a request") };
        let way = Way::here(Arc::clone(&replays));
        let delivered = way.deliver(&target, &request, Some(1), note, given_up).await;
        let told = delivered.answer.expect_err("no answer").to_string();
        assert!(told.ends_with("had not answered when this was cancelled"), "{told}");
        assert_eq!((delivered.capture, replays.finish(&peer)), (None, None));
        listening.abort();
    }
}
