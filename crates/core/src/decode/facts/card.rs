//! A card while it is written: the tables are followed through the item, in the card's order.

use std::collections::HashMap;
use std::ops::ControlFlow::{self, Continue};

use super::super::attachment::{self, ATTACHMENT};
use super::super::keys::{CONTEXT, KEYS};
use super::super::property::{ANY, Holds, Plain, Properties, Property};
use super::super::{Event, EventKind, other_forms};
use super::said::{Label, Note, Said};
use super::{See, Style};
use crate::envelope::{Item, Via};
use crate::json::{Kind, Name, Value};
use crate::time;

/// A card while it is written.
pub(super) struct Card<'s, 'd> {
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
pub(super) enum Part<'d> {
    Element {
        number: usize,
        of: usize,
    },
    Member(Name<'d>),
    /// Another key than the one that decided.
    Key(&'static str),
}

impl<'s, 'd> Card<'s, 'd> {
    /// Nothing is written yet. Only what has the style is shown, where one is given.
    pub(super) fn new(see: See<'s, 'd>, only: Option<Style>) -> Self {
        Self { see, only, group: None, kind: None, part: None }
    }

    fn say(&mut self, said: Said<'d>) -> ControlFlow<()> {
        let part = self.part.take();
        if self.only.is_some_and(|only| only != said.plain.style()) {
            return Continue(());
        }
        (self.see)(Said { part, group: self.group, ..said })
    }

    /// What stands where an object was looked for.
    pub(super) fn found(&mut self, item: &Item<'d>) -> ControlFlow<()> {
        let of_pair = if item.event.is_no_object() { None } else { item.value.peek("value") };
        let (label, value) = match (item.via, of_pair) {
            (Via::ChangedFields, _) => ("Field", item.value),
            (_, Some(value)) => ("Value", value),
            (_, None) => ("Found", item.value),
        };
        let is_plain = value.kind() != Kind::Object && value.kind() != Kind::Array && !value.is_blank();
        if is_plain { self.say(Said::new(label, value, Plain::Id)) } else { Continue(()) }
    }

    pub(super) fn parties(&mut self, item: &Item<'d>) -> ControlFlow<()> {
        let echo = item.event.kind == EventKind::Echo;
        let mut has_account = false;
        for (key, label, whose) in [
            ("sender", "From", if echo { "account" } else { "customer" }),
            ("recipient", "To", if echo { "customer" } else { "account" }),
        ] {
            let party = item.event.content.and_then(|content| content.peek(key)).filter(|party| !party.is_blank());
            let Some(party) = party else { continue };
            if !party.is_object() {
                self.say(Said { note: Note::Odd, ..Said::new(label, party, Plain::Id) })?;
            }
            for (name, note) in [("id", Note::Whose(whose)), ("user_ref", Note::WhoseRef(whose))] {
                if let Some(id) = party.peek(name).filter(|id| !id.is_blank()) {
                    has_account |= whose == "account" && id.is_id();
                    self.say(Said { note, ..Said::new(label, id, Plain::Id) })?;
                }
            }
        }
        let entry = item.entry.and_then(|entry| entry.peek("id")).filter(|id| id.is_id() && !has_account);
        if let Some(id) = entry {
            self.say(Said { note: Note::EntrysId, ..Said::new("To", id, Plain::Id) })?;
        }
        match item.entry.and_then(|entry| entry.peek("uid")).filter(|uid| uid.is_id()) {
            Some(uid) => self.say(Said { note: Note::OfEntry, ..Said::new("User", uid, Plain::Id) }),
            None => Continue(()),
        }
    }

    /// The item's own times; the entry's where none of them is one.
    pub(super) fn when(&mut self, item: &Item<'d>) -> ControlFlow<()> {
        let mut is_known = false;
        let event = &item.event;
        for key in if event.is_change() { &["created_time", "timestamp"][..] } else { &["timestamp"] } {
            let value = event.content.and_then(|content| content.peek(key)).filter(|value| !value.is_blank());
            let Some(value) = value else { continue };
            is_known |= time::read(value).is_some();
            self.say(Said::new("Sent", value, Plain::Time))?;
        }
        let entry = item.entry.and_then(|entry| entry.peek("time")).filter(|_| !is_known);
        match entry.filter(|value| time::read(*value).is_some()) {
            Some(value) => self.say(Said { note: Note::OfEntry, ..Said::new("Sent", value, Plain::Time) }),
            None => Continue(()),
        }
    }

    /// What names the event, what stands beside it, and what else would name one.
    pub(super) fn messaging(&mut self, event: &Event<'d>, content: Value<'d>) -> ControlFlow<()> {
        let keys = || KEYS.iter().filter_map(|key| content.peek(key.name).map(|value| (key, value)));
        if let Some((key, value)) = keys().find(|(key, _)| key.name == event.key) {
            self.property(&key.property, value)?;
        }
        self.context(content)?;
        for (key, value) in keys().filter(|(key, _)| key.name != event.key) {
            self.part = Some(Part::Key(key.name));
            self.property(&key.property, value)?;
        }
        self.part = None;
        Continue(())
    }

    /// What stands beside the key that decides, but for what [`Card::parties`] and [`Card::when`] show.
    pub(super) fn context(&mut self, content: Value<'d>) -> ControlFlow<()> {
        self.table(content, CONTEXT, &["sender", "recipient", "timestamp"])
    }

    pub(super) fn table(&mut self, object: Value<'d>, table: Properties, but: &[&str]) -> ControlFlow<()> {
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
        let attachments: Vec<_> = attachments.elements().collect();
        let others = other_forms(&attachments);
        for (index, &attachment) in attachments.iter().enumerate() {
            self.group = u32::try_from(index).ok();
            self.kind = attachment.peek("type").filter(|kind| kind.kind() == Kind::String && !kind.is_blank());
            let twin = others[index].filter(|first| *first < index);
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
            inside.table(attachment, ATTACHMENT, if self.kind.is_some() { &["type"] } else { &[] })?;
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

/// The members of an object, but for those that a later one of the same name hides.
fn visible_members(object: Value<'_>) -> Vec<(Name<'_>, Value<'_>)> {
    let members: Vec<_> = object.members().collect();
    let last: HashMap<_, _> = members.iter().map(|(name, member)| (name.text(), member.id())).collect();
    members.into_iter().filter(|(name, member)| last.get(&name.text()) == Some(&member.id())).collect()
}
