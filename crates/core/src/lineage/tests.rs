//! Every kind of identity and of reference.

use super::*;
use crate::envelope;

/// The identity in words, and the references: relation and target.
fn told(body: &str) -> (String, Vec<String>) {
    let doc = envelope::parse(body.as_bytes()).expect("an envelope");
    let lineage = Lineage::of(&envelope::items(&doc)[0]);
    let target = |reference: &Reference<'_>| {
        let to = match &reference.target {
            Target::Message { account, id } => format!("{account}/{id}"),
            Target::UpTo { account, customer, until_ms } => format!("{account}/{customer} until {until_ms}"),
            Target::Thing(thing) => thing.name.as_deref().unwrap_or("nameless").to_owned(),
        };
        format!("{} {to}", reference.relation.as_str())
    };
    (lineage.words(), lineage.references.iter().map(target).collect())
}

fn traces(body: &str, has_document: bool) -> Vec<Trace> {
    let doc = envelope::parse(body.as_bytes()).expect("an envelope");
    Lineage::of(&envelope::items(&doc)[0]).traces(has_document).collect()
}

fn entry(rest: &str) -> String {
    format!(r#"{{"object":"page","entry":[{{"id":"P","time":1763700000456,{rest}}}]}}"#)
}

/// What a customer does.
fn by_customer(key: &str, of: &str) -> String {
    entry(&format!(
        r#""messaging":[{{"sender":{{"id":"C"}},"recipient":{{"id":"P"}},"timestamp":1763700000123,"{key}":{of}}}]"#
    ))
}

fn feed(value: &str) -> String {
    entry(&format!(r#""changes":[{{"field":"feed","value":{value}}}]"#))
}

#[test]
fn every_kind_of_event_is_told_from_others_and_says_what_it_speaks_of() {
    let content = |key: Key| format!("entry P and content {key}");
    let of = |body: &str| traces(body, false)[0].key;
    let game = by_customer("game_play", r#"{"game_id":"1"}"#);
    let prior = by_customer("message", r#"{"mid":"m_1"}"#)
        .replace(r#""message""#, r#""prior_message":{"source":"checkbox_plugin","identifier":"u_1"},"message""#);
    let mid_less = by_customer("message", r#"{"text":"Hi","reply_to":{"mid":"m_0"}}"#);
    let answer = by_customer("response_feedback", r#"{"feedback":"Good response","mid":"m_0"}"#);
    let cases: &[(&str, &str, &[&str])] = &[
        (&by_customer("message", r#"{"mid":"m_1","text":"Hi"}"#), "mid m_1", &[]),
        (
            &by_customer("message", r#"{"mid":"m_1","text":"Hi","reply_to":{"mid":"m_0","is_self_reply":true}}"#),
            "mid m_1",
            &["reply_to P/m_0"],
        ),
        (
            &by_customer(
                "message",
                r#"{"mid":"m_1","text":"Hi","reply_to":{"story":{"id":7,"url":"https://x.example"}}}"#,
            ),
            "mid m_1",
            &["story_reply_to 7"],
        ),
        (
            &by_customer("message", r#"{"mid":"m_1","reply_to":{"story":{"url":"https://x.example"}}}"#),
            "mid m_1",
            &["story_reply_to https://x.example"],
        ),
        (&by_customer("message", r#"{"mid":"m_1","reply_to":{"story":{}}}"#), "mid m_1", &["story_reply_to nameless"]),
        (&prior, "mid m_1", &["prior_message u_1"]),
        (&mid_less, &content(of(&mid_less)), &["reply_to P/m_0"]),
        (&by_customer("message", r#"{"mid":"m_1","is_deleted":true}"#), "unsend of mid m_1", &["unsend_of P/m_1"]),
        (
            &entry(
                r#""messaging":[{"sender":{"id":"P"},"recipient":{"id":"C"},"message":{"mid":"m_1","is_echo":true,"reply_to":{"mid":"m_0"}}}]"#,
            ),
            "mid m_1",
            &["reply_to P/m_0"],
        ),
        (
            &by_customer("message_edit", r#"{"mid":"m_1","text":"Ho","num_edit":2}"#),
            "edit 2 of mid m_1",
            &["edit_of P/m_1"],
        ),
        // Instagram, in development: nobody sent it to nobody.
        (
            &entry(r#""messaging":[{"timestamp":1,"message_edit":{"mid":"m_1","num_edit":0}}]"#),
            "edit 0 of mid m_1",
            &["edit_of P/m_1"],
        ),
        (&by_customer("postback", r#"{"mid":"m_2","title":"Go"}"#), "mid m_2", &[]),
        (&by_customer("postback", r#"{"title":"Go","payload":"GO"}"#), "postback by C at 1763700000123 of GO", &[]),
        (
            &by_customer("reaction", r#"{"mid":"m_1","action":"react","reaction":"love","emoji":"❤️"}"#),
            "reaction to mid m_1 by C react love at 1763700000123",
            &["reaction_to P/m_1"],
        ),
        (
            &by_customer("read", r#"{"watermark":"1763700000100"}"#),
            "read by C up to 1763700000100",
            &["read_up_to P/C until 1763700000100"],
        ),
        (
            &by_customer("read", r#"{"watermark":1763700000}"#),
            "read by C up to 1763700000",
            &["read_up_to P/C until 1763700000000"],
        ),
        (&by_customer("read", r#"{"mid":"m_1"}"#), "read by C up to mid m_1", &["read_up_to P/m_1"]),
        (
            &by_customer("delivery", r#"{"mids":["m_1","m_2"],"watermark":1763700000100}"#),
            "delivered to C up to 1763700000100",
            &["delivered_up_to P/C until 1763700000100", "delivered_up_to P/m_1", "delivered_up_to P/m_2"],
        ),
        (&by_customer("delivery", r#"{"mids":["m_1"]}"#), "delivered to C mid m_1", &["delivered_up_to P/m_1"]),
        (&answer, &content(of(&answer)), &["feedback_on P/m_0"]),
        (&game, &content(of(&game)), &[]),
        (
            &feed(
                r#"{"item":"comment","verb":"add","comment_id":"1_2","post_id":"P_1","parent_id":"P_1","from":{"id":"C"},"created_time":1683184742}"#,
            ),
            "comment 1_2 add at 1683184742",
            &[],
        ),
        (
            &feed(
                r#"{"item":"comment","verb":"add","comment_id":"1_3","post_id":"P_1","parent_id":"1_2","from":{"id":"C"}}"#,
            ),
            "comment 1_3 add",
            &["reply_to P/1_2"],
        ),
        (
            &feed(r#"{"item":"comment","verb":"edited","comment_id":"1_2","post_id":"P_1","created_time":1683184742}"#),
            "comment 1_2 edited at 1683184742",
            &["edit_of P/1_2"],
        ),
        (
            &feed(r#"{"item":"comment","verb":"remove","comment_id":"1_2","post_id":"P_1"}"#),
            "comment 1_2 remove",
            &["unsend_of P/1_2"],
        ),
        (&feed(r#"{"item":"comment","verb":"hide","comment_id":"1_2"}"#), "comment 1_2 hide", &[]),
        (
            &feed(r#"{"item":"reaction","verb":"add","comment_id":"1_2","post_id":"P_1","reaction_type":"love"}"#),
            "reaction to comment 1_2 add",
            &["reaction_to P/1_2"],
        ),
        (
            &feed(r#"{"item":"like","verb":"remove","post_id":"P_1","sender_id":7}"#),
            "reaction to post P_1 remove",
            &["reaction_to P/P_1"],
        ),
        (&feed(r#"{"item":"status","verb":"add","post_id":"P_1"}"#), "post P_1 add", &[]),
        (&feed(r#"{"item":"status","verb":"edited","post_id":"P_1"}"#), "post P_1 edited", &["edit_of P/P_1"]),
        (
            &entry(
                r#""changes":[{"field":"comments","value":{"id":"17","text":"Nice","parent_id":"16","media":{"id":"9"}}}]"#,
            ),
            "comment 17",
            &["reply_to P/16"],
        ),
    ];
    for (body, identity, references) in cases {
        let (words, found) = told(body);
        assert_eq!(
            (words.as_str(), found),
            (*identity, references.iter().map(|one| (*one).to_owned()).collect()),
            "{body}"
        );
    }
}

#[test]
fn an_event_is_the_same_however_it_is_written_and_another_one_where_its_identity_differs() {
    let same = |one: &str, other: &str| traces(one, false) == traces(other, false);
    let reaction = |of: &str| by_customer("reaction", of);
    let edit = |of: &str| by_customer("message_edit", of);
    let game = |of: &str| by_customer("game_play", of);
    for (one, other) in [
        (edit(r#"{"mid":"m","num_edit":2,"text":"a"}"#), edit(r#"{"text":"a","num_edit":"2","mid":"\u006d"}"#)),
        (game(r#"{"a":1,"b":[true]}"#), game(r#"{ "b" : [ true ], "a" : 2, "a" : 1 }"#)),
        (
            by_customer("read", r#"{"watermark":1763700000100}"#),
            by_customer("read", r#"{"watermark":"1763700000100"}"#),
        ),
        (
            by_customer("message", r#"{"mid":"m_1","text":"Hi"}"#),
            by_customer("message", r#"{"mid":"m_1","text":"something else"}"#),
        ),
        (
            by_customer("message", r#"{"mid":"m_1"}"#),
            by_customer("message", r#"{"mid":"m_1"}"#).replace("messaging", "standby"),
        ),
    ] {
        assert!(same(&one, &other), "{one} {other}");
    }
    for (one, other) in [
        (edit(r#"{"mid":"m","num_edit":1}"#), edit(r#"{"mid":"m","num_edit":2}"#)),
        (edit(r#"{"mid":"m","num_edit":1}"#), edit(r#"{"mid":"m"}"#)),
        (reaction(r#"{"mid":"m","action":"react","reaction":"love"}"#), reaction(r#"{"mid":"m","action":"unreact"}"#)),
        (
            reaction(r#"{"mid":"m","action":"react"}"#),
            reaction(r#"{"mid":"m","action":"react"}"#).replace("0123", "0124"),
        ),
        (game(r#"{"a":1}"#), game(r#"{"a":"1"}"#)),
        (game(r#"{"a":["1","2"]}"#), game(r#"{"a":["12"]}"#)),
        (game(r#"{"a":[[],1]}"#), game(r#"{"a":[[1]]}"#)),
        (
            by_customer("message", r#"{"mid":"m_1"}"#),
            by_customer("message", r#"{"mid":"m_1"}"#).replace("\"P\"", "\"Q\""),
        ),
        (by_customer("message", r#"{"mid":"m_1"}"#), by_customer("message", r#"{"mid":"m_1","is_deleted":true}"#)),
    ] {
        assert!(!same(&one, &other), "{one} {other}");
    }
}

#[test]
fn what_speaks_of_a_message_has_its_key() {
    let key = traces(&by_customer("message", r#"{"mid":"m_1"}"#), false)[0].key;
    assert_eq!(key, message_key("P", "m_1"));
    for (body, relation) in [
        (by_customer("message_edit", r#"{"mid":"m_1"}"#), Relation::EditOf),
        (by_customer("message", r#"{"mid":"m_1","is_deleted":true}"#), Relation::UnsendOf),
        (by_customer("reaction", r#"{"mid":"m_1"}"#), Relation::ReactionTo),
        (by_customer("message", r#"{"mid":"m_2","reply_to":{"mid":"m_1"}}"#), Relation::ReplyTo),
        (by_customer("delivery", r#"{"mids":["m_1"]}"#), Relation::DeliveredUpTo),
        (by_customer("read", r#"{"mid":"m_1"}"#), Relation::ReadUpTo),
        // The Page answers: the message that it answers is of the same account.
        (
            entry(
                r#""messaging":[{"sender":{"id":"P"},"recipient":{"id":"C"},"message":{"mid":"m_2","is_echo":true,"reply_to":{"mid":"m_1"}}}]"#,
            ),
            Relation::ReplyTo,
        ),
        (
            entry(r#""messaging":[{"sender":{"id":"P"},"recipient":{"id":"C"},"reaction":{"mid":"m_1"}}]"#),
            Relation::ReactionTo,
        ),
    ] {
        let found = traces(&body, true);
        assert_eq!(found.iter().map(|one| (one.relation, one.key)).collect::<Vec<_>>(), [(relation, key)], "{body}");
    }
    let seen = traces(&by_customer("read", r#"{"watermark":1763700000100}"#), false)[0];
    assert_eq!((seen.key, seen.at), (conversation_key("P", "C"), 1_763_700_000_100));
}

#[test]
fn a_thing_is_named_by_what_brings_it_and_by_what_speaks_of_it() {
    let of = |body: &str, relation: Relation| -> Vec<Key> {
        let found = traces(body, true).into_iter().filter(|trace| trace.relation == relation);
        found.map(|trace| trace.key).collect()
    };
    let reply = |story: &str| {
        let body = by_customer("message", &format!(r#"{{"mid":"m_2","reply_to":{{"story":{story}}}}}"#));
        of(&body, Relation::StoryReplyTo)
    };
    let shared = |attachment: &str| {
        let body = by_customer("message", &format!(r#"{{"mid":"m_1","attachments":[{attachment}]}}"#));
        of(&body, Relation::Brings)
    };
    let (id, url) = (reply(r#"{"id":"7"}"#), reply(r#"{"url":"https://x.example"}"#));
    assert_eq!(reply(r#"{"id":7,"url":"https://x.example"}"#), [id.as_slice(), &url].concat());
    assert_eq!(reply("{}"), []);
    assert_eq!(shared(r#"{"type":"ig_story","payload":{"story_media_id":7}}"#), id);
    assert_eq!(shared(r#"{"type":"ig_story","payload":{"story_media_url":"https://x.example"}}"#), url);
    assert_eq!(shared(r#"{"type":"story_mention","payload":{"url":"https://x.example"}}"#), url);
    assert_eq!(shared(r#"{"type":"image","payload":{"url":"https://x.example"}}"#), []);

    let customer = by_customer("prior_message", r#"{"identifier":"u_1"},"message":{"mid":"m_1"}"#);
    let customer = of(&customer, Relation::PriorMessage);
    assert_eq!(customer.len(), 1);
    for brings in [
        entry(r#""messaging":[{"recipient":{"id":"P"},"optin":{"ref":"r","user_ref":"u_1"}}]"#),
        entry(r#""messaging":[{"sender":{"user_ref":"u_1"},"recipient":{"id":"P"},"optin":{"ref":"r"}}]"#),
        entry(
            r#""messaging":[{"sender":{"id":"P"},"recipient":{"user_ref":"u_1"},"message":{"mid":"m_0","is_echo":true}}]"#,
        ),
    ] {
        assert_eq!(of(&brings, Relation::Brings), customer, "{brings}");
    }
}

#[test]
fn a_message_of_the_book_leaves_no_trace_of_its_own() {
    let message = by_customer("message", r#"{"mid":"m_1"}"#);
    assert_eq!(traces(&message, true), []);
    assert_eq!(traces(&message, false).len(), 1);
    let reply = by_customer("message", r#"{"mid":"m_1","reply_to":{"mid":"m_0"}}"#);
    assert_eq!((traces(&reply, true).len(), traces(&reply, false).len()), (1, 2));
}

#[test]
fn relations_are_known_by_their_codes() {
    for relation in Relation::ALL {
        assert_eq!(Relation::of_code(relation.code()), Some(relation));
    }
    assert_eq!(Relation::of_code(12), None);
}
