//! Changes of the same kind, counted together, with a few examples of each.

use std::collections::HashMap;

use serde_json::Value;

use crate::check::Difference;

/// Examples of each kind, of a capture each.
const MOST_EXAMPLES: usize = 5;
/// A longer value is not repeated in the words of a group.
const LONGEST_VALUE: usize = 40;

/// What kind of change it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A value of a document.
    Value,
    /// How an item ends, or whether there is one.
    Verdict,
    /// How many documents an item becomes.
    Documents,
    /// Whether the body is an envelope.
    Envelope,
}

impl Kind {
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Value => "value",
            Self::Verdict => "verdict",
            Self::Documents => "documents",
            Self::Envelope => "envelope",
        }
    }
}

/// All changes of a kind.
#[derive(Debug, Clone)]
pub struct Group {
    pub kind: Kind,
    /// The place within the document.
    pub pointer: Option<String>,
    /// `content_type: "Text" → "Image"`.
    pub words: String,
    /// Where the value comes from: `raw`, `setting`, `history`, …
    pub origin: Option<&'static str>,
    pub captures: usize,
    /// How many places there are.
    pub changes: usize,
    pub examples: Vec<Example>,
}

/// One change of a group.
#[derive(Debug, Clone)]
pub struct Example {
    pub capture: i64,
    /// The item's pointer in the body.
    pub item: String,
    /// Which of the item's documents, from 0.
    pub document: Option<usize>,
    /// JSON text, or a word for a verdict.
    pub before: Option<String>,
    pub after: Option<String>,
}

/// One change of one capture.
#[derive(Debug, Clone)]
pub(super) struct Change {
    kind: Kind,
    pub(super) pointer: Option<String>,
    pub(super) item: String,
    pub(super) document: Option<usize>,
    before: Option<String>,
    after: Option<String>,
    pub(super) origin: Option<&'static str>,
}

impl Change {
    pub(super) fn value(item: &str, document: usize, one: &Difference) -> Self {
        let text = |value: &Option<Value>| value.as_ref().map(ToString::to_string);
        Self {
            kind: Kind::Value,
            pointer: Some(one.inside().to_owned()),
            item: item.to_owned(),
            document: Some(document),
            before: text(&one.expected),
            after: text(&one.actual),
            origin: None,
        }
    }

    pub(super) fn verdict(item: &str, before: Option<&str>, after: Option<&str>) -> Self {
        Self::plain(Kind::Verdict, item, before.map(str::to_owned), after.map(str::to_owned))
    }

    pub(super) fn documents(item: &str, before: usize, after: usize) -> Self {
        Self::plain(Kind::Documents, item, Some(before.to_string()), Some(after.to_string()))
    }

    pub(super) fn envelope(reason: &str) -> Self {
        Self::plain(Kind::Envelope, "", Some("an envelope".to_owned()), Some(reason.to_owned()))
    }

    fn plain(kind: Kind, item: &str, before: Option<String>, after: Option<String>) -> Self {
        Self { kind, pointer: None, item: item.to_owned(), document: None, before, after, origin: None }
    }

    /// What is counted together: values by their place, all else by what became what.
    fn key(&self) -> (Kind, Option<String>, Option<String>) {
        match self.kind {
            Kind::Value => (self.kind, self.pointer.clone(), None),
            _ => (self.kind, self.before.clone(), self.after.clone()),
        }
    }
}

#[derive(Debug, Default)]
pub(super) struct Groups(HashMap<(Kind, Option<String>, Option<String>), Gathered>);

#[derive(Debug)]
struct Gathered {
    group: Group,
    last_capture: i64,
    /// What became what, as long as it is always the same.
    always: Option<(Option<String>, Option<String>)>,
}

impl Groups {
    pub(super) fn add(&mut self, capture: i64, changes: Vec<Change>) {
        for change in changes {
            let gathered = self.0.entry(change.key()).or_insert_with(|| Gathered {
                group: Group {
                    kind: change.kind,
                    pointer: change.pointer.clone(),
                    words: String::new(),
                    origin: change.origin,
                    captures: 0,
                    changes: 0,
                    examples: Vec::new(),
                },
                last_capture: 0,
                always: Some((change.before.clone(), change.after.clone())),
            });
            let group = &mut gathered.group;
            let is_another = gathered.last_capture != capture;
            group.changes += 1;
            group.captures += usize::from(is_another);
            gathered.last_capture = capture;
            if gathered
                .always
                .as_ref()
                .is_some_and(|(before, after)| (before, after) != (&change.before, &change.after))
            {
                gathered.always = None;
            }
            // Another place of the same capture is no other example.
            if is_another && group.examples.len() < MOST_EXAMPLES {
                group.examples.push(Example {
                    capture,
                    item: change.item,
                    document: change.document,
                    before: change.before,
                    after: change.after,
                });
            }
        }
    }

    /// That of most captures first.
    pub(super) fn finish(self) -> Vec<Group> {
        let named = |gathered: Gathered| Group { words: words(&gathered), ..gathered.group };
        let mut groups: Vec<Group> = self.0.into_values().map(named).collect();
        groups.sort_by(|one, other| (other.captures, &one.words).cmp(&(one.captures, &other.words)));
        groups
    }
}

fn words(gathered: &Gathered) -> String {
    let group = &gathered.group;
    let subject = match (&group.kind, &group.pointer) {
        (Kind::Value, Some(pointer)) => {
            let short = pointer.strip_prefix("/payload/").unwrap_or(pointer).replace('/', ".");
            if short.is_empty() { "the whole document".to_owned() } else { short }
        }
        (Kind::Verdict, _) => "verdict".to_owned(),
        (Kind::Documents, _) => "documents of an item".to_owned(),
        _ => "body".to_owned(),
    };
    let nothing = |value: &Option<String>| value.clone().unwrap_or_else(|| "nothing".to_owned());
    match &gathered.always {
        Some((before, after)) if [before, after].iter().all(|one| nothing(one).len() <= LONGEST_VALUE) => {
            format!("{subject}: {} → {}", nothing(before), nothing(after))
        }
        _ => format!("{subject}: {} other values", group.changes),
    }
}
