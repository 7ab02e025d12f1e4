//! Ids that were given out: other numbers are no difference as long as they correspond one to one.

use std::collections::HashMap;

use serde_json::Value;

use super::Difference;

/// Where a document holds ids that were given out, and of what.
const PLACES: [(&str, Of); 5] = [
    ("/payload/message/id", Of::Message),
    ("/payload/message/conversation_id", Of::Conversation),
    ("/payload/conversation/id", Of::Conversation),
    ("/payload/conversation/last_message/id", Of::Message),
    ("/payload/conversation/last_message/conversation_id", Of::Conversation),
];

/// The first of them are of the message itself; the others of the conversation's last one.
const OWN: usize = 3;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Of {
    Message,
    Conversation,
}

/// Which id stands where another one is expected.
#[derive(Debug, Default)]
pub(crate) struct Ids {
    /// `None` where several do.
    actual: HashMap<(Of, i64), Option<i64>>,
    expected: HashMap<(Of, i64), Option<i64>>,
}

impl Ids {
    /// Of documents side by side.
    pub(crate) fn of(expected: &[Value], actual: &[Value]) -> Self {
        let mut ids = Self::default();
        expected.iter().zip(actual).for_each(|(expected, actual)| ids.add(expected, actual, &PLACES));
        ids
    }

    /// Takes in two documents of the same message, whatever the conversation's last message is in either.
    pub(crate) fn add_own(&mut self, expected: &Value, actual: &Value) {
        self.add(expected, actual, &PLACES[..OWN]);
    }

    fn add(&mut self, expected: &Value, actual: &Value, places: &[(&str, Of)]) {
        for &(place, of) in places {
            let id = |document: &Value| document.pointer(place).and_then(Value::as_i64);
            if let (Some(left), Some(right)) = (id(expected), id(actual)) {
                for (map, key, value) in [(&mut self.actual, left, right), (&mut self.expected, right, left)] {
                    let known = map.entry((of, key)).or_insert(Some(value));
                    if *known != Some(value) {
                        *known = None;
                    }
                }
            }
        }
    }

    /// Whether the difference is one of ids that correspond.
    pub(crate) fn correspond(&self, one: &Difference) -> bool {
        let Some((_, of)) = PLACES.into_iter().find(|(place, _)| *place == one.inside()) else { return false };
        let id = |value: &Option<Value>| value.as_ref().and_then(Value::as_i64);
        let (Some(left), Some(right)) = (id(&one.expected), id(&one.actual)) else { return false };
        self.actual.get(&(of, left)) == Some(&Some(right)) && self.expected.get(&(of, right)) == Some(&Some(left))
    }
}
