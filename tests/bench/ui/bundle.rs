//! What the page loads before it shows anything: scripts and styles, compressed as `gzip -9` does.
//!
//! Fonts are not counted: they are compressed already, and the page waits for none of them longer than a second.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};

use crate::table;

/// KiB.
const AIM: f64 = 300.0;

/// The module that is loaded by a call, and at once: the door to the host.
const AT_ONCE: &str = "tauri-";

#[derive(Debug)]
pub(crate) struct Bundle {
    /// Of each file of the first load: name, KiB compressed.
    first: Vec<(String, f64)>,
    /// Of what is loaded only when it is needed.
    later: Vec<(String, f64)>,
}

pub(crate) fn measure() -> Result<Bundle> {
    let dist = Path::new(env!("CARGO_MANIFEST_DIR")).join("../ui/dist");
    let assets = dist.join("assets");
    let index = fs::read_to_string(dist.join("index.html")).context("ui/dist is not built")?;
    let mut all = BTreeSet::new();
    for entry in fs::read_dir(&assets)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if name.ends_with(".js") || name.ends_with(".css") {
            all.insert(name);
        }
    }
    let mut first: BTreeSet<String> =
        all.iter().filter(|name| index.contains(name.as_str()) || name.starts_with(AT_ONCE)).cloned().collect();
    let mut unread: Vec<String> = first.iter().cloned().collect();
    while let Some(name) = unread.pop() {
        let text = fs::read_to_string(assets.join(&name))?;
        for other in all.iter().filter(|other| imports(&text, other)) {
            if first.insert(other.clone()) {
                unread.push(other.clone());
            }
        }
    }
    let sized = |names: Vec<&String>| {
        names.into_iter().map(|name| Ok((name.clone(), gzipped(assets.join(name))?))).collect::<Result<Vec<_>>>()
    };
    Ok(Bundle { later: sized(all.difference(&first).collect())?, first: sized(first.iter().collect())? })
}

/// Whether a script imports another one for itself to run: `from"./x.js"` or `import"./x.js"`, in any quotes.
fn imports(script: &str, name: &str) -> bool {
    ["from", "import"]
        .iter()
        .any(|word| ["\"", "'", "`"].iter().any(|quote| script.contains(&format!("{word}{quote}./{name}{quote}"))))
}

/// KiB.
fn gzipped(path: PathBuf) -> Result<f64> {
    let output = Command::new("gzip").args(["-9", "-c"]).arg(&path).stdin(Stdio::null()).output().context("gzip")?;
    ensure!(output.status.success(), "gzip fails on {}", path.display());
    Ok(output.stdout.len() as f64 / 1024.0)
}

impl Bundle {
    pub(crate) fn print(&self) {
        let sum = |files: &[(String, f64)]| files.iter().map(|(_, kib)| kib).sum::<f64>();
        let first = sum(&self.first);
        table::line(
            "scripts and styles of the first load, gzip",
            &format!("{first:.0} KiB"),
            "under 300 KiB",
            first < AIM,
        );
        let names: Vec<String> = self.first.iter().map(|(name, kib)| format!("{name} {kib:.0}")).collect();
        table::remark(&names.join(", "));
        if !self.later.is_empty() {
            let count = self.later.len();
            table::remark(&format!("{count} more loaded when needed: {:.0} KiB; fonts apart", sum(&self.later)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_import_is_told_from_a_module_that_a_call_loads() {
        assert!(imports("import{a as b}from\"./a-1.js\";", "a-1.js"));
        assert!(imports("import`./a-1.js`", "a-1.js"));
        assert!(!imports("const x=()=>import(`./a-1.js`)", "a-1.js"));
        assert!(!imports("from\"./b-a-1.js\"", "a-1.js"));
    }
}
