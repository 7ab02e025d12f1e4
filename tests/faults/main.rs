//! What strangers, crashes and broken disks may do to `triptych listen`, and what holds.
//!
//! Over real sockets, processes and files, bounded in count and time. No test harness: each trial gives lines of a
//! table that is printed at the end, and a trial that finds something broken makes the whole run fail. Arguments that
//! are no options select trials by name; `TRIPTYCH_SEED` repeats what chance did.

#[path = "../it/bodies.rs"]
#[expect(dead_code, reason = "shared with `it`, which needs more of it")]
mod bodies;
mod disk;
mod files;
mod floods;
#[path = "../it/folder.rs"]
#[expect(dead_code, reason = "shared with `it`, which needs more of it")]
mod folder;
mod instances;
mod kills;
#[path = "../it/listening.rs"]
#[expect(dead_code, reason = "shared with `it`, which needs more of it")]
mod listening;
mod malformed;
mod power;
#[path = "../it/program.rs"]
mod program;
mod rig;
mod slow;
mod table;
#[path = "../it/wire.rs"]
mod wire;

use std::process::ExitCode;
use std::thread;

use table::Row;

type Trial = (&'static str, fn() -> Vec<Row>);

/// They mostly wait, so they run beside the others.
const WAITING: [Trial; 2] = [("slow", slow::trial), ("idle", floods::idle)];

const WORKING: [Trial; 9] = [
    ("heads", floods::heads),
    ("bodies", floods::bodies),
    ("memory", floods::memory),
    ("malformed", malformed::trial),
    ("kills", kills::trial),
    ("disk", disk::trial),
    ("files", files::trial),
    ("instances", instances::trial),
    ("power", power::trial),
];

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    if args.iter().any(|arg| arg == "--list") {
        return ExitCode::SUCCESS;
    }
    let names: Vec<&String> = args.iter().filter(|arg| !arg.starts_with('-')).collect();
    let wanted = |trial: &&Trial| names.is_empty() || names.iter().any(|name| trial.0.contains(name.as_str()));
    let waiting: Vec<_> = WAITING.iter().filter(wanted).map(|&(name, trial)| (name, thread::spawn(trial))).collect();
    let working = WORKING.iter().filter(wanted).map(|&(name, trial)| {
        eprintln!("trying: {name}");
        (name, thread::spawn(trial).join())
    });
    let mut ended: Vec<_> = working.collect();
    ended.splice(0..0, waiting.into_iter().map(|(name, trial)| (name, trial.join())).collect::<Vec<_>>());
    let broken: Vec<_> = ended.iter().filter(|(_, rows)| rows.is_err()).map(|(name, _)| *name).collect();
    let rows = ended.into_iter().flat_map(|(name, rows)| rows.unwrap_or_else(|why| vec![Row::broken(name, &*why)]));
    let rows: Vec<_> = rows.collect();
    // A name may be meant for another binary.
    if !rows.is_empty() {
        table::print(&rows);
    }
    if broken.is_empty() {
        return ExitCode::SUCCESS;
    }
    eprintln!("\nbroken: {}", broken.join(", "));
    ExitCode::FAILURE
}
