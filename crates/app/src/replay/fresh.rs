//! A body with fresh ids and times, so that it is a new message instead of a repetition.

use std::collections::HashMap;

use triptych_core::json::{Doc, Kind, Value};
use triptych_core::time;

/// Members that identify a message or a comment.
const IDS: [&str; 2] = ["mid", "comment_id"];
/// Members that are times.
const TIMES: [&str; 4] = ["timestamp", "time", "created_time", "watermark"];

/// The body with each message and comment id replaced by a new one (the same for the same) and its times moved so that
/// the newest is `now_ms`. Everything else keeps its bytes; so does a body that is no JSON. `nonce` makes ids new.
#[must_use]
pub fn fresh(body: &[u8], now_ms: i64, nonce: &str) -> Vec<u8> {
    let Ok(doc) = Doc::parse(body) else { return body.to_vec() };
    let mut found = Found::default();
    found.walk(doc.root());
    let newest = found.times.iter().filter_map(|&value| time::read(value)).max().unwrap_or(now_ms);
    let mut names: HashMap<String, String> = HashMap::new();
    let mut edits = Vec::new();
    for value in found.ids {
        let count = names.len() + 1;
        let name = names.entry(value.text().into_owned()).or_insert_with(|| format!("fresh_{nonce}_{count}"));
        edits.push((value.range(), format!("\"{name}\"")));
    }
    for value in found.times {
        let Some(ms) = time::read(value) else { continue };
        let moved = ms + (now_ms - newest);
        let seconds = value.text().trim_start_matches('0').len() <= 11;
        let text = match (value.kind(), value.text().bytes().all(|byte| byte.is_ascii_digit())) {
            (Kind::String, false) => format!("\"{}\"", time::iso(moved)),
            (Kind::String, true) => format!("\"{}\"", if seconds { moved / 1000 } else { moved }),
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

#[derive(Default)]
struct Found<'d> {
    ids: Vec<Value<'d>>,
    times: Vec<Value<'d>>,
}

impl<'d> Found<'d> {
    fn walk(&mut self, value: Value<'d>) {
        for (name, member) in value.members() {
            let name = name.text();
            if member.kind() == Kind::String && IDS.contains(&name.as_ref()) {
                self.ids.push(member);
            } else if TIMES.contains(&name.as_ref()) && matches!(member.kind(), Kind::Number | Kind::String) {
                self.times.push(member);
            } else {
                self.walk(member);
            }
        }
        value.elements().for_each(|element| self.walk(element));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_new_and_times_are_moved() {
        let body = br#"{ "time":1763700000, "a":[{"timestamp":1763700000123,"mid":"m"},{"watermark":"1763699999","mid":"m"},{"mid":"n","x":1.0}] }"#;
        let moved = String::from_utf8(fresh(body, 1_800_000_000_123, "z")).expect("UTF-8");
        let expected = r#"{ "time":1800000000, "a":[{"timestamp":1800000000123,"mid":"fresh_z_1"},{"watermark":"1799999999","mid":"fresh_z_1"},{"mid":"fresh_z_2","x":1.0}] }"#;
        assert_eq!(moved, expected);
        assert_eq!(fresh(b"not JSON", 1, "z"), b"not JSON");
    }
}
