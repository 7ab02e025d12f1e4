//! `triptych convert`: bodies → items and documents, without a store, each input for itself.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use clap::Args;
use serde::Serialize;
use serde_json::value::RawValue;
use triptych_core::convert::{Context, Ledger, MemoryBook, Origins, Settings};
use triptych_core::report::{ItemReport, Report, report};
use triptych_core::{envelope, time};

use crate::{Failure, print};

const EPOCH: &str = "1970-01-01T00:00:00Z";

/// Decode and convert webhook bodies
///
/// Each file holds one body and is converted for itself: ids from 1, no settings. A body that is no envelope makes the
/// status 1, a file that cannot be read 2; the others are still done.
#[derive(Debug, Args)]
pub(crate) struct Convert {
    /// One JSON object a line, one line an input
    #[arg(long)]
    json: bool,
    /// Time of receipt, for items that name no time: ISO 8601, or seconds or milliseconds since 1970
    #[arg(long, value_name = "TIME", default_value = EPOCH)]
    received_at: String,
    /// Files that hold a body each; - is stdin
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
}

impl Convert {
    pub(crate) fn run(&self) -> Result<(), Failure> {
        let received_ms = self.received_ms()?;
        let mut status = 0;
        for file in &self.files {
            match read(file) {
                Err(error) => {
                    let sentence = format!("cannot read {}: {error}", file.display());
                    eprintln!("triptych: {}", print::safe(&sentence));
                    if self.json {
                        print::json(&Line::failed(&file.display().to_string(), sentence))?;
                    }
                    status = 2;
                }
                Ok(body) => {
                    if !self.one(&file.display().to_string(), &body, received_ms)? {
                        status = status.max(1);
                    }
                }
            }
        }
        if status == 0 { Ok(()) } else { Err(Failure::silent(status)) }
    }

    fn received_ms(&self) -> Result<i64, Failure> {
        // The epoch itself is no time that Facebook sends, but a time of receipt it may be.
        if ["0", "1970-01-01", EPOCH].contains(&self.received_at.as_str()) {
            return Ok(0);
        }
        time::read_text(&self.received_at).ok_or_else(|| {
            let wanted = "a time such as 2025-11-21T04:40:00Z or 1763700000123";
            Failure::usage(format!("--received-at {:?} is no time: give {wanted}", self.received_at))
        })
    }

    /// Converts a body and prints it; whether it is an envelope.
    fn one(&self, source: &str, body: &[u8], received_ms: i64) -> Result<bool, Failure> {
        let context = Context { settings: &Settings::default(), received_ms, capture: None, origins: self.json };
        let converted = envelope::parse(body).map(|doc| {
            let Ok(report) = report(&doc, &context, &mut MemoryBook::default());
            report
        });
        match (self.json, &converted) {
            (true, Ok(report)) => print::json(&Line::new(source, report))?,
            (true, Err(error)) => print::json(&Line::failed(source, error.to_string()))?,
            (false, Ok(report)) => people(source, report)?,
            (false, Err(error)) => eprintln!("triptych: {}", print::safe(&format!("{source}: {error}"))),
        }
        Ok(converted.is_ok())
    }
}

fn read(file: &Path) -> std::io::Result<Vec<u8>> {
    if file.as_os_str() == "-" {
        let mut body = Vec::new();
        std::io::stdin().lock().read_to_end(&mut body)?;
        return Ok(body);
    }
    std::fs::read(file)
}

/// The line of an input.
#[derive(Serialize)]
struct Line<'a> {
    source: &'a str,
    error: Option<String>,
    unread: &'a [String],
    ledger: LedgerLine,
    items: Vec<ItemLine<'a>>,
}

/// How many items ended how.
#[derive(Serialize)]
pub(crate) struct LedgerLine {
    items: u32,
    converted: u32,
    skipped: u32,
    unknown: u32,
    failed: u32,
}

impl From<Ledger> for LedgerLine {
    fn from(ledger: Ledger) -> Self {
        Self {
            items: ledger.items,
            converted: ledger.converted,
            skipped: ledger.skipped,
            unknown: ledger.unknown,
            failed: ledger.failed,
        }
    }
}

#[derive(Serialize)]
struct ItemLine<'a> {
    pointer: &'a str,
    via: &'static str,
    field: Option<&'a str>,
    test: bool,
    verdict: &'static str,
    rule: Option<&'static str>,
    reason: Option<&'a str>,
    at: Option<&'a str>,
    outputs: Vec<Box<RawValue>>,
    origins: Vec<&'a Origins>,
    duplicates: Vec<Option<DuplicateLine<'a>>>,
    unread: &'a [String],
}

#[derive(Serialize)]
struct DuplicateLine<'a> {
    /// The pointer of the item that first made it.
    of: &'a str,
    conflict: bool,
}

impl<'a> Line<'a> {
    fn new(source: &'a str, report: &'a Report) -> Self {
        let items = report.items.iter().map(ItemLine::new).collect();
        Self { source, error: None, unread: &report.unread, ledger: report.ledger.into(), items }
    }

    fn failed(source: &'a str, error: String) -> Self {
        Self { source, error: Some(error), unread: &[], ledger: Ledger::default().into(), items: Vec::new() }
    }
}

impl<'a> ItemLine<'a> {
    fn new(item: &'a ItemReport) -> Self {
        let verdict = &item.verdict;
        let outputs = verdict.outputs();
        let document = |text: &str| RawValue::from_string(text.to_owned()).expect("a document is JSON");
        Self {
            pointer: &item.pointer,
            via: item.via.as_str(),
            field: item.field.as_deref(),
            test: item.test,
            verdict: verdict.as_str(),
            rule: verdict.rule(),
            reason: verdict.reason(),
            at: verdict.at(),
            outputs: outputs.iter().map(|output| document(&output.document)).collect(),
            origins: outputs.iter().map(|output| &output.origins).collect(),
            duplicates: outputs
                .iter()
                .map(|output| {
                    let duplicate = output.duplicate.as_ref()?;
                    Some(DuplicateLine { of: &duplicate.of.pointer, conflict: duplicate.conflict })
                })
                .collect(),
            unread: &item.unread,
        }
    }
}

/// The ledger as an equation.
pub(crate) fn equation(items: u32, converted: u32, skipped: u32, unknown: u32, failed: u32) -> String {
    let noun = if items == 1 { "item" } else { "items" };
    format!("{items} {noun} = {converted} converted + {skipped} skipped + {unknown} unknown + {failed} failed")
}

fn people(source: &str, report: &Report) -> std::io::Result<()> {
    let ledger = report.ledger;
    let sum = equation(ledger.items, ledger.converted, ledger.skipped, ledger.unknown, ledger.failed);
    print::text(&format!("{}: {sum}", print::safe(source)))?;
    for item in &report.items {
        let verdict = &item.verdict;
        let field = item.field.as_deref().unwrap_or("no known field");
        print::text(&format!("  {}  {}", print::line(&item.pointer, 200), print::line(field, 80)))?;
        let rule = verdict.rule().map(|rule| format!(" by rule {rule}")).unwrap_or_default();
        match verdict.reason() {
            Some(reason) => print::text(&format!("    {}{rule}: {}", verdict.as_str(), print::line(reason, 400)))?,
            None => {
                for output in verdict.outputs() {
                    print::text(&format!("    {} {}", output.content_type, print::line(&output.document, 10_000)))?;
                }
            }
        }
    }
    Ok(())
}
