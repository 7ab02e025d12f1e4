//! Text for terminals, and lines of JSON.

use std::fmt::Write as _;
use std::io::{self, Write as _};

use serde::Serialize;

/// Hostile text for a terminal: what could move the cursor, hide or reorder text stands as `\u{…}`.
pub(crate) fn safe(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        if is_treacherous(character) {
            write!(out, "\\u{{{:x}}}", u32::from(character)).expect("a string takes it");
        } else {
            out.push(character);
        }
    }
    out
}

/// The same on one line, cut after `characters`.
pub(crate) fn line(text: &str, characters: usize) -> String {
    let flat = safe(&text.replace('\n', "⏎"));
    match flat.char_indices().nth(characters) {
        Some((end, _)) => format!("{}…", &flat[..end]),
        None => flat,
    }
}

fn is_treacherous(character: char) -> bool {
    (character.is_control() && !matches!(character, '\n' | '\t'))
        || matches!(character, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{061c}')
}

/// `1 capture`, `2 captures`.
pub(crate) fn counted(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}

/// One JSON object on a line of its own, at once.
pub(crate) fn json(value: &impl Serialize) -> io::Result<()> {
    let mut text = serde_json::to_string(value).map_err(io::Error::other)?;
    text.push('\n');
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()
}

/// A line of text, at once.
pub(crate) fn text(line: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(out, "{line}")?;
    out.flush()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_terminal_sees_no_tricks() {
        assert_eq!(safe("a\u{1b}[2Jb\u{202e}c\n\u{200b}d\té"), "a\\u{1b}[2Jb\\u{202e}c\n\\u{200b}d\té");
        assert_eq!(line("ab\ncd", 4), "ab⏎c…");
        assert_eq!(line("abcd", 4), "abcd");
    }
}
