//! The routes, and what becomes of a request on each: the table of judgements.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::response::Response;
use axum::routing::get;
use http::StatusCode;
use triptych_core::capture::{Authentication, Judgement, Marks};
use triptych_core::endpoint::EndpointKey;
use triptych_core::fault::Fault;
use triptych_core::handshake;

use crate::answer::{Answer, RECEIVED};
use crate::authenticate::{Credentials, Decision, authenticate};
use crate::body::Ending;
use crate::gate::Gate;
use crate::visit::{Door, Outcome, Visit};

/// The shape of a webhook's path. [`EndpointKey::from_path`] has the last word on it.
const WEBHOOK: &str = "/v3/integrations/{channel}/{workspace}/{same_channel}/{credentials}/webhook";

const UNROUTED: &str = "There is no webhook at this path; the path expected is /v3/integrations/{facebook or \
                        instagram}/{workspaceId}/{the same word}/{credentialsId}/webhook.";
const WRONG_METHOD: &str =
    "A webhook takes POST for deliveries and GET for the verification handshake; use one of these.";

type Shared<G> = State<Arc<Door<G>>>;

/// The router of everything that is answered.
pub(crate) fn router<G: Gate>(door: Arc<Door<G>>) -> Router {
    // `get` would take HEAD as well.
    let webhook = get(verify::<G>).post(deliver::<G>).head(wrong_method::<G>).fallback(wrong_method::<G>);
    Router::new().route(WEBHOOK, webhook).fallback(unrouted::<G>).with_state(door)
}

/// POST: a delivery.
async fn deliver<G: Gate>(State(door): Shared<G>, request: Request) -> Response {
    let Some(endpoint) = EndpointKey::from_path(request.uri().path()) else {
        return unrouted(State(door), request).await;
    };
    let Some(visit) = Visit::read(&door, request, Some(endpoint.clone()), door.limits.body_bytes).await else {
        return door.no_room();
    };
    let mut outcome = undelivered(&door, &visit).unwrap_or_else(|| judge(&door, &endpoint, &visit));
    // Only what would be answered 200 is spoilt, so that strangers use none of the rule up.
    let fault =
        Some(&endpoint).filter(|_| outcome.judgement == Judgement::Accepted).and_then(|key| door.gate.fault(key));
    if let Some(Fault { status: Some(status), .. }) = fault {
        outcome.answer = Some(Answer::fault(status));
    }
    visit.settle_marked(&door, outcome, Marks { fault, ..Marks::default() }).await
}

/// GET: the verification handshake.
async fn verify<G: Gate>(State(door): Shared<G>, request: Request) -> Response {
    let Some(endpoint) = EndpointKey::from_path(request.uri().path()) else {
        return unrouted(State(door), request).await;
    };
    let tokens = door.gate.access(&endpoint).verify_tokens;
    let Some(visit) = Visit::read(&door, request, Some(endpoint.clone()), door.limits.kept_of_refused).await else {
        return door.no_room();
    };
    let query = visit.parts.uri.query();
    let mut marks = Marks::default();
    let outcome = match handshake::judge(query, &tokens) {
        Ok(challenge) => Outcome {
            judgement: Judgement::Verification,
            authentication: Authentication::None,
            reason: "The verify token is good; the challenge was sent back.".into(),
            answer: Some(Answer::challenge(challenge)),
        },
        Err(refusal) => {
            marks.finding = Some(door.gate.examine_handshake(&endpoint, query.unwrap_or_default()));
            Outcome::refused(Judgement::Verification, StatusCode::FORBIDDEN, refusal.to_string())
        }
    };
    visit.settle_marked(&door, outcome, marks).await
}

/// Any other method on a webhook's path.
async fn wrong_method<G: Gate>(State(door): Shared<G>, request: Request) -> Response {
    let Some(endpoint) = EndpointKey::from_path(request.uri().path()) else {
        return unrouted(State(door), request).await;
    };
    let Some(visit) = Visit::read(&door, request, Some(endpoint), door.limits.kept_of_refused).await else {
        return door.no_room();
    };
    let outcome = Outcome::refused(Judgement::WrongMethod, StatusCode::METHOD_NOT_ALLOWED, WRONG_METHOD);
    visit.settle(&door, outcome).await
}

/// Any other path.
async fn unrouted<G: Gate>(State(door): Shared<G>, request: Request) -> Response {
    let Some(visit) = Visit::read(&door, request, None, door.limits.kept_of_refused).await else {
        return door.no_room();
    };
    visit.settle(&door, Outcome::refused(Judgement::Unrouted, StatusCode::NOT_FOUND, UNROUTED)).await
}

/// The outcome of a delivery that did not arrive whole.
fn undelivered<G>(door: &Door<G>, visit: &Visit) -> Option<Outcome> {
    let timeout = StatusCode::REQUEST_TIMEOUT;
    Some(match visit.ending {
        Ending::Whole => return None,
        Ending::TooLarge => Outcome::refused(
            Judgement::TooLarge,
            StatusCode::PAYLOAD_TOO_LARGE,
            format!("The body is larger than the limit of {} bytes; send less at once.", door.limits.body_bytes),
        ),
        Ending::TooSlow => Outcome::refused(
            Judgement::Incomplete,
            timeout,
            format!(
                "The body did not arrive whole within {} s: {} bytes came; check what holds it up on the way.",
                door.limits.body_deadline.as_secs(),
                visit.size
            ),
        ),
        Ending::Broken => Outcome::refused(
            Judgement::Incomplete,
            timeout,
            format!("The chunked encoding of the body is broken after {} bytes; check the sender.", visit.size),
        ),
        Ending::SenderLeft => Outcome {
            judgement: Judgement::Incomplete,
            authentication: Authentication::None,
            reason: format!("The sender closed the connection after {} bytes of the body.", visit.size),
            answer: None,
        },
    })
}

/// The outcome of a delivery that arrived whole: who sent it, then what it is.
fn judge<G: Gate>(door: &Door<G>, endpoint: &EndpointKey, visit: &Visit) -> Outcome {
    let lines = visit.parts.headers.iter().map(|(name, value)| (name.as_str().as_bytes(), value.as_bytes()));
    let access = door.gate.access(endpoint);
    let Decision { admitted, authentication, reason } =
        authenticate(&access, &Credentials::from_lines(lines), &visit.body);
    if !admitted {
        let outcome = Outcome::refused(Judgement::Unauthenticated, StatusCode::UNAUTHORIZED, reason);
        return Outcome { authentication, ..outcome };
    }
    match door.gate.envelope(&visit.body) {
        Err(sentence) => {
            Outcome { authentication, ..Outcome::refused(Judgement::Invalid, StatusCode::BAD_REQUEST, sentence) }
        }
        Ok(()) => Outcome {
            judgement: Judgement::Accepted,
            authentication,
            reason,
            answer: Some(Answer::message(StatusCode::OK, RECEIVED)),
        },
    }
}
