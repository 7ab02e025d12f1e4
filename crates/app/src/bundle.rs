//! A bundle: captures as lines of JSON, to take from one folder to another or to a colleague.
//!
//! Heads and bodies are whole and exact (text where they are UTF-8, else hexadecimal), but for the values of headers
//! that hold secrets, which are masked. Items and documents are there to be read; an import derives them anew.

mod bytes;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use triptych_core::capture::{Authentication, Capture, Judgement};
use triptych_core::endpoint::{Channel, EndpointKey};
use triptych_core::time::MAX_MS;
use triptych_store::{ItemRow, ReplayNote, StoredCapture};

use crate::views::{MASK, is_secret_header};
use bytes::Bytes;

/// What the first member of each line says.
const FORMAT: &str = "triptych-capture-1";

/// A line of a bundle.
#[derive(Debug, Serialize, Deserialize)]
pub struct Line {
    format: String,
    /// The version of Triptych that wrote it.
    triptych: String,
    pub id: i64,
    pub replay_of: Option<i64>,
    received_us: i64,
    took_us: i64,
    peer: String,
    method: String,
    path: String,
    query: Option<String>,
    http_version: String,
    endpoint: Option<Endpoint>,
    judgement: String,
    authentication: String,
    reason: String,
    status: u16,
    head_normalised: bool,
    truncated: bool,
    body_size: u64,
    head: Bytes,
    body: Bytes,
    answer: Bytes,
    /// What it was made of, where Triptych sent it itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    replay: Option<Note>,
    #[serde(default, skip_deserializing)]
    items: Vec<Item>,
}

/// What a line of any version says of itself.
#[derive(Debug, Deserialize)]
struct Origin {
    format: String,
    triptych: String,
}

#[derive(Debug, Serialize, Deserialize)]
struct Endpoint {
    channel: String,
    workspace_id: String,
    credentials_id: String,
}

#[derive(Debug, Serialize, Deserialize)]
struct Note {
    source: String,
    changes: Vec<String>,
}

#[derive(Debug, Serialize)]
struct Item {
    pointer: String,
    via: String,
    field: Option<String>,
    verdict: String,
    rule: Option<String>,
    reason: Option<String>,
    documents: Vec<Box<RawValue>>,
}

/// Why a line could not be taken in.
#[derive(Debug, thiserror::Error)]
pub enum BundleError {
    #[error("this is no line of a Triptych bundle: {0}")]
    NotOurs(String),
    #[error("this line has no end, so the bundle was cut here: export it again")]
    Cut,
    #[error("it is of another form, {format:?}, written by Triptych {by}: take it in with that version")]
    Other { format: String, by: String },
    #[error("{member} {value:?} is not known to this Triptych")]
    Unknown { member: &'static str, value: String },
}

impl Line {
    /// The line of a stored capture; secrets masked.
    #[must_use]
    pub fn of(stored: &StoredCapture, items: Vec<ItemRow>) -> Self {
        let capture = &stored.capture;
        Self {
            format: FORMAT.to_owned(),
            triptych: env!("CARGO_PKG_VERSION").to_owned(),
            id: stored.id,
            replay_of: stored.replay_of,
            received_us: capture.received_us,
            took_us: capture.took_us,
            peer: capture.peer.clone(),
            method: capture.method.clone(),
            path: capture.path.clone(),
            query: capture.query.clone(),
            http_version: capture.http_version.to_owned(),
            endpoint: capture.endpoint.as_ref().map(|key| Endpoint {
                channel: key.channel.as_str().to_owned(),
                workspace_id: key.workspace_id.clone(),
                credentials_id: key.credentials_id.clone(),
            }),
            judgement: capture.judgement.as_str().to_owned(),
            authentication: capture.authentication.as_str().to_owned(),
            reason: capture.reason.clone(),
            status: capture.status,
            head_normalised: capture.head_normalised,
            truncated: capture.truncated,
            body_size: capture.body_size,
            head: Bytes::of(&masked(&capture.head)),
            body: Bytes::of(&capture.body),
            answer: Bytes::of(&capture.answer),
            replay: None,
            items: items.into_iter().map(Item::of).collect(),
        }
    }

    /// With what was noted of it as a replay.
    #[must_use]
    pub fn noted(self, note: Option<ReplayNote>) -> Self {
        Self { replay: note.map(|note| Note { source: note.source, changes: note.changes }), ..self }
    }

    /// What was noted of it as a replay.
    #[must_use]
    pub fn note(&self) -> Option<ReplayNote> {
        self.replay.as_ref().map(|note| ReplayNote { source: note.source.clone(), changes: note.changes.clone() })
    }

