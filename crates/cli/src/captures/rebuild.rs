//! `triptych captures rebuild`: everything derived, once more.

use clap::Args;

use crate::{Failure, Folder, print, runtime};

/// Derive items, documents, links and search words anew from the stored captures
///
/// Ids stay as they are: the book of messages and conversations is kept, and so are the captures. Refused while Triptych
/// has the folder open.
#[derive(Debug, Args)]
pub(super) struct Rebuild {
    #[command(flatten)]
    folder: Folder,
}

impl Rebuild {
    pub(super) fn run(&self) -> Result<(), Failure> {
        runtime()?.block_on(async {
            let app = super::open_quietly(&self.folder).await?;
            let rebuilt = app.rebuild().await.map_err(Failure::refused);
            app.close().await;
            print::text(&format!("{} derived anew", print::captures(rebuilt?)))?;
            Ok(())
        })
    }
}
