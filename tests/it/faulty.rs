//! Fault rules: an endpoint answers wrongly on purpose, and everything is kept all the same.

use std::time::{Duration, Instant};

use crate::bodies::text;
use crate::folder::{converted, folder, json_lines};
use crate::listening::{BEARER, Listening};
use crate::program::{Run, run};

const ENDPOINT: &str = "facebook:w1/c1";

fn fault(dir: &std::path::Path, args: &[&str]) -> Run {
    let dir = dir.to_str().expect("UTF-8");
    run(["endpoints", "fault", "--data-dir", dir, ENDPOINT].iter().chain(args))
}

#[test]
fn so_many_deliveries_are_answered_wrongly_and_kept_rightly() {
    let dir = folder();
    assert_eq!(fault(dir.path(), &["--status", "503", "--times", "3"]).status, 0);
    let body = text("7310", "m1", "hello", 1_763_700_000_000);
    // The count outlives a stop.
    let triptych = Listening::start(dir.path());
    assert_eq!(triptych.post(&[BEARER], &body).status, 503);
    triptych.term();
    let triptych = Listening::start(dir.path());
    let statuses: Vec<u16> = (0..4).map(|_| triptych.post(&[BEARER], &body).status).collect();
    assert_eq!(statuses, [503, 503, 200, 200]);
    assert_eq!(triptych.post(&[], &body).status, 401);

    let rows = converted(dir.path());
    let spoilt: Vec<bool> = rows.iter().map(|row| row["fault"].is_string()).collect();
    assert_eq!(spoilt, [true, true, true, false, false, false]);
    assert_eq!(rows[0]["fault"], "Answered 503 by the endpoint's fault rule.");
    let accepted = rows.iter().filter(|row| row["judgement"] == "accepted");
    let documents: Vec<_> = accepted.map(|row| (row["documents"].clone(), row["duplicate"].clone())).collect();
    assert_eq!(documents[0], (1.into(), false.into()));
    assert!(documents[1..].iter().all(|made| *made == (1.into(), true.into())), "{documents:?}");
}

#[test]
fn a_delay_lasts_until_it_is_cleared() {
    let dir = folder();
    assert_eq!(fault(dir.path(), &["--delay-ms", "300"]).status, 0);
    let listed = run(["endpoints", "list", "--json", "--data-dir", dir.path().to_str().expect("UTF-8")]);
    let listed = &json_lines(&listed.stdout)[0];
    assert_eq!(listed["fault"], serde_json::json!({"status": null, "delay_ms": 300, "left": null}));
    let triptych = Listening::start(dir.path());
    let start = Instant::now();
    triptych.deliver(&text("7310", "m1", "hello", 1_763_700_000_000));
    assert!(start.elapsed() >= Duration::from_millis(300));
    triptych.term();
    assert_eq!(fault(dir.path(), &["--clear"]).status, 0);
    let triptych = Listening::start(dir.path());
    triptych.deliver(&text("7310", "m2", "hello", 1_763_700_000_000));
    assert!(converted(dir.path())[1]["fault"].is_null());
}

#[test]
fn what_is_no_fault_is_refused() {
    let dir = folder();
    let wrong: [&[&str]; 5] = [
        &[],
        &["--status", "200"],
        &["--delay-ms", "60001"],
        &["--status", "503", "--times", "0"],
        &["--clear", "--status", "500"],
    ];
    for args in wrong {
        assert_eq!(fault(dir.path(), args).status, 2, "{args:?}");
    }
}

#[test]
fn a_rule_is_set_and_cleared_while_it_listens() {
    let dir = folder();
    let triptych = Listening::start(dir.path());
    let body = text("7310", "m1", "hello", 1_763_700_000_000);
    let set = fault(dir.path(), &["--status", "500", "--times", "9"]);
    assert_eq!((set.status, set.stdout.as_str(), set.stderr.as_str()), (0, "", ""), "{set:?}");
    assert_eq!(triptych.post(&[BEARER], &body).status, 500);
    assert_eq!(fault(dir.path(), &["--clear"]).status, 0);
    assert_eq!(triptych.post(&[BEARER], &body).status, 200);
    let wrong = fault(dir.path(), &["--status", "302"]);
    assert_eq!(wrong.status, 2, "{wrong:?}");
    triptych.term();
}
