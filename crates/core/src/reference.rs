//! The reference: a short page for each field, rule, attachment and term.
//!
//! The pages stand beside what they explain, their tables are the decoder's own. The window shows them from a card;
//! `docs/reference.md` is the same text.

mod markdown;
mod terms;

pub use crate::decode::page::{Page, PageKind};
pub use markdown::markdown;

use crate::convert::rule;
use crate::decode::property::{ANY, Holds, Property};
use crate::decode::{self, Event, EventKind, is_old_test};

/// A row of a page's table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// From the item: `message.reply_to.mid`, `message.attachments[].type`.
    pub name: String,
    pub type_name: &'static str,
    pub unit: Option<&'static str>,
    pub meaning: String,
    pub deprecated: bool,
}

/// All pages: fields, attachments, rules, terms.
#[must_use]
pub fn pages() -> Vec<&'static Page> {
    let mut pages: Vec<_> = all().collect();
    pages.sort_by_key(|page| page.kind);
    pages
}

fn all() -> impl Iterator<Item = &'static Page> {
    decode::PAGES.iter().chain(rule::PAGES).chain(&[terms::PAGES]).copied().flatten()
}

/// The rows of a page's tables, what is nested included.
#[must_use]
pub fn lines(page: &Page) -> Vec<Line> {
    let mut lines = Vec::new();
    for shows in page.shows {
        for property in shows.rows() {
            push(&mut lines, shows.at, property, shows.is_deep);
        }
    }
    lines
}

fn push(lines: &mut Vec<Line>, at: &str, property: &Property, is_deep: bool) {
    let dot = if at.is_empty() { "" } else { "." };
    let name = match property.name {
        ANY => format!("{at}{dot}<any>"),
        name => format!("{at}{dot}{name}"),
    };
    let inside = match property.holds {
        Holds::Objects(_) | Holds::Attachments => format!("{name}[]"),
        _ => name.clone(),
    };
    let known = property.known.words().map(|words| format!(" {words}")).unwrap_or_default();
    lines.push(Line {
        name,
        type_name: property.holds.type_name(),
        unit: property.unit,
        meaning: format!("{}{known}", property.meaning),
        deprecated: property.deprecated,
    });
    let nested = if is_deep { property.holds.table() } else { &[] };
    nested.iter().for_each(|property| push(lines, &inside, property, is_deep));
}

/// The page of an event's field.
#[must_use]
pub fn of_event(event: &Event<'_>) -> &'static str {
    match event.kind {
        EventKind::Unknown if is_old_test(event) => "old_test",
        EventKind::Unknown => "unknown",
        EventKind::Coupon => "coupon_click",
        _ if event.content.is_none() && event.kind == EventKind::Change => "changed_fields",
        _ => {
            let field = event.field.as_deref().unwrap_or_default();
            let field = if field == "mentions" { "mention" } else { field };
            let page = all().find(|page| page.kind == PageKind::Field && page.id == field);
            page.map_or("other_fields", |page| page.id)
        }
    }
}

/// The page of a rule, by its code in the output.
#[must_use]
pub fn of_rule(code: &str) -> Option<&'static str> {
    all().map(|page| page.id).find(|id| id.strip_prefix("rule/") == Some(code))
}

#[cfg(test)]
mod tests;
