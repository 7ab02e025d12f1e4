//! Fixtures: a folder each, plain files that diff well.
//!
//! `request.json` is the exact body, `fixture.toml` says what it shows and where it is sent, `expected.json` holds the
//! documents that it becomes without a store. The repository's own are built in, as samples.

use std::path::{Path, PathBuf};

use serde::Deserialize;
use triptych_core::endpoint::{Channel, EndpointKey};

/// A body with what is known about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fixture {
    /// The folder's name.
    pub name: String,
    pub title: String,
    pub endpoint: EndpointKey,
    pub body: Vec<u8>,
    /// Its folder; `None` where it is built in, or a body alone.
    pub folder: Option<PathBuf>,
}

/// In a fixture's folder: the documents that it becomes without a store, as a JSON array.
pub const EXPECTED_FILE: &str = "expected.json";

/// Why a fixture could not be read.
#[derive(Debug, thiserror::Error)]
pub enum FixtureError {
    #[error("cannot read {}: {error}", path.display())]
    Read { path: PathBuf, error: std::io::Error },
    #[error("{} is no fixture.toml: {reason}", path.display())]
    Settings { path: PathBuf, reason: String },
}

/// What `fixture.toml` holds.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Settings {
    title: String,
    /// `facebook` or `instagram`.
    channel: String,
    workspace_id: String,
    credentials_id: String,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            title: String::new(),
            channel: Channel::Facebook.as_str().to_owned(),
            workspace_id: "local".to_owned(),
            credentials_id: "local".to_owned(),
        }
    }
}

/// Name, `fixture.toml`, `request.json`.
type BuiltIn = (&'static str, &'static str, &'static [u8]);

const BUILT_IN: &[BuiltIn] = include!(concat!(env!("OUT_DIR"), "/samples.rs"));

/// The fixtures that are built in, in order of their names.
#[must_use]
pub fn built_in() -> Vec<Fixture> {
    let fixture = |&(name, settings, body): &BuiltIn| {
        assemble(name, settings, body.to_vec()).expect("a test reads every fixture that is built in")
    };
    BUILT_IN.iter().map(fixture).collect()
}

/// The fixtures that a path names: a body, a fixture's folder, or a folder of either (one level), in order of names.
///
/// # Errors
/// Where something cannot be read.
pub fn load(path: &Path) -> Result<Vec<Fixture>, FixtureError> {
    let read_error = |error| FixtureError::Read { path: path.to_owned(), error };
    if !path.is_dir() {
        return Ok(vec![file(path)?]);
    }
    if path.join("request.json").is_file() {
        return Ok(vec![folder(path)?]);
    }
    let mut entries = Vec::new();
    for entry in std::fs::read_dir(path).map_err(read_error)? {
        entries.push(entry.map_err(read_error)?.path());
    }
    entries.sort();
    let mut fixtures = Vec::new();
    for entry in entries {
        if entry.join("request.json").is_file() {
            fixtures.push(folder(&entry)?);
        } else if entry.is_file() && entry.extension().is_some_and(|extension| extension == "json") {
            fixtures.push(file(&entry)?);
        }
    }
    Ok(fixtures)
}

fn file(path: &Path) -> Result<Fixture, FixtureError> {
    let body = read(path)?;
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    assemble(&name, "", body).map_err(|reason| FixtureError::Settings { path: path.to_owned(), reason })
}

fn folder(path: &Path) -> Result<Fixture, FixtureError> {
    let body = read(&path.join("request.json"))?;
    let settings_path = path.join("fixture.toml");
    let settings = if settings_path.exists() { read(&settings_path)? } else { Vec::new() };
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let fixture = assemble(&name, &String::from_utf8_lossy(&settings), body)
        .map_err(|reason| FixtureError::Settings { path: settings_path, reason })?;
    Ok(Fixture { folder: Some(path.to_owned()), ..fixture })
}

fn read(path: &Path) -> Result<Vec<u8>, FixtureError> {
    std::fs::read(path).map_err(|error| FixtureError::Read { path: path.to_owned(), error })
}

fn assemble(name: &str, settings: &str, body: Vec<u8>) -> Result<Fixture, String> {
    let settings: Settings = toml::from_str(settings).map_err(|error| error.message().to_owned())?;
    let channel = Channel::parse(&settings.channel)
        .ok_or_else(|| format!("channel {:?} is neither facebook nor instagram", settings.channel))?;
    let title = if settings.title.is_empty() { name.to_owned() } else { settings.title };
    let (workspace_id, credentials_id) = (settings.workspace_id, settings.credentials_id);
    Ok(Fixture {
        name: name.to_owned(),
        title,
        endpoint: EndpointKey { channel, workspace_id, credentials_id },
        body,
        folder: None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fixture_that_is_built_in_can_be_read() {
        let fixtures = built_in();
        assert!(fixtures.len() >= 12, "{}", fixtures.len());
        for fixture in fixtures {
            assert_ne!(fixture.title, fixture.name, "a fixture has a title");
            assert!(!fixture.body.is_empty(), "{}", fixture.name);
        }
    }

    #[test]
    fn wrong_settings_are_named() {
        let error = assemble("x", "channel = \"sms\"", Vec::new()).expect_err("no such channel");
        assert_eq!(error, "channel \"sms\" is neither facebook nor instagram");
        assert!(assemble("x", "titel = \"typo\"", Vec::new()).expect_err("unknown key").contains("titel"));
    }
}
