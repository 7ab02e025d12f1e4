//! The fixtures: their folder, the grid of all of them, and one of them whole.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};
use triptych_store::Reader;
use ts_rs::TS;

use super::captures::{BodyError, ItemView};
use super::{ApiError, blocking, read};
use crate::check::{self, Outcome};
use crate::desk::Desk;
use crate::fixtures::folder::{self, FOLDER_SETTING};
use crate::fixtures::{BODY_FILE, Fixture};
use crate::shelf::{Entry, Shelf};
use crate::views;

/// Answer of `fixtures.folder`.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct FixtureFolder {
    pub folder: String,
    /// The user chose it; else it is the repository's that Triptych was started in, else one in the data folder.
    pub chosen: bool,
    /// Why it cannot be read.
    pub problem: Option<String>,
}

/// Request of `fixtures.set_folder`; `null` takes the default again.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct SetFixtureFolder {
    pub folder: Option<String>,
}

/// All fixtures with their results.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct FixtureGrid {
    pub folder: FixtureFolder,
    /// By name.
    pub rows: Vec<FixtureRow>,
    pub passed: u32,
    pub changed: u32,
    pub new: u32,
    pub failed: u32,
    /// How far the run is that is under way.
    pub running: Option<Progress>,
    /// When the last whole run ended: microseconds since 1970.
    pub ran_us: Option<i64>,
    /// How long it took.
    pub took_ms: f64,
}

/// How far something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Progress {
    pub done: u32,
    pub total: u32,
}

/// A row of the grid.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct FixtureRow {
    /// The folder's name: what it is called in every request.
    pub name: String,
    pub title: String,
    pub tags: Vec<String>,
    /// The webhook fields of its items, each once, in order.
    pub fields: Vec<String>,
    /// `facebook` or `instagram`.
    pub channel: String,
    pub items: u32,
    /// The documents that it becomes now.
    pub documents: u32,
    /// A word for each document, expected or not: `same`, `differs`, `missing`, `extra`, `new`. At most 20.
    pub outputs: Vec<String>,
    /// `passed`, `changed`, `new`, `failed`; `unchecked` until it was looked at for the first time.
    pub outcome: String,
    /// One line for the grid.
    pub why: String,
    /// Those that count.
    pub differences: u32,
    pub ignored: u32,
    pub took_ms: f64,
    /// Of what it becomes now: to be given back when it is accepted.
    pub version: String,
}

/// Request of `fixtures.run`; `null` checks all.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct RunFixtures {
    pub names: Option<Vec<String>>,
}

/// Request of `fixtures.get`.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct GetFixture {
    pub name: String,
}

/// A fixture whole.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct FixtureView {
    pub row: FixtureRow,
    /// The webhook path that it is sent to.
    pub path: String,
    /// Header lines that it is sent with, `Name: value`.
    pub headers: Vec<String>,
    /// What comparison ignores: JSON Pointers within a document.
    pub ignore: Vec<String>,
    /// The body as text.
    pub body: String,
    /// `false` where the body is not UTF-8, and what is not stands as U+FFFD.
    pub body_exact: bool,
    /// `fixture.toml` as it stands.
    pub settings: String,
    /// Why the body is no envelope.
    pub error: Option<BodyError>,
    /// As of a capture; the outputs are what it becomes now.
    pub items: Vec<ItemView>,
    pub unread: Vec<String>,
    /// The documents that it becomes now: JSON texts.
    pub actual: Vec<String>,
    /// `null` where nothing is expected yet.
    pub expected: Option<Vec<String>>,
    pub differences: Vec<Difference>,
}

/// One place where expected and actual documents differ.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Difference {
    /// Which document, from 0.
    pub document: u32,
    /// The place in it; empty where the whole document is missing or too much.
    pub pointer: String,
    /// JSON text; `null` where nothing is expected.
    pub expected: Option<String>,
    /// JSON text; `null` where there is nothing.
    pub actual: Option<String>,
    /// Why it counts nothing: `assigned`, `named`, `history`, `clock`; `null` where it counts.
    pub ignored: Option<String>,
}

