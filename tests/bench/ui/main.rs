//! `cargo xtask bench --ui`: how fast the real window is, as ratios and times of one run on this machine.
//!
//! The window is the release build, on a display of its own, driven by WebDriver. What is compared is measured by turns
//! in one run, so that what else the machine does matters little. It fails only where it cannot measure: an aim that is
//! missed is printed as such, machines differ.

mod arrivals;
mod bundle;
mod opening;
mod page;
mod scrolling;
mod start;
mod table;

use std::process::ExitCode;
use std::time::Instant;

use anyhow::{Context, Result, ensure};
use triptych_tests::window::{Place, Window, built};

/// Captures in the store of the full window; for a quick look, another number can be the only argument.
const CAPTURES: &str = "100000";

fn main() -> ExitCode {
    match bench() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("bench: {error:#}");
            ExitCode::from(2)
        }
    }
}

fn bench() -> Result<()> {
    let begin = Instant::now();
    let captures = std::env::args().nth(1).unwrap_or_else(|| CAPTURES.to_owned());
    let (empty, full) = (Place::new(), Place::new());
    generate(&full, &captures)?;
    println!("\nWindow  release build under Xvfb, drawn without a graphics card, driven by WebDriver");
    println!("Store   {captures} captures of all kinds, in the system's cache\n");
    bundle::measure()?.print();
    start::measure(&empty, &full)?.print();
    let window = Window::open_at(full);
    scrolling::measure(&window)?.print();
    opening::measure(&window).print();
    // Started anew: the list is at its top, where it takes in what comes.
    let window = window.reopen();
    arrivals::measure(&window)?.print();
    println!("\nThe whole run took {:.0} s.", begin.elapsed().as_secs_f64());
    Ok(())
}

/// Fills the place's store.
fn generate(place: &Place, captures: &str) -> Result<()> {
    let mut generate = place.command("generate");
    generate.arg(captures).arg("--data-dir").arg(place.data());
    let status = generate.status().with_context(|| format!("{} does not start", built("generate").display()))?;
    ensure!(status.success(), "the store could not be generated");
    Ok(())
}
