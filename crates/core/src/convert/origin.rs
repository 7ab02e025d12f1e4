//! Provenance: for every leaf of a document, where it came from.

use std::collections::BTreeMap;

use serde::Serialize;

/// Where a value came from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Origin {
    /// Computed from values of the body.
    Raw {
        /// JSON Pointers into the body.
        from: Vec<String>,
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

/// Output pointer of a leaf → origin, in order of the pointers.
pub type Origins = BTreeMap<String, Origin>;

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
