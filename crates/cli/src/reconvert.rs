//! `triptych reconvert`: what would change if stored captures were converted again.

use std::io::IsTerminal as _;

use clap::Args;
use serde::Serialize;
use triptych_app::reconvert::{self, Example, Group, Reconversion, Scope};
use triptych_app::search;
use triptych_store::Reader;

use crate::captures::filter;
use crate::{Failure, Folder, print, values};

/// Convert stored captures again and compare with what was generated
///
/// By today's code, settings and contacts, also while Triptych runs; nothing is written. Ends with status 0 where nothing
/// would change, else 1.
#[derive(Debug, Args)]
pub(crate) struct Reconvert {
    #[command(flatten)]
    folder: Folder,
    #[arg(long, value_name = "FILTER", allow_hyphen_values = true, help = filter::HELP)]
    filter: Option<String>,
    /// One JSON object a line: one for each kind of change, then one that sums up
    #[arg(long)]
    json: bool,
    /// Only these captures; all where none is named
    #[arg(value_name = "CAPTURE", value_parser = values::capture)]
    ids: Vec<i64>,
}

#[derive(Serialize)]
struct GroupLine<'a> {
    kind: &'static str,
    pointer: Option<&'a str>,
    words: &'a str,
    origin: Option<&'static str>,
    captures: usize,
    changes: usize,
    examples: Vec<ExampleLine<'a>>,
}

#[derive(Serialize)]
struct ExampleLine<'a> {
    capture: i64,
    item: &'a str,
    document: Option<usize>,
    before: Option<&'a str>,
    after: Option<&'a str>,
}

#[derive(Serialize)]
struct SumLine {
    captures: usize,
    unchanged: usize,
    changed: usize,
}

impl Reconvert {
    pub(crate) fn run(&self) -> Result<(), Failure> {
        let reader = Reader::open(&self.folder.path()?).map_err(Failure::refused)?;
        let scope = match (&self.filter, self.ids.is_empty()) {
            (None, true) => Scope::All,
            (None, false) => {
                for &id in &self.ids {
                    if reader.capture_rows(&[id]).map_err(Failure::refused)?.is_empty() {
                        return Err(Failure::refused(format!("there is no capture {id}")));
                    }
                }
                Scope::These(self.ids.clone())
            }
            (Some(text), _) => {
                let mut ids = search::all_ids(&reader, &filter::parse(text)?).map_err(Failure::refused)?;
                ids.retain(|id| self.ids.is_empty() || self.ids.contains(id));
                Scope::These(ids)
            }
        };
        let is_watched = std::io::stderr().is_terminal() && !self.json;
        let found = reconvert::reconvert(&reader, &scope, |done, total| {
            if is_watched && done % 500 == 0 {
                eprint!("\r{done} of {total}");
            }
            true
        });
        if is_watched {
            eprint!("\r");
        }
        let found = found.map_err(Failure::refused)?;
        found.groups.iter().try_for_each(|group| self.print(group))?;
        self.sum_up(&found)?;
        if found.changed == 0 { Ok(()) } else { Err(Failure::silent(1)) }
    }

    fn print(&self, group: &Group) -> std::io::Result<()> {
        if self.json {
            return print::json(&GroupLine {
                kind: group.kind.as_str(),
                pointer: group.pointer.as_deref(),
                words: &group.words,
                origin: group.origin,
                captures: group.captures,
                changes: group.changes,
                examples: group.examples.iter().map(ExampleLine::from).collect(),
            });
        }
        let from = group.origin.map(|origin| format!(" ({origin})")).unwrap_or_default();
        print::text(&format!("{}: {}{from}", print::captures(group.captures), print::line(&group.words, 300)))?;
        for one in &group.examples {
            let shown = |value: &Option<String>| value.clone().unwrap_or_else(|| "nothing".to_owned());
            let line = format!("#{} {}: {} → {}", one.capture, one.item, shown(&one.before), shown(&one.after));
            print::text(&format!("  {}", print::line(&line, 300)))?;
        }
        Ok(())
    }

    fn sum_up(&self, found: &Reconversion) -> std::io::Result<()> {
        let Reconversion { captures, changed, .. } = *found;
        let unchanged = captures - changed;
        if self.json {
            return print::json(&SumLine { captures, unchanged, changed });
        }
        print::text(&format!("{}: {unchanged} unchanged, {changed} would change", print::captures(captures)))
    }
}

impl<'a> From<&'a Example> for ExampleLine<'a> {
    fn from(one: &'a Example) -> Self {
        Self {
            capture: one.capture,
            item: &one.item,
            document: one.document,
            before: one.before.as_deref(),
            after: one.after.as_deref(),
        }
    }
}
