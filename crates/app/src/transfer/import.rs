//! What is taken into a store: bundles with their bytes unchanged, and bodies that came from files or the clipboard.

use std::collections::HashMap;
use std::io::{BufRead, Read};
use std::path::Path;

use triptych_core::capture::{Authentication, Capture, Judgement};
use triptych_core::endpoint::{Channel, EndpointKey};
use triptych_core::envelope;
use triptych_store::{ReplayNote, Store, StoreError};

use crate::app::{local_endpoint, now_us};
use crate::bundle::{BundleError, Line};
use crate::fixtures::{self, Fixture, FixtureError};

/// Something to be taken in.
#[derive(Debug)]
pub struct Taken {
    /// Its number where it comes from.
    number: Option<i64>,
    parent: Option<i64>,
    capture: Capture,
    note: Option<ReplayNote>,
}

/// Why nothing was taken in.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    #[error("cannot read {name}: {error}")]
    Read { name: String, error: std::io::Error },
    #[error(transparent)]
    Fixture(#[from] FixtureError),
    #[error("{name}, line {line}: {error}")]
    Bundle { name: String, line: usize, error: BundleError },
    #[error("{0} holds nothing to take in: neither a bundle nor a body")]
    Nothing(String),
}

/// Numbers given to what was taken in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Imported {
    pub captures: usize,
    pub first: Option<i64>,
    pub last: Option<i64>,
    /// The last one that is to be converted; 0 where there is none.
    pub last_accepted: i64,
}

/// What a path holds: a bundle, a body, a fixture, or a folder of bodies and fixtures.
///
/// # Errors
/// Where it cannot be read, or holds none of them; nothing is taken in then.
pub fn read(path: &Path) -> Result<Vec<Taken>, ImportError> {
    let name = path.display().to_string();
    if path.is_dir() {
        let found = fixtures::load(path)?;
        return if found.is_empty() {
            Err(ImportError::Nothing(name))
        } else {
            Ok(found.into_iter().map(body).collect())
        };
    }
    let opened = std::fs::File::open(path);
    of_stream(&name, opened.map_err(|error| ImportError::Read { name: name.clone(), error })?)
}

/// What can be read from here: a bundle or a body.
///
/// # Errors
/// As [`of_bytes`], and where it cannot be read.
pub fn of_stream(name: &str, mut input: impl Read) -> Result<Vec<Taken>, ImportError> {
    let mut bytes = Vec::new();
    input.read_to_end(&mut bytes).map_err(|error| ImportError::Read { name: name.to_owned(), error })?;
    of_bytes(name, bytes)
}

/// What these bytes are: a bundle where one of the lines says so, else a body.
///
/// # Errors
/// Where a line of a bundle is none, or there is nothing.
pub fn of_bytes(name: &str, bytes: Vec<u8>) -> Result<Vec<Taken>, ImportError> {
    if Line::is_among(&bytes) {
        return lines(name, bytes.as_slice());
    }
    if bytes.trim_ascii().is_empty() {
        return Err(ImportError::Nothing(name.to_owned()));
    }
    let short = Path::new(name).file_name().map_or_else(|| name.to_owned(), |name| name.to_string_lossy().into_owned());
    let instagram = envelope::parse(&bytes)
        .is_ok_and(|doc| doc.root().peek("object").is_some_and(|object| object.text() == "instagram"));
    let channel = if instagram { Channel::Instagram } else { Channel::Facebook };
    Ok(vec![of_body(short, bytes, local_endpoint(channel))])
}

/// The lines of a bundle, none of which may be another thing.
fn lines(name: &str, input: impl BufRead) -> Result<Vec<Taken>, ImportError> {
    let mut taken = Vec::new();
    for (number, text) in (1..).zip(input.lines()) {
        let text = text.map_err(|error| ImportError::Read { name: name.to_owned(), error })?;
        if text.trim().is_empty() {
            continue;
        }
        let wrong = |error| ImportError::Bundle { name: name.to_owned(), line: number, error };
        let line = Line::parse(&text).map_err(wrong)?;
        taken.push(Taken {
            number: Some(line.id),
            parent: line.replay_of,
            capture: line.capture().map_err(wrong)?,
            note: line.note(),
        });
    }
    Ok(taken)
}

fn body(fixture: Fixture) -> Taken {
    of_body(fixture.name, fixture.body, fixture.settings.endpoint)
}

/// A body that came by no request: as what it would have been, and it says what it is.
fn of_body(name: String, body: Vec<u8>, endpoint: EndpointKey) -> Taken {
    let judged = envelope::parse(&body);
    let path = endpoint.path();
    let head = format!("POST {path} HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: {}\r\n", body.len());
    let (judgement, status, reason) = match judged {
        Ok(_) => (Judgement::Accepted, 200, "Taken in from a file: no request brought it.".to_owned()),
        Err(error) => (Judgement::Invalid, 400, format!("Taken in from a file: no request brought it. {error}")),
    };
    let capture = Capture {
        received_us: now_us(),
        took_us: 0,
        peer: String::new(),
        head: head.into_bytes(),
        head_normalised: true,
        method: "POST".to_owned(),
        path,
        query: None,
        http_version: "HTTP/1.1",
        body_size: body.len() as u64,
        body,
        truncated: false,
        endpoint: Some(endpoint),
        judgement,
        authentication: Authentication::None,
        reason,
        status,
        answer: Vec::new(),
    };
    let note = ReplayNote { source: name, changes: vec!["taken in from a file".to_owned()] };
    Taken { number: None, parent: None, capture, note: Some(note) }
}

/// Takes in, in this order; parents that come along keep their children.
///
/// # Errors
/// Where the store fails; what was taken in before stays.
pub async fn take_in(store: &Store, taken: Vec<Taken>) -> Result<Imported, StoreError> {
    let mut numbers = HashMap::new();
    let mut imported = Imported::default();
    for one in taken {
        let is_accepted = one.capture.judgement == Judgement::Accepted;
        let parent = one.parent.and_then(|parent| numbers.get(&parent).copied());
        let id = store.append(one.capture, parent).await.map_err(|error| StoreError::Abandoned(error.to_string()))?;
        if let Some(note) = one.note {
            store.write(move |tx| tx.note_replay(id, &note)).await?;
        }
        if let Some(number) = one.number {
            numbers.insert(number, id);
        }
        imported.captures += 1;
        imported.first = imported.first.or(Some(id));
        imported.last = Some(id);
        if is_accepted {
            imported.last_accepted = id;
        }
    }
    Ok(imported)
}
