//! `--header` and `--no-header`: what is sent in place of the header lines that there are.

use clap::Args;
use triptych_app::fixtures::is_header;
use triptych_app::replay::headers::HeaderLine;

#[derive(Debug, Args)]
pub(super) struct Headers {
    /// Send this header line: in place of those of its name, else besides; may be given several times
    #[arg(long = "header", value_name = "NAME: VALUE", value_parser = header)]
    added: Vec<String>,
    /// Leave out the header lines of this name; may be given several times
    #[arg(long = "no-header", value_name = "NAME")]
    left_out: Vec<String>,
}

fn header(text: &str) -> Result<String, String> {
    if is_header(text) { Ok(text.to_owned()) } else { Err("write it as \"Name: value\"".to_owned()) }
}

impl Headers {
    pub(super) fn are_edited(&self) -> bool {
        !self.added.is_empty() || !self.left_out.is_empty()
    }

    /// What is sent in place of these lines.
    pub(super) fn edited(&self, own: Vec<HeaderLine>) -> Vec<String> {
        let is_left_out = |line: &HeaderLine| self.left_out.iter().any(|name| line.is(name));
        let kept = own.into_iter().filter(|line| !is_left_out(line));
        let mut lines: Vec<String> = kept.map(|line| format!("{}: {}", line.name, line.value)).collect();
        for (index, line) in self.added.iter().enumerate() {
            let has_its_name = |other: &String| name_of(other).eq_ignore_ascii_case(name_of(line));
            // All of a name go where its first line was.
            if self.added[..index].iter().any(has_its_name) {
                continue;
            }
            let place = lines.iter().position(has_its_name).unwrap_or(lines.len());
            lines.retain(|known| !has_its_name(known));
            lines.splice(place..place, self.added.iter().filter(|other| has_its_name(other)).cloned());
        }
        lines
    }
}

fn name_of(line: &str) -> &str {
    line.split(':').next().unwrap_or_default().trim()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_stand_in_for_those_of_their_name() {
        let line = |name: &str, value: &str| HeaderLine { name: name.into(), value: value.into(), masked: false };
        let own = vec![line("host", "a"), line("x-odd", "1"), line("Cookie", "c"), line("X-Odd", "2")];
        let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        let headers =
            Headers { added: words(&["X-ODD: 7", "New: n", "x-odd: 8"]), left_out: words(&["cookie", "absent"]) };
        assert_eq!(headers.edited(own), ["host: a", "X-ODD: 7", "x-odd: 8", "New: n"]);
    }
}
