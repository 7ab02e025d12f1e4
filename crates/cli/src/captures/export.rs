//! `triptych captures export`: captures as lines of JSON, with the exact bytes.

use clap::Args;
use triptych_app::bundle::Line;
use triptych_app::search;
use triptych_store::Reader;

use super::{filter, found};
use crate::{Failure, Folder, print};

/// Write captures to stdout as a bundle, oldest first
///
/// One JSON object a line: request, answer, body, items, documents. The values of headers that hold secrets are masked.
#[derive(Debug, Args)]
pub(super) struct Export {
    #[command(flatten)]
    folder: Folder,
    #[arg(long, value_name = "FILTER", allow_hyphen_values = true, help = filter::HELP)]
    #[arg(default_value = "", hide_default_value = true)]
    filter: String,
    /// Only these captures; all where none is named
    #[arg(value_name = "CAPTURE")]
    ids: Vec<i64>,
}

impl Export {
    pub(super) fn run(&self) -> Result<(), Failure> {
        let filter = filter::parse(&self.filter)?;
        let reader = Reader::open(&self.folder.path()?).map_err(Failure::refused)?;
        let ids = if self.ids.is_empty() { found(&reader, &filter)? } else { self.ids.clone() };
        for id in ids {
            let Some(stored) = reader.capture(id).map_err(Failure::refused)? else {
                if self.ids.is_empty() {
                    // Removed meanwhile.
                    continue;
                }
                return Err(Failure::refused(format!("there is no capture {id}")));
            };
            if self.ids.is_empty() || search::holds(&reader, &filter, id).map_err(Failure::refused)? {
                let items = reader.items(id).map_err(Failure::refused)?;
                print::json(&Line::of(&stored, items))?;
            }
        }
        Ok(())
    }
}
