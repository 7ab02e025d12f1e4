//! What JSON's escapes stand for, wherever they stand: a search looks at a body both ways, for it may be no JSON at all.

use std::ops::Range;

use triptych_core::fold::fold;

/// A text without its escapes, folded.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Unescaped {
    pub(super) folded: String,
    /// Where in it stands what was an escape, in order.
    meant: Vec<Range<usize>>,
}

/// The text with `\u00e9`, `\/`, `\n` and the like replaced by what they mean; `None` where there is nothing to replace.
/// Folded piece by piece, which is as good as at once.
///
/// What is no escape stays, and so do halves of surrogate pairs.
pub(super) fn unescaped(text: &str) -> Option<Unescaped> {
    let mut rest = text;
    let (mut folded, mut meant) = (String::new(), Vec::new());
    while let Some(at) = rest.find('\\') {
        folded.push_str(&fold(&rest[..at]));
        rest = &rest[at..];
        if let Some((character, length)) = escape(rest) {
            let start = folded.len();
            folded.push_str(&fold(character.encode_utf8(&mut [0; 4])));
            // Of a mark nothing is left but that its neighbours meet.
            meant.push(start..folded.len());
            rest = &rest[length..];
        } else {
            folded.push('\\');
            rest = &rest[1..];
        }
    }
    folded.push_str(&fold(rest));
    (!meant.is_empty()).then_some(Unescaped { folded, meant })
}

impl Unescaped {
    /// The parts of the text in which something stands that the text with its escapes has not: what was an escape, and
    /// so many characters before and after.
    pub(super) fn news(&self, around: usize) -> Vec<&str> {
        let mut parts: Vec<Range<usize>> = Vec::new();
        for meant in &self.meant {
            let text = &self.folded;
            let before = text[..meant.start].char_indices().rev().take(around).last();
            let start = before.map_or(meant.start, |(at, _)| at);
            let after = text[meant.end..].char_indices().nth(around);
            let end = after.map_or(text.len(), |(at, _)| meant.end + at);
            match parts.last_mut() {
                Some(last) if start <= last.end => last.end = end,
                _ => parts.push(start..end),
            }
        }
        parts.into_iter().map(|part| &self.folded[part]).collect()
    }
}

/// The character and its escape's length in bytes.
fn escape(text: &str) -> Option<(char, usize)> {
    let character = match text.as_bytes().get(1)? {
        b'n' => '\n',
        b'r' => '\r',
        b't' => '\t',
        b'b' => '\u{8}',
        b'f' => '\u{c}',
        b'"' => '"',
        b'\\' => '\\',
        b'/' => '/',
        b'u' => return unicode(text),
        _ => return None,
    };
    Some((character, 2))
}

fn unicode(text: &str) -> Option<(char, usize)> {
    let unit = unit(text)?;
    if !(0xd800..0xdc00).contains(&unit) {
        return char::from_u32(unit).map(|character| (character, 6));
    }
    let low = self::unit(text.get(6..)?).filter(|low| (0xdc00..0xe000).contains(low))?;
    char::from_u32(0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00)).map(|character| (character, 12))
}

/// The number in `\uXXXX`.
fn unit(text: &str) -> Option<u32> {
    let digits = text.strip_prefix("\\u")?.get(..4)?;
    if digits.bytes().all(|digit| digit.is_ascii_hexdigit()) { u32::from_str_radix(digits, 16).ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::unescaped;

    #[test]
    fn escapes_become_what_they_mean() {
        for (text, expected) in [
            ("plain", None),
            (r#"caf\u00e9 \/ \"x\" a\nb \\u0041"#, Some("cafe / \"x\" a\nb \\u0041")),
            (r"\ud83d\ude00!", Some("😀!")),
            (r"\ud83d \ude00 \u12 \u+123 \x \", None),
            (r"\u12 \n\", Some("\\u12 \n\\")),
            (r"É\u00E9", Some("ee")),
        ] {
            assert_eq!(unescaped(text).map(|found| found.folded).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn only_what_is_new_is_told() {
        for (text, news) in [
            (r"abcdef\/ghijkl", &["ef/gh"][..]),
            (r"\u00e9", &["e"]),
            (r"abcde\u0301fghi", &["defg"]),
            (r"日本語\n日\t本語x", &["本語\n日\t本語"]),
            (r"a\/bcdef\/g", &["a/bc", "ef/g"]),
            (r"a\/bcde\/g", &["a/bcde/g"]),
        ] {
            assert_eq!(unescaped(text).expect("escapes").news(2), news, "{text}");
        }
    }
}
