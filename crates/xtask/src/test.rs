//! `cargo xtask test`: everything that has to be right, cheapest first, and nothing after the first fault.

use std::time::Instant;

use crate::command::{Outcome, cargo, root, run};
use crate::{codegen, setup, tidy, ui, window};

type Step = (&'static str, fn() -> Outcome);

/// Every cargo command below selects the same packages and, where it tests, the same targets' dependencies: another selection
/// means other features of shared dependencies, and then half of them, GTK and tauri included, are built once more.
pub(crate) const EVERYTHING: [&str; 3] = ["--workspace", "--features", "triptych-tests/e2e"];

const STEPS: [Step; 11] = [
    ("setup", setup::setup),
    ("format", format),
    ("tidy", tidy::tidy),
    ("ui build", ui::build),
    ("ui check", || run(&mut ui::npm(&["run", "check"]))),
    ("ui tests", || run(&mut ui::npm(&["test"]))),
    ("clippy", clippy),
    ("build", build),
    ("codegen", codegen::check),
    ("rust tests", rust_tests),
    ("window", real_window),
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
    for (package, test) in [("triptych-core", "cards"), ("triptych-tests", "it")] {
        let mut golden = cargo(&["test", "--package", package, "--test", test, "golden"]);
        run(golden.env("TRIPTYCH_BLESS", "1"))?;
    }
    println!("\nGolden files are as the code makes them now. Read what changed before you commit it:\n  git diff");
    Ok(())
}

fn format() -> Outcome {
    run(&mut cargo(&["fmt", "--all", "--check"])).map_err(|message| format!("{message}. Run `cargo fmt --all`"))
}

fn clippy() -> Outcome {
    run(cargo(&["clippy", "--all-targets"]).args(EVERYTHING).args(["--", "-D", "warnings"]))
}

/// Programs and tests at once.
fn build() -> Outcome {
    run(cargo(&["build", "--all-targets"]).args(EVERYTHING))
}

fn rust_tests() -> Outcome {
    // Without a folder for it, ts-rs would write beside the crates.
    run(cargo(&["test", "--workspace"]).env("TS_RS_EXPORT_DIR", root().join("target/tmp/ts-rs")))
}

/// The real window, on a display of its own.
fn real_window() -> Outcome {
    if !cfg!(target_os = "linux") {
        println!("not tested here: the window is driven through WebKitGTK's driver, which is for Linux");
        return Ok(());
    }
    let mut tests = window::on_display(cargo(&[]).get_program())?;
    run(tests.arg("test").args(EVERYTHING).args(["--test", "e2e", "--bin", "bench-ui"]))
}
