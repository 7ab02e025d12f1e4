//! Text as a search sees it: without case and without diacritics, so that `cafe` finds `CAFÉ`.
//!
//! Each character folds by itself, whatever stands beside it: what is part of a text folds to what is part of the folded
//! text. A search may therefore fold both and look for the one in the other.

use unicode_normalization::char::decompose_canonical;

/// Characters (of a private use area) that no folded text holds: an index may use them for what is no text.
pub const RESERVED: std::ops::RangeInclusive<char> = '\u{f0000}'..='\u{f3fff}';

/// In lower case, without combining marks. What is reserved, and NUL, becomes U+FFFD. Nothing else is lost: CJK, Hangul
/// and emoji stay as they are.
#[must_use]
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.bytes().position(|byte| !byte.is_ascii() || byte == 0) {
        push_ascii(&mut out, &rest[..at]);
        let mut characters = rest[at..].chars();
        if let Some(character) = characters.next() {
            push(&mut out, character);
        }
        rest = characters.as_str();
    }
    push_ascii(&mut out, rest);
    out
}

fn push_ascii(out: &mut String, text: &str) {
    let start = out.len();
    out.push_str(text);
    out[start..].make_ascii_lowercase();
}

fn push(out: &mut String, character: char) {
    match character {
        '\0' => out.push(char::REPLACEMENT_CHARACTER),
        // In parts, a syllable would be found in every other one that begins with it.
        '\u{ac00}'..='\u{d7a3}' => out.push(character),
        _ => decompose_canonical(character, |part| {
            let lower = part.to_lowercase().filter(|lower| !is_mark(*lower));
            out.extend(lower.map(|lower| match lower {
                'ς' => 'σ',
                lower if RESERVED.contains(&lower) => char::REPLACEMENT_CHARACTER,
                lower => lower,
            }));
        }),
    }
}

/// The blocks of combining diacritical marks. Vowel signs of Indic and other scripts are no diacritics.
fn is_mark(character: char) -> bool {
    matches!(
        character,
        '\u{300}'..='\u{36f}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}' | '\u{fe20}'..='\u{fe2f}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_and_diacritics_go_and_nothing_else() {
        for (text, folded) in [
            ("", ""),
            ("Hello 42", "hello 42"),
            ("CAFÉ cafe\u{301}", "cafe cafe"),
            ("Ångström Ṩ Đ", "angstrom s đ"),
            ("İstanbul", "istanbul"),
            ("ΌΔΟΣ όδος", "οδοσ οδοσ"),
            ("Йод Ё", "иод е"),
            ("日本 한국 😀 कि", "日本 한국 😀 कि"),
            ("a\0b\u{f0000}\u{f3fff}\u{f4000}", "a\u{fffd}b\u{fffd}\u{fffd}\u{f4000}"),
        ] {
            assert_eq!(fold(text), folded, "{text}");
        }
    }

    #[test]
    fn a_part_folds_to_a_part() {
        let text = "Ünï İ\u{301}ς ΣΑΣ 각 e\u{301}\0\u{f1000}ﬁ";
        let folded = fold(text);
        for (start, _) in text.char_indices() {
            for (end, character) in text[start..].char_indices() {
                let part = &text[start..start + end + character.len_utf8()];
                assert!(folded.contains(&fold(part)), "{part}");
            }
        }
        assert_eq!(fold(&folded), folded);
    }
}
