//! What the index looks for: three characters in a row, or a tag.

use triptych_core::fold::RESERVED;

/// One thing that a capture holds or does not.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Token(String);

/// How many trigrams of a text are looked for at most: the more the slower, and what they find is looked at once more.
const MOST_TRIGRAMS: usize = 16;

impl Token {
    /// A tag's, by its id.
    #[must_use]
    pub fn tag(id: u32) -> Self {
        Self(tag_text(id).collect())
    }

    /// What a text can be found by: exactly by one token; where there are several, it is in some of what holds all of
    /// them. Nothing for one or two characters of ASCII: they are in nearly everything.
    #[must_use]
    pub fn of_text(folded: &str) -> Vec<Self> {
        let characters: Vec<char> = folded.chars().collect();
        let Some(last) = characters.len().checked_sub(3) else {
            return match characters[..] {
                [one] if !one.is_ascii() => vec![Self(String::from_iter([BESIDE, one, BESIDE]))],
                [one, other] if !folded.is_ascii() => vec![Self(String::from_iter([one, BESIDE, other]))],
                _ => Vec::new(),
            };
        };
        // One after the other and the last one cover everything; of a long text some will do.
        let step = (last / (MOST_TRIGRAMS - 1)).max(3);
        let mut starts: Vec<usize> = (0..last).step_by(step).collect();
        starts.push(last);
        starts.into_iter().map(|start| Self(characters[start..start + 3].iter().collect())).collect()
    }

    /// As a term of an FTS5 query.
    pub(super) fn term(&self) -> String {
        format!("\"{}\"", self.0.replace('"', "\"\""))
    }
}

/// Every document has this tag: what is not this and not that is found by it.
pub(super) const EVERYTHING: u32 = 0;

/// A tag, by its id below 2^30, as text to be indexed. Three characters of three ranges, so that no three neighbours of several tags in a row
/// are taken for another one.
pub(super) fn tag_text(id: u32) -> impl Iterator<Item = char> {
    let base = u32::from(*RESERVED.start());
    [0_u32, 1, 2].into_iter().map(move |place| {
        let digit = (id >> (20 - 10 * place)) & 0x3ff;
        char::from_u32(base + 0x1000 * place + digit).expect("the reserved range has no holes")
    })
}

/// What single characters and pairs that are not ASCII are found by, as text to be indexed. Many a word of Chinese has
/// one character or two. In `xMyMz` the three characters in a row are the pairs `xMy` and `yMz`, and `MyM`.
pub(super) fn short_words(text: &str) -> String {
    let mut out = String::new();
    let mut last: Option<char> = None;
    let mut is_open = false;
    for character in text.chars() {
        let ends = character == SEPARATOR;
        let wanted = !ends && (!character.is_ascii() || last.is_some_and(|last| !last.is_ascii()));
        if wanted {
            if !is_open {
                out.push(BESIDE);
                if let Some(last) = last {
                    out.extend([last, BESIDE]);
                }
            }
            out.extend([character, BESIDE]);
        }
        is_open = wanted;
        last = (!ends).then_some(character);
    }
    out
}

/// Stands between characters that are looked for alone or in pairs.
const BESIDE: char = '\u{f3ffe}';

/// Stands between the parts of a document's text, so that nothing is found across.
pub const SEPARATOR: char = *RESERVED.end();

#[cfg(test)]
mod tests {
    use super::*;

    const LARGEST_TAG: u32 = (1 << 30) - 1;

    fn terms(text: &str) -> Vec<String> {
        Token::of_text(text).iter().map(Token::term).collect()
    }

    #[test]
    fn a_text_is_looked_for_by_its_trigrams() {
        assert_eq!(terms("ab"), [""; 0]);
        assert_eq!(terms("é"), [format!("\"{BESIDE}é{BESIDE}\"")]);
        assert_eq!(terms("aé"), [format!("\"a{BESIDE}é\"")]);
        assert_eq!(terms("日本語"), ["\"日本語\""]);
        assert_eq!(terms("abcd"), ["\"abc\"", "\"bcd\""]);
        assert_eq!(terms("a\"bcdefg"), ["\"a\"\"b\"", "\"cde\"", "\"efg\""]);
        let long: String = ('a'..='z').cycle().take(1000).collect();
        let found = terms(&long);
        assert!(found.len() <= MOST_TRIGRAMS + 1, "{}", found.len());
        assert_eq!((found[0].as_str(), found[found.len() - 1].as_str()), ("\"abc\"", "\"jkl\""));
    }

    #[test]
    fn characters_beyond_ascii_are_found_alone_and_in_pairs() {
        let text = format!("ab日本{SEPARATOR}é c{SEPARATOR}xyz 한w");
        let made: Vec<char> = short_words(&text).chars().collect();
        let found = |word: &str| {
            let token: Vec<char> = Token::of_text(word)[0].0.chars().collect();
            made.windows(3).any(|window| window == token)
        };
        for word in ["日", "本", "日本", "b日", "é", "é ", "한", " 한", "한w"] {
            assert!(found(word), "{word}");
        }
        for word in ["本日", "本é", "ü", "é日", "w한"] {
            assert!(!found(word), "{word}");
        }
        assert_eq!(short_words("nothing but ASCII"), "");
    }

    #[test]
    fn neighbours_are_no_tag() {
        let text: Vec<char> = [1, 2, 3, LARGEST_TAG].into_iter().flat_map(tag_text).collect();
        let tags: Vec<Vec<char>> = (0..5).chain([LARGEST_TAG]).map(|id| tag_text(id).collect()).collect();
        for (start, window) in text.windows(3).enumerate() {
            assert_eq!(tags.contains(&window.to_vec()), start % 3 == 0, "{start}");
        }
        assert!(text.iter().all(|character| RESERVED.contains(character) && *character != SEPARATOR));
    }
}
