//! JSON written anew: the same values, other white space and other escapes. Works on bytes, so that what is no JSON is
//! taken as it is, and never fails.

use super::style::{Letters, Signs, Slashes, Style, White};

/// A byte order mark, as UTF-8.
pub(super) const MARK: &[u8] = b"\xef\xbb\xbf";

/// No printer makes a message so many times longer; a body that would grow so is one that wants to take memory.
const GROWTH: usize = 8;

/// Whether a body is written as Facebook writes: no white space, `/` and what is not ASCII escaped.
pub(super) fn is_facebooks(body: &[u8]) -> bool {
    let mut anew = Vec::with_capacity(body.len());
    rewrite(body, Style::FACEBOOK, &mut anew);
    anew == body
}

/// Writes a body anew. Stops where it grows out of all proportion.
pub(super) fn rewrite(body: &[u8], style: Style, out: &mut Vec<u8>) {
    let white = style.white;
    let most = body.len() * GROWTH + 1024;
    let mut depth = 0;
    let mut at = 0;
    while let Some(&byte) = body.get(at).filter(|_| out.len() < most) {
        match byte {
            b'"' => {
                let end = string_end(body, at);
                string(&body[at..end], style, out);
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
    if let White::Lines(indent) = white {
        out.push(b'\n');
        (0..depth.min(64)).for_each(|_| out.extend(indent.bytes()));
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

/// Whether a JSON text stops in the middle: with a string, an object or an array open, or before it has begun.
#[must_use]
pub fn ends_early(body: &[u8]) -> bool {
    let text = body.strip_prefix(MARK).unwrap_or(body).trim_ascii_start();
    if !matches!(text.first(), Some(b'{' | b'[')) {
        return text.is_empty();
    }
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

fn string(text: &[u8], style: Style, out: &mut Vec<u8>) {
    let mut at = 0;
    while let Some(&byte) = text.get(at) {
        at += match (byte, text.get(at + 1)) {
            (b'\\', Some(b'/')) => slash(style.slashes, b"\\/", out),
            (b'\\', Some(b'u')) => escape(&text[at..], style, out),
            (b'\\', Some(next)) => {
                out.extend([b'\\', *next]);
                2
            }
            (b'/', _) => slash(style.slashes, b"/", out),
            (0x80.., _) => letter(&text[at..], style.letters, out),
            // The quotes are those of the string.
            (b'"', _) => {
                out.push(byte);
                1
            }
            _ => {
                sign(byte, style.signs, out);
                1
            }
        };
    }
}

/// Writes a slash; how many bytes it had.
fn slash(slashes: Slashes, found: &[u8], out: &mut Vec<u8>) -> usize {
    out.extend(match slashes {
        Slashes::AsIs => found,
        Slashes::Escaped => b"\\/",
        Slashes::Plain => b"/",
    });
    found.len()
}

/// Writes an ASCII character that stands for itself in the string.
fn sign(byte: u8, signs: Signs, out: &mut Vec<u8>) {
    match (signs, byte) {
        (Signs::Facebook, b'<' | b'%' | b'@') => out.extend(format!("\\u{byte:04X}").bytes()),
        (Signs::Html, b'<' | b'>' | b'&') => out.extend(format!("\\u{byte:04x}").bytes()),
        _ => out.push(byte),
    }
}

/// Writes the `\uXXXX`, or pair of them, at the start of `text` anew; how many bytes that were.
fn escape(text: &[u8], style: Style, out: &mut Vec<u8>) -> usize {
    let Some(first) = unit(text) else {
        out.push(text[0]);
        return 1;
    };
    let second = unit(&text[6..]).filter(|_| (0xd800..0xdc00).contains(&first));
    let decoded = char::decode_utf16([first].into_iter().chain(second)).next().and_then(Result::ok);
    let length = 6 * decoded.map_or(1, char::len_utf16);
    match decoded {
        Some(character) if !character.is_ascii() => match style.letters {
            Letters::AsIs => out.extend(&text[..length]),
            Letters::Plain => out.extend(character.encode_utf8(&mut [0; 4]).bytes()),
            Letters::Lower | Letters::Upper => units(character, style.letters, out),
        },
        Some(character @ ' '..='~') if style.signs != Signs::AsIs => match character {
            '"' | '\\' => out.extend([b'\\', character as u8]),
            '/' => drop(slash(style.slashes, b"/", out)),
            _ => sign(character as u8, style.signs, out),
        },
        // Lone surrogates and control characters stay escaped; their digits are as others' are.
        _ => {
            let digits = &text[2..6];
            out.extend(b"\\u");
            out.extend(match style.letters {
                Letters::Lower => digits.to_ascii_lowercase(),
                Letters::Upper => digits.to_ascii_uppercase(),
                Letters::AsIs | Letters::Plain => digits.to_vec(),
            });
        }
    }
    length
}

/// The UTF-16 unit of a `\uXXXX` at the start of `text`.
fn unit(text: &[u8]) -> Option<u16> {
    let digits = text.strip_prefix(b"\\u")?.get(..4)?;
    let digits =
        std::str::from_utf8(digits).ok().filter(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()))?;
    u16::from_str_radix(digits, 16).ok()
}

/// Writes the character of UTF-8 at the start of `text`; how many bytes it had.
fn letter(text: &[u8], letters: Letters, out: &mut Vec<u8>) -> usize {
    let decode = |length| std::str::from_utf8(&text[..length]).ok()?.chars().next();
    let is_escaped = matches!(letters, Letters::Lower | Letters::Upper);
    match (2..=4.min(text.len())).find_map(decode).filter(|_| is_escaped) {
        Some(character) => {
            units(character, letters, out);
            character.len_utf8()
        }
        None => {
            out.push(text[0]);
            1
        }
    }
}

fn units(character: char, letters: Letters, out: &mut Vec<u8>) {
    for unit in character.encode_utf16(&mut [0; 2]) {
        let escape = if letters == Letters::Upper { format!("\\u{unit:04X}") } else { format!("\\u{unit:04x}") };
        out.extend(escape.bytes());
    }
}
