//! What is written from Rust: the TypeScript types of the wire, `ui/src/api/gen`, from `crates/app/src/api`, and
//! `docs/reference.md` from the tables of `crates/core/src/decode`.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use crate::command::{Outcome, cargo, output, root};

const GEN: &str = "ui/src/api/gen";

/// File name → text.
type Files = BTreeMap<String, String>;

/// Makes `ui/src/api/gen` what the Rust types say.
pub(crate) fn write() -> Outcome {
    let folder = root().join(GEN);
    let made = generate()?;
    fs::create_dir_all(&folder).map_err(at(&folder))?;
    for name in differing(&made, &read(&folder)?) {
        let path = folder.join(&name);
        match made.get(&name) {
            Some(text) => fs::write(&path, text).map_err(at(&path))?,
            None => fs::remove_file(&path).map_err(at(&path))?,
        }
        println!("{GEN}/{name}");
    }
    output(reference().env("TRIPTYCH_BLESS", "1"))?;
    Ok(())
}

/// # Errors
/// The files that are stale, missing or surplus.
pub(crate) fn check() -> Outcome {
    let stale = differing(&generate()?, &read(&root().join(GEN))?);
    if stale.is_empty() {
        return output(&mut reference()).map(drop).map_err(|why| {
            format!("docs/reference.md may not say what crates/core/src/decode says. Run `cargo xtask codegen`. {why}")
        });
    }
    let names = stale.join(", ");
    Err(format!("{GEN} does not say what crates/app/src/api says: {names}. Run `cargo xtask codegen` and commit it"))
}

fn generate() -> Outcome<Files> {
    let folder = root().join("target/tmp/codegen");
    if folder.exists() {
        fs::remove_dir_all(&folder).map_err(at(&folder))?;
    }
    // ts-rs writes in tests of that name; only triptych-app has them. `--workspace` because `cargo xtask test` says so.
    let mut tests = cargo(&["test", "--quiet", "--workspace", "--lib", "export_bindings"]);
    output(tests.env("TS_RS_EXPORT_DIR", &folder).env("TS_RS_LARGE_INT", "number"))?;
    let made = read(&folder)?;
    if made.is_empty() { Err("ts-rs wrote no types; has triptych-app none any more?".to_owned()) } else { Ok(made) }
}

/// The test that compares `docs/reference.md` with the tables, or writes it.
fn reference() -> Command {
    cargo(&["test", "--quiet", "--workspace", "--test", "reference"])
}

fn read(folder: &Path) -> Outcome<Files> {
    let mut files = Files::new();
    let Ok(entries) = fs::read_dir(folder) else { return Ok(files) };
    for entry in entries.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let text = fs::read_to_string(entry.path()).map_err(at(&entry.path()))?;
        files.insert(name, text);
    }
    Ok(files)
}

/// Names whose text differs or that only one side has.
fn differing(made: &Files, there: &Files) -> Vec<String> {
    let mut names: Vec<&String> = made.keys().chain(there.keys()).collect();
    names.sort();
    names.dedup();
    names.into_iter().filter(|name| made.get(*name) != there.get(*name)).cloned().collect()
}

fn at(path: &Path) -> impl Fn(std::io::Error) -> String {
    move |error| format!("{}: {error}", path.display())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stale_missing_and_surplus_files_differ() {
        let files =
            |all: &[(&str, &str)]| all.iter().map(|(n, t)| ((*n).to_owned(), (*t).to_owned())).collect::<Files>();
        let made = files(&[("Same.ts", "a"), ("Stale.ts", "new"), ("Missing.ts", "b")]);
        let there = files(&[("Same.ts", "a"), ("Stale.ts", "old"), ("Surplus.ts", "c")]);
        assert_eq!(differing(&made, &there), ["Missing.ts", "Stale.ts", "Surplus.ts"]);
    }
}
