//! Replays of captures: linked to their parents, told what was changed, and mixed up without changing a document.

use std::path::Path;

use serde_json::{Value, json};

use crate::bodies::{HOOK, text};
use crate::folder::{body, captures, converted, folder, json_lines, list, outputs, show};
use crate::golden::{fixtures, request};
use crate::listening::{BEARER, Listening, TOKEN};
use crate::program::{Run, root, run, until};

const AT: u64 = 1_763_700_000_123;

fn replay(data: &Path, args: &[&str]) -> Run {
    let data = data.to_str().expect("UTF-8");
    run(["replay", "--json", "--data-dir", data].iter().chain(args))
}

#[test]
fn a_replay_arrives_byte_for_byte_and_knows_its_parent() {
    let dir = folder();
    let triptych = Listening::start(dir.path());
    let odd = [&b" \n"[..], &text("C9", "m_1", r"\u00e9 \/", AT), b"\r\n"].concat();
    let answer = triptych.post(&[BEARER, "x-ODD:  one ", "X-odd: two"], &odd);
    assert_eq!(answer.status, 200);
    triptych.converted(1);
    let run = replay(dir.path(), &["--capture", "1"]);
    assert_eq!((run.status, run.stderr.as_str()), (0, ""), "{run:?}");
    let line = &json_lines(&run.stdout)[0];
    assert_eq!((&line["parent"], &line["capture"], &line["changes"]), (&json!(1), &json!(2), &json!([])));
    let (first, again) = (show(dir.path(), 1), triptych.converted(2));
    assert_eq!(body(&again), odd);
    assert_eq!(again["headers"], first["headers"]);
    assert_eq!((&again["row"]["replay_of"], &again["replay"]), (&json!(1), &json!({"source": "#1", "changes": []})));
    assert!(first["replay"].is_null());
    assert_eq!(outputs(&again)[0]["document"], outputs(&first)[0]["document"]);
    assert!(!dir.path().join("replays").exists(), "nothing is left of the announcement");
}

#[test]
fn a_head_that_is_odd_goes_out_as_it_came() {
    let dir = folder();
    let triptych = Listening::start(dir.path());
    let body = [&b"\xef\xbb\xbf "[..], &text("C9", "m_1", r"\u00e9\ud83d\ude00 \/", AT), b"\r\n"].concat();
    let chunks = |body: &[u8]| {
        let (one, two) = body.split_at(7);
        let size = |piece: &[u8]| format!("{:X};a=b\r\n", piece.len()).into_bytes();
        [&size(one), one, b"\r\n", &size(two), two, b"\r\n0\r\n\r\n"].concat()
    };
    let lines = format!("X-Two:  1 \r\nhOst: b\r\nx-tWO: 2\r\n{BEARER}\r\nX-Empty:\r\nx-two: 1\r\n");
    let chunked = format!("POST {HOOK}?b=%31&a HTTP/1.1\r\n{lines}Transfer-Encoding: Chunked\r\n");
    let expected = format!("POST {HOOK} HTTP/1.1\r\n{lines}Expect: 100-continue\r\nCONTENT-length: {}\r\n", body.len());
    let bare = format!("POST {HOOK} HTTP/1.0\n{BEARER}\nContent-Length: {}\n", body.len());
    let head = format!("HEAD {HOOK} HTTP/1.1\r\nHost: b\r\n");
    for (id, (head, body, sent)) in [
        (&chunked, &body[..], chunks(&body)),
        (&expected, &body, body.clone()),
        (&bare, &body, body.clone()),
        (&head, b"", Vec::new()),
    ]
    .into_iter()
    .enumerate()
    {
        let line_end = if head.contains('\r') { "\r\n" } else { "\n" };
        triptych.send(&[head.as_bytes(), line_end.as_bytes(), &sent].concat());
        // What answers `Expect` may come before the capture is kept.
        until("it is kept", || (list(dir.path(), &[]).len() > 2 * id).then_some(()));
        let run = replay(dir.path(), &["--capture", &(2 * id + 1).to_string()]);
        assert_eq!(json_lines(&run.stdout)[0]["changes"], json!([]), "{run:?}");
        let reader = triptych_store::Reader::open(dir.path()).expect("the store can be read");
        for came in [2 * id + 1, 2 * id + 2] {
            let kept = reader.capture(i64::try_from(came).expect("a number")).expect("read").expect("it is there");
            assert_eq!(String::from_utf8_lossy(&kept.capture.head), *head, "#{came}");
            assert_eq!((kept.capture.body.as_slice(), kept.capture.head_normalised), (body, false), "#{came}");
        }
    }
}

