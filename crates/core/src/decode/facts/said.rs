//! A fact before it is made: what is said where, and how it is to be called.

use super::super::property::Plain;
use super::{Fact, Part, Style};
use crate::json::Value;
use crate::time;

/// A value that is known to say something: a fact before any text is made.
#[derive(Debug, Clone, Copy)]
pub(in crate::decode) struct Said<'d> {
    pub(in crate::decode) label: Label<'d>,
    pub(in crate::decode) value: Value<'d>,
    pub(super) plain: Plain,
    pub(super) unit: Option<&'static str>,
    pub(super) deprecated: bool,
    pub(super) note: Note,
    pub(super) part: Option<Part<'d>>,
    pub(super) group: Option<u32>,
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
    /// The account's id, which stands in the entry.
    EntrysId,
    /// It stands in the entry.
    OfEntry,
    /// What `null` says.
    Null(&'static str),
    /// No object where one was expected.
    Odd,
    NothingKnown,
    /// The number of the attachment, from 0, that is the same sticker in its other form.
    SameSticker(usize),
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

impl Plain {
    pub(super) fn style(self) -> Style {
        match self {
            Self::Text => Style::Text,
            Self::Id | Self::Word | Self::Number | Self::Flag => Style::Code,
            Self::Time => Style::Time,
            Self::Url => Style::Url,
        }
    }
}

impl Note {
    fn words(self) -> Option<String> {
        let words = match self {
            Self::None => return None,
            Self::Whose(whose) => whose,
            Self::WhoseRef(whose) => return Some(format!("{whose}, user_ref")),
            Self::EntrysId => "account, by the entry",
            Self::OfEntry => "by the entry",
            Self::Null(words) => words,
            Self::Odd => "no object, though one was expected",
            Self::NothingKnown => "nothing in it that is known",
            Self::SameSticker(number) => {
                return Some(format!("the same sticker as attachment {}", number + 1));
            }
        };
        Some(words.to_owned())
    }
}

impl Part<'_> {
    fn words(self) -> String {
        match self {
            Self::Element { number, of } => format!("{number} of {of}"),
            Self::Member(name) => name.text().into_owned(),
            Self::Key(key) => format!("in {key}"),
        }
    }
}

impl<'d> Said<'d> {
    pub(super) fn new(label: &'static str, value: Value<'d>, plain: Plain) -> Self {
        Self {
            label: Label::Ours(label),
            value,
            plain,
            unit: None,
            deprecated: false,
            note: Note::None,
            part: None,
            group: None,
        }
    }

    pub(super) fn fact(self) -> Fact {
        let Self { value, plain, unit, .. } = self;
        let mut style = plain.style();
        let (text, on_value) = match plain {
            Plain::Time => match time::read(value) {
                Some(ms) => (time::iso(ms), Some(as_sent(value, ms))),
                None => {
                    style = Style::Code;
                    (value.text().into_owned(), Some("no usable time".to_owned()))
                }
            },
            Plain::Flag => match value.raw() {
                "true" => ("yes".to_owned(), None),
                "false" => ("no".to_owned(), None),
                raw @ ("1" | "\"true\"") => ("yes".to_owned(), Some(format!("as sent: {raw}"))),
                raw @ ("0" | "\"false\"") => ("no".to_owned(), Some(format!("as sent: {raw}"))),
                _ => (value.text().into_owned(), None),
            },
            Plain::Url => (value.text().into_owned(), host(&value.text())),
            _ => (value.text().into_owned(), unit.map(str::to_owned)),
        };
        let notes = [self.note.words(), self.part.map(Part::words), on_value];
        let notes: Vec<String> = notes.into_iter().flatten().collect();
        Fact {
            label: self.label.text(),
            value: text,
            note: (!notes.is_empty()).then(|| notes.join(", ")),
            style,
            pointer: value.pointer(),
            group: self.group,
            deprecated: self.deprecated,
        }
    }
}

/// A time as it came, with the unit that it turned out to have.
fn as_sent(value: Value<'_>, ms: i64) -> String {
    let raw = value.raw();
    match raw.trim_matches('"').parse::<i64>() {
        Ok(number) if number == ms => format!("as {raw} ms"),
        Ok(_) => format!("as {raw} s"),
        Err(_) => format!("as {raw}"),
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
