//! What a check takes for a change.

use std::path::Path;

use serde_json::json;

use super::*;
use crate::fixtures;

const TWO: &str = r#"{"object":"page","entry":[{"id":"P1","messaging":[
    {"sender":{"id":"C9"},"recipient":{"id":"P1"},"timestamp":1763700000123,"message":{"mid":"m_1","text":"One"}},
    {"sender":{"id":"C9"},"recipient":{"id":"P1"},"timestamp":1763700000124,"message":{"mid":"m_2","text":"Two"}}]}]}"#;

fn fixture(dir: &Path, settings: &str) -> Fixture {
    std::fs::write(dir.join("request.json"), TWO).expect("a body");
    std::fs::write(dir.join("fixture.toml"), settings).expect("settings");
    fixtures::folder(dir).expect("a fixture")
}

fn expect(dir: &Path, change: impl FnOnce(&mut Vec<Value>)) {
    let mut documents: Vec<Value> =
        serde_json::from_slice(&std::fs::read(dir.join("expected.json")).expect("blessed")).expect("JSON");
    change(&mut documents);
    std::fs::write(dir.join("expected.json"), serde_json::to_string(&documents).expect("JSON")).expect("written");
}

#[test]
fn a_fixture_is_new_then_passes_then_changes() {
    let dir = tempfile::tempdir().expect("a folder");
    let one = fixture(dir.path(), "");
    assert_eq!((check(&one).outcome, check(&one).why()), (Outcome::New, "2 messages to review".into()));
    bless(&one).expect("blessed");
    assert_eq!((check(&one).outcome, check(&one).why()), (Outcome::Passed, String::new()));
    expect(dir.path(), |documents| documents[1]["payload"]["message"]["content"] = json!("Too"));
    let checked = check(&one);
    assert_eq!((&checked.outcome, checked.why()), (&Outcome::Changed, "1 value: content".into()));
    assert_eq!(checked.differences[0].pointer, "/1/payload/message/content");
    expect(dir.path(), |documents| documents.truncate(0));
    assert_eq!(check(&one).why(), "2 documents not expected");
    bless(&one).expect("blessed");
    expect(dir.path(), |documents| {
        documents[0]["payload"]["org_id"] = json!(7);
        documents.push(json!({}));
    });
    assert_eq!(check(&one).why(), "1 document missing, 1 value: org_id");
    std::fs::write(dir.path().join("expected.json"), "{").expect("written");
    assert_eq!(check(&one).outcome.as_str(), "failed");
    bless(&one).expect("blessed anew");
    assert_eq!(check(&one).outcome, Outcome::Passed);
}

#[test]
fn ids_that_correspond_are_no_change_but_mixed_up_ones_are() {
    let dir = tempfile::tempdir().expect("a folder");
    let one = fixture(dir.path(), "");
    bless(&one).expect("blessed");
    let renumber = |documents: &mut Vec<Value>, second: i64| {
        for (index, document) in documents.iter_mut().enumerate() {
            let id = if index == 0 { 41 } else { second };
            document["payload"]["message"]["id"] = json!(id);
            document["payload"]["conversation"]["last_message"]["id"] = json!(id);
        }
    };
    expect(dir.path(), |documents| renumber(documents, 42));
    let checked = check(&one);
    assert_eq!((&checked.outcome, checked.differences.len()), (&Outcome::Passed, 4), "{checked:?}");
    assert!(checked.differences.iter().all(|one| one.ignored == Some(Ignored::Assigned)));
    assert_eq!(checked.why(), "4 ignored");
    expect(dir.path(), |documents| renumber(documents, 41));
    assert_eq!(check(&one).outcome, Outcome::Changed, "one id for two messages");
}

#[test]
fn what_a_fixture_names_is_ignored_and_its_settings_hold() {
    let dir = tempfile::tempdir().expect("a folder");
    let one = fixture(dir.path(), "");
    bless(&one).expect("blessed");
    let one = fixture(dir.path(), "[settings]\norg_id = 7\n[contacts.C9]\nname = \"Ada\"");
    let checked = check(&one);
    let changed: Vec<_> = checked.counting().map(Difference::last_token).collect();
    assert_eq!(changed[..2], ["sender_label", "consumer_name"], "{checked:?}");
    assert_eq!(changed.last(), Some(&"org_id"));
    let ignore = "ignore = [\"/payload/*/consumer_name\", \"/payload/org_id\", \"/payload/message\", \
                  \"/payload/conversation/last_message\"]\n";
    let one = fixture(dir.path(), &format!("{ignore}[settings]\norg_id = 7\n[contacts.C9]\nname = \"Ada\""));
    assert_eq!(check(&one).outcome, Outcome::Passed, "{:?}", check(&one));
}
