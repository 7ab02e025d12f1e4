//! Bodies as they may have been before something on the way wrote them anew.
//!
//! A proxy that parses JSON and prints it again changes white space, or the way `/` and what is not ASCII are written,
//! and no value. So the other ways to write the same values are tried: as Facebook writes (no white space, `\/`,
//! `\u00e9`), and as common libraries do.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use serde::{Deserialize, Serialize};

/// What was done to a body on its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// `\/` became `/`, or the reverse.
    Slashes,
    /// `\u00e9` became `é`, or the reverse.
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

const MARK: &[u8] = b"\xef\xbb\xbf";

/// No printer makes a message so many times longer; a body that would grow so is one that wants to take memory.
const GROWTH: usize = 8;

/// How an escapable character is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Escape {
    AsIs,
    Escaped,
    Plain,
}

const ESCAPES: [Escape; 3] = [Escape::AsIs, Escape::Escaped, Escape::Plain];

/// What stands between values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum White {
    AsIs,
    /// Nothing: Facebook, `JSON.stringify`.
    Nothing,
    /// `", "` and `": "`: Python's `json.dumps`.
    Spaces,
    /// Lines, indented by so many spaces a level.
    Lines(usize),
}

const WHITES: [White; 5] = [White::AsIs, White::Nothing, White::Spaces, White::Lines(2), White::Lines(4)];

/// Other ways to write a body, each different from it and from the others, those with a single change first.
pub fn variants(body: &[u8]) -> impl Iterator<Item = Variant> + '_ {
    let mut seen = HashSet::from([fingerprint(body)]);
    recipes(body).filter_map(move |recipe| {
        let bytes = recipe.written();
        seen.insert(fingerprint(&bytes)).then(|| Variant { changes: recipe.changes(), bytes })
    })
}

fn fingerprint(bytes: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    bytes.hash(&mut hasher);
    hasher.finish()
}

/// How a variant is made.
#[derive(Clone)]
struct Recipe<'b> {
    body: &'b [u8],
    prefix: &'static [u8],
    suffix: &'static [u8],
    ends: Vec<Change>,
    slashes: Escape,
    unicode: Escape,
    white: White,
}

impl Recipe<'_> {
    fn changes(&self) -> Vec<Change> {
        let mut changes = Vec::new();
        if self.slashes != Escape::AsIs {
            changes.push(Change::Slashes);
        }
        if self.unicode != Escape::AsIs {
            changes.push(Change::Unicode);
        }
        if self.white != White::AsIs {
            changes.push(Change::WhiteSpace);
        }
        changes.extend(&self.ends);
        changes
    }

    fn is_as_it_came(&self) -> bool {
        (self.slashes, self.unicode, self.white) == (Escape::AsIs, Escape::AsIs, White::AsIs)
    }

    fn written(&self) -> Vec<u8> {
        if self.is_as_it_came() {
            return [self.prefix, self.body, self.suffix].concat();
        }
        let mut out = Vec::with_capacity(self.body.len() + self.body.len() / 4);
        rewrite(self.body, self.slashes, self.unicode, self.white, &mut out);
        out
    }
}

/// Single changes first, then all combinations.
fn recipes(body: &[u8]) -> impl Iterator<Item = Recipe<'_>> {
    let unmarked = body.strip_prefix(MARK).unwrap_or(body);
    let core = unmarked.trim_ascii_end();
    let plain = Recipe {
        body,
        prefix: b"",
        suffix: b"",
        ends: Vec::new(),
        slashes: Escape::AsIs,
        unicode: Escape::AsIs,
        white: White::AsIs,
    };
    let end = |body, prefix, suffix, ends: &[Change]| Recipe { body, prefix, suffix, ends: ends.to_vec(), ..plain.clone() };
    let ends = [
        end(body.trim_ascii_end(), b"", b"", &[Change::Newline]),
        end(body, b"", b"\n", &[Change::Newline]),
        end(body, b"", b"\r\n", &[Change::Newline]),
        end(unmarked, b"", b"", &[Change::Mark]),
        end(body, MARK, b"", &[Change::Mark]),
        end(core, b"", b"", &[Change::Mark, Change::Newline]),
    ];
    // Where the ends were changed too, what lies between them is written anew without them.
    let mut bases = vec![plain.clone()];
    let stripped: Vec<Change> = [(body.len() > unmarked.len(), Change::Mark), (unmarked.len() > core.len(), Change::Newline)]
        .into_iter()
        .filter_map(|(is_stripped, change)| is_stripped.then_some(change))
        .collect();
    if !stripped.is_empty() {
        bases.push(end(core, b"", b"", &stripped));
    }
    let mut written = Vec::new();
    for base in bases {
        for white in WHITES {
            for slashes in ESCAPES {
                for unicode in ESCAPES {
                    let recipe = Recipe { slashes, unicode, white, ..base.clone() };
                    if !recipe.is_as_it_came() {
                        written.push(recipe);
                    }
                }
            }
        }
    }
    written.sort_by_key(|recipe| recipe.changes().len());
    ends.into_iter().chain(written)
}

