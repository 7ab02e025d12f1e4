//! `--filter`: what is searched for is found, beside the listener and after it, and what is wrong with a filter is shown.

use std::path::Path;

use crate::bodies::text;
use crate::folder::{captures, folder, json_lines, list};
use crate::listening::{BEARER, Listening};

fn found(dir: &Path, filter: &str) -> Vec<u64> {
    list(dir, &["--filter", filter]).iter().map(|row| row["id"].as_u64().expect("an id")).collect()
}

#[test]
fn a_filter_finds_what_is_stored_while_it_comes_and_after() {
    let dir = folder();
    let listening = Listening::start(dir.path());
    listening.deliver(&text(
        "7310482956120433",
        "m_1",
        r"Caf\u00e9 at https:\/\/shop.example\/a?b=1",
        1_763_700_000_123,
    ));
    listening.deliver(&text("7310482956120434", "m_2", "日本 😀", 1_763_700_000_124));
    listening.post(&[], &text("1", "m_3", "refused needle", 1_763_700_000_125));
    listening.post(&[BEARER], b"{\"broken\": \xff\xfe needle");
    listening.deliver(&text(
        "7310482956120433",
        "m_1",
        r"Caf\u00e9 at https:\/\/shop.example\/a?b=1",
        1_763_700_000_123,
    ));
    let cases: &[(&str, &[u64])] = &[
        ("cafe", &[5, 1]),
        ("CAF\\u00E9", &[5, 1]),
        ("shop.example/a?b", &[5, 1]),
        ("295612043", &[5, 2, 1]),
        ("本", &[2]),
        ("😀", &[2]),
        ("needle", &[4, 3]),
        ("needle judged:invalid", &[4]),
        ("-needle dup:no", &[2, 1]),
        ("dup:yes", &[5]),
        ("from:120434 field:messages type:text verdict:converted", &[2]),
        ("endpoint:local judged:accepted before:#5", &[]),
        ("after:#2 judged:accepted", &[5]),
        ("nowhere", &[]),
    ];
    crate::folder::converted(dir.path());
    for beside in [true, false] {
        for (filter, expected) in cases {
            assert_eq!(found(dir.path(), filter), *expected, "{filter}, beside the listener: {beside}");
        }
        if beside {
            // It is in the index within a moment: then the same is found by it.
            std::thread::sleep(std::time::Duration::from_millis(600));
        }
    }
    listening.term();
    for (filter, expected) in cases {
        assert_eq!(found(dir.path(), filter), *expected, "{filter}, after the listener");
    }
    std::fs::remove_file(dir.path().join("triptych.search.db")).expect("an index");
    for (filter, expected) in cases {
        assert_eq!(found(dir.path(), filter), *expected, "{filter}, without an index");
    }
    let exported = captures("export", dir.path(), &["--filter", "cafe"]);
    let ids: Vec<_> = json_lines(&exported.stdout).into_iter().map(|line| line["id"].clone()).collect();
    assert_eq!(ids, [1, 5], "oldest first");
    let waited = captures("wait", dir.path(), &["--after", "0", "--filter", "needle", "--json", "--timeout", "5"]);
    assert_eq!(json_lines(&waited.stdout)[0]["id"], 3, "the oldest");
    let waited = captures("wait", dir.path(), &["--after", "3", "--filter", "cafe", "--json", "--timeout", "5"]);
    assert_eq!(json_lines(&waited.stdout)[0]["id"], 5);
    let waited = captures("wait", dir.path(), &["--filter", "cafe", "--timeout", "0.1"]);
    assert_eq!(waited.status, 1, "nothing came since: {waited:?}");
}

#[test]
fn what_is_wrong_with_a_filter_is_shown_in_its_place() {
    let dir = folder();
    Listening::start(dir.path()).term();
    for command in ["list", "wait", "export", "delete"] {
        let run = captures(command, dir.path(), &["--filter", "ok verdict:good more"]);
        let expected = "triptych: this is no filter: `verdict:` takes converted, skipped, unknown, failed\n  \
                        ok verdict:good more\n     ^^^^^^^^^^^^\n";
        assert_eq!((run.status, run.stdout.as_str(), run.stderr.as_str()), (2, "", expected), "{command}");
    }
}
