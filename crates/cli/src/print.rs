//! Text for terminals, and lines of JSON.

use std::fmt::{Display, Write as _};
use std::io::{self, Write as _};

use serde::Serialize;
use triptych_core::visible::is_hidden;

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
    is_hidden(character) && !matches!(character, '\n' | '\t')
}

/// So many captures.
pub(crate) fn captures<N: Display + PartialEq + From<u8>>(count: N) -> String {
    let noun = if count == N::from(1) { "capture" } else { "captures" };
    format!("{count} {noun}")
}

/// One JSON object on a line of its own, at once. A terminal may show it, and readers of lines may break them at more
/// than line feeds: what is hidden stands escaped.
pub(crate) fn json(value: &impl Serialize) -> io::Result<()> {
    let mut text = escaped(serde_json::to_string(value).map_err(io::Error::other)?);
    text.push('\n');
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()
}

/// The same JSON without hidden characters: but for line ends and tabs, which strings have escaped already, they are in
/// strings alone.
fn escaped(json: String) -> String {
    let is_hidden = |character: char| is_hidden(character) && !matches!(character, '\n' | '\r' | '\t');
    if !json.contains(is_hidden) {
        return json;
    }
    let mut out = String::with_capacity(json.len() + 64);
    for character in json.chars() {
        if is_hidden(character) {
            for unit in character.encode_utf16(&mut [0; 2]) {
                write!(out, "\\u{unit:04x}").expect("a string takes it");
            }
        } else {
            out.push(character);
        }
    }
    out
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

    #[test]
    fn json_is_the_same_without_hidden_characters() {
        let value = serde_json::json!({"a\u{202e}": "\u{1b}\u{9b}\u{7f} é \u{2028}\u{e0041}\n"});
        let text = escaped(value.to_string());
        assert_eq!(text, r#"{"a\u202e":"\u001b\u009b\u007f é \u2028\udb40\udc41\n"}"#);
        assert_eq!(serde_json::from_str::<serde_json::Value>(&text).expect("JSON"), value);
    }
}
