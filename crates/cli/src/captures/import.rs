//! `triptych captures import`: a bundle, or bodies, into a folder that no Triptych has open.

use std::path::PathBuf;

use clap::Args;
use triptych_app::App;
use triptych_app::transfer::import::{self, Imported, Taken};

use crate::{Failure, Folder, print, runtime};

/// Take captures from a bundle, or bodies from files, into the data folder
///
/// What a bundle holds gets new numbers, keeps its bytes, times and answers, and is converted by this folder's settings. A
/// body becomes a capture that says it came by no request. Refused while Triptych has the folder open.
#[derive(Debug, Args)]
pub(super) struct Import {
    #[command(flatten)]
    folder: Folder,
    /// A bundle that `captures export` wrote, a body, or a folder of bodies and fixtures; - is a bundle or a body on stdin
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

impl Import {
    pub(super) fn run(&self) -> Result<(), Failure> {
        // All of it, before anything is written.
        let taken = if self.file.as_os_str() == "-" {
            import::of_stream("stdin", std::io::stdin().lock())
        } else {
            import::read(&self.file)
        };
        runtime()?.block_on(self.take_in(taken.map_err(Failure::usage)?))
    }

    async fn take_in(&self, taken: Vec<Taken>) -> Result<(), Failure> {
        let app = super::open_quietly(&self.folder).await?;
        let imported = take_all(&app, taken).await;
        app.close().await;
        print::text(&format!("{} taken in", print::captures(imported?.captures)))?;
        Ok(())
    }
}

async fn take_all(app: &App, taken: Vec<Taken>) -> Result<Imported, Failure> {
    let imported = import::take_in(app.store(), taken).await.map_err(Failure::refused)?;
    app.converted_to(imported.last_accepted).await.map_err(Failure::refused)?;
    Ok(imported)
}
