//! The window's contents in `ui/`: npm packages from the lock file, and `ui/dist`, which the window embeds.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

use crate::command::{Outcome, root, run};

pub(crate) const NPM: &str = if cfg!(windows) { "npm.cmd" } else { "npm" };

/// What `ui/dist` is made of.
const SOURCES: [&str; 7] =
    ["src", "public", "index.html", "package-lock.json", "vite.config.ts", "svelte.config.js", "tsconfig.json"];

/// `npm ARGS` in `ui/`.
pub(crate) fn npm(args: &[&str]) -> Command {
    let mut command = Command::new(NPM);
    command.current_dir(folder()).args(args);
    command
}

/// Vite's server for hot reload. Without npm around it, so that ending it ends it.
pub(crate) fn server() -> Command {
    let mut command = Command::new("node");
    command.current_dir(folder()).arg("node_modules/vite/bin/vite.js");
    command
}

/// Installs exactly what the lock file names, where that is not there yet.
pub(crate) fn install() -> Outcome {
    // npm writes this file last, so an interrupted installation is done again.
    let installed = newest(&folder().join("node_modules/.package-lock.json"));
    if installed.is_some() && installed >= newest(&folder().join("package-lock.json")) {
        return Ok(());
    }
    println!("npm packages of ui: from the lock file");
    run(&mut npm(&["ci", "--no-audit", "--no-fund"]))
}

/// Builds `ui/dist` where a source is newer.
pub(crate) fn build() -> Outcome {
    let built = newest(&folder().join("dist/index.html"));
    let sources = SOURCES.iter().filter_map(|name| newest(&folder().join(name))).max();
    if built.is_some() && built >= sources {
        return Ok(());
    }
    run(&mut npm(&["run", "build"]))
}

fn folder() -> PathBuf {
    root().join("ui")
}

/// When the file, or the newest file below the folder, was changed; `None` where there is none.
fn newest(path: &Path) -> Option<SystemTime> {
    let meta = fs::metadata(path).ok()?;
    let own = meta.modified().ok();
    if !meta.is_dir() {
        return own;
    }
    // The folder's own time counts: it moves when a file is removed.
    let below = fs::read_dir(path).ok()?.flatten().filter_map(|entry| newest(&entry.path())).max();
    own.max(below)
}