impl From<&check::Difference> for Difference {
    fn from(one: &check::Difference) -> Self {
        let text = |value: &Option<serde_json::Value>| value.as_ref().map(ToString::to_string);
        Self {
            document: count(one.document()),
            pointer: one.inside().to_owned(),
            expected: text(&one.expected),
            actual: text(&one.actual),
            ignored: one.ignored.map(|why| why.as_str().to_owned()),
        }
    }
}

/// The shelf, open on the folder of today, and watched.
pub(crate) async fn shelf(desk: &Desk) -> Result<(std::sync::Arc<Shelf>, bool), ApiError> {
    let app = desk.app().await?;
    let chosen = read(&app, |reader: &Reader| reader.setting(FOLDER_SETTING)).await?;
    let is_chosen = chosen.is_some();
    let started_in = std::env::current_dir().ok();
    let folder = chosen.map_or_else(|| folder::default(started_in.as_deref(), app.data_dir()), PathBuf::from);
    let shelf = desk.shelf();
    shelf.open(&folder);
    shelf.watch(desk.ticker());
    Ok((shelf, is_chosen))
}

pub(super) async fn get_folder(desk: &Desk) -> Result<FixtureFolder, ApiError> {
    let (shelf, chosen) = shelf(desk).await?;
    Ok(folder_of(&shelf, shelf.view().problem, chosen))
}

pub(super) async fn set_folder(desk: &Desk, request: SetFixtureFolder) -> Result<FixtureFolder, ApiError> {
    let app = desk.app().await?;
    let chosen = request.folder.map(|text| folder::choose(&text)).transpose();
    let chosen = chosen.map_err(|reason| ApiError::new("bad_folder", reason, None))?;
    let changed = app.store().write(move |tx| match chosen {
        Some(folder) => tx.set_setting(FOLDER_SETTING, &folder.display().to_string()),
        None => tx.remove_setting(FOLDER_SETTING).map(drop),
    });
    changed.await?;
    let answer = get_folder(desk).await?;
    look(desk.shelf()).await?;
    desk.tick();
    Ok(answer)
}

pub(super) async fn list(desk: &Desk) -> Result<FixtureGrid, ApiError> {
    let (shelf, chosen) = shelf(desk).await?;
    if shelf.view().entries.is_empty() {
        look(shelf.clone()).await?;
    }
    Ok(grid(&shelf, chosen))
}

pub(super) async fn run(desk: &Desk, request: RunFixtures) -> Result<FixtureGrid, ApiError> {
    let (shelf, chosen) = shelf(desk).await?;
    look(shelf.clone()).await?;
    shelf.run(request.names.as_deref());
    Ok(grid(&shelf, chosen))
}

pub(super) async fn cancel(desk: &Desk) -> Result<FixtureGrid, ApiError> {
    let (shelf, chosen) = shelf(desk).await?;
    shelf.cancel();
    Ok(grid(&shelf, chosen))
}

pub(super) async fn get(desk: &Desk, request: GetFixture) -> Result<FixtureView, ApiError> {
    let (shelf, _) = shelf(desk).await?;
    let name = request.name;
    blocking(move || {
        let entry = shelf.refresh(&name).ok_or_else(|| no_fixture(&name))?;
        view(&name, &entry)
    })
    .await?
}

pub(crate) fn no_fixture(name: &str) -> ApiError {
    ApiError::new("no_fixture", format!("There is no fixture {name:?}."), Some("It may have been renamed or removed."))
}

async fn look(shelf: std::sync::Arc<Shelf>) -> Result<(), ApiError> {
    blocking(move || shelf.look()).await.map(drop)
}

pub(super) fn grid(shelf: &Shelf, chosen: bool) -> FixtureGrid {
    let view = shelf.view();
    let rows: Vec<FixtureRow> = view.entries.iter().map(|(name, entry)| row(name, entry)).collect();
    let with = |outcome: &str| count(rows.iter().filter(|row| row.outcome == outcome).count());
    FixtureGrid {
        folder: folder_of(shelf, view.problem, chosen),
        passed: with("passed"),
        changed: with("changed"),
        new: with("new"),
        failed: with("failed"),
        running: view.running.map(|at| Progress { done: count(at.done), total: count(at.total) }),
        ran_us: view.ran_us,
        took_ms: view.took.as_secs_f64() * 1000.0,
        rows,
    }
}

