//! The data folder taken away, replaced, or made read-only under a running listener.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::folder::folder;
use crate::listening::{BEARER, Listening, TOKEN, command};
use crate::rig::{assert_kept, assert_unavailable, delivery, kept, until_taken};
use crate::table::Row;

const DATABASE: &str = "triptych.db";
const REFUSALS: usize = 5;

pub(crate) fn trial() -> Vec<Row> {
    let outer = folder();
    let dir = outer.path().join("data");
    let triptych = Listening::start(&dir);
    let mut acknowledged = vec![until_taken(&triptych, "m_before").0];
    let (database, aside) = (dir.join(DATABASE), outer.path().join("aside"));
    let rename = |from: &Path, to: &Path| fs::rename(from, to).expect("renamed");
    let mut rows = Vec::new();
    let mut refuse_and_recover = |tried: &str, name: &str, back: &dyn Fn()| {
        for index in 0..REFUSALS {
            assert_unavailable(&triptych.post(&[BEARER], &delivery(&format!("m_{name}_lost_{index}"), 20)));
        }
        back();
        let (body, took, refusals) = until_taken(&triptych, &format!("m_{name}"));
        acknowledged.push(body);
        let kept = kept(&dir);
        assert_kept(&kept, &acknowledged);
        assert_eq!(kept.len(), acknowledged.len(), "what was refused is not kept");
        rows.push(Row::new(
            tried,
            format!("{} requests while it is so, then it is put back", REFUSALS),
            format!(
                "{REFUSALS} x 503 with Retry-After: 5, none kept; 200 again after {} ms ({refusals} more refused) \
                 without restart",
                took.as_millis()
            ),
        ));
    };
    rename(&database, &aside);
    refuse_and_recover("database file removed", "removed", &|| rename(&aside, &database));
    fs::copy(&database, &aside).expect("copied");
    let first = outer.path().join("first");
    rename(&database, &first);
    rename(&aside, &database);
    refuse_and_recover("another file put in its place", "replaced", &|| rename(&first, &database));
    rename(&dir, &aside);
    refuse_and_recover("whole folder moved away", "moved", &|| rename(&aside, &dir));
    assert_eq!(triptych.end("TERM").0, Some(0));
    rows.push(read_only());
    rows
}

/// What is open stays writable, so nothing is refused; what matters is that a 200 stays true.
fn read_only() -> Row {
    const TRIED: &str = "data folder made read-only";
    let outer = folder();
    let dir = outer.path().join("data");
    fs::create_dir(&dir).expect("a folder");
    let inner = command(&dir, "127.0.0.1:0", TOKEN);
    let Some(mut unprivileged) = unprivileged(&inner, outer.path(), &dir) else {
        return Row::skipped(TRIED, "a mode is no obstacle to root, and there is no setpriv to be somebody else");
    };
    let triptych = Listening::of(&mut unprivileged, &dir);
    let mut acknowledged = vec![until_taken(&triptych, "m_before").0];
    let files = || fs::read_dir(&dir).expect("a folder").map(|entry| entry.expect("an entry").path());
    let set = |folder, file| {
        files().for_each(|path| mode(&path, file));
        mode(&dir, folder);
    };
    set(0o500, 0o400);
    let (mut taken, mut refused) = (0, 0);
    for index in 0..20 {
        let body = delivery(&format!("m_read_only_{index}"), 20_000);
        let answer = triptych.post(&[BEARER], &body);
        if answer.status == 200 {
            acknowledged.push(body);
            taken += 1;
        } else {
            assert_unavailable(&answer);
            refused += 1;
        }
    }
    set(0o700, 0o600);
    let (body, took, _) = until_taken(&triptych, "m_after");
    acknowledged.push(body);
    triptych.kill_9();
    assert_kept(&kept(&dir), &acknowledged);
    Row::new(
        TRIED,
        "20 requests of 20 kB while folder and files are read-only, then kill -9",
        format!(
            "{taken} x 200 through the open files, {refused} x 503 with Retry-After: 5; all {} acknowledged found byte \
             for byte; 200 within {} ms after",
            acknowledged.len(),
            took.as_millis()
        ),
    )
}

#[cfg(unix)]
fn mode(path: &Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("a mode");
}

#[cfg(not(unix))]
fn mode(_path: &Path, _mode: u32) {}

/// The same program, run by somebody whom a mode stops: `None` where that is not possible.
fn unprivileged(inner: &Command, outer: &Path, dir: &Path) -> Option<Command> {
    if !cfg!(unix) {
        return None;
    }
    // Root's programs may lie where nobody else can look.
    let program = outer.join("triptych");
    fs::copy(inner.get_program(), &program).ok()?;
    mode(outer, 0o755);
    let is_root = Command::new("id").arg("-u").output().ok()?.stdout == b"0\n";
    let mut command = if is_root {
        let owned = Command::new("chown").arg("65534:65534").arg(dir).status().ok()?;
        let mut command = Command::new("setpriv");
        command.args(["--reuid=65534", "--regid=65534", "--clear-groups"]).arg(program);
        let works = Command::new("setpriv").arg("--version").output().is_ok();
        (owned.success() && works).then_some(command)?
    } else {
        Command::new(program)
    };
    crate::rig::like(inner, &mut command);
    Some(command)
}
