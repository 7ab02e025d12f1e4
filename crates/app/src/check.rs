//! Fixtures against their expected documents.

mod difference;
pub mod junit;

use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::Value;
use triptych_core::convert::{Context, MemoryBook, Settings};
use triptych_core::envelope;
use triptych_core::report::report;

pub use difference::Difference;

use crate::fixtures::{EXPECTED_FILE, Fixture};

/// How a fixture's documents compare with what is expected of them.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    Passed,
    /// There is no `expected.json` yet.
    New,
    Changed(Vec<Difference>),
    /// It could not be compared: the sentence says why.
    Failed(String),
}

impl Outcome {
    /// `passed`, `new`, `changed` or `failed`.
    #[must_use]
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::New => "new",
            Self::Changed(_) => "changed",
            Self::Failed(_) => "failed",
        }
    }
}

/// One fixture, checked.
#[derive(Debug, Clone, PartialEq)]
pub struct Checked {
    pub name: String,
    pub outcome: Outcome,
    pub took: Duration,
}

/// Converts a fixture without a store and compares.
#[must_use]
pub fn check(fixture: &Fixture) -> Checked {
    let started = Instant::now();
    let outcome = compare(fixture).unwrap_or_else(Outcome::Failed);
    Checked { name: fixture.name.clone(), outcome, took: started.elapsed() }
}

/// Writes what the fixture becomes now as what is expected of it.
///
/// # Errors
/// A sentence, where it cannot be converted or written.
pub fn bless(fixture: &Fixture) -> Result<(), String> {
    let mut text = serde_json::to_string_pretty(&documents(fixture)?).map_err(|error| error.to_string())?;
    text.push('\n');
    let path = expected_path(fixture)?;
    std::fs::write(&path, text).map_err(|error| format!("cannot write {}: {error}", path.display()))
}

/// The documents of all items, in order.
fn documents(fixture: &Fixture) -> Result<Vec<Value>, String> {
    let doc = envelope::parse(&fixture.body).map_err(|error| error.to_string())?;
    let key = &fixture.endpoint;
    let settings = Settings { channel: key.channel, credentials_id: key.credentials_id.clone(), ..Settings::default() };
    let context = Context { settings: &settings, received_ms: 0, capture: None, origins: false };
    let Ok(report) = report(&doc, &context, &mut MemoryBook::default());
    let outputs = report.items.iter().flat_map(|item| item.verdict.outputs());
    outputs.map(|output| serde_json::from_str(&output.document).map_err(|error| error.to_string())).collect()
}

fn compare(fixture: &Fixture) -> Result<Outcome, String> {
    let path = expected_path(fixture)?;
    let actual = documents(fixture)?;
    if !path.exists() {
        return Ok(Outcome::New);
    }
    let text = std::fs::read(&path).map_err(|error| format!("cannot read {}: {error}", path.display()))?;
    let expected: Value =
        serde_json::from_slice(&text).map_err(|error| format!("{} is no JSON: {error}", path.display()))?;
    let differences = difference::between(&expected, &Value::Array(actual));
    Ok(if differences.is_empty() { Outcome::Passed } else { Outcome::Changed(differences) })
}

fn expected_path(fixture: &Fixture) -> Result<std::path::PathBuf, String> {
    let folder: Option<&Path> = fixture.folder.as_deref();
    folder.map(|folder| folder.join(EXPECTED_FILE)).ok_or_else(|| "it is no folder with a request.json".to_owned())
}
