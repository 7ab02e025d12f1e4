//! Header lines as somebody edits them: what is not changed goes out as it came, and what is changed is told.

use triptych_core::capture::header_lines;

use super::outgoing::Head;
use crate::views::{MASK, is_secret_header};

/// Longer values are told by their beginning.
const TOLD: usize = 60;
/// They follow from the body: nobody edits them.
const FRAMING: [&str; 2] = ["content-length", "transfer-encoding"];

/// A header line as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeaderLine {
    pub name: String,
    /// Masked where it is a secret.
    pub value: String,
    pub masked: bool,
}

impl HeaderLine {
    fn of(line: &[u8]) -> Self {
        // What stands before the first line end is the request line.
        let head = [b"\n", line].concat();
        let (name, value) = header_lines(&head).first().copied().unwrap_or_default();
        let masked = is_secret_header(name);
        let value = if masked { MASK.into() } else { String::from_utf8_lossy(value) };
        Self { name: String::from_utf8_lossy(name).into_owned(), value: value.into_owned(), masked }
    }

    fn parse(text: &str) -> Self {
        let (name, value) = text.split_once(':').unwrap_or((text, ""));
        let name = name.trim().to_owned();
        Self { masked: is_secret_header(name.as_bytes()), name, value: value.trim().to_owned() }
    }

    /// Whether this is its name, in whichever case.
    #[must_use]
    pub fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }

    fn told(&self) -> String {
        if self.masked {
            return MASK.to_owned();
        }
        if self.value.is_empty() {
            return "(empty)".to_owned();
        }
        let beginning: String = self.value.chars().take(TOLD).collect();
        if beginning.len() < self.value.len() { format!("{beginning}…") } else { beginning }
    }
}

impl Head {
    /// Its lines, in their order.
    pub(super) fn shown(&self) -> Vec<HeaderLine> {
        self.lines.iter().map(|line| HeaderLine::of(line)).collect()
    }

    /// Has these lines instead, `Name: value`, in this order; what is different now, a few words each.
    ///
    /// A line that says what one of the head's says stays that one, byte for byte, a masked one too. A masked one that
    /// the head does not have is left out, for nobody knows its value.
    pub(super) fn edit(&mut self, edited: &[String]) -> Vec<String> {
        let edited: Vec<HeaderLine> = edited.iter().map(|line| HeaderLine::parse(line)).collect();
        let own = self.shown();
        let places = places(&own, &edited);
        let mut words = Vec::new();
        let mut lines = Vec::with_capacity(edited.len());
        for (wanted, place) in edited.iter().zip(&places) {
            match place.map(|place| (&own[place], &self.lines[place])) {
                Some((was, line)) if was == wanted || is_framing(wanted) || is_kept_secret(was, wanted) => {
                    lines.push(line.clone());
                }
                Some((was, _)) => {
                    words.push(format!("header {}: {} → {}", wanted.name, was.told(), wanted.told()));
                    lines.push(written(wanted));
                }
                None if wanted.value == MASK || is_framing(wanted) => {}
                None => {
                    words.push(format!("header {} added: {}", wanted.name, wanted.told()));
                    lines.push(written(wanted));
                }
            }
        }
        for (place, (was, line)) in own.iter().zip(&self.lines).enumerate() {
            if places.contains(&Some(place)) {
                continue;
            }
            if is_framing(was) {
                lines.push(line.clone());
            } else {
                words.push(format!("header {} left out", was.name));
            }
        }
        if !places.iter().flatten().is_sorted() {
            words.push("headers in another order".to_owned());
        }
        self.lines = lines;
        words
    }
}

fn is_framing(line: &HeaderLine) -> bool {
    FRAMING.iter().any(|name| line.is(name))
}

/// Nobody typed over its dots.
fn is_kept_secret(was: &HeaderLine, wanted: &HeaderLine) -> bool {
    was.masked && wanted.value == MASK
}

fn written(line: &HeaderLine) -> Vec<u8> {
    format!("{}: {}\r\n", line.name, line.value).into_bytes()
}

/// Which of the own lines each edited one is: first those that say the same, then those of the same name.
fn places(own: &[HeaderLine], edited: &[HeaderLine]) -> Vec<Option<usize>> {
    let mut places = vec![None; edited.len()];
    let is_same = |one: &HeaderLine, other: &HeaderLine| one == other;
    let has_name = |one: &HeaderLine, other: &HeaderLine| one.is(&other.name);
    for matches in [&is_same as &dyn Fn(&HeaderLine, &HeaderLine) -> bool, &has_name] {
        for (index, wanted) in edited.iter().enumerate().filter(|(_, wanted)| !wanted.name.is_empty()) {
            if places[index].is_none() {
                let is_free = |place: &usize| !places.contains(&Some(*place));
                places[index] = (0..own.len()).filter(is_free).find(|place| matches(&own[*place], wanted));
            }
        }
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &[u8] = b"POST / HTTP/1.1\r\nhost: a\r\nX-Odd:  one \r\nx-odd: two\r\nAuthorization:Bearer hush\r\nContent-Length: 2\r\nx-bytes: \xff\r\n";

    fn edit(change: impl FnOnce(&mut Vec<String>)) -> (String, Vec<String>) {
        let mut head = Head::of(HEAD);
        let mut lines = head.shown().iter().map(|line| format!("{}: {}", line.name, line.value)).collect();
        change(&mut lines);
        let words = head.edit(&lines);
        let sent = head.finish(b"{}".to_vec()).head;
        (sent.escape_ascii().to_string(), words)
    }

    fn expected(lines: &str) -> String {
        let head = lines.split('|').map(|line| format!("{line}\\r\\n")).collect::<String>();
        format!("POST / HTTP/1.1\\r\\n{head}\\r\\n")
    }

    #[test]
    fn what_is_not_changed_goes_out_as_it_came() {
        let all = "host: a|X-Odd:  one |x-odd: two|Authorization:Bearer hush|Content-Length: 2|x-bytes: \\xff";
        assert_eq!(edit(|_| ()), (expected(all), Vec::new()));
        let (head, words) = edit(|lines| lines[4] = "Content-Length: 99".into());
        assert_eq!((head, words), (expected(all), Vec::new()), "the length is the body's");
    }

    #[test]
    fn what_is_changed_is_told_without_secrets() {
        let (head, words) = edit(|lines| {
            lines[2] = "X-ODD: 2".into();
            lines[3] = "Authorization: Bearer other".into();
            lines.remove(0);
            lines.push("New: \u{e9}".into());
            lines.push("Cookie: ••••••••".into());
        });
        let after =
            "X-Odd:  one |X-ODD: 2|Authorization: Bearer other|Content-Length: 2|x-bytes: \\xff|New: \\xc3\\xa9";
        assert_eq!(head, expected(after));
        let told = ["header X-ODD: two → 2", "header Authorization: •••••••• → ••••••••", "header New added: é"];
        assert_eq!(words, [&told[..], &["header host left out"]].concat());
    }

    #[test]
    fn the_order_is_the_edited_one() {
        let (head, words) = edit(|lines| lines.swap(1, 2));
        let after = "host: a|x-odd: two|X-Odd:  one |Authorization:Bearer hush|Content-Length: 2|x-bytes: \\xff";
        assert_eq!((head, words), (expected(after), vec!["headers in another order".to_owned()]));
    }
}
