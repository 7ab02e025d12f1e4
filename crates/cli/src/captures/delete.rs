//! `triptych captures delete`.

use clap::Args;
use triptych_store::{Reader, Store};

use super::filter;
use crate::{Failure, Folder, print, values};

/// Captures deleted in one transaction.
const STEP: usize = 256;

/// Delete captures for good, pinned ones too
///
/// With their bodies, items and notes; the book of messages and conversations stays, so that ids are not given twice.
/// Refused while Triptych has the folder open: the window does it there, and can undo it.
#[derive(Debug, Args)]
pub(super) struct Delete {
    #[command(flatten)]
    folder: Folder,
    /// Numbers of captures
    #[arg(value_name = "CAPTURE", value_parser = values::capture)]
    #[arg(required_unless_present = "filter", conflicts_with = "filter")]
    ids: Vec<i64>,
    #[arg(long, value_name = "FILTER", allow_hyphen_values = true, help = filter::HELP)]
    filter: Option<String>,
}

impl Delete {
    pub(super) fn run(&self) -> Result<(), Failure> {
        let filter = self.filter.as_deref().map(filter::parse).transpose()?;
        if filter.as_ref().is_some_and(|filter| filter.terms.is_empty()) {
            return Err(Failure::usage("an empty filter would delete everything; name what is to go"));
        }
        let path = self.folder.path()?;
        let store = Store::open(&path).map_err(Failure::refused)?;
        let reader = Reader::open(&path).map_err(Failure::refused)?;
        let ids = match &filter {
            Some(filter) => super::found(&reader, filter)?,
            None => self.ids.clone(),
        };
        for id in &ids {
            if reader.capture_rows(&[*id]).map_err(Failure::refused)?.is_empty() {
                return Err(Failure::refused(format!("there is no capture {id}; nothing was deleted")));
            }
        }
        let mut deleted = 0;
        for step in ids.chunks(STEP) {
            let step = step.to_vec();
            deleted += store.write_blocking(move |tx| tx.delete_captures(&step)).map_err(Failure::refused)?;
        }
        print::text(&format!("{} deleted", print::captures(deleted)))?;
        Ok(())
    }
}
