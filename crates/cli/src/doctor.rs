//! `triptych doctor`: why a capture was refused, and what to do.

use std::io::{IsTerminal as _, Write as _};

use clap::Args;
use triptych_app::api::doctor::{BytePlace, Check, Diagnosis, Restored};
use triptych_app::doctor::{self, restore};
use triptych_store::Reader;

use crate::{Failure, Folder, print, values};

const EXAMPLES: &str = "\
Examples:
  triptych captures list --filter 'judged:unauthenticated'    what was refused
  triptych doctor 12                                          why, and what to do
  triptych doctor --restored 12 > body.json                   the body before something on the way changed it";

/// Explain why a capture was refused, and what to do about it; also while Triptych runs
///
/// It tries the likely causes on the bytes that came, with the secrets of today, and prints none of them. Ends with
/// status 0 whatever it finds, with 1 where there is no such capture.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Doctor {
    #[command(flatten)]
    folder: Folder,
    /// One JSON object
    #[arg(long)]
    json: bool,
    /// Instead, write the body as it was signed, where something on the way changed it
    #[arg(long, conflicts_with = "json")]
    restored: bool,
    /// The capture's number
    #[arg(value_name = "CAPTURE", value_parser = values::capture)]
    id: i64,
}

impl Doctor {
    pub(crate) fn run(&self) -> Result<(), Failure> {
        let reader = Reader::open(&self.folder.path()?).map_err(Failure::refused)?;
        let looked = |reader: &Reader| Ok((doctor::explain(reader, self.id)?, restore::signed_body(reader, self.id)?));
        let (found, signed) = reader.at_one_moment(looked).map_err(Failure::refused)?;
        let found = found.ok_or_else(|| Failure::refused(format!("there is no capture {}", self.id)))?;
        if self.restored {
            let (_, body) = signed.ok_or_else(|| {
                Failure::refused(format!("no body is known with which the signature of #{} would hold", self.id))
            })?;
            // It is a stranger's: a terminal would obey it.
            if std::io::stdout().is_terminal() {
                return Err(Failure::usage(
                    "--restored writes bytes as they are: send them to a file or another program",
                ));
            }
            return Ok(std::io::stdout().write_all(&body)?);
        }
        if self.json {
            return Ok(print::json(&found)?);
        }
        people(&found)?;
        match signed {
            Some((stored, body)) => Ok(bytes(&restore::compared(&stored, &body))?),
            None => Ok(()),
        }
    }
}

/// Places that are printed.
const PLACES: usize = 5;

/// Where the bytes that came are not those that were signed.
fn bytes(found: &Restored) -> std::io::Result<()> {
    let places = if found.count == 1 { "1 place".to_owned() } else { format!("{} places", found.count) };
    let Restored { came_bytes, signed_bytes, .. } = found;
    print::text(&format!("{came_bytes} bytes came, {signed_bytes} were signed; they differ in {places}:"))?;
    for place in found.places.iter().take(PLACES) {
        let BytePlace { at, before, came, signed, after } = place;
        print::text(&print::line(&format!("  byte {at}: {before}[{came}]{after} was [{signed}]"), 300))?;
    }
    if found.count > PLACES as u64 {
        print::text(&format!(
            "  and {} more; --restored writes the body as it was signed",
            found.count - PLACES as u64
        ))?;
    }
    Ok(())
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
