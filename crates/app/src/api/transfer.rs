//! Files in and out: bundles, HTTP archives, bodies, and the report of a QA run.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use triptych_core::filter::Filter;
use triptych_store::Reader;
use ts_rs::TS;

use super::filter::read_filter;
use super::fixtures::{count, no_fixture, shelf};
use super::{ApiError, blocking, read};
use crate::app::now_us;
use crate::check::{Checked, report};
use crate::desk::Desk;
use crate::fixtures::Fixture;
use crate::paths;
use crate::search;
use crate::transfer::import::{self, ImportError};
use crate::transfer::{self, ExportError, Format, own_file, to_new_file};

/// Request of `captures.export`: these captures, or those that answer the filter, or all.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ExportCaptures {
    #[serde(default)]
    #[ts(optional)]
    pub captures: Option<Vec<i64>>,
    #[serde(default)]
    #[ts(optional)]
    pub filter: Option<String>,
    /// `bundle` or `har`.
    pub format: String,
    /// A whole path that is free; one in the data folder where absent.
    #[serde(default)]
    #[ts(optional)]
    pub file: Option<String>,
}

#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Exported {
    pub file: String,
    pub captures: u32,
    pub bytes: u64,
}

/// Request of `captures.import`: a file or folder, or a text.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(default)]
pub struct ImportCaptures {
    /// A bundle, a body, or a folder of bodies and fixtures.
    #[ts(optional)]
    pub file: Option<String>,
    /// A bundle or a body.
    #[ts(optional)]
    pub text: Option<String>,
}

#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ImportedCaptures {
    pub captures: u32,
    pub first: Option<i64>,
    pub last: Option<i64>,
}

/// Request of `fixtures.report`; `null` takes all fixtures, and a file in the data folder.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(default)]
pub struct ReportFixtures {
    #[ts(optional)]
    pub names: Option<Vec<String>>,
    /// A whole path that is free.
    #[ts(optional)]
    pub file: Option<String>,
}

#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Written {
    pub file: String,
    pub bytes: u64,
}

pub(super) async fn export(desk: &Desk, request: ExportCaptures) -> Result<Exported, ApiError> {
    let app = desk.app().await?;
    let format = Format::parse(&request.format).ok_or_else(|| {
        ApiError::new("bad_request", format!("{:?} is neither bundle nor har.", request.format), None)
    })?;
    let named = request.captures.is_some();
    let ids = match request.captures {
        Some(ids) => ids,
        None => {
            let filter = request.filter.as_deref().map(read_filter).transpose()?.unwrap_or_else(Filter::default);
            read(&app, move |reader: &Reader| search::all_ids(reader, &filter)).await?
        }
    };
    let file = target(request.file.as_deref(), app.data_dir(), "captures", format.extension())?;
    let reader = app.store().reader().map_err(|error| ApiError::new("storage", error.to_string(), None))?;
    let path = file.clone();
    let written =
        blocking(move || to_new_file(&path, |out| transfer::write(&reader, &ids, named, format, out))).await?;
    let captures = written.map_err(|error| match error {
        ExportError::NoCapture(id) => ApiError::no_capture(id),
        ExportError::Store(error) => error.into(),
        ExportError::Write(error) => not_written(&file, &error),
    })?;
    Ok(Exported { bytes: size(&file), file: file.display().to_string(), captures: count(captures) })
}

pub(super) async fn import(desk: &Desk, request: ImportCaptures) -> Result<ImportedCaptures, ApiError> {
    let app = desk.app().await?;
    let found = blocking(move || match (request.file, request.text) {
        (Some(file), _) => whole(&file).map(|path| import::read(&path)),
        (None, text) => Ok(import::of_bytes("the text", text.unwrap_or_default().into_bytes())),
    })
    .await??;
    let taken = found.map_err(|error| match error {
        ImportError::Bundle { .. } => ApiError::new("not_a_bundle", format!("Nothing was taken in: {error}."), None),
        error => ApiError::new("not_read", format!("Nothing was taken in: {error}."), None),
    })?;
    let imported = import::take_in(app.store(), taken).await?;
    app.converted_to(imported.last_accepted).await?;
    Ok(ImportedCaptures { captures: count(imported.captures), first: imported.first, last: imported.last })
}

pub(super) async fn write_report(desk: &Desk, request: ReportFixtures) -> Result<Written, ApiError> {
    let app = desk.app().await?;
    let file = target(request.file.as_deref(), app.data_dir(), "report", "html")?;
    let (shelf, _) = shelf(desk).await?;
    let path = file.clone();
    let written = blocking(move || {
        shelf.look();
        let all: Vec<String> = shelf.view().entries.into_iter().map(|(name, _)| name).collect();
        let names = request.names.unwrap_or(all);
        let case = |name: &String| {
            let entry = shelf.refresh(name).ok_or_else(|| no_fixture(name))?;
            let checked: Checked = entry.checked.as_deref().ok_or_else(|| no_fixture(name))?.clone();
            let fixture: Fixture = match entry.fixture.as_ref() {
                Ok(fixture) => fixture.clone(),
                Err(_) => Fixture::unreadable(name),
            };
            Ok((fixture, checked))
        };
        let cases: Vec<(Fixture, Checked)> = names.iter().map(case).collect::<Result<_, ApiError>>()?;
        let html = report::html(&cases, now_us() / 1000);
        to_new_file(&path, |out| std::io::Write::write_all(out, html.as_bytes()))
            .map_err(|error| not_written(&path, &error))
    });
    written.await??;
    Ok(Written { bytes: size(&file), file: file.display().to_string() })
}

/// The file that was named, or one of our own naming.
fn target(named: Option<&str>, data_dir: &Path, what: &str, extension: &str) -> Result<PathBuf, ApiError> {
    let Some(named) = named.map(str::trim).filter(|named| !named.is_empty()) else {
        return Ok(own_file(data_dir, what, now_us() / 1000, extension));
    };
    let path = whole(named)?;
    if path.exists() {
        let hint = Some("Choose another name: nothing is overwritten.");
        return Err(ApiError::new("exists", format!("{named} is there already."), hint));
    }
    Ok(path)
}

/// A path that was typed.
pub(crate) fn whole(typed: &str) -> Result<PathBuf, ApiError> {
    let hint = Some("Give one that begins with a slash.");
    paths::typed(typed).map_err(|reason| ApiError::new("bad_path", format!("{reason}."), hint))
}

fn not_written(file: &Path, error: &std::io::Error) -> ApiError {
    ApiError::new("not_written", format!("{} was not written: {error}.", file.display()), None)
}

fn size(file: &Path) -> u64 {
    file.metadata().map(|file| file.len()).unwrap_or_default()
}
