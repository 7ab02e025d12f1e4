//! `triptych captures pin` and `unpin`.

use clap::Args;
use triptych_app::now_us;

use crate::{Failure, Folder, values};

/// Keep captures, whatever the limits say
///
/// Refused while Triptych has the folder open: the window does it there.
#[derive(Debug, Args)]
pub(super) struct Pin {
    #[command(flatten)]
    folder: Folder,
    /// Numbers of captures
    #[arg(value_name = "CAPTURE", value_parser = values::capture, required = true)]
    ids: Vec<i64>,
}

/// Let the limits decide about captures again
///
/// Refused while Triptych has the folder open: the window does it there.
#[derive(Debug, Args)]
pub(super) struct Unpin {
    #[command(flatten)]
    folder: Folder,
    /// Numbers of captures
    #[arg(value_name = "CAPTURE", value_parser = values::capture, required = true)]
    ids: Vec<i64>,
}

impl Pin {
    pub(super) fn run(&self) -> Result<(), Failure> {
        let now_us = now_us();
        super::change_each(&self.folder, &self.ids, move |tx, id| tx.pin(id, now_us).map(drop))
    }
}

impl Unpin {
    pub(super) fn run(&self) -> Result<(), Failure> {
        super::change_each(&self.folder, &self.ids, |tx, id| tx.unpin(id).map(drop))
    }
}
