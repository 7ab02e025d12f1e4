//! `triptych captures list`.

use std::time::Duration;

use clap::Args;
use triptych_app::api::captures::CaptureRow;
use triptych_app::capture_row;
use triptych_app::search::{self, Patience};
use triptych_core::time;
use triptych_store::{PageKey, Reader};

use super::{PAGE, filter};
use crate::{Failure, Folder, print, values};

/// How long to look until what was found is printed.
const PATIENCE: Patience = Patience::of(Duration::from_millis(200));

/// List captures, newest first
#[derive(Debug, Args)]
pub(super) struct List {
    #[command(flatten)]
    folder: Folder,
    /// Only captures older than this one
    #[arg(long, value_name = "CAPTURE", value_parser = values::capture)]
    before: Option<i64>,
    /// Only captures newer than this one
    #[arg(long, value_name = "CAPTURE", value_parser = values::capture)]
    after: Option<i64>,
    #[arg(long, value_name = "FILTER", allow_hyphen_values = true, help = filter::HELP)]
    #[arg(default_value = "", hide_default_value = true)]
    filter: String,
    /// At most so many; all where absent
    #[arg(long, value_name = "N")]
    limit: Option<u32>,
    /// One JSON object a line, one line a capture
    #[arg(long)]
    json: bool,
}

impl List {
    pub(super) fn run(&self) -> Result<(), Failure> {
        let filter = filter::parse(&self.filter)?;
        let reader = Reader::open(&self.folder.path()?).map_err(Failure::refused)?;
        let mut left = self.limit.unwrap_or(u32::MAX);
        let mut key = PageKey { before: self.before, after: self.after, limit: PAGE };
        while left > 0 {
            key.limit = left.min(PAGE);
            let page = reader.at_one_moment(|reader| search::page(reader, &filter, &key, Some(PATIENCE)));
            let page = page.map_err(Failure::refused)?;
            for row in &page.rows {
                self.print(&capture_row(row))?;
                left -= 1;
            }
            if page.next.is_none() {
                break;
            }
            key.before = page.next;
        }
        Ok(())
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
