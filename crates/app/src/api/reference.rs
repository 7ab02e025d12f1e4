//! The reference: what Facebook means by a field, what becomes of it, and why.

use serde::{Deserialize, Serialize};
use triptych_core::reference;
use ts_rs::TS;

/// A page of the answer of `reference.list`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ReferencePage {
    /// `messages`, `attachment/image`, `rule/read_receipt`, `term/watermark`, `unknown`.
    pub id: String,
    /// `field`, `attachment`, `rule`, `term`.
    pub kind: String,
    pub title: String,
    /// What Facebook means by it. Here and below names stand between backquotes; else it is plain text.
    pub means: String,
    /// What is done with it.
    pub does: String,
    /// Why it becomes a message, or none.
    pub why: String,
    /// Empty where there is nothing to list.
    pub properties: Vec<PropertyLine>,
}

/// A row of a page's table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct PropertyLine {
    /// From the item: `message.reply_to.mid`, `message.attachments[].payload.url`.
    pub name: String,
    /// `string`, `id`, `number`, `boolean`, `time`, `URL`, `object`, `array of ids`, …
    #[serde(rename = "type")]
    pub type_name: String,
    /// `ms`, `s`, `days`.
    pub unit: Option<String>,
    pub meaning: String,
    /// Facebook no longer sends it.
    pub deprecated: bool,
}

pub(super) fn list() -> Vec<ReferencePage> {
    reference::pages().into_iter().map(page).collect()
}

fn page(page: &reference::Page) -> ReferencePage {
    ReferencePage {
        id: page.id.to_owned(),
        kind: page.kind.as_str().to_owned(),
        title: page.title.to_owned(),
        means: page.means.to_owned(),
        does: page.does.to_owned(),
        why: page.why.to_owned(),
        properties: reference::lines(page).into_iter().map(line).collect(),
    }
}

fn line(line: reference::Line) -> PropertyLine {
    PropertyLine {
        name: line.name,
        type_name: line.type_name.to_owned(),
        unit: line.unit.map(str::to_owned),
        meaning: line.meaning,
        deprecated: line.deprecated,
    }
}
