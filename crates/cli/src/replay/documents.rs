//! `--check`: whether documents stay the same, once all is converted.

use std::time::{Duration, Instant};

use serde::Serialize;
use serde_json::Value;
use triptych_app::replay::documents::{self, Arrived, DocumentCheck};
use triptych_core::capture::Judgement;

use crate::route::Destination;
use crate::{Failure, print};

/// How long the Triptych that listens may take to convert what arrived.
const PATIENCE: Duration = Duration::from_secs(60);

#[derive(Serialize)]
struct Line<'a> {
    requests: usize,
    documents: usize,
    same: usize,
    changed: usize,
    examples: Vec<ExampleLine<'a>>,
    note: Option<&'a str>,
}

#[derive(Serialize)]
struct ExampleLine<'a> {
    source: &'a str,
    capture: i64,
    pointer: &'a str,
    expected: &'a Option<Value>,
    actual: &'a Option<Value>,
}

impl<'a> From<&'a documents::Example> for ExampleLine<'a> {
    fn from(one: &'a documents::Example) -> Self {
        let difference = &one.difference;
        Self {
            source: &one.source,
            capture: one.capture,
            pointer: &difference.pointer,
            expected: &difference.expected,
            actual: &difference.actual,
        }
    }
}

/// Compares and prints.
pub(super) async fn stay_the_same(
    destination: &Destination,
    arrived: Vec<Arrived>,
    json: bool,
) -> Result<bool, Failure> {
    let reader = destination.reader()?;
    let ids: Vec<i64> = arrived.iter().map(|one| one.capture).collect();
    let rows = reader.capture_rows(&ids).map_err(Failure::refused)?;
    let last = rows.iter().filter(|row| row.judgement == Judgement::Accepted).map(|row| row.id).max().unwrap_or(0);
    let deadline = Instant::now() + PATIENCE;
    while reader.projected_to().map_err(Failure::refused)? < last {
        if Instant::now() > deadline {
            let seconds = PATIENCE.as_secs();
            return Err(Failure::refused(format!(
                "what arrived is not converted after {seconds} s: is Triptych running?"
            )));
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let check = documents::compare(&reader, &arrived).map_err(Failure::refused)?;
    print(&check, json)?;
    Ok(check.changed == 0)
}

fn print(check: &DocumentCheck, json: bool) -> Result<(), Failure> {
    if json {
        let examples = check.examples.iter().map(ExampleLine::from).collect();
        let DocumentCheck { requests, documents, same, changed, note, .. } = check;
        let (requests, documents, same, changed) = (*requests, *documents, *same, *changed);
        print::json(&Line { requests, documents, same, changed, examples, note: note.as_deref() })?;
        return Ok(());
    }
    let DocumentCheck { documents, same, changed, .. } = check;
    print::text(&format!("{documents} documents: {same} the same, {changed} changed"))?;
    for one in &check.examples {
        let shown = |value: &Option<Value>| value.as_ref().map_or_else(|| "nothing".to_owned(), Value::to_string);
        let (before, after) = (shown(&one.difference.expected), shown(&one.difference.actual));
        let sentence = format!("  {} as #{}: {}: {before} → {after}", one.source, one.capture, one.difference.pointer);
        print::text(&print::line(&sentence, 400))?;
    }
    if let Some(note) = &check.note {
        print::text(&format!("  {note}"))?;
    }
    Ok(())
}
