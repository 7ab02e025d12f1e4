//! JSON and its pointers: every value's pointer leads to it and its range holds it, as serde_json sees it.
//!
//! The first line is a pointer, the rest is JSON.

#![no_main]

use std::ops::Range;

use libfuzzer_sys::fuzz_target;
use triptych_core::json::{Doc, Kind, Value};

fuzz_target!(|input: &[u8]| {
    let mut lines = input.splitn(2, |&byte| byte == b'\n');
    let (pointer, body) = (lines.next().unwrap_or_default(), lines.next().unwrap_or_default());
    let theirs = serde_json::from_slice::<serde_json::Value>(body);
    let doc = match Doc::parse(body) {
        Ok(doc) => doc,
        Err(error) => {
            assert!(theirs.is_err(), "{error}");
            return;
        }
    };
    check(&doc, doc.root(), 0..body.len());
    let Ok(pointer) = str::from_utf8(pointer) else { return };
    let found = doc.resolve(pointer);
    if let Some(value) = found {
        assert_eq!(value.pointer(), pointer);
    }
    if let Ok(theirs) = theirs {
        same(doc.root(), &theirs);
        // A pointer that is none, such as `/~2`, serde_json takes by the letter.
        if triptych_core::pointer::tokens(pointer).is_some() {
            assert_eq!(found.is_some(), theirs.pointer(pointer).is_some(), "{pointer}");
        }
    }
});

fn check(doc: &Doc<'_>, value: Value<'_>, around: Range<usize>) {
    let range = value.range();
    assert!(around.start <= range.start && range.end <= around.end, "{range:?} is within {around:?}");
    let there = doc.resolve(&value.pointer()).expect("a value's own pointer");
    assert_eq!(there.id(), value.id());
    let mut after = range.start;
    for child in children(value) {
        assert!(after < child.range().start, "one after the other");
        after = child.range().end;
        check(doc, child, range.clone());
    }
}

/// The visible ones: of members of one name the last.
fn children(value: Value<'_>) -> Vec<Value<'_>> {
    let visible = value.members().filter(|(name, member)| value.peek(&name.text()).map(Value::id) == Some(member.id()));
    value.elements().chain(visible.map(|(_, member)| member)).collect()
}

/// It is what serde_json read, but for the digits of numbers.
fn same(ours: Value<'_>, theirs: &serde_json::Value) {
    let children = children(ours);
    match (ours.kind(), theirs) {
        (Kind::Null, serde_json::Value::Null) | (Kind::Number, serde_json::Value::Number(_)) => {}
        (Kind::Bool, serde_json::Value::Bool(word)) => assert_eq!(ours.raw() == "true", *word),
        (Kind::String, serde_json::Value::String(text)) => assert_eq!(ours.text(), *text),
        (Kind::Array, serde_json::Value::Array(elements)) => {
            assert_eq!(children.len(), elements.len());
            children.into_iter().zip(elements).for_each(|(ours, theirs)| same(ours, theirs));
        }
        (Kind::Object, serde_json::Value::Object(members)) => {
            assert_eq!(children.len(), members.len());
            for (name, theirs) in members {
                same(ours.peek(name).expect("a member"), theirs);
            }
        }
        (kind, theirs) => panic!("{kind:?} is {theirs}"),
    }
}
