//! Two documents in one: what is the same once, what differs twice.

use serde_json::Value;
use triptych_core::pointer;

use crate::check::Difference;

/// What a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    Same,
    Expected,
    Actual,
    IgnoredExpected,
    IgnoredActual,
}

/// Writes both, line by line. `at` is the document's pointer in the array of documents.
pub(super) fn merged(
    at: &str,
    expected: Option<&Value>,
    actual: Option<&Value>,
    differences: &[Difference],
    write: &mut impl FnMut(Mark, &str),
) {
    walk(at, &Line { indent: 0, key: None, comma: false }, expected, actual, differences, write);
}

/// What stands around a value.
struct Line<'a> {
    indent: usize,
    key: Option<&'a str>,
    comma: bool,
}

impl Line<'_> {
    fn text(&self, value: &str) -> String {
        let key = self.key.map(|key| format!("{}: ", Value::String(key.to_owned()))).unwrap_or_default();
        format!("{}{key}{value}", "  ".repeat(self.indent))
    }

    fn end(&self) -> &'static str {
        if self.comma { "," } else { "" }
    }
}

fn walk(
    at: &str,
    line: &Line<'_>,
    expected: Option<&Value>,
    actual: Option<&Value>,
    differences: &[Difference],
    write: &mut impl FnMut(Mark, &str),
) {
    match (expected, actual) {
        (Some(Value::Object(left)), Some(Value::Object(right))) => {
            write(Mark::Same, &line.text("{"));
            let keys: Vec<&String> = left.keys().chain(right.keys().filter(|key| !left.contains_key(*key))).collect();
            for (index, key) in keys.iter().enumerate() {
                let mut next = at.to_owned();
                pointer::push(&mut next, key);
                let inside = Line { indent: line.indent + 1, key: Some(key), comma: index + 1 < keys.len() };
                walk(&next, &inside, left.get(*key), right.get(*key), differences, write);
            }
            write(Mark::Same, &format!("{}}}{}", "  ".repeat(line.indent), line.end()));
        }
        (Some(Value::Array(left)), Some(Value::Array(right))) => {
            write(Mark::Same, &line.text("["));
            let count = left.len().max(right.len());
            for index in 0..count {
                let inside = Line { indent: line.indent + 1, key: None, comma: index + 1 < count };
                walk(&format!("{at}/{index}"), &inside, left.get(index), right.get(index), differences, write);
            }
            write(Mark::Same, &format!("{}]{}", "  ".repeat(line.indent), line.end()));
        }
        (expected, actual) if expected == actual => whole(line, expected, Mark::Same, write),
        (expected, actual) => {
            let is_ignored = differences.iter().any(|one| one.pointer == at && one.ignored.is_some());
            let marks = match is_ignored {
                true => (Mark::IgnoredExpected, Mark::IgnoredActual),
                false => (Mark::Expected, Mark::Actual),
            };
            whole(line, expected, marks.0, write);
            whole(line, actual, marks.1, write);
        }
    }
}

fn whole(line: &Line<'_>, value: Option<&Value>, mark: Mark, write: &mut impl FnMut(Mark, &str)) {
    let Some(value) = value else { return };
    let text = serde_json::to_string_pretty(value).unwrap_or_default();
    let mut lines = text.lines().peekable();
    let mut is_first = true;
    while let Some(own) = lines.next() {
        let end = if lines.peek().is_none() { line.end() } else { "" };
        let text = if is_first { line.text(own) } else { format!("{}{own}", "  ".repeat(line.indent)) };
        is_first = false;
        write(mark, &format!("{text}{end}"));
    }
}
