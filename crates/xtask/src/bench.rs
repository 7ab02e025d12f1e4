//! `cargo xtask bench`: release builds of what is measured, then the measurement in tests/bench.

use crate::command::{Outcome, cargo, run};

/// The programs lie beside one another: the measurement finds what it measures where it is itself.
pub(crate) fn bench() -> Outcome {
    let build = ["build", "--release"];
    run(cargo(&build).args(["--package", "triptych-listener", "--example", "bare"]))?;
    run(cargo(&build).args(["--package", "triptych", "--package", "triptych-tests", "--bins"]))?;
    run(&mut cargo(&["run", "--release", "--quiet", "--package", "triptych-tests", "--bin", "bench"]))
}

/// `cargo xtask bench --core`: no programs, only crates/core/benches.
pub(crate) fn core() -> Outcome {
    run(&mut cargo(&["bench", "--quiet", "--package", "triptych-core", "--bench", "convert"]))
}
