//! `triptych captures`: reading the store, also while the app runs.

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
use triptych_store::{Reader, Store, StoreError, WriteTx};

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

/// Changes captures on a folder that nobody else has open.
fn change<T: Send + 'static>(
    folder: &Folder,
    f: impl FnOnce(&mut WriteTx<'_>) -> Result<T, StoreError> + Send + 'static,
) -> Result<T, Failure> {
    let store = Store::open(&folder.path()?).map_err(Failure::refused)?;
    store.write_blocking(f).map_err(Failure::refused)
}

/// Does something to each capture, or to none where one of them is not there.
fn change_each(
    folder: &Folder,
    ids: &[i64],
    act: impl Fn(&mut WriteTx<'_>, i64) -> Result<(), StoreError> + Send + 'static,
) -> Result<(), Failure> {
    let ids = ids.to_vec();
    change(folder, move |tx| {
        ids.into_iter().try_for_each(|id| match tx.has_capture(id)? {
            true => act(tx, id),
            false => Err(StoreError::Abandoned(format!("there is no capture {id}; nothing was changed"))),
        })
    })
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
