//! The door of a Triptych that holds the folder: what the command line wants changed is done there, and nobody else asks.

use std::io::{BufRead as _, BufReader, Write as _};
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::net::UnixStream;
use std::path::Path;

use serde_json::{Value, json};

use crate::bodies::{signature, text};
use crate::folder::{captures, converted, folder, json_lines, list};
use crate::listening::Listening;
use crate::program::{Run, finish, run, triptych, until};

const SECRET: &str = "51f0c7d2b86c4a1e9f3b2d7a60c8e4f1";

fn endpoints(dir: &Path, args: &[&str], secret: Option<&str>) -> Run {
    let mut command = triptych();
    command.args(["endpoints", args[0], "--data-dir"]).arg(dir).args(&args[1..]);
    if let Some(secret) = secret {
        command.env("TRIPTYCH_APP_SECRET", secret);
    }
    finish(&mut command, b"")
}

fn ask(dir: &Path, line: &str) -> Value {
    let mut stream = UnixStream::connect(dir.join("control.sock")).expect("somebody is there");
    stream.write_all(format!("{line}\n").as_bytes()).expect("it listens");
    let mut answer = String::new();
    BufReader::new(stream).read_line(&mut answer).expect("an answer");
    serde_json::from_str(&answer).expect("JSON")
}

#[test]
fn a_secret_that_is_entered_while_it_listens_takes_in_what_was_refused() {
    let dir = folder();
    let triptych = Listening::start_with(dir.path(), crate::listening::TOKEN, |command| {
        command.env("TRIPTYCH_LOG", "trace");
    });
    let body = text("7310", "m1", "hello", 1_763_700_000_000);
    assert_eq!(triptych.post(&[&signature(SECRET, &body)], &body).status, 401);
    let set = endpoints(dir.path(), &["set", "facebook:w1/c1", "--name", "Shop"], Some(SECRET));
    assert_eq!((set.status, set.stderr.as_str()), (0, ""), "{set:?}");
    assert_eq!(set.stdout, "1 refused capture was taken in\n");
    assert_eq!(triptych.post(&[&signature(SECRET, &body)], &body).status, 200);
    let rows = converted(dir.path());
    let told: Vec<_> = rows.iter().map(|row| (row["taken_in"].clone(), row["documents"].clone())).collect();
    assert_eq!(told, [(false.into(), 0.into()), (true.into(), 1.into()), (false.into(), 1.into())]);
    let listed = &json_lines(&endpoints(dir.path(), &["list", "--json"], None).stdout)[0];
    assert_eq!((&listed["name"], &listed["app_secrets"]), (&"Shop".into(), &1.into()));
    let (status, logged) = triptych.end("TERM");
    assert_eq!((status, logged.contains(SECRET)), (Some(0), false));
}

#[test]
fn a_bearer_token_takes_in_what_was_refused_for_want_of_it() {
    let dir = folder();
    let token = dir.path().join("token");
    std::fs::write(&token, "its-own-bearer\n").expect("a file");
    let data = dir.path().join("data");
    let triptych = Listening::start(&data);
    let body = text("7310", "m1", "hello", 1_763_700_000_000);
    assert_eq!(triptych.post(&["Authorization: Bearer its-own-bearer"], &body).status, 401);
    assert_eq!(triptych.post(&["Authorization: Bearer another"], &body).status, 401);
    let set = endpoints(&data, &["set", "facebook:w1/c1", "--bearer-token-file", token.to_str().expect("UTF-8")], None);
    assert_eq!((set.status, set.stdout.as_str()), (0, "1 refused capture was taken in\n"), "{set:?}");
    let shown = crate::folder::show(&data, 3);
    assert_eq!((&shown["row"]["taken_in"], &shown["authentication"]), (&true.into(), &"token".into()));
    let told = shown["deliveries"].as_array().expect("deliveries");
    let relations: Vec<_> = told.iter().map(|one| (one["capture"].clone(), one["relation"].clone())).collect();
    assert_eq!(relations[0], (1.into(), "original".into()));
    let refused = crate::folder::show(&data, 1);
    let taken = refused["deliveries"].as_array().expect("deliveries").iter().find(|one| one["capture"] == 3);
    assert_eq!(taken.map(|one| &one["relation"]), Some(&"taken_in".into()), "{refused:#}");
    triptych.term();
    // The app's own token does so when it is given at the start.
    let triptych = Listening::start_with(&data, "another", |_| ());
    until("the other one is taken in", || list(&data, &[]).iter().any(|row| row["replay_of"] == 2).then_some(()));
    triptych.term();
}

