//! What its user does to captures: pins, notes, removal with a way back, limits of what is kept.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Request of `captures.pin`: pinned captures stay, whatever the limits say.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct PinCaptures {
    pub ids: Vec<i64>,
    pub pinned: bool,
}

/// Request of `captures.note`.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct NoteCapture {
    pub id: i64,
    /// An empty text removes the note.
    pub text: String,
}

/// Request of `captures.delete`: they leave every list at once, and the disk after 60 s.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct DeleteCaptures {
    pub ids: Vec<i64>,
}

/// Request of `captures.restore`: undoes `captures.delete` while they are still there.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct RestoreCaptures {
    pub ids: Vec<i64>,
}

/// Answer of `retention.get` and `retention.set`: the limits, and how much is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct RetentionView {
    /// Most captures; `null`: any number.
    pub captures: Option<u64>,
    /// Most bytes of heads and bodies; `null`: any number.
    pub bytes: Option<u64>,
    /// Most days after receipt; `null`: any age.
    pub age_days: Option<u32>,
    /// Accepted captures and passed handshakes: what the limits count.
    pub kept_captures: u64,
    /// Bytes of their heads and bodies.
    pub kept_bytes: u64,
    pub pinned: u64,
    /// Bytes of the database's files on the disk.
    pub file_bytes: u64,
}

/// Request of `retention.set`. `null`: no such limit.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct SetRetention {
    pub captures: Option<u64>,
    pub bytes: Option<u64>,
    pub age_days: Option<u32>,
}
