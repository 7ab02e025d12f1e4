//! `triptych captures export`: captures as lines of JSON, with the exact bytes.

use std::io::BufWriter;

use clap::Args;
use triptych_app::search;
use triptych_app::transfer::{self, ExportError, Format};
use triptych_store::Reader;

use super::{filter, found};
use crate::{Failure, Folder, values};

/// Write captures to stdout as a bundle, oldest first
///
/// One JSON object a line: request, answer, body, items, documents. The values of headers that hold secrets are masked.
#[derive(Debug, Args)]
pub(super) struct Export {
    #[command(flatten)]
    folder: Folder,
    /// As an HTTP archive (HAR) for other tools, instead of a bundle
    #[arg(long)]
    har: bool,
    #[arg(long, value_name = "FILTER", allow_hyphen_values = true, help = filter::HELP)]
    #[arg(default_value = "", hide_default_value = true)]
    filter: String,
    /// Only these captures; all where none is named
    #[arg(value_name = "CAPTURE", value_parser = values::capture)]
    ids: Vec<i64>,
}

impl Export {
    pub(super) fn run(&self) -> Result<(), Failure> {
        let filter = filter::parse(&self.filter)?;
        let reader = Reader::open(&self.folder.path()?).map_err(Failure::refused)?;
        let named = !self.ids.is_empty();
        let mut ids = Vec::new();
        if named {
            for &id in &self.ids {
                if reader.capture(id).map_err(Failure::refused)?.is_none() {
                    return Err(Failure::refused(format!("there is no capture {id}")));
                }
                if search::holds(&reader, &filter, id).map_err(Failure::refused)? {
                    ids.push(id);
                }
            }
        } else {
            ids = found(&reader, &filter)?;
        }
        let format = if self.har { Format::Har } else { Format::Bundle };
        let mut out = BufWriter::new(std::io::stdout().lock());
        transfer::write(&reader, &ids, named, format, &mut out).map_err(|error| match error {
            ExportError::Write(error) => Failure::from(error),
            error => Failure::refused(error),
        })?;
        Ok(())
    }
}
