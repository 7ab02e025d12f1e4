//! What fixtures become is accepted as expected, or left out of the comparison; both can be taken back.

use serde::{Deserialize, Serialize};
use triptych_store::StoredCapture;
use ts_rs::TS;

use super::fixtures::{Difference, FixtureGrid, grid, no_fixture, shelf};
use super::{ApiError, blocking, read};
use crate::check::{self, Checked, Ignored, Outcome, is_history};
use crate::desk::Desk;
use crate::fixtures::golden::{Change, UndoError};
use crate::fixtures::{self as fixture_files, EXPECTED_FILE, Fixture, SETTINGS_FILE};
use crate::shelf::{Shelf, TakeBackError};

/// Request of `fixtures.of_capture`.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct GoldenOfCapture {
    pub id: i64,
}

/// A capture's documents beside what its fixture expects.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct CaptureGolden {
    /// The fixture with the same body; `null` where there is none.
    pub fixture: Option<String>,
    /// `passed`, `changed` or `new`.
    pub outcome: Option<String>,
    pub expected: Option<Vec<String>>,
    /// What depends on earlier messages of the conversation is ignored, for a fixture starts from nothing.
    pub differences: Vec<Difference>,
}

/// Request of `fixtures.accept`.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct AcceptFixtures {
    pub fixtures: Vec<Seen>,
}

/// A fixture that was looked at.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Seen {
    pub name: String,
    /// Of what was seen; `null` accepts whatever it becomes now.
    pub version: Option<String>,
}

#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Accepted {
    pub accepted: Vec<String>,
    pub left: Vec<Left>,
    /// For `fixtures.undo`; `null` where nothing was written.
    pub undo: Option<i64>,
}

/// A fixture that was not accepted.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Left {
    pub name: String,
    pub why: String,
}

/// Request of `fixtures.ignore`.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct IgnoreDifferences {
    pub name: String,
    /// JSON Pointers within a document; `*` stands for any one key or index.
    pub pointers: Vec<String>,
    /// From now on, or no more.
    pub ignore: bool,
}

/// Request of `fixtures.undo`.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct UndoFixtures {
    pub undo: i64,
}

pub(super) async fn of_capture(desk: &Desk, request: GoldenOfCapture) -> Result<CaptureGolden, ApiError> {
    let (shelf, _) = shelf(desk).await?;
    let app = desk.app().await?;
    let (stored, documents) = read(&app, move |reader| {
        let documents = reader.items(request.id)?.into_iter().flat_map(|item| item.outputs);
        Ok((reader.capture(request.id)?, documents.map(|output| output.document).collect::<Vec<_>>()))
    })
    .await?;
    let stored = stored.ok_or_else(|| ApiError::no_capture(request.id))?;
    blocking(move || {
        if shelf.view().entries.is_empty() {
            shelf.look();
        }
        golden(&shelf, &stored, &documents)
    })
    .await
}

fn golden(shelf: &Shelf, stored: &StoredCapture, documents: &[String]) -> CaptureGolden {
    let entries = shelf.view().entries;
    let found = entries.iter().find_map(|(_, entry)| {
        let fixture = entry.fixture.as_ref().as_ref().ok()?;
        (fixture.body == stored.capture.body).then_some(fixture)
    });
    let none = CaptureGolden { fixture: None, outcome: None, expected: None, differences: Vec::new() };
    let Some(fixture) = found else { return none };
    let named = CaptureGolden { fixture: Some(fixture.name.clone()), ..none };
    let Ok(Some(expected)) = check::expected(fixture) else {
        return CaptureGolden { outcome: Some(Outcome::New.as_str().to_owned()), ..named };
    };
    let actual = check::values(documents).unwrap_or_default();
    let mut found = check::differences(&expected, &actual, &fixture.settings.ignore);
    for one in &mut found {
        if one.ignored.is_none() && is_history(one.inside()) {
            one.ignored = Some(Ignored::History);
        }
    }
    let outcome = if found.iter().all(|one| one.ignored.is_some()) { Outcome::Passed } else { Outcome::Changed };
    CaptureGolden {
        outcome: Some(outcome.as_str().to_owned()),
        expected: Some(expected.iter().map(ToString::to_string).collect()),
        differences: found.iter().map(Difference::from).collect(),
        ..named
    }
}

