//! One request on its way: read, judged, kept, answered.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::extract::Request;
use axum::response::Response;
use http::StatusCode;
use http::request::Parts;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use triptych_core::capture::{Authentication, Capture, Judgement, Marks};
use triptych_core::endpoint::EndpointKey;
use triptych_core::handshake::mask_query;

use crate::answer::{Answer, unsent};
use crate::body::{self, Ending};
use crate::counters::Tally;
use crate::framing::Head;
use crate::gate::Gate;
use crate::head;
use crate::limits::Limits;

/// What all requests share.
#[derive(Debug)]
pub(crate) struct Door<G> {
    pub(crate) gate: G,
    pub(crate) limits: Limits,
    pub(crate) tally: Arc<Tally>,
    /// Room for bodies, a permit a byte.
    pub(crate) in_flight: Arc<Semaphore>,
}

impl<G: Gate> Door<G> {
    /// Whether the capture was kept; if not, that is counted.
    pub(crate) async fn keep(&self, capture: Capture, marks: Marks) -> bool {
        let kept = self.gate.keep(capture, marks).await;
        if let Err(unavailable) = &kept {
            tracing::error!(%unavailable, "a request is answered 503");
            self.tally.unavailable.add_one();
        }
        kept.is_ok()
    }

    /// Refuses a request for which there is no room in memory. It is counted, not kept.
    pub(crate) fn no_room(&self) -> Response {
        tracing::warn!("a request is answered 503: too many bytes of bodies are in flight");
        self.tally.unavailable.add_one();
        Answer::unavailable().closing().into_response()
    }
}

/// What the connection knows of a request and hyper does not. An extension of the request.
#[derive(Debug, Clone)]
pub(crate) struct Arrival {
    pub(crate) peer: SocketAddr,
    pub(crate) recorded: Option<Vec<u8>>,
    pub(crate) received_us: i64,
    pub(crate) received: Instant,
    /// No request may follow on this connection.
    pub(crate) last: bool,
}

impl Arrival {
    /// `head` is `None` where it was not recorded; it counts as received now.
    pub(crate) fn of(head: Option<Head>, peer: SocketAddr, last: bool) -> Self {
        let recorded = head.is_some();
        let Head { bytes, received_us, received } = head.unwrap_or_else(|| Head::now(Vec::new()));
        Self { peer, recorded: recorded.then_some(bytes), received_us, received, last }
    }
}

/// A request with its body.
#[derive(Debug)]
pub(crate) struct Visit {
    pub(crate) parts: Parts,
    pub(crate) body: Vec<u8>,
    pub(crate) size: u64,
    pub(crate) ending: Ending,
    pub(crate) endpoint: Option<EndpointKey>,
    arrival: Arrival,
    room: Option<OwnedSemaphorePermit>,
}

/// What was made of a request.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub(crate) judgement: Judgement,
    pub(crate) authentication: Authentication,
    pub(crate) reason: String,
    /// What to answer, if anybody is left to be answered.
    pub(crate) answer: Option<Answer>,
}

impl Outcome {
    /// A refusal before anything of the sender was checked; the reason is also the answer's message.
    pub(crate) fn refused(judgement: Judgement, status: StatusCode, reason: impl Into<String>) -> Self {
        let reason = reason.into();
        let answer = Some(Answer::message(status, &reason));
        Self { judgement, authentication: Authentication::None, reason, answer }
    }
}

impl Visit {
    /// Takes a request and reads its body, of which `limit` bytes are of interest. `None` where there is no room
    /// for it.
    pub(crate) async fn read<G>(
        door: &Door<G>,
        request: Request,
        endpoint: Option<EndpointKey>,
        limit: usize,
    ) -> Option<Self> {
        let (mut parts, body) = request.into_parts();
        let arrival = parts.extensions.remove::<Arrival>().expect("the connection marks every request");
        let arrived = body::read(body, &parts.headers, limit, &door.limits, &door.in_flight).await?;
        let body::Arrived { bytes, size, ending, room } = arrived;
        Some(Self { parts, body: bytes, size, ending, endpoint, arrival, room })
    }

    /// Keeps the request with its outcome, and only then answers.
    pub(crate) async fn settle<G: Gate>(self, door: &Door<G>, outcome: Outcome) -> Response {
        self.settle_marked(door, outcome, Marks::default()).await
    }

    /// The same with what is known of the request besides. A fault delays the answer, never the keeping.
    pub(crate) async fn settle_marked<G: Gate>(self, door: &Door<G>, mut outcome: Outcome, marks: Marks) -> Response {
        if self.ending == Ending::SenderLeft {
            outcome.answer = None;
        }
        let closes = self.arrival.last || self.ending != Ending::Whole;
        let finished = |answer: Answer| if closes { answer.closing() } else { answer }.into_response();
        let (capture, room) = self.into_capture(&outcome);
        let delay = marks.fault.map(|fault| Duration::from_millis(u64::from(fault.delay_ms)));
        let kept = door.keep(capture, marks).await;
        drop(room);
        if let Some(delay) = delay.filter(|delay| kept && !delay.is_zero()) {
            tokio::time::sleep(delay).await;
        }
        match (kept, outcome.answer) {
            (true, Some(answer)) => finished(answer),
            (true, None) => unsent(),
            (false, _) => finished(Answer::unavailable()),
        }
    }

    fn into_capture(self, outcome: &Outcome) -> (Capture, Option<OwnedSemaphorePermit>) {
        let Self { parts, body, size, ending, endpoint, arrival, room } = self;
        let (head, head_normalised) = head::kept(arrival.recorded, &parts);
        let (status, answer) = match &outcome.answer {
            // hyper sends no body in answer to HEAD.
            Some(answer) if parts.method == http::Method::HEAD => (answer.status.as_u16(), Vec::new()),
            Some(answer) => (answer.status.as_u16(), answer.body.to_vec()),
            None => (0, Vec::new()),
        };
        let capture = Capture {
            received_us: arrival.received_us,
            took_us: i64::try_from(arrival.received.elapsed().as_micros()).unwrap_or(i64::MAX),
            peer: arrival.peer.to_string(),
            head,
            head_normalised,
            method: parts.method.to_string(),
            path: mask_query(parts.uri.path()).into_owned(),
            query: parts.uri.query().map(|query| mask_query(query).into_owned()),
            http_version: head::version(&parts),
            body,
            body_size: size,
            truncated: ending != Ending::Whole,
            endpoint,
            judgement: outcome.judgement,
            authentication: outcome.authentication,
            reason: outcome.reason.clone(),
            status,
            answer,
        };
        (capture, room)
    }
}
