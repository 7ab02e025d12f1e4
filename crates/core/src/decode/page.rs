//! A page of the reference: what Facebook means by something, what becomes of it here, and why.
//!
//! Pages stand beside the tables that they show; [`crate::reference`] gathers them.

use super::property::{Properties, Property};

/// A page of the reference.
#[derive(Debug, Clone, Copy)]
pub struct Page {
    /// `messages`, `rule/read_receipt`, `attachment/image`, `term/psid`.
    pub id: &'static str,
    pub kind: PageKind,
    pub title: &'static str,
    /// What Facebook means by it.
    pub means: &'static str,
    /// What is done with it here.
    pub does: &'static str,
    /// Why it becomes a message, or none.
    pub why: &'static str,
    pub shows: &'static [Shows],
}

/// What a page is about, in the order of the reference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PageKind {
    Field,
    Attachment,
    Rule,
    Term,
}

/// A table on a page.
#[derive(Debug, Clone, Copy)]
pub struct Shows {
    /// Where in the item the table's object stands: `read`, `message.attachments[]`; nothing for the item itself.
    pub at: &'static str,
    pub table: Properties,
    /// Only the rows of these names, where it is not all.
    pub only: Option<&'static [&'static str]>,
    /// Whether what is nested has rows too.
    pub is_deep: bool,
}

impl PageKind {
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Field => "field",
            Self::Rule => "rule",
            Self::Attachment => "attachment",
            Self::Term => "term",
        }
    }
}

impl Shows {
    pub(crate) const fn all(at: &'static str, table: Properties) -> Self {
        Self { at, table, only: None, is_deep: true }
    }

    /// All rows, and what is nested has a page of its own.
    pub(crate) const fn flat(at: &'static str, table: Properties) -> Self {
        Self { at, table, only: None, is_deep: false }
    }

    pub(crate) const fn only(at: &'static str, table: Properties, names: &'static [&'static str]) -> Self {
        Self { at, table, only: Some(names), is_deep: true }
    }

    /// Its rows, in the page's order.
    pub fn rows(&self) -> impl Iterator<Item = &'static Property> {
        let table = self.table;
        let named = self.only.into_iter().flatten().filter_map(move |name| table.iter().find(|row| row.name == *name));
        let all = if self.only.is_none() { table } else { &[] };
        named.chain(all)
    }
}
