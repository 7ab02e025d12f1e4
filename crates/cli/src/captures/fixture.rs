//! `triptych captures fixture`: a capture becomes a fixture.

use std::path::PathBuf;

use clap::Args;
use serde::Serialize;
use triptych_app::Keys;
use triptych_app::fixtures::draft::FixtureDraft;
use triptych_app::pseudonyms;
use triptych_store::Reader;

use crate::{Failure, Folder, hand, print, values};

/// Save a capture as a fixture: a folder with its exact body, its settings and the documents that it becomes
#[derive(Debug, Args)]
pub(super) struct Fixture {
    #[command(flatten)]
    folder: Folder,
    /// What it shows; taken from the capture where absent
    #[arg(long)]
    title: Option<String>,
    /// May be given several times; the webhook fields where absent
    #[arg(long = "tag", value_name = "TAG")]
    tags: Vec<String>,
    /// With other ids, names, texts, tokens and URLs, consistently, so that it can be shown to strangers
    #[arg(long)]
    pseudonyms: bool,
    /// Leave out the expected documents: `triptych check` calls it new until they are accepted
    #[arg(long)]
    not_accepted: bool,
    /// One JSON object
    #[arg(long)]
    json: bool,
    /// The capture's number
    #[arg(value_name = "CAPTURE", value_parser = values::capture)]
    id: i64,
    /// The folder of fixtures; a folder is made in it
    #[arg(value_name = "DIR")]
    dir: PathBuf,
}

#[derive(Serialize)]
struct Line {
    folder: String,
    title: String,
    documents: usize,
    /// Values replaced by pseudonyms.
    replaced: usize,
}

impl Fixture {
    pub(super) fn run(&self) -> Result<(), Failure> {
        let reader = Reader::open(&self.folder.path()?).map_err(Failure::refused)?;
        let stored = reader.capture(self.id).map_err(Failure::refused)?;
        let stored = stored.ok_or_else(|| Failure::refused(format!("there is no capture {}", self.id)))?;
        let keys = Keys::of(&reader, stored.capture.endpoint.as_ref()).map_err(Failure::refused)?;
        let seed = if self.pseudonyms { Some(self.seed(&reader)?) } else { None };
        let draft = FixtureDraft::of(&reader, &stored, keys.settings(), seed.as_deref());
        let mut draft = draft.map_err(Failure::refused)?;
        let title = self.title.clone().unwrap_or_else(|| draft.settings.title.clone());
        let tags = if self.tags.is_empty() { draft.settings.tags.clone() } else { self.tags.clone() };
        draft.entitle(&title, &tags).map_err(Failure::usage)?;
        let (folder, _) = draft.write(&self.dir, !self.not_accepted).map_err(Failure::refused)?;
        let line = Line {
            folder: folder.display().to_string(),
            title: draft.settings.title.clone(),
            documents: draft.documents().len(),
            replaced: draft.replaced.values().sum(),
        };
        if self.json {
            return Ok(print::json(&line)?);
        }
        Ok(print::text(&print::safe(&line.folder))?)
    }

    /// The same for every fixture of the folder.
    fn seed(&self, reader: &Reader) -> Result<String, Failure> {
        if let Some(seed) = pseudonyms::seed(reader).map_err(Failure::refused)? {
            return Ok(seed);
        }
        // An older Triptych left it: it gets one when it is opened.
        hand::change(&self.folder, async |_| Ok(()))?;
        let seed = pseudonyms::seed(reader).map_err(Failure::refused)?;
        seed.ok_or_else(|| {
            Failure::refused("the data folder has no seed of pseudonyms: open it once with this Triptych")
        })
    }
}
