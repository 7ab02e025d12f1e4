//! The filter field: a filter's terms with their places, and what may stand after a key.

use serde::{Deserialize, Serialize};
use triptych_core::filter::{Filter, FilterError};
use ts_rs::TS;

use super::{ApiError, read};
use crate::desk::Desk;
use crate::search;

/// Request of `filter.parse`.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ParseFilter {
    pub text: String,
}

/// Answer of `filter.parse`: the terms before the fault, or all of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ParsedFilter {
    pub terms: Vec<FilterTerm>,
    pub error: Option<FilterFault>,
}

/// One condition and where it stands. Offsets count UTF-16 units, as strings of a window do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct FilterTerm {
    pub start: u32,
    /// Exclusive.
    pub end: u32,
    pub negated: bool,
    /// `null`: a word.
    pub key: Option<String>,
    /// Without its quotes.
    pub value: String,
}

/// Where and why a text is no filter. Offsets count UTF-16 units.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct FilterFault {
    pub message: String,
    pub start: u32,
    /// Exclusive.
    pub end: u32,
}

/// Request of `filter.values`: at most 20 values that may follow `key:`, those that begin with `prefix` first.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct FilterValues {
    pub key: String,
    pub prefix: String,
}

pub(super) fn parse(request: &ParseFilter) -> ParsedFilter {
    let text = &request.text;
    let (filter, fault) = Filter::parse_until_fault(text);
    let terms = filter.terms.into_iter().map(|term| FilterTerm {
        start: utf16(text, term.start),
        end: utf16(text, term.end),
        negated: term.negated,
        key: term.key.map(str::to_owned),
        value: term.value,
    });
    ParsedFilter { terms: terms.collect(), error: fault.map(|fault| FilterFault::of(text, fault)) }
}

impl FilterFault {
    fn of(text: &str, fault: FilterError) -> Self {
        Self { start: utf16(text, fault.start), end: utf16(text, fault.end), message: fault.message }
    }
}

pub(super) async fn values(desk: &Desk, request: FilterValues) -> Result<Vec<String>, ApiError> {
    read(&desk.app().await?, move |reader| search::values(reader, &request.key, &request.prefix)).await
}

/// A filter that a command was given.
pub(crate) fn read_filter(text: &str) -> Result<Filter, ApiError> {
    Filter::parse(text).map_err(|fault| {
        let hint = "Terms are words and key:value; `-` before a term negates it.";
        ApiError::new("bad_filter", format!("This is no filter: {fault}."), Some(hint))
    })
}

/// A byte offset as an offset in UTF-16.
fn utf16(text: &str, at: usize) -> u32 {
    let units = text.get(..at).unwrap_or(text).encode_utf16().count();
    u32::try_from(units).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_those_of_a_window() {
        let parsed = parse(&ParseFilter { text: "😀 -from:é dup:perhaps".into() });
        let places: Vec<_> = parsed.terms.iter().map(|term| (term.start, term.end, term.negated)).collect();
        assert_eq!(places, [(0, 2, false), (3, 10, true)]);
        assert_eq!((parsed.terms[0].key.as_deref(), parsed.terms[1].key.as_deref()), (None, Some("from")));
        assert_eq!((parsed.terms[0].value.as_str(), parsed.terms[1].value.as_str()), ("😀", "é"));
        let fault = parsed.error.expect("neither yes nor no");
        assert_eq!((fault.start, fault.end, fault.message.as_str()), (11, 22, "`dup:` takes yes or no"));
    }
}
