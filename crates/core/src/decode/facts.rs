//! What an event says, as labelled values for its card: the tables of the families, filled in.
//!
//! In the order of a card: who, when, what names the event, then what stands beside it. A value of another type than its
//! row says is shown as it came.

mod said;

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::ControlFlow::{self, Break, Continue};

use self::said::Note;
pub(super) use self::said::{Label, Said};
use super::attachment::{self, ATTACHMENT};
use super::feed::AUTHOR;
use super::keys::{CONTEXT, KEYS};
use super::property::{ANY, Holds, Plain, Properties, Property};
use super::read::of_content;
use super::{Event, EventKind, changes};
use crate::envelope::Item;
use crate::json::{Kind, Name, Value};
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
    /// A word of ours on it; a part of a list may be named by Facebook's words.
    pub note: Option<String>,
    pub style: Style,
    /// Where it stands in the body.
    pub pointer: String,
    /// The attachment that it belongs to, from 0.
    pub group: Option<u32>,
    /// A form or product that Facebook no longer sends.
    pub deprecated: bool,
}

/// All that is known to be said by an item, in the order a card shows it.
#[must_use]
pub fn facts(item: &Item<'_>) -> Vec<Fact> {
    let mut facts = Vec::new();
    let _ = visit(item, None, &mut |said| {
        facts.push(said.fact());
        Continue(())
    });
    facts
}

/// Takes what is said, and tells whether to go on.
type See<'s, 'd> = &'s mut dyn FnMut(Said<'d>) -> ControlFlow<()>;

/// Shows everything that is known to be said by an item, or what of it has one style, in the order of a card.
pub(super) fn visit<'d>(item: &Item<'d>, only: Option<Style>, see: See<'_, 'd>) -> ControlFlow<()> {
    let mut card = Card { see, only, group: None, kind: None, part: None };
    let event = &item.event;
    let Some(content) = event.content else {
        if item.value.kind() == Kind::String {
            card.say(Said::new("Name", item.value, Plain::Id))?;
        }
        return Continue(());
    };
    card.parties(item, content)?;
    card.when(item, content)?;
    if event.is_messaging() {
        card.messaging(event, content)
    } else if event.kind == EventKind::Unknown {
        Continue(())
    } else {
        for table in of_content(event) {
            card.table(content, table, &["sender", "recipient", "created_time", "timestamp"])?;
        }
        card.table(item.value, changes::PAIR, &[])
    }
}

/// The id of the customer who is a party to it.
pub(super) fn customer<'d>(item: &Item<'d>) -> Option<Value<'d>> {
    let mut found = None;
    let _ = Card { see: &mut |said| take_customer(said, &mut found), only: None, group: None, kind: None, part: None }
        .parties(item, item.event.content?);
    found
}

fn take_customer<'d>(said: Said<'d>, found: &mut Option<Value<'d>>) -> ControlFlow<()> {
    if !matches!(said.note, Note::Whose("customer") | Note::WhoseRef("customer")) {
        return Continue(());
    }
    *found = Some(said.value);
    Break(())
}

/// The name of its author.
pub(super) fn author<'d>(item: &Item<'d>) -> Option<Value<'d>> {
    if item.event.is_messaging() {
        return None;
    }
    let mut found = None;
    let _ = visit(item, Some(Style::Text), &mut |said| match said.label {
        Label::Ours(AUTHOR) => {
            found = Some(said.value);
            Break(())
        }
        _ => Continue(()),
    });
    found
}

/// A card while it is written.
struct Card<'s, 'd> {
    see: See<'s, 'd>,
    only: Option<Style>,
    /// The attachment that is being shown, from 0, and its type.
    group: Option<u32>,
    kind: Option<Value<'d>>,
    /// What begins here: the next value says so.
    part: Option<Part<'d>>,
}

