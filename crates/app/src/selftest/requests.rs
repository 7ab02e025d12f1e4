//! The requests of the self-test: as Facebook sends them, and as somebody who pretends to be Facebook does.

use triptych_core::endpoint::{EndpointKey, Policy};
use triptych_core::secret::Secret;
use triptych_core::signature::sign_sha256;
use triptych_store::{Reader, StoreError, new_token};

use crate::access::{Known, endpoint_title};
use crate::replay::{Outgoing, Target};

/// Query parameter of every request of the self-test; its value is another one for each step.
pub const MARK: &str = "triptych-self-test";

/// What the app sends as Facebook does.
const AGENT: &str = "User-Agent: facebookexternalua\r\nAccept: */*\r\n";

/// One request of the self-test.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    Handshake,
    HandshakeWrongToken,
    Signed,
    WrongSignature,
    WrongToken,
}

impl Step {
    pub const ALL: [Self; 5] =
        [Self::Handshake, Self::HandshakeWrongToken, Self::Signed, Self::WrongSignature, Self::WrongToken];

    /// Its name on the wire.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Handshake => "handshake",
            Self::HandshakeWrongToken => "handshake_wrong_token",
            Self::Signed => "signed",
            Self::WrongSignature => "wrong_signature",
            Self::WrongToken => "wrong_token",
        }
    }

    pub(super) fn title(self) -> &'static str {
        match self {
            Self::Handshake => "Handshake with the verify token",
            Self::HandshakeWrongToken => "Handshake with a wrong verify token",
            Self::Signed => "Delivery, signed with the app secret",
            Self::WrongSignature => "Delivery, signed with a wrong secret",
            Self::WrongToken => "Delivery with a wrong bearer token",
        }
    }

    /// The status that is right, in the words of the user.
    pub(super) fn expected(self) -> &'static str {
        match self {
            Self::Handshake => "200 and the challenge",
            Self::HandshakeWrongToken => "403",
            Self::Signed => "200 EVENT_RECEIVED",
            Self::WrongSignature | Self::WrongToken => "401",
        }
    }

    pub(super) fn status(self) -> u16 {
        match self {
            Self::Handshake | Self::Signed => 200,
            Self::HandshakeWrongToken => 403,
            Self::WrongSignature | Self::WrongToken => 401,
        }
    }

    pub(super) fn is_delivery(self) -> bool {
        !matches!(self, Self::Handshake | Self::HandshakeWrongToken)
    }
}

/// Where to, and with what.
#[derive(Debug)]
pub struct Plan {
    pub(super) base: String,
    pub(super) key: EndpointKey,
    pub(super) title: String,
    pub(super) policy: Policy,
    verify_token: Secret,
    /// A secret that counts for the endpoint.
    secret: Option<Secret>,
}

/// A request, and what is recognised of it.
#[derive(Debug, Clone)]
pub(super) struct Sent {
    pub(super) target: Target,
    pub(super) request: Outgoing,
    pub(super) nonce: String,
    /// Path and query.
    pub(super) target_line: String,
    /// The body of the right answer to a handshake.
    pub(super) challenge: String,
    /// Header lines that must arrive: names and values.
    pub(super) headers: Vec<(&'static str, String)>,
    /// The request for people: its token masked, its lines without the carriage returns of HTTP.
    pub(super) shown: String,
}

impl Plan {
    /// A test of this endpoint under a base URL, with the tokens and secrets of now.
    ///
    /// # Errors
    /// Where they cannot be read.
    pub fn of(reader: &Reader, base: &str, key: &EndpointKey) -> Result<Self, StoreError> {
        let access = Known::of(reader)?.access(key);
        let title = match reader.endpoint_id(key)? {
            Some(id) => reader.endpoint(id)?.map(|row| endpoint_title(&row)),
            None => None,
        };
        let set = |secrets: Vec<Secret>| secrets.into_iter().find(|secret| !secret.expose().is_empty());
        Ok(Self {
            base: base.to_owned(),
            title: title.unwrap_or_else(|| format!("{}/{}", key.workspace_id, key.credentials_id)),
            key: key.clone(),
            policy: access.policy,
            verify_token: set(access.verify_tokens).unwrap_or_default(),
            secret: set(access.secrets),
        })
    }

