//! The fixtures: each body becomes the documents in its `expected.json`.
//!
//! `cargo xtask bless` writes these anew; what it changes has to be read.

use std::path::{Path, PathBuf};

use serde_json::Value;
use triptych_core::convert::{Context, MemoryBook, Settings};
use triptych_core::envelope;
use triptych_core::report::report;

use crate::program::root;

/// The folders of the fixtures, in order of their names.
pub(crate) fn fixtures() -> Vec<PathBuf> {
    let entries = std::fs::read_dir(root().join("fixtures")).expect("fixtures/");
    let mut folders: Vec<_> =
        entries.map(|entry| entry.expect("an entry").path()).filter(|path| path.is_dir()).collect();
    folders.sort();
    assert!(folders.len() >= 12, "the fixtures are gone: {folders:?}");
    folders
}

/// A fixture's body.
pub(crate) fn request(fixture: &Path) -> Vec<u8> {
    std::fs::read(fixture.join("request.json")).expect("a fixture has a request.json")
}

/// The documents that a body becomes without a store, as one JSON array.
fn documents(body: &[u8]) -> String {
    let doc = envelope::parse(body).expect("an envelope");
    let context = Context { settings: &Settings::default(), received_ms: 0, capture: None, origins: false };
    let Ok(report) = report(&doc, &context, &mut MemoryBook::default());
    let outputs = report.items.iter().flat_map(|item| item.verdict.outputs());
    let documents = outputs.map(|output| serde_json::from_str(&output.document).expect("a document is JSON"));
    let mut text = serde_json::to_string_pretty(&documents.collect::<Vec<Value>>()).expect("JSON");
    text.push('\n');
    text
}

#[test]
fn fixtures_become_what_is_expected() {
    let bless = std::env::var_os("TRIPTYCH_BLESS").is_some_and(|set| set == "1");
    let mut wrong = Vec::new();
    for fixture in fixtures() {
        let file = fixture.join("expected.json");
        let made = documents(&request(&fixture));
        let name = fixture.file_name().expect("a name").to_string_lossy().into_owned();
        match std::fs::read_to_string(&file) {
            Ok(expected) if expected == made => {}
            _ if bless => std::fs::write(&file, made).expect("expected.json is written"),
            Ok(expected) => wrong.push(format!("{name}: {}", first_difference(&expected, &made))),
            Err(error) => wrong.push(format!("{name} has no expected.json ({error})")),
        }
    }
    let todo = "run `cargo xtask bless`, and read what it changes";
    assert!(wrong.is_empty(), "{}\nIf that is right, {todo}.", wrong.join("\n"));
}

fn first_difference(expected: &str, made: &str) -> String {
    let (mut expected, mut made) = (expected.lines(), made.lines());
    let mut line = 0;
    loop {
        line += 1;
        match (expected.next(), made.next()) {
            (Some(expected), Some(made)) if expected == made => {}
            (expected, made) => {
                let shown =
                    |side: Option<&str>| side.map_or_else(|| "the end".to_owned(), |text| text.trim().to_owned());
                return format!("line {line} is {}, expected {}", shown(made), shown(expected));
            }
        }
    }
}
