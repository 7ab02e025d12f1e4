//! An item in a word or two, for a list: only what is asked for is looked up and made, unlike [`super::facts`].

use std::borrow::Cow;
use std::ops::ControlFlow::{Break, Continue};

use super::Style;
use super::facts::{Said, author, customer, visit};
use crate::envelope::Item;

/// The first text in it that somebody wrote.
#[must_use]
pub fn words<'d>(item: &Item<'d>) -> Option<Cow<'d, str>> {
    let is_written = |said: Said<'d>| Some(said.value.text()).filter(|text| !text.trim().is_empty());
    first(item, Style::Text, is_written)
}

/// What the first thing with an address in it is called: `Image`, `Story`, …
#[must_use]
pub fn brings(item: &Item<'_>) -> Option<String> {
    first(item, Style::Url, |said| Some(said.label.text()))
}

/// The author's name, else the customer's id.
#[must_use]
pub fn who<'d>(item: &Item<'d>) -> Option<Cow<'d, str>> {
    author(item).or_else(|| customer(item)).map(crate::json::Value::text)
}

fn first<'d, T>(item: &Item<'d>, style: Style, mut take: impl FnMut(Said<'d>) -> Option<T>) -> Option<T> {
    let mut found = None;
    let _ = visit(item, Some(style), &mut |said| {
        found = take(said);
        if found.is_some() { Break(()) } else { Continue(()) }
    });
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::envelope;

    #[test]
    fn an_item_is_known_by_its_words_or_what_it_brings_and_by_its_author() {
        let cases: &[(&str, [Option<&str>; 3])] = &[
            (r#""messaging":[{"sender":{"id":7},"message":{"text":"Hi"}}]"#, [Some("Hi"), None, Some("7")]),
            (
                r#""messaging":[{"sender":{"id":"P"},"recipient":{"user_ref":"u"},"message":{"is_echo":true,"text":" ","attachments":[{"type":"ig_reel","payload":{"url":"https://x.example"}}]}}]"#,
                [None, Some("Ig reel"), Some("u")],
            ),
            (
                r#""changes":[{"field":"feed","value":{"item":"comment","from":{"id":1,"name":"Ann"},"message":"Nice"}}]"#,
                [Some("Nice"), None, Some("Ann")],
            ),
            (r#""changes":[{"field":"feed","value":{"link":"https://x.example"}}]"#, [None, Some("Link"), None]),
            (r#""messaging":[{}]"#, [None, None, None]),
            (r#""changed_fields":["feed"]"#, [None, None, None]),
        ];
        for (entry, expected) in cases {
            let body = format!(r#"{{"entry":[{{{entry}}}]}}"#);
            let doc = envelope::parse(body.as_bytes()).expect("an envelope");
            let item = &envelope::items(&doc)[0];
            let found = [words(item).map(Cow::into_owned), brings(item), who(item).map(Cow::into_owned)];
            assert_eq!(found.each_ref().map(Option::as_deref), *expected, "{entry}");
        }
    }
}
