//! Captures out of the store and into it: bundles, HAR files, and bodies that were no requests.

pub mod har;
pub mod import;

use std::fmt::Write as _;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use triptych_core::time;
use triptych_store::{Reader, StoreError};

use crate::bundle::Line;

/// How captures are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// A line of JSON each, with the exact bytes: see [`crate::bundle`].
    Bundle,
    /// An HTTP archive, for other tools.
    Har,
}

impl Format {
    #[must_use]
    pub fn extension(self) -> &'static str {
        match self {
            Self::Bundle => "jsonl",
            Self::Har => "har",
        }
    }

    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "bundle" => Some(Self::Bundle),
            "har" => Some(Self::Har),
            _ => None,
        }
    }
}

/// Why captures could not be written.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Write(#[from] std::io::Error),
    #[error("there is no capture {0}")]
    NoCapture(i64),
}

/// Writes captures, in this order; how many there were. What is gone meanwhile is left out, unless it was `named`.
///
/// # Errors
/// Where the store or the file fails.
pub fn write(
    reader: &Reader,
    ids: &[i64],
    named: bool,
    format: Format,
    out: &mut impl Write,
) -> Result<usize, ExportError> {
    let mut count = 0;
    if format == Format::Har {
        out.write_all(har::begin().as_bytes())?;
    }
    for &id in ids {
        let Some(stored) = reader.capture(id)? else {
            if named {
                return Err(ExportError::NoCapture(id));
            }
            continue;
        };
        match format {
            Format::Bundle => {
                let line = Line::of(&stored, reader.items(id)?).noted(reader.replay_note(id)?);
                serde_json::to_writer(&mut *out, &line).map_err(std::io::Error::from)?;
                out.write_all(b"\n")?;
            }
            Format::Har => {
                out.write_all(if count == 0 { b"\n" } else { b",\n" })?;
                serde_json::to_writer(&mut *out, &har::entry(&stored)).map_err(std::io::Error::from)?;
            }
        }
        count += 1;
    }
    if format == Format::Har {
        out.write_all(har::END.as_bytes())?;
    }
    out.flush()?;
    Ok(count)
}

/// A file of our own naming below the data folder: `exports/captures-20260312T142741Z.jsonl`, a name that is free.
#[must_use]
pub fn own_file(data_dir: &Path, what: &str, now_ms: i64, extension: &str) -> PathBuf {
    let mut stamp = String::new();
    let moment = time::iso(now_ms);
    for character in moment.split('.').next().unwrap_or_default().chars().filter(|one| !"-:".contains(*one)) {
        write!(stamp, "{character}").expect("a string takes it");
    }
    let folder = data_dir.join("exports");
    let names = std::iter::once(format!("{what}-{stamp}Z.{extension}"))
        .chain((2..).map(|number| format!("{what}-{stamp}Z-{number}.{extension}")));
    names.map(|name| folder.join(name)).find(|path| !path.exists()).expect("not every name is taken")
}

/// Writes a file that must not be there yet, readable by nobody else; nothing is left of one that failed.
///
/// # Errors
/// That of `f`, and where the file is there already or cannot be made.
pub fn to_new_file<T, E: From<std::io::Error>>(
    path: &Path,
    f: impl FnOnce(&mut BufWriter<std::fs::File>) -> Result<T, E>,
) -> Result<T, E> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut out = BufWriter::new(options.open(path)?);
    let written = f(&mut out).and_then(|value| Ok(out.flush().map(|()| value)?));
    if written.is_err() {
        let _ = std::fs::remove_file(path);
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_overwritten_and_nothing_half_written_stays() {
        let dir = tempfile::tempdir().expect("a folder");
        let path = own_file(dir.path(), "captures", 1_773_325_661_074, "har");
        assert_eq!(path, dir.path().join("exports/captures-20260312T142741Z.har"));
        to_new_file(&path, |out| out.write_all(b"x")).expect("written");
        assert!(to_new_file(&path, |out| out.write_all(b"y")).is_err());
        assert_eq!(std::fs::read(&path).expect("a file"), b"x");
        let next = own_file(dir.path(), "captures", 1_773_325_661_074, "har");
        assert_eq!(next, dir.path().join("exports/captures-20260312T142741Z-2.har"));
        let failed: std::io::Result<()> = to_new_file(&next, |_| Err(std::io::Error::other("no")));
        assert!(failed.is_err() && !next.exists());
    }
}
