//! `triptych`: the listener, the converter and the store on the command line, without a window.
//!
//! People get text, `--json` gets one JSON object a line on stdout, logs go to stderr. Exit status: 0 fine, 1 the check
//! failed or something was refused, 2 wrong usage or unreadable input.

mod captures;
mod check;
mod convert;
mod doctor;
mod endpoints;
mod hand;
mod listen;
mod manual;
mod print;
mod reconvert;
mod replay;
mod retention;
mod route;
mod sample;
mod secrets;
mod selftest;
mod values;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};
use triptych_app::paths;

/// For SQLite too: what a burst of large bodies took goes back to the system, which the C library keeps by thread.
/// `.cargo/config.toml` sets how soon.
#[cfg(target_os = "linux")]
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

const EXAMPLES: &str = "\
Examples:
  triptych listen                                   capture and convert; Ctrl+C ends it
  triptych convert --json body.json | jq .ledger    what a body becomes
  triptych replay --fresh fixtures                  send fixtures to the Triptych that listens
  triptych replay --capture 12 --duplicates 30 --reorder 5 --check    do the documents stay the same?
  triptych sample attachment/image --customer 7310 --send
  triptych reconvert                                what would today's settings change?
  triptych captures list --filter 'judged:unauthenticated'
  triptych captures wait --filter 'field:messages hello' --timeout 10
  triptych doctor 12                                why it was refused, and what to do

Data is in the folder that --data-dir or TRIPTYCH_DATA_DIR names, else in the platform's: $XDG_DATA_HOME/triptych on
Linux, mostly ~/.local/share/triptych. TRIPTYCH_LOG=debug says more on stderr.

Exit status: 0 fine, 1 the check failed or something was refused, 2 wrong usage or unreadable input.";

/// Facebook webhooks: capture them, decode them, see what they become.
#[derive(Debug, Parser)]
#[command(name = "triptych", version, disable_help_subcommand = true, after_help = EXAMPLES)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Listen(listen::Listen),
    Convert(convert::Convert),
    Replay(replay::Replay),
    Check(check::Check),
    Captures(captures::Captures),
    Doctor(doctor::Doctor),
    #[command(name = "selftest")]
    SelfTest(selftest::SelfTest),
    Endpoints(endpoints::Endpoints),
    Sample(sample::Sample),
    Reconvert(reconvert::Reconvert),
    Retention(retention::Retention),
    Completions(manual::Completions),
    Man(manual::Man),
}

/// Where the data is.
#[derive(Debug, Args)]
struct Folder {
    /// The data folder, instead of the platform's; or set TRIPTYCH_DATA_DIR
    #[arg(long, value_name = "DIR")]
    data_dir: Option<PathBuf>,
}

impl Folder {
    fn path(&self) -> Result<PathBuf, Failure> {
        paths::data_dir(self.data_dir.clone()).map_err(Failure::usage)
    }
}

/// Why a command did not succeed. What has been printed already is not said twice.
#[derive(Debug)]
struct Failure {
    status: u8,
    message: Option<String>,
}

impl Failure {
    /// The check failed, or something was refused.
    fn refused(message: impl ToString) -> Self {
        Self { status: 1, message: Some(message.to_string()) }
    }

    /// Wrong usage, or unreadable input.
    fn usage(message: impl ToString) -> Self {
        Self { status: 2, message: Some(message.to_string()) }
    }

    /// All is said; only the status is left.
    fn silent(status: u8) -> Self {
        Self { status, message: None }
    }
}

impl From<std::io::Error> for Failure {
    /// Of writing to stdout: whoever reads it may stop when there was enough.
    fn from(error: std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::BrokenPipe => Self::silent(0),
            _ => Self::refused(format!("what was found cannot be written to stdout: {error}")),
        }
    }
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    triptych_app::log::to_stderr("warn");
    let done = match cli.command {
        Command::Listen(command) => command.run(),
        Command::Convert(command) => command.run(),
        Command::Replay(command) => command.run(),
        Command::Check(command) => command.run(),
        Command::Sample(command) => command.run(),
        Command::Reconvert(command) => command.run(),
        Command::Completions(command) => command.run(),
        Command::Man(command) => command.run(),
        Command::Captures(command) => command.run(),
        Command::Retention(command) => command.run(),
        Command::Doctor(command) => command.run(),
        Command::SelfTest(command) => command.run(),
        Command::Endpoints(command) => command.run(),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            if let Some(message) = failure.message {
                eprintln!("triptych: {}", print::safe(&message));
            }
            ExitCode::from(failure.status)
        }
    }
}

/// A runtime for the commands that talk to sockets.
fn runtime() -> Result<tokio::runtime::Runtime, Failure> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(Failure::refused)
}
