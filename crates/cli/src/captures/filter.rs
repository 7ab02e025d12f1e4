//! `--filter`, and what is wrong with it.

use triptych_core::filter::Filter;

use crate::{Failure, print};

/// What `--filter` takes.
pub(crate) const HELP: &str = "Only captures for which all terms hold: words of the payload, field:messages, \
verdict:failed, judged:accepted, from:NAME, page:ID, endpoint:NAME, type:Image, dup:yes, replay:no, before:TIME, \
after:#12; - negates";

/// Reads a filter; where it is none, shows the place at fault.
pub(crate) fn parse(text: &str) -> Result<Filter, Failure> {
    Filter::parse(text).map_err(|fault| {
        // As it is shown, so that the place is the place.
        let shown = |text: &str| print::safe(&text.replace(['\n', '\t'], " "));
        let before = shown(&text[..fault.start]).chars().count();
        let marked = shown(&text[fault.start..fault.end]).chars().count().max(1);
        let place = format!("{}{}", " ".repeat(before), "^".repeat(marked));
        Failure::usage(format!("this is no filter: {}\n  {}\n  {place}", fault.message, shown(text)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_is_shown_in_its_place() {
        for (text, expected) in [
            ("é dup:x ok", "this is no filter: `dup:` takes yes or no\n  é dup:x ok\n    ^^^^^"),
            (
                "\u{1b}\n dup:\u{7}",
                "this is no filter: `dup:` takes yes or no\n  \\u{1b}  dup:\\u{7}\n          ^^^^^^^^^",
            ),
        ] {
            assert_eq!(parse(text).expect_err(text).message.as_deref(), Some(expected));
        }
        assert!(parse("dup:yes").is_ok());
    }
}
