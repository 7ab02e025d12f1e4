//! `triptych captures show --curl`: what it prints, a shell and curl send, and the same request arrives.

use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};

use crate::bodies::{HOOK, text};
use crate::folder::{body, captures, folder, list, show};
use crate::listening::{BEARER, Listening, TOKEN};
use crate::wire::request;

/// Runs the command of a capture in a shell; the capture that it became.
fn again(listening: &Listening, shell: &str, id: usize, args: &[&str]) -> Value {
    let run = captures("show", &listening.dir, &[&["--curl"], args, &[id.to_string().as_str()]].concat());
    assert_eq!((run.status, run.stderr.as_str()), (0, ""), "{run:?}");
    let before = list(&listening.dir, &["--limit", "1"])[0]["id"].as_u64().expect("an id");
    let work = listening.dir.join("work");
    std::fs::create_dir_all(&work).expect("a folder");
    // As a file: an argument could not be as long.
    let script = listening.dir.join("script");
    std::fs::write(&script, &run.stdout).expect("a file");
    let output = Command::new(shell).arg(&script).env("TRIPTYCH_TOKEN", TOKEN).current_dir(&work).output();
    let output = output.expect("a shell");
    assert!(output.status.success(), "{}: {output:?}", run.stdout);
    assert_eq!(std::fs::read_dir(&work).expect("a folder").count(), 0, "nothing else was run: {}", run.stdout);
    let newest = list(&listening.dir, &["--limit", "1"])[0]["id"].as_u64().expect("an id");
    assert_eq!(newest, before + 1, "{}", run.stdout);
    show(&listening.dir, usize::try_from(newest).expect("fits"))
}

/// Header lines but those that curl makes itself, without their order.
fn headers(shown: &Value) -> Vec<(String, String)> {
    let lines = shown["headers"].as_array().expect("headers").iter();
    let mut lines: Vec<_> = lines
        .map(|line| {
            (line["name"].as_str().expect("a name").to_owned(), line["value"].as_str().expect("text").to_owned())
        })
        .filter(|(name, _)| name != "Content-Length")
        .collect();
    lines.sort();
    lines
}

fn assert_same(first: &Value, second: &Value) {
    assert_eq!(body(first), body(second));
    assert_eq!(headers(first), headers(second));
    for member in ["method", "path", "judgement", "status"] {
        assert_eq!(first["row"][member], second["row"][member], "{member}");
    }
    assert_eq!((&first["query"], &first["http_version"]), (&second["query"], &second["http_version"]));
}

const HOSTILE: &str = "'; touch own1; echo '$(touch own2)`touch own3`\"; touch own4; \"%s%n\\\\n\\'!";

#[test]
fn bodies_of_any_bytes_arrive_as_they_were() {
    let dir = folder();
    let listening = Listening::start(dir.path());
    let all: Vec<u8> = (0..=255).collect();
    let long = text("C9", "m_long", &"x".repeat(300_000), 1_763_700_000_123);
    let bodies: [&[u8]; 8] = [
        &text("C9", "m_1", HOSTILE, 1_763_700_000_123),
        HOSTILE.as_bytes(),
        b"",
        b"@file",
        b"two\nlines\r\n\n",
        "\u{202e}\u{200b}caf\u{e9} \u{1f600}".as_bytes(),
        &all,
        &long,
    ];
    for body in bodies {
        listening.post(&[BEARER, "Content-Type: application/json"], body);
        let id = usize::try_from(list(dir.path(), &["--limit", "1"])[0]["id"].as_u64().expect("an id")).expect("fits");
        assert_same(&show(dir.path(), id), &again(&listening, "sh", id, &[]));
    }
}

#[test]
fn heads_of_any_kind_arrive_as_they_were() {
    let dir = folder();
    let listening = Listening::start(dir.path());
    let odd = format!("X-Odd:{HOSTILE}");
    let requests = [
        request("POST", HOOK, &[BEARER, &odd, "x-two: 1", "X-TWO: 2", "Empty:", "user-AGENT: me"], b"{}"),
        request("POST", &format!("{HOOK}/../a[1-3]%20b;$(touch+own5)'?q='&c={{a,b}}"), &[&odd], b"{}"),
        request("GET", &format!("{HOOK}?hub.mode=subscribe&x=1"), &[], b""),
        request("PUT", HOOK, &["Content-Type: a/b"], b"data"),
        request("DELETE", "/", &[], b""),
        request("OPTIONS", "*", &[], b""),
        b"POST /a HTTP/1.0\r\nContent-Length: 2\r\n\r\n{}".to_vec(),
    ];
    for sent in requests {
        listening.send(&sent);
        let id = usize::try_from(list(dir.path(), &["--limit", "1"])[0]["id"].as_u64().expect("an id")).expect("fits");
        let (first, mut second) = (show(dir.path(), id), again(&listening, "sh", id, &["--with-token"]));
        if first["http_version"] == json!("HTTP/1.0") {
            // It had no `Host`; curl has to have one.
            second["headers"].as_array_mut().expect("headers").retain(|line| line["name"] != "Host");
        }
        assert_same(&first, &second);
    }
}

#[test]
fn the_token_is_in_the_command_only_when_asked_for() {
    let dir = folder();
    let listening = Listening::start(dir.path());
    listening.deliver(&text("C9", "m_1", "Hi", 1_763_700_000_123));
    let printed = |args: &[&str]| captures("show", Path::new(dir.path()), &[&["--curl", "1"], args].concat()).stdout;
    assert!(!printed(&[]).contains(TOKEN) && printed(&[]).contains("$TRIPTYCH_TOKEN"));
    assert!(printed(&["--with-token"]).contains(BEARER));
    assert_eq!(again(&listening, "sh", 1, &[])["row"]["judgement"], "accepted");
}
