//! Captures become fixtures: what would be written, and writing it.

use serde::{Deserialize, Serialize};
use triptych_core::envelope;
use ts_rs::TS;

use super::fixtures::{count, shelf};
use super::{ApiError, blocking, read};
use crate::desk::Desk;
use crate::evidence::Keys;
use crate::fixtures;
use crate::fixtures::draft::{DraftError, FixtureDraft, slug};
use crate::pseudonyms::{self, What};

/// Request of `fixtures.draft`.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct DraftFixture {
    pub capture: i64,
    pub pseudonyms: bool,
}

/// What saving would write.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct FixtureProposal {
    pub name: String,
    pub title: String,
    pub tags: Vec<String>,
    pub body: String,
    pub replaced: Vec<Replaced>,
    /// How many documents it becomes.
    pub documents: u32,
    /// Why nothing can be expected of it: its body is no envelope.
    pub fault: Option<String>,
}

/// How many values of a kind pseudonyms replace.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Replaced {
    /// `id`, `name`, `text`, `token`, `url`, `mail`, `phone`.
    pub kind: String,
    pub count: u32,
}

/// Request of `fixtures.save`.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct SaveFixture {
    pub capture: i64,
    pub title: String,
    pub tags: Vec<String>,
    pub pseudonyms: bool,
    /// What it becomes now is what is expected of it.
    pub accept: bool,
}

#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Saved {
    pub name: String,
    pub folder: String,
    /// For `fixtures.undo`.
    pub undo: i64,
}

pub(super) async fn draft(desk: &Desk, request: DraftFixture) -> Result<FixtureProposal, ApiError> {
    let draft = drafted(desk, request.capture, request.pseudonyms).await?;
    let replaced = |(what, number): (&What, &usize)| Replaced { kind: what.as_str().to_owned(), count: count(*number) };
    Ok(FixtureProposal {
        name: slug(&draft.settings.title),
        title: draft.settings.title.clone(),
        tags: draft.settings.tags.clone(),
        body: String::from_utf8_lossy(&draft.body).into_owned(),
        replaced: draft.replaced.iter().map(replaced).collect(),
        documents: count(draft.documents().len()),
        fault: envelope::parse(&draft.body).err().map(|error| error.to_string()),
    })
}

pub(super) async fn save(desk: &Desk, request: SaveFixture) -> Result<Saved, ApiError> {
    let (shelf, _) = shelf(desk).await?;
    let mut draft = drafted(desk, request.capture, request.pseudonyms).await?;
    draft.entitle(&request.title, &request.tags).map_err(refused)?;
    let saved = blocking(move || {
        let (folder, change) = draft.write(&shelf.folder(), request.accept)?;
        let name = fixtures::name_of(&folder);
        shelf.refresh(&name);
        Ok(Saved { name, folder: folder.display().to_string(), undo: shelf.remember(change) })
    });
    let saved = saved.await?.map_err(|reason: String| ApiError::new("not_written", reason, None))?;
    desk.tick();
    Ok(saved)
}

async fn drafted(desk: &Desk, id: i64, pseudonyms: bool) -> Result<FixtureDraft, ApiError> {
    let app = desk.app().await?;
    let seed = if pseudonyms { Some(pseudonyms::sown(app.store()).await?) } else { None };
    let drafted = read(&app, move |reader| {
        let Some(stored) = reader.capture(id)? else { return Ok(None) };
        let keys = Keys::of(reader, stored.capture.endpoint.as_ref())?;
        Ok(Some(FixtureDraft::of(reader, &stored, &keys.settings, seed.as_deref())))
    });
    drafted.await?.ok_or_else(|| ApiError::no_capture(id))?.map_err(refused)
}

fn refused(error: DraftError) -> ApiError {
    match error {
        DraftError::Store(error) => error.into(),
        DraftError::Cut { .. } => ApiError::new("no_body", format!("This makes no fixture: {error}."), None),
        DraftError::NoJson => ApiError::new(
            "no_body",
            format!("There are no pseudonyms for it: {error}."),
            Some("It can be saved as it is."),
        ),
        DraftError::Title => ApiError::new("bad_title", "A fixture needs a title of one line.", None),
    }
}
