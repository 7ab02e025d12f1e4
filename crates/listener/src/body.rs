//! Reading a body: up to a size, within a time, and within what may be held in memory at once.

use std::error::Error;
use std::io;
use std::sync::Arc;

use axum::body::Body;
use http::HeaderMap;
use http::header::CONTENT_LENGTH;
use http_body_util::BodyExt;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, timeout_at};

use crate::limits::Limits;

/// A body as far as it arrived.
#[derive(Debug)]
pub(crate) struct Arrived {
    pub(crate) bytes: Vec<u8>,
    /// Bytes that arrived, also where fewer are kept.
    pub(crate) size: u64,
    pub(crate) ending: Ending,
    /// Room for the bytes, given back when this is dropped.
    pub(crate) room: Option<OwnedSemaphorePermit>,
}

/// How the reading of a body ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ending {
    Whole,
    /// There is more than may be read.
    TooLarge,
    /// The deadline passed.
    TooSlow,
    /// The sender closed the connection.
    SenderLeft,
    /// The chunked encoding is broken.
    Broken,
}

/// Reads a body of at most `limit` bytes. Of a larger one, [`Limits::kept_of_refused`] bytes are kept.
/// `None` where too many bytes of bodies are held already.
pub(crate) async fn read(
    body: Body,
    headers: &HeaderMap,
    limit: usize,
    limits: &Limits,
    in_flight: &Arc<Semaphore>,
) -> Option<Arrived> {
    let announced = headers.get(CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
    // Where the announced size is too large already, no more is read than is kept.
    let foreseen = announced.is_some_and(|length| length > limit as u64);
    let most = if foreseen { limits.kept_of_refused.min(limit) } else { limit };
    let mut arrived = Arrived { bytes: Vec::new(), size: 0, ending: Ending::Whole, room: None };
    let deadline = Instant::now() + limits.body_deadline;
    arrived.ending = match timeout_at(deadline, fill(&mut arrived, body, most, in_flight)).await {
        Ok(ending) => ending?,
        // That it is too large was known before.
        Err(_elapsed) if foreseen => Ending::TooLarge,
        Err(_elapsed) => Ending::TooSlow,
    };
    if arrived.ending == Ending::TooLarge {
        arrived.bytes.truncate(limits.kept_of_refused.min(limit));
        arrived.bytes.shrink_to_fit();
    }
    Some(arrived)
}

async fn fill(arrived: &mut Arrived, mut body: Body, most: usize, in_flight: &Arc<Semaphore>) -> Option<Ending> {
    while let Some(frame) = body.frame().await {
        let data = match frame.map(hyper::body::Frame::into_data) {
            Ok(Ok(data)) => data,
            Ok(Err(_trailers)) => continue,
            Err(error) if is_malformed(&error) => return Some(Ending::Broken),
            Err(_closed) => return Some(Ending::SenderLeft),
        };
        arrived.size += data.len() as u64;
        let kept = &data[..data.len().min(most - arrived.bytes.len())];
        let permits = u32::try_from(kept.len()).ok()?;
        let room = Arc::clone(in_flight).try_acquire_many_owned(permits).ok()?;
        match &mut arrived.room {
            Some(held) => held.merge(room),
            None => arrived.room = Some(room),
        }
        arrived.bytes.extend_from_slice(kept);
        if kept.len() < data.len() {
            return Some(Ending::TooLarge);
        }
    }
    Some(Ending::Whole)
}

/// Whether hyper could not decode the body, rather than not receive it.
fn is_malformed(error: &axum::Error) -> bool {
    let mut cause: Option<&(dyn Error + 'static)> = Some(error);
    while let Some(error) = cause {
        if let Some(error) = error.downcast_ref::<io::Error>() {
            return matches!(error.kind(), io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput);
        }
        cause = error.source();
    }
    false
}
