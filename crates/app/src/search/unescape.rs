//! What JSON's escapes stand for, wherever they stand: a search looks at a body both ways, for it may be no JSON at all.

/// The text with `\u00e9`, `\/`, `\n` and the like replaced by what they mean; `None` where there is nothing to replace.
/// What is no escape stays, and so do halves of surrogate pairs.
pub(super) fn unescaped(text: &str) -> Option<String> {
    let mut rest = text;
    let mut out = String::new();
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let (character, length) = escape(rest).unwrap_or(('\\', 1));
        out.push(character);
        rest = &rest[length..];
    }
    if rest.len() == text.len() {
        return None;
    }
    out.push_str(rest);
    Some(out)
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
            (r#"caf\u00e9 \/ \"x\" a\nb \\u0041"#, Some("café / \"x\" a\nb \\u0041")),
            (r"\ud83d\ude00!", Some("😀!")),
            (r"\ud83d \ude00 \u12 \u+123 \x \", Some(r"\ud83d \ude00 \u12 \u+123 \x \")),
            (r"é\u00E9", Some("éé")),
        ] {
            assert_eq!(unescaped(text).as_deref(), expected, "{text}");
        }
    }
}