/// Where the fixtures are; a chosen folder that is missing was there when it was chosen.
fn folder_of(shelf: &Shelf, problem: Option<String>, chosen: bool) -> FixtureFolder {
    let folder = shelf.folder();
    let gone = || format!("{} is gone. Bring it back, or choose another folder", folder.display());
    let problem = problem.or_else(|| (chosen && !folder.is_dir()).then(gone));
    FixtureFolder { folder: folder.display().to_string(), chosen, problem }
}

fn row(name: &str, entry: &Entry) -> FixtureRow {
    let fixture = entry.fixture.as_ref().as_ref().ok();
    let settings = fixture.map(|fixture| &fixture.settings);
    let checked = entry.checked.as_deref();
    let counting = checked.map_or(0, |checked| checked.counting().count());
    FixtureRow {
        name: name.to_owned(),
        title: settings.map_or(name, |settings| &settings.title).to_owned(),
        tags: settings.map(|settings| settings.tags.clone()).unwrap_or_default(),
        fields: checked.map(|checked| checked.fields.clone()).unwrap_or_default(),
        channel: settings.map(|settings| settings.endpoint.channel.as_str().to_owned()).unwrap_or_default(),
        items: count(checked.map_or(0, |checked| checked.items)),
        documents: count(checked.map_or(0, |checked| checked.documents.len())),
        outputs: checked.map(outputs).unwrap_or_default(),
        outcome: checked.map_or("unchecked", |checked| checked.outcome.as_str()).to_owned(),
        why: checked.map(check::Checked::why).unwrap_or_default(),
        differences: count(counting),
        ignored: count(checked.map_or(0, |checked| checked.differences.len()) - counting),
        took_ms: checked.map_or(0.0, |checked| checked.took.as_secs_f64() * 1000.0),
        version: checked.map(check::Checked::version).unwrap_or_default(),
    }
}

/// Cells that a row has room for.
const MOST_OUTPUTS: usize = 20;

/// How each document compares.
fn outputs(checked: &check::Checked) -> Vec<String> {
    if checked.outcome == Outcome::New {
        return vec!["new".to_owned(); checked.documents.len().min(MOST_OUTPUTS)];
    }
    let missing = checked.counting().filter(|one| one.inside().is_empty() && one.actual.is_none()).count();
    let word = |document: usize| {
        let mut own = checked.counting().filter(|one| one.document() == document);
        match own.next() {
            None => "same",
            Some(one) if one.inside().is_empty() && one.actual.is_none() => "missing",
            Some(one) if one.inside().is_empty() && one.expected.is_none() => "extra",
            Some(_) => "differs",
        }
    };
    (0..(checked.documents.len() + missing).min(MOST_OUTPUTS)).map(|document| word(document).to_owned()).collect()
}

fn view(name: &str, entry: &Entry) -> Result<FixtureView, ApiError> {
    let fixture: &Fixture = match entry.fixture.as_ref() {
        Ok(fixture) => fixture,
        Err(reason) => {
            let hint = format!("Correct its files; the body is {BODY_FILE}.");
            return Err(ApiError::new("bad_fixture", format!("{name} cannot be read: {reason}."), Some(&hint)));
        }
    };
    let seen = views::fixture_view(fixture);
    let checked = entry.checked.as_deref();
    let expected = check::expected(fixture).ok().flatten();
    Ok(FixtureView {
        row: row(name, entry),
        path: fixture.endpoint().path(),
        headers: fixture.settings.headers.clone(),
        ignore: fixture.settings.ignore.clone(),
        body: String::from_utf8_lossy(&fixture.body).into_owned(),
        body_exact: std::str::from_utf8(&fixture.body).is_ok(),
        settings: fixture.settings_text.clone(),
        error: seen.error,
        items: seen.items,
        unread: seen.unread,
        actual: checked.map(|checked| checked.documents.clone()).unwrap_or_default(),
        expected: expected.map(|documents| documents.iter().map(ToString::to_string).collect()),
        differences: checked
            .map(|checked| checked.differences.iter().map(Difference::from).collect())
            .unwrap_or_default(),
    })
}

/// A number for the wire.
pub(super) fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
