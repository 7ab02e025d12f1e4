//! What goldens of well-formed bodies do not show: hidden members, odd types, what is looked up for one style alone.

use super::*;
use crate::envelope;

fn shown(message: &str) -> Vec<String> {
    let body = format!(r#"{{"entry":[{{"messaging":[{{{message}}}]}}]}}"#);
    let doc = envelope::parse(body.as_bytes()).expect("an envelope");
    let items = envelope::items(&doc);
    let line = |fact: Fact| {
        let pointer = fact.pointer.trim_start_matches("/entry/0/messaging/0/");
        let note = fact.note.map(|note| format!(" ({note})")).unwrap_or_default();
        format!("{}: {}{note} [{pointer}]", fact.label, fact.value)
    };
    facts(&items[0]).into_iter().map(line).collect()
}

#[test]
fn the_last_of_duplicate_names_is_shown() {
    assert_eq!(
        shown(r#""app_roles":{"1":["a"],"2":["b"],"1":["c"]},"app_roles":{"3":["d"],"\u0033":["e"]}"#),
        ["Role: e (3) [app_roles/3/0]"]
    );
    assert_eq!(shown(r#""read":{"mid":"a","mid":"b"}"#), ["Message ID: b [read/mid]"]);
}

#[test]
fn what_is_of_another_type_is_shown_as_it_came() {
    let odd = "no object, though one was expected";
    assert_eq!(
        shown(r#""sender":"C","recipient":{"id":1.5},"message":{"text":{"a":1},"referral":[1],"attachments":{"b":2}}"#),
        [
            format!("From: C ({odd}) [sender]"),
            "To: 1.5 (account) [recipient/id]".to_owned(),
            r#"Text: {"a":1} [message/text]"#.to_owned(),
            format!(r#"Attachments: {{"b":2}} ({odd}) [message/attachments]"#),
            format!("referral: [1] ({odd}) [message/referral]").replace("referral:", "Referral:"),
        ]
    );
    assert_eq!(shown(r#""delivery":{"mids":"m"}"#), ["Message ID: m [delivery/mids]"]);
    assert_eq!(shown(r#""order":{"products":{"name":"Lamp"}}"#), ["Product: Lamp [order/products/name]"]);
}

#[test]
fn null_and_empty_texts_are_nothing_unless_a_row_says_what_null_means() {
    assert_eq!(shown(r#""message":{"text":"","metadata":null,"mid":"m"}"#), ["Message ID: m [message/mid]"]);
    assert_eq!(
        shown(r#""pass_thread_control":{"previous_owner_app_id":null,"metadata":null}"#),
        ["Previous owner: null (nobody: the conversation was idle) [pass_thread_control/previous_owner_app_id]"]
    );
}

#[test]
fn a_flag_in_another_form_says_how_it_came() {
    assert_eq!(
        shown(r#""message":{"is_echo":"true","is_unsupported":2}"#),
        ["Unsupported: 2 [message/is_unsupported]", "Echo: yes (as sent: \"true\") [message/is_echo]"]
    );
}

#[test]
fn a_sticker_in_two_forms_is_told() {
    let told = |forms: &[(&str, &str)]| {
        let attachment = |(kind, id): &(&str, &str)| format!(r#"{{"type":"{kind}","payload":{{"sticker_id":{id}}}}}"#);
        let attachments: Vec<_> = forms.iter().map(attachment).collect();
        let facts = shown(&format!(r#""message":{{"attachments":[{}]}}"#, attachments.join(",")));
        facts.into_iter().filter(|fact| fact.contains("same sticker")).collect::<Vec<_>>()
    };
    assert_eq!(
        told(&[("image", "7"), ("image", "7"), ("sticker", "\"7\"")]),
        ["Type: sticker (the same sticker as attachment 1) [message/attachments/2/type]"]
    );
    assert_eq!(
        told(&[("sticker", "7"), ("sticker", "7"), ("image", "7"), ("image", "7"), ("image", "7")]),
        [
            "Type: image (the same sticker as attachment 1) [message/attachments/2/type]",
            "Type: image (the same sticker as attachment 2) [message/attachments/3/type]",
        ],
        "as they are converted: pairs"
    );
    assert_eq!(told(&[("sticker", "7"), ("video", "7"), ("image", "7.0"), ("image", "8")]), [""; 0]);
}
