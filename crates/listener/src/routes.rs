//! The routes, and what becomes of a request on each: the table of judgements.

use http::{Method, Request, StatusCode};
use hyper::body::Incoming;
use triptych_core::capture::{Authentication, Judgement, Marks};
use triptych_core::endpoint::EndpointKey;
use triptych_core::fault::Fault;
use triptych_core::handshake;

use crate::answer::{Answer, RECEIVED, Response, SenderLeft};
use crate::authenticate::{Credentials, Decision, authenticate};
use crate::body::Ending;
use crate::gate::Gate;
use crate::visit::{Arrival, Door, Outcome, Visit};

const UNROUTED: &str = "There is no webhook at this path; the path expected is /v3/integrations/{facebook or \
                        instagram}/{workspaceId}/{the same word}/{credentialsId}/webhook.";
const WRONG_METHOD: &str =
    "A webhook takes POST for deliveries and GET for the verification handshake; use one of these.";

/// Everything that is answered, by path and method.
pub(crate) async fn answer<G: Gate>(
    door: &Door<G>,
    request: Request<Incoming>,
    arrival: Arrival,
) -> Result<Response, SenderLeft> {
    let endpoint = EndpointKey::from_path(request.uri().path());
    let method = request.method().clone();
    let limit = match (&endpoint, &method) {
        (Some(_), &Method::POST) => door.limits.body_bytes,
        _ => door.limits.kept_of_refused,
    };
    let Some(visit) = Visit::read(door, request, arrival, endpoint.clone(), limit).await else {
        return Ok(door.no_room());
    };
    match (endpoint, method) {
        (Some(endpoint), Method::POST) => deliver(door, visit, &endpoint).await,
        (Some(endpoint), Method::GET) => verify(door, visit, &endpoint).await,
        (Some(_), _) => {
            let outcome = Outcome::refused(Judgement::WrongMethod, StatusCode::METHOD_NOT_ALLOWED, WRONG_METHOD);
            visit.settle(door, outcome).await
        }
        (None, _) => visit.settle(door, Outcome::refused(Judgement::Unrouted, StatusCode::NOT_FOUND, UNROUTED)).await,
    }
}

/// POST: a delivery.
async fn deliver<G: Gate>(door: &Door<G>, visit: Visit, endpoint: &EndpointKey) -> Result<Response, SenderLeft> {
    let mut outcome = undelivered(door, &visit).unwrap_or_else(|| judge(door, endpoint, &visit));
    // Only what would be answered 200 is spoilt, so that strangers use none of the rule up.
    let fault =
        Some(endpoint).filter(|_| outcome.judgement == Judgement::Accepted).and_then(|key| door.gate.fault(key));
    if let Some(Fault { status: Some(status), .. }) = fault {
        outcome.answer = Some(Answer::fault(status));
    }
    visit.settle_marked(door, outcome, Marks { fault, ..Marks::default() }).await
}

/// GET: the verification handshake.
async fn verify<G: Gate>(door: &Door<G>, visit: Visit, endpoint: &EndpointKey) -> Result<Response, SenderLeft> {
    let query = visit.parts.uri.query();
    let mut marks = Marks::default();
    let outcome = match handshake::judge(query, &door.gate.access(endpoint).verify_tokens) {
        Ok(challenge) => Outcome {
            judgement: Judgement::Verification,
            authentication: Authentication::None,
            reason: "The verify token is good; the challenge was sent back.".into(),
            answer: Some(Answer::challenge(challenge)),
        },
        Err(refusal) => {
            marks.finding = Some(door.gate.examine_handshake(endpoint, query.unwrap_or_default()));
            Outcome::refused(Judgement::Verification, StatusCode::FORBIDDEN, refusal.to_string())
        }
    };
    visit.settle_marked(door, outcome, marks).await
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
