//! The two things one has to bring along: Rust and Node. Debian 12's own are too old, which is the usual surprise.

use crate::command::{Outcome, output, program};

/// Least versions: major and minor. README.md names them too.
const RUST: (u32, u32) = (1, 95);
const NODE: (u32, u32) = (20, 19);

/// # Errors
/// One sentence per thing that is missing or too old, and where to get it.
pub(crate) fn check() -> Outcome {
    let rust = installed("rustc");
    let node = installed("node");
    let faults: Vec<String> = [
        fault("Rust", rust, RUST, "install it from https://rustup.rs, or `rustup update stable`"),
        fault("Node", node, NODE, "install it from https://nodejs.org, with npm"),
        npm_fault(),
    ]
    .into_iter()
    .flatten()
    .collect();
    if faults.is_empty() { Ok(()) } else { Err(faults.join("\n       ")) }
}

/// What `NAME --version` prints, `None` where there is no such program.
fn installed(name: &str) -> Option<String> {
    output(program(name).arg("--version")).ok().map(|text| text.trim().to_owned())
}

fn fault(what: &str, installed: Option<String>, least: (u32, u32), todo: &str) -> Option<String> {
    let needed = format!("{what} {}.{} or newer is needed", least.0, least.1);
    match installed {
        None => Some(format!("{needed}, and there is none: {todo}")),
        Some(text) if version(&text).is_none_or(|found| found < least) => {
            Some(format!("{needed}, and this is `{text}`: {todo}"))
        }
        Some(_) => None,
    }
}

fn npm_fault() -> Option<String> {
    let missing = installed(crate::ui::NPM).is_none();
    missing.then(|| "npm is needed, and there is none: it comes with Node from https://nodejs.org".to_owned())
}

/// Major and minor of the first word that looks like a version.
fn version(text: &str) -> Option<(u32, u32)> {
    text.split_whitespace().find_map(|word| {
        let mut numbers = word.trim_start_matches('v').split('.');
        let major = numbers.next()?.parse().ok()?;
        let minor = numbers.next()?.parse().ok()?;
        Some((major, minor))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_versions_that_rustc_and_node_print() {
        assert_eq!(version("rustc 1.95.0 (59807616e 2026-04-14)"), Some((1, 95)));
        assert_eq!(version("rustc 1.97.0-nightly (abc 2026-05-01)"), Some((1, 97)));
        assert_eq!(version("v20.20.2"), Some((20, 20)));
        assert_eq!(version("unknown"), None);
    }

    #[test]
    fn says_what_is_too_old() {
        let old = fault("Node", Some("v18.19.0".to_owned()), NODE, "do this").expect("too old");
        assert_eq!(old, "Node 20.19 or newer is needed, and this is `v18.19.0`: do this");
        assert!(fault("Node", None, NODE, "do this").expect("missing").contains("there is none"));
        assert_eq!(fault("Rust", Some("rustc 1.95.0".to_owned()), RUST, ""), None);
    }
}
