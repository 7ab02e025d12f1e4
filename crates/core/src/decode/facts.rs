//! What an event says, as labelled values for its card.
//!
//! Tables of paths, one for each kind, after `decoding.md` sections 3 to 5. A path is relative to what the key holds;
//! `*` stands for each element of an array or each member of an object. What a table names counts as read.

mod said;
mod tables;

use std::ops::ControlFlow::{self, Break, Continue};

use self::said::Note;
pub(super) use self::said::{Label, Said};
use self::tables::Row;
use crate::decode::{Event, EventKind};
use crate::envelope::Item;
use crate::json::{Kind, Value};

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
    let mut facts = Vec::new();
    let _ = visit(item, None, &mut |said| {
        facts.push(said.fact());
        Continue(())
    });
    facts
}

/// Marks as read what a card shows, without making it.
pub fn mark_known(item: &Item<'_>) {
    let _ = visit(item, None, &mut |said| {
        said.value.mark_all();
        Continue(())
    });
}

/// Takes what is said, and tells whether to go on.
type See<'s, 'd> = &'s mut dyn FnMut(Said<'d>) -> ControlFlow<()>;

/// Shows everything that is known to be said by an item, or what of it has one style, in the order of a card.
pub(super) fn visit<'d>(item: &Item<'d>, only: Option<Style>, see: See<'_, 'd>) -> ControlFlow<()> {
    let event = &item.event;
    let see = &mut |said: Said<'d>| if only.is_none_or(|only| said.style == only) { see(said) } else { Continue(()) };
    let Some(content) = event.content else {
        return if item.value.kind() == Kind::String {
            see(Said::new("Name", item.value, Style::Code))
        } else {
            Continue(())
        };
    };
    parties(event, content, see)?;
    when(event, content, see)?;
    if let Some(body) = event.body {
        if body.is_object() {
            collect(body, rows(tables::of(event), only), see)?;
        } else {
            see(Said::new("Answer", body, Style::Text))?;
        }
        if matches!(event.kind, EventKind::Message | EventKind::Echo) {
            attachments(body, only, see)?;
        }
    }
    if event.kind != EventKind::Unknown && is_messaging(event) {
        collect(content, rows(tables::SIBLINGS, only), see)?;
    }
    Continue(())
}

fn is_messaging(event: &Event<'_>) -> bool {
    !event.key.is_empty()
}

fn parties<'d>(event: &Event<'_>, content: Value<'d>, see: See<'_, 'd>) -> ControlFlow<()> {
    let echo = event.kind == EventKind::Echo;
    for (key, label, whose) in [
        ("sender", "From", if echo { "account" } else { "customer" }),
        ("recipient", "To", if echo { "customer" } else { "account" }),
    ] {
        let Some(party) = content.object(key) else { continue };
        for (key, note) in [("id", Note::Whose(whose)), ("user_ref", Note::WhoseRef(whose))] {
            if let Some(id) = party.id_of(key) {
                see(Said { note, ..Said::new(label, id, Style::Code) })?;
            }
        }
    }
    Continue(())
}

/// The id of the customer who is a party to it.
pub(super) fn customer<'d>(item: &Item<'d>) -> Option<Value<'d>> {
    let mut found = None;
    let _ = parties(&item.event, item.event.content?, &mut |said| {
        if !matches!(said.note, Note::Whose("customer") | Note::WhoseRef("customer")) {
            return Continue(());
        }
        found = Some(said.value);
        Break(())
    });
    found
}

/// The name of its author.
pub(super) fn author<'d>(item: &Item<'d>) -> Option<Value<'d>> {
    let mut found = None;
    let rows = tables::of(&item.event).iter().filter(|(_, label, _)| *label == tables::AUTHOR);
    let _ = collect(item.event.body?, rows, &mut |said| {
        found = Some(said.value);
        Break(())
    });
    found
}

fn when<'d>(event: &Event<'_>, content: Value<'d>, see: See<'_, 'd>) -> ControlFlow<()> {
    let keys: &[&str] = if is_messaging(event) { &["timestamp"] } else { &["created_time", "timestamp"] };
    for value in keys.iter().filter_map(|key| content.get(key)) {
        see(Said::new("Sent", value, Style::Time))?;
    }
    Continue(())
}

fn attachments<'d>(message: Value<'d>, only: Option<Style>, see: See<'_, 'd>) -> ControlFlow<()> {
    for attachment in message.array("attachments").into_iter().flat_map(Value::elements) {
        if !attachment.is_object() {
            see(Said::new("Attachment", attachment, Style::Code))?;
            continue;
        }
        let kind = attachment.string("type");
        let label = Label::Attachment(kind);
        let mut is_known = false;
        collect(attachment, rows(tables::ATTACHMENT, only), &mut |said| {
            is_known = true;
            match said.label {
                Label::Ours(tables::URL) => see(Said { label, note: Note::Host, ..said }),
                _ => see(said),
            }
        })?;
        if !is_known {
            let said = Said::new("", kind.unwrap_or(attachment), Style::Code);
            see(Said { label, note: Note::NothingKnown, ..said })?;
        }
    }
    Continue(())
}

fn collect<'d, 't>(root: Value<'d>, rows: impl Iterator<Item = &'t Row>, see: See<'_, 'd>) -> ControlFlow<()> {
    // The rows of one property stand together, and most properties are absent.
    let mut absent = None;
    for &(path, label, style) in rows {
        let (step, _) = first_step(path);
        if absent == Some(step) {
            continue;
        }
        if step != EACH && root.peek(step).is_none() {
            absent = Some(step);
            continue;
        }
        walk(root, path, &mut |value| see(Said::new(label, value, style)))?;
    }
    Continue(())
}

/// What of a table is to be looked up at all.
fn rows(table: &'static [Row], only: Option<Style>) -> impl Iterator<Item = &'static Row> {
    table.iter().filter(move |(_, _, style)| only.is_none_or(|only| *style == only))
}

/// Stands in a path for each element of an array or each member of an object.
const EACH: &str = "*";

fn first_step(path: &str) -> (&str, Option<&str>) {
    match path.bytes().position(|byte| byte == b'.') {
        Some(dot) => (&path[..dot], Some(&path[dot + 1..])),
        None => (path, None),
    }
}

/// Shows the values at the end of a path that are there: `null` and the empty text are not.
fn walk<'d>(value: Value<'d>, path: &str, see: &mut dyn FnMut(Value<'d>) -> ControlFlow<()>) -> ControlFlow<()> {
    let (step, rest) = first_step(path);
    let mut go = |next: Value<'d>| match rest {
        Some(rest) => walk(next, rest, see),
        None if next.kind() == Kind::Null || next.raw() == "\"\"" => Continue(()),
        None => see(next),
    };
    if step == EACH {
        value.elements().try_for_each(&mut go)?;
        for (_, member) in value.members() {
            member.mark();
            go(member)?;
        }
    } else if let Some(next) = value.get(step) {
        go(next)?;
    }
    Continue(())
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
