//! Every item of the corpus has an identity, which does not depend on how its body is written, and tells it from others.

use std::collections::HashMap;
use std::fs;
use std::path::Path;

use triptych_core::envelope;
use triptych_core::lineage::{Lineage, Trace};

/// Identity in words and all traces of every item.
fn told(body: &[u8]) -> Vec<(String, Vec<Trace>)> {
    let Ok(doc) = envelope::parse(body) else { return Vec::new() };
    let told = |item: &_| {
        let lineage = Lineage::of(item);
        (lineage.words(), lineage.traces(false).collect())
    };
    envelope::items(&doc).iter().map(told).collect()
}

/// The same JSON with white space wherever it may be.
fn spaced(body: &[u8]) -> Vec<u8> {
    let (mut out, mut in_string, mut escaped) = (Vec::new(), false, false);
    for &byte in body {
        out.push(byte);
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_string => escaped = true,
            b'"' => in_string = !in_string,
            b'{' | b'[' | b',' | b':' if !in_string => out.extend(b"\r\n\t "),
            _ => {}
        }
    }
    out
}

#[test]
fn every_item_is_told_by_what_it_says_however_it_is_written() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus");
    let mut seen: HashMap<Trace, String> = HashMap::new();
    let mut items = 0;
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        let body = fs::read(entry.path()).expect("a body");
        let found = told(&body);
        assert_eq!(found, told(&spaced(&body)), "{:?}", entry.path());
        for (words, traces) in found {
            items += 1;
            assert!(!words.trim().is_empty() && !traces.is_empty(), "{:?}", entry.path());
            let known = seen.entry(traces[0]).or_insert_with(|| words.clone());
            // The hash of a content stands for it; what else tells an event is in its words.
            assert_eq!(*known, words, "{:?}", entry.path());
        }
    }
    assert!(items > 150, "the corpus is there: {items}");
}
