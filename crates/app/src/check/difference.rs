//! What differs between expected and actual documents, by pointer.

use serde_json::{Map, Value};
use triptych_core::pointer;

/// One place where expected and actual differ.
#[derive(Debug, Clone, PartialEq)]
pub struct Difference {
    /// JSON Pointer into the array of documents: `/0/payload/message/content`.
    pub pointer: String,
    /// `None` where nothing is expected there.
    pub expected: Option<Value>,
    /// `None` where nothing is there.
    pub actual: Option<Value>,
    /// Why it counts nothing; `None` where it counts.
    pub ignored: Option<Ignored>,
}

/// Why a difference counts nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ignored {
    /// An id that was given out: another one, but everywhere the same other one.
    Assigned,
    /// The fixture names the place.
    Named,
    /// It says what earlier messages were, and those are not the same.
    History,
    /// It is the time of receipt.
    Clock,
}

impl Ignored {
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Assigned => "assigned",
            Self::Named => "named",
            Self::History => "history",
            Self::Clock => "clock",
        }
    }
}

impl Difference {
    /// Which document it is in.
    #[must_use]
    pub fn document(&self) -> usize {
        self.split().0
    }

    /// The place within its document; empty where the whole document is missing or too much.
    #[must_use]
    pub fn inside(&self) -> &str {
        self.split().1
    }

    /// The name of the value.
    #[must_use]
    pub fn last_token(&self) -> &str {
        self.pointer.rsplit('/').next().unwrap_or_default()
    }

    fn split(&self) -> (usize, &str) {
        let rest = self.pointer.strip_prefix('/').unwrap_or_default();
        let end = rest.find('/').unwrap_or(rest.len());
        (rest[..end].parse().unwrap_or_default(), &rest[end..])
    }

    /// Whether it lies at or below the places that a pattern names within each document.
    pub(super) fn is_below(&self, pattern: &str) -> bool {
        let mut tokens = self.inside().split('/');
        pattern.split('/').all(|wanted| tokens.next().is_some_and(|token| wanted == "*" || wanted == token))
    }
}

/// What of a document depends on earlier messages of its conversation (`conversion.md`, "The document").
const HISTORY: [&str; 7] = [
    "/payload/conversation/last_message",
    "/payload/conversation/is_read",
    "/payload/conversation/created_at",
    "/payload/conversation/first_message_date",
    "/payload/conversation/has_one_user_message",
    "/payload/conversation/is_expired",
    "/payload/conversation/consumer_name",
];

/// Whether this place of a document depends on earlier messages.
#[must_use]
pub fn is_history(inside: &str) -> bool {
    HISTORY.iter().any(|place| inside.strip_prefix(place).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')))
}

/// The topmost places that differ, in document order; objects member by member, arrays element by element. The order of
/// keys counts: documents have one.
pub(crate) fn between(expected: &[Value], actual: &[Value]) -> Vec<Difference> {
    let mut found = Vec::new();
    elements("", expected, actual, &mut found);
    found
}

fn elements(at: &str, expected: &[Value], actual: &[Value], found: &mut Vec<Difference>) {
    for index in 0..expected.len().max(actual.len()) {
        let (left, right) = (expected.get(index), actual.get(index));
        if left != right || matches!(left, Some(Value::Object(_) | Value::Array(_))) {
            walk(&format!("{at}/{index}"), left, right, found);
        }
    }
}

fn walk(at: &str, expected: Option<&Value>, actual: Option<&Value>, found: &mut Vec<Difference>) {
    match (expected, actual) {
        (Some(Value::Object(left)), Some(Value::Object(right))) => members(at, left, right, found),
        (Some(Value::Array(left)), Some(Value::Array(right))) => elements(at, left, right, found),
        (expected, actual) if expected == actual => {}
        (expected, actual) => found.push(difference(at, expected.cloned(), actual.cloned())),
    }
}

fn members(at: &str, left: &Map<String, Value>, right: &Map<String, Value>, found: &mut Vec<Difference>) {
    for key in left.keys().chain(right.keys().filter(|key| !left.contains_key(*key))) {
        let (expected, actual) = (left.get(key), right.get(key));
        let is_leaf = !matches!(expected, Some(Value::Object(_) | Value::Array(_)));
        // Most leaves are the same: no pointer is made for those.
        if is_leaf && expected == actual {
            continue;
        }
        let mut next = at.to_owned();
        pointer::push(&mut next, key);
        walk(&next, expected, actual, found);
    }
    let same_keys = left.len() == right.len() && left.keys().all(|key| right.contains_key(key));
    if same_keys && !left.keys().eq(right.keys()) {
        let keys = |object: &Map<String, Value>| object.keys().cloned().map(Value::String).collect();
        found.push(difference(at, Some(Value::Array(keys(left))), Some(Value::Array(keys(right)))));
    }
}

fn difference(at: &str, expected: Option<Value>, actual: Option<Value>) -> Difference {
    Difference { pointer: at.to_owned(), expected, actual, ignored: None }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn differences_are_named_where_they_are() {
        let expected = [json!({"a": 1, "b": {"c": [1, 2]}, "gone": null})];
        let actual = [json!({"a": 1, "b": {"c": [1, 3, 4]}, "new": 0}), json!({})];
        let found = between(&expected, &actual);
        let pointers: Vec<_> = found.iter().map(|one| one.pointer.as_str()).collect();
        assert_eq!(pointers, ["/0/b/c/1", "/0/b/c/2", "/0/gone", "/0/new", "/1"]);
        let places: Vec<_> = found.iter().map(|one| (one.document(), one.inside(), one.last_token())).collect();
        assert_eq!(places[0], (0, "/b/c/1", "1"));
        assert_eq!(places[4], (1, "", "1"));
        assert_eq!(between(&expected, &expected), []);
    }

    #[test]
    fn the_order_of_keys_counts() {
        let parse = |text| [serde_json::from_str::<Value>(text).expect("JSON")];
        let found = between(&parse(r#"{"a":1,"b":2}"#), &parse(r#"{"b":2,"a":1}"#));
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].actual, Some(json!(["b", "a"])));
    }

    #[test]
    fn patterns_name_places_and_what_lies_below() {
        let one = difference("/3/payload/a~1b/0/c", None, None);
        for (pattern, holds) in [
            ("/payload", true),
            ("/payload/a~1b/0/c", true),
            ("/payload/*/*/c", true),
            ("/payload/*/1", false),
            ("/payload/a~1b/0/c/d", false),
            ("/pay", false),
        ] {
            assert_eq!(one.is_below(pattern), holds, "{pattern}");
        }
        assert!(!difference("/3", None, None).is_below("/payload"), "a document too few is never ignored");
    }
}
