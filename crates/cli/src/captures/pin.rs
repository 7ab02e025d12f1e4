//! `triptych captures pin` and `unpin`.

use clap::Args;
use triptych_app::api::keeping::PinCaptures;

use crate::hand::change;
use crate::{Failure, Folder, values};

/// Keep captures, whatever the limits say
#[derive(Debug, Args)]
pub(super) struct Pin {
    #[command(flatten)]
    folder: Folder,
    /// Numbers of captures
    #[arg(value_name = "CAPTURE", value_parser = values::capture, required = true)]
    ids: Vec<i64>,
}

/// Let the limits decide about captures again
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
        set(&self.folder, &self.ids, true)
    }
}

impl Unpin {
    pub(super) fn run(&self) -> Result<(), Failure> {
        set(&self.folder, &self.ids, false)
    }
}

fn set(folder: &Folder, ids: &[i64], pinned: bool) -> Result<(), Failure> {
    super::all_there(folder, ids, "changed")?;
    change(folder, async |hand| hand.call("captures.pin", PinCaptures { ids: ids.to_vec(), pinned }).await)
}
