//! Whether a fixture's files are still those that were read.

use std::fs::Metadata;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::Path;
use std::time::{Duration, SystemTime};

use crate::fixtures::{BODY_FILE, EXPECTED_FILE, SETTINGS_FILE};

/// What was changed so long ago may be changed again within the same tick of a clock.
const JUST_NOW: Duration = Duration::from_secs(2);

/// What tells that a fixture's files are others: when they were changed last and how long they are, and what they say
/// where they were changed just now, for a clock may tick too slowly to tell two changes apart.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stamp {
    files: [Option<(SystemTime, u64)>; 3],
    says: Option<u64>,
}

impl Stamp {
    pub(super) fn is_same(self, other: Self) -> bool {
        self.files == other.files && self.says.zip(other.says).is_none_or(|(one, other)| one == other)
    }

    /// Of the fixture in a folder.
    pub(super) fn of(folder: &Path) -> Self {
        let paths = [BODY_FILE, SETTINGS_FILE, EXPECTED_FILE].map(|name| folder.join(name));
        let files = paths.each_ref().map(|path| {
            // What is no file may never end, or never begin: a pipe, a device that a link leads to.
            let file = path.metadata().ok().filter(Metadata::is_file)?;
            Some((file.modified().ok()?, file.len()))
        });
        let is_recent = |(modified, _): &(SystemTime, u64)| modified.elapsed().is_ok_and(|age| age < JUST_NOW);
        let says = files.iter().flatten().any(is_recent).then(|| {
            let mut hasher = DefaultHasher::new();
            let read = |path| std::fs::read(path).unwrap_or_default();
            paths.iter().zip(&files).for_each(|(path, file)| file.map(|_| read(path)).hash(&mut hasher));
            hasher.finish()
        });
        Self { files, says }
    }
}
