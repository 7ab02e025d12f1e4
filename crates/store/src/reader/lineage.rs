//! Which captures and items belong together.

use triptych_core::lineage::{Key, Relation, Trace};

use super::{Reader, Result};
use crate::queries::deliveries::{self, DeliveryRow};
use crate::queries::kept::{self, BookMessage, Repeat};
use crate::queries::lineage::{self, Place};

impl Reader {
    /// What the items of a converted capture are told by and speak of, by item; not what became a message.
    pub fn traces(&self, capture_id: i64) -> Result<Vec<(u32, Trace)>> {
        Ok(lineage::of_capture(&self.conn, capture_id)?)
    }

    /// The messages that a capture's items became, by item: of each its first part.
    pub fn messages_of(&self, capture_id: i64) -> Result<Vec<(u32, BookMessage)>> {
        Ok(kept::of_capture(&self.conn, capture_id)?)
    }

    /// Items told by the same trace, oldest first: of those from the capture `around` on the first ones, and of those
    /// before it the last ones, at most `limit` each.
    pub fn places_told_by(&self, trace: &Trace, around: i64, limit: u32) -> Result<Vec<Place>> {
        Ok(lineage::same(&self.conn, trace, around, limit)?)
    }

    /// The capture that made a message; `None` where there is no such message.
    pub fn made_by(&self, message_id: i64) -> Result<Option<i64>> {
        Ok(kept::made_by(&self.conn, message_id)?)
    }

    /// Where the messages stand that a capture brings, by the messages' ids.
    pub fn places_in(&self, capture_id: i64) -> Result<Vec<(i64, Place)>> {
        Ok(kept::all_in(&self.conn, capture_id)?)
    }

    /// Where a message was made. Goes through all documents of that capture.
    pub fn places_made(&self, message_id: i64) -> Result<Vec<Place>> {
        Ok(kept::made(&self.conn, message_id)?)
    }

    /// Where a message came again, as in [`Reader::places_told_by`], but in no order.
    pub fn places_again(&self, message_id: i64, around: i64, limit: u32) -> Result<Vec<Place>> {
        Ok(kept::again(&self.conn, message_id, around, limit)?)
    }

    /// Items that speak of the message with this key, at most `limit`.
    pub fn places_about(&self, key: Key, limit: u32) -> Result<Vec<(Relation, Place)>> {
        Ok(lineage::about(&self.conn, key, limit)?)
    }

    /// Whether the conversation with this key has a watermark from this one on: milliseconds since 1970.
    pub fn has_watermark(&self, key: Key, from: i64) -> Result<bool> {
        Ok(lineage::has_watermark(&self.conn, key, from)?)
    }

    /// Items with a watermark `from <= watermark < before` (milliseconds since 1970) of the conversation with this key,
    /// the lowest first, at most `limit`.
    pub fn watermarks(&self, of: (Relation, Key), from: i64, before: i64, limit: u32) -> Result<Vec<(i64, Place)>> {
        Ok(lineage::watermarks(&self.conn, of, from, before, limit)?)
    }

    /// How often the first message of a capture came before; `None` where it came first.
    pub fn repeat(&self, capture_id: i64) -> Result<Option<Repeat>> {
        Ok(kept::repeat(&self.conn, capture_id)?)
    }

    /// A message of the book, whether or not a capture still has it.
    pub fn message(&self, id: i64) -> Result<Option<BookMessage>> {
        Ok(kept::get(&self.conn, id)?)
    }

    /// The messages of an id: one an endpoint that has it.
    pub fn messages_called(&self, account: &str, external_id: &str) -> Result<Vec<BookMessage>> {
        Ok(kept::called(&self.conn, account, external_id)?)
    }

    /// The newest message between two parties that is dated not after `until_ms` (milliseconds since 1970).
    pub fn newest_message(&self, account: &str, customer: &str, until_ms: i64) -> Result<Option<BookMessage>> {
        Ok(kept::newest_until(&self.conn, account, customer, until_ms)?)
    }

    /// When the first message between two parties after `after_ms` is dated; both in milliseconds since 1970.
    pub fn next_message_ms(&self, account: &str, customer: &str, after_ms: i64) -> Result<Option<i64>> {
        Ok(kept::next_date(&self.conn, account, customer, after_ms)?)
    }

    /// A capture as a delivery among others; `None` where it is not there or was removed.
    pub fn delivery(&self, id: i64) -> Result<Option<DeliveryRow>> {
        Ok(deliveries::get(&self.conn, id)?)
    }

    /// What a capture replays, directly or over others, and all that replays one of these, the capture too: at most
    /// `limit` ids in order. Some may be gone.
    pub fn replays(&self, id: i64, limit: u32) -> Result<Vec<i64>> {
        Ok(deliveries::replays(&self.conn, id, limit)?)
    }

    /// Refused captures whose body was kept whole and is as long as this one, newest first, at most `limit`.
    pub fn refused_of_size(&self, body_size: u64, limit: u32) -> Result<Vec<i64>> {
        Ok(deliveries::refused_of_size(&self.conn, body_size, limit)?)
    }
}
