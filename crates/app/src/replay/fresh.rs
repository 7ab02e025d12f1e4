//! A body with fresh ids and times, so that it is a new message instead of a repetition.

use std::collections::HashMap;

use sha2::{Digest as _, Sha256};
use triptych_core::envelope;
use triptych_core::json::{Doc, Kind, Value};
use triptych_core::lineage::{Identity, Lineage};
use triptych_core::time;

/// Members that are times.
const TIMES: [&str; 4] = ["timestamp", "time", "created_time", "watermark"];

/// The body with the id of each message and comment that it brings replaced by a new one (the same for the same, wherever
/// it stands) and its times moved so that the newest is `now_ms`. What it says of messages that it does not bring, such
/// as the one that it answers, stays. Everything else keeps its bytes; so does a body that is no JSON. `nonce` makes ids
/// new.
#[must_use]
pub fn fresh(body: &[u8], now_ms: i64, nonce: &str) -> Vec<u8> {
    let Ok(doc) = Doc::parse(body) else { return body.to_vec() };
    let names = names(body, nonce);
    let mut found = Found::default();
    found.walk(doc.root(), "");
    let newest = found.times.iter().filter_map(|&value| time::read(value)).max().unwrap_or(now_ms);
    let mut edits = Vec::new();
    for value in found.ids {
        let Some(name) = names.get(value.text().as_ref()) else { continue };
        edits
            .push((value.range(), if value.kind() == Kind::Number { digits(name, value.raw()) } else { quoted(name) }));
    }
    for value in found.times {
        let Some(ms) = time::read(value) else { continue };
        let moved = ms + (now_ms - newest);
        let seconds = value.text().trim_start_matches('0').len() <= 11;
        let text = match (value.kind(), value.text().bytes().all(|byte| byte.is_ascii_digit())) {
            (Kind::String, false) => quoted(&time::iso(moved)),
            (Kind::String, true) => quoted(&(if seconds { moved / 1000 } else { moved }).to_string()),
            _ => (if seconds { moved / 1000 } else { moved }).to_string(),
        };
        edits.push((value.range(), text));
    }
    edits.sort_by_key(|(range, _)| range.start);
    let mut out = Vec::with_capacity(body.len());
    let mut at = 0;
    for (range, text) in edits {
        out.extend_from_slice(&body[at..range.start]);
        out.extend_from_slice(text.as_bytes());
        at = range.end;
    }
    out.extend_from_slice(&body[at..]);
    out
}

/// What the messages and comments that a body brings are called from now on.
fn names(body: &[u8], nonce: &str) -> HashMap<String, String> {
    let mut names = HashMap::new();
    let Ok(doc) = envelope::parse(body) else { return names };
    for item in envelope::items(&doc) {
        if let Identity::Message { id, .. } = Lineage::of(&item).identity {
            let number = names.len() + 1;
            names.entry(id.into_owned()).or_insert_with(|| format!("fresh_{nonce}_{number}"));
        }
    }
    names
}

fn quoted(text: &str) -> String {
    format!("\"{text}\"")
}

/// A number of as many digits for an id that is written as one.
fn digits(name: &str, number: &str) -> String {
    let digest = Sha256::digest(name);
    let digit = |(place, byte): (usize, &u8)| char::from(if place == 0 { b'1' + byte % 9 } else { b'0' + byte % 10 });
    digest.iter().cycle().take(number.len()).enumerate().map(digit).collect()
}

#[derive(Default)]
struct Found<'d> {
    ids: Vec<Value<'d>>,
    times: Vec<Value<'d>>,
}

impl<'d> Found<'d> {
    fn walk(&mut self, value: Value<'d>, key: &str) {
        match value.kind() {
            Kind::String | Kind::Number if TIMES.contains(&key) => self.times.push(value),
            Kind::String | Kind::Number if key.ends_with("id") || key.ends_with("ids") => self.ids.push(value),
            _ => {
                value.members().for_each(|(name, member)| self.walk(member, &name.text()));
                // The elements of a list are what its name says: `mids`.
                value.elements().for_each(|element| self.walk(element, key));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(body: &str) -> String {
        String::from_utf8(fresh(body.as_bytes(), 1_800_000_000_123, "z")).expect("UTF-8")
    }

    #[test]
    fn ids_are_new_and_times_are_moved() {
        let body = r#"{ "object":"page","entry":[{"id":"P","time":1763700000, "messaging":[
            {"sender":{"id":"C"},"timestamp":1763700000123,"message":{"mid":"m","reply_to":{"mid":"older"}}},
            {"sender":{"id":"C"},"delivery":{"mids":["m","older"],"watermark":"1763699999"}},
            {"sender":{"id":"C"},"reaction":{"mid":"m"}},{"sender":{"id":"C"},"reaction":{"mid":"older"}},
            {"sender":{"id":"C"},"message":{"mid":77001122},"x":1.0}]}]}"#;
        let expected = r#"{ "object":"page","entry":[{"id":"P","time":1800000000, "messaging":[
            {"sender":{"id":"C"},"timestamp":1800000000123,"message":{"mid":"fresh_z_1","reply_to":{"mid":"older"}}},
            {"sender":{"id":"C"},"delivery":{"mids":["fresh_z_1","older"],"watermark":"1799999999"}},
            {"sender":{"id":"C"},"reaction":{"mid":"fresh_z_1"}},{"sender":{"id":"C"},"reaction":{"mid":"older"}},
            {"sender":{"id":"C"},"message":{"mid":NUMBER},"x":1.0}]}]}"#;
        let number = digits("fresh_z_2", "77001122");
        assert_ne!(number, "77001122");
        assert_eq!(made(body), expected.replace("NUMBER", &number));
        assert_eq!(made("not JSON"), "not JSON");
        assert_eq!(made(r#"{"mid":"m","time":1}"#), r#"{"mid":"m","time":1800000000}"#, "it brings no message");
    }

    #[test]
    fn comments_are_new_on_either_channel() {
        for (value, expected) in [
            (
                r#""item":"comment","verb":"add","comment_id":"1_2","parent_id":"1_1","post_id":"9_1""#,
                r#""item":"comment","verb":"add","comment_id":"fresh_z_1","parent_id":"1_1","post_id":"9_1""#,
            ),
            (r#""id":"178","text":"Hi","media":{"id":"179"}"#, r#""id":"fresh_z_1","text":"Hi","media":{"id":"179"}"#),
        ] {
            let field = if value.contains("item") { "feed" } else { "comments" };
            let body = |value: &str| {
                format!(
                    r#"{{"object":"x","entry":[{{"id":"1","changes":[{{"field":"{field}","value":{{{value}}}}}]}}]}}"#
                )
            };
            assert_eq!(made(&body(value)), body(expected));
        }
    }
}
