//! `cargo xtask tidy`: the invariants of ARCHITECTURE.md and of our style that no compiler checks.
//!
//! Each finding is one line: place, what, why, what to do. The rules are greps on purpose: short, quick, and easy to read
//! when one of them is wrong.

mod depends;
mod shape;
mod words;

use std::fmt;
use std::fs;

use crate::command::{Outcome, output, program, root};

/// A file of the repository, tracked or about to be.
#[derive(Debug)]
struct Source {
    /// From the root, with `/`.
    path: String,
    text: String,
}

/// Something that breaks a rule.
#[derive(Debug, PartialEq, Eq)]
struct Finding {
    path: String,
    /// From 1.
    line: usize,
    what: String,
    why: &'static str,
    todo: &'static str,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { path, line, what, why, todo } = self;
        write!(f, "{path}:{line}: {what}, {why}, {todo}")
    }
}

pub(crate) fn tidy() -> Outcome {
    let sources = sources()?;
    let mut findings: Vec<Finding> =
        sources.iter().flat_map(|source| words::check(source).into_iter().chain(shape::check(source))).collect();
    findings.extend(shape::check_shell(&sources));
    findings.extend(depends::check(&sources));
    findings.extend(depends::check_core_tree()?);
    if findings.is_empty() {
        println!("{} files keep the invariants", sources.len());
        return Ok(());
    }
    for finding in &findings {
        println!("{finding}");
    }
    Err(format!("{} places break an invariant", findings.len()))
}

/// Every text file that is tracked, or is neither tracked nor ignored.
fn sources() -> Outcome<Vec<Source>> {
    let listing = output(program("git").args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"]))?;
    let read = |path: &str| {
        // A file that is gone or is not text has nothing to check.
        let text = fs::read_to_string(root().join(path)).ok()?;
        Some(Source { path: path.to_owned(), text })
    };
    Ok(listing.split('\0').filter(|path| !path.is_empty()).filter_map(read).collect())
}

impl Source {
    fn is(&self, extension: &str) -> bool {
        self.path.rsplit('.').next() == Some(extension)
    }

    fn below(&self, folder: &str) -> bool {
        self.path.starts_with(folder)
    }

    /// A file that only tests need; the others end where their `#[cfg(test)]` begins.
    fn is_test(&self) -> bool {
        let path = &self.path;
        let folder = self.below("tests/") || path.contains("/tests/") || path.contains("/test/");
        folder || path.ends_with("tests.rs") || path.ends_with(".test.ts")
    }

    fn finding(&self, line: usize, what: String, why: &'static str, todo: &'static str) -> Finding {
        Finding { path: self.path.clone(), line, what, why, todo }
    }

    /// All lines but those of a test module, which ends a file.
    fn product(&self) -> Vec<&str> {
        let mut lines: Vec<&str> = self.text.lines().collect();
        let tests = lines.windows(2).position(|pair| pair[0] == "#[cfg(test)]" && pair[1].ends_with('{'));
        lines.truncate(tests.unwrap_or(lines.len()));
        lines
    }

    /// Lines of the product that are no comment, with their numbers from 1.
    fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        let lines = self.product().into_iter().enumerate().map(|(index, line)| (index + 1, line));
        lines.filter(|(_, line)| !line.trim_start().starts_with("//"))
    }
}
