//! The program under test, as a process.
//!
//! cargo tells a test where the programs of its own package are, but not those of others. So it is looked for beside
//! the test itself, and built where it is missing or older than what it was built from.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;
use std::time::{Duration, Instant, SystemTime};

/// How long anything may take. Generous: what fails takes this long, what works does not.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

/// How a run of the program ended.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) status: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// `triptych`, with nothing of its environment set.
pub(crate) fn triptych() -> Command {
    static PATH: OnceLock<PathBuf> = OnceLock::new();
    let mut command = Command::new(PATH.get_or_init(built));
    let ours = std::env::vars_os().map(|(name, _)| name).filter(|name| name.to_string_lossy().starts_with("TRIPTYCH_"));
    ours.for_each(|name| {
        command.env_remove(name);
    });
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// Runs `triptych` with these arguments to its end.
pub(crate) fn run<A: AsRef<std::ffi::OsStr>>(args: impl IntoIterator<Item = A>) -> Run {
    finish(triptych().args(args), b"")
}

/// Runs a command to its end, with these bytes on its stdin.
pub(crate) fn finish(command: &mut Command, stdin: &[u8]) -> Run {
    let mut child = command.stdin(Stdio::piped()).spawn().expect("triptych starts");
    child.stdin.take().expect("piped").write_all(stdin).expect("stdin is read");
    let output = child.wait_with_output().expect("triptych ends");
    Run {
        status: output.status.code().expect("no signal ended it"),
        stdout: String::from_utf8(output.stdout).expect("UTF-8"),
        stderr: String::from_utf8(output.stderr).expect("UTF-8"),
    }
}

/// What `look` finds, as soon as it finds it.
pub(crate) fn until<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let deadline = Instant::now() + PATIENCE;
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(Instant::now() < deadline, "not within {} s: {what}", PATIENCE.as_secs());
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// The repository's root.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("tests/ is in the repository")
}

fn built() -> PathBuf {
    let test = std::env::current_exe().expect("the test has a path");
    let profile = test.ancestors().nth(2).expect("TARGET/PROFILE/deps/TEST");
    let program = profile.join(format!("triptych{}", std::env::consts::EXE_SUFFIX));
    if !is_fresh(&program) {
        build(profile);
    }
    program
}

/// Whether the program is there and newer than every file that cargo says it was built from.
fn is_fresh(program: &Path) -> bool {
    let changed = |path: &Path| path.metadata().and_then(|file| file.modified()).ok();
    let Some(built) = changed(program) else { return false };
    let Ok(sources) = std::fs::read_to_string(program.with_extension("d")) else { return false };
    let Some((_, sources)) = sources.split_once(": ") else { return false };
    // A space within a path is written with a backslash before it.
    let spaced = sources.trim_end().replace("\\ ", "\0");
    let mut files: Vec<_> = spaced.split(' ').map(|path| PathBuf::from(path.replace('\0', " "))).collect();
    let is_of_this_checkout = files.contains(&root().join("crates/cli/src/main.rs"));
    files.push(root().join("Cargo.lock"));
    let is_older = |changed: SystemTime| changed <= built;
    is_of_this_checkout && files.iter().all(|file| changed(file).is_some_and(is_older))
}

fn build(profile: &Path) {
    let name = profile.file_name().and_then(|name| name.to_str()).expect("a profile");
    let name = if name == "debug" { "dev" } else { name };
    let target = profile.parent().expect("TARGET/PROFILE");
    let mut command = Command::new(env!("CARGO"));
    command.args(["build", "--quiet", "--package", "triptych", "--profile", name, "--target-dir"]).arg(target);
    let status = command.current_dir(root()).status().expect("cargo starts");
    assert!(status.success(), "triptych cannot be built");
}
