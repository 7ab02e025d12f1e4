//! `triptych captures`: reading the store, also while the app runs.

mod export;
mod import;
mod list;
mod rebuild;
mod show;
mod wait;

use clap::{Args, Subcommand};
use triptych_app::{App, Options};
use triptych_core::filter::Filter;
use triptych_store::{Reader, StoredCapture};

use crate::{Failure, Folder};

/// Look at stored captures
#[derive(Debug, Args)]
pub(crate) struct Captures {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    List(list::List),
    Show(show::Show),
    Wait(wait::Wait),
    Export(export::Export),
    Import(import::Import),
    Rebuild(rebuild::Rebuild),
}

impl Captures {
    pub(crate) fn run(&self) -> Result<(), Failure> {
        match &self.command {
            Command::List(list) => list.run(),
            Command::Show(show) => show.run(),
            Command::Wait(wait) => wait.run(),
            Command::Export(export) => export.run(),
            Command::Import(import) => import.run(),
            Command::Rebuild(rebuild) => rebuild.run(),
        }
    }
}

/// The capture whole, where it answers the filter; `None` also where it was removed meanwhile.
fn matching(reader: &Reader, id: i64, filter: &Filter) -> Result<Option<StoredCapture>, Failure> {
    let Some(stored) = reader.capture(id).map_err(Failure::refused)? else { return Ok(None) };
    let items = reader.items(id).map_err(Failure::refused)?;
    let view = triptych_app::capture_view(&stored, items);
    Ok(triptych_app::matches(filter, &view, &stored.capture.body).then_some(stored))
}

/// The application on the folder, without listening. Refused while another Triptych has the folder.
async fn open_quietly(folder: &Folder) -> Result<App, Failure> {
    let addr = ([127, 0, 0, 1], 0).into();
    let options = Options { data_dir: folder.path()?, addr, token: None, app_secrets: Vec::new() };
    App::open(&options).await.map_err(Failure::refused)
}

/// Reads a filter from an option.
fn parse_filter(text: &str) -> Result<Filter, String> {
    Filter::parse(text).map_err(|error| error.to_string())
}

/// What `--filter` takes.
const FILTER_HELP: &str = "Only captures for which all terms hold: words of the payload, field:messages, verdict:failed, \
judged:accepted, from:NAME, page:ID, endpoint:NAME, type:Image, dup:yes, replay:no, before:TIME, after:#12; - negates";
