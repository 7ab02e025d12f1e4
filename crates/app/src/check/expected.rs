//! `expected.json`: what is expected of a fixture, read and written.

use std::path::PathBuf;

use serde_json::Value;
use triptych_core::envelope;

use super::{check, values};
use crate::fixtures::golden::replace;
use crate::fixtures::{EXPECTED_FILE, Fixture, read_if_there};

/// What is expected of a fixture: the documents; `None` where nothing is yet.
///
/// # Errors
/// A sentence, where that is not to be read.
pub fn expected(fixture: &Fixture) -> Result<Option<Vec<Value>>, String> {
    text(fixture)?.map(|text| parse(&text)).transpose()
}

/// `expected.json` as it stands; `None` where there is none.
pub(super) fn text(fixture: &Fixture) -> Result<Option<Vec<u8>>, String> {
    read_if_there(&path(fixture)?).map_err(|error| error.within())
}

/// What that text says.
pub(super) fn parse(text: &[u8]) -> Result<Vec<Value>, String> {
    let text = text.strip_prefix("\u{feff}".as_bytes()).unwrap_or(text);
    match serde_json::from_slice(text).map_err(|error| format!("{EXPECTED_FILE} is no JSON: {error}"))? {
        Value::Array(documents) => Ok(documents),
        _ => Err(format!("{EXPECTED_FILE} is no array of documents")),
    }
}

/// Whether that text is the array of these documents, byte for byte but for white space between its tokens: mostly it is,
/// and then nothing has to be parsed.
pub(super) fn is_array_of(text: &[u8], documents: &[String]) -> bool {
    let array = format!("[{}]", documents.join(","));
    let mut wanted = array.bytes();
    let (mut in_text, mut is_escaped) = (false, false);
    // What precedes white space: two numbers that it holds apart are not one.
    let (mut before, mut apart) = (b'[', false);
    let is_word = |byte: u8| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte);
    for &byte in text {
        if !in_text && b" \n\r\t".contains(&byte) {
            apart = true;
            continue;
        }
        let is_torn = apart && is_word(before) && is_word(byte);
        if is_torn || wanted.next() != Some(byte) {
            return false;
        }
        in_text ^= byte == b'"' && !is_escaped;
        is_escaped = in_text && byte == b'\\' && !is_escaped;
        (before, apart) = (byte, false);
    }
    wanted.next().is_none()
}

/// The text of `expected.json` for documents: indented, an array.
///
/// # Errors
/// A sentence, where a document is no JSON.
pub fn expected_json(documents: &[String]) -> Result<String, String> {
    let mut text = serde_json::to_string_pretty(&values(documents)?).map_err(|error| error.to_string())?;
    text.push('\n');
    Ok(text)
}

/// Writes what the fixture becomes now as what is expected of it; whether it was another text.
///
/// # Errors
/// A sentence, where it cannot be converted or written.
pub fn bless(fixture: &Fixture) -> Result<bool, String> {
    let path = path(fixture)?;
    // What cannot be converted must not become an empty list; what is wrong in expected.json is what blessing repairs.
    envelope::parse(&fixture.body).map_err(|error| error.to_string())?;
    let text = expected_json(&check(fixture).documents)?;
    let is_there = read_if_there(&path).is_ok_and(|before| before.as_deref() == Some(text.as_bytes()));
    if !is_there {
        replace(&path, text.as_bytes()).map_err(|error| format!("cannot write {}: {error}", path.display()))?;
    }
    Ok(!is_there)
}

fn path(fixture: &Fixture) -> Result<PathBuf, String> {
    let folder = fixture.folder.as_deref();
    folder.map(|folder| folder.join(EXPECTED_FILE)).ok_or_else(|| "it is no folder with a request.json".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_between_tokens_is_no_difference() {
        let documents = [r#"{"a":"x \\\" y","b":[1,2]}"#.to_owned(), "{}".to_owned()];
        let written = expected_json(&documents).expect("JSON");
        assert!(written.contains("\n    \"b\": [") && is_array_of(written.as_bytes(), &documents), "{written}");
        assert!(is_array_of(b" [ ]\r\n", &[]) && !is_array_of(b"[", &[]) && !is_array_of(b"[]]", &[]));
        for (from, to) in [("x ", "x"), ("1", "2"), ("{}", "{ }, {}"), ("[\n      1", "[\n      1, 1"), ("]\n", "")] {
            let other = written.replacen(from, to, 1);
            assert!(other != written && !is_array_of(other.as_bytes(), &documents), "{from} became {to}");
        }
        // Two tokens that only white space holds apart.
        assert!(!is_array_of(b"[1 2]", &["12".to_owned()]) && is_array_of(b"[ 12 ]", &["12".to_owned()]));
    }
}
