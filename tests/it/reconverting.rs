//! `triptych reconvert`: what would change, while Triptych runs.

use serde_json::{Value, json};

use crate::bodies::{echo, text};
use crate::folder::{folder, json_lines, outputs, show};
use crate::listening::Listening;
use crate::program::{Run, run};

const AT: u64 = 1_763_700_000_123;

fn reconvert(data: &str, args: &[&str]) -> Run {
    run(["reconvert", "--data-dir", data].iter().chain(args))
}

#[test]
fn nothing_would_change_until_something_does() {
    let dir = folder();
    let data = dir.path().to_str().expect("UTF-8");
    let triptych = Listening::start(dir.path());
    for number in 0..5 {
        triptych.deliver(&text("C9", &format!("m_{number}"), "Hi", AT + number));
        triptych.deliver(&echo("C9", &format!("e_{number}"), "Ho", AT + number));
    }
    triptych.deliver(&text("C9", "m_0", "Hi", AT));
    triptych.converted(11);
    let run = reconvert(data, &[]);
    assert_eq!((run.status, run.stdout.as_str()), (0, "11 captures: 11 unchanged, 0 would change\n"), "{run:?}");
    triptych.term();

    let store = triptych_store::Store::open(dir.path()).expect("a store");
    let changed = store.write_blocking(|tx| {
        let mut settings = tx.endpoint(1)?.expect("it appeared").settings;
        settings.org_id = 7;
        settings.name = Some("Maison Lumen".into());
        tx.update_endpoint(1, &settings)
    });
    assert!(changed.expect("written"));
    drop(store);
    let before: Vec<Value> = (1..=11).map(|id| show(dir.path(), id)).collect();
    let run = reconvert(data, &["--json"]);
    assert_eq!(run.status, 1, "{run:?}");
    let lines = json_lines(&run.stdout);
    let group = lines.iter().find(|line| line["words"] == "org_id: 1 \u{2192} 7").expect("a group for org_id");
    // The repeated delivery repeats what was generated, whatever the settings.
    assert_eq!(
        (&group["kind"], &group["captures"], &group["origin"]),
        (&json!("value"), &json!(10), &json!("setting"))
    );
    let examples: Vec<_> = group["examples"].as_array().expect("examples").iter().map(|one| &one["capture"]).collect();
    assert_eq!(examples, [1, 2, 3, 4, 5]);
    assert!(lines.iter().any(|line| line["pointer"] == "/payload/message/sender_label" && line["captures"] == 5));
    assert_eq!(lines.last(), Some(&json!({"captures": 11, "unchanged": 1, "changed": 10})));
    let few = reconvert(data, &["--filter", "e_0"]);
    assert!(few.stdout.ends_with("1 capture: 0 unchanged, 1 would change\n"), "{few:?}");
    let unknown = reconvert(data, &["99"]);
    assert_eq!((unknown.status, unknown.stderr.as_str()), (1, "triptych: there is no capture 99\n"));
    let after: Vec<Value> = (1..=11).map(|id| show(dir.path(), id)).collect();
    assert_eq!(before, after, "nothing is overwritten");
    assert_eq!(outputs(&after[0])[0]["document"]["payload"]["org_id"], 1);
}
