//! One connection: hyper on it, its requests one after the other, and a close that lets the sender read the answer.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::response::Response;
use http::{Request, StatusCode};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::{mpsc, watch};
use tokio::time::timeout;
use tower::ServiceExt;
use triptych_core::capture::{Authentication, Capture, Judgement, Marks};
use triptych_core::endpoint::EndpointKey;
use triptych_core::handshake::mask_query;

use crate::answer::{Answer, Unsent};
use crate::framing::{Head, Tracker};
use crate::gate::Gate;
use crate::handling::{Handling, words};
use crate::head;
use crate::recorder::{Recorder, SharedTracker};
use crate::visit::{Arrival, Door};

/// How long a sender may go on sending after it was refused, before the connection is reset.
const LINGER: Duration = Duration::from_secs(2);

/// Held by whatever must finish before the listener has stopped.
pub(crate) type Busy = mpsc::Sender<Infallible>;

/// The sender left; ends the connection without an answer.
#[derive(Debug, thiserror::Error)]
#[error("the sender left")]
struct SenderLeft;

/// What serves the requests of a connection.
#[derive(Debug)]
pub(crate) struct Connection<G> {
    pub(crate) door: Arc<Door<G>>,
    pub(crate) router: Router,
    pub(crate) peer: SocketAddr,
    pub(crate) busy: Busy,
}

impl<G: Gate> Connection<G> {
    /// Serves a stream until either side closes it, or until the next answer once `stopping` turns true.
    pub(crate) async fn serve(self, stream: TcpStream, mut stopping: watch::Receiver<bool>) {
        let limits = &self.door.limits;
        let tracker = SharedTracker::new(Tracker::new(limits));
        let service = service_fn(|request| self.answer(request, &tracker));
        let io = TokioIo::new(Recorder::new(stream, tracker.clone()));
        let mut connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(limits.head_deadline)
            // The tracker refuses what is larger, before hyper sees it whole.
            .max_headers(limits.head_lines)
            .max_buf_size((2 * limits.head_bytes).max(16 * 1024))
            // A sender that has sent all and closed its half still gets its answer.
            .half_close(true)
            .serve_connection(io, service);
        let ended = tokio::select! {
            ended = &mut connection => Some(ended),
            () = stop(&mut stopping) => None,
        };
        let ended = match ended {
            Some(ended) => ended,
            None => {
                Pin::new(&mut connection).graceful_shutdown();
                (&mut connection).await
            }
        };
        let stream = connection.into_parts().io.into_inner().into_stream();
        let (too_large, between_requests) = {
            let mut tracker = tracker.lock();
            (tracker.take_too_large(), tracker.between_requests())
        };
        match ended {
            _ if too_large.is_some() => {}
            Err(error) if error.is_parse() => self.door.tally.not_http.add_one(),
            Err(error) if error.is_timeout() && !between_requests => self.door.tally.slow_heads.add_one(),
            _ => {}
        }
        match too_large {
            Some(head) => self.refuse_head(stream, head).await,
            None if between_requests => {}
            None => linger(stream).await,
        }
    }

    /// Answers a request. It is kept even if the sender closes the connection meanwhile, and a panic ends nothing else.
    async fn answer(&self, request: Request<Incoming>, tracker: &SharedTracker) -> Result<Response, SenderLeft> {
        self.door.tally.requests.add_one();
        let (head, last) = {
            let mut tracker = tracker.lock();
            (tracker.next_head(), tracker.lost())
        };
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(Arrival::of(head, self.peer, last));
        let (router, busy) = (self.router.clone(), self.busy.clone());
        let handling = Handling::new(async move {
            let response = router.oneshot(request).await;
            drop(busy);
            response
        });
        let response = match handling.await {
            Ok(Ok(response)) => response,
            Ok(Err(never)) => match never {},
            Err(panic) => {
                tracing::error!(panic = words(&*panic), "a request is answered 500");
                self.door.tally.panics.add_one();
                Answer::panicked().into_response()
            }
        };
        match response.extensions().get::<Unsent>() {
            Some(Unsent) => Err(SenderLeft),
            None => Ok(response),
        }
    }

    /// Keeps and answers a head that is larger than the limits. hyper never saw it whole.
    async fn refuse_head(&self, mut stream: TcpStream, head: Head) {
        let limits = &self.door.limits;
        let reason = format!(
            "The request's head is larger than the limits of {} bytes and {} header lines; send fewer or shorter \
             headers.",
            limits.head_bytes, limits.head_lines
        );
        let mut answer = Answer::message(StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE, &reason);
        let (method, target, http_version) = head::request_line(&head.bytes);
        let (path, query) = target.split_once('?').map_or((&*target, None), |(path, query)| (path, Some(query)));
        let capture = Capture {
            received_us: head.received_us,
            took_us: i64::try_from(head.received.elapsed().as_micros()).unwrap_or(i64::MAX),
            peer: self.peer.to_string(),
            head: head::masked(head.bytes),
            head_normalised: false,
            method,
            path: mask_query(path).into_owned(),
            query: query.map(|query| mask_query(query).into_owned()),
            http_version,
            body: Vec::new(),
            body_size: 0,
            truncated: true,
            endpoint: EndpointKey::from_path(path),
            judgement: Judgement::HeadTooLarge,
            authentication: Authentication::None,
            reason,
            status: answer.status.as_u16(),
            answer: answer.body.to_vec(),
        };
        if !self.door.keep(capture, Marks::default()).await {
            answer = Answer::unavailable();
        }
        if stream.write_all(&answer.into_wire()).await.is_ok() {
            linger(stream).await;
        }
    }
}

/// Waits until the listener stops, or is dropped.
pub(crate) async fn stop(stopping: &mut watch::Receiver<bool>) {
    // An error means that it was dropped.
    let _stopping = stopping.wait_for(|stopping| *stopping).await;
}

/// Closes our half and reads on for a while, so that the answer is not lost in a reset.
async fn linger(mut stream: TcpStream) {
    let mut discarded = vec![0; 16 * 1024];
    let discard = async {
        stream.shutdown().await?;
        while stream.read(&mut discarded).await? > 0 {}
        std::io::Result::Ok(())
    };
    if let Ok(Err(error)) = timeout(LINGER, discard).await {
        tracing::debug!(%error, "a connection was not closed in order");
    }
}
