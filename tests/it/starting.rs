//! What keeps the listener from starting: one line on stderr that names it, and the status.

use std::io::{BufRead as _, BufReader};
use std::net::TcpListener;
use std::path::Path;
use std::process::Command;

use crate::bodies::text;
use crate::folder::{folder, list};
use crate::listening::{Listening, TOKEN, command};
use crate::program::{Run, finish, run, triptych};

fn listen(dir: &Path) -> Run {
    finish(&mut command(dir, "127.0.0.1:0", "another"), b"")
}

/// Refused, in one line on stderr, with these words in it.
fn assert_refused(run: &Run, words: &[&str]) {
    assert_eq!((run.status, run.stdout.as_str()), (1, ""), "{run:?}");
    assert!(run.stderr.starts_with("triptych: ") && run.stderr.trim_end().lines().count() == 1, "{run:?}");
    assert!(words.iter().all(|word| run.stderr.contains(word)), "{words:?}: {run:?}");
}

#[test]
fn people_are_told_where_it_listens() {
    let dir = folder();
    let mut listen = triptych();
    listen.args(["listen", "--addr", "127.0.0.1:0", "--data-dir"]).arg(dir.path());
    let mut process = listen.spawn().expect("triptych starts");
    let mut line = String::new();
    BufReader::new(process.stdout.take().expect("piped")).read_line(&mut line).expect("a line");
    process.kill().and_then(|()| process.wait()).expect("killed");
    let port = line.trim_end().strip_prefix("listening on http://127.0.0.1:").and_then(|port| port.parse::<u16>().ok());
    assert!(port.is_some_and(|port| port > 0), "{line}");
}

#[test]
fn the_data_folder_is_the_one_named_else_the_platforms() {
    let dir = folder();
    let home = dir.path().join("home");
    let [platform, variable, argument] = ["home/triptych", "variable", "argument"].map(|name| dir.path().join(name));
    let start = |also: &dyn Fn(&mut Command)| {
        let mut listen = triptych();
        listen.env("XDG_DATA_HOME", &home).args(["listen", "--addr", "127.0.0.1:0"]);
        also(&mut listen);
        let mut process = listen.spawn().expect("triptych starts");
        BufReader::new(process.stdout.take().expect("piped")).read_line(&mut String::new()).expect("a line");
        process.kill().and_then(|()| process.wait()).expect("killed");
        [&platform, &variable, &argument].map(|folder| folder.join("triptych.db").is_file())
    };
    let named = |listen: &mut Command| {
        listen.env("TRIPTYCH_DATA_DIR", &variable);
    };
    #[cfg(target_os = "linux")]
    assert_eq!(start(&|_| ()), [true, false, false]);
    assert_eq!(start(&named)[1..], [true, false]);
    let both = |listen: &mut Command| {
        named(listen);
        listen.arg("--data-dir").arg(&argument);
    };
    std::fs::remove_dir_all(&variable).expect("removed");
    assert_eq!(start(&both)[1..], [false, true]);
}

#[cfg(unix)]
#[test]
fn an_empty_variable_names_no_folder() {
    let dir = folder();
    let mut list = triptych();
    list.env("XDG_DATA_HOME", dir.path()).env("TRIPTYCH_DATA_DIR", "").args(["captures", "list"]);
    let run = finish(&mut list, b"");
    assert!(run.status == 1 && run.stderr.contains("no Triptych database"), "{run:?}");
}

#[test]
fn logs_that_no_terminal_shows_have_no_colours() {
    let dir = folder();
    let triptych = Listening::start_with(dir.path(), TOKEN, |listen| {
        listen.env("TRIPTYCH_LOG", "trace");
    });
    triptych.deliver(&text("C9", "m_1", "Hi", 1_763_700_000_123));
    let (status, said) = triptych.end("TERM");
    assert!(status == Some(0) && said.contains("triptych") && !said.contains('\u{1b}'), "{said}");
}

