//! The filter language of the list and of `triptych captures`: words and `key:value` terms, all of which must hold.
//!
//! `hello "two words" field:messages -verdict:skipped judged:accepted from:7310 page:1048 endpoint:local/local type:Image
//! dup:yes replay:no before:2025-11-21T05:00:00Z after:#12`. A `-` negates a term. Pure: it says what is asked for, not
//! where to look.

use std::fmt;

use crate::time;

/// All terms must hold.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filter {
    pub terms: Vec<Term>,
}

/// One condition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// Where it stands in the filter's text: a byte range, its `-` and its quotes included.
    pub start: usize,
    pub end: usize,
    pub negated: bool,
    /// What stands before the colon; `None` for a word.
    pub key: Option<&'static str>,
    /// What stands after the colon, or the word; without quotes.
    pub value: String,
    pub ask: Ask,
}

/// What a capture is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ask {
    /// The text stands in the payload, its decoded texts or names; case does not matter.
    Text(String),
    /// An item of this webhook field.
    Field(String),
    /// An item that ended so: `converted`, `skipped`, `unknown`, `failed`.
    Verdict(String),
    /// The listener's judgement: `accepted`, `unauthenticated`, …
    Judged(String),
    /// A customer's id or name contains it.
    From(String),
    /// The Page's or account's id contains it.
    Page(String),
    /// The endpoint's name or `workspaceId/credentialsId` contains it.
    Endpoint(String),
    /// A document of this content type.
    Type(String),
    /// Every document was made by an earlier capture.
    Dup(bool),
    /// It is a replay.
    Replay(bool),
    /// Received, or numbered, before this.
    Before(Moment),
    /// Received, or numbered, after this.
    After(Moment),
}

/// A place in the order of captures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// `#12`
    Capture(i64),
    /// Milliseconds since 1970.
    Time(i64),
}

/// Where and why a text is no filter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilterError {
    pub message: String,
    /// Byte range of the term at fault.
    pub start: usize,
    pub end: usize,
    /// The characters before it.
    before: usize,
}

impl fmt::Display for FilterError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} (at character {})", self.message, self.before + 1)
    }
}

impl std::error::Error for FilterError {}

/// The keys, for completion.
pub const KEYS: [&str; 11] =
    ["field", "verdict", "judged", "from", "page", "endpoint", "type", "dup", "replay", "before", "after"];

/// What `verdict:` takes.
pub const VERDICTS: [&str; 4] = ["converted", "skipped", "unknown", "failed"];

impl Filter {
    /// Reads a filter; an empty text asks nothing.
    ///
    /// # Errors
    /// Where a term has an unknown key or a value that its key does not take.
    pub fn parse(text: &str) -> Result<Self, FilterError> {
        let (filter, fault) = Self::parse_until_fault(text);
        fault.map_or(Ok(filter), Err)
    }

    /// Reads a filter up to its first fault: the terms before it are there all the same.
    #[must_use]
    pub fn parse_until_fault(text: &str) -> (Self, Option<FilterError>) {
        let mut terms = Vec::new();
        for (start, word) in words(text) {
            match term(start, word) {
                Ok(Term { ask: Ask::Text(text), .. }) if text.is_empty() => {}
                Ok(term) => terms.push(term),
                Err(message) => {
                    let before = text[..start].chars().count();
                    let fault = FilterError { message, start, end: start + word.len(), before };
                    return (Self { terms }, Some(fault));
                }
            }
        }
        (Self { terms }, None)
    }
}

fn term(start: usize, word: &str) -> Result<Term, String> {
    let (negated, rest) = match word.strip_prefix('-') {
        Some(rest) if !rest.is_empty() => (true, rest),
        _ => (false, word),
    };
    let (key, value) = match rest.split_once(':') {
        Some((key, value)) if is_key(key) => (Some(key), unquote(value)),
        _ => (None, unquote(rest)),
    };
    let ask = match key {
        Some(key) => ask(key, &value)?,
        None => Ask::Text(value.clone()),
    };
    let key = key.and_then(|key| KEYS.into_iter().find(|known| *known == key));
    Ok(Term { start, end: start + word.len(), negated, key, value, ask })
}

/// A word before a colon is a key, known or mistyped; `https://…` and times are text.
fn is_key(word: &str) -> bool {
    KEYS.contains(&word)
        || (word.len() > 1 && word.bytes().all(|byte| byte.is_ascii_lowercase()) && !matches!(word, "http" | "https"))
}

