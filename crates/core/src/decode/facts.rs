//! What an event says, as labelled values for its card: the tables of the families, filled in.
//!
//! In the order of a card: who, when, what names the event, then what stands beside it. A value of another type than its
//! row says is shown as it came.

mod card;
mod said;

use std::ops::ControlFlow::{self, Break, Continue};

use self::card::{Card, Part};
use self::said::Note;
pub(super) use self::said::{Label, Said};
use super::changes;
use super::feed::AUTHOR;
use super::read::of_content;
use crate::envelope::Item;
use crate::json::Value;

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
    let mut card = Card::new(see, only);
    let event = &item.event;
    if !event.is_no_object() {
        card.parties(item)?;
        card.when(item)?;
    }
    let Some(content) = event.content else { return card.found(item) };
    if event.is_messaging() {
        card.messaging(event, content)?;
    } else if !event.is_change() {
        card.context(content)?;
        let [_, more] = of_content(event);
        card.table(content, more, &[])?;
    }
    if event.is_change() {
        for table in of_content(event) {
            card.table(content, table, &["sender", "recipient", "created_time", "timestamp"])?;
        }
        card.table(item.value, changes::PAIR, &[])?;
    }
    Continue(())
}

/// The id of the customer who is a party to it.
pub(super) fn customer<'d>(item: &Item<'d>) -> Option<Value<'d>> {
    let mut found = None;
    let _ = Card::new(&mut |said| take_customer(said, &mut found), None).parties(item);
    found
}

fn take_customer<'d>(said: Said<'d>, found: &mut Option<Value<'d>>) -> ControlFlow<()> {
    if !matches!(said.note, Note::Whose("customer") | Note::WhoseRef("customer")) || !said.value.is_id() {
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

#[cfg(test)]
mod tests;
