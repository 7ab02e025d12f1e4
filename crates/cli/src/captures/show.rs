//! `triptych captures show`.

mod lineage;

use std::net::SocketAddr;

use clap::Args;
use serde::Serialize;
use triptych_app::api::captures::{CaptureView, Fact};
use triptych_app::{ADDRESS_SETTING, capture_view, curl};
use triptych_core::time;
use triptych_store::Reader;

use crate::{Failure, Folder, convert, print, values};

/// Show one capture whole: request, answer, body, items, documents
#[derive(Debug, Args)]
pub(super) struct Show {
    #[command(flatten)]
    folder: Folder,
    /// One JSON object
    #[arg(long)]
    json: bool,
    /// A curl command that sends it again, byte for byte, to where Triptych listens or did; its token becomes the
    /// variable TRIPTYCH_TOKEN
    #[arg(long, conflicts_with = "json")]
    curl: bool,
    /// With --curl: the token as it was sent
    #[arg(long, requires = "curl")]
    with_token: bool,
    /// The capture's number
    #[arg(value_name = "CAPTURE", value_parser = values::capture)]
    id: i64,
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
    pub(super) fn run(&self) -> Result<(), Failure> {
        let reader = Reader::open(&self.folder.path()?).map_err(Failure::refused)?;
        let stored = reader.capture(self.id).map_err(Failure::refused)?;
        let stored = stored.ok_or_else(|| Failure::refused(format!("there is no capture {}", self.id)))?;
        if self.curl {
            let addr = reader.setting(ADDRESS_SETTING).map_err(Failure::refused)?.and_then(|addr| addr.parse().ok());
            let addr = addr.unwrap_or(SocketAddr::from(([127, 0, 0, 1], 3333)));
            return Ok(print::text(&curl::command(&stored.capture, addr, self.with_token))?);
        }
        let view = reader.at_one_moment(|reader| capture_view(reader, &stored)).map_err(Failure::refused)?;
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
    if let Some(fault) = &row.fault {
        print::text(fault)?;
    }
    if row.self_test {
        print::text("Triptych itself sent it, as a self-test.")?;
    }
    if let Some(replay) = &view.replay {
        let changes = if replay.changes.is_empty() { "as it was".to_owned() } else { replay.changes.join(", ") };
        print::text(&print::safe(&format!("sent by Triptych from {}: {changes}", replay.source)))?;
    }
    if let Some(signature) = &view.evidence.signature {
        print::text(&format!("signature, by the secrets of today: {}", print::safe(&signature.verdict)))?;
    }
    if let Some(token) = &view.evidence.token {
        print::text(&format!("token, by those of today: {}", print::safe(&token.verdict)))?;
    }
    if let Some(error) = &view.error {
        print::text(&print::safe(&error.message))?;
    }
    if let Some(ledger) = row.ledger {
        print::text(&convert::equation(ledger.items, ledger.converted, ledger.skipped, ledger.unknown, ledger.failed))?;
    }
    for item in &view.items {
        let field = item.field.as_deref().unwrap_or("no known field");
        let title = print::line(&item.title, 200);
        print::text(&format!("\n{} {}: {title}", print::line(&item.pointer, 200), print::line(field, 80)))?;
        item.facts.iter().try_for_each(fact)?;
        let verdict = item.verdict.as_deref().unwrap_or("not converted yet");
        let rule = item.rule.as_ref().map(|rule| format!(" by rule {rule}")).unwrap_or_default();
        let reason = item.reason.as_ref().map(|reason| format!(": {}", print::safe(reason))).unwrap_or_default();
        print::text(&format!("  {verdict}{rule}{reason}"))?;
        for output in &item.outputs {
            print::text(&format!("  {} {}", output.content_type, print::safe(&output.document)))?;
        }
        lineage::item(item)?;
    }
    lineage::deliveries(&view.deliveries)
}

/// A line of a card: which attachment it belongs to, label, value, and what is noted on it.
fn fact(fact: &Fact) -> std::io::Result<()> {
    let group = fact.group.map(|group| format!("attachment {}, ", u64::from(group) + 1)).unwrap_or_default();
    let deprecated = fact.deprecated.then_some("deprecated");
    let notes: Vec<&str> = fact.note.as_deref().into_iter().chain(deprecated).collect();
    let notes = if notes.is_empty() { String::new() } else { format!(" ({})", print::line(&notes.join(", "), 200)) };
    print::text(&format!("  {group}{}: {}{notes}", print::line(&fact.label, 80), print::line(&fact.value, 2000)))
}
