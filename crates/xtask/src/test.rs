//! `cargo xtask test`: everything that has to be right, cheapest first, and nothing after the first fault.

use std::time::Instant;

use crate::command::{Outcome, cargo, root, run};
use crate::{codegen, setup, tidy, ui};

type Step = (&'static str, fn() -> Outcome);

const STEPS: [Step; 10] = [
    ("setup", setup::setup),
    ("format", format),
    ("tidy", tidy::tidy),
    ("ui build", ui::build),
    ("ui check", || run(&mut ui::npm(&["run", "check"]))),
    ("ui tests", || run(&mut ui::npm(&["test"]))),
    ("clippy", clippy),
    ("codegen", codegen::check),
    ("rust tests", rust_tests),
    ("window", window),
];

pub(crate) fn test() -> Outcome {
    let start = Instant::now();
    for (name, step) in STEPS {
        println!("\n==> {name}");
        let began = Instant::now();
        step().map_err(|message| {
            format!("step `{name}` failed after {:.1} s: {message}", began.elapsed().as_secs_f32())
        })?;
        println!("==> {name}: fine, {:.1} s", began.elapsed().as_secs_f32());
    }
    println!("\n==> all {} steps fine, {:.0} s", STEPS.len(), start.elapsed().as_secs_f32());
    Ok(())
}

/// Writes the golden files anew.
pub(crate) fn bless() -> Outcome {
    for package in ["triptych-core", "triptych-tests"] {
        run(cargo(&["test", "--package", package]).env("TRIPTYCH_BLESS", "1"))?;
    }
    println!("\nGolden files are as the code makes them now. Read what changed before you commit it:\n  git diff");
    Ok(())
}

fn format() -> Outcome {
    run(&mut cargo(&["fmt", "--all", "--check"])).map_err(|message| format!("{message}. Run `cargo fmt --all`"))
}

fn clippy() -> Outcome {
    // The feature only adds the window's tests, which would not be looked at otherwise.
    let targets = ["clippy", "--workspace", "--all-targets", "--features", "triptych-tests/e2e"];
    run(cargo(&targets).args(["--", "-D", "warnings"]))
}

fn rust_tests() -> Outcome {
    // Without a folder for it, ts-rs would write beside the crates.
    run(cargo(&["test", "--workspace"]).env("TS_RS_EXPORT_DIR", root().join("target/tmp/ts-rs")))
}

/// The real window, on a display of its own.
fn window() -> Outcome {
    if !cfg!(target_os = "linux") {
        println!("not tested here: the window is driven through WebKitGTK's driver, which is for Linux");
        return Ok(());
    }
    setup::check_window_test()?;
    run(&mut cargo(&["build", "--package", "triptych-desktop", "--package", "triptych"]))?;
    let mut tests = crate::command::program("dbus-run-session");
    tests.args(["--", "xvfb-run", "-a", "-s", "-screen 0 1440x900x24 -nolisten tcp"]);
    tests.arg(cargo(&[]).get_program());
    run(tests.args(["test", "--package", "triptych-tests", "--features", "e2e", "--test", "e2e"]))
}
