//! The log: lines on stderr, the same for the window and the command line. No body and no secret is ever logged.

use std::io::IsTerminal as _;

use tracing_subscriber::EnvFilter;

/// Says what is logged, such as `debug` or `triptych_store=trace`.
const VARIABLE: &str = "TRIPTYCH_LOG";

/// Logs to stderr from now on: what `TRIPTYCH_LOG` says, else what is said here. To be called once.
pub fn to_stderr(otherwise: &str) {
    let filter = EnvFilter::try_from_env(VARIABLE).unwrap_or_else(|_| EnvFilter::new(otherwise));
    // Colours are for people: not for files, nor where NO_COLOR is set.
    let colours = std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|set| set.is_empty());
    tracing_subscriber::fmt().with_env_filter(filter).with_ansi(colours).with_writer(std::io::stderr).init();
}
