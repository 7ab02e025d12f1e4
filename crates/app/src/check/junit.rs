//! JUnit XML, as CI systems read it.

use std::fmt::Write as _;

use super::{Checked, Outcome};

/// A test suite with one case a fixture; new, changed and failed ones are failures.
#[must_use]
pub fn xml<'a>(checked: impl Iterator<Item = &'a Checked>) -> String {
    let checked: Vec<&Checked> = checked.collect();
    let failures = checked.iter().filter(|one| one.outcome != Outcome::Passed).count();
    let seconds: f64 = checked.iter().map(|one| one.took.as_secs_f64()).sum();
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let count = checked.len();
    writeln!(
        out,
        "<testsuite name=\"triptych check\" tests=\"{count}\" failures=\"{failures}\" time=\"{seconds:.6}\">"
    )
    .expect("a string takes it");
    for one in checked {
        let (name, time) = (escape(&one.name), one.took.as_secs_f64());
        write!(out, "  <testcase classname=\"fixtures\" name=\"{name}\" time=\"{time:.6}\"")
            .expect("a string takes it");
        match &one.outcome {
            Outcome::Passed => out.push_str("/>\n"),
            outcome => {
                let (kind, text) = (outcome.as_str(), escape(&explain(one)));
                write!(out, ">\n    <failure type=\"{kind}\" message=\"{kind}\">{text}</failure>\n  </testcase>\n")
                    .expect("a string takes it");
            }
        }
    }
    out.push_str("</testsuite>\n");
    out
}

/// What is wrong, for people: a line a difference that counts.
#[must_use]
pub fn explain(checked: &Checked) -> String {
    let shown =
        |value: &Option<serde_json::Value>| value.as_ref().map_or_else(|| "nothing".to_owned(), ToString::to_string);
    match &checked.outcome {
        Outcome::Passed => String::new(),
        Outcome::New => {
            "there is no expected.json yet: look at what it becomes, then accept it with --bless".to_owned()
        }
        Outcome::Failed(reason) => reason.clone(),
        Outcome::Changed => {
            let line = |one: &super::Difference| {
                format!("{}: expected {}, found {}", one.pointer, shown(&one.expected), shown(&one.actual))
            };
            checked.counting().map(line).collect::<Vec<_>>().join("\n")
        }
    }
}

/// Text for XML 1.0, which has no way to say most control characters: those become U+FFFD.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' | '\t' => out.push(character),
            '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => out.push(char::REPLACEMENT_CHARACTER),
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_text_stays_text() {
        let passed = Checked::begun("a", Outcome::Passed);
        let failed = Checked::unreadable("b\"", "<b>\u{1b}&\"");
        let xml = xml([passed, failed].iter());
        assert!(xml.contains("tests=\"2\" failures=\"1\""), "{xml}");
        assert!(xml.contains("name=\"b&quot;\""), "{xml}");
        assert!(xml.contains("&lt;b&gt;\u{fffd}&amp;&quot;</failure>"), "{xml}");
    }
}
