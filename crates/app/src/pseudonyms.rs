//! Pseudonyms: a body in which ids, names, texts, tokens and URLs are others, to be shown to strangers.
//!
//! Everything that is not known to be a word of Facebook's, a time or a measure is replaced: what we do not know may be
//! somebody's name. The same becomes the same, in ids, in texts and in URLs alike, so that what belonged together still
//! does, within a fixture and in all that have the same seed; lengths, alphabets, escapes and white space stay, and so do
//! verdicts, content types and the number of documents.

mod alphabet;
mod units;
mod url;
mod words;

use std::collections::BTreeMap;
use std::ops::Range;

use triptych_core::json::{Doc, Kind, Value};
use triptych_store::{Reader, Store, StoreError};

use crate::chance;

use alphabet::Alphabet;
use units::Units;
pub use words::What;

/// The setting that holds the seed: the same pseudonyms in every fixture of a data folder.
const SEED_SETTING: &str = "pseudonyms_seed";

/// The data folder's seed; `None` where it was not opened since there are seeds.
///
/// # Errors
/// Where the store cannot be read.
pub fn seed(reader: &Reader) -> Result<Option<String>, StoreError> {
    reader.setting(SEED_SETTING)
}

/// The data folder's seed; where it has none, one that it keeps from now on.
///
/// # Errors
/// Where the store fails.
pub async fn sown(store: &Store) -> Result<String, StoreError> {
    if let Some(seed) = store.read(seed)? {
        return Ok(seed);
    }
    let seed = chance::words();
    let kept = seed.clone();
    store.write(move |tx| tx.set_setting(SEED_SETTING, &kept)).await?;
    Ok(seed)
}

/// What replaces what. The same seed gives the same replacements; without it nobody can tell what they replace.
#[derive(Debug)]
pub struct Pseudonyms {
    alphabet: Alphabet,
    counts: BTreeMap<What, usize>,
}

impl Pseudonyms {
    #[must_use]
    pub fn new(seed: &str) -> Self {
        Self { alphabet: Alphabet::new(seed), counts: BTreeMap::new() }
    }

    /// How many values of each kind were replaced so far.
    #[must_use]
    pub fn counts(&self) -> &BTreeMap<What, usize> {
        &self.counts
    }

    /// The body with pseudonyms: as long as before, and with every byte of its layout in its place. `None` where it is no
    /// JSON, for then nobody can say what is what in it.
    #[must_use]
    pub fn body(&mut self, body: &[u8]) -> Option<Vec<u8>> {
        let doc = Doc::parse(body).ok()?;
        let mut edits = Vec::new();
        self.walk(doc.root(), "", body, &mut edits);
        let mut out = body.to_vec();
        for (range, text) in edits {
            debug_assert_eq!(range.len(), text.len(), "pseudonyms are as long as what they replace");
            out.splice(range, text.into_bytes());
        }
        Some(out)
    }

    /// A text that is no part of a body, such as the name of an endpoint.
    #[must_use]
    pub fn text(&mut self, text: &str) -> String {
        let quoted = serde_json::to_string(text).unwrap_or_default();
        let inside = quoted.get(1..quoted.len().saturating_sub(1)).unwrap_or_default();
        let replaced = format!("\"{}\"", self.inside(inside));
        serde_json::from_str(&replaced).unwrap_or_default()
    }

    fn walk(&mut self, value: Value<'_>, key: &str, body: &[u8], edits: &mut Vec<(Range<usize>, String)>) {
        match value.kind() {
            Kind::Object => {
                for (name, member) in value.members() {
                    let name = name.text();
                    if words::is_named_by_id(key, &name)
                        && let Some((range, written)) = written_name(member, body)
                    {
                        let text = self.inside(written);
                        self.count(What::Id);
                        edits.push((range, text));
                    }
                    self.walk(member, &name, body, edits);
                }
            }
            // The elements of a list are what its name says: `mids`.
            Kind::Array => value.elements().for_each(|element| {
                let key = if element.kind() == Kind::Object { "" } else { key };
                self.walk(element, key, body, edits);
            }),
            Kind::String => {
                if let Some(what) = words::of_text(key, &value.text()) {
                    let range = value.range();
                    let text = self.inside(&value.raw()[1..value.raw().len() - 1]);
                    self.count(what);
                    edits.push((range.start + 1..range.end - 1, text));
                }
            }
            Kind::Number => {
                if let Some(what) = words::of_number(key, value.raw()) {
                    let text = self.digits(value.raw());
                    self.count(what);
                    edits.push((value.range(), text));
                }
            }
            Kind::Bool | Kind::Null => {}
        }
    }

    fn count(&mut self, what: What) {
        *self.counts.entry(what).or_default() += 1;
    }

    /// The inside of a JSON string, escaped as before.
    fn inside(&mut self, inside: &str) -> String {
        let mut units = Units::of(inside);
        let kept = url::kept(&units.characters());
        let mut start = 0;
        while start < kept.len() {
            let is_part = |at: usize| kept.get(at) == Some(&false) && units.is_alphanumeric(at);
            if !is_part(start) {
                start += 1;
                continue;
            }
            let end = (start..).find(|&at| !is_part(at)).unwrap_or(start);
            let token: Vec<char> = (start..end).map(|at| units.at(at)).collect();
            let replaced = self.alphabet.replace(&token);
            replaced.into_iter().enumerate().for_each(|(offset, character)| units.set(start + offset, character));
            start = end;
        }
        units.into_text()
    }

    /// A number that is no part of a body, such as the id of an organisation; 1, which stands for none, stays.
    #[must_use]
    pub fn number(&mut self, number: i64) -> i64 {
        if number == 1 { 1 } else { self.digits(&number.to_string()).parse().unwrap_or(1) }
    }

    /// A number: its runs of digits are replaced, but for an exponent's.
    fn digits(&mut self, number: &str) -> String {
        let end = number.find(['e', 'E']).unwrap_or(number.len());
        let mut out = String::with_capacity(number.len());
        let mut rest = &number[..end];
        while !rest.is_empty() {
            let is_digit = rest.starts_with(|first: char| first.is_ascii_digit());
            let run = rest.find(|next: char| next.is_ascii_digit() != is_digit).unwrap_or(rest.len());
            if is_digit {
                let token: Vec<char> = rest[..run].chars().collect();
                out.extend(self.alphabet.replace(&token));
            } else {
                out.push_str(&rest[..run]);
            }
            rest = &rest[run..];
        }
        out + &number[end..]
    }
}

/// Where a member's name stands, between its quotes, and as it is written there.
fn written_name<'b>(member: Value<'_>, body: &'b [u8]) -> Option<(Range<usize>, &'b str)> {
    let quote = |before: usize| body[..before].iter().rposition(|&byte| byte == b'"');
    let end = quote(member.range().start)?;
    let mut start = quote(end)?;
    // A quote within the name has an odd number of backslashes before it.
    while body[..start].iter().rev().take_while(|&&byte| byte == b'\\').count() % 2 == 1 {
        start = quote(start)?;
    }
    Some((start + 1..end, std::str::from_utf8(&body[start + 1..end]).ok()?))
}

#[cfg(test)]
mod tests;
