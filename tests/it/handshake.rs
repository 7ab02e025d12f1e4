//! Meta's verification handshake, and what is kept of it.

use crate::bodies::HOOK;
use crate::folder::{captures, folder, show};
use crate::listening::{Listening, TOKEN};

#[test]
fn the_challenge_is_sent_back_to_who_knows_the_token() {
    let dir = folder();
    let triptych = Listening::start(dir.path());
    let good = format!("hub.mode=subscribe&hub.challenge=11%2B5-x&hub.verify_token={TOKEN}");
    let answer = triptych.get(&format!("{HOOK}?{good}"));
    assert_eq!((answer.status, answer.body.as_slice()), (200, &b"11+5-x"[..]));
    assert_eq!(answer.header("content-type"), Some("text/plain"));
    assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));

    let cases = [
        (String::new(), "`hub.mode` is missing"),
        (good.replace(TOKEN, "wrong"), "is not the verify token"),
        (good.replace(TOKEN, ""), "is not the verify token"),
        (good.replace("subscribe", "unsubscribe"), "is not `subscribe`"),
        (format!("{good}&hub.challenge=2"), "`hub.challenge` is there more than once"),
        (format!("{good}&hub.verify_token={TOKEN}"), "`hub.verify_token` is there more than once"),
        (good.replace("11%2B5-x", ""), "has 0 characters"),
        (good.replace("11%2B5-x", &"1".repeat(257)), "has 257 characters"),
        (good.replace("11%2B5-x", "%3Cb%3E%0a"), "not visible ASCII"),
    ];
    for (query, message) in cases {
        let answer = triptych.get(&format!("{HOOK}?{query}"));
        assert_eq!(answer.status, 403, "{query}");
        assert!(answer.message().contains(message), "{query}: {}", answer.message());
    }
}

#[test]
fn a_handshake_is_kept_without_its_token() {
    let dir = folder();
    let triptych = Listening::start(dir.path());
    triptych.get(&format!("{HOOK}?hub.verify_token={TOKEN}&hub.mode=subscribe&hub.challenge=7"));
    triptych.get(&format!("{HOOK}?hub.mode=subscribe&hub.verify_token=a-wrong-one&hub.challenge=7"));
    let kept = [
        (200, "hub.verify_token=***&hub.mode=subscribe&hub.challenge=7"),
        (403, "hub.mode=subscribe&hub.verify_token=***&hub.challenge=7"),
    ];
    for (index, (status, query)) in kept.into_iter().enumerate() {
        let shown = show(dir.path(), index + 1);
        assert_eq!((&shown["row"]["judgement"], &shown["row"]["status"]), (&"verification".into(), &status.into()));
        assert_eq!(shown["query"], query);
        let id = (index + 1).to_string();
        for args in [&["--json", &id][..], &[&id]] {
            let text = captures("show", dir.path(), args).stdout;
            assert!(text.contains("hub.challenge=7"), "{text}");
            assert!(!text.contains(TOKEN) && !text.contains("a-wrong-one"), "{text}");
        }
    }
    // Whatever becomes of the query on its way.
    let good = "hub.mode=subscribe&hub.verify_token=a-wrong-one&hub.challenge=7";
    for target in [
        format!("{HOOK}?{}", good.replace("hub.", "hub_")),
        format!("{HOOK}?{}", good.replace('&', ";")),
        format!("{HOOK}?{}", good.replace('&', "%26").replace('=', "%3D")),
        format!("{HOOK}&{good}"),
        format!("{HOOK}%3F{}", good.replace('&', "%26").replace('=', "%3D")),
        format!("http://a.test{HOOK}?{good}"),
    ] {
        assert_ne!(triptych.get(&target).status, 200, "{target}");
    }
    let database = std::fs::read(dir.path().join("triptych.db-wal")).expect("a log");
    assert!(!database.windows(11).any(|bytes| bytes == b"a-wrong-one"), "a token of a handshake is never written");
}
