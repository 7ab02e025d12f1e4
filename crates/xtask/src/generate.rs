//! `cargo xtask generate`: a store with much in it. Release, since converting 100,000 captures takes minutes in debug.

use crate::command::{Outcome, cargo, run};

pub(crate) fn generate(args: &[&str]) -> Outcome {
    let program = ["run", "--release", "--quiet", "--package", "triptych-tests", "--bin", "generate", "--"];
    run(cargo(&program).args(args))
}
