//! Opening the window from the sources.

use crate::command::{Outcome, cargo, root, run as finish};
use crate::{setup, ui};

/// Sets up, builds what is out of date, opens the window.
///
/// Debug on purpose: a cold release build takes longer than a newcomer waits, and SQLite and the JSON parser are optimised anyway.
pub(crate) fn run(args: &[&str]) -> Outcome {
    setup::setup()?;
    ui::build()?;
    finish(&mut cargo(&["build", "--package", "triptych-desktop", "--package", "triptych"]))?;
    finish(cargo(&["run", "--quiet", "--package", "triptych-desktop", "--"]).args(args))
}

/// The same with Vite serving `ui/src`, which shows a change at once. It does not run under the real content policy.
pub(crate) fn dev(args: &[&str]) -> Outcome {
    setup::setup()?;
    ui::build()?;
    let overrides = root().join("src-tauri/tauri.dev.conf.json");
    let overrides = std::fs::read_to_string(&overrides).map_err(|error| format!("{}: {error}", overrides.display()))?;
    let mut vite = ui::server().spawn().map_err(|error| format!("Vite could not be started: {error}"))?;
    let result =
        finish(cargo(&["run", "--package", "triptych-desktop", "--"]).args(args).env("TAURI_CONFIG", overrides));
    // Best effort: on Ctrl+C the terminal has ended it already.
    let _ = vite.kill();
    let _ = vite.wait();
    result
}
