//! `triptych captures wait`: for tests in CI.

use std::thread::sleep;
use std::time::{Duration, Instant};

use clap::Args;
use triptych_app::{capture_row, search};
use triptych_core::filter::Filter;
use triptych_core::time;
use triptych_store::{OpenError, PageKey, Reader};

use super::filter;
use crate::{Failure, Folder, print, values};

/// Wait for a capture
///
/// Ends with status 0 and prints the capture once one answers the filter, with 1 when the time is over. Captures count
/// that came after the command began; with --after N those after capture N, so that none is missed between two commands.
/// A data folder that is not there yet is waited for as well.
#[derive(Debug, Args)]
pub(super) struct Wait {
    #[command(flatten)]
    folder: Folder,
    #[arg(long, value_name = "FILTER", allow_hyphen_values = true, help = filter::HELP)]
    #[arg(default_value = "", hide_default_value = true)]
    filter: String,
    /// Give up after so many seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 30.0)]
    timeout: f64,
    /// Only captures newer than this one; 0 for all that are stored
    #[arg(long, value_name = "CAPTURE", value_parser = values::capture)]
    after: Option<i64>,
    /// One JSON object
    #[arg(long)]
    json: bool,
}

/// How often to look.
const PAUSE: Duration = Duration::from_millis(50);

impl Wait {
    pub(super) fn run(&self) -> Result<(), Failure> {
        let filter = filter::parse(&self.filter)?;
        let timeout = Duration::try_from_secs_f64(self.timeout)
            .map_err(|_| Failure::usage("--timeout takes a number of seconds, such as 30 or 0.5"))?;
        let deadline = Instant::now().checked_add(timeout);
        let (reader, was_there) = self.open(deadline)?;
        let mut after = match self.after {
            Some(after) => after,
            None if was_there => newest(&reader)?,
            None => 0,
        };
        loop {
            if let Some(id) = look(&reader, &filter, &mut after)? {
                return self.print(&reader, id);
            }
            if deadline.is_some_and(|deadline| Instant::now() >= deadline) {
                return Err(Failure::refused(format!("no such capture within {} seconds", self.timeout)));
            }
            sleep(PAUSE);
        }
    }

    /// The folder, to be read, and whether it was there from the beginning: a listener that was started a moment ago
    /// may not have made it yet.
    fn open(&self, deadline: Option<Instant>) -> Result<(Reader, bool), Failure> {
        let path = self.folder.path()?;
        let mut was_there = true;
        loop {
            match Reader::open(&path) {
                Err(OpenError::NotFound { .. } | OpenError::TooOld { .. })
                    if deadline.is_none_or(|deadline| Instant::now() < deadline) =>
                {
                    was_there = false;
                    sleep(PAUSE);
                }
                opened => return opened.map(|reader| (reader, was_there)).map_err(Failure::refused),
            }
        }
    }

    fn print(&self, reader: &Reader, id: i64) -> Result<(), Failure> {
        let key = PageKey { before: Some(id + 1), after: Some(id - 1), limit: 1 };
        let page = reader.capture_page(&key).map_err(Failure::refused)?;
        for row in page.rows.iter().map(capture_row) {
            if self.json {
                print::json(&row)?;
            } else {
                let received = time::iso(row.received_us / 1000);
                print::text(&format!("#{} {received} {} {}", row.id, row.judgement, print::line(&row.title, 100)))?;
            }
        }
        Ok(())
    }
}

/// The oldest capture after `after` that answers. What can be judged for good is not looked at again.
fn look(reader: &Reader, filter: &Filter, after: &mut i64) -> Result<Option<i64>, Failure> {
    let found = reader.at_one_moment(|reader| {
        let until = reader.settled_to()?;
        Ok((search::oldest(reader, filter, *after, until)?, until))
    });
    let (found, until) = found.map_err(Failure::refused)?;
    *after = until.max(*after);
    Ok(found)
}

fn newest(reader: &Reader) -> Result<i64, Failure> {
    let page = reader.capture_page(&PageKey { before: None, after: None, limit: 1 }).map_err(Failure::refused)?;
    Ok(page.rows.first().map_or(0, |row| row.id))
}
