//! What the card of each item says, family by family: `tests/cards/NAME.json` is a body, `NAME.txt` its cards.
//!
//! `cargo xtask bless` writes the cards as they are now. A line is a fact: label, value, note, and its pointer within the
//! item; `#1` is the attachment that it belongs to. What nothing read stands below.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use triptych_core::convert::{Context, MemoryBook, Settings};
use triptych_core::decode::{Fact, facts};
use triptych_core::envelope;
use triptych_core::reference;
use triptych_core::report::report;

fn cards(body: &[u8]) -> String {
    let doc = envelope::parse(body).expect("an envelope");
    let context = Context { settings: &Settings::default(), received_ms: 1, capture: None, origins: false };
    let Ok(report) = report(&doc, &context, &mut MemoryBook::default());
    let mut out = String::new();
    for (item, made) in envelope::items(&doc).iter().zip(&report.items) {
        let rule = made.verdict.rule().map(|rule| format!(" by {rule}")).unwrap_or_default();
        let field = made.field.as_deref().unwrap_or("-");
        let test = if made.test { ", test" } else { "" };
        let _ = writeln!(out, "{} {field}{test}: {}{rule}", made.pointer, made.verdict.as_str());
        let _ = writeln!(out, "  {} (help: {})", item.event.title(), reference::of_event(&item.event));
        facts(item).iter().for_each(|fact| line(&mut out, fact, &made.pointer));
        made.unread.iter().for_each(|pointer| out.push_str(&format!("  not read: {pointer}\n")));
        out.push('\n');
    }
    report.unread.iter().for_each(|pointer| out.push_str(&format!("not read: {pointer}\n")));
    out
}

fn line(out: &mut String, fact: &Fact, item: &str) {
    let group = fact.group.map(|group| format!("#{group} ")).unwrap_or_default();
    let note = fact.note.as_ref().map(|note| format!(" ({note})")).unwrap_or_default();
    let deprecated = if fact.deprecated { " deprecated" } else { "" };
    let pointer = fact.pointer.strip_prefix(item).unwrap_or(&fact.pointer);
    let value = fact.value.escape_debug();
    let _ = writeln!(out, "  {group}{}: {value}{note} [{}{deprecated}] {pointer}", fact.label, fact.style.as_str());
}

fn bodies() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cards");
    let files = fs::read_dir(folder).expect("tests/cards").map(|entry| entry.expect("an entry").path());
    let mut bodies: Vec<_> = files.filter(|file| file.extension().is_some_and(|kind| kind == "json")).collect();
    bodies.sort();
    bodies
}

#[test]
fn golden_cards_say_what_each_family_says() {
    let bodies = bodies();
    assert!(bodies.len() > 15, "the bodies are there");
    for file in bodies {
        let made = cards(&fs::read(&file).expect("a body"));
        let golden = file.with_extension("txt");
        if env::var_os("TRIPTYCH_BLESS").is_some() {
            fs::write(&golden, &made).expect("tests/cards can be written");
        }
        let there = fs::read_to_string(&golden).unwrap_or_default();
        assert_eq!(made, there, "{}: if this is meant, run `cargo xtask bless`", golden.display());
    }
}