#[test]
fn captures_are_pinned_noted_and_deleted_while_it_listens() {
    let dir = folder();
    let triptych = Listening::start(dir.path());
    for mid in ["m1", "m2", "m3"] {
        triptych.deliver(&text("7310", mid, "hello", 1_763_700_000_000));
    }
    triptych.converted(3);
    for (command, args) in [("pin", &["1"][..]), ("note", &["2", "look"]), ("delete", &["3"])] {
        let done = captures(command, dir.path(), args);
        assert_eq!((done.status, done.stderr.as_str()), (0, ""), "{done:?}");
    }
    let rows = list(dir.path(), &[]);
    let told: Vec<_> = rows.iter().map(|row| (row["id"].clone(), row["pinned"].clone(), row["note"].clone())).collect();
    assert_eq!(told, [(2.into(), false.into(), "look".into()), (1.into(), true.into(), Value::Null)]);
    let missing = captures("pin", dir.path(), &["3"]);
    assert_eq!(missing.status, 1, "{missing:?}");
    triptych.term();
}

#[test]
fn only_its_user_may_knock_and_only_for_some_things() {
    let dir = folder();
    let triptych = Listening::start(dir.path());
    let mode = |path: &Path| path.metadata().expect("it is there").permissions().mode() & 0o777;
    assert_eq!((mode(dir.path()), mode(&dir.path().join("control.sock"))), (0o700, 0o600));
    assert!(!dir.path().join("control.new").exists());
    for command in ["secrets.reveal", "clipboard.copy", "browser.open", "captures.import", "listener.start", "nonsense"]
    {
        let question = json!({"command": command, "request": {"of": {"kind": "app_token"}}});
        let answer = ask(dir.path(), &question.to_string());
        assert_eq!(answer["refused"]["code"], "not_allowed", "{command}: {answer}");
    }
    let answer = ask(dir.path(), "GET / HTTP/1.1 hunter2");
    assert_eq!(answer["refused"]["code"], "bad_request");
    assert!(!answer.to_string().contains("hunter2"));
    // Who comes and says nothing keeps nobody else waiting.
    let _silent = UnixStream::connect(dir.path().join("control.sock")).expect("somebody is there");
    let answer = ask(dir.path(), &json!({"command": "endpoints.list", "request": {}}).to_string());
    assert_eq!(answer["done"], json!({"endpoints": []}));
    triptych.term();
    assert!(!dir.path().join("control.sock").exists(), "a door that nobody stands behind");
}

#[test]
fn a_door_that_a_killed_process_left_is_in_nobodys_way() {
    let dir = folder();
    let triptych = Listening::start(dir.path());
    triptych.kill_9();
    assert!(dir.path().join("control.sock").exists(), "it could not tidy up");
    let set = endpoints(dir.path(), &["set", "facebook:w1/c1", "--name", "Alone"], None);
    assert_eq!((set.status, set.stderr.as_str()), (0, ""), "{set:?}");
    let triptych = Listening::start(dir.path());
    let set = endpoints(dir.path(), &["set", "facebook:w1/c1", "--name", "Asked"], None);
    assert_eq!((set.status, set.stderr.as_str()), (0, ""), "{set:?}");
    let listed = run(["endpoints", "list", "--data-dir", dir.path().to_str().expect("UTF-8")]);
    assert!(listed.stdout.contains("Asked"), "{listed:?}");
    triptych.term();
}
