//! A disk that keeps only what was synced.

use std::collections::HashMap;
use std::fs;
use std::path::Path;

use super::record::Event;
use crate::rig::Chance;

/// What a disk writes whole or not at all.
const SECTOR: usize = 512;

/// The folder: what programs see of it, and what would be there after a power cut.
#[derive(Debug, Default)]
pub(super) struct Disk {
    files: Vec<File>,
    /// Names as programs see them, and as the disk has them; numbers in `files`.
    names: HashMap<String, usize>,
    synced_names: HashMap<String, usize>,
}

#[derive(Debug, Default)]
struct File {
    synced: Vec<u8>,
    /// Since the last sync, in order.
    rest: Vec<Change>,
}

#[derive(Debug, Clone)]
enum Change {
    Write { at: usize, bytes: Vec<u8> },
    Truncate(usize),
}

impl Disk {
    pub(super) fn apply(&mut self, event: &Event) {
        match event {
            Event::Made(name) => {
                if !self.names.contains_key(name) {
                    self.names.insert(name.clone(), self.files.len());
                    self.files.push(File::default());
                }
            }
            Event::Write { file, at, bytes } => {
                self.file(file).rest.push(Change::Write { at: *at, bytes: bytes.clone() });
            }
            Event::Truncated { file, length } => self.file(file).rest.push(Change::Truncate(*length)),
            Event::Synced(name) if self.names.contains_key(name) => {
                let file = self.file(name);
                for change in std::mem::take(&mut file.rest) {
                    change.make(&mut file.synced);
                }
            }
            Event::NamesSynced => self.synced_names.clone_from(&self.names),
            Event::Unlinked(name) => {
                self.names.remove(name);
            }
            Event::Synced(_) | Event::Answered(_) => {}
        }
    }

    /// Writes and truncations that were not synced.
    pub(super) fn unsynced(&self) -> usize {
        self.synced_names.values().map(|&file| self.files[file].rest.len()).sum()
    }

    /// Makes the files as they are after a cut now. With chance, each change that was not synced is there, or is not,
    /// or is there in part.
    pub(super) fn write_to(&self, dir: &Path, mut chance: Option<&mut Chance>) {
        for (name, &number) in &self.synced_names {
            let mut content = self.files[number].synced.clone();
            if let Some(chance) = chance.as_deref_mut() {
                let torn = self.files[number].rest.iter().filter_map(|change| change.torn(chance));
                torn.for_each(|change| change.make(&mut content));
            }
            fs::write(dir.join(name), content).expect("written");
        }
    }

    fn file(&mut self, name: &str) -> &mut File {
        let number = *self.names.get(name).unwrap_or_else(|| panic!("{name} was made in the record"));
        &mut self.files[number]
    }
}

impl Change {
    fn make(&self, content: &mut Vec<u8>) {
        match self {
            Self::Truncate(length) => content.resize(*length, 0),
            Self::Write { at, bytes } => {
                let end = at + bytes.len();
                if content.len() < end {
                    content.resize(end, 0);
                }
                content[*at..end].copy_from_slice(bytes);
            }
        }
    }

    /// Itself, nothing, or the sectors up to some point.
    fn torn(&self, chance: &mut Chance) -> Option<Self> {
        match (chance.below(3), self) {
            (0, _) => None,
            (1, Self::Write { at, bytes }) => {
                let kept = chance.below((bytes.len() / SECTOR + 1) as u64) as usize * SECTOR;
                Some(Self::Write { at: *at, bytes: bytes[..kept].to_vec() })
            }
            _ => Some(self.clone()),
        }
    }
}
