//! The answers: a status and a message, as reference 000 has them, and the challenge of a handshake.

use bytes::Bytes;
use http::header::{
    ALLOW, CACHE_CONTROL, CONNECTION, CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE, X_CONTENT_TYPE_OPTIONS,
};
use http::{HeaderValue, StatusCode};
use http_body_util::Full;
use serde::Serialize;

/// What is told to a sender whose request was accepted.
pub(crate) const RECEIVED: &str = "EVENT_RECEIVED";

/// An answer as hyper sends it.
pub(crate) type Response = http::Response<Full<Bytes>>;

/// An answer before it is sent.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) body: Bytes,
    content_type: &'static str,
    closes: bool,
}

/// Nothing is to be sent, for the sender has left; it ends the connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the sender left")]
pub(crate) struct SenderLeft;

impl Answer {
    /// `{"message": …}`.
    pub(crate) fn message(status: StatusCode, message: &str) -> Self {
        #[derive(Serialize)]
        struct Message<'a> {
            message: &'a str,
        }
        let body = serde_json::to_vec(&Message { message }).expect("a string is always JSON");
        Self { status, body: body.into(), content_type: "application/json", closes: false }
    }

    /// The challenge, as it is.
    pub(crate) fn challenge(challenge: String) -> Self {
        Self { status: StatusCode::OK, body: challenge.into(), content_type: "text/plain", closes: false }
    }

    /// What a fault rule answers in place of 200; any status from 400 to 599.
    pub(crate) fn fault(status: u16) -> Self {
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        Self::message(status, "The request was kept; a fault rule of this endpoint spoils the answer.")
    }

    /// The request could not be kept.
    pub(crate) fn unavailable() -> Self {
        let message = "The request could not be kept just now; send it again in a few seconds.";
        Self::message(StatusCode::SERVICE_UNAVAILABLE, message)
    }

    /// The code that handled the request panicked.
    pub(crate) fn panicked() -> Self {
        Self::message(StatusCode::INTERNAL_SERVER_ERROR, "Triptych failed to handle the request; its log says why.")
            .closing()
    }

    /// Ends the connection with this answer: what else comes on it is not a request.
    pub(crate) fn closing(mut self) -> Self {
        self.closes = true;
        self
    }

    pub(crate) fn into_response(self) -> Response {
        let mut response = Response::new(Full::new(self.body));
        *response.status_mut() = self.status;
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(self.content_type));
        headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        let particular = match self.status {
            StatusCode::UNAUTHORIZED => Some((WWW_AUTHENTICATE, "Bearer")),
            StatusCode::METHOD_NOT_ALLOWED => Some((ALLOW, "GET, POST")),
            StatusCode::SERVICE_UNAVAILABLE => Some((RETRY_AFTER, "5")),
            _ => None,
        };
        if let Some((name, value)) = particular {
            headers.insert(name, HeaderValue::from_static(value));
        }
        if self.closes {
            headers.insert(CONNECTION, HeaderValue::from_static("close"));
        }
        response
    }

    /// The bytes of the answer where hyper does not write them.
    pub(crate) fn into_wire(self) -> Vec<u8> {
        let body = self.body.clone();
        let response = self.closing().into_response();
        let mut wire = format!("HTTP/1.1 {}\r\ncontent-length: {}\r\n", response.status(), body.len()).into_bytes();
        for (name, value) in response.headers() {
            wire.extend_from_slice(name.as_str().as_bytes());
            wire.extend_from_slice(b": ");
            wire.extend_from_slice(value.as_bytes());
            wire.extend_from_slice(b"\r\n");
        }
        wire.extend_from_slice(b"\r\n");
        wire.extend_from_slice(&body);
        wire
    }
}
