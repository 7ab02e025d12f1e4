//! `triptych` with another rule of conversion: a copy of the sources in which one row of a table says something else,
//! built beside the real program. What it accepts, or keeps, is what an older Triptych would have accepted or kept; and
//! the product needs no way to change a rule for the sake of a test.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;
use std::{fs, io};

/// Where the row stands.
const TABLE: &str = "crates/core/src/convert/parts.rs";
/// A voice message is audio; there it is a document.
const ROW: [&str; 2] = ["\"audio\" => Some(ContentType::Audio)", "\"audio\" => Some(ContentType::Document)"];
/// What the program is called, so that it lies beside the real one.
const PROGRAM: &str = "triptych-with-another-rule";
/// All that the workspace is made of.
const SOURCES: [&str; 6] = ["Cargo.toml", "Cargo.lock", "crates", "fixtures", "src-tauri", "tests"];

/// The program, with nothing of its environment set. It is built once, which takes a minute, and again where sources
/// changed.
///
/// # Panics
/// Where it cannot be built.
#[must_use]
pub fn triptych() -> Command {
    static PATH: OnceLock<PathBuf> = OnceLock::new();
    let mut command = Command::new(PATH.get_or_init(|| built().expect("the sources can be copied")));
    let ours = std::env::vars_os().map(|(name, _)| name).filter(|name| name.to_string_lossy().starts_with("TRIPTYCH_"));
    ours.for_each(|name| {
        command.env_remove(name);
    });
    command
}

fn built() -> io::Result<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("tests/ is in the repository");
    let test = std::env::current_exe()?;
    let profile = test.ancestors().nth(2).expect("TARGET/PROFILE/deps/TEST");
    let target = profile.parent().expect("TARGET/PROFILE");
    let copy = target.join("tmp").join(PROGRAM);
    fs::create_dir_all(&copy)?;
    SOURCES.iter().try_for_each(|name| mirror(&root.join(name), &copy.join(name)))?;
    let name = profile.file_name().and_then(|name| name.to_str()).expect("a profile");
    let mut cargo = Command::new(env!("CARGO"));
    // The same selection of packages as where tests are built: another one would mean other features of what is shared.
    cargo.args(["build", "--quiet", "--offline", "--workspace", "--features", "triptych-tests/e2e"]);
    cargo.args(["--bin", PROGRAM, "--profile", if name == "debug" { "dev" } else { name }]);
    let status = cargo.arg("--target-dir").arg(target).current_dir(&copy).status()?;
    assert!(status.success(), "Triptych with another rule cannot be built");
    Ok(profile.join(format!("{PROGRAM}{}", std::env::consts::EXE_SUFFIX)))
}

/// Makes a copy what the original is, but for the row. What is right already keeps its time, so that cargo builds no more
/// than what changed.
fn mirror(from: &Path, to: &Path) -> io::Result<()> {
    if !from.is_dir() {
        let text = changed(from, fs::read(from)?);
        return if fs::read(to).is_ok_and(|before| before == text) { Ok(()) } else { fs::write(to, text) };
    }
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(to)? {
        let entry = entry?;
        if !from.join(entry.file_name()).exists() {
            if entry.path().is_dir() { fs::remove_dir_all(entry.path())? } else { fs::remove_file(entry.path())? }
        }
    }
    fs::read_dir(from)?.try_for_each(|entry| {
        let name = entry?.file_name();
        mirror(&from.join(&name), &to.join(&name))
    })
}

fn changed(path: &Path, text: Vec<u8>) -> Vec<u8> {
    if path.ends_with(TABLE) {
        let text = String::from_utf8(text).expect("a source is UTF-8");
        assert_eq!(text.matches(ROW[0]).count(), 1, "the row is in the table");
        return text.replace(ROW[0], ROW[1]).into_bytes();
    }
    let ours = env!("CARGO_MANIFEST_DIR").strip_suffix("tests").expect("tests/ is in the repository");
    if path == Path::new(ours).join("Cargo.toml") {
        // Cargo tells packages of one target folder apart by where they lie within their workspace, by name and by
        // version: without another version, these would stand in for the real ones.
        let version = |more: &str| format!("\nversion = \"{}{more}\"\n", env!("CARGO_PKG_VERSION"));
        let text = String::from_utf8(text).expect("a manifest is UTF-8");
        assert_eq!(text.matches(&version("")).count(), 1, "the workspace has a version");
        return text.replace(&version(""), &version("-with-another-rule")).into_bytes();
    }
    if path.ends_with("crates/cli/Cargo.toml") {
        let named = format!("\n[[bin]]\nname = \"{PROGRAM}\"\npath = \"src/main.rs\"\n");
        return [text, named.into_bytes()].concat();
    }
    text
}
