//! Where a request ends and the next one begins, so that each head can be kept exactly as it was sent.
//!
//! hyper parses the requests; this only watches the same bytes go by. It keeps no bodies. Where a request's end cannot
//! be known for sure, it says so ([`Tracker::lost`]) and the connection ends with that request.

use std::collections::VecDeque;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use triptych_core::capture::header_lines;

use crate::limits::Limits;

/// Bytes of a usual head, and more.
const USUAL: usize = 512;

/// A head as it was sent, and when its last byte came.
#[derive(Debug)]
pub(crate) struct Head {
    /// Request line and header lines with their line ends, without the empty line.
    pub(crate) bytes: Vec<u8>,
    /// Microseconds since 1970.
    pub(crate) received_us: i64,
    pub(crate) received: Instant,
}

impl Head {
    /// A head that is complete now.
    pub(crate) fn now(bytes: Vec<u8>) -> Self {
        let since_1970 = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let received_us = i64::try_from(since_1970.as_micros()).unwrap_or(i64::MAX);
        Self { bytes, received_us, received: Instant::now() }
    }
}

/// Follows the bytes of one connection. What it holds is bounded by the head limit and by how far hyper reads ahead.
#[derive(Debug)]
pub(crate) struct Tracker {
    head_bytes: usize,
    head_lines: usize,
    place: Place,
    heads: VecDeque<Head>,
}

#[derive(Debug)]
enum Place {
    Head(Growing),
    /// In a body of which so many bytes are to come.
    Body(u64),
    Chunks(Chunks),
    Lost,
    TooLarge(Head),
}

/// A head of which the end is not there yet.
#[derive(Debug, Default)]
struct Growing {
    bytes: Vec<u8>,
    line_start: usize,
    lines: usize,
}

#[derive(Debug)]
enum Chunks {
    Size(u64),
    Extension(u64),
    Data(u64),
    DataEnd,
    /// In the lines after the last chunk; whether the line has a character yet.
    Trailer(bool),
}

enum Growth {
    More,
    Complete,
    TooLarge,
}

impl Tracker {
    pub(crate) fn new(limits: &Limits) -> Self {
        Self {
            head_bytes: limits.head_bytes,
            head_lines: limits.head_lines,
            place: Place::Head(Growing::default()),
            heads: VecDeque::new(),
        }
    }

    /// Follows bytes that were read. Returns how many of them may go on to hyper: all, unless a head is too large,
    /// of which nothing may.
    pub(crate) fn follow(&mut self, input: &[u8]) -> usize {
        let mut used = 0;
        while used < input.len() {
            let rest = &input[used..];
            let begin = used;
            used += match &mut self.place {
                Place::Head(growing) => {
                    let (taken, growth) = growing.take(rest, self.head_bytes, self.head_lines);
                    match growth {
                        Growth::More => {}
                        Growth::Complete => {
                            let head = Head::now(std::mem::take(&mut growing.bytes));
                            self.place = Place::after(&head.bytes);
                            self.heads.push_back(head);
                        }
                        Growth::TooLarge => {
                            self.place = Place::TooLarge(Head::now(std::mem::take(&mut growing.bytes)));
                            return begin;
                        }
                    }
                    taken
                }
                Place::Body(left) => {
                    let taken = rest.len().min(usize::try_from(*left).unwrap_or(usize::MAX));
                    *left -= taken as u64;
                    if *left == 0 {
                        self.place = Place::start();
                    }
                    taken
                }
                Place::Chunks(chunks) => {
                    let (taken, next) = chunks.take(rest);
                    if let Some(next) = next {
                        self.place = next;
                    }
                    taken
                }
                Place::Lost => rest.len(),
                Place::TooLarge(_) => return begin,
            };
        }
        used
    }

    /// The head of the next request that hyper hands out.
    pub(crate) fn next_head(&mut self) -> Option<Head> {
        self.heads.pop_front()
    }

    /// Whether the end of the current request cannot be known, so that no other may follow it.
    pub(crate) fn lost(&self) -> bool {
        matches!(self.place, Place::Lost)
    }

    /// Whether nothing of a request is half read.
    pub(crate) fn between_requests(&self) -> bool {
        matches!(&self.place, Place::Head(growing) if growing.bytes.is_empty())
    }

    /// Whether a head was larger than the limits; nothing goes on to hyper from then on.
    pub(crate) fn too_large(&self) -> bool {
        matches!(self.place, Place::TooLarge(_))
    }

