//! `triptych captures list`.

use clap::Args;
use triptych_app::api::captures::CaptureRow;
use triptych_app::capture_row;
use triptych_core::filter::Filter;
use triptych_core::time;
use triptych_store::{PageKey, Reader};

use super::matching;
use crate::{Failure, Folder, print};

/// Rows read at once.
const PAGE: u32 = 500;

/// List captures, newest first
#[derive(Debug, Args)]
pub(super) struct List {
    #[command(flatten)]
    folder: Folder,
    /// Only captures older than this one
    #[arg(long, value_name = "CAPTURE")]
    before: Option<i64>,
    /// Only captures newer than this one
    #[arg(long, value_name = "CAPTURE")]
    after: Option<i64>,
    #[arg(long, value_name = "FILTER", value_parser = super::parse_filter, help = super::FILTER_HELP)]
    filter: Option<Filter>,
    /// At most so many; all where absent
    #[arg(long, value_name = "N")]
    limit: Option<u32>,
    /// One JSON object a line, one line a capture
    #[arg(long)]
    json: bool,
}

impl List {
    pub(super) fn run(&self) -> Result<(), Failure> {
        let reader = Reader::open(&self.folder.path()?).map_err(Failure::refused)?;
        let mut left = self.limit.unwrap_or(u32::MAX);
        let mut before = self.before;
        while left > 0 {
            let page =
                reader.capture_page(&PageKey { before, after: self.after, limit: PAGE }).map_err(Failure::refused)?;
            for row in &page.rows {
                if left > 0 && self.wants(&reader, row.id)? {
                    self.print(&capture_row(row))?;
                    left -= 1;
                }
            }
            before = page.rows.last().map(|row| row.id);
            if !page.more {
                break;
            }
        }
        Ok(())
    }

    fn wants(&self, reader: &Reader, id: i64) -> Result<bool, Failure> {
        match &self.filter {
            None => Ok(true),
            Some(filter) => Ok(matching(reader, id, filter)?.is_some()),
        }
    }

    fn print(&self, row: &CaptureRow) -> std::io::Result<()> {
        if self.json {
            return print::json(row);
        }
        print::text(&format!(
            "#{:<6} {}  {:>3} {:<15} {:>3} out  {}",
            row.id,
            time::iso(row.received_us / 1000),
            row.status,
            row.judgement,
            row.documents,
            print::line(&row.title, 100),
        ))
    }
}
