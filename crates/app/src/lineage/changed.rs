//! What two bodies differ in, in a few words.

use triptych_core::json::{Doc, Kind, Value};

/// Bodies larger than this are not compared value by value: bytes.
const LARGEST: usize = 256 * 1024;
/// More differences than this are not counted.
const MOST: usize = 100;

/// What is other in `other`; the bodies are not the same bytes.
pub(super) fn changed(this: &[u8], other: &[u8]) -> String {
    if this.len().max(other.len()) <= LARGEST
        && let (Ok(this), Ok(other)) = (Doc::parse(this), Doc::parse(other))
    {
        let mut found = Vec::new();
        compare(this.root(), other.root(), &mut found);
        return match &found[..] {
            [] => "the same values, written differently".to_owned(),
            [one] => format!("1 value differs: {}", place(*one)),
            many if many.len() >= MOST => format!("more than {MOST} values differ"),
            many => format!("{} values differ, the first at {}", many.len(), place(many[0])),
        };
    }
    format!("other bytes, {} instead of {}", other.len(), this.len())
}

fn place(value: Value<'_>) -> String {
    let pointer = value.pointer();
    if pointer.is_empty() { "the whole body".to_owned() } else { pointer }
}

/// The topmost values that differ; where one side has none, the other's.
fn compare<'v>(this: Value<'v>, other: Value<'v>, found: &mut Vec<Value<'v>>) {
    if found.len() >= MOST {
        return;
    }
    match (this.kind(), other.kind()) {
        (Kind::Object, Kind::Object) => {
            for (name, value) in this.members() {
                match other.peek(&name.text()) {
                    Some(match_) => compare(value, match_, found),
                    None => found.push(value),
                }
            }
            found.extend(other.members().filter(|(name, _)| this.peek(&name.text()).is_none()).map(|(_, value)| value));
        }
        (Kind::Array, Kind::Array) => {
            let (mut these, mut others) = (this.elements(), other.elements());
            loop {
                match (these.next(), others.next()) {
                    (None, None) => break,
                    (Some(this), Some(other)) => compare(this, other, found),
                    (Some(only), None) | (None, Some(only)) => found.push(only),
                }
            }
        }
        (one, another) if one == another && this.text() == other.text() => {}
        _ => found.push(this),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn differences_are_named_where_they_are() {
        let this = r#"{"a":"\u00e9","b":[1,{"c":2}]}"#;
        for (other, expected) in [
            (r#"{"b" : [1, {"c":2}], "a":"é"}"#, "the same values, written differently"),
            (r#"{"a":"e","b":[1,{"c":2}]}"#, "1 value differs: /a"),
            (r#"{"a":"é","b":[1,{"c":2}, 3]}"#, "1 value differs: /b/2"),
            (r#"{"a":"é","b":[1,{"d":2}]}"#, "2 values differ, the first at /b/1/c"),
            (r#"{"a":"é"}"#, "1 value differs: /b"),
            ("[]", "1 value differs: the whole body"),
            ("{", "other bytes, 1 instead of 30"),
        ] {
            assert_eq!(changed(this.as_bytes(), other.as_bytes()), expected);
        }
        let many = |of: &str| format!("[{}0]", format!("{of},").repeat(300));
        assert_eq!(changed(many("1").as_bytes(), many("2").as_bytes()), "more than 100 values differ");
    }
}
