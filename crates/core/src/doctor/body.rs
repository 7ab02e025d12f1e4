//! Bodies as they may have been before something on the way wrote them anew.
//!
//! A proxy that parses JSON and prints it again changes white space, or the way `/` and what is not ASCII are written,
//! and no value. So the other ways to write the same values are tried: as Facebook writes (no white space, `\/`,
//! `\u00e9`), as its older documentation says (`\u003C` too), and as common libraries do.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use serde::{Deserialize, Serialize};

pub use super::rewrite::ends_early;
use super::rewrite::{MARK, rewrite};
use super::style::{Letters, Signs, Slashes, Style, White};

/// What was done to a body on its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// `\/` became `/`, or the reverse.
    Slashes,
    /// `\u00e9` became `é`, or the reverse, or was written with other digits; also where the character is ASCII.
    Unicode,
    /// White space between values was added, left out or changed.
    WhiteSpace,
    /// A line end after the last brace was added or lost.
    Newline,
    /// A byte order mark was put in front, or lost.
    Mark,
}

impl Change {
    /// In the order in which they are looked for.
    pub const ALL: [Self; 5] = [Self::Slashes, Self::Unicode, Self::WhiteSpace, Self::Newline, Self::Mark];

    /// Its name among the causes.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Slashes => "slashes_unescaped",
            Self::Unicode => "unicode_unescaped",
            Self::WhiteSpace => "white_space",
            Self::Newline => "trailing_newline",
            Self::Mark => "byte_order_mark",
        }
    }
}

/// A body as it may have been, and what was done to it since.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variant {
    pub changes: Vec<Change>,
    pub bytes: Vec<u8>,
}

/// Other ways to write a body, each different from it and from the others, those with a single change first.
pub fn variants(body: &[u8]) -> impl Iterator<Item = Variant> + '_ {
    let mut seen = Seen::of(body);
    recipes(body).filter_map(move |recipe| seen.fresh(&recipe))
}

/// The bodies that there were, so that none is looked at twice.
pub(super) struct Seen(HashSet<u64>);

impl Seen {
    pub(super) fn of(body: &[u8]) -> Self {
        Self(HashSet::from([fingerprint(body)]))
    }

    /// Writes a body; `None` where it was there before.
    pub(super) fn fresh(&mut self, recipe: &Recipe<'_>) -> Option<Variant> {
        let bytes = recipe.written();
        self.0.insert(fingerprint(&bytes)).then(|| Variant { changes: recipe.changes(), bytes })
    }
}

fn fingerprint(bytes: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    bytes.hash(&mut hasher);
    hasher.finish()
}

/// How a variant is made.
#[derive(Clone)]
pub(super) struct Recipe<'b> {
    body: &'b [u8],
    prefix: &'static [u8],
    suffix: &'static [u8],
    ends: Vec<Change>,
    style: Style,
}

impl Recipe<'_> {
    pub(super) fn changes(&self) -> Vec<Change> {
        let Style { slashes, letters, signs, white } = self.style;
        let mut changes = Vec::new();
        if slashes != Slashes::AsIs {
            changes.push(Change::Slashes);
        }
        if (letters, signs) != (Letters::AsIs, Signs::AsIs) {
            changes.push(Change::Unicode);
        }
        if white != White::AsIs {
            changes.push(Change::WhiteSpace);
        }
        changes.extend(&self.ends);
        changes
    }

    fn written(&self) -> Vec<u8> {
        if self.style == Style::AS_IS {
            return [self.prefix, self.body, self.suffix].concat();
        }
        let mut out = Vec::with_capacity(self.body.len() + self.body.len() / 4);
        rewrite(self.body, self.style, &mut out);
        out
    }
}

/// The likely ones first, since not all of them are tried where a body is long: what was put around it, then what makes it
/// as Facebook writes. In either, and in what follows, single changes come before combinations.
pub(super) fn recipes<'b>(body: &'b [u8]) -> impl Iterator<Item = Recipe<'b>> {
    let unmarked = body.strip_prefix(MARK).unwrap_or(body);
    let core = unmarked.trim_ascii_end();
    let plain = Recipe { body, prefix: b"", suffix: b"", ends: Vec::new(), style: Style::AS_IS };
    let end =
        |body, prefix, suffix, ends: &[Change]| Recipe { body, prefix, suffix, ends: ends.to_vec(), ..plain.clone() };
    let stripped = [
        end(body.trim_ascii_end(), b"", b"", &[Change::Newline]),
        end(unmarked, b"", b"", &[Change::Mark]),
        end(core, b"", b"", &[Change::Mark, Change::Newline]),
    ];
    let stripped = stripped.into_iter().filter(|recipe| recipe.body.len() < body.len());
    let added = [
        end(body, b"", b"\n", &[Change::Newline]),
        end(body, b"", b"\r\n", &[Change::Newline]),
        end(body, MARK, b"", &[Change::Mark]),
    ];
    // Where the ends were changed too, what lies between them is written anew without them.
    let mut bases = vec![plain.clone()];
    let ends: Vec<Change> =
        [(body.len() > unmarked.len(), Change::Mark), (unmarked.len() > core.len(), Change::Newline)]
            .into_iter()
            .filter_map(|(is_stripped, change)| is_stripped.then_some(change))
            .collect();
    if !ends.is_empty() {
        bases.push(end(core, b"", b"", &ends));
    }
    let styles: Vec<Style> = Style::all(body).into_iter().filter(|&style| style != Style::AS_IS).collect();
    let styled = |base: &Recipe<'b>| styles.iter().map(|&style| Recipe { style, ..base.clone() }).collect::<Vec<_>>();
    let mut written: Vec<Recipe<'b>> = bases.iter().flat_map(styled).collect();
    written.sort_by_key(|recipe| recipe.changes().len());
    let (facebooks, others): (Vec<_>, Vec<_>) =
        written.into_iter().partition(|recipe| recipe.style.is_towards_facebooks());
    stripped.chain(facebooks).chain(added).chain(others)
}

#[cfg(test)]
#[path = "body_tests.rs"]
mod tests;
