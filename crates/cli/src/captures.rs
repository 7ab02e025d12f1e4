//! `triptych captures`: reading the store, also while the app runs.

use clap::{Args, Subcommand};
use serde::Serialize;
use triptych_app::api::captures::{CaptureRow, CaptureView};
use triptych_app::{capture_row, capture_view};
use triptych_core::time;
use triptych_store::{PageKey, Reader};

use crate::{Failure, Folder, convert, print};

/// Look at stored captures
#[derive(Debug, Args)]
pub(crate) struct Captures {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    List(List),
    Show(Show),
}

/// List captures, newest first
#[derive(Debug, Args)]
struct List {
    #[command(flatten)]
    folder: Folder,
    /// Only captures older than this one
    #[arg(long, value_name = "CAPTURE")]
    before: Option<i64>,
    /// Only captures newer than this one
    #[arg(long, value_name = "CAPTURE")]
    after: Option<i64>,
    /// At most so many; all where absent
    #[arg(long, value_name = "N")]
    limit: Option<u32>,
    /// One JSON object a line, one line a capture
    #[arg(long)]
    json: bool,
}

/// Show one capture whole: request, answer, body, items, documents
#[derive(Debug, Args)]
struct Show {
    #[command(flatten)]
    folder: Folder,
    /// One JSON object
    #[arg(long)]
    json: bool,
    /// The capture's number
    #[arg(value_name = "CAPTURE")]
    id: i64,
}

/// Rows read at once.
const PAGE: u32 = 500;

impl Captures {
    pub(crate) fn run(&self) -> Result<(), Failure> {
        match &self.command {
            Command::List(list) => list.run(),
            Command::Show(show) => show.run(),
        }
    }
}

impl List {
    fn run(&self) -> Result<(), Failure> {
        let reader = Reader::open(&self.folder.path()?).map_err(Failure::refused)?;
        let mut left = self.limit.unwrap_or(u32::MAX);
        let mut before = self.before;
        while left > 0 {
            let key = PageKey { before, after: self.after, limit: left.min(PAGE) };
            let page = reader.capture_page(&key).map_err(Failure::refused)?;
            for row in &page.rows {
                self.print(&capture_row(row))?;
            }
            before = page.rows.last().map(|row| row.id);
            left = left.saturating_sub(u32::try_from(page.rows.len()).unwrap_or(u32::MAX));
            if !page.more {
                break;
            }
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

/// A capture as JSON: what the window gets, and the body.
#[derive(Serialize)]
struct Shown<'a> {
    #[serde(flatten)]
    view: &'a CaptureView,
    /// The body as text; `null` where it is not UTF-8.
    body: Option<&'a str>,
    /// The exact bytes in hexadecimal, where they are not UTF-8.
    body_hex: Option<String>,
}

impl Show {
    fn run(&self) -> Result<(), Failure> {
        let reader = Reader::open(&self.folder.path()?).map_err(Failure::refused)?;
        let stored = reader.capture(self.id).map_err(Failure::refused)?;
        let stored = stored.ok_or_else(|| Failure::refused(format!("there is no capture {}", self.id)))?;
        let items = reader.items(self.id).map_err(Failure::refused)?;
        let view = capture_view(&stored, items);
        let body = &stored.capture.body;
        let text = std::str::from_utf8(body).ok();
        if self.json {
            let body_hex = text.is_none().then(|| body.iter().map(|byte| format!("{byte:02x}")).collect());
            return Ok(print::json(&Shown { view: &view, body: text, body_hex })?);
        }
        people(&view, &String::from_utf8_lossy(body))?;
        Ok(())
    }
}

fn people(view: &CaptureView, body: &str) -> std::io::Result<()> {
    let row = &view.row;
    let query = view.query.as_ref().map(|query| format!("?{query}")).unwrap_or_default();
    print::text(&format!("#{} {} from {}", row.id, time::iso(row.received_us / 1000), view.peer))?;
    print::text(&print::safe(&format!("{} {}{query} {}", row.method, row.path, view.http_version)))?;
    for header in &view.headers {
        print::text(&print::safe(&format!("{}: {}", header.name, header.value)))?;
    }
    print::text(&format!("\n{}\n", print::safe(body)))?;
    print::text(&format!("{} {}: {}", row.status, row.judgement, print::safe(&view.reason)))?;
    if let Some(error) = &view.error {
        print::text(&print::safe(&error.message))?;
    }
    if let Some(ledger) = row.ledger {
        print::text(&convert::equation(ledger.items, ledger.converted, ledger.skipped, ledger.unknown, ledger.failed))?;
    }
    for item in &view.items {
        let field = item.field.as_deref().unwrap_or("no known field");
        print::text(&format!("\n{} {}: {}", print::line(&item.pointer, 200), print::line(field, 80), item.title))?;
        for fact in &item.facts {
            print::text(&format!("  {}: {}", print::safe(&fact.label), print::line(&fact.value, 2000)))?;
        }
        let verdict = item.verdict.as_deref().unwrap_or("not converted yet");
        let rule = item.rule.as_ref().map(|rule| format!(" by rule {rule}")).unwrap_or_default();
        let reason = item.reason.as_ref().map(|reason| format!(": {}", print::safe(reason))).unwrap_or_default();
        print::text(&format!("  {verdict}{rule}{reason}"))?;
        for output in &item.outputs {
            print::text(&format!("  {} {}", output.content_type, print::safe(&output.document)))?;
        }
    }
    Ok(())
}
