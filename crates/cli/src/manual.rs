//! `triptych completions` and `triptych man`: made from the commands themselves, so that they cannot be out of date.

use std::io::Write as _;
use std::path::PathBuf;

use clap::{Args, CommandFactory as _};
use clap_complete::Shell;

use crate::{Cli, Failure, print};

/// Write completions for a shell to stdout
///
/// For bash, for example: triptych completions bash > ~/.local/share/bash-completion/completions/triptych
#[derive(Debug, Args)]
pub(crate) struct Completions {
    /// Whose completions
    shell: Shell,
}

/// Write the manual pages into a folder
///
/// One page for the program and one for each command; `man -l triptych.1` shows one.
#[derive(Debug, Args)]
pub(crate) struct Man {
    /// The folder; it is made where it is missing
    #[arg(value_name = "DIR")]
    dir: PathBuf,
}

impl Completions {
    pub(crate) fn run(&self) -> Result<(), Failure> {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut Cli::command(), "triptych", &mut script);
        Ok(std::io::stdout().lock().write_all(&script)?)
    }
}

impl Man {
    pub(crate) fn run(&self) -> Result<(), Failure> {
        let failed = |error: std::io::Error| Failure::usage(format!("cannot write to {}: {error}", self.dir.display()));
        std::fs::create_dir_all(&self.dir).map_err(failed)?;
        clap_mangen::generate_to(Cli::command(), &self.dir).map_err(failed)?;
        Ok(print::text(&format!("manual pages written to {}", self.dir.display()))?)
    }
}
