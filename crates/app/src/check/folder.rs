//! All fixtures of a folder, on as many threads as there are processors.

use std::path::{Path, PathBuf};
use std::thread;

use super::{Checked, check};
use crate::fixtures::{self, Fixture, FixtureError};

/// More threads wait for the disk.
const MOST_THREADS: usize = 8;

/// Reads and checks the fixtures that a folder holds, or that it is, in order of their names. One that cannot be read
/// fails, and the others are checked all the same. `before` is done to each that can be read, before it is checked.
///
/// # Errors
/// Where the folder cannot be listed.
pub fn check_folder(path: &Path, before: impl Fn(&Fixture) + Sync) -> Result<Vec<(Fixture, Checked)>, FixtureError> {
    let folders = if fixtures::is_fixture(path) { vec![path.to_owned()] } else { fixtures::folders(path)? };
    let threads = thread::available_parallelism().map_or(1, usize::from).min(MOST_THREADS);
    let share = folders.len().div_ceil(threads).max(1);
    let one = |folder: &PathBuf| match fixtures::folder(folder) {
        Ok(fixture) => {
            before(&fixture);
            let checked = check(&fixture);
            (fixture, checked)
        }
        Err(error) => {
            let name = fixtures::name_of(folder);
            (Fixture::unreadable(&name), Checked::unreadable(&name, &error.within()))
        }
    };
    thread::scope(|scope| {
        let work = |share: &'_ [PathBuf]| share.iter().map(one).collect::<Vec<_>>();
        let under_way: Vec<_> = folders.chunks(share).map(|share| scope.spawn(move || work(share))).collect();
        let done = under_way.into_iter().map(|thread| thread.join().expect("a check does not panic"));
        Ok(done.flatten().collect())
    })
}
