//! The filter field: a filter's terms with their places, and what may stand after a key.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

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
