//! Filters: whatever is typed, the places of terms and faults are places in it.

#![no_main]

use std::ops::Range;

use libfuzzer_sys::fuzz_target;
use triptych_core::filter::Filter;

fuzz_target!(|text: &str| {
    let (filter, fault) = Filter::parse_until_fault(text);
    let mut after = 0;
    for term in &filter.terms {
        assert!(after <= term.start, "one after the other");
        after = is_place(term.start..term.end, text);
        // A term by itself means the same.
        let alone = Filter::parse(&text[term.start..term.end]).expect("a term by itself");
        let [again] = &alone.terms[..] else { panic!("one term: {alone:?}") };
        assert_eq!((&again.ask, again.negated), (&term.ask, term.negated));
    }
    if let Some(fault) = &fault {
        assert!(after <= fault.start, "a fault is after the terms before it");
        is_place(fault.start..fault.end, text);
        assert!(!fault.message.is_empty() && !fault.to_string().is_empty());
    }
    assert_eq!(Filter::parse(text), fault.map_or(Ok(filter), Err));
});

/// Something, on borders of characters; where it ends.
fn is_place(range: Range<usize>, text: &str) -> usize {
    assert!(text.get(range.clone()).is_some_and(|term| !term.is_empty()), "{range:?}");
    range.end
}
