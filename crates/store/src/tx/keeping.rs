//! What the user does to captures: pins, notes, removal with a way back.

use super::{Result, WriteTx};
use crate::queries::replays::{self, ReplayNote};
use crate::queries::{captures, gone, notes, pins, pruning, removed};

impl WriteTx<'_> {
    /// Whether the capture is there, and not removed.
    pub fn has_capture(&self, capture_id: i64) -> Result<bool> {
        Ok(captures::is_there(self.conn, capture_id)?)
    }

    /// Keeps a capture whatever the retention says, a refused one too. `false` where there is no such capture. Time:
    /// microseconds since 1970, UTC.
    pub fn pin(&mut self, capture_id: i64, pinned_us: i64) -> Result<bool> {
        Ok(pins::add(self.conn, capture_id, pinned_us)?)
    }

    /// `false` where it was not pinned. If the retention is exceeded, the capture may go at once.
    pub fn unpin(&mut self, capture_id: i64) -> Result<bool> {
        self.unpinned.set(true);
        Ok(pins::remove(self.conn, capture_id)?)
    }

    /// Writes a note on a capture, in place of the one that is there; an empty text removes it. `false` where there is
    /// no such capture. Time: microseconds since 1970, UTC.
    pub fn set_note(&mut self, capture_id: i64, text: &str, noted_us: i64) -> Result<bool> {
        Ok(notes::set(self.conn, capture_id, text, noted_us)?)
    }

    /// Notes what a capture that Triptych sent itself was made of. Nothing where there is no such capture.
    pub fn note_replay(&mut self, capture_id: i64, note: &ReplayNote) -> Result<()> {
        Ok(replays::note(self.conn, capture_id, note)?)
    }

    /// Takes a capture out of all lists, a pinned one too. [`WriteTx::restore_capture`] brings it back within
    /// [`crate::UNDO_SECONDS`]; then, and when the store is closed or opened, it is deleted. `false` where there is no
    /// such capture. Time: microseconds since 1970, UTC.
    pub fn remove_capture(&mut self, capture_id: i64, removed_us: i64) -> Result<bool> {
        Ok(removed::mark(self.conn, capture_id, removed_us)?)
    }

    /// `false` where it was not removed, or is deleted by now.
    pub fn restore_capture(&mut self, capture_id: i64) -> Result<bool> {
        Ok(removed::restore(self.conn, capture_id)?)
    }

    /// Removes captures for good, pinned ones too, with all that was derived of them; messages and conversations stay.
    /// How many of them there were. About 20 µs each, more for large bodies: be modest.
    pub fn delete_captures(&mut self, ids: &[i64]) -> Result<usize> {
        let mut deleted = 0;
        for id in ids {
            deleted += usize::from(pruning::delete(self.conn, *id)?);
        }
        Ok(deleted)
    }

    /// The index holds nothing of these captures any more: see [`crate::Reader::gone`].
    pub fn forget_gone(&mut self, ids: &[i64]) -> Result<()> {
        Ok(gone::forget(self.conn, ids)?)
    }
}
