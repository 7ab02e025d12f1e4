//! Provenance: for every leaf of a document, where it came from.

use serde::{Serialize, Serializer};

use super::document::Traced;

/// Where a value came from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Origin<'a> {
    /// Computed from values of the body.
    Raw {
        /// JSON Pointers into the body.
        from: Vec<&'a str>,
        /// What was done.
        rule: &'static str,
    },
    /// A setting of the endpoint, an entry about the contact, or the time of receipt.
    Setting { setting: &'static str },
    /// An id that was given out.
    Allocated,
    /// Earlier messages.
    History,
    /// The same for every document.
    Constant,
}

/// The origin of each leaf of a document, in order of the leaves' pointers.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Origins(Kept);

#[derive(Debug, Clone, PartialEq, Eq, Default)]
enum Kept {
    #[default]
    Unasked,
    Made(Box<Traced>),
    /// The leaves of a document that was made before.
    Repeated(Vec<String>),
}

impl Origins {
    pub(super) fn made(traced: Traced) -> Self {
        Self(Kept::Made(Box::new(traced)))
    }

    /// A repeated document is what it was: history, every leaf of it.
    pub(super) fn repeated(document: &str) -> Self {
        let mut leaves = leaves(&serde_json::from_str(document).unwrap_or_default());
        leaves.sort();
        Self(Kept::Repeated(leaves))
    }

    /// Leaf and origin.
    pub fn iter(&self) -> impl Iterator<Item = (&str, Origin<'_>)> {
        let (made, repeated) = match &self.0 {
            Kept::Unasked => (None, &[][..]),
            Kept::Made(traced) => (Some(traced.origins()), &[][..]),
            Kept::Repeated(leaves) => (None, leaves.as_slice()),
        };
        let repeated = repeated.iter().map(|leaf| (leaf.as_str(), Origin::History));
        made.into_iter().flatten().chain(repeated)
    }
}

impl Serialize for Origins {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter())
    }
}

/// The leaves of a JSON text, as pointers: scalars, and arrays and objects without anything in them.
#[must_use]
pub fn leaves(json: &serde_json::Value) -> Vec<String> {
    fn walk(value: &serde_json::Value, at: &str, found: &mut Vec<String>) {
        match value {
            serde_json::Value::Array(elements) if !elements.is_empty() => {
                for (index, element) in elements.iter().enumerate() {
                    walk(element, &format!("{at}/{index}"), found);
                }
            }
            serde_json::Value::Object(members) if !members.is_empty() => {
                for (key, member) in members {
                    let mut next = at.to_owned();
                    crate::pointer::push(&mut next, key);
                    walk(member, &next, found);
                }
            }
            _ => found.push(at.to_owned()),
        }
    }
    let mut found = Vec::new();
    walk(json, "", &mut found);
    found
}
