//! The reference as one Markdown document, `docs/reference.md`.

use std::fmt::Write as _;

use super::{Line, Page, PageKind, lines, pages};

const HEAD: &str = "\
# Reference

What Facebook sends, what becomes of it here, and why. A property without a remark is documented by Meta; the others say
how they are known. Types are those of the documentation: any id may come as a string or as a number, any time as
milliseconds, seconds, digits in a string or ISO 8601, and any enumeration may grow. What is not in a table is kept, and
listed as read by nothing.

`cargo xtask codegen` writes this page from the tables that the decoder reads by.
";

/// The whole reference.
#[must_use]
pub fn markdown() -> String {
    let mut out = HEAD.to_owned();
    let mut kind = None;
    for page in pages() {
        if kind != Some(page.kind) {
            kind = Some(page.kind);
            let _ = write!(out, "\n## {}\n", heading(page.kind));
        }
        push(&mut out, page);
    }
    out
}

fn heading(kind: PageKind) -> &'static str {
    match kind {
        PageKind::Field => "Fields",
        PageKind::Attachment => "Attachments",
        PageKind::Rule => "Rules",
        PageKind::Term => "Terms",
    }
}

fn push(out: &mut String, page: &Page) {
    let _ = write!(out, "\n### {}\n\n`{}`\n", page.title, page.id);
    for (word, text) in [("Facebook", page.means), ("Here", page.does), ("Why", page.why)] {
        if !text.is_empty() {
            let _ = write!(out, "\n**{word}.** {text}\n");
        }
    }
    let lines = lines(page);
    if !lines.is_empty() {
        out.push_str("\n| property | type | meaning |\n|---|---|---|\n");
        lines.iter().for_each(|line| row(out, line));
    }
}

fn row(out: &mut String, line: &Line) {
    let unit = line.unit.map(|unit| format!(", {unit}")).unwrap_or_default();
    let deprecated = if line.deprecated { "Deprecated. " } else { "" };
    let meaning = line.meaning.replace('|', "\\|");
    let _ = writeln!(out, "| `{}` | {}{unit} | {deprecated}{meaning} |", line.name, line.type_name);
}
