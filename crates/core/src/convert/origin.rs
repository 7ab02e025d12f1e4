//! Provenance: for every leaf of a document, where it came from.

use std::borrow::Cow;
use std::ops::Deref;
use std::sync::Arc;

use serde::{Serialize, Serializer};

/// Where a value came from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Origin {
    /// Computed from values of the body.
    Raw {
        from: Pointers,
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

/// JSON Pointers into the body. Several leaves come from the same values, so clones share them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pointers(Arc<[String]>);

impl Pointers {
    pub(super) fn new(pointers: impl Iterator<Item = String>) -> Self {
        Self(pointers.collect())
    }
}

impl Deref for Pointers {
    type Target = [String];

    fn deref(&self) -> &[String] {
        &self.0
    }
}

impl Serialize for Pointers {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

/// The origin of each leaf of a document, in order of the leaves' pointers.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Origins(Vec<(Cow<'static, str>, Origin)>);

impl Origins {
    pub(super) fn in_order(origins: Vec<(Cow<'static, str>, Origin)>) -> Self {
        debug_assert!(origins.is_sorted_by(|(one, _), (next, _)| one < next), "in order, each once");
        Self(origins)
    }

    /// Pointer of a leaf and its origin.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Origin)> {
        self.0.iter().map(|(leaf, origin)| (leaf.as_ref(), origin))
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
