//! `triptych sample`: every kind, printed and sent.

use std::path::Path;

use serde_json::json;

use crate::folder::{body, folder, json_lines, outputs};
use crate::listening::Listening;
use crate::program::run;

#[test]
fn every_kind_is_printed_as_facebook_writes_it() {
    let kinds = json_lines(&run(["sample", "--list", "--json"]).stdout);
    assert!(kinds.len() >= 60, "{}", kinds.len());
    let dir = folder();
    for kind in &kinds {
        let name = kind["kind"].as_str().expect("a name");
        let made = run(["sample", name, "--customer", "88800", "--time", "1763700000123"]);
        assert_eq!((made.status, made.stderr.as_str()), (0, ""), "{name}: {made:?}");
        assert!(!made.stdout.ends_with('\n') && !made.stdout.contains(": "), "{name}: {}", made.stdout);
        if name == "odd/no-envelope" {
            continue;
        }
        let file = dir.path().join("made.json");
        std::fs::write(&file, &made.stdout).expect("a file");
        let converted = run([Path::new("convert"), Path::new("--json"), &file]);
        let line = &json_lines(&converted.stdout)[0];
        assert!(line["error"].is_null(), "{name}: {line}");
        if let Some(field) = kind["field"].as_str().filter(|field| *field != "standby") {
            assert_eq!(line["items"][0]["field"], field, "{name}");
        }
    }
    assert_eq!(run(["sample", "no-such"]).status, 2);
}

#[test]
fn a_sample_is_sent_with_what_the_user_wants() {
    let dir = folder();
    let data = dir.path().join("data");
    let secret = dir.path().join("secret");
    std::fs::write(&secret, "app-s3cret").expect("a file");
    let triptych = Listening::start_with(&data, "T", |listen| {
        listen.arg("--app-secret-file").arg(&secret);
    });
    let (data, secret) = (data.to_str().expect("UTF-8"), secret.to_str().expect("UTF-8"));
    let args = ["--text", "Ist es wei\u{df}?", "--customer", "88800", "--workspace", "w9", "--app-secret-file", secret];
    let sent = run(["sample", "messages", "--send", "--json", "--data-dir", data].iter().chain(&args));
    assert_eq!((sent.status, sent.stderr.as_str()), (0, ""), "{sent:?}");
    assert_eq!(json_lines(&sent.stdout)[0]["capture"], 1);
    let shown = triptych.converted(1);
    assert_eq!((&shown["authentication"], &shown["replay"]["source"]), (&json!("both"), &json!("messages")));
    assert_eq!(shown["row"]["path"], "/v3/integrations/facebook/w9/facebook/local/webhook");
    assert!(String::from_utf8(body(&shown)).expect("UTF-8").contains("wei\\u00df?"));
    assert_eq!(outputs(&shown)[0]["document"]["payload"]["message"]["content"], "Ist es weiß?");
    let batch = run(["sample", "odd/batch", "--send", "--json", "--data-dir", data]);
    assert_eq!(batch.status, 0, "{batch:?}");
    assert_eq!(triptych.converted(2)["row"]["ledger"]["converted"], 1000);
}