#[test]
fn what_is_changed_is_kept_and_told() {
    let dir = folder();
    let data = dir.path().join("data");
    let secret = dir.path().join("secret");
    std::fs::write(&secret, "app-s3cret").expect("a file");
    let triptych = Listening::start_with(&data, TOKEN, |listen| {
        listen.arg("--app-secret-file").arg(&secret);
    });
    triptych.deliver(&text("C9", "m_1", "One", AT));
    let edited = dir.path().join("edited.json");
    std::fs::write(&edited, text("C9", "m_2", "Two", AT)).expect("a file");
    let (edited, secret) = (edited.to_str().expect("UTF-8"), secret.to_str().expect("UTF-8"));
    let run = replay(&data, &["--capture", "1", "--body", edited, "--app-secret-file", secret]);
    assert_eq!(run.status, 0, "{run:?}");
    let shown = triptych.converted(2);
    assert_eq!(shown["replay"]["changes"], json!(["edited body", "signed anew"]));
    assert_eq!((&shown["authentication"], &shown["row"]["replay_of"]), (&json!("both"), &json!(1)));
    assert_eq!(body(&shown), text("C9", "m_2", "Two", AT));
    assert_eq!(body(&show(&data, 1)), text("C9", "m_1", "One", AT), "the original stays");
    let run = replay(&data, &["--capture", "1", "--fresh", "--times", "2"]);
    assert_eq!(run.status, 0, "{run:?}");
    for id in [3, 4] {
        let shown = triptych.converted(id);
        assert_eq!(shown["replay"], json!({"source": "#1", "changes": ["fresh ids and times"]}));
        assert!(outputs(&shown)[0]["duplicate"].is_null(), "a new message");
    }
    let people = captures("show", &data, &["2"]);
    assert!(people.stdout.contains("sent by Triptych from #1: edited body, signed anew"), "{people:?}");
}

#[test]
fn header_lines_are_changed_and_the_others_go_out_as_they_came() {
    let dir = folder();
    let triptych = Listening::start(dir.path());
    let body = text("C9", "m_1", "One", AT);
    assert_eq!(triptych.post(&[BEARER, "x-ODD:  one ", "User-Agent: facebook"], &body).status, 200);
    let run = replay(
        dir.path(),
        &["--capture", "1", "--header", "X-Odd: two", "--header", "New: n", "--no-header", "user-agent"],
    );
    assert_eq!(run.status, 0, "{run:?}");
    let shown = triptych.converted(2);
    let changes = json!(["header X-Odd: one → two", "header New added: n", "header User-Agent left out"]);
    assert_eq!(shown["replay"]["changes"], changes);
    let lines = |shown: &Value| -> Vec<String> {
        let headers = shown["headers"].as_array().expect("headers").iter();
        headers.map(|one| format!("{}: {}", one["name"].as_str().unwrap(), one["value"].as_str().unwrap())).collect()
    };
    let expected: Vec<String> = lines(&show(dir.path(), 1))
        .into_iter()
        .filter(|line| !line.starts_with("User-Agent"))
        .map(|line| if line == "x-ODD: one" { "X-Odd: two".to_owned() } else { line })
        .chain(["New: n".to_owned()])
        .collect();
    assert_eq!(lines(&shown), expected);
    assert_eq!((body, shown["authentication"].as_str()), (self::body(&shown), Some("token")), "the token is kept");
    assert_eq!(replay(dir.path(), &["--capture", "1", "--header", "no colon"]).status, 2);
}

