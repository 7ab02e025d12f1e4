//! `triptych captures`: reading the store, also while the app runs, and what its user does to captures.

mod delete;
mod export;
pub(crate) mod filter;
mod fixture;
mod import;
mod list;
mod note;
mod pin;
mod rebuild;
mod show;
mod wait;

use clap::{Args, Subcommand};
use triptych_app::{App, Options, search};
use triptych_core::filter::Filter;
use triptych_store::Reader;

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
    Fixture(fixture::Fixture),
    Pin(pin::Pin),
    Unpin(pin::Unpin),
    Note(note::Note),
    Delete(delete::Delete),
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
            Command::Fixture(fixture) => fixture.run(),
            Command::Pin(pin) => pin.run(),
            Command::Unpin(unpin) => unpin.run(),
            Command::Note(note) => note.run(),
            Command::Delete(delete) => delete.run(),
            Command::Rebuild(rebuild) => rebuild.run(),
        }
    }
}

/// Rows read at once.
const PAGE: u32 = 500;

/// Refuses where one of these captures is not there; `done` says what was not done then.
fn all_there(folder: &Folder, ids: &[i64], done: &str) -> Result<(), Failure> {
    let reader = Reader::open(&folder.path()?).map_err(Failure::refused)?;
    for id in ids {
        if reader.capture_rows(&[*id]).map_err(Failure::refused)?.is_empty() {
            return Err(Failure::refused(format!("there is no capture {id}; nothing was {done}")));
        }
    }
    Ok(())
}

/// The application on the folder, without listening. Refused while another Triptych has the folder.
async fn open_quietly(folder: &Folder) -> Result<App, Failure> {
    let addr = ([127, 0, 0, 1], 0).into();
    let options = Options { data_dir: folder.path()?, addr, token: None, app_secrets: Vec::new() };
    App::open(&options).await.map_err(Failure::refused)
}

/// The ids of all captures for which a filter holds, oldest first.
fn found(reader: &Reader, filter: &Filter) -> Result<Vec<i64>, Failure> {
    search::all_ids(reader, filter).map_err(Failure::refused)
}
