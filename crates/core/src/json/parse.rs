//! Bytes → arena. One pass, recursion bounded by [`MAX_DEPTH`].

use std::cell::Cell;
use std::fmt;

use super::{Doc, Kind, MAX_DEPTH, NO_PARENT, Node, Place, text};

/// Where and why a text is no JSON.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParseError {
    /// What was expected and what was found.
    pub message: String,
    /// Byte offset in the body.
    pub offset: usize,
    /// From 1.
    pub line: usize,
    /// From 1, in characters.
    pub column: usize,
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at line {}, column {}", self.message, self.line, self.column)
    }
}

const BOM: &str = "\u{feff}";

pub(super) fn parse(body: &[u8]) -> Result<Doc<'_>, ParseError> {
    let text = std::str::from_utf8(body).map_err(|error| {
        let offset = error.valid_up_to();
        fault(body, offset, format!("not UTF-8: byte 0x{:02x}", body[offset]))
    })?;
    if u32::try_from(body.len()).is_err() {
        return Err(fault(body, 0, "larger than 4 GiB".to_owned()));
    }
    let at = if text.starts_with(BOM) { BOM.len() } else { 0 };
    let mut parser = Parser { bytes: body, at, nodes: Vec::with_capacity(body.len() / 16) };
    parser.document().map_err(|found| fault(body, found.offset, found.message))?;
    Ok(Doc { body: text, nodes: parser.nodes })
}

fn fault(body: &[u8], offset: usize, message: String) -> ParseError {
    let before = &body[..offset];
    let line = before.iter().filter(|&&byte| byte == b'\n').count() + 1;
    let line_start = before.iter().rposition(|&byte| byte == b'\n').map_or(0, |newline| newline + 1);
    let line_text = before[line_start..].strip_prefix(BOM.as_bytes()).unwrap_or(&before[line_start..]);
    let column = line_text.iter().filter(|&&byte| byte & 0xc0 != 0x80).count() + 1;
    ParseError { message, offset, line, column }
}

struct Fault {
    offset: usize,
    message: String,
}

struct Parser<'a> {
    bytes: &'a [u8],
    at: usize,
    nodes: Vec<Node>,
}

impl Parser<'_> {
    fn document(&mut self) -> Result<(), Fault> {
        self.space();
        if self.peek().is_none() {
            return Err(self.fault("expected JSON, found nothing"));
        }
        self.value(NO_PARENT, Place::Root, 0)?;
        self.space();
        match self.peek() {
            None => Ok(()),
            Some(_) => Err(self.unexpected("the end after the JSON value")),
        }
    }

    fn value(&mut self, parent: u32, place: Place, depth: usize) -> Result<(), Fault> {
        let index = self.nodes.len();
        let kind = match self.peek() {
            Some(b'{') => Kind::Object,
            Some(b'[') => Kind::Array,
            Some(b'"') => Kind::String,
            Some(b'-' | b'0'..=b'9') => Kind::Number,
            Some(b't' | b'f') => Kind::Bool,
            Some(b'n') => Kind::Null,
            _ => return Err(self.unexpected("a value")),
        };
        let start = short(self.at);
        let (read, decisive) = (Cell::new(false), Cell::new(false));
        self.nodes.push(Node { kind, escaped: false, read, decisive, start, end: start, after: 0, parent, place });
        let mut escaped = false;
        match kind {
            Kind::Object | Kind::Array if depth == MAX_DEPTH => {
                return Err(self.fault(&format!("nested deeper than {MAX_DEPTH} levels")));
            }
            Kind::Object => self.object(short(index), depth + 1)?,
            Kind::Array => self.array(short(index), depth + 1)?,
            Kind::String => escaped = self.string()?,
            Kind::Number => self.number()?,
            Kind::Bool | Kind::Null => self.word()?,
        }
        let (end, after) = (short(self.at), short(self.nodes.len()));
        let node = &mut self.nodes[index];
        (node.escaped, node.end, node.after) = (escaped, end, after);
        Ok(())
    }

    fn object(&mut self, this: u32, depth: usize) -> Result<(), Fault> {
        self.at += 1;
        self.space();
        if self.eat(b'}') {
            return Ok(());
        }
        loop {
            let start = short(self.at + 1);
            if self.peek() != Some(b'"') {
                return Err(self.unexpected("a key in quotes"));
            }
            let escaped = self.string()?;
            let place = Place::Key { start, end: short(self.at - 1), escaped };
            self.space();
            if !self.eat(b':') {
                return Err(self.unexpected("a colon after the key"));
            }
            self.space();
            self.value(this, place, depth)?;
            self.space();
            if self.eat(b'}') {
                return Ok(());
            }
            if !self.eat(b',') {
                return Err(self.unexpected("a comma or the end of the object"));
            }
            self.space();
        }
    }

    fn array(&mut self, this: u32, depth: usize) -> Result<(), Fault> {
        self.at += 1;
        self.space();
        if self.eat(b']') {
            return Ok(());
        }
        for index in 0.. {
            self.value(this, Place::Index(index), depth)?;
            self.space();
            if self.eat(b']') {
                return Ok(());
            }
            if !self.eat(b',') {
                return Err(self.unexpected("a comma or the end of the array"));
            }
            self.space();
        }
        Ok(())
    }

    /// Whether anything in it is escaped.
    fn string(&mut self) -> Result<bool, Fault> {
        self.at += 1;
        let mut escaped = false;
        loop {
            self.at += text::plain(&self.bytes[self.at..]);
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(escaped);
                }
                Some(b'\\') => {
                    self.escape()?;
                    escaped = true;
                }
                Some(control) => {
                    return Err(
                        self.fault(&format!("a control character (0x{control:02x}) inside a string must be escaped"))
                    );
                }
                None => return Err(self.fault("the text ends inside a string")),
            }
        }
    }

    fn escape(&mut self) -> Result<(), Fault> {
        match self.bytes.get(self.at + 1) {
            Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => {
                self.at += 2;
                Ok(())
            }
            Some(b'u') => {
                let digits = self.bytes.get(self.at + 2..self.at + 6);
                if digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit)) {
                    self.at += 6;
                    Ok(())
                } else {
                    Err(self.fault("expected four hex digits after \\u"))
                }
            }
            Some(_) => Err(self.fault("unknown escape in a string")),
            None => Err(self.fault("the text ends inside a string")),
        }
    }

    fn number(&mut self) -> Result<(), Fault> {
        self.eat(b'-');
        if !self.eat(b'0') {
            self.digits("a digit")?;
        }
        if self.eat(b'.') {
            self.digits("a digit after the decimal point")?;
        }
        if self.eat(b'e') || self.eat(b'E') {
            let _ = self.eat(b'+') || self.eat(b'-');
            self.digits("a digit in the exponent")?;
        }
        match self.peek() {
            Some(b'0'..=b'9') => Err(self.fault("a number must not begin with 0")),
            _ => Ok(()),
        }
    }

    fn digits(&mut self, expected: &str) -> Result<(), Fault> {
        let start = self.at;
        while matches!(self.peek(), Some(b'0'..=b'9')) {
            self.at += 1;
        }
        if self.at == start { Err(self.unexpected(expected)) } else { Ok(()) }
    }

    fn word(&mut self) -> Result<(), Fault> {
        for word in ["true", "false", "null"] {
            if self.bytes[self.at..].starts_with(word.as_bytes()) {
                self.at += word.len();
                return Ok(());
            }
        }
        Err(self.unexpected("a value"))
    }

    fn space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn eat(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        if found {
            self.at += 1;
        }
        found
    }

    fn unexpected(&self, expected: &str) -> Fault {
        let rest = std::str::from_utf8(&self.bytes[self.at..]).unwrap_or_default();
        match rest.chars().next() {
            Some(found) => self.fault(&format!("expected {expected}, found {found:?}")),
            None => self.fault(&format!("expected {expected}, but the text ends")),
        }
    }

    fn fault(&self, message: &str) -> Fault {
        Fault { offset: self.at, message: message.to_owned() }
    }
}

