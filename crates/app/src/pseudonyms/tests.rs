//! What stays, what goes, and what belongs together.

use triptych_core::convert::{Context, MemoryBook, Settings};
use triptych_core::envelope;
use triptych_core::report::report;

use super::*;
use crate::fixtures;

fn replaced(body: &str) -> String {
    String::from_utf8(Pseudonyms::new("seed").body(body.as_bytes()).expect("JSON")).expect("UTF-8")
}

/// What conversion makes of a body, but for what it says.
fn structure(body: &[u8]) -> Vec<String> {
    let doc = envelope::parse(body).expect("an envelope");
    let settings = Settings::default();
    let context = Context { settings: &settings, received_ms: 0, capture: None, origins: false };
    let Ok(report) = report(&doc, &context, &mut MemoryBook::default());
    let item = |item: &triptych_core::report::ItemReport| {
        let outputs = item.verdict.outputs().iter().map(|output| {
            let document: serde_json::Value = serde_json::from_str(&output.document).expect("JSON");
            let message = &document["payload"]["message"];
            let of = |value: &serde_json::Value| value.to_string();
            format!(
                "{} {} {} {} {} {} {:?}",
                output.content_type,
                of(&message["sender_type"]),
                of(&message["date"]),
                of(&message["is_automated"]),
                of(&document["payload"]["conversation"]["id"]),
                of(&document["payload"]["conversation"]["created_at"]),
                output.duplicate.as_ref().map(|duplicate| (&duplicate.of.pointer, duplicate.conflict)),
            )
        });
        let outputs: Vec<String> = outputs.collect();
        format!("{} {:?} {} {:?} {outputs:?}", item.pointer, item.field, item.verdict.as_str(), item.verdict.rule())
    };
    report.items.iter().map(item).collect()
}

#[test]
fn every_fixture_converts_as_before_and_keeps_its_layout() {
    for fixture in fixtures::built_in() {
        let made = Pseudonyms::new("seed").body(&fixture.body).expect("JSON");
        assert_eq!(made.len(), fixture.body.len(), "{}", fixture.name);
        assert_eq!(structure(&made), structure(&fixture.body), "{}", fixture.name);
        let layout = |body: &[u8]| {
            body.iter().map(|byte| if byte.is_ascii_alphanumeric() { b'x' } else { *byte }).collect::<Vec<_>>()
        };
        let is_ascii = fixture.body.is_ascii();
        assert!(!is_ascii || layout(&made) == layout(&fixture.body), "{}", fixture.name);
        let again = Pseudonyms::new("seed").body(&fixture.body).expect("JSON");
        assert_eq!(again, made, "the same seed gives the same");
        assert_ne!(Pseudonyms::new("other").body(&fixture.body), Some(made), "{}", fixture.name);
    }
}

#[test]
fn nothing_of_anybody_is_left() {
    let body = r#"{ "object":"page","entry":[{"id":"104882310947213","time":1773325700,"messaging":[{
        "sender":{"id":"7310482956120433"},"recipient":{"id":104882310947213},"timestamp":1773325661074,
        "message":{"mid":"m_Qx7VfT2mKpO9kk","text":"I am \u00c9lodie, call +33 6 12 34 56 78 or jo@shop.example 7310482956120433 \ud83d\ude00",
        "attachments":[{"type":"location","payload":{"coordinates":{"lat":45.764043,"long":4.835659}}},
        {"payload":{"url":"https:\/\/scontent.xx.fbcdn.net\/v\/t1.15752\/table.jpg?oh=00_AfDsecret&oe=69E0"}}],
        "quick_reply":{"payload":"Élodie"}}},
        {"timestamp":1773325661075,"app_roles":{"184719329217930001":["primary_receiver"]}}]}]}"#;
    let made = replaced(body);
    for gone in [
        "104882310947213",
        "7310482956120433",
        "Qx7VfT2mKpO9kk",
        "lodie",
        "33 6 12",
        "jo@shop",
        "45.764",
        "4.8356",
        "AfDsecret",
        "69E0",
        "184719329217930001",
        "table",
    ] {
        assert!(!made.contains(gone), "{gone} is left in {made}");
    }
    for stays in [
        r#"{ "object":"page","entry":[{"id":""#,
        "1773325661074",
        "\"mid\":\"m",
        r"https:\/\/scontent.xx.fbcdn.net\/",
        ".jpg?oh=",
        "&oe=",
        "\"type\":\"location\"",
        "primary_receiver",
        r"\ud83d\ude00",
        "@",
    ] {
        assert!(made.contains(stays), "{stays} is not in {made}");
    }
    let value: serde_json::Value = serde_json::from_str(&made).expect("JSON");
    let item = &value["entry"][0]["messaging"][0];
    assert_eq!(
        item["recipient"]["id"].to_string(),
        value["entry"][0]["id"].as_str().expect("an id"),
        "as number and text"
    );
    let text = item["message"]["text"].as_str().expect("a text");
    assert!(text.contains(item["sender"]["id"].as_str().expect("an id")), "an id within a text: {text}");
    assert!(
        text.contains(item["message"]["quick_reply"]["payload"].as_str().expect("a name")),
        "escaped or not: {text}"
    );
}

