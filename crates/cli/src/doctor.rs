//! `triptych doctor`: why a capture was refused, and what to do.

use clap::Args;
use triptych_app::api::doctor::{Check, Diagnosis};
use triptych_app::doctor;
use triptych_store::Reader;

use crate::{Failure, Folder, print, values};

/// Explain why a capture was refused, and what to do about it; also while Triptych runs
#[derive(Debug, Args)]
pub(crate) struct Doctor {
    #[command(flatten)]
    folder: Folder,
    /// One JSON object
    #[arg(long)]
    json: bool,
    /// The capture's number
    #[arg(value_name = "CAPTURE", value_parser = values::capture)]
    id: i64,
}

impl Doctor {
    pub(crate) fn run(&self) -> Result<(), Failure> {
        let reader = Reader::open(&self.folder.path()?).map_err(Failure::refused)?;
        let found = reader.at_one_moment(|reader| doctor::explain(reader, self.id)).map_err(Failure::refused)?;
        let found = found.ok_or_else(|| Failure::refused(format!("there is no capture {}", self.id)))?;
        if self.json {
            return Ok(print::json(&found)?);
        }
        Ok(people(&found)?)
    }
}

fn people(found: &Diagnosis) -> std::io::Result<()> {
    print::text(&format!("#{} {}", found.capture, print::line(&found.title, 400)))?;
    for sentence in &found.said {
        print::text(&format!("  {}", print::line(sentence, 2000)))?;
    }
    print::text(&format!("  {}", found.answered))?;
    if let Some(fix) = &found.fix {
        print::text(&format!("What to do: {}", print::line(fix, 2000)))?;
    }
    if !found.checks.is_empty() {
        let when = if found.judged == "now" { "by the secrets of today" } else { "when the request came" };
        print::text(&format!("What was tried, {when}:"))?;
    }
    found.checks.iter().try_for_each(check)
}

fn check(check: &Check) -> std::io::Result<()> {
    let outcome = match check.outcome.as_str() {
        "match" => "match    ",
        "no_match" => "no match ",
        "good" => "good     ",
        "bad" => "bad      ",
        _ => "not tried",
    };
    let said = check.said.as_ref().map(|said| format!(" ({said})")).unwrap_or_default();
    print::text(&format!("  {outcome}  {}", print::line(&format!("{}{said}", check.label), 400)))
}
