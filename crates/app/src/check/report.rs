//! A QA run as one HTML file: three panels for each case, the differences marked.
//!
//! It needs nothing beside it and runs nothing: no script, no link, no picture, and a content policy that would allow
//! none. Whatever came from outside is text, with what is invisible or reorders text shown as what it is.

mod output;
mod page;
mod pretty;

use triptych_core::decode;
use triptych_core::envelope;
use triptych_core::time;

use super::{Checked, Outcome, convert, expected, values};
use crate::fixtures::Fixture;
use page::{STYLE, escape, line};

/// The whole file. `made_ms` is the time of now, milliseconds since 1970.
#[must_use]
pub fn html(cases: &[(Fixture, Checked)], made_ms: i64) -> String {
    let mut out = String::new();
    let count = |wanted: &str| cases.iter().filter(|(_, checked)| checked.outcome.as_str() == wanted).count();
    out.push_str("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    out.push_str(
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; ",
    );
    out.push_str("base-uri 'none'; form-action 'none'\">\n");
    out.push_str("<meta name=\"referrer\" content=\"no-referrer\">\n");
    out.push_str("<meta name=\"viewport\" content=\"width=device-width\">\n<title>Triptych: fixtures</title>\n");
    out.push_str(&format!("<style>{STYLE}</style>\n</head>\n<body>\n<header>\n<h1>Fixtures</h1>\n<p>"));
    for word in ["passed", "changed", "failed", "new"] {
        out.push_str(&format!("<span class=\"{word}\">{} {word}</span> ", count(word)));
    }
    let version = env!("CARGO_PKG_VERSION");
    out.push_str(&format!("<span>{} by Triptych {version}</span></p>\n</header>\n<main>\n", time::iso(made_ms)));
    // What has to be looked at comes first.
    for word in ["failed", "changed", "new", "passed"] {
        let these = cases.iter().filter(|(_, checked)| checked.outcome.as_str() == word);
        these.for_each(|(fixture, checked)| case(&mut out, fixture, checked));
    }
    out.push_str("</main>\n</body>\n</html>\n");
    out
}

fn case(out: &mut String, fixture: &Fixture, checked: &Checked) {
    let word = checked.outcome.as_str();
    let open = if checked.outcome == Outcome::Passed { "" } else { " open" };
    out.push_str(&format!("<details{open}>\n<summary><b class=\"{word}\">{word}</b> "));
    out.push_str(&format!("<strong>{}</strong> {}", escape(&checked.name), escape(&fixture.settings.title)));
    out.push_str(&format!(" <i>{}</i></summary>\n<div class=\"panels\">\n", escape(&checked.why())));
    panel(out, "1 Raw", |out| body(out, fixture));
    panel(out, "2 Decoded", |out| items(out, fixture));
    panel(out, "3 Output: expected and actual", |out| documents(out, fixture, checked));
    out.push_str("</div>\n</details>\n");
}

fn panel(out: &mut String, title: &str, inside: impl FnOnce(&mut String)) {
    out.push_str(&format!("<section>\n<h2>{title}</h2>\n"));
    inside(out);
    out.push_str("</section>\n");
}

fn body(out: &mut String, fixture: &Fixture) {
    out.push_str("<pre>");
    let text = String::from_utf8_lossy(&fixture.body);
    let shown = if envelope::parse(&fixture.body).is_ok() { pretty::spaced(&text) } else { text.into_owned() };
    out.push_str(&escape(&shown));
    out.push_str("</pre>\n");
}

fn items(out: &mut String, fixture: &Fixture) {
    let doc = match envelope::parse(&fixture.body) {
        Ok(doc) => doc,
        Err(error) => return out.push_str(&format!("<p>{}</p>\n", escape(&error.to_string()))),
    };
    let report = convert(fixture, &doc, false);
    for (item, done) in envelope::items(&doc).iter().zip(&report.items) {
        let verdict = &done.verdict;
        let rule = verdict.rule().map(|rule| format!(" by rule {rule}")).unwrap_or_default();
        let field = done.field.as_deref().unwrap_or("no known field");
        out.push_str(&format!("<h3>{} <small>{}</small></h3>\n", escape(&item.event.title()), escape(field)));
        out.push_str(&format!("<p>{}{}</p>\n<dl>", verdict.as_str(), escape(&rule)));
        if let Some(reason) = verdict.reason() {
            out.push_str(&format!("<dt>Why</dt><dd>{}</dd>", escape(reason)));
        }
        for fact in decode::facts(item) {
            out.push_str(&format!("<dt>{}</dt><dd>{}</dd>", escape(&fact.label), escape(&fact.value)));
        }
        out.push_str("</dl>\n");
    }
}

fn documents(out: &mut String, fixture: &Fixture, checked: &Checked) {
    if let Outcome::Failed(reason) = &checked.outcome {
        out.push_str(&format!("<p class=\"failed\">{}</p>\n", escape(reason)));
        return;
    }
    let actual = values(&checked.documents).unwrap_or_default();
    let wanted = expected(fixture).ok().flatten();
    let is_new = wanted.is_none();
    let wanted = wanted.unwrap_or_else(|| actual.clone());
    if is_new {
        out.push_str("<p class=\"new\">Nothing is expected yet; this is what it becomes.</p>\n");
    }
    if actual.is_empty() && wanted.is_empty() {
        out.push_str("<p>No document.</p>\n");
    }
    for index in 0..actual.len().max(wanted.len()) {
        out.push_str("<pre>");
        let at = format!("/{index}");
        output::merged(&at, wanted.get(index), actual.get(index), &checked.differences, &mut |mark, text| {
            out.push_str(&line(mark, text));
        });
        out.push_str("</pre>\n");
    }
}

#[cfg(test)]
mod tests;
