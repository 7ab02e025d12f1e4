//! `cargo xtask bench --ui`: how fast the real window is, as ratios and times of one run on this machine.
//!
//! The window is the release build, on a display of its own, driven by WebDriver. What is compared is measured by turns
//! in one run, so that what else the machine does matters little. It fails only where it cannot measure: an aim that is
//! missed is printed as such, machines differ.

mod arrivals;
mod bundle;
mod large;
mod opening;
mod page;
mod scrolling;
mod start;
mod table;

use std::process::ExitCode;
use std::time::Instant;

use anyhow::{Context, Result, ensure};
use triptych_tests::window::{Place, Window, built};

/// Captures in the store of the full window.
const CAPTURES: &str = "100000";

fn main() -> ExitCode {
    let parts: Vec<String> = std::env::args().skip(1).collect();
    match bench(&parts) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("bench: {error:#}");
            ExitCode::from(2)
        }
    }
}

/// All parts, or only those that are named: `bundle`, `start`, `scrolling`, `opening`, `large`, `arrivals`.
fn bench(parts: &[String]) -> Result<()> {
    let begin = Instant::now();
    let wants = |part: &str| parts.is_empty() || parts.iter().any(|named| named == part);
    let [empty, few, full] = std::array::from_fn(|_| Place::new());
    generate(&few, start::FEW)?;
    generate(&full, CAPTURES)?;
    println!("\nWindow  release build under Xvfb, drawn without a graphics card, driven by WebDriver");
    println!("Store   {CAPTURES} captures of all kinds, in the system's cache\n");
    if wants("bundle") {
        bundle::measure()?.print();
    }
    if wants("start") {
        start::measure(&empty, &few, &full)?.print();
    }
    // Each part finds the window started anew: the list at its top, nothing left to do.
    let mut window = Window::open_at(full);
    if wants("scrolling") {
        scrolling::measure(&window)?.print();
        window = window.reopen();
    }
    if wants("opening") {
        opening::measure(&window).print();
        window = window.reopen();
    }
    if wants("large") {
        large::measure(&window)?.print();
        window = window.reopen();
    }
    if wants("arrivals") {
        arrivals::measure(&window)?.print();
    }
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