fn rewrite(body: &[u8], slashes: Escape, unicode: Escape, white: White, out: &mut Vec<u8>) {
    let most = body.len() * GROWTH + 1024;
    let mut depth = 0;
    let mut at = 0;
    while let Some(&byte) = body.get(at).filter(|_| out.len() < most) {
        match byte {
            b'"' => {
                let end = string_end(body, at);
                string(&body[at..end], slashes, unicode, out);
                at = end;
                continue;
            }
            b' ' | b'\t' | b'\n' | b'\r' => {
                if white == White::AsIs {
                    out.push(byte);
                }
            }
            b'{' | b'[' => {
                out.push(byte);
                let next = body[at + 1..].trim_ascii_start().first();
                let is_empty = matches!(next, Some(b'}' | b']'));
                depth += 1;
                if !is_empty {
                    line(white, depth, out);
                }
            }
            b'}' | b']' => {
                depth = depth.saturating_sub(1);
                let is_empty = matches!(body[..at].trim_ascii_end().last(), Some(b'{' | b'['));
                if !is_empty {
                    line(white, depth, out);
                }
                out.push(byte);
            }
            b',' => {
                out.push(byte);
                if white == White::Spaces {
                    out.push(b' ');
                }
                line(white, depth, out);
            }
            b':' => {
                out.push(byte);
                if matches!(white, White::Spaces | White::Lines(_)) {
                    out.push(b' ');
                }
            }
            _ => out.push(byte),
        }
        at += 1;
    }
}

fn line(white: White, depth: usize, out: &mut Vec<u8>) {
    if let White::Lines(width) = white {
        out.push(b'\n');
        out.extend(std::iter::repeat_n(b' ', width * depth.min(64)));
    }
}

