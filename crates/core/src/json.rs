//! JSON as it came: a tree that keeps every value's byte range, digits and duplicates, and knows what was read.
//!
//! serde_json gives values; the decoder must also say where a value stands, keep a number's digits, survive a lone
//! surrogate, and account for what nobody looked at. So the body is parsed once into a flat arena (nodes in document
//! order, a subtree is a contiguous run), and everything else is a [`Value`]: an index into it.
//!
//! The grammar is RFC 8259, strictly, with what `conversion.md` grants: a leading byte order mark is skipped, the last
//! of duplicate keys wins, lone surrogate escapes become U+FFFD, and nesting ends at [`MAX_DEPTH`].

mod parse;
mod text;
mod unread;
mod value;
pub(crate) mod write;

pub use parse::ParseError;
pub use value::{Elements, Members, Name, Value};

use std::cell::Cell;

use crate::pointer;

/// Arrays and objects within one another; deeper is no envelope.
pub const MAX_DEPTH: usize = 128;

/// What a value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    Null,
    Bool,
    Number,
    String,
    Array,
    Object,
}

impl Kind {
    /// With an article, for sentences: `an object`.
    #[must_use]
    pub fn described(self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool => "a boolean",
            Self::Number => "a number",
            Self::String => "a string",
            Self::Array => "an array",
            Self::Object => "an object",
        }
    }
}

/// Index of a node in its document, in document order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(u32);

impl NodeId {
    fn of(index: usize) -> Self {
        Self(u32::try_from(index).expect("an index of the arena fits u32"))
    }
}

const NO_PARENT: u32 = u32::MAX;

#[derive(Debug, Clone)]
struct Node {
    kind: Kind,
    /// A string in which something is escaped.
    escaped: bool,
    read: Cell<bool>,
    /// A document says that it is there, whatever is in it.
    decisive: Cell<bool>,
    /// Byte range of the value's text in the body.
    start: u32,
    end: u32,
    /// Index after the last node of this subtree.
    after: u32,
    parent: u32,
    place: Place,
}

/// Where a node stands in its parent.
#[derive(Debug, Clone, Copy)]
enum Place {
    Root,
    Index(u32),
    /// Byte range of the key between its quotes, and whether anything in it is escaped.
    Key {
        start: u32,
        end: u32,
        escaped: bool,
    },
}

/// A parsed body.
#[derive(Debug)]
pub struct Doc<'a> {
    body: &'a str,
    nodes: Vec<Node>,
}

impl<'a> Doc<'a> {
    /// Parses a body.
    ///
    /// # Errors
    /// Where the bytes are not UTF-8, not JSON, deeper than [`MAX_DEPTH`] or larger than 4 GiB; the error says where.
    pub fn parse(body: &'a [u8]) -> Result<Self, ParseError> {
        parse::parse(body)
    }

    #[must_use]
    pub fn root(&self) -> Value<'_> {
        self.value(NodeId(0))
    }

    #[must_use]
    pub fn value(&self, id: NodeId) -> Value<'_> {
        Value { doc: self, id }
    }

    /// The value that a JSON Pointer names, if there is one. Reading it this way does not count as reading.
    #[must_use]
    pub fn resolve(&self, pointer: &str) -> Option<Value<'_>> {
        let mut value = self.root();
        for token in pointer::tokens(pointer)? {
            value = match value.kind() {
                Kind::Object => value.peek(&token)?,
                Kind::Array => value.peek_at(pointer::index(&token)?)?,
                _ => return None,
            };
        }
        Some(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn doc(text: &str) -> Doc<'_> {
        Doc::parse(text.as_bytes()).expect("valid JSON")
    }

    #[test]
    fn the_last_of_duplicate_keys_wins() {
        let doc = doc(r#"{"a":1,"a":{"b":2},"a":{"b":3}}"#);
        assert_eq!(doc.resolve("/a/b").map(Value::raw), Some("3"));
        assert_eq!(doc.root().get("a").and_then(|value| value.get("b")).map(Value::raw), Some("3"));
    }

    #[test]
    fn pointers_name_what_they_resolve_to() {
        let doc = doc("\u{feff}{\"a/b\":[{\"~\":[10,20]}],\"\":{\"\\u0061\":1}}");
        for pointer in ["", "/a~1b", "/a~1b/0/~0/1", "/", "//a"] {
            let value = doc.resolve(pointer).expect(pointer);
            assert_eq!(value.pointer(), pointer);
        }
        assert_eq!(doc.resolve("/a~1b/0/~0/1").map(Value::range), Some(20..22));
        assert_eq!(doc.unread(&[]), [[""]], "resolving is not reading");
        for pointer in ["/a~1b/1", "/a~1b/00", "/a~1b/-", "a", "/a~1b/0/~2"] {
            assert!(doc.resolve(pointer).is_none(), "{pointer}");
        }
    }

    #[test]
    fn what_nothing_read_is_listed_topmost_and_in_order() {
        let doc = doc(
            r#"{"read":1,"not":{"x":[1,2]},"some":{"read":1,"not":2},"empty":{},"empty2":[],"hidden":1,"hidden":2}"#,
        );
        let root = doc.root();
        root.get("read");
        root.get("some").and_then(|some| some.get("read"));
        root.get("empty2");
        root.get("hidden");
        assert_eq!(doc.unread(&[]), [["/not", "/some/not", "/empty"]]);
        let territories = ["not", "some", "hidden"].map(|name| root.peek(name).expect(name).id());
        assert_eq!(doc.unread(&territories), [vec!["/not"], vec!["/some/not"], vec![], vec!["/empty"]]);
    }

    #[test]
    fn hidden_members_are_left_out_however_many_there_are() {
        let names: Vec<_> = (0..40).map(|number| format!(r#""{}":0"#, number % 30)).collect();
        for (count, unread) in [(10, 10), (32, 30), (40, 30)] {
            let body = format!(r#"{{"a":1,"\u0061":2,"a":3,{}}}"#, names[..count].join(","));
            let doc = doc(&body);
            doc.root().get("a");
            assert_eq!(doc.unread(&[])[0].len(), unread, "{body}");
        }
    }

    #[test]
    fn a_container_looked_into_in_vain_is_unread_as_a_whole() {
        let doc = doc(r#"{"payload":{"other":1}}"#);
        assert!(doc.root().get("payload").and_then(|payload| payload.get("url")).is_none());
        assert_eq!(doc.unread(&[]), [[""]]);
    }

    #[test]
    fn a_container_that_a_document_speaks_of_is_read_whatever_is_in_it() {
        let doc = doc(r#"{"story":{"other":{"more":1}},"empty":{}}"#);
        for name in ["story", "empty"] {
            doc.root().peek(name).expect(name).mark_decisive();
        }
        assert_eq!(doc.unread(&[]), [["/story/other"]]);
    }

    #[test]
    fn what_was_read_in_a_hidden_member_makes_nothing_around_it_read() {
        let doc = doc(r#"{"payload":{"product":{"id":1},"product":{"other":2}},"read":3}"#);
        let root = doc.root();
        root.get("read");
        let (_, hidden) = root.get("payload").and_then(|payload| payload.members().next()).expect("the first of two");
        hidden.mark_all();
        assert_eq!(doc.unread(&[]), [["/payload"]]);
    }
}
