//! Strings as JSON writes them, read and written.

use std::borrow::Cow;

/// How many bytes at the beginning are plain inside a string: no quote, no backslash, no control character.
///
/// Eight at a time, after "Bit Twiddling Hacks" (hasless): texts are most of what a body is.
pub(super) fn plain(bytes: &[u8]) -> usize {
    const EACH: u64 = u64::from_le_bytes([1; 8]);
    const HIGH: u64 = EACH << 7;
    // The lowest bit set is right; a borrow may set others above it.
    let zeros = |word: u64| word.wrapping_sub(EACH) & !word;
    let (words, rest) = bytes.as_chunks::<8>();
    for (index, word) in words.iter().enumerate() {
        let word = u64::from_le_bytes(*word);
        let controls = word.wrapping_sub(EACH * 0x20) & !word;
        let found = (controls | zeros(word ^ (EACH * b'"' as u64)) | zeros(word ^ (EACH * b'\\' as u64))) & HIGH;
        if found != 0 {
            return index * 8 + found.trailing_zeros() as usize / 8;
        }
    }
    let is_special = |&byte: &u8| matches!(byte, b'"' | b'\\' | 0..0x20);
    words.len() * 8 + rest.iter().position(is_special).unwrap_or(rest.len())
}

/// The inside of a string token decoded. Lone surrogates become U+FFFD; the token was checked by the parser.
pub(super) fn decode(inside: &str) -> Cow<'_, str> {
    let mut at = plain(inside.as_bytes());
    if at == inside.len() {
        return Cow::Borrowed(inside);
    }
    let mut out = String::with_capacity(inside.len());
    let mut rest = inside;
    while at < rest.len() {
        out.push_str(&rest[..at]);
        let escape = rest.as_bytes()[at + 1];
        rest = &rest[at + 2..];
        match escape {
            b'b' => out.push('\u{8}'),
            b'f' => out.push('\u{c}'),
            b'n' => out.push('\n'),
            b'r' => out.push('\r'),
            b't' => out.push('\t'),
            b'u' => {
                let unit = hex(rest);
                rest = &rest[4..];
                let low = rest.strip_prefix("\\u").map(hex).filter(|low| (0xdc00..0xe000).contains(low));
                match (unit, low) {
                    (0xd800..0xdc00, Some(low)) => {
                        rest = &rest[6..];
                        let code = 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
                        out.push(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER));
                    }
                    _ => out.push(char::from_u32(unit).unwrap_or(char::REPLACEMENT_CHARACTER)),
                }
            }
            other => out.push(char::from(other)),
        }
        at = plain(rest.as_bytes());
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// The first four characters as hex digits.
fn hex(text: &str) -> u32 {
    text.get(..4).and_then(|digits| u32::from_str_radix(digits, 16).ok()).unwrap_or(0xfffd)
}

/// Appends a text as a string token. It escapes what RFC 8259 demands, in serde_json's way, and nothing else.
pub(super) fn quote(out: &mut String, text: &str) {
    out.push('"');
    let mut rest = text;
    loop {
        let (before, after) = rest.split_at(plain(rest.as_bytes()));
        out.push_str(before);
        let Some(&special) = after.as_bytes().first() else { break };
        match special {
            b'"' => out.push_str("\\\""),
            b'\\' => out.push_str("\\\\"),
            0x8 => out.push_str("\\b"),
            0xc => out.push_str("\\f"),
            b'\n' => out.push_str("\\n"),
            b'\r' => out.push_str("\\r"),
            b'\t' => out.push_str("\\t"),
            control => {
                let digit = |value: u8| char::from(b"0123456789abcdef"[usize::from(value)]);
                out.push_str("\\u00");
                out.push(digit(control >> 4));
                out.push(digit(control & 0xf));
            }
        }
        rest = &after[1..];
    }
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_special_is_found_at_every_place() {
        for special in [b'"', b'\\', 0, 0x1f, b'\n'] {
            for length in 0..40 {
                for place in 0..length {
                    // Neighbours that a borrow could take for special ones.
                    for filler in [b'#', b'!', b'[', b']', b' ', 0x7f, 0x80, 0xff] {
                        let mut bytes = vec![filler; length];
                        assert_eq!(plain(&bytes), length, "{filler}");
                        bytes[place] = special;
                        assert_eq!(plain(&bytes), place, "{special} among {length} of {filler}");
                    }
                }
            }
        }
    }

    #[test]
    fn every_character_is_quoted_as_serde_json_does_and_reads_back() {
        let all: String = (0..0x300).chain([0x2028, 0xfffd, 0x1f600]).filter_map(char::from_u32).collect();
        for text in ["", "plain", "\"", "a\u{1}\\", &all] {
            let mut ours = String::new();
            quote(&mut ours, text);
            assert_eq!(ours, serde_json::to_string(text).expect("a string"));
            assert_eq!(decode(&ours[1..ours.len() - 1]), text);
        }
    }
}