/// Where the string that begins at `start` ends, its quotes included.
fn string_end(body: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    while let Some(&byte) = body.get(at) {
        match byte {
            b'"' => return at + 1,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    body.len()
}

/// Whether a JSON text stops in the middle: with a string, an object or an array open.
pub(super) fn ends_early(body: &[u8]) -> bool {
    let (mut at, mut depth) = (0, 0_usize);
    while let Some(&byte) = body.get(at) {
        match byte {
            b'"' => {
                let end = string_end(body, at);
                if end >= body.len() && (end < at + 2 || !body[at..].ends_with(b"\"")) {
                    return depth > 0;
                }
                at = end;
                continue;
            }
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        at += 1;
    }
    depth > 0
}

fn string(text: &[u8], slashes: Escape, unicode: Escape, out: &mut Vec<u8>) {
    let mut at = 0;
    while let Some(&byte) = text.get(at) {
        at += match (byte, text.get(at + 1)) {
            (b'\\', Some(b'/')) if slashes == Escape::Plain => {
                out.push(b'/');
                2
            }
            (b'\\', Some(b'u')) if unicode != Escape::AsIs => escape(&text[at..], unicode, out),
            (b'\\', Some(next)) => {
                out.extend([b'\\', *next]);
                2
            }
            (b'/', _) if slashes == Escape::Escaped => {
                out.extend(b"\\/");
                1
            }
            (0x80.., _) if unicode == Escape::Escaped => escaped(&text[at..], out),
            _ => {
                out.push(byte);
                1
            }
        };
    }
}

/// Writes the `\uXXXX`, or pair of them, at the start of `text` anew; how many bytes that were.
fn escape(text: &[u8], unicode: Escape, out: &mut Vec<u8>) -> usize {
    let Some(first) = unit(text) else {
        out.push(text[0]);
        return 1;
    };
    let second = unit(&text[6..]).filter(|_| (0xd800..0xdc00).contains(&first));
    let decoded = char::decode_utf16([first].into_iter().chain(second)).next();
    let length = if second.is_some() { 12 } else { 6 };
    match decoded {
        Some(Ok(character)) if !character.is_ascii() => {
            if unicode == Escape::Plain {
                out.extend(character.encode_utf8(&mut [0; 4]).bytes());
            } else {
                units(character, out);
            }
            if character.len_utf16() == 1 { 6 } else { length }
        }
        // Lone surrogates and what is ASCII stay as they are: no printer would write them otherwise.
        _ => {
            out.extend(&text[..6]);
            6
        }
    }
}

/// The UTF-16 unit of a `\uXXXX` at the start of `text`.
fn unit(text: &[u8]) -> Option<u16> {
    let digits = text.strip_prefix(b"\\u")?.get(..4)?;
    let digits = std::str::from_utf8(digits).ok().filter(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()))?;
    u16::from_str_radix(digits, 16).ok()
}

/// Writes the character of UTF-8 at the start of `text` as escapes; how many bytes that were.
fn escaped(text: &[u8], out: &mut Vec<u8>) -> usize {
    let character = (2..=4.min(text.len())).find_map(|length| std::str::from_utf8(&text[..length]).ok()?.chars().next());
    match character {
        Some(character) => {
            units(character, out);
            character.len_utf8()
        }
        None => {
            out.push(text[0]);
            1
        }
    }
}

fn units(character: char, out: &mut Vec<u8>) {
    for unit in character.encode_utf16(&mut [0; 2]) {
        out.extend(format!("\\u{unit:04x}").bytes());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SENT: &str = r#"{"a":"x\/y \u00e9 \ud83d\ude00 \" \u001f","b":[1,{}],"c":[]}"#;

    /// The changes of the first variant that is the body as it was sent.
    fn found(received: &str, sent: &str) -> Option<Vec<Change>> {
        variants(received.as_bytes()).find(|variant| variant.bytes == sent.as_bytes()).map(|variant| variant.changes)
    }

    #[test]
    fn what_was_written_anew_is_found_again() {
        use Change::{Mark, Newline, Slashes, Unicode, WhiteSpace};
        let plain = SENT.replace("\\/", "/");
        let utf8 = SENT.replace("\\u00e9", "é").replace("\\ud83d\\ude00", "😀");
        let both = plain.replace("\\u00e9", "é").replace("\\ud83d\\ude00", "😀");
        let spaces = r#"{"a": "x\/y \u00e9 \ud83d\ude00 \" \u001f", "b": [1, {}], "c": []}"#;
        let lines = "{\n  \"a\": \"x\\/y \\u00e9 \\ud83d\\ude00 \\\" \\u001f\",\n  \"b\": [\n    1,\n    {}\n  ],\n  \"c\": []\n}";
        let cases: &[(&str, &str, &[Change])] = &[
            (&plain, SENT, &[Slashes]),
            (SENT, &plain, &[Slashes]),
            (&utf8, SENT, &[Unicode]),
            (SENT, &utf8, &[Unicode]),
            (&both, SENT, &[Slashes, Unicode]),
            (SENT, &both, &[Slashes, Unicode]),
            (spaces, SENT, &[WhiteSpace]),
            (SENT, spaces, &[WhiteSpace]),
            (lines, SENT, &[WhiteSpace]),
            (SENT, lines, &[WhiteSpace]),
            (&spaces.replace("\\/", "/"), SENT, &[Slashes, WhiteSpace]),
            (&format!("{SENT}\n"), SENT, &[Newline]),
            (SENT, &format!("{SENT}\r\n"), &[Newline]),
            (&format!("\u{feff}{SENT}"), SENT, &[Mark]),
            (SENT, &format!("\u{feff}{SENT}"), &[Mark]),
            (&format!("\u{feff}{both}\n"), SENT, &[Slashes, Unicode, Mark, Newline]),
        ];
        for (received, sent, changes) in cases {
            assert_eq!(found(received, sent).as_deref(), Some(*changes), "{received} from {sent}");
        }
        assert_eq!(found(&SENT.replace("1", "2"), SENT), None);
    }

    #[test]
    fn every_beginning_of_a_body_ends_early() {
        assert!(!ends_early(SENT.as_bytes()) && !ends_early(b"") && !ends_early(b"not JSON") && !ends_early(b"\"a"));
        for end in 1..SENT.len() {
            assert!(ends_early(&SENT.as_bytes()[..end]), "{}", &SENT[..end]);
        }
    }

    #[test]
    fn each_variant_is_another_and_no_bytes_make_it_fail() {
        let hostile: &[&[u8]] = &[b"", b"\"", b"\"\\", b"\"\\u", b"\"\\ud83d\\u", b"\"\xff\xc3", b"]]}{[,:", b"\xef\xbb\xbf", b"not JSON /"];
        for body in hostile {
            let all: Vec<Vec<u8>> = variants(body).map(|variant| variant.bytes).collect();
            for (index, one) in all.iter().enumerate() {
                assert!(one != body && !all[..index].contains(one), "{body:?} {one:?}");
            }
        }
        let deep = b"[".repeat(100_000);
        assert!(variants(&deep).all(|variant| variant.bytes.len() < 1_000_000));
    }
}
