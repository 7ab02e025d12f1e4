//! What an event says, as labelled values for its card.
//!
//! Tables of paths, one for each kind, after `decoding.md` sections 3 to 5. A path is relative to what the key holds;
//! `*` stands for each element of an array or each member of an object. What a table names counts as read.

mod tables;

use crate::decode::{Event, EventKind};
use crate::envelope::Item;
use crate::json::{Kind, Value};
use crate::time;

/// How a value wants to be set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Style {
    /// Prose that somebody wrote.
    Text,
    /// Ids, numbers, JSON.
    Code,
    /// A time, given as ISO 8601 in UTC with milliseconds; as it came where it is none.
    Time,
    /// A URL; never loaded.
    Url,
}

impl Style {
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Code => "code",
            Self::Time => "time",
            Self::Url => "url",
        }
    }
}

/// A labelled value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    pub label: String,
    /// Hostile text, whole.
    pub value: String,
    /// A word of ours on it.
    pub note: Option<String>,
    pub style: Style,
    /// Where it stands in the body.
    pub pointer: String,
}

/// All that is known to be said by an item, in the order a card shows it. Marks it as read.
pub fn facts(item: &Item<'_>) -> Vec<Fact> {
    let event = &item.event;
    let mut facts = Vec::new();
    let Some(content) = event.content else {
        if item.value.kind() == Kind::String {
            facts.push(fact("Name", item.value, Style::Code));
        }
        return facts;
    };
    who(event, content, &mut facts);
    when(event, content, &mut facts);
    if let Some(body) = event.body {
        if body.is_object() {
            collect(body, tables::of(event), &mut facts);
        } else {
            facts.push(fact("Answer", body, Style::Text));
        }
        if matches!(event.kind, EventKind::Message | EventKind::Echo) {
            attachments(body, &mut facts);
        }
    }
    if event.kind != EventKind::Unknown && is_messaging(event) {
        collect(content, tables::SIBLINGS, &mut facts);
    }
    facts
}

fn is_messaging(event: &Event<'_>) -> bool {
    !event.key.is_empty()
}

fn who(event: &Event<'_>, content: Value<'_>, facts: &mut Vec<Fact>) {
    let echo = event.kind == EventKind::Echo;
    for (key, label, note) in [
        ("sender", "From", if echo { "account" } else { "customer" }),
        ("recipient", "To", if echo { "customer" } else { "account" }),
    ] {
        let Some(party) = content.object(key) else { continue };
        for (key, what) in [("id", None), ("user_ref", Some("user_ref"))] {
            if let Some(id) = party.id_of(key) {
                let note = what.map_or_else(|| note.to_owned(), |what| format!("{note}, {what}"));
                facts.push(Fact { note: Some(note), ..fact(label, id, Style::Code) });
            }
        }
    }
}

fn when(event: &Event<'_>, content: Value<'_>, facts: &mut Vec<Fact>) {
    let keys: &[&str] = if is_messaging(event) { &["timestamp"] } else { &["created_time", "timestamp"] };
    for key in keys {
        if let Some(value) = content.get(key) {
            facts.push(fact("Sent", value, Style::Time));
        }
    }
}

fn attachments(message: Value<'_>, facts: &mut Vec<Fact>) {
    for attachment in message.array("attachments").into_iter().flat_map(Value::elements) {
        if !attachment.is_object() {
            facts.push(fact("Attachment", attachment, Style::Code));
            continue;
        }
        let kind = attachment.string("type");
        let label = kind.map_or_else(|| "Attachment".to_owned(), |kind| capitalised(&kind.text()));
        let before = facts.len();
        collect(attachment, tables::ATTACHMENT, facts);
        if facts.len() == before {
            facts.push(Fact {
                note: Some("nothing in it that is known".to_owned()),
                ..fact(&label, kind.unwrap_or(attachment), Style::Code)
            });
        }
        for fact in &mut facts[before..] {
            if fact.label == "URL" {
                fact.label.clone_from(&label);
                fact.note = host(&fact.value);
            }
        }
    }
}

