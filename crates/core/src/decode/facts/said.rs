//! A fact before it is made: what is said where, and how it is to be called.

use super::{Fact, Style};
use crate::json::{Kind, Value};
use crate::time;

/// A value that is known to say something: a fact before any text is made.
#[derive(Debug, Clone, Copy)]
pub(in crate::decode) struct Said<'d> {
    pub(in crate::decode) label: Label<'d>,
    pub(in crate::decode) value: Value<'d>,
    pub(super) style: Style,
    pub(super) note: Note,
}

#[derive(Debug, Clone, Copy)]
pub(in crate::decode) enum Label<'d> {
    Ours(&'static str),
    /// An attachment's type, where it has one.
    Attachment(Option<Value<'d>>),
}

#[derive(Debug, Clone, Copy)]
pub(super) enum Note {
    None,
    /// Whose id it is: `customer` or `account`.
    Whose(&'static str),
    WhoseRef(&'static str),
    /// A URL's host.
    Host,
    NothingKnown,
}

impl Label<'_> {
    pub(in crate::decode) fn text(self) -> String {
        match self {
            Self::Ours(label) => label.to_owned(),
            Self::Attachment(None) => "Attachment".to_owned(),
            Self::Attachment(Some(kind)) => capitalised(&kind.text()),
        }
    }
}

impl<'d> Said<'d> {
    pub(super) fn new(label: &'static str, value: Value<'d>, style: Style) -> Self {
        Self { label: Label::Ours(label), value, style, note: Note::None }
    }

    pub(super) fn fact(self) -> Fact {
        let Self { label, value, mut style, note } = self;
        value.mark_all();
        let mut note = match note {
            Note::None => None,
            Note::Whose(whose) => Some(whose.to_owned()),
            Note::WhoseRef(whose) => Some(format!("{whose}, user_ref")),
            Note::Host => host(&value.text()),
            Note::NothingKnown => Some("nothing in it that is known".to_owned()),
        };
        let as_time = (style == Style::Time).then(|| time::read(value)).flatten();
        let text = match as_time {
            Some(ms) => {
                let is_plain_ms = value.kind() == Kind::Number && ms.to_string() == value.raw();
                note = (!is_plain_ms).then(|| format!("as sent: {}", value.raw()));
                time::iso(ms)
            }
            None => {
                style = if style == Style::Time { Style::Code } else { style };
                value.text().into_owned()
            }
        };
        Fact { label: label.text(), value: text, note, style, pointer: value.pointer() }
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
