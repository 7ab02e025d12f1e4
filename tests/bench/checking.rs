//! `triptych check` over many fixtures, beside `triptych convert` over the same bodies: by turns, as a user starts them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};

use crate::aims;

const FIXTURES: usize = 1000;
/// Odd, so that there is one in the middle.
const TURNS: usize = 15;
/// Most times of convert's time.
const TIMES: f64 = 3.0;

/// Measures and prints.
pub(crate) fn measure(programs: &Path, folder: &Path) -> Result<()> {
    let program = programs.join(format!("triptych{}", std::env::consts::EXE_SUFFIX));
    let folder = folder.join("fixtures");
    let bodies = copies(&folder)?;
    let mut turns = Vec::with_capacity(TURNS);
    for _ in 0..=TURNS {
        let convert = took(Command::new(&program).arg("convert").args(&bodies))?;
        let check = took(Command::new(&program).arg("check").arg(&folder))?;
        turns.push((check.as_secs_f64() / convert.as_secs_f64(), check, convert));
    }
    // The first finds nothing in the system's memory yet.
    turns.remove(0);
    turns.sort_by(|one, other| one.0.total_cmp(&other.0));
    let (ratio, check, convert) = turns[TURNS / 2];
    println!("\n{FIXTURES} fixtures:");
    aims::print("check beside convert", format!("{ratio:.2} times"), "at most 3", ratio <= TIMES);
    println!("    in the middle turn of {TURNS}: check {check:.1?}, convert {convert:.1?}");
    Ok(())
}

/// The repository's fixtures again and again; their bodies.
fn copies(folder: &Path) -> Result<Vec<PathBuf>> {
    let ours = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures");
    let mut known: Vec<PathBuf> = fs::read_dir(&ours)?.map(|entry| Ok(entry?.path())).collect::<Result<_>>()?;
    known.retain(|path| path.is_dir());
    known.sort();
    ensure!(!known.is_empty(), "{} holds no fixture", ours.display());
    let copy = |number: usize| {
        let to = folder.join(format!("fixture-{number:04}"));
        fs::create_dir_all(&to)?;
        for name in ["request.json", "fixture.toml", "expected.json"] {
            fs::copy(known[number % known.len()].join(name), to.join(name)).context(name)?;
        }
        Ok(to.join("request.json"))
    };
    (0..FIXTURES).map(copy).collect()
}

/// How long it takes, start and end of the process included.
fn took(command: &mut Command) -> Result<Duration> {
    let start = Instant::now();
    let status = command.stdout(Stdio::null()).status().context("triptych starts")?;
    let took = start.elapsed();
    ensure!(status.success(), "triptych ended with {status}");
    Ok(took)
}
