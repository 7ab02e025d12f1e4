//! `cargo xtask faults`: what strangers, crashes and broken disks may do, as a table of what was tried and what held.

use crate::command::{Outcome, cargo, run};

pub(crate) fn faults() -> Outcome {
    run(&mut cargo(&["test", "--quiet", "--package", "triptych-tests", "--test", "faults"]))
}
