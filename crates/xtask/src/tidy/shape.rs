//! How long files are, how they begin, and what the lock file may hold.

use super::{Finding, Source};

/// Lines of one file, its tests not counted.
const LONGEST: usize = 400;

/// Lines of everything in `src-tauri/src` together.
const LONGEST_SHELL: usize = 380;

pub(super) fn check(source: &Source) -> Vec<Finding> {
    [module_doc(source), length(source), lock_file(source)].into_iter().flatten().collect()
}

fn module_doc(source: &Source) -> Option<Finding> {
    let lacks = source.is("rs") && !source.is_test() && !source.text.starts_with("//!");
    lacks.then(|| {
        source.finding(1, "no `//!` at the top".to_owned(), "each file says why it is there", "write one sentence")
    })
}

fn length(source: &Source) -> Option<Finding> {
    let counts = ["rs", "ts", "svelte", "css"].iter().any(|extension| source.is(extension));
    let counts = counts && !source.is_test() && !source.path.contains("/gen/");
    let lines = source.product().len();
    (counts && lines > LONGEST).then(|| {
        let what = format!("{lines} lines, more than {LONGEST}");
        source.finding(lines, what, "a file is one room", "find what lives there beside its name and move it out")
    })
}

/// npm finds a package by name, version and hash; an address would tie the repository to one registry.
fn lock_file(source: &Source) -> Option<Finding> {
    if !source.path.ends_with("package-lock.json") {
        return None;
    }
    let line = source.text.lines().position(|line| line.trim_start().starts_with("\"resolved\":"))? + 1;
    let todo = "set omit-lockfile-registry-resolved=true in ui/.npmrc and run `npm install`";
    Some(source.finding(line, "an address in the lock file".to_owned(), "any registry has to do", todo))
}

/// What works only in the window is a fault, so there is little to write there.
pub(super) fn check_shell(sources: &[Source]) -> Option<Finding> {
    let lines: usize = sources.iter().filter(|s| s.below("src-tauri/src/")).map(|s| s.text.lines().count()).sum();
    (lines > LONGEST_SHELL).then(|| Finding {
        path: "src-tauri/src/main.rs".to_owned(),
        line: 1,
        what: format!("{lines} lines in src-tauri/src, more than {LONGEST_SHELL}"),
        why: "the window is a shell",
        todo: "move it into crates/app",
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(path: &str, text: String) -> Source {
        Source { path: path.to_owned(), text }
    }

    #[test]
    fn a_file_without_module_doc_is_found() {
        let what = |text: &str| check(&source("crates/a/src/b.rs", text.to_owned())).len();
        assert_eq!(what("use std::fs;\n"), 1);
        assert_eq!(what("//! Why.\nuse std::fs;\n"), 0);
    }

    #[test]
    fn length_counts_what_is_neither_test_nor_generated() {
        let long = format!("//! Why.\n{}", "a\n".repeat(LONGEST));
        let found = |path: &str, text: &str| check(&source(path, text.to_owned())).len();
        assert_eq!(found("crates/a/src/b.rs", &long), 1);
        assert_eq!(found("crates/a/src/b.rs", &format!("//! Why.\n#[cfg(test)]\nmod tests {{\n{long}")), 0);
        assert_eq!(found("crates/a/src/b.rs", &format!("//! Why.\n#[cfg(test)]\nmod tests;\n{long}")), 1);
        assert_eq!(found("tests/it/b.rs", &long), 0);
        assert_eq!(found("ui/src/api/gen/A.ts", &long), 0);
        assert_eq!(found("ui/src/state/a.ts", &long), 1);
    }

    #[test]
    fn an_address_in_the_lock_file_is_found() {
        let lock = "{\n  \"resolved\": \"https://registry.example/a.tgz\",\n";
        assert_eq!(check(&source("ui/package-lock.json", lock.to_owned()))[0].line, 2);
        assert_eq!(check(&source("ui/package-lock.json", "{\n  \"integrity\": \"sha512-x\"\n".to_owned())), []);
    }

    #[test]
    fn a_long_shell_is_found() {
        let all = |lines| [source("src-tauri/src/main.rs", "a\n".repeat(lines))];
        assert!(check_shell(&all(LONGEST_SHELL)).is_none());
        assert!(check_shell(&all(LONGEST_SHELL + 1)).is_some());
    }
}
