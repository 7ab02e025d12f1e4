//! How fast the listener is, beside a handler that keeps nothing: `cargo xtask bench`.
//!
//! Figures are printed, not asserted, and everything is relative: both servers are measured by turns in one run, by the
//! same generator, so that what else the machine does matters little. One thing is asserted: what was acknowledged is
//! stored, no more and no less.

mod aims;
mod bodies;
mod cells;
mod checking;
mod load;
mod servers;
mod stand;
mod stored;

use std::process::ExitCode;
use std::time::Instant;

use anyhow::{Context, Result};

use crate::aims::Findings;
use crate::cells::{Cell, Compared};
use crate::stand::Stand;

fn main() -> ExitCode {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime starts");
    match runtime.block_on(bench()) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("bench: {error:#}");
            ExitCode::from(2)
        }
    }
}

/// Whether what was acknowledged is stored.
async fn bench() -> Result<bool> {
    let start = Instant::now();
    let programs = std::env::current_exe()?;
    let programs = programs.parent().context("a program is in a folder")?;
    // Beside the programs: where temporary files are is often no disk.
    let folder = tempfile::Builder::new().prefix("bench-data-").tempdir_in(programs)?;
    let mut stand = Stand::set_up(programs, folder.path())?;
    println!("bare    a handler that reads the body, keeps nothing and answers");
    println!("listen  `triptych listen`: on disk (synchronous=FULL) before the answer, then converted");
    println!("Bodies  400 B: 1 message, 20 KB: 10, 1 MB: 100; message ids all differ, 1,000 customers");
    println!(
        "Disk    {} ms for a sync, which each answer of listen waits for\n",
        cells::ms(Stand::sync_time(folder.path())?)
    );
    stand.warm_up().await?;
    let searchable = stand.searchable().await?;
    cells::print_head();
    let mut compared = Vec::new();
    for cell in Cell::all() {
        let found = Compared::measure(&mut stand, cell).await?;
        found.print();
        compared.push(found);
    }
    cells::print_foot();
    let findings = Findings { compared, searchable, memory: stand.memory(), stored: stand.stored()? };
    findings.print();
    checking::measure(programs, folder.path())?;
    println!("\nThe whole run took {:.0} s.", start.elapsed().as_secs_f64());
    Ok(findings.stored.is_whole())
}
