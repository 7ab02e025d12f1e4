//! A disk that is full, and has room again.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::folder::folder;
use crate::listening::{BEARER, Listening};
use crate::rig::{assert_kept, assert_unavailable, delivery, kept, until_taken};
use crate::table::Row;

const TRIED: &str = "full disk";

/// A small file system in memory; gone when it is dropped.
struct Disk(PathBuf);

impl Disk {
    fn mount(at: &Path) -> Result<Self, String> {
        let mut mount = Command::new("mount");
        let ended = mount.args(["-t", "tmpfs", "-o", "size=8m", "triptych-faults"]).arg(at).output();
        match ended {
            Ok(output) if output.status.success() => Ok(Self(at.to_owned())),
            Ok(output) => Err(format!("mount: {}", String::from_utf8_lossy(&output.stderr).trim())),
            Err(error) => Err(format!("mount: {error}")),
        }
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        // Lazily: a listener that a failed test left behind still has files open.
        let _ended = Command::new("umount").arg("--lazy").arg(&self.0).status();
    }
}

pub(crate) fn trial() -> Vec<Row> {
    let at = folder();
    let disk = match Disk::mount(at.path()) {
        Ok(disk) => disk,
        Err(why) => return vec![Row::skipped(TRIED, format!("a small disk cannot be mounted: {why}"))],
    };
    let filler = disk.0.join("filler");
    std::fs::write(&filler, vec![1; 3 * 1024 * 1024]).expect("room for the filler");
    let dir = disk.0.join("data");
    let triptych = Listening::start(&dir);
    let mut acknowledged = Vec::new();
    let (mut taken, mut refused) = (0, 0);
    // Large ones until it is full, then smaller ones, which may find room in what the log left free.
    for index in 0..150 {
        let size = if refused == 0 { 100_000 } else { 2_000 };
        let body = delivery(&format!("m_{index}"), size);
        let answer = triptych.post(&[BEARER], &body);
        if answer.status == 200 {
            taken += 1;
            acknowledged.push(body);
        } else {
            assert_unavailable(&answer);
            refused += 1;
        }
        if refused >= 20 {
            break;
        }
    }
    assert!(taken > 0 && refused >= 20, "{taken} taken, {refused} refused: the disk is not full");
    assert_kept(&kept(&dir), &acknowledged);
    std::fs::remove_file(&filler).expect("room again");
    let (body, took, refusals) = until_taken(&triptych, "m_after");
    acknowledged.push(body);
    triptych.kill_9();
    let triptych = Listening::start(&dir);
    acknowledged.push(until_taken(&triptych, "m_restarted").0);
    let kept = kept(&dir);
    assert_kept(&kept, &acknowledged);
    assert_eq!(kept.len(), acknowledged.len(), "what was refused is not kept");
    assert_eq!(triptych.end("TERM").0, Some(0));
    vec![Row::new(
        TRIED,
        format!("{} requests on a disk of 8 MiB; then 3 MiB are freed", taken + refused),
        format!(
            "{taken} x 200, {refused} x 503 with Retry-After: 5; {taken} of {taken} found byte for byte, nothing else; \
             200 again {} ms after ({refusals} more refused) without restart; whole after kill -9",
            took.as_millis()
        ),
    )]
}