fn short(offset: usize) -> u32 {
    u32::try_from(offset).expect("bodies beyond 4 GiB are refused before parsing")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_are_named_and_placed() {
        let cases: &[(&[u8], &str)] = &[
            (b"", "expected JSON, found nothing at line 1, column 1"),
            (b" \n ", "expected JSON, found nothing at line 2, column 2"),
            (b"{\"a\":1", "expected a comma or the end of the object, but the text ends at line 1, column 7"),
            (b"{\n \"\xc3\xa9\": x}", "expected a value, found 'x' at line 2, column 7"),
            (b"{a:1}", "expected a key in quotes, found 'a' at line 1, column 2"),
            (b"[1,]", "expected a value, found ']' at line 1, column 4"),
            (b"\"a", "the text ends inside a string at line 1, column 3"),
            (b"\"\x01\"", "a control character (0x01) inside a string must be escaped at line 1, column 2"),
            (b"\"\\x\"", "unknown escape in a string at line 1, column 2"),
            (b"\"\\u12g4\"", "expected four hex digits after \\u at line 1, column 2"),
            (b"01", "a number must not begin with 0 at line 1, column 2"),
            (b"1.", "expected a digit after the decimal point, but the text ends at line 1, column 3"),
            (b"-", "expected a digit, but the text ends at line 1, column 2"),
            (b"nul", "expected a value, found 'n' at line 1, column 1"),
            (b"{} {}", "expected the end after the JSON value, found '{' at line 1, column 4"),
            (b"[\"\xff\"]", "not UTF-8: byte 0xff at line 1, column 3"),
            (b"\xef\xbb\xbf{x", "expected a key in quotes, found 'x' at line 1, column 2"),
        ];
        for (body, expected) in cases {
            let error = parse(body).expect_err(expected);
            assert_eq!(error.to_string(), *expected);
        }
    }

    #[test]
    fn nesting_ends_at_the_limit() {
        let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        assert!(parse(nested(MAX_DEPTH).as_bytes()).is_ok());
        let error = parse(nested(MAX_DEPTH + 1).as_bytes()).expect_err("too deep");
        assert_eq!(error.message, "nested deeper than 128 levels");
    }

    #[test]
    fn agrees_with_serde_json_on_what_is_json() {
        let texts = [
            "0",
            "-0",
            "1e5",
            "1E+5",
            "1.5e-3",
            "[]",
            "{}",
            "[[],{}]",
            "true",
            " null ",
            "\"\\u00e9\\n\"",
            "1e",
            ".5",
            "+1",
            "tru",
            "[1 2]",
            "{\"a\"}",
            "{\"a\":1,}",
            "\u{feff}",
        ];
        for text in texts {
            let ours = parse(text.as_bytes()).is_ok();
            let theirs = serde_json::from_str::<serde_json::Value>(text).is_ok();
            assert_eq!(ours, theirs, "{text}");
        }
    }
}
