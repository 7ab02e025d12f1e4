//! A body as it was signed, where something on the way changed it in a way that can be undone.

use triptych_core::capture::header_lines;
use triptych_core::doctor::places::{Place, places};
use triptych_core::doctor::signature;
use triptych_core::signature::SignatureLines;
use triptych_store::{Reader, StoreError, StoredCapture};

use crate::access::Known;
use crate::api::doctor::{BytePlace, Restored};

/// Places that are shown.
const MOST: usize = 200;
/// Bytes shown on either side of a place.
const AROUND: usize = 16;
/// Most bytes shown of a stretch.
const STRETCH: usize = 80;

/// The capture, and its body as it was signed. `None` where that is not known.
///
/// # Errors
/// Where the store cannot be read.
pub fn signed_body(reader: &Reader, id: i64) -> Result<Option<(StoredCapture, Vec<u8>)>, StoreError> {
    let Some(stored) = reader.capture(id)?.filter(|stored| !stored.capture.truncated) else { return Ok(None) };
    let known = Known::of(reader)?;
    Ok(of(&stored, &known).map(|body| (stored, body)))
}

fn of(stored: &StoredCapture, known: &Known) -> Option<Vec<u8>> {
    let capture = &stored.capture;
    let lines = header_lines(&capture.head);
    let mut signed = SignatureLines::default();
    lines.iter().for_each(|(name, value)| signed.take(name, value));
    let candidates = known.candidates(capture.endpoint.as_ref());
    signature::restored(&signed, &candidates, &capture.body, signature::BUDGET)
}

/// Where the bytes that came differ from those that were signed.
#[must_use]
pub fn compared(stored: &StoredCapture, signed: &[u8]) -> Restored {
    let came = &stored.capture.body;
    let all = places(came, signed);
    let place = |place: &Place| BytePlace {
        at: place.came.start as u64,
        before: text(&came[place.came.start.saturating_sub(AROUND)..place.came.start]),
        came: text(cut(&came[place.came.clone()])),
        signed: text(cut(&signed[place.signed.clone()])),
        after: text(&came[place.came.end..came.len().min(place.came.end + AROUND)]),
    };
    Restored {
        capture: stored.id,
        came_bytes: came.len() as u64,
        signed_bytes: signed.len() as u64,
        count: all.len() as u64,
        places: all.iter().take(MOST).map(place).collect(),
    }
}

fn cut(bytes: &[u8]) -> &[u8] {
    &bytes[..bytes.len().min(STRETCH)]
}

/// As text; halves of characters at the ends are left out.
fn text(bytes: &[u8]) -> String {
    let start = bytes.iter().take(3).take_while(|&&byte| byte & 0xc0 == 0x80).count();
    String::from_utf8_lossy(&bytes[start..]).trim_end_matches('\u{fffd}').to_owned()
}
