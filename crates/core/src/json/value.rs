//! A value in its document. Reaching a value by [`Value::get`] or by iterating counts as reading it.

use std::borrow::Cow;
use std::ops::Range;

use super::write::Write as _;
use super::{Doc, Kind, NO_PARENT, Node, NodeId, Place, text};
use crate::pointer;

/// A value in its document.
#[derive(Debug, Clone, Copy)]
pub struct Value<'d> {
    pub(super) doc: &'d Doc<'d>,
    pub(super) id: NodeId,
}

impl<'d> Value<'d> {
    #[must_use]
    pub fn id(self) -> NodeId {
        self.id
    }

    #[must_use]
    pub fn kind(self) -> Kind {
        self.node().kind
    }

    #[must_use]
    pub fn is_object(self) -> bool {
        self.kind() == Kind::Object
    }

    /// Byte range of the value in the body as received.
    #[must_use]
    pub fn range(self) -> Range<usize> {
        self.node().start as usize..self.node().end as usize
    }

    /// The value's text in the body, as it came.
    #[must_use]
    pub fn raw(self) -> &'d str {
        &self.doc.body[self.range()]
    }

    /// The member of this name, `null` included; the last where there are several. `None` also where this is no object.
    #[must_use]
    pub fn peek(self, key: &str) -> Option<Self> {
        if !self.is_object() {
            return None;
        }
        // Every question of the decoder comes through here.
        let mut found = None;
        let (mut member, end) = self.below();
        while member < end {
            let node = &self.doc.nodes[member as usize];
            if node.place.is_key(key, self.doc.body) {
                found = Some(member);
            }
            member = node.after;
        }
        found.map(|id| Self { doc: self.doc, id: NodeId(id) })
    }

    /// The element of an array at this place.
    pub(super) fn peek_at(self, index: usize) -> Option<Self> {
        let (mut element, end) = self.below();
        for _ in 0..index {
            element = self.doc.nodes.get(element as usize).filter(|_| element < end)?.after;
        }
        (element < end).then_some(Self { doc: self.doc, id: NodeId(element) })
    }

    /// The member of this name, read; `null` counts as absent.
    pub fn get(self, key: &str) -> Option<Self> {
        let value = self.peek(key)?;
        value.mark();
        (value.kind() != Kind::Null).then_some(value)
    }

    /// The member of this name where it is an object.
    pub fn object(self, key: &str) -> Option<Self> {
        self.get(key).filter(|value| value.is_object())
    }

    /// The member of this name where it is an array.
    pub fn array(self, key: &str) -> Option<Self> {
        self.get(key).filter(|value| value.kind() == Kind::Array)
    }

    /// The member of this name where it is a string with something in it.
    pub fn string(self, key: &str) -> Option<Self> {
        self.get(key).filter(|value| value.kind() == Kind::String && value.raw().len() > 2)
    }

    /// The member of this name where it is an id: a string with something in it, or an integer.
    pub fn id_of(self, key: &str) -> Option<Self> {
        self.get(key).filter(|value| value.is_id())
    }

    /// Whether it may be an id: a string with something in it, or an integer.
    #[must_use]
    pub fn is_id(self) -> bool {
        match self.kind() {
            Kind::String => !self.is_blank(),
            Kind::Number => self.raw().bytes().all(|byte| byte.is_ascii_digit() || byte == b'-'),
            _ => false,
        }
    }

    /// Whether it counts as absent: `null`, or a string with nothing in it.
    #[must_use]
    pub fn is_blank(self) -> bool {
        self.kind() == Kind::Null || self.raw() == "\"\""
    }

    /// Whether the member of this name is `true`.
    pub fn flag(self, key: &str) -> bool {
        self.get(key).is_some_and(|value| value.raw() == "true")
    }

    /// Text for people and documents: a string decoded, a number with its digits, anything else as it came.
    #[must_use]
    pub fn text(self) -> Cow<'d, str> {
        match self.kind() {
            Kind::String if self.node().escaped => text::decode(self.inside()),
            Kind::String => Cow::Borrowed(self.inside()),
            _ => Cow::Borrowed(self.raw()),
        }
    }

    /// The elements of an array; nothing for any other value.
    #[must_use]
    pub fn elements(self) -> Elements<'d> {
        let (next, end) = if self.kind() == Kind::Array { self.below() } else { (0, 0) };
        Elements { doc: self.doc, next, end }
    }

    /// The members of an object in order, hidden ones included; nothing for any other value.
    #[must_use]
    pub fn members(self) -> Members<'d> {
        let (next, end) = if self.kind() == Kind::Object { self.below() } else { (0, 0) };
        Members { doc: self.doc, next, end }
    }

    /// Whether it was read: reached by [`Value::get`] or by iterating, or marked.
    #[must_use]
    pub fn is_read(self) -> bool {
        self.node().read.get()
    }

    /// Marks the value as read.
    pub fn mark(self) {
        self.node().read.set(true);
    }

    /// Marks the value as read for being there, since a document says so: what is in it may be read or not.
    pub fn mark_decisive(self) {
        self.node().read.set(true);
        self.node().decisive.set(true);
    }

    /// Marks the value and all in it as read.
    pub fn mark_all(self) {
        for node in &self.doc.nodes[self.id.0 as usize..self.node().after as usize] {
            node.read.set(true);
        }
    }

    /// The value that holds this one.
    #[must_use]
    pub fn parent(self) -> Option<Self> {
        let parent = self.node().parent;
        (parent != NO_PARENT).then_some(Self { doc: self.doc, id: NodeId(parent) })
    }

    /// The JSON Pointer (RFC 6901) of this value.
    #[must_use]
    pub fn pointer(self) -> String {
        let mut out = String::with_capacity(64);
        self.push_pointer(self.doc.root(), "", &mut out);
        out
    }

    /// Appends its pointer. `known` is a value whose pointer is known, and that is likely to be around this one.
    pub(crate) fn push_pointer(self, known: Self, pointer: &str, out: &mut String) {
        if self.id == known.id {
            out.push_str(pointer);
            return;
        }
        if let Some(parent) = self.parent() {
            parent.push_pointer(known, pointer, out);
        }
        if let Place::Index(index) = self.node().place {
            out.push('/');
            index.write(out);
        } else if let Some(name) = self.name() {
            pointer::push(out, &name.text());
        }
    }

    /// Its name, where it is a member.
    pub(super) fn name(self) -> Option<Name<'d>> {
        match self.node().place {
            Place::Key { start, end, escaped } => {
                Some(Name { inside: &self.doc.body[start as usize..end as usize], escaped })
            }
            Place::Root | Place::Index(_) => None,
        }
    }

    /// A string's text between its quotes.
    fn inside(self) -> &'d str {
        let Range { start, end } = self.range();
        &self.doc.body[start + 1..end - 1]
    }

    /// Index of the first node after this subtree.
    pub(super) fn after(self) -> usize {
        self.node().after as usize
    }

    fn node(self) -> &'d Node {
        &self.doc.nodes[self.id.0 as usize]
    }

    fn below(self) -> (u32, u32) {
        (self.id.0 + 1, self.node().after)
    }
}