    /// Whether these bytes are a bundle, if perhaps a damaged one: one of the lines begins as a bundle's do.
    #[must_use]
    pub fn is_among(bytes: &[u8]) -> bool {
        bytes
            .split(|&byte| byte == b'\n')
            .any(|line| line.trim_ascii_start().starts_with(b"{\"format\":\"triptych-capture-"))
    }

    /// Reads a line back.
    ///
    /// # Errors
    /// Where it is no line of a bundle, or says something that this version does not know.
    pub fn parse(text: &str) -> Result<Self, BundleError> {
        let error = match serde_json::from_str::<Self>(text) {
            Ok(line) if line.format == FORMAT => return Ok(line),
            Ok(line) => return Err(BundleError::Other { format: line.format, by: line.triptych }),
            Err(error) => error,
        };
        // Another version's members may be others: what it says of itself is all there is to tell.
        match serde_json::from_str::<Origin>(text) {
            Ok(Origin { format, triptych }) if format != FORMAT => Err(BundleError::Other { format, by: triptych }),
            _ if error.is_eof() => Err(BundleError::Cut),
            _ => Err(BundleError::NotOurs(error.to_string())),
        }
    }

    /// The capture, with the same bytes.
    ///
    /// # Errors
    /// Where it says something that this version does not know.
    pub fn capture(&self) -> Result<Capture, BundleError> {
        let unknown = |member, value: &str| BundleError::Unknown { member, value: value.to_owned() };
        let endpoint = match &self.endpoint {
            None => None,
            Some(key) => Some(EndpointKey {
                channel: Channel::parse(&key.channel).ok_or_else(|| unknown("channel", &key.channel))?,
                workspace_id: key.workspace_id.clone(),
                credentials_id: key.credentials_id.clone(),
            }),
        };
        let judgement = Judgement::parse(&self.judgement).ok_or_else(|| unknown("judgement", &self.judgement))?;
        if judgement == Judgement::Accepted && endpoint.is_none() {
            return Err(BundleError::NotOurs("it says that it was accepted, and names no endpoint".to_owned()));
        }
        let (head, body, answer) = (self.head.bytes()?, self.body.bytes()?, self.answer.bytes()?);
        let within = |member, value: i64, most: i64| match value {
            0.. if value <= most => Ok(value),
            _ => Err(unknown(member, &value.to_string())),
        };
        if self.body_size < body.len() as u64 {
            return Err(unknown("body_size", &self.body_size.to_string()));
        }
        within("status", self.status.into(), 999)?;
        Ok(Capture {
            received_us: within("received_us", self.received_us, MAX_MS * 1000)?,
            took_us: within("took_us", self.took_us, MAX_MS * 1000)?,
            peer: self.peer.clone(),
            head,
            head_normalised: self.head_normalised,
            method: self.method.clone(),
            path: self.path.clone(),
            query: self.query.clone(),
            http_version: match self.http_version.as_str() {
                "HTTP/1.0" => "HTTP/1.0",
                "HTTP/1.1" => "HTTP/1.1",
                other => return Err(unknown("http_version", other)),
            },
            body,
            body_size: self.body_size,
            truncated: self.truncated,
            endpoint,
            judgement,
            authentication: Authentication::parse(&self.authentication)
                .ok_or_else(|| unknown("authentication", &self.authentication))?,
            reason: self.reason.clone(),
            status: self.status,
            answer,
        })
    }
}

impl Item {
    fn of(row: ItemRow) -> Self {
        let document = |text: String| RawValue::from_string(text).expect("a stored document is JSON");
        Self {
            pointer: row.pointer,
            via: row.via,
            field: row.field,
            verdict: row.verdict,
            rule: row.rule,
            reason: row.reason,
            documents: row.outputs.into_iter().map(|output| document(output.document)).collect(),
        }
    }
}

/// A head whose secret values are masked.
fn masked(head: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(head.len());
    for line in head.split_inclusive(|&byte| byte == b'\n') {
        let name = line.iter().position(|&byte| byte == b':').map(|colon| &line[..colon]);
        match name.filter(|name| is_secret_header(name)) {
            Some(name) => {
                out.extend_from_slice(name);
                out.extend_from_slice(b": ");
                out.extend_from_slice(MASK.as_bytes());
                out.extend_from_slice(if line.ends_with(b"\r\n") { b"\r\n" } else { b"\n" });
            }
            None => out.extend_from_slice(line),
        }
    }
    out
}

#[cfg(test)]
mod tests;
