//! The real window on a display of its own, driven by its tests, its measurement and whoever takes its picture.

use std::ffi::OsStr;
use std::process::Command;

use crate::command::{Outcome, cargo, program, run};
use crate::test::EVERYTHING;
use crate::{setup, ui};

/// What the measurement needs, of a release build. One selection for all: another one would mean other features of
/// shared dependencies, and build half of them once more.
const MEASURED: [&str; 8] = [
    "--release",
    "--package",
    "triptych-desktop",
    "--package",
    "triptych-tests",
    "--features",
    "triptych-tests/e2e",
    "--bins",
];

/// A program with a display and a session bus that end with it.
///
/// # Errors
/// What is missing on this machine for it.
pub(crate) fn on_display(name: impl AsRef<OsStr>) -> Outcome<Command> {
    if !cfg!(target_os = "linux") {
        return Err("the window is driven through WebKitGTK's driver, which is for Linux".to_owned());
    }
    setup::check_window_test()?;
    let mut command = program("dbus-run-session");
    command.args(["--", "xvfb-run", "-a", "-s", "-screen 0 1440x900x24 -nolisten tcp"]);
    command.arg(name);
    Ok(command)
}

/// `cargo xtask bench --ui`, all of it or the parts that are named: release, since a debug build's window spends its time
/// elsewhere.
pub(crate) fn bench(parts: &[&str]) -> Outcome {
    setup::setup()?;
    ui::build()?;
    run(cargo(&["build"]).args(MEASURED))?;
    // Not by `cargo run`, which selects one package only. This program lies in the folder beside.
    let this = std::env::current_exe().map_err(|error| format!("the path of this program: {error}"))?;
    let programs = this.ancestors().nth(2).ok_or("this program does not lie in cargo's folder")?;
    run(on_display(programs.join("release/bench-ui"))?.args(parts))
}

/// `cargo xtask tour`: a picture of every state of the window, into docs/screenshots.
pub(crate) fn tour() -> Outcome {
    setup::setup()?;
    ui::build()?;
    run(cargo(&["build", "--all-targets"]).args(EVERYTHING))?;
    let mut tour = on_display(cargo(&[]).get_program())?;
    // Without layers the driver waits for ever for a picture now and then.
    tour.env("WEBKIT_FORCE_COMPOSITING_MODE", "1");
    run(tour.arg("test").args(EVERYTHING).args(["--test", "e2e", "--", "--ignored", "tour"]))
}
