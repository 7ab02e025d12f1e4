//! `triptych captures list` and `show`, beside a listener and after it.

use crate::bodies::text;
use crate::folder::{captures, folder, keys, list};
use crate::listening::Listening;
use crate::wire::request;

fn ids(rows: &[serde_json::Value]) -> Vec<u64> {
    rows.iter().map(|row| row["id"].as_u64().expect("an id")).collect()
}

#[test]
fn captures_are_listed_newest_first_and_by_pages() {
    let dir = folder();
    let triptych = Listening::start(dir.path());
    for index in 1..=7 {
        triptych.deliver(&text("C9", &format!("m_{index}"), "Hi", 1_763_700_000_000 + index));
    }
    triptych.converted(7);
    let beside = list(dir.path(), &[]);
    triptych.term();
    let pages: &[(&[&str], &[u64])] = &[
        (&[], &[7, 6, 5, 4, 3, 2, 1]),
        (&["--limit", "3"], &[7, 6, 5]),
        (&["--before", "5", "--limit", "3"], &[4, 3, 2]),
        (&["--before", "2", "--limit", "3"], &[1]),
        (&["--after", "5"], &[7, 6]),
        (&["--before", "6", "--after", "2"], &[5, 4, 3]),
        (&["--after", "7"], &[]),
        (&["--limit", "0"], &[]),
    ];
    for (args, expected) in pages {
        assert_eq!(ids(&list(dir.path(), args)), *expected, "{args:?}");
    }
    assert_eq!(list(dir.path(), &[]), beside, "the same beside the listener and after it");
    let lines = captures("list", dir.path(), &["--limit", "2"]).stdout;
    let lines: Vec<_> = lines.lines().collect();
    assert_eq!(lines.len(), 2, "{lines:?}");
    assert!(lines[0].starts_with("#7 ") && lines[0].contains(" 200 accepted ") && lines[0].contains("Hi"), "{lines:?}");
}

#[test]
fn more_captures_than_are_read_at_once_are_all_listed() {
    let dir = folder();
    let triptych = Listening::start(dir.path());
    let stranger = request("GET", "/", &[], b"");
    let each = 130_usize;
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| (0..each).for_each(|_| assert_eq!(triptych.send(&stranger).status, 404)));
        }
    });
    let expected: Vec<u64> = (1..=520).rev().collect();
    assert_eq!(ids(&list(dir.path(), &[])), expected);
    assert_eq!(ids(&list(dir.path(), &["--limit", "510"])), expected[..510]);
}

#[test]
fn hostile_requests_do_not_reach_the_terminal() {
    let dir = folder();
    let triptych = Listening::start(dir.path());
    triptych.deliver(&text("C9", "m_1", r"\u001b[2J\u202egnp.exe \u0007", 1_763_700_000_123));
    triptych.converted(1);
    triptych.send(&request("GET", "/", &["X-Odd: \u{202e}gnp"], b"\x1b]0;title\x07\xff"));
    // What names an unknown event is its title.
    triptych.deliver(br#"{"entry":[{"messaging":[{"\u001b[2J\u202egnp":{}}]}]}"#);
    triptych.converted(3);
    for (command, args) in [("list", &[][..]), ("show", &["1"]), ("show", &["2"]), ("show", &["3"])] {
        let text = captures(command, dir.path(), args).stdout;
        let treacherous = |c: &char| (c.is_control() && !matches!(c, '\n' | '\t')) || *c == '\u{202e}';
        assert!(!text.is_empty(), "{command} {args:?}");
        assert_eq!(text.chars().find(treacherous), None, "{command} {args:?}: {text}");
    }
    let text = captures("show", dir.path(), &["2"]).stdout;
    assert!(text.contains("X-Odd: \\u{202e}gnp") && text.contains("\\u{1b}]0;title\\u{7}"), "{text}");
}

#[test]
fn a_capture_is_shown_with_all_that_is_known_of_it() {
    let dir = folder();
    let triptych = Listening::start(dir.path());
    triptych.deliver(&text("C9", "m_1", "Hi", 1_763_700_000_123));
    let shown = triptych.converted(1);
    let expected = [
        "row",
        "query",
        "http_version",
        "peer",
        "took_us",
        "headers",
        "head_normalised",
        "authentication",
        "reason",
        "answer",
        "truncated",
        "error",
        "items",
        "deliveries",
        "unread",
        "evidence",
        "replay",
        "body",
        "body_hex",
    ];
    assert_eq!(keys(&shown), expected);
    assert_eq!(shown["answer"], "{\"message\":\"EVENT_RECEIVED\"}");
    assert_eq!(shown["peer"].as_str().and_then(|peer| peer.split(':').next()), Some("127.0.0.1"));
    let text = captures("show", dir.path(), &["1"]).stdout;
    for words in ["#1 ", "POST /v3/", "Host: a.test", "\"mid\":\"m_1\"", "200 accepted", "converted", "message_created"]
    {
        assert!(text.contains(words), "{words}: {text}");
    }
}

#[test]
fn what_is_not_there_is_said() {
    let dir = folder();
    Listening::start(dir.path()).term();
    let run = captures("show", dir.path(), &["9"]);
    assert_eq!((run.status, run.stdout.as_str(), run.stderr.as_str()), (1, "", "triptych: there is no capture 9\n"));
    assert_eq!(list(dir.path(), &[]), Vec::<serde_json::Value>::new());
    let missing = dir.path().join("missing");
    for (command, args) in [("list", &[][..]), ("show", &["1"])] {
        let run = captures(command, &missing, args);
        assert_eq!((run.status, run.stdout.as_str()), (1, ""));
        assert!(run.stderr.contains(missing.to_str().expect("UTF-8")), "{run:?}");
    }
    assert!(!missing.exists(), "reading makes no folder");
}

#[test]
fn a_listener_that_is_just_starting_is_waited_for() {
    let dir = folder();
    let data = dir.path().join("not/yet/there");
    let run = captures("wait", &data, &["--timeout", "0.2"]);
    assert_eq!((run.status, run.stderr.contains("no Triptych database")), (1, true), "{run:?}");
    std::thread::scope(|scope| {
        let waiting = scope.spawn(|| captures("wait", &data, &["--filter", "from:C9", "--timeout", "60"]));
        std::thread::sleep(std::time::Duration::from_millis(300));
        let triptych = Listening::start(&data);
        triptych.deliver(&text("C9", "m_1", "Hi", 1_763_700_000_123));
        let run = waiting.join().expect("no panic");
        assert!(run.status == 0 && run.stdout.starts_with("#1 "), "{run:?}");
    });
}
