//! What belongs together: deliveries of the same events, and events that speak of one another.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What an event has to do with another one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Link {
    /// `same_message` (the same id again), `same_event`, `echo_of`, `edit_of`, `unsend_of`, `reaction_to`, `reply_to`,
    /// `story_reply_to`, `read_up_to`, `delivered_up_to`, `feedback_on`, `prior_message`.
    pub relation: String,
    /// `false`: this event speaks of that one; `true`: that one speaks of this.
    pub incoming: bool,
    /// The capture that has the other event; `null`: the store does not have it, not yet or not any more.
    pub capture: Option<i64>,
    /// Which item of that capture it is, from 0.
    pub item: Option<u32>,
    /// What it is called by: the `mid`, the comment's id, the story's; a watermark in milliseconds since 1970. Hostile
    /// text.
    pub id: Option<String>,
    /// A word of ours on it: `with other content`, `not in the store any more`, …
    pub note: Option<String>,
}

/// That a capture brings again what came before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Repeat {
    /// How many captures brought its first message before: 1 for the first repetition. Not counted beyond 1,000.
    pub nth: u32,
    /// The first of them; `null` where that is gone.
    pub of: Option<i64>,
    /// The same bytes to the same endpoint once more: the sender tried again.
    pub retry: bool,
    /// One of its messages has other content than the first time.
    pub conflict: bool,
}

/// A capture that belongs together with the one that is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Delivery {
    pub capture: i64,
    /// Microseconds since 1970, UTC.
    pub received_us: i64,
    /// `this`: the one that is shown; `original`: the first of all; `replay`: sent by Triptych; `retry`: the same bytes
    /// to the same endpoint; `same_events`: the same events in other bytes, or to another endpoint.
    pub relation: String,
    /// 0 where no answer could be sent.
    pub status: u16,
    /// As in `CaptureRow`.
    pub judgement: String,
    /// Microseconds since the one before it in this list was received; `null` for the first.
    pub spacing_us: Option<i64>,
    /// What is other than in the one that is shown, in a few words; `null`: nothing, byte for byte.
    pub changed: Option<String>,
}