#[test]
fn only_its_user_can_read_the_data() {
    use std::os::unix::fs::PermissionsExt as _;

    let dir = folder();
    let data = dir.path().join("data");
    let triptych = Listening::start(&data);
    triptych.deliver(&text("C9", "m_1", "Hi", 1_763_700_000_123));
    let mode = |path: &Path| path.metadata().expect("it is there").permissions().mode() & 0o777;
    assert_eq!(mode(&data), 0o700);
    for entry in std::fs::read_dir(&data).expect("a folder") {
        let path = entry.expect("an entry").path();
        assert_eq!(mode(&path), 0o600, "{path:?}");
    }
}

#[test]
fn a_port_in_use_is_named() {
    let dir = folder();
    let taken = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let addr = taken.local_addr().expect("bound").to_string();
    assert_refused(&finish(&mut command(dir.path(), &addr, TOKEN), b""), &[&addr, "Another program holds the port"]);
}

#[test]
fn a_folder_in_use_is_named_and_stays_with_its_owner() {
    let dir = folder();
    let owner = Listening::start(dir.path());
    let path = dir.path().to_str().expect("UTF-8");
    assert_refused(&listen(dir.path()), &[path, "in use by another Triptych"]);
    // The owner's token is still the one it was.
    owner.deliver(&text("C9", "m_1", "Hi", 1_763_700_000_123));
    owner.term();
    assert_eq!(list(dir.path(), &[]).len(), 1);
}

#[test]
fn a_file_that_is_no_database_of_ours_is_named_and_left_alone() {
    let dir = folder();
    let file = dir.path().join("triptych.db");
    for foreign in [&b"somebody's notes\n"[..], b"SQLite format 3\0 but damaged"] {
        std::fs::write(&file, foreign).expect("a file");
        let run = listen(dir.path());
        assert_refused(&run, &[file.to_str().expect("UTF-8")]);
        assert_eq!(std::fs::read(&file).expect("still there"), foreign, "{run:?}");
    }
    assert_refused(&listen(&file), &[file.to_str().expect("UTF-8")]);
}

#[test]
fn wrong_usage_has_a_status_of_its_own() {
    let dir = folder();
    let missing = dir.path().join("missing");
    let empty = dir.path().join("empty");
    std::fs::write(&empty, " \n").expect("a file");
    let (missing, empty) = (missing.to_str().expect("UTF-8"), empty.to_str().expect("UTF-8"));
    let data = dir.path().join("data");
    let data = data.to_str().expect("UTF-8");
    let cases: &[&[&str]] = &[
        &[],
        &["listn"],
        &["listen", "--port", "3333"],
        &["listen", "--data-dir", data, "--addr", "localhost"],
        &["listen", "--data-dir", data, "--token", " "],
        &["listen", "--data-dir", data, "--app-secret-file", missing],
        &["listen", "--data-dir", data, "--app-secret-file", empty],
        &["convert"],
        &["convert", "--received-at", "yesterday", "-"],
        &["replay", "--data-dir", data],
        &["replay", "--data-dir", data, missing],
        &["captures", "show", "--data-dir", data],
        &["captures", "show", "--data-dir", data, "one"],
    ];
    for args in cases {
        let run = run(*args);
        assert_eq!((run.status, run.stdout.as_str()), (2, ""), "{args:?}: {run:?}");
        assert!(!run.stderr.is_empty() && !run.stderr.contains("panicked"), "{args:?}: {run:?}");
    }
    #[cfg(unix)]
    {
        use std::os::unix::ffi::OsStrExt as _;
        let mut odd = triptych();
        odd.args(["listen", "--data-dir", data]).env("TRIPTYCH_APP_SECRET", std::ffi::OsStr::from_bytes(b"\xff"));
        let run = finish(&mut odd, b"");
        assert!(run.status == 2 && run.stderr.contains("TRIPTYCH_APP_SECRET is not UTF-8"), "{run:?}");
    }
    for args in [&["--help"][..], &["--version"], &["listen", "--help"]] {
        let run = run(args);
        assert_eq!((run.status, run.stderr.as_str()), (0, ""), "{args:?}: {run:?}");
    }
}