pub(super) async fn accept(desk: &Desk, request: AcceptFixtures) -> Result<Accepted, ApiError> {
    let (shelf, _) = shelf(desk).await?;
    let accepted = blocking(move || accept_seen(&shelf, &request.fixtures)).await?;
    desk.tick();
    Ok(accepted)
}

fn accept_seen(shelf: &Shelf, seen: &[Seen]) -> Accepted {
    let mut change = Change::default();
    let mut answer = Accepted { accepted: Vec::new(), left: Vec::new(), undo: None };
    for one in seen {
        match accept_one(shelf, one, &mut change) {
            Ok(()) => answer.accepted.push(one.name.clone()),
            Err(why) => answer.left.push(Left { name: one.name.clone(), why }),
        }
    }
    if !change.is_empty() {
        answer.undo = Some(shelf.remember(change));
    }
    for name in &answer.accepted {
        shelf.refresh(name);
    }
    answer
}

fn accept_one(shelf: &Shelf, seen: &Seen, change: &mut Change) -> Result<(), String> {
    let entry = shelf.refresh(&seen.name).ok_or_else(|| no_fixture(&seen.name).message)?;
    let fixture: &Fixture = entry.fixture.as_ref().as_ref().map_err(Clone::clone)?;
    let checked: &Checked = entry.checked.as_deref().ok_or("it was not checked yet")?;
    if seen.version.as_ref().is_some_and(|version| *version != checked.version()) {
        return Err("It becomes something else now than what was looked at.".to_owned());
    }
    triptych_core::envelope::parse(&fixture.body).map_err(|error| error.to_string())?;
    let folder = fixture.folder.as_deref().ok_or("it has no folder")?;
    let path = folder.join(EXPECTED_FILE);
    let text = check::expected_json(&checked.documents)?;
    change.write(&path, text.as_bytes()).map_err(|error| format!("cannot write {}: {error}", path.display()))
}

pub(super) async fn ignore(desk: &Desk, request: IgnoreDifferences) -> Result<Accepted, ApiError> {
    let (shelf, _) = shelf(desk).await?;
    let done = blocking(move || ignore_in(&shelf, &request)).await?;
    desk.tick();
    done
}

fn ignore_in(shelf: &Shelf, request: &IgnoreDifferences) -> Result<Accepted, ApiError> {
    let not_written = |reason: String| ApiError::new("not_written", reason, None);
    let name = &request.name;
    let entry = shelf.refresh(name).ok_or_else(|| no_fixture(name))?;
    let fixture = entry.fixture.as_ref().as_ref().map_err(|reason| not_written(reason.clone()))?;
    let mut pointers = fixture.settings.ignore.clone();
    pointers.retain(|known| request.ignore || !request.pointers.contains(known));
    if request.ignore {
        let new = request.pointers.iter().filter(|pointer| !fixture.settings.ignore.contains(pointer));
        pointers.extend(new.cloned());
    }
    let text = fixture_files::with_ignored(&fixture.settings_text, &pointers)
        .map_err(|reason| ApiError::new("bad_request", reason, None))?;
    let folder = fixture.folder.as_deref().ok_or_else(|| no_fixture(name))?;
    let mut change = Change::default();
    change
        .write(&folder.join(SETTINGS_FILE), text.as_bytes())
        .map_err(|error| not_written(format!("{SETTINGS_FILE} of {name} cannot be written: {error}.")))?;
    shelf.refresh(name);
    Ok(Accepted { accepted: vec![name.clone()], left: Vec::new(), undo: Some(shelf.remember(change)) })
}

pub(super) async fn undo(desk: &Desk, request: UndoFixtures) -> Result<FixtureGrid, ApiError> {
    let (shelf, chosen) = shelf(desk).await?;
    let held = shelf.clone();
    blocking(move || held.take_back(request.undo)).await?.map_err(|error| {
        let code = match &error {
            TakeBackError::Forgotten => "no_undo",
            TakeBackError::Undo(UndoError::ChangedSince { .. }) => "changed_since",
            TakeBackError::Undo(UndoError::Write { .. }) => "not_written",
        };
        ApiError::new(code, format!("It was not taken back: {error}."), None)
    })?;
    desk.tick();
    Ok(grid(&shelf, chosen))
}
