//! `triptych captures note`.

use clap::Args;
use triptych_app::api::keeping::NoteCapture;

use crate::hand::change;
use crate::{Failure, Folder, values};

/// Write a note on a capture, in place of the one that is there
///
/// Searches find its words.
#[derive(Debug, Args)]
pub(super) struct Note {
    #[command(flatten)]
    folder: Folder,
    /// The capture's number
    #[arg(value_name = "CAPTURE", value_parser = values::capture)]
    id: i64,
    /// An empty text removes the note
    text: String,
}

impl Note {
    pub(super) fn run(&self) -> Result<(), Failure> {
        let request = NoteCapture { id: self.id, text: self.text.clone() };
        change(&self.folder, async |hand| hand.call("captures.note", request).await)
    }
}
