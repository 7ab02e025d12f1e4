//! `triptych captures pin`, `note`, `delete`, and `triptych retention`.

use std::path::Path;

use serde_json::{Value, json};

use crate::bodies::text;
use crate::folder::{captures, folder, json_lines, keys, list};
use crate::listening::Listening;
use crate::program::{Run, run, until};

/// A folder with so many converted captures, which nobody has open.
fn with_captures(count: usize) -> tempfile::TempDir {
    let dir = folder();
    let listening = Listening::start(dir.path());
    for index in 1..=count {
        listening.deliver(&text("C9", &format!("m_{index}"), "Hi", 1_763_700_000_000));
    }
    listening.converted(count);
    listening.term();
    dir
}

fn done(run: &Run) {
    assert_eq!((run.status, run.stderr.as_str()), (0, ""), "{run:?}");
}

fn column(dir: &Path, name: &str) -> Vec<Value> {
    list(dir, &[]).iter().map(|row| row[name].clone()).collect()
}

fn retention(dir: &Path, args: &[&str]) -> Run {
    run(["retention", "--data-dir", dir.to_str().expect("UTF-8")].iter().chain(args))
}

#[test]
fn captures_are_pinned_noted_and_deleted() {
    let dir = with_captures(4);
    done(&captures("pin", dir.path(), &["1", "3"]));
    done(&captures("unpin", dir.path(), &["3"]));
    done(&captures("note", dir.path(), &["2", " look at this "]));
    assert_eq!(column(dir.path(), "pinned"), [false, false, false, true]);
    assert_eq!(column(dir.path(), "note"), [Value::Null, Value::Null, json!("look at this"), Value::Null]);
    assert_eq!(list(dir.path(), &["--filter", "\"at this\""])[0]["id"], 2);
    done(&captures("note", dir.path(), &["2", ""]));
    assert_eq!(list(dir.path(), &["--filter", "\"at this\""]), [Value::Null; 0]);

    let missing = captures("pin", dir.path(), &["2", "99"]);
    assert_eq!(
        (missing.status, missing.stderr.as_str()),
        (1, "triptych: there is no capture 99; nothing was changed\n")
    );
    assert_eq!(column(dir.path(), "pinned"), [false, false, false, true]);
    let missing = captures("delete", dir.path(), &["2", "99"]);
    assert_eq!(
        (missing.status, missing.stderr.as_str()),
        (1, "triptych: there is no capture 99; nothing was deleted\n")
    );
    assert_eq!(captures("delete", dir.path(), &[]).status, 2);
    assert_eq!(captures("delete", dir.path(), &["--filter", " "]).status, 2, "not everything by mistake");

    let deleted = captures("delete", dir.path(), &["1", "2"]);
    assert_eq!((deleted.status, deleted.stdout.as_str()), (0, "2 captures deleted\n"));
    assert_eq!(column(dir.path(), "id"), [4, 3]);
    let deleted = captures("delete", dir.path(), &["--filter", "m_4"]);
    assert_eq!((deleted.status, deleted.stdout.as_str()), (0, "1 capture deleted\n"));
    assert_eq!(column(dir.path(), "id"), [3]);
}

#[test]
fn limits_are_set_printed_and_kept_but_for_pins() {
    let dir = with_captures(5);
    let printed = retention(dir.path(), &["--json"]);
    done(&printed);
    let view = &json_lines(&printed.stdout)[0];
    let members = ["captures", "bytes", "age_days", "kept_captures", "kept_bytes", "pinned", "file_bytes"];
    assert_eq!(keys(view), members);
    assert_eq!(
        (&view["captures"], &view["kept_captures"], &view["age_days"]),
        (&json!(100_000), &json!(5), &Value::Null)
    );

    done(&captures("pin", dir.path(), &["1"]));
    let set = retention(dir.path(), &["--captures", "2", "--bytes", "1MiB", "--age-days", "9000"]);
    done(&set);
    for line in [", at most 2\n", ", at most 1048576\n", "age       at most 9000 days\n", "pinned    1\n"] {
        assert!(set.stdout.contains(line), "{}", set.stdout);
    }
    let listening = Listening::start(dir.path());
    until("the rest has gone", || (column(dir.path(), "id") == [5, 1]).then_some(()));
    // Who listens sets it too when it is asked.
    done(&retention(dir.path(), &["--captures", "3"]));
    assert!(retention(dir.path(), &[]).stdout.contains(", at most 3\n"));
    let wrong = retention(dir.path(), &["--captures", "0"]);
    assert_eq!((wrong.status, wrong.stderr.contains("must be from 1 to")), (2, true), "{wrong:?}");
    listening.term();

    let set = retention(dir.path(), &["--captures", "none", "--age-days", "none", "--json"]);
    let view = &json_lines(&set.stdout)[0];
    assert_eq!((&view["captures"], &view["bytes"], &view["age_days"]), (&Value::Null, &json!(1_048_576), &Value::Null));
    for (args, why) in [
        (["--captures", "0"], "number of captures to keep must be from 1 to 1000000000, not 0"),
        (["--bytes", "2XB"], "give a size such as 500MB or 2GiB, or none"),
    ] {
        let wrong = retention(dir.path(), &args);
        assert_eq!(wrong.status, 2, "{wrong:?}");
        assert!(wrong.stderr.contains(why), "{wrong:?}");
    }
}
