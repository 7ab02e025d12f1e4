//! Words that may stand in some places only.

use super::{Finding, Source};

struct Rule {
    /// Which files it looks at.
    files: fn(&Source) -> bool,
    words: &'static [&'static str],
    why: &'static str,
    todo: &'static str,
}

const RULES: [Rule; 10] = [
    Rule {
        files: |s| s.is("rs") && s.below("crates/core/src/") && !s.is_test(),
        words: &[
            "SystemTime::now",
            "Instant::now",
            "Timestamp::now",
            "Zoned::now",
            "std::fs",
            "std::net",
            "std::env",
            "std::thread",
        ],
        why: "core is pure",
        todo: "take the value as a parameter",
    },
    Rule {
        files: |s| (is_rust(s) || is_member(s)) && !s.below("crates/store/"),
        words: &["rusqlite", "SELECT ", "INSERT INTO ", "DELETE FROM ", "CREATE TABLE ", "PRAGMA "],
        why: "only crates/store knows the database",
        todo: "add a query to crates/store/src/queries",
    },
    Rule {
        files: |s| (is_rust(s) || is_member(s)) && !s.below("crates/listener/"),
        words: &["axum", "hyper", "hyper_util"],
        why: "only crates/listener speaks HTTP to the outside",
        todo: "move it there, or ask it through its public interface",
    },
    Rule {
        files: |s| (is_rust(s) || is_member(s)) && !s.below("src-tauri/"),
        words: &["tauri::", "tauri_plugin_clipboard_manager", "tauri_plugin_dialog", "tauri.workspace"],
        why: "only src-tauri knows the window",
        todo: "put it behind the trait Host of crates/app",
    },
    Rule {
        files: |s| s.below("ui/src/") && s.path != "ui/src/api/tauri.ts",
        words: &["@tauri-apps"],
        why: "ui/src/api/tauri.ts is the only door to the window",
        todo: "ask through ui/src/api/backend.ts",
    },
    Rule {
        files: |s| s.below("ui/src/") && !s.is_test(),
        words: &["{@html", "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "srcdoc"],
        why: "nothing that came from outside becomes HTML",
        todo: "set text",
    },
    Rule {
        files: is_rust,
        words: &["#[allow(", "#![allow("],
        why: "an exception needs a reason and has to go when it is not needed",
        todo: "write #[expect(…, reason = \"…\")]",
    },
    Rule {
        files: is_rust,
        words: &["todo!", "unimplemented!", "dbg!"],
        why: "nothing unfinished is committed",
        todo: "finish it or leave it out",
    },
    Rule {
        files: |s| ["rs", "ts", "svelte", "css"].iter().any(|ext| s.is(ext)) && !is_here(s),
        words: &["TODO", "FIXME"],
        why: "nothing unfinished is committed",
        todo: "finish it or leave it out",
    },
    Rule {
        files: |s| !is_here(s),
        words: &["/root/", "/home/", "/work/"],
        why: "that is the path of one machine",
        todo: "name it from the repository's root",
    },
];

pub(super) fn check(source: &Source) -> Vec<Finding> {
    RULES.iter().filter(|rule| (rule.files)(source)).flat_map(|rule| apply(rule, source)).collect()
}

fn apply(rule: &Rule, source: &Source) -> Vec<Finding> {
    let word_in = |line: &str| rule.words.iter().find(|word| stands_in(word, line));
    let mut findings = Vec::new();
    for (number, line) in source.code() {
        if let Some(word) = word_in(line) {
            findings.push(source.finding(number, format!("`{}`", word.trim()), rule.why, rule.todo));
        }
    }
    findings
}

/// Whether the word stands there by itself: `hyper` does not stand in `hyperlink`, `/home/` not in `example.com/home/`.
fn stands_in(word: &str, line: &str) -> bool {
    let joins = |c: char| c.is_alphanumeric() || c == '_';
    let open_end = word.ends_with(joins);
    line.match_indices(word).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        let after = line[at + word.len()..].chars().next();
        let joined = before.is_some_and(joins) || (open_end && after.is_some_and(joins));
        !joined
    })
}

fn is_rust(source: &Source) -> bool {
    source.is("rs") && !is_here(source)
}

/// The rules themselves name what they forbid.
fn is_here(source: &Source) -> bool {
    source.below("crates/xtask/src/tidy")
}

/// The manifest of a crate; the workspace's own only lists versions.
fn is_member(source: &Source) -> bool {
    source.path.ends_with("/Cargo.toml")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(path: &str, text: &str) -> Vec<String> {
        let source = Source { path: path.to_owned(), text: text.to_owned() };
        check(&source).into_iter().map(|finding| format!("{}: {}", finding.line, finding.what)).collect()
    }

    #[test]
    fn each_rule_finds_its_words_where_they_may_not_stand() {
        let cases: [(&str, &str, &[&str]); 15] = [
            ("crates/core/src/time.rs", "//! why\nlet now = SystemTime::now();", &["2: `SystemTime::now`"]),
            ("crates/app/src/clock.rs", "let now = SystemTime::now();", &[]),
            ("crates/core/src/a.rs", "// std::fs is not for us\n#[cfg(test)]\nmod tests {\n    use std::fs;\n}", &[]),
            ("crates/app/src/a.rs", "let sql = \"SELECT id\";", &["1: `SELECT`"]),
            ("crates/store/src/a.rs", "let sql = \"SELECT id\";", &[]),
            ("crates/app/Cargo.toml", "hyper-util.workspace = true", &["1: `hyper`"]),
            ("crates/app/src/a.rs", "let hyperlink = axum::Router::new();", &["1: `axum`"]),
            ("crates/cli/src/main.rs", "tauri::Builder::default();", &["1: `tauri::`"]),
            ("ui/src/state/a.ts", "import { invoke } from '@tauri-apps/api/core'", &["1: `@tauri-apps`"]),
            ("ui/src/api/tauri.ts", "import { invoke } from '@tauri-apps/api/core'", &[]),
            ("ui/src/panes/Raw.svelte", "{@html text}", &["1: `{@html`"]),
            ("src-tauri/src/main.rs", "#[allow(dead_code)]", &["1: `#[allow(`"]),
            ("ui/src/a.ts", "fetch('https://example.com/home/x')", &[]),
            ("README.md", "cd /root/triptych", &["1: `/root/`"]),
            ("ui/src/a.ts", "const path = '/home/me/x'", &["1: `/home/`"]),
        ];
        for (path, text, expected) in cases {
            assert_eq!(found(path, text), expected, "{path}: {text}");
        }
    }
}
