//! JSON written anew: the same values, other white space and other escapes. Works on bytes, so that what is no JSON is
//! taken as it is, and never fails.

/// No printer makes a message so many times longer; a body that would grow so is one that wants to take memory.
const GROWTH: usize = 8;

/// How an escapable character is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Escape {
    AsIs,
    Escaped,
    Plain,
}

pub(super) const ESCAPES: [Escape; 3] = [Escape::AsIs, Escape::Escaped, Escape::Plain];

/// What stands between values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum White {
    AsIs,
    /// Nothing: Facebook, `JSON.stringify`.
    Nothing,
    /// `", "` and `": "`: Python's `json.dumps`.
    Spaces,
    /// Lines, indented by so many spaces a level.
    Lines(usize),
}

pub(super) const WHITES: [White; 5] = [White::AsIs, White::Nothing, White::Spaces, White::Lines(2), White::Lines(4)];

/// Whether a body is written as Facebook writes: no white space, `/` and what is not ASCII escaped.
pub(super) fn is_facebooks(body: &[u8]) -> bool {
    let mut anew = Vec::with_capacity(body.len());
    rewrite(body, Escape::Escaped, Escape::Escaped, White::Nothing, &mut anew);
    anew == body
}

/// Writes a body anew. Stops where it grows out of all proportion.
pub(super) fn rewrite(body: &[u8], slashes: Escape, unicode: Escape, white: White, out: &mut Vec<u8>) {
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
    let digits =
        std::str::from_utf8(digits).ok().filter(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()))?;
    u16::from_str_radix(digits, 16).ok()
}

/// Writes the character of UTF-8 at the start of `text` as escapes; how many bytes that were.
fn escaped(text: &[u8], out: &mut Vec<u8>) -> usize {
    let character =
        (2..=4.min(text.len())).find_map(|length| std::str::from_utf8(&text[..length]).ok()?.chars().next());
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
