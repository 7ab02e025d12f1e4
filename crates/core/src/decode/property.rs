//! A row of a family's table: a property by Facebook's name, and what is known of it.
//!
//! One table serves three: what it names counts as read, a card shows it by its label, and the reference explains it.
//! Nothing in a table can fail: a value of another type than the row says is shown as it came.

/// The table of a family.
pub type Properties = &'static [Property];

/// A property that Facebook documents, or was seen to send.
#[derive(Debug, Clone, Copy)]
pub struct Property {
    /// By Facebook; [`ANY`] for members of whatever name.
    pub name: &'static str,
    /// On a card; of an object or a list the label of a value that is none.
    pub label: &'static str,
    pub holds: Holds,
    /// Of a number: `ms`, `s`, `days`.
    pub unit: Option<&'static str>,
    /// One sentence.
    pub meaning: &'static str,
    pub known: Known,
    /// A form or product that Facebook no longer sends.
    pub deprecated: bool,
    /// What `null` says here; elsewhere it counts as absent.
    pub null: Option<&'static str>,
}

/// Stands for members of whatever name.
pub const ANY: &str = "*";

/// What stands under a name.
#[derive(Debug, Clone, Copy)]
pub enum Holds {
    One(Plain),
    Many(Plain),
    Object(Properties),
    Objects(Properties),
    /// A message's attachments: objects with a number and a type each.
    Attachments,
    /// An open structure that is kept and named, and not looked into.
    Unread,
}

/// A value without members.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Plain {
    /// Prose that somebody wrote.
    Text,
    /// A string or an integer; all digits are kept.
    Id,
    /// One of an open list of words, or a text for programs.
    Word,
    Number,
    Flag,
    Time,
    Url,
}

/// How it is known that Facebook sends it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Known {
    Documented,
    OnceDocumented,
    FromDashboard,
    SeenLive,
    FromSdks,
    Inferred,
}

impl Known {
    /// A sentence on it; nothing where Meta's documentation says so.
    #[must_use]
    pub fn words(self) -> Option<&'static str> {
        match self {
            Self::Documented => None,
            Self::OnceDocumented => Some("Only older texts of Meta name it."),
            Self::FromDashboard => Some("Only the dashboard's tests have it."),
            Self::SeenLive => Some("Not documented; seen in published captures."),
            Self::FromSdks => Some("Not documented; known from public SDKs and their tests."),
            Self::Inferred => Some("Inferred, not confirmed."),
        }
    }
}

impl Holds {
    /// Its type, as the reference prints it.
    #[must_use]
    pub fn type_name(self) -> &'static str {
        match self {
            Self::One(plain) => plain.type_name(),
            Self::Many(Plain::Url) => "array of URLs",
            Self::Many(Plain::Id) => "array of ids",
            Self::Many(Plain::Number) => "array of numbers",
            Self::Many(_) => "array of strings",
            Self::Object(_) => "object",
            Self::Objects(_) | Self::Attachments => "array of objects",
            Self::Unread => "anything",
        }
    }

    /// The table of what is in it.
    #[must_use]
    pub fn table(self) -> Properties {
        match self {
            Self::Object(table) | Self::Objects(table) => table,
            _ => &[],
        }
    }
}

impl Plain {
    fn type_name(self) -> &'static str {
        match self {
            Self::Text | Self::Word => "string",
            Self::Id => "id",
            Self::Number => "number",
            Self::Flag => "boolean",
            Self::Time => "time",
            Self::Url => "URL",
        }
    }
}

const fn property(name: &'static str, label: &'static str, holds: Holds, meaning: &'static str) -> Property {
    Property { name, label, holds, unit: None, meaning, known: Known::Documented, deprecated: false, null: None }
}

/// Prose that somebody wrote.
pub(super) const fn text(name: &'static str, label: &'static str, meaning: &'static str) -> Property {
    property(name, label, Holds::One(Plain::Text), meaning)
}

pub(super) const fn id(name: &'static str, label: &'static str, meaning: &'static str) -> Property {
    property(name, label, Holds::One(Plain::Id), meaning)
}

/// One of an open list of words, or a text for programs.
pub(super) const fn word(name: &'static str, label: &'static str, meaning: &'static str) -> Property {
    property(name, label, Holds::One(Plain::Word), meaning)
}

pub(super) const fn number(name: &'static str, label: &'static str, meaning: &'static str) -> Property {
    property(name, label, Holds::One(Plain::Number), meaning)
}

pub(super) const fn flag(name: &'static str, label: &'static str, meaning: &'static str) -> Property {
    property(name, label, Holds::One(Plain::Flag), meaning)
}

pub(super) const fn time(name: &'static str, label: &'static str, meaning: &'static str) -> Property {
    property(name, label, Holds::One(Plain::Time), meaning)
}

pub(super) const fn url(name: &'static str, label: &'static str, meaning: &'static str) -> Property {
    property(name, label, Holds::One(Plain::Url), meaning)
}

/// An array of values without members.
pub(super) const fn many(name: &'static str, label: &'static str, plain: Plain, meaning: &'static str) -> Property {
    property(name, label, Holds::Many(plain), meaning)
}

pub(super) const fn object(
    name: &'static str,
    label: &'static str,
    table: Properties,
    meaning: &'static str,
) -> Property {
    property(name, label, Holds::Object(table), meaning)
}

/// An array of objects.
pub(super) const fn objects(
    name: &'static str,
    label: &'static str,
    table: Properties,
    meaning: &'static str,
) -> Property {
    property(name, label, Holds::Objects(table), meaning)
}

pub(super) const fn attachments(name: &'static str, label: &'static str, meaning: &'static str) -> Property {
    property(name, label, Holds::Attachments, meaning)
}

/// What is kept and named, and not looked into.
pub(super) const fn unread(name: &'static str, label: &'static str, meaning: &'static str) -> Property {
    property(name, label, Holds::Unread, meaning)
}

impl Property {
    pub(super) const fn unit(self, unit: &'static str) -> Self {
        Self { unit: Some(unit), ..self }
    }

    /// Facebook no longer sends it.
    pub(super) const fn old(self) -> Self {
        Self { deprecated: true, ..self }
    }

    pub(super) const fn known(self, known: Known) -> Self {
        Self { known, ..self }
    }

    /// What `null` says here.
    pub(super) const fn null(self, words: &'static str) -> Self {
        Self { null: Some(words), ..self }
    }
}
