//! `triptych captures delete`.

use clap::Args;
use triptych_app::api::keeping::DeleteCaptures;
use triptych_store::Reader;

use super::filter;
use crate::hand::change;
use crate::{Failure, Folder, print, values};

/// Captures that are asked for at once.
const STEP: usize = 10_000;

/// Delete captures for good, pinned ones too
///
/// With their bodies, items and notes; the book of messages and conversations stays, so that ids are not given twice.
/// A Triptych that has the folder open shows them no more, and deletes them within a minute.
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
        let ids = match &filter {
            Some(filter) => super::found(&Reader::open(&self.folder.path()?).map_err(Failure::refused)?, filter)?,
            None => self.ids.clone(),
        };
        super::all_there(&self.folder, &ids, "deleted")?;
        change(&self.folder, async |hand| {
            for step in ids.chunks(STEP) {
                hand.call::<()>("captures.delete", DeleteCaptures { ids: step.to_vec() }).await?;
            }
            Ok(())
        })?;
        print::text(&format!("{} deleted", print::captures(ids.len())))?;
        Ok(())
    }
}