fn ask(key: &str, value: &str) -> Result<Ask, String> {
    if value.is_empty() {
        return Err(format!("`{key}:` needs a value"));
    }
    let text = value.to_owned();
    Ok(match key {
        "field" => Ask::Field(text),
        "verdict" => Ask::Verdict(one_of(key, value, &VERDICTS)?),
        "judged" => {
            let known: Vec<_> = crate::capture::Judgement::ALL.iter().map(|judgement| judgement.as_str()).collect();
            Ask::Judged(one_of(key, value, &known)?)
        }
        "from" => Ask::From(text),
        "page" => Ask::Page(text),
        "endpoint" => Ask::Endpoint(text),
        "type" => Ask::Type(text),
        "dup" => Ask::Dup(yes(key, value)?),
        "replay" => Ask::Replay(yes(key, value)?),
        "before" => Ask::Before(moment(key, value)?),
        "after" => Ask::After(moment(key, value)?),
        _ => return Err(format!("there is no key `{key}`; there are {}", KEYS.join(", "))),
    })
}

fn one_of(key: &str, value: &str, known: &[&str]) -> Result<String, String> {
    if known.contains(&value) {
        return Ok(value.to_owned());
    }
    Err(format!("`{key}:` takes {}", known.join(", ")))
}

fn yes(key: &str, value: &str) -> Result<bool, String> {
    match value {
        "yes" => Ok(true),
        "no" => Ok(false),
        _ => Err(format!("`{key}:` takes yes or no")),
    }
}

fn moment(key: &str, value: &str) -> Result<Moment, String> {
    let number = value.strip_prefix('#').map(str::parse);
    match (number, time::read_text(value)) {
        (Some(Ok(id)), _) => Ok(Moment::Capture(id)),
        (None, Some(ms)) => Ok(Moment::Time(ms)),
        _ => Err(format!("`{key}:` takes a time such as 2025-11-21T05:00:00Z, or a capture such as #12")),
    }
}

/// Words with their byte offsets; quotes hold a word together.
fn words(text: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    let mut start = None;
    let mut quoted = false;
    for (at, character) in text.char_indices() {
        if character == '"' {
            quoted = !quoted;
        }
        if character.is_whitespace() && !quoted {
            found.extend(start.take().map(|start| (start, &text[start..at])));
        } else if start.is_none() {
            start = Some(at);
        }
    }
    found.extend(start.map(|start| (start, &text[start..])));
    found
}

fn unquote(value: &str) -> String {
    value.replace('"', "")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms(text: &str) -> Vec<(bool, Ask)> {
        let filter = Filter::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"));
        filter.terms.into_iter().map(|term| (term.negated, term.ask)).collect()
    }

    #[test]
    fn filters_are_read() {
        let cases: &[(&str, &[(bool, Ask)])] = &[
            ("", &[]),
            ("  \"\" ", &[]),
            ("café -\"two words\"", &[(false, Ask::Text("café".into())), (true, Ask::Text("two words".into()))]),
            (
                "https://x.example/a:b 12:30 -",
                &[
                    (false, Ask::Text("https://x.example/a:b".into())),
                    (false, Ask::Text("12:30".into())),
                    (false, Ask::Text("-".into())),
                ],
            ),
            (
                "field:messages -verdict:skipped",
                &[(false, Ask::Field("messages".into())), (true, Ask::Verdict("skipped".into()))],
            ),
            (
                "judged:too_large from:\"Jane Doe\"",
                &[(false, Ask::Judged("too_large".into())), (false, Ask::From("Jane Doe".into()))],
            ),
            ("dup:yes replay:no", &[(false, Ask::Dup(true)), (false, Ask::Replay(false))]),
            (
                "before:#12 after:2025-11-21T04:40:00Z",
                &[(false, Ask::Before(Moment::Capture(12))), (false, Ask::After(Moment::Time(1_763_700_000_000)))],
            ),
        ];
        for (text, expected) in cases {
            assert_eq!(terms(text), *expected, "{text}");
        }
    }

    #[test]
    fn terms_know_their_place() {
        let text = "é  -from:\"Jane Doe\" verdict:good";
        let (filter, fault) = Filter::parse_until_fault(text);
        let places: Vec<_> =
            filter.terms.iter().map(|term| (&text[term.start..term.end], term.key, term.value.as_str())).collect();
        assert_eq!(places, [("é", None, "é"), ("-from:\"Jane Doe\"", Some("from"), "Jane Doe")]);
        let fault = fault.expect("no such verdict");
        assert_eq!(&text[fault.start..fault.end], "verdict:good");
    }

    #[test]
    fn what_is_wrong_is_placed_and_explained() {
        let cases = [
            ("ok verdict:good", "`verdict:` takes converted, skipped, unknown, failed (at character 4)"),
            (
                "feld:x",
                "there is no key `feld`; there are field, verdict, judged, from, page, endpoint, type, dup, replay, before, after (at character 1)",
            ),
            ("a -field:", "`field:` needs a value (at character 3)"),
            ("café 😀 dup:maybe", "`dup:` takes yes or no (at character 8)"),
            ("dup:maybe", "`dup:` takes yes or no (at character 1)"),
            (
                "before:noon",
                "`before:` takes a time such as 2025-11-21T05:00:00Z, or a capture such as #12 (at character 1)",
            ),
        ];
        for (text, expected) in cases {
            assert_eq!(Filter::parse(text).expect_err(text).to_string(), expected);
        }
    }
}
