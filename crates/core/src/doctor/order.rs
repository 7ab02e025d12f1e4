//! Bodies whose keys were put in order by whoever wrote them anew, as Go does with what it parsed into a map. What was
//! signed cannot be made out of such a body any more.

use crate::json::{Doc, Value};

/// So many objects with more than one key must be in order, so that it is no chance.
const ENOUGH: usize = 2;

/// Longest body that is looked at, in bytes: a tree of a longer one takes more memory than strangers may ask for.
const LONGEST: usize = 256 * 1024;

/// Whether the keys of all objects are in alphabetical order. Facebook's are not: `object` comes before `entry`, or an
/// entry's `id` before its `changes`.
#[must_use]
pub(super) fn is_sorted(body: &[u8]) -> bool {
    if body.len() > LONGEST {
        return false;
    }
    let Ok(doc) = Doc::parse(body) else { return false };
    let mut waiting: Vec<Value<'_>> = vec![doc.root()];
    let mut sorted = 0;
    while let Some(value) = waiting.pop() {
        waiting.extend(value.elements());
        let members: Vec<_> = value.members().collect();
        let keys: Vec<_> = members.iter().map(|(name, _)| name.text()).collect();
        if !keys.is_sorted() {
            return false;
        }
        sorted += usize::from(keys.len() > 1);
        waiting.extend(members.into_iter().map(|(_, value)| value));
    }
    sorted >= ENOUGH
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bodies_with_their_keys_in_order_are_told_from_facebooks() {
        let sorted =
            r#"{"entry":[{"id":"1","messaging":[{"message":{"mid":"m","text":"a"}}],"time":1}],"object":"page"}"#;
        let facebooks = r#"{"object":"page","entry":[{"id":"1","time":1,"messaging":[]}]}"#;
        let dashboards = r#"{"entry":[{"id":"0","time":1,"changes":[{"field":"feed","value":{}}]}],"object":"page"}"#;
        assert!(is_sorted(sorted.as_bytes()));
        for other in [facebooks, dashboards, r#"{"entry":[],"object":"page"}"#, "[]", "", "no JSON"] {
            assert!(!is_sorted(other.as_bytes()), "{other}");
        }
    }
}