/// A part of a list, or of an object whose members have names of their own.
#[derive(Debug, Clone, Copy)]
enum Part<'d> {
    Element {
        number: usize,
        of: usize,
    },
    Member(Name<'d>),
    /// Another key than the one that decided.
    Key(&'static str),
}

impl<'d> Card<'_, 'd> {
    fn say(&mut self, said: Said<'d>) -> ControlFlow<()> {
        let part = self.part.take();
        if self.only.is_some_and(|only| only != said.plain.style()) {
            return Continue(());
        }
        (self.see)(Said { part, group: self.group, ..said })
    }

    fn parties(&mut self, item: &Item<'d>, content: Value<'d>) -> ControlFlow<()> {
        let echo = item.event.kind == EventKind::Echo;
        let mut has_account = false;
        for (key, label, whose) in [
            ("sender", "From", if echo { "account" } else { "customer" }),
            ("recipient", "To", if echo { "customer" } else { "account" }),
        ] {
            let Some(party) = content.peek(key) else { continue };
            for (name, note) in [("id", Note::Whose(whose)), ("user_ref", Note::WhoseRef(whose))] {
                if let Some(id) = party.peek(name).filter(|id| id.is_id()) {
                    has_account |= whose == "account";
                    self.say(Said { note, ..Said::new(label, id, Plain::Id) })?;
                }
            }
        }
        let entry = item.entry.and_then(|entry| entry.peek("id")).filter(|id| id.is_id() && !has_account);
        match entry {
            Some(id) => self.say(Said { note: Note::EntrysId, ..Said::new("To", id, Plain::Id) }),
            None => Continue(()),
        }
    }

    /// The item's own times; the entry's where none of them is one.
    fn when(&mut self, item: &Item<'d>, content: Value<'d>) -> ControlFlow<()> {
        let mut is_known = false;
        let event = &item.event;
        let has_created = !event.is_messaging() && event.kind != EventKind::Unknown;
        for key in if has_created { &["created_time", "timestamp"][..] } else { &["timestamp"] } {
            let Some(value) = content.peek(key).filter(|value| !value.is_blank()) else { continue };
            is_known |= time::read(value).is_some();
            self.say(Said::new("Sent", value, Plain::Time))?;
        }
        let entry = item.entry.and_then(|entry| entry.peek("time")).filter(|_| !is_known);
        match entry.filter(|value| time::read(*value).is_some()) {
            Some(value) => self.say(Said { note: Note::EntrysTime, ..Said::new("Sent", value, Plain::Time) }),
            None => Continue(()),
        }
    }

    /// What names the event, what stands beside it, and what else would name one.
    fn messaging(&mut self, event: &Event<'d>, content: Value<'d>) -> ControlFlow<()> {
        let keys = || KEYS.iter().filter_map(|key| content.peek(key.name).map(|value| (key, value)));
        if let Some((key, value)) = keys().find(|(key, _)| key.name == event.key) {
            self.property(&key.property, value)?;
        }
        self.table(content, CONTEXT, &["sender", "recipient", "timestamp"])?;
        for (key, value) in keys().filter(|(key, _)| key.name != event.key) {
            self.part = Some(Part::Key(key.name));
            self.property(&key.property, value)?;
        }
        self.part = None;
        Continue(())
    }

    fn table(&mut self, object: Value<'d>, table: Properties, but: &[&str]) -> ControlFlow<()> {
        for property in table {
            if property.name == ANY {
                for (name, member) in visible_members(object) {
                    self.part = Some(Part::Member(name));
                    self.property(property, member)?;
                }
            } else if let Some(value) = object.peek(property.name).filter(|_| !but.contains(&property.name)) {
                self.property(property, value)?;
            }
        }
        Continue(())
    }

    fn property(&mut self, property: &'static Property, value: Value<'d>) -> ControlFlow<()> {
        let said = |plain| Said {
            unit: property.unit,
            deprecated: property.deprecated,
            ..Said::new(property.label, value, plain)
        };
        match property.holds {
            Holds::Unread => Continue(()),
            _ if value.kind() == Kind::Null => match property.null {
                Some(words) => self.say(Said { note: Note::Null(words), ..said(Plain::Word) }),
                None => Continue(()),
            },
            _ if value.is_blank() => Continue(()),
            Holds::One(plain) => self.one(said(plain)),
            Holds::Many(plain) if value.kind() == Kind::Array => {
                let elements: Vec<_> = value.elements().filter(|element| !element.is_blank()).collect();
                let named = self.part.take();
                for (index, &element) in elements.iter().enumerate() {
                    self.part = named.or(Part::of(index, elements.len()));
                    self.say(Said { value: element, ..said(plain) })?;
                }
                Continue(())
            }
            Holds::Many(plain) => self.say(said(plain)),
            Holds::Object(table) if value.is_object() => self.table(value, table, &[]),
            Holds::Objects(table) if value.is_object() => self.table(value, table, &[]),
            Holds::Objects(table) if value.kind() == Kind::Array => {
                let count = value.elements().count();
                for (index, element) in value.elements().enumerate() {
                    self.part = Part::of(index, count);
                    if element.is_object() {
                        self.table(element, table, &[])?;
                    } else {
                        self.say(Said { value: element, note: Note::Odd, ..said(Plain::Id) })?;
                    }
                }
                self.part = None;
                Continue(())
            }
            Holds::Attachments if value.kind() == Kind::Array => self.attachments(value),
            Holds::Object(_) | Holds::Objects(_) | Holds::Attachments => {
                self.say(Said { note: Note::Odd, ..said(Plain::Id) })
            }
        }
    }

    /// An address in an attachment goes by the attachment's type.
    fn one(&mut self, said: Said<'d>) -> ControlFlow<()> {
        match said.label {
            Label::Ours(attachment::URL) => self.say(Said { label: Label::Attachment(self.kind), ..said }),
            _ => self.say(said),
        }
    }

    fn attachments(&mut self, attachments: Value<'d>) -> ControlFlow<()> {
        // Sticker → where it stands first, and as what.
        let mut stickers: HashMap<Cow<'d, str>, (u32, Cow<'d, str>)> = HashMap::new();
        for (number, attachment) in (0..).zip(attachments.elements()) {
            self.group = Some(number);
            self.kind = attachment.peek("type").filter(|kind| kind.kind() == Kind::String && !kind.is_blank());
            let twin = self.kind.map(Value::text).zip(sticker(attachment)).and_then(|(kind, id)| {
                let (first, other) = stickers.entry(id).or_insert_with(|| (number, kind.clone()));
                (*first != number && *other != kind).then_some(*first)
            });
            if !attachment.is_object() {
                self.say(Said { note: Note::Odd, ..Said::new("Attachment", attachment, Plain::Id) })?;
                continue;
            }
            let mut has_more = false;
            if let Some(kind) = self.kind {
                let note = twin.map_or(Note::None, Note::SameSticker);
                self.say(Said { note, ..Said::new("Type", kind, Plain::Word) })?;
                has_more = true;
            }
            let see = &mut *self.see;
            let inside = &mut |said| {
                has_more = true;
                see(said)
            };
            let mut inside = Card { see: inside, only: self.only, group: self.group, kind: self.kind, part: None };
            inside.table(attachment, ATTACHMENT, &["type"])?;
            if !has_more {
                self.say(Said { note: Note::NothingKnown, ..Said::new("Attachment", attachment, Plain::Id) })?;
            }
        }
        (self.group, self.kind) = (None, None);
        Continue(())
    }
}

impl Part<'_> {
    /// Nothing where there is only one.
    fn of(index: usize, count: usize) -> Option<Self> {
        (count > 1).then_some(Self::Element { number: index + 1, of: count })
    }
}

fn sticker<'d>(attachment: Value<'d>) -> Option<Cow<'d, str>> {
    let id = attachment.peek("payload")?.peek("sticker_id").filter(|id| id.is_id())?;
    Some(id.text())
}

/// The members of an object, but for those that a later one of the same name hides.
fn visible_members(object: Value<'_>) -> Vec<(Name<'_>, Value<'_>)> {
    let members: Vec<_> = object.members().collect();
    let last: HashMap<_, _> = members.iter().map(|(name, member)| (name.text(), member.id())).collect();
    members.into_iter().filter(|(name, member)| last.get(&name.text()) == Some(&member.id())).collect()
}