#[test]
fn a_mixed_up_replay_of_the_repository_s_fixtures_leaves_the_documents_unchanged() {
    let dir = folder();
    let triptych = Listening::start(dir.path());
    let count = fixtures().len();
    let all = root().join("fixtures");
    let run = replay(dir.path(), &[all.to_str().expect("UTF-8")]);
    assert_eq!(run.status, 0, "{run:?}");
    triptych.converted(count);
    let before: Vec<Value> = (1..=count).flat_map(|id| outputs(&show(dir.path(), id))).collect();
    let mixed = ["--duplicates", "50", "--reorder", "10", "--delay", "20", "--concurrency", "4", "--seed", "7"];
    // Once as captures, each with its parent; once as fixtures, compared with what they become in order.
    let again = replay(dir.path(), &[&mixed[..], &["--filter", "replay:no", "--check"]].concat());
    assert_eq!((again.status, again.stderr.as_str()), (0, ""), "{again:?}");
    let lines = json_lines(&again.stdout);
    let sum = lines.last().expect("a sum");
    assert_eq!(sum["changed"], 0, "{sum}");
    assert!(sum["documents"].as_u64() >= Some(before.len() as u64), "{sum}");
    assert_eq!(sum["documents"], sum["same"]);
    let said = |word: &str| lines.iter().filter(|line| line["changes"].to_string().contains(word)).count();
    assert!(said("sent again") >= 5 && said("moved from place") >= 5 && said("delayed") >= 5, "{again:?}");
    let fresh = folder();
    let other = Listening::start(fresh.path());
    let run = replay(fresh.path(), &[&mixed[..], &[all.to_str().expect("UTF-8"), "--check"]].concat());
    assert_eq!(run.status, 0, "{run:?}");
    let sum = json_lines(&run.stdout).pop().expect("a sum");
    assert_eq!((&sum["changed"], sum["note"].is_string()), (&json!(0), true), "{sum}");
    drop(other);
    let after: Vec<Value> = (1..=count).flat_map(|id| outputs(&show(dir.path(), id))).collect();
    assert_eq!(before, after);
    let rows = converted(dir.path());
    let parents = rows.iter().skip(count).map(|row| row["replay_of"].as_u64().expect("a parent"));
    for (row, parent) in rows.iter().skip(count).zip(parents) {
        let (id, parent) = (row["id"].as_u64().expect("an id"), usize::try_from(parent).expect("a number"));
        let sent = body(&show(dir.path(), usize::try_from(id).expect("a number")));
        assert_eq!(sent, request(&fixtures()[parent - 1]), "#{id} is #{parent} byte for byte");
    }
}

#[test]
fn refused_captures_can_be_sent_again_too_and_nothing_else_is_linked() {
    let dir = folder();
    let triptych = Listening::start(dir.path());
    assert_eq!(triptych.post(&["Authorization: Bearer wrong"], &text("C9", "m_1", "x", AT)).status, 401);
    let run = replay(dir.path(), &["--capture", "1"]);
    assert_eq!(run.status, 1, "{run:?}");
    triptych.deliver(&text("C9", "m_1", "x", AT));
    let rows = list(dir.path(), &[]);
    let parents: Vec<_> = rows.iter().map(|row| row["replay_of"].clone()).collect();
    assert_eq!(parents, [Value::Null, json!(1), Value::Null]);
    assert_eq!(replay(dir.path(), &["--capture", "99"]).status, 1);
    let none = replay(dir.path(), &["--filter", "from:nobody"]);
    assert!(none.status == 1 && none.stderr.contains("nothing was sent"), "{none:?}");
    assert_eq!(replay(dir.path(), &[]).status, 2);
}
