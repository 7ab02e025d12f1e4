//! The real window, driven by WebDriver on a display of its own: `cargo xtask test`.
//!
//! Each test has its own driver, home, data folder and ports, so they run beside each other and leave nothing behind.

mod accessible;
mod choices;
mod conversations;
mod deliveries;
mod ending;
mod exchange;
mod first_run;
mod fixtures;
mod keyboard;
mod large;
mod outcomes;
mod policy;
mod problems;
mod rewritten;
mod secrets;
mod selftest;
mod tour;
mod tour_of_fixtures;
mod tracing;
mod trust;

use triptych_tests::{driver, keys, window};
