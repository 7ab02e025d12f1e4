//! What was done to a request between its sender and here.

use triptych_core::capture::header_lines;
use triptych_core::doctor::body::{Change, variants};
use triptych_core::json::Doc;
use triptych_store::StoredCapture;

use super::super::requests::Sent;

/// What was changed on the way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Changed {
    pub(super) code: &'static str,
    pub(super) sentence: String,
    pub(super) fix: &'static str,
}

/// How gzip and zstd begin.
const PACKED: [&[u8]; 2] = [b"\x1f\x8b", b"\x28\xb5\x2f\xfd"];

/// The first thing that is not as it was sent.
pub(super) fn changes(sent: &Sent, stored: &StoredCapture) -> Option<Changed> {
    let capture = &stored.capture;
    let (path, query) = sent.target_line.split_once('?').unwrap_or((&sent.target_line, ""));
    if capture.path != path {
        return Some(Changed {
            code: "path_rewritten",
            sentence: format!("The path was changed on the way: {} came.", capture.path),
            fix: "Let the tunnel pass on the path as it is, without a prefix of its own.",
        });
    }
    let came = capture.query.as_deref().unwrap_or_default();
    if names(came) != names(query) {
        return Some(Changed {
            code: "path_rewritten",
            sentence: "The query was changed on the way: parameters are missing or were added.".to_owned(),
            fix: "Let the tunnel pass on the query as it is; a handshake is nothing without it.",
        });
    }
    let lines = header_lines(&capture.head);
    for (name, value) in &sent.headers {
        let found = lines.iter().find(|(line, _)| line.eq_ignore_ascii_case(name.as_bytes()));
        let happened = match found {
            Some((_, came)) if *came == value.as_bytes() => continue,
            Some(_) => "changed",
            None => "taken out",
        };
        return Some(Changed {
            code: "headers_stripped",
            sentence: format!("The header {name} was {happened} on the way."),
            fix: "Let the tunnel pass on all headers; without the signature nothing of Facebook's can be accepted.",
        });
    }
    if capture.body != sent.request.body {
        return Some(Changed {
            code: "body_rewritten",
            sentence: rewritten(&sent.request.body, &capture.body),
            fix: "Turn off what rewrites bodies in the tunnel or proxy: signatures hold for the bytes as they were sent.",
        });
    }
    None
}

/// Names of the parameters in their order; values are masked in captures of handshakes.
fn names(query: &str) -> Vec<&str> {
    query.split('&').map(|pair| pair.split('=').next().unwrap_or_default()).collect()
}

fn rewritten(sent: &[u8], came: &[u8]) -> String {
    let at = sent.iter().zip(came).take_while(|(one, other)| one == other).count();
    let what = match variants(came).find(|variant| variant.bytes == sent) {
        Some(variant) => variant.changes.iter().map(|change| named(*change)).collect::<Vec<_>>().join(", "),
        None if came.is_empty() => "it is empty".to_owned(),
        None if sent.starts_with(came) => "it was cut".to_owned(),
        None if PACKED.iter().any(|mark| came.starts_with(mark)) => "it was compressed".to_owned(),
        None if Doc::parse(came).is_ok() => "its JSON was parsed and written anew".to_owned(),
        None => "other bytes".to_owned(),
    };
    format!(
        "The body was rewritten on the way ({what}): {} bytes were sent, {} came, and byte {} is the first that differs.",
        sent.len(),
        came.len(),
        at + 1
    )
}

fn named(change: Change) -> &'static str {
    match change {
        Change::Slashes => "slashes",
        Change::Unicode => "escapes of characters",
        Change::WhiteSpace => "white space",
        Change::Newline => "its last line end",
        Change::Mark => "a byte order mark",
    }
}

/// A header of an answer.
pub(super) fn header(head: &[u8], name: &str) -> Option<String> {
    let lines = header_lines(head);
    let found = lines.iter().find(|(found, _)| found.eq_ignore_ascii_case(name.as_bytes()));
    found.map(|(_, value)| String::from_utf8_lossy(value).into_owned())
}