/// Iterates over the elements of an array; each counts as read.
#[derive(Debug, Clone)]
pub struct Elements<'d> {
    doc: &'d Doc<'d>,
    next: u32,
    end: u32,
}

impl<'d> Iterator for Elements<'d> {
    type Item = Value<'d>;

    fn next(&mut self) -> Option<Value<'d>> {
        if self.next >= self.end {
            return None;
        }
        let value = Value { doc: self.doc, id: NodeId(self.next) };
        self.next = value.node().after;
        value.mark();
        Some(value)
    }
}

/// A member's name, decoded only when it must be.
#[derive(Debug, Clone, Copy)]
pub struct Name<'d> {
    /// Between the quotes.
    inside: &'d str,
    escaped: bool,
}

impl<'d> Name<'d> {
    /// The name, decoded.
    #[must_use]
    pub fn text(self) -> Cow<'d, str> {
        if self.escaped { text::decode(self.inside) } else { Cow::Borrowed(self.inside) }
    }

    /// Whether that is the name.
    #[must_use]
    pub fn is(self, name: &str) -> bool {
        if self.escaped { text::decode(self.inside) == name } else { self.inside == name }
    }
}

impl Place {
    /// Whether it is a member of this name.
    fn is_key(self, name: &str, body: &str) -> bool {
        let Self::Key { start, end, escaped } = self else { return false };
        let (start, end) = (start as usize, end as usize);
        if escaped {
            return text::decode(&body[start..end]) == name;
        }
        end - start == name.len() && body.as_bytes()[start..end] == *name.as_bytes()
    }
}

/// Iterates over the members of an object, in order. Seeing a name is not reading its value.
#[derive(Debug, Clone)]
pub struct Members<'d> {
    doc: &'d Doc<'d>,
    next: u32,
    end: u32,
}

impl<'d> Iterator for Members<'d> {
    type Item = (Name<'d>, Value<'d>);

    fn next(&mut self) -> Option<Self::Item> {
        if self.next >= self.end {
            return None;
        }
        let value = Value { doc: self.doc, id: NodeId(self.next) };
        self.next = value.node().after;
        Some((value.name()?, value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_are_decoded() {
        let cases = [
            (r#""plain""#, "plain"),
            (r#""a\/b\\\"\b\f\n\r\t""#, "a/b\\\"\u{8}\u{c}\n\r\t"),
            (r#""caf\u00e9 \u2764\ufe0f""#, "café ❤️"),
            (r#""\ud83d\ude00""#, "😀"),
            (r#""\ud83d x""#, "\u{fffd} x"),
            (r#""\ude00\ud83d""#, "\u{fffd}\u{fffd}"),
            (r#""\ud83d\ud83d\ude00""#, "\u{fffd}😀"),
            (r#""\u0000""#, "\0"),
        ];
        for (token, expected) in cases {
            let doc = Doc::parse(token.as_bytes()).expect(token);
            assert_eq!(doc.root().text(), expected, "{token}");
        }
    }

    #[test]
    fn absent_is_null_empty_or_of_the_wrong_type() {
        let doc = Doc::parse(br#"{"null":null,"empty":"","number":12345678901234567890,"float":1.0,"string":"s","object":{},"true":true,"word":"true"}"#).expect("JSON");
        let root = doc.root();
        assert!(root.get("null").is_none() && root.get("missing").is_none());
        assert!(root.string("empty").is_none() && root.string("number").is_none());
        assert_eq!(root.string("string").map(Value::raw), Some(r#""s""#));
        assert_eq!(root.id_of("number").map(Value::text).as_deref(), Some("12345678901234567890"));
        assert!(root.id_of("float").is_none() && root.id_of("object").is_none() && root.id_of("true").is_none());
        assert!(root.object("object").is_some() && root.object("string").is_none());
        assert!(root.flag("true") && !root.flag("word"));
    }

    #[test]
    fn escaped_names_are_found() {
        let doc = Doc::parse(br#"{"\u0061\\":1,"b\\":2}"#).expect("JSON");
        assert_eq!(doc.root().peek("a\\").map(Value::raw), Some("1"));
        assert_eq!(doc.root().peek("b\\").map(Value::raw), Some("2"));
        assert!(doc.root().peek("b\\\\").is_none());
    }
}
