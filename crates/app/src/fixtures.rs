//! Fixtures: a folder each, plain files that diff well.
//!
//! `request.json` is the exact body, `fixture.toml` says what it shows, where it is sent and what comparison ignores,
//! `expected.json` holds the documents that it becomes without a store. The repository's own are built in, as samples.

pub mod draft;
pub mod folder;
pub mod golden;
mod ignore;
mod settings;

use std::io::{Error, ErrorKind};
use std::path::{Path, PathBuf};

use triptych_core::endpoint::EndpointKey;

pub use ignore::with_ignored;
pub use settings::{Settings, is_header};

/// A body with what is known about it.
#[derive(Debug, Clone, PartialEq)]
pub struct Fixture {
    /// The folder's name.
    pub name: String,
    /// What `fixture.toml` says; the title is the name where it says none.
    pub settings: Settings,
    /// `fixture.toml` as it stands; empty where there is none.
    pub settings_text: String,
    pub body: Vec<u8>,
    /// Its folder; `None` where it is built in, or a body alone.
    pub folder: Option<PathBuf>,
}

impl Fixture {
    /// One of which nothing but the name is known: its files cannot be read.
    #[must_use]
    pub fn unreadable(name: &str) -> Self {
        let settings = Settings { title: name.to_owned(), ..Settings::default() };
        Self { name: name.to_owned(), settings, settings_text: String::new(), body: Vec::new(), folder: None }
    }

    #[must_use]
    pub fn endpoint(&self) -> &EndpointKey {
        &self.settings.endpoint
    }
}

/// In a fixture's folder: the exact body.
pub const BODY_FILE: &str = "request.json";
/// In a fixture's folder: title, endpoint, tags, what comparison ignores.
pub const SETTINGS_FILE: &str = "fixture.toml";
/// In a fixture's folder: the documents that it becomes without a store, as a JSON array.
pub const EXPECTED_FILE: &str = "expected.json";

/// A longer file would fill the memory of who looks at the folder (bytes).
const LONGEST_FILE: u64 = 64 << 20;

/// Why a fixture could not be read.
#[derive(Debug, thiserror::Error)]
pub enum FixtureError {
    #[error("cannot read {}: {error}", path.display())]
    Read { path: PathBuf, error: Error },
    #[error("{} is no fixture.toml: {reason}", path.display())]
    Settings { path: PathBuf, reason: String },
}

impl FixtureError {
    /// For where the fixture's folder is told already: its file is enough.
    #[must_use]
    pub fn within(&self) -> String {
        match self {
            Self::Read { path, error } => format!("cannot read {}: {error}", name_of(path)),
            Self::Settings { path, reason } => format!("{}: {reason}", name_of(path)),
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
    if !path.is_dir() {
        return Ok(vec![file(path)?]);
    }
    if is_fixture(path) {
        return Ok(vec![folder(path)?]);
    }
    let mut entries = entries(path)?;
    entries.sort();
    let mut fixtures = Vec::new();
    for entry in entries {
        if is_fixture(&entry) {
            fixtures.push(folder(&entry)?);
        } else if entry.is_file() && entry.extension().is_some_and(|extension| extension == "json") {
            fixtures.push(file(&entry)?);
        }
    }
    Ok(fixtures)
}

/// Whether a folder is meant to be a fixture: one of its files is there. Without a body it is none that can be read, and
/// must say so rather than vanish.
#[must_use]
pub fn is_fixture(path: &Path) -> bool {
    [BODY_FILE, SETTINGS_FILE, EXPECTED_FILE].iter().any(|name| path.join(name).is_file())
}

/// The folders of a folder that are fixtures, in order of their names.
///
/// # Errors
/// Where it cannot be listed.
pub fn folders(path: &Path) -> Result<Vec<PathBuf>, FixtureError> {
    let mut found: Vec<PathBuf> = entries(path)?.into_iter().filter(|entry| is_fixture(entry)).collect();
    found.sort();
    Ok(found)
}

/// The fixture in a folder.
///
/// # Errors
/// Where one of its files cannot be read, or its settings say what they cannot.
pub fn folder(path: &Path) -> Result<Fixture, FixtureError> {
    let body = read(&path.join(BODY_FILE))?;
    let settings_path = path.join(SETTINGS_FILE);
    let settings = read_if_there(&settings_path)?.unwrap_or_default();
    let fixture = String::from_utf8(settings)
        .map_err(|_| "it is no text in UTF-8".to_owned())
        .and_then(|settings| assemble(&name_of(path), &settings, body))
        .map_err(|reason| FixtureError::Settings { path: settings_path, reason })?;
    Ok(Fixture { folder: Some(path.to_owned()), ..fixture })
}

fn file(path: &Path) -> Result<Fixture, FixtureError> {
    let body = read(path)?;
    assemble(&name_of(path), "", body).map_err(|reason| FixtureError::Settings { path: path.to_owned(), reason })
}

fn entries(path: &Path) -> Result<Vec<PathBuf>, FixtureError> {
    let read_error = |error| FixtureError::Read { path: path.to_owned(), error };
    let entries = std::fs::read_dir(path).map_err(read_error)?;
    entries.map(|entry| entry.map(|entry| entry.path()).map_err(read_error)).collect()
}

/// What a fixture in this folder is called.
#[must_use]
pub fn name_of(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

fn read(path: &Path) -> Result<Vec<u8>, FixtureError> {
    // What is no file may never end, or never begin: a pipe, a device that a link leads to.
    let read = path.metadata().and_then(|found| match found.len() {
        _ if !found.is_file() => Err(Error::other("it is no file")),
        LONGEST_FILE.. => Err(Error::other("it is no webhook: it has 64 MiB or more")),
        _ => std::fs::read(path),
    });
    read.map_err(|error| FixtureError::Read { path: path.to_owned(), error })
}

/// A file that may be missing.
pub(crate) fn read_if_there(path: &Path) -> Result<Option<Vec<u8>>, FixtureError> {
    match read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(FixtureError::Read { error, .. }) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

fn assemble(name: &str, text: &str, body: Vec<u8>) -> Result<Fixture, String> {
    let mut settings = Settings::parse(text)?;
    if settings.title.is_empty() {
        name.clone_into(&mut settings.title);
    }
    Ok(Fixture { name: name.to_owned(), settings, settings_text: text.to_owned(), body, folder: None })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fixture_that_is_built_in_can_be_read() {
        let fixtures = built_in();
        assert!(fixtures.len() >= 12, "{}", fixtures.len());
        for fixture in fixtures {
            assert_ne!(fixture.settings.title, fixture.name, "a fixture has a title");
            assert!(!fixture.body.is_empty(), "{}", fixture.name);
        }
    }
}
