//! `triptych captures export`: captures as lines of JSON, with the exact bytes.

use clap::Args;
use triptych_app::bundle::Line;
use triptych_core::filter::Filter;
use triptych_store::{PageKey, Reader};

use super::matching;
use crate::{Failure, Folder, print};

/// Write captures to stdout as a bundle, oldest first
///
/// One JSON object a line: request, answer, body, items, documents. The values of headers that hold secrets are masked.
#[derive(Debug, Args)]
pub(super) struct Export {
    #[command(flatten)]
    folder: Folder,
    #[arg(long, value_name = "FILTER", default_value = "", value_parser = super::parse_filter, help = super::FILTER_HELP)]
    filter: Filter,
    /// Only these captures; all where none is named
    #[arg(value_name = "CAPTURE")]
    ids: Vec<i64>,
}

const PAGE: u32 = 500;

impl Export {
    pub(super) fn run(&self) -> Result<(), Failure> {
        let reader = Reader::open(&self.folder.path()?).map_err(Failure::refused)?;
        let ids = if self.ids.is_empty() { all(&reader)? } else { self.ids.clone() };
        for id in ids {
            match matching(&reader, id, &self.filter)? {
                Some(stored) => {
                    let items = reader.items(id).map_err(Failure::refused)?;
                    print::json(&Line::of(&stored, items))?;
                }
                None if self.ids.contains(&id) && self.filter.terms.is_empty() => {
                    return Err(Failure::refused(format!("there is no capture {id}")));
                }
                None => {}
            }
        }
        Ok(())
    }
}

/// All ids, oldest first.
fn all(reader: &Reader) -> Result<Vec<i64>, Failure> {
    let mut ids = Vec::new();
    let mut before = None;
    loop {
        let page = reader.capture_page(&PageKey { before, after: None, limit: PAGE }).map_err(Failure::refused)?;
        ids.extend(page.rows.iter().map(|row| row.id));
        before = page.rows.last().map(|row| row.id);
        if !page.more {
            ids.reverse();
            return Ok(ids);
        }
    }
}