    /// The whole callback URL.
    #[must_use]
    pub fn url(&self) -> String {
        format!("{}{}", self.base, self.key.path())
    }

    /// `None` where an app secret is needed and none is known.
    pub(super) fn request(&self, step: Step) -> Result<Option<Sent>, String> {
        let target = Target::parse(&self.base).map_err(|error| error.to_string())?;
        let random = new_token().map_err(|error| error.to_string())?;
        let nonce: String = random.expose().chars().take(16).collect();
        // Digits, as Facebook's are.
        let challenge: String = nonce.bytes().take(10).map(|byte| char::from(b'1' + byte % 9)).collect();
        let token = match step {
            Step::HandshakeWrongToken => format!("wrong-{nonce}"),
            _ => self.verify_token.expose().to_owned(),
        };
        let path = self.key.path();
        let line = |token: &str| match step.is_delivery() {
            true => format!("{path}?{MARK}={nonce}"),
            false => {
                format!("{path}?hub.mode=subscribe&hub.challenge={challenge}&hub.verify_token={token}&{MARK}={nonce}")
            }
        };
        let body = if step.is_delivery() { body(&nonce) } else { Vec::new() };
        let mut headers = Vec::new();
        match step {
            Step::Handshake | Step::HandshakeWrongToken => {}
            Step::Signed => match &self.secret {
                Some(secret) => headers.push(("X-Hub-Signature-256", sign_sha256(secret.expose().as_bytes(), &body))),
                None => return Ok(None),
            },
            Step::WrongSignature => {
                headers.push(("X-Hub-Signature-256", sign_sha256(random.expose().as_bytes(), &body)));
            }
            Step::WrongToken => headers.push(("Authorization", format!("Bearer wrong-{nonce}"))),
        }
        let head = |target_line: &str, headers: &[(&str, String)]| {
            let method = if step.is_delivery() { "POST" } else { "GET" };
            let mut head = format!("{method} {target_line} HTTP/1.1\r\nHost: {}\r\n{AGENT}", target.authority());
            for (name, value) in headers {
                head.push_str(&format!("{name}: {value}\r\n"));
            }
            if step.is_delivery() {
                head.push_str(&format!("Content-Type: application/json\r\nContent-Length: {}\r\n", body.len()));
            }
            head + "Connection: close\r\n\r\n"
        };
        let target_line = line(&encode(&token));
        let masked: Vec<_> = headers.iter().map(|(name, value)| (*name, masked(value))).collect();
        let shown = (head(&line("***"), &masked) + &String::from_utf8_lossy(&body)).replace("\r\n", "\n");
        let request = Outgoing { head: head(&target_line, &headers).into_bytes(), body };
        Ok(Some(Sent { target, request, nonce, target_line, challenge, headers, shown }))
    }
}

/// An envelope without items, with all that a proxy may rewrite: escapes, white space, characters beyond ASCII.
fn body(nonce: &str) -> Vec<u8> {
    format!(
        r#"{{"object":"page","entry":[],"triptych_self_test":{{"nonce":"{nonce}","slash":"https:\/\/example.com\/","escaped":"caf\u00e9","plain":"café","numbers":[1.0, 1e2,  3]}}}}"#
    )
    .into_bytes()
}

/// The beginning of a digest, and nothing of a token.
fn masked(value: &str) -> String {
    match value.strip_prefix("sha256=") {
        Some(digest) => format!("sha256={}…", digest.get(..8).unwrap_or_default()),
        None => "••••••••".to_owned(),
    }
}

/// Percent-encoded, but for what stands for itself everywhere (RFC 3986, unreserved).
fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => out.push(char::from(byte)),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}
