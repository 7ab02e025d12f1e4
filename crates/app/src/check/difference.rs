//! What differs between two JSON values, by pointer.

use serde_json::Value;
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
}

/// The topmost places that differ, in document order; objects member by member, arrays element by element. The order of
/// keys counts: documents have one.
pub(super) fn between(expected: &Value, actual: &Value) -> Vec<Difference> {
    let mut found = Vec::new();
    walk("", Some(expected), Some(actual), &mut found);
    found
}

fn walk(at: &str, expected: Option<&Value>, actual: Option<&Value>, found: &mut Vec<Difference>) {
    match (expected, actual) {
        (Some(Value::Object(left)), Some(Value::Object(right))) => {
            for key in left.keys().chain(right.keys().filter(|key| !left.contains_key(*key))) {
                let mut next = at.to_owned();
                pointer::push(&mut next, key);
                walk(&next, left.get(key), right.get(key), found);
            }
            let same_keys = left.len() == right.len() && left.keys().all(|key| right.contains_key(key));
            if same_keys && !left.keys().eq(right.keys()) {
                let keys =
                    |object: &serde_json::Map<String, Value>| object.keys().cloned().map(Value::String).collect();
                let (expected, actual) = (Some(Value::Array(keys(left))), Some(Value::Array(keys(right))));
                found.push(Difference { pointer: at.to_owned(), expected, actual });
            }
        }
        (Some(Value::Array(left)), Some(Value::Array(right))) => {
            for index in 0..left.len().max(right.len()) {
                walk(&format!("{at}/{index}"), left.get(index), right.get(index), found);
            }
        }
        (expected, actual) if expected == actual => {}
        (expected, actual) => {
            found.push(Difference { pointer: at.to_owned(), expected: expected.cloned(), actual: actual.cloned() });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn differences_are_named_where_they_are() {
        let expected = json!([{"a": 1, "b": {"c": [1, 2]}, "gone": null}]);
        let actual = json!([{"a": 1, "b": {"c": [1, 3, 4]}, "new": 0}]);
        let found: Vec<_> = between(&expected, &actual).into_iter().map(|one| one.pointer).collect();
        assert_eq!(found, ["/0/b/c/1", "/0/b/c/2", "/0/gone", "/0/new"]);
        assert_eq!(between(&expected, &expected), []);
    }

    #[test]
    fn the_order_of_keys_counts() {
        let parse = |text| serde_json::from_str::<Value>(text).expect("JSON");
        let found = between(&parse(r#"{"a":1,"b":2}"#), &parse(r#"{"b":2,"a":1}"#));
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].actual, Some(json!(["b", "a"])));
    }
}
