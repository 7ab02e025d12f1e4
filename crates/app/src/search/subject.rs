//! A capture as a search sees it: texts to look into, and tags.
//!
//! The texts are the body as it came (lossy where it is not UTF-8), the body without JSON's escapes, and what the window
//! shows besides: the title, and the times that stand in the body as numbers. All other values that the window shows
//! stand in the body. The index is made of the same texts and tags that a capture is judged by without it.

use std::cell::OnceCell;
use std::collections::HashSet;
use std::iter::once;
use std::panic::{AssertUnwindSafe, catch_unwind};

use triptych_core::capture::{Capture, Judgement};
use triptych_core::decode::{self, Style};
use triptych_core::envelope;
use triptych_core::fold::fold;
use triptych_core::json::Value;
use triptych_store::{Document, Outcomes, SEPARATOR, StoredCapture, Tag};

use super::unescape::{Unescaped, unescaped};
use crate::views;

/// Kinds of tags.
pub(crate) mod kind {
    pub(crate) const FIELD: &str = "field";
    pub(crate) const VERDICT: &str = "verdict";
    pub(crate) const JUDGED: &str = "judged";
    /// A customer's id or name.
    pub(crate) const FROM: &str = "from";
    /// An account's id.
    pub(crate) const PAGE: &str = "page";
    /// `facebook workspaceId/credentialsId`
    pub(crate) const ENDPOINT: &str = "endpoint";
    /// The path as sent.
    pub(crate) const PATH: &str = "path";
    /// A document's content type.
    pub(crate) const TYPE: &str = "type";
    /// `dup` or `replay`.
    pub(crate) const MARK: &str = "mark";
}

/// A stored capture; what a search asks of it is made when it is asked.
pub(crate) struct Subject<'a> {
    pub(crate) stored: &'a StoredCapture,
    outcomes: &'a Outcomes,
    body: OnceCell<String>,
    unescaped: OnceCell<Option<Unescaped>>,
    decoded: OnceCell<Decoded>,
    title: OnceCell<String>,
}

impl<'a> Subject<'a> {
    pub(crate) fn new(stored: &'a StoredCapture, outcomes: &'a Outcomes) -> Self {
        Self {
            stored,
            outcomes,
            body: OnceCell::new(),
            unescaped: OnceCell::new(),
            decoded: OnceCell::new(),
            title: OnceCell::new(),
        }
    }

    /// Whether the text, folded, stands in it.
    pub(crate) fn says(&self, folded: &str) -> bool {
        self.body().contains(folded)
            || self.unescaped().is_some_and(|unescaped| unescaped.folded.contains(folded))
            || self.title().contains(folded)
            || (may_be_in_time(folded) && self.decoded().times.iter().any(|time| fold(time).contains(folded)))
    }

    /// For the index.
    pub(crate) fn document(&self) -> Document {
        let mut text = self.body().to_owned();
        // Whatever three characters stand elsewhere in it stand in the body too.
        for news in self.unescaped().map(|unescaped| unescaped.news(2)).unwrap_or_default() {
            text.push(SEPARATOR);
            text.push_str(news);
        }
        for shown in once(self.title().to_owned()).chain(self.decoded().times.iter().map(|time| fold(time))) {
            text.push(SEPARATOR);
            text.push_str(&shown);
        }
        Document { capture_id: self.stored.id, received_us: self.stored.capture.received_us, text, tags: self.tags() }
    }

    fn body(&self) -> &str {
        self.body.get_or_init(|| fold(&String::from_utf8_lossy(&self.stored.capture.body)))
    }

    fn unescaped(&self) -> Option<&Unescaped> {
        self.unescaped.get_or_init(|| unescaped(&String::from_utf8_lossy(&self.stored.capture.body))).as_ref()
    }

    fn title(&self) -> &str {
        self.title.get_or_init(|| fold(&views::shown_title(self.stored)))
    }

    fn decoded(&self) -> &Decoded {
        self.decoded.get_or_init(|| {
            // A defect of ours may cost what it tells, but not the capture nor those after it.
            let decoded = catch_unwind(AssertUnwindSafe(|| Decoded::of(&self.stored.capture)));
            decoded.unwrap_or_else(|_| {
                tracing::error!(capture = self.stored.id, "decoding a capture for the search panicked");
                Decoded::default()
            })
        })
    }

    /// Each once.
    pub(crate) fn tags(&self) -> Vec<Tag> {
        let capture = &self.stored.capture;
        let summary = self.stored.summary.as_ref();
        let mut tags = Vec::new();
        let mut known = HashSet::new();
        let mut add = |kind, value: &str| {
            // A batch of 8 MB has a customer a message.
            if known.insert((kind, value.to_owned())) {
                tags.push(Tag { kind, value: value.to_owned(), folded: fold(value) });
            }
        };
        add(kind::JUDGED, capture.judgement.as_str());
        add(kind::PATH, &capture.path);
        if let Some(key) = &capture.endpoint {
            add(kind::ENDPOINT, &endpoint_tag(key));
        }
        if let Some(summary) = summary {
            summary.fields.iter().for_each(|field| add(kind::FIELD, field));
            if summary.duplicate {
                add(kind::MARK, "dup");
            }
        }
        if self.stored.replay_of.is_some() {
            add(kind::MARK, "replay");
        }
        self.outcomes.verdicts.iter().for_each(|verdict| add(kind::VERDICT, verdict));
        self.outcomes.types.iter().for_each(|kind| add(kind::TYPE, kind));
        self.decoded().customers.iter().for_each(|customer| add(kind::FROM, customer));
        self.decoded().accounts.iter().for_each(|account| add(kind::PAGE, account));
        tags
    }
}

/// Whether it is a part of a time such as `2025-11-21t04:40:00.123z`: if not, no body has to be decoded for it.
fn may_be_in_time(folded: &str) -> bool {
    folded.bytes().all(|byte| byte.is_ascii_digit() || b"+-t:.z".contains(&byte))
}

pub(crate) fn endpoint_tag(key: &triptych_core::endpoint::EndpointKey) -> String {
    format!("{} {}/{}", key.channel.as_str(), key.workspace_id, key.credentials_id)
}

/// What decoding tells of a body.
#[derive(Default)]
struct Decoded {
    customers: Vec<String>,
    accounts: Vec<String>,
    times: Vec<String>,
}

impl Decoded {
    fn of(capture: &Capture) -> Self {
        let Ok(doc) = envelope::parse(&capture.body) else { return Self::default() };
        let mut decoded = Self::default();
        // What was refused has no cards, but its pages are known.
        let has_cards = matches!(capture.judgement, Judgement::Accepted | Judgement::Invalid);
        for item in envelope::items(&doc) {
            decoded.accounts.extend(item.entry.and_then(|entry| entry.id_of("id")).map(Value::text).map(String::from));
            for fact in if has_cards { decode::facts(&item) } else { Vec::new() } {
                let is = |what| fact.note.as_deref().is_some_and(|note| note.starts_with(what));
                if fact.style == Style::Time {
                    decoded.times.push(fact.value);
                } else if fact.label.starts_with("Author") || is("customer") {
                    decoded.customers.push(fact.value);
                } else if is("account") {
                    decoded.accounts.push(fact.value);
                }
            }
        }
        decoded
    }
}