    /// The beginning of the head that was too large, up to the limit.
    pub(crate) fn take_too_large(&mut self) -> Option<Head> {
        match std::mem::replace(&mut self.place, Place::Lost) {
            Place::TooLarge(head) => Some(head),
            other => {
                self.place = other;
                None
            }
        }
    }
}

impl Place {
    fn start() -> Self {
        Self::Head(Growing::default())
    }

    /// What follows a head.
    fn after(head: &[u8]) -> Self {
        let mut length = None;
        let mut chunked = None;
        for (name, value) in header_lines(head) {
            if name.eq_ignore_ascii_case(b"transfer-encoding") {
                chunked = Some(chunked.is_none() && value.eq_ignore_ascii_case(b"chunked"));
            } else if name.eq_ignore_ascii_case(b"content-length") {
                let Some(found) = decimal(value).filter(|found| length.is_none_or(|length| length == *found)) else {
                    return Self::Lost;
                };
                length = Some(found);
            }
        }
        match (chunked, length) {
            _ if head.starts_with(b"CONNECT ") => Self::Lost,
            (Some(true), None) => Self::Chunks(Chunks::Size(0)),
            (None, Some(length)) if length > 0 => Self::Body(length),
            (None, _) => Self::start(),
            (Some(_), _) => Self::Lost,
        }
    }
}

impl Growing {
    fn take(&mut self, input: &[u8], most_bytes: usize, most_lines: usize) -> (usize, Growth) {
        // Most heads fit; else it would grow line by line.
        self.bytes.reserve(if self.bytes.is_empty() { input.len().min(USUAL) } else { 0 });
        let mut used = 0;
        while used < input.len() {
            let rest = &input[used..];
            let line_end = rest.iter().position(|&byte| byte == b'\n');
            let piece = line_end.map_or(rest, |at| &rest[..=at]);
            self.bytes.extend_from_slice(piece);
            used += piece.len();
            if self.bytes.len() > most_bytes {
                self.bytes.truncate(most_bytes);
                return (used, Growth::TooLarge);
            }
            if line_end.is_none() {
                break;
            }
            let empty = matches!(&self.bytes[self.line_start..], b"\n" | b"\r\n");
            if empty && self.line_start > 0 {
                self.bytes.truncate(self.line_start);
                return (used, Growth::Complete);
            }
            if empty {
                // Empty lines before a request line are none of it (RFC 9112, 2.2).
                self.bytes.clear();
                continue;
            }
            self.line_start = self.bytes.len();
            self.lines += 1;
            if self.lines > most_lines + 1 {
                return (used, Growth::TooLarge);
            }
        }
        (used, Growth::More)
    }
}

impl Chunks {
    /// Takes a part of the input; with it where the connection is then, where that is elsewhere.
    fn take(&mut self, input: &[u8]) -> (usize, Option<Place>) {
        if let Self::Data(left) = self {
            let taken = input.len().min(usize::try_from(*left).unwrap_or(usize::MAX));
            *left -= taken as u64;
            if *left == 0 {
                *self = Self::DataEnd;
            }
            return (taken, None);
        }
        let next = match (&*self, input[0]) {
            (Self::Size(size) | Self::Extension(size), b'\n') => match *size {
                0 => Self::Trailer(false),
                size => Self::Data(size),
            },
            (Self::Size(size), b'\r' | b' ' | b'\t' | b';') => Self::Extension(*size),
            (Self::Size(size), digit) => {
                let digit = char::from(digit).to_digit(16).map(u64::from);
                match digit.and_then(|digit| size.checked_mul(16)?.checked_add(digit)) {
                    Some(size) => Self::Size(size),
                    None => return (1, Some(Place::Lost)),
                }
            }
            (Self::Extension(size), _) => Self::Extension(*size),
            (Self::DataEnd, b'\r') => Self::DataEnd,
            (Self::DataEnd, b'\n') => Self::Size(0),
            (Self::DataEnd | Self::Data(_), _) => return (1, Some(Place::Lost)),
            (Self::Trailer(false), b'\n') => return (1, Some(Place::start())),
            (Self::Trailer(_), b'\n') => Self::Trailer(false),
            (Self::Trailer(written), b'\r') => Self::Trailer(*written),
            (Self::Trailer(_), _) => Self::Trailer(true),
        };
        *self = next;
        (1, None)
    }
}

fn decimal(value: &[u8]) -> Option<u64> {
    let digits = str::from_utf8(value).ok().filter(|text| text.bytes().all(|byte| byte.is_ascii_digit()))?;
    digits.parse().ok()
}

#[cfg(test)]
#[path = "framing_tests.rs"]
mod tests;
