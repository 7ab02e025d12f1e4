//! A capture: one HTTP request as it came, with what was judged of it and answered.

use crate::doctor::Finding;
use crate::endpoint::EndpointKey;
use crate::fault::Fault;

/// What the listener made of a request (`spec`: the table of judgements).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Judgement {
    /// Authentic (or the endpoint's policy is `open`) and an envelope; answered 200.
    Accepted,
    /// 401: no token and no signature held.
    Unauthenticated,
    /// 400: no JSON, or no envelope.
    Invalid,
    /// 413: the body is larger than the limit.
    TooLarge,
    /// 404: no webhook path.
    Unrouted,
    /// 405: a webhook path, but neither GET nor POST.
    WrongMethod,
    /// 431: more than 64 KiB or 100 lines of headers.
    HeadTooLarge,
    /// 408, or no answer where the sender left: the body did not arrive whole.
    Incomplete,
    /// GET handshake; 200 or 403.
    Verification,
}

impl Judgement {
    pub const ALL: [Self; 9] = [
        Self::Accepted,
        Self::Unauthenticated,
        Self::Invalid,
        Self::TooLarge,
        Self::Unrouted,
        Self::WrongMethod,
        Self::HeadTooLarge,
        Self::Incomplete,
        Self::Verification,
    ];

    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Unauthenticated => "unauthenticated",
            Self::Invalid => "invalid",
            Self::TooLarge => "too_large",
            Self::Unrouted => "unrouted",
            Self::WrongMethod => "wrong_method",
            Self::HeadTooLarge => "head_too_large",
            Self::Incomplete => "incomplete",
            Self::Verification => "verification",
        }
    }

    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|judgement| judgement.as_str() == word)
    }
}

/// How a request was, or was not, shown to be authentic. Never holds a secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Authentication {
    /// Nothing was checked: the request was refused before, or is a handshake.
    #[default]
    None,
    /// `Authorization: Bearer` or `x-api-key` held a good token.
    Token,
    /// A signature matched one of the secrets.
    Signature,
    /// A good token and a matching signature.
    Both,
    /// Policy `open` let it in though nothing held; the reason says what was wrong.
    Unverified,
    /// Nothing held.
    Failed,
}

impl Authentication {
    pub const ALL: [Self; 6] = [Self::None, Self::Token, Self::Signature, Self::Both, Self::Unverified, Self::Failed];

    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Token => "token",
            Self::Signature => "signature",
            Self::Both => "both",
            Self::Unverified => "unverified",
            Self::Failed => "failed",
        }
    }

    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|authentication| authentication.as_str() == word)
    }
}

/// One request and its answer. Captures never change once kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Capture {
    /// When the head was complete: microseconds since 1970, UTC.
    pub received_us: i64,
    /// From the complete head to the answer: microseconds.
    pub took_us: i64,
    /// `IP:port` of the sender's end of the connection.
    pub peer: String,
    /// The request line and the header lines with their line ends, without the empty line.
    pub head: Vec<u8>,
    /// `true` where `head` was rebuilt from parsed headers, so that case and order across names may differ from the wire.
    pub head_normalised: bool,
    pub method: String,
    /// The path as sent, still percent-encoded.
    pub path: String,
    /// What follows `?`, as sent; `hub.verify_token` is masked in handshakes.
    pub query: Option<String>,
    /// `HTTP/1.1` or `HTTP/1.0`.
    pub http_version: &'static str,
    /// The exact bytes of the body, after transfer decoding; only its first 64 KiB where `truncated`.
    pub body: Vec<u8>,
    /// The whole body's length in bytes as far as it arrived.
    pub body_size: u64,
    /// `true` where `body` is not all that arrived, or not all that was announced.
    pub truncated: bool,
    /// The endpoint, where the path names one.
    pub endpoint: Option<EndpointKey>,
    pub judgement: Judgement,
    pub authentication: Authentication,
    /// Why it was judged so: one sentence for people, without secrets.
    pub reason: String,
    /// The answer's status, 0 where none could be sent.
    pub status: u16,
    /// The answer's body.
    pub answer: Vec<u8>,
}

/// What is known of a capture beside the request and its answer.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Marks {
    /// How a fault rule spoilt the answer.
    pub fault: Option<Fault>,
    /// What the doctor found out about a refusal, where that cannot be found out later.
    pub finding: Option<Finding>,
    /// The refused capture that this one takes in, now that it holds.
    pub takes_in: Option<i64>,
}

/// A header line of a captured head, split at the first colon; the value without surrounding white space.
#[must_use]
pub fn header_lines(head: &[u8]) -> Vec<(&[u8], &[u8])> {
    head.split(|&byte| byte == b'\n')
        .skip(1)
        .map(|line| line.strip_suffix(b"\r").unwrap_or(line))
        .filter(|line| !line.is_empty())
        .map(|line| match line.iter().position(|&byte| byte == b':') {
            Some(colon) => (line[..colon].trim_ascii_end(), line[colon + 1..].trim_ascii()),
            None => (line, &[][..]),
        })
        .collect()
}