/// `message_text` → `Message text`.
fn capitalised(word: &str) -> String {
    let mut characters = word.chars();
    match characters.next() {
        Some(first) => first.to_uppercase().chain(characters.map(|c| if c == '_' { ' ' } else { c })).collect(),
        None => String::new(),
    }
}

fn host(url: &str) -> Option<String> {
    let rest = url.split_once("://")?.1;
    let host = rest.split(['/', '?', '#']).next()?;
    (!host.is_empty()).then(|| host.to_owned())
}

fn collect(root: Value<'_>, table: &[(&str, &str, Style)], facts: &mut Vec<Fact>) {
    for &(path, label, style) in table {
        let mut found = Vec::new();
        walk(root, path, &mut found);
        facts.extend(found.into_iter().map(|value| fact(label, value, style)));
    }
}

fn walk<'d>(value: Value<'d>, path: &str, found: &mut Vec<Value<'d>>) {
    let (step, rest) = path.split_once('.').map_or((path, None), |(step, rest)| (step, Some(rest)));
    let mut go = |next: Value<'d>| match rest {
        Some(rest) => walk(next, rest, found),
        None if next.kind() == Kind::Null || next.raw() == "\"\"" => {}
        None => found.push(next),
    };
    if step == "*" {
        value.elements().for_each(&mut go);
        for (_, member) in value.members() {
            member.mark();
            go(member);
        }
    } else if let Some(next) = value.get(step) {
        go(next);
    }
}

fn fact(label: &str, value: Value<'_>, style: Style) -> Fact {
    value.mark_all();
    let as_time = (style == Style::Time).then(|| time::read(value)).flatten();
    let is_plain_ms = value.kind() == Kind::Number && as_time.is_some_and(|ms| ms.to_string() == value.raw());
    let note = as_time.filter(|_| !is_plain_ms).map(|_| format!("as sent: {}", value.raw()));
    let text = as_time.map_or_else(|| value.text().into_owned(), time::iso);
    let style = if style == Style::Time && as_time.is_none() { Style::Code } else { style };
    Fact { label: label.to_owned(), value: text, note, style, pointer: value.pointer() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::envelope;

    fn shown(body: &str) -> Vec<String> {
        let doc = envelope::parse(body.as_bytes()).expect("an envelope");
        let items = envelope::items(&doc);
        facts(&items[0]).iter().map(|fact| format!("{}: {} [{}]", fact.label, fact.value, fact.pointer)).collect()
    }

    #[test]
    fn a_message_says_who_when_and_what() {
        let body = r#"{"object":"page","entry":[{"id":"P","messaging":[{"sender":{"id":7},"recipient":{"id":"P"},"timestamp":1763700000123,"message":{"mid":"m","text":"Hi","nlp":{},"attachments":[{"type":"image","payload":{"url":"https://cdn.example.net/a.jpg"}},{"type":"like_heart"}]}}]}]}"#;
        assert_eq!(
            shown(body),
            [
                "From: 7 [/entry/0/messaging/0/sender/id]",
                "To: P [/entry/0/messaging/0/recipient/id]",
                "Sent: 2025-11-21T04:40:00.123Z [/entry/0/messaging/0/timestamp]",
                "Text: Hi [/entry/0/messaging/0/message/text]",
                "Message ID: m [/entry/0/messaging/0/message/mid]",
                "Image: https://cdn.example.net/a.jpg [/entry/0/messaging/0/message/attachments/0/payload/url]",
                "Like heart: like_heart [/entry/0/messaging/0/message/attachments/1/type]",
            ]
        );
    }

    #[test]
    fn watermarks_are_times_and_lists_are_spread() {
        let body = r#"{"entry":[{"messaging":[{"sender":{"id":"1"},"delivery":{"mids":["a","b"],"watermark":"1527459824"}}]}]}"#;
        assert_eq!(
            shown(body)[1..],
            [
                "Everything up to: 2018-05-27T22:23:44.000Z [/entry/0/messaging/0/delivery/watermark]",
                "Message ID: a [/entry/0/messaging/0/delivery/mids/0]",
                "Message ID: b [/entry/0/messaging/0/delivery/mids/1]",
            ]
        );
    }
}
