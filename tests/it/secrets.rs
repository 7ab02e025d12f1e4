//! Secrets are planted in a whole run and looked for wherever they must not be.

use std::path::Path;
use std::process::Command;

use crate::bodies::{HOOK, signature, text};
use crate::folder::{captures, converted, folder};
use crate::listening::Listening;
use crate::program::{finish, run, triptych};

/// Planted: the app's token, an app secret, and an endpoint's secret.
const PLANTED: [&str; 3] =
    ["planted-t0ken-4711", "p1anted0secret0of0the0app0000001", "p1anted0secret0of0endpoint000002"];

fn found(what: &str, text: &str) {
    for secret in PLANTED {
        assert!(!text.contains(secret), "{secret} stands in {what}: {text}");
    }
}

#[test]
fn no_secret_leaves_by_logs_exports_or_the_command_line() {
    let dir = folder();
    let mut set = triptych();
    set.args(["endpoints", "set", "facebook:w1/c1", "--data-dir"])
        .arg(dir.path())
        .env("TRIPTYCH_APP_SECRET", PLANTED[2]);
    assert_eq!(finish(&mut set, b"").status, 0);
    let triptych = Listening::start_with(dir.path(), PLANTED[0], |command: &mut Command| {
        command.env("TRIPTYCH_APP_SECRET", PLANTED[1]).env("TRIPTYCH_LOG", "trace");
    });
    let body = text("7310", "m1", "hello", 1_763_700_000_000);
    let bearer = format!("Authorization: Bearer {}", PLANTED[0]);
    let key = format!("x-api-key: {}", PLANTED[0]);
    let cookie = format!("Cookie: a={}", PLANTED[0]);
    assert_eq!(triptych.post(&[&bearer, &cookie], &body).status, 200);
    assert_eq!(triptych.post(&[&key], &body).status, 200);
    for secret in &PLANTED[1..] {
        assert_eq!(triptych.post(&[&signature(secret, &body)], &body).status, 200);
    }
    assert_eq!(triptych.post(&[&bearer, &signature("wrong", &body)], &body).status, 401);
    let handshake = format!("{HOOK}?hub.mode=subscribe&hub.challenge=1&hub.verify_token={}", PLANTED[0]);
    assert_eq!(triptych.get(&handshake).status, 200);
    assert_eq!(triptych.get(&handshake.replace("subscribe", "x")).status, 403);
    assert_eq!(triptych.get(&format!("/?hub.verify_token={}", PLANTED[0])).status, 404);
    let path = dir.path().to_str().expect("UTF-8");
    let tested = run(["selftest", "--json", "--data-dir", path]);
    assert_eq!(tested.status, 0, "{tested:?}");
    found("the self-test", &tested.stdout);
    let rows = converted(dir.path());
    let exported = captures("export", dir.path(), &[]);
    found("the export", &exported.stdout);
    assert!(exported.stdout.lines().count() >= rows.len());
    for row in &rows {
        let id = row["id"].to_string();
        for args in [&["--json", &id][..], &[&id], &["--curl", &id]] {
            found("captures show", &captures("show", dir.path(), args).stdout);
        }
        for args in [&["--json", &id][..], &[&id]] {
            let doctor = run(["doctor", "--data-dir", path].iter().chain(args));
            found("the doctor", &format!("{}{}", doctor.stdout, doctor.stderr));
        }
    }
    for args in [&["endpoints", "list", "--json"][..], &["endpoints", "list"], &["captures", "list", "--json"]] {
        found("a list", &run(args.iter().chain(&["--data-dir", path])).stdout);
    }
    let (status, logged) = triptych.end("TERM");
    assert_eq!(status, Some(0));
    assert!(logged.contains("listening"), "it was logged at all: {logged}");
    found("the log", &logged);
    only_the_user_may_read(dir.path());
}

#[cfg(unix)]
fn only_the_user_may_read(dir: &Path) {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = |path: &Path| path.metadata().expect("it is there").permissions().mode() & 0o777;
    assert_eq!(mode(dir), 0o700);
    for file in std::fs::read_dir(dir).expect("a folder").flatten() {
        let expected = if file.path().is_dir() { 0o700 } else { 0o600 };
        assert_eq!(mode(&file.path()), expected, "{:?}", file.path());
    }
}

#[cfg(not(unix))]
fn only_the_user_may_read(_dir: &Path) {}
