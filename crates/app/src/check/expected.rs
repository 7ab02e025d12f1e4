//! `expected.json`: what is expected of a fixture, read and written.

use std::path::PathBuf;

use serde_json::Value;
use triptych_core::envelope;

use super::{check, values};
use crate::fixtures::golden::replace;
use crate::fixtures::{EXPECTED_FILE, Fixture, read_if_there};

/// What is expected of a fixture: the documents; `None` where nothing is yet.
///
/// # Errors
/// A sentence, where that is not to be read.
pub fn expected(fixture: &Fixture) -> Result<Option<Vec<Value>>, String> {
    let path = path(fixture)?;
    let Some(text) = read_if_there(&path).map_err(|error| error.to_string())? else { return Ok(None) };
    let text = text.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&text);
    let read = serde_json::from_slice(text).map_err(|error| format!("{} is no JSON: {error}", path.display()));
    match read? {
        Value::Array(documents) => Ok(Some(documents)),
        _ => Err(format!("{} is no array of documents", path.display())),
    }
}

/// The text of `expected.json` for documents: indented, an array.
///
/// # Errors
/// A sentence, where a document is no JSON.
pub fn expected_json(documents: &[String]) -> Result<String, String> {
    let mut text = serde_json::to_string_pretty(&values(documents)?).map_err(|error| error.to_string())?;
    text.push('\n');
    Ok(text)
}

/// Writes what the fixture becomes now as what is expected of it; whether it was another text.
///
/// # Errors
/// A sentence, where it cannot be converted or written.
pub fn bless(fixture: &Fixture) -> Result<bool, String> {
    let path = path(fixture)?;
    // What cannot be converted must not become an empty list; what is wrong in expected.json is what blessing repairs.
    envelope::parse(&fixture.body).map_err(|error| error.to_string())?;
    let text = expected_json(&check(fixture).documents)?;
    let is_there = read_if_there(&path).is_ok_and(|before| before.as_deref() == Some(text.as_bytes()));
    if !is_there {
        replace(&path, text.as_bytes()).map_err(|error| format!("cannot write {}: {error}", path.display()))?;
    }
    Ok(!is_there)
}

fn path(fixture: &Fixture) -> Result<PathBuf, String> {
    let folder = fixture.folder.as_deref();
    folder.map(|folder| folder.join(EXPECTED_FILE)).ok_or_else(|| "it is no folder with a request.json".to_owned())
}