#[test]
fn what_conversion_asks_for_stays() {
    let made = replaced(
        r#"[{"app_id":26390203743090,"id":"0","x":"http://shop.example/a/b.PNG?q=1","n":1e99,"time":"2023-05-04T07:18:58+0000"}]"#,
    );
    assert!(made.starts_with(r#"[{"app_id":26390203743090,"id":"0","x":"http://"#), "{made}");
    assert!(made.contains(".example/") && made.contains(".PNG?q="), "{made}");
    assert!(made.ends_with(r#""n":1e99,"time":"2023-05-04T07:18:58+0000"}]"#), "{made}");
    assert_eq!(Pseudonyms::new("s").body(b"not JSON"), None);
}

#[test]
fn urls_and_names_of_members_tell_nothing() {
    let made = replaced(
        r#"[{"url":"https://www.facebook.com/jane.doe?eyJhbGciOi&ref=Zm9vYmFy&x_1=7#frag","text":"Élodie elodie"},
            {"a":"https://shop.example/c/%C3%89lodie%20Martin.JPG?next=https%3A%2F%2Fme.example%2Fjane","b":"%E9lodie"},
            {"questions":{"favourite \"colour\"":{"title":"secret"}}},{"questions":[{"title":"other"}]},-7310482956]"#,
    );
    for gone in
        ["jane", "doe", "eyJhbGciOi", "Zm9vYmFy", "frag", "lodie", "Martin", "favourite", "colour", "7310482956"]
    {
        assert!(!made.contains(gone), "{gone} is left in {made}");
    }
    for stays in [
        "https://www.facebook.com/",
        "ref=",
        "&x_1=",
        ".JPG?next=",
        "%3A%2F%2F",
        "%20",
        "%E9",
        r#""questions":[{"title":""#,
    ] {
        assert!(made.contains(stays), "{stays} is not in {made}");
    }
    let value: serde_json::Value = serde_json::from_str(&made).expect("JSON");
    let name = value[0]["text"].as_str().and_then(|text| text.split(' ').next()).expect("a name");
    let written: String = name.bytes().take(2).map(|byte| format!("%{byte:02X}")).collect();
    let rest: String = name.chars().skip(1).collect();
    assert!(value[1]["a"].as_str().expect("a URL").contains(&format!("/{written}{rest}%20")), "{name} in {made}");
}

#[test]
fn where_words_are_expected_names_are_found_all_the_same() {
    let made = replaced(
        r#"[{"type":"Jane","source":"Jane Doe","reason":"DOE","feedback":"Good response","timezone":"Europe/Paris",
            "event":"message_sent"},{"Jane Doe":1,"jane@doe":2,"user_7310482":3,"policy-enforcement":{}},
            "\ud835\udcd9\ud835\udcea \uD835\uDCD9 𝓙","https://jane:Doe@scontent.fbcdn.net/x","https://jane@doe.example:81/"]"#,
    );
    for gone in ["Jane", "jane", "Doe", "doe", "7310482", r"\udcd9", "𝓙"] {
        assert!(!made.contains(gone), "{gone} is left in {made}");
    }
    for stays in [
        r#""feedback":"Good response","timezone":"Europe/Paris""#,
        r#""event":"message_sent"}"#,
        r#""reason":"DOE""#,
        r#""policy-enforcement":{}"#,
        "@scontent.fbcdn.net/",
        ".example:81/",
    ] {
        assert!(made.contains(stays), "{stays} is not in {made}");
    }
    let value: serde_json::Value = serde_json::from_str(&made).expect("JSON");
    let fancy: Vec<char> = value[2].as_str().expect("a text").chars().collect();
    assert_eq!((fancy.len(), fancy[3]), (6, fancy[5]), "the same however it is written: {made}");
}

#[test]
fn different_ones_stay_different_even_where_few_are_possible() {
    let letters: Vec<String> = ('a'..='z').map(|letter| format!("\"{letter}\"")).collect();
    let made = replaced(&format!("[{}]", letters.join(",")));
    let mut made: Vec<String> = serde_json::from_str(&made).expect("JSON");
    made.sort();
    made.dedup();
    assert_eq!(made.len(), 26, "{made:?}");
}

/// Runs of so many digits and more, but for times and what Facebook itself is called by.
fn long_numbers(body: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(body).into_owned();
    let runs = text.split(|character: char| !character.is_ascii_digit()).filter(|run| run.len() >= 9);
    let is_time = |run: &str| matches!(run.len(), 10 | 13) && (run.starts_with('1') || run.starts_with('2'));
    let facebooks = ["26390203743090", "263902037430900", "413038776280800"];
    runs.filter(|run| !is_time(run) && !facebooks.contains(run)).map(str::to_owned).collect()
}

#[test]
fn every_body_of_the_corpus_converts_as_before_and_no_id_is_left() {
    let corpus = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../core/tests/corpus");
    let files = std::fs::read_dir(corpus).expect("the corpus").map(|entry| entry.expect("an entry").path());
    let mut count = 0;
    for path in files.filter(|path| path.extension().is_some_and(|extension| extension == "json")) {
        let body = std::fs::read(&path).expect("a body");
        if envelope::parse(&body).is_err() {
            continue;
        }
        count += 1;
        let made = Pseudonyms::new("seed").body(&body).expect("JSON");
        assert_eq!(made.len(), body.len(), "{}", path.display());
        assert_eq!(structure(&made), structure(&body), "{}", path.display());
        let (before, after) = (long_numbers(&body), long_numbers(&made));
        let left: Vec<&String> = before.iter().filter(|number| after.contains(number)).collect();
        assert!(left.is_empty(), "{}: {left:?}", path.display());
    }
    assert!(count > 100, "{count}");
}
