//! `triptych captures note`.

use clap::Args;
use triptych_app::now_us;

use crate::{Failure, Folder, values};

/// Write a note on a capture, in place of the one that is there
///
/// Searches find its words. Refused while Triptych has the folder open: the window does it there.
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
        let (text, now_us) = (self.text.trim().to_owned(), now_us());
        super::change_each(&self.folder, &[self.id], move |tx, id| tx.set_note(id, &text, now_us).map(drop))
    }
}
