//! Who may know whom: core ← store, listener ← app ← command line, window. Nothing points back.

use super::{Finding, Source};
use crate::command::{Outcome, cargo, output};

/// Our own crates that each crate may name outside its tests.
const MAY_KNOW: [(&str, &[&str]); 7] = [
    ("crates/core", &[]),
    ("crates/store", &["triptych-core"]),
    ("crates/listener", &["triptych-core"]),
    ("crates/app", &["triptych-core", "triptych-store", "triptych-listener"]),
    ("crates/cli", &["triptych-core", "triptych-store", "triptych-listener", "triptych-app"]),
    ("src-tauri", &["triptych-app"]),
    ("crates/xtask", &[]),
];

/// What would give core a clock, a socket or a file.
const NOT_IN_CORE: [&str; 10] =
    ["tokio", "axum", "hyper", "rusqlite", "tauri", "reqwest", "mio", "async-std", "rand", "getrandom"];

pub(super) fn check(sources: &[Source]) -> Vec<Finding> {
    let manifest = |folder: &str| sources.iter().find(|source| source.path == format!("{folder}/Cargo.toml"));
    let crates = MAY_KNOW.iter().filter_map(|(folder, known)| manifest(folder).map(|source| (source, *known)));
    crates.flat_map(|(source, known)| strangers(source, known)).collect()
}

fn strangers(source: &Source, known: &[&str]) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut counts = false;
    for (index, line) in source.text.lines().enumerate() {
        if line.starts_with('[') {
            counts = line.ends_with("dependencies]") && !line.contains("dev-");
        } else if counts {
            let name = line.split(['.', ' ', '=']).next().unwrap_or_default();
            let own = name.starts_with("triptych");
            let barred = if source.below("crates/xtask/") { !name.is_empty() } else { own && !known.contains(&name) };
            if barred {
                let todo = "turn the dependency round or move the code";
                findings.push(source.finding(index + 1, format!("`{name}`"), "this crate may not know it", todo));
            }
        }
    }
    findings
}

/// # Errors
/// cargo could not tell.
pub(super) fn check_core_tree() -> Outcome<Vec<Finding>> {
    let tree = output(&mut cargo(&["tree", "--package", "triptych-core", "--edges", "normal", "--prefix", "none"]))?;
    Ok(impure(&tree)
        .map(|name| Finding {
            path: "crates/core/Cargo.toml".to_owned(),
            line: 1,
            what: format!("`{name}` in core's dependency tree"),
            why: "core is pure",
            todo: "see `cargo tree --package triptych-core`, switch a feature off or move the code out",
        })
        .collect())
}

/// Barred names in the output of `cargo tree`, each once.
fn impure(tree: &str) -> impl Iterator<Item = &'static str> {
    let names: Vec<&str> = tree.lines().filter_map(|line| line.split(' ').next()).collect();
    NOT_IN_CORE.into_iter().filter(move |barred| names.contains(barred))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dependency_that_points_back_is_found() {
        let found = |path: &str, text: &str| {
            let sources = [Source { path: path.to_owned(), text: text.to_owned() }];
            check(&sources).into_iter().map(|finding| (finding.line, finding.what)).collect::<Vec<_>>()
        };
        let text = "[package]\nname = \"x\"\n[dependencies]\ntriptych-core.workspace = true\ntriptych-app = { path = \"..\" }\n";
        assert_eq!(found("crates/store/Cargo.toml", text), [(5, "`triptych-app`".to_owned())]);
        assert_eq!(found("crates/cli/Cargo.toml", text), []);
        assert_eq!(found("crates/store/Cargo.toml", "[dev-dependencies]\ntriptych-app.workspace = true\n"), []);
        assert_eq!(found("crates/xtask/Cargo.toml", "[dependencies]\nserde = \"1\"\n"), [(2, "`serde`".to_owned())]);
    }

    #[test]
    fn a_runtime_in_the_tree_of_core_is_found() {
        assert_eq!(
            impure("triptych-core v0.1.0\nserde v1.0.0\ntokio v1.54.1\ntokio v1.54.1 (*)\n").collect::<Vec<_>>(),
            ["tokio"]
        );
        assert_eq!(impure("serde v1.0.0\ntokio-macros v2.0.0\n").count(), 0);
    }
}
