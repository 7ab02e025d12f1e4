//! What `strace` wrote, as events on the files of one folder and as answers.

use std::collections::HashMap;
use std::fs;
use std::net::SocketAddr;
use std::path::Path;

/// The calls that are recorded.
pub(super) const CALLS: &str =
    "trace=openat,pwrite64,pwritev,write,writev,sendto,ftruncate,fallocate,fsync,fdatasync,unlink,rename";

/// The socket of the folder's holder.
const DOOR: &str = "control.sock";

/// In the order in which they happened. Files are named within the folder.
#[derive(Debug)]
pub(super) enum Event {
    /// Opened with `O_CREAT`.
    Made(String),
    Write {
        file: String,
        at: usize,
        bytes: Vec<u8>,
    },
    Truncated {
        file: String,
        length: usize,
    },
    Synced(String),
    /// The folder itself.
    NamesSynced,
    Unlinked(String),
    /// A 200 began to be sent to this address.
    Answered(SocketAddr),
}

impl Event {
    pub(super) fn is_sync(&self) -> bool {
        matches!(self, Self::Synced(_) | Self::NamesSynced)
    }

    pub(super) fn is_sync_of(&self, wanted: &str) -> bool {
        matches!(self, Self::Synced(file) if file == wanted)
    }
}

/// Reads a record of the listener that had this folder.
pub(super) fn read(record: &Path, dir: &Path) -> Vec<Event> {
    let text = fs::read_to_string(record).expect("a record");
    let folder = fs::canonicalize(dir).expect("a folder").to_str().expect("UTF-8").to_owned();
    let mut unfinished: HashMap<&str, &str> = HashMap::new();
    let mut events = Vec::new();
    for line in text.lines() {
        let Some((thread, call)) = line.split_once(' ') else { continue };
        let call = call.trim_start();
        if let Some(begun) = call.strip_suffix("<unfinished ...>") {
            // An answer may have left as soon as the call began, a write or a sync counts from its end.
            events.extend(answered(begun));
            unfinished.insert(thread, begun);
        } else if call.starts_with("<... ") {
            let begun = unfinished.remove(thread).expect("a call that began");
            let (_, rest) = call.split_once("resumed>").expect("a call that is resumed");
            if answered(begun).is_none() {
                events.extend(event(&format!("{begun}{rest}"), &folder));
            }
        } else {
            events.extend(answered(call).or_else(|| event(call, &folder)));
        }
    }
    events
}

/// A call that sends the begin of a 200.
fn answered(call: &str) -> Option<Event> {
    if !["write(", "writev(", "sendto("].iter().any(|name| call.starts_with(name)) {
        return None;
    }
    let (_, peer) = call.split_once("<TCP:[")?.1.split_once("]>")?.0.split_once("->")?;
    let sent = strings(call).next()?;
    sent.starts_with(b"HTTP/1.1 200 ").then(|| Event::Answered(peer.parse().expect("an address")))
}

fn event(call: &str, folder: &str) -> Option<Event> {
    let (name, args) = call.split_once('(')?;
    let (args, result) = args.rsplit_once(" = ")?;
    if result.starts_with('-') {
        return None;
    }
    let within = |path: Vec<u8>| {
        let path = String::from_utf8(path).ok()?;
        let rest = path.strip_prefix(folder)?;
        Some(rest.trim_start_matches('/').to_owned())
    };
    if name == "openat" {
        let file = within(strings(args).next()?)?;
        return args.contains("O_CREAT").then_some(Event::Made(file)).filter(counts);
    }
    if name == "unlink" {
        return within(strings(args).next()?).map(Event::Unlinked).filter(counts);
    }
    if name == "rename" {
        let to = within(strings(args).nth(1)?)?;
        assert_eq!(to, DOOR, "no file of the folder is renamed, but for the socket that is made aside");
        return None;
    }
    // What every other call begins with: a number and, within angle brackets, its path.
    let (path, rest) = args.split_once('<')?.1.split_once('>')?;
    let file = within(unescaped(path))?;
    let number = |text: &str| text.trim_end_matches(')').trim().parse().expect("a number");
    let last = || number(args.trim_end().rsplit(',').next().expect("an argument"));
    let event = match name {
        "pwrite64" => {
            let bytes = strings(rest).next()?;
            assert_eq!(bytes.len(), result.trim().parse::<usize>().expect("a number"), "written whole: {name}");
            Event::Write { file, at: last(), bytes }
        }
        "ftruncate" => Event::Truncated { file, length: last() },
        "fsync" | "fdatasync" if file.is_empty() => Event::NamesSynced,
        "fsync" | "fdatasync" => Event::Synced(file),
        _ if file == "triptych.lock" || file.ends_with("-shm") => return None,
        _ => panic!("{name} of {file} is not understood"),
    };
    Some(event).filter(counts)
}

/// Lock and socket are no data, and SQLite builds the shared memory anew.
fn counts(event: &Event) -> bool {
    let (Event::Made(file) | Event::Write { file, .. } | Event::Truncated { file, .. } | Event::Unlinked(file)) = event
    else {
        return true;
    };
    file != "triptych.lock" && file != DOOR && !file.ends_with("-shm")
}

/// The strings of a call, all of them in hexadecimal.
fn strings(call: &str) -> impl Iterator<Item = Vec<u8>> {
    call.split('"').skip(1).step_by(2).map(unescaped)
}

/// `\x41` is `A`; the rest stands for itself.
fn unescaped(text: &str) -> Vec<u8> {
    let text = text.as_bytes();
    let mut bytes = Vec::with_capacity(text.len() / 4);
    let digit = |byte: u8| char::from(byte).to_digit(16).expect("hexadecimal") as u8;
    let mut at = 0;
    while at < text.len() {
        if text[at..].starts_with(b"\\x") {
            bytes.push(16 * digit(text[at + 2]) + digit(text[at + 3]));
            at += 4;
        } else {
            bytes.push(text[at]);
            at += 1;
        }
    }
    bytes
}
