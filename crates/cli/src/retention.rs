//! `triptych retention`.

use clap::Args;
use serde_json::json;
use triptych_app::api::retention::{RetentionView, SetRetention};
use triptych_store::Reader;

use crate::hand::{Hand, change};
use crate::{Failure, Folder, print};

/// How much is kept: print the limits and what is there, or set limits
///
/// Accepted captures and passed handshakes beyond a limit go, the oldest first, while Triptych runs; pinned ones never
/// do.
#[derive(Debug, Args)]
pub(crate) struct Retention {
    #[command(flatten)]
    folder: Folder,
    /// Keep at most so many captures; none: any number
    #[arg(long, value_name = "N|none", value_parser = number)]
    captures: Option<Limit>,
    /// Keep at most so many bytes of heads and bodies, such as 500MB or 2GiB; none: any number
    #[arg(long, value_name = "SIZE|none", value_parser = size)]
    bytes: Option<Limit>,
    /// Keep captures at most so many days; none: whatever their age
    #[arg(long, value_name = "N|none", value_parser = number)]
    age_days: Option<Limit>,
    /// One JSON object
    #[arg(long)]
    json: bool,
}

/// A limit; `None` for none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Limit(Option<u64>);

impl Retention {
    pub(crate) fn run(&self) -> Result<(), Failure> {
        let view = if self.captures.is_some() || self.bytes.is_some() || self.age_days.is_some() {
            change(&self.folder, async |hand| self.set(hand).await)?
        } else {
            let path = self.folder.path()?;
            let reader = Reader::open(&path).map_err(Failure::refused)?;
            RetentionView::of(&reader, &path).map_err(Failure::refused)?
        };
        if self.json {
            return Ok(print::json(&view)?);
        }
        let most =
            |limit: Option<u64>| limit.map_or_else(|| "any number".to_owned(), |limit| format!("at most {limit}"));
        let age = view.age_days.map_or_else(|| "any".to_owned(), |days| format!("at most {days} days"));
        print::text(&format!("captures  {}, {}", view.kept_captures, most(view.captures)))?;
        print::text(&format!("bytes     {}, {}", view.kept_bytes, most(view.bytes)))?;
        print::text(&format!("age       {age}"))?;
        print::text(&format!("pinned    {}", view.pinned))?;
        print::text(&format!("on disk   {} bytes", view.file_bytes))?;
        Ok(())
    }

    /// What is not named stays as it is.
    async fn set(&self, hand: &Hand) -> Result<RetentionView, Failure> {
        let now: RetentionView = hand.call("retention.get", json!({})).await?;
        let days = |days| u32::try_from(days).unwrap_or(u32::MAX);
        let limits = SetRetention {
            captures: self.captures.map_or(now.captures, |limit| limit.0),
            bytes: self.bytes.map_or(now.bytes, |limit| limit.0),
            age_days: self.age_days.map_or(now.age_days, |limit| limit.0.map(days)),
        };
        hand.call("retention.set", limits).await
    }
}

fn number(text: &str) -> Result<Limit, String> {
    if text == "none" {
        return Ok(Limit(None));
    }
    text.parse().map(|number| Limit(Some(number))).map_err(|_| "give a number, or none".to_owned())
}

fn size(text: &str) -> Result<Limit, String> {
    if text == "none" {
        return Ok(Limit(None));
    }
    let digits = text.len() - text.trim_start_matches(|character: char| character.is_ascii_digit()).len();
    let (number, unit) = text.split_at(digits);
    let units = [("b", 0), ("kb", 1), ("mb", 2), ("gb", 3), ("tb", 4)];
    let unit = unit.trim().to_ascii_lowercase();
    let (base, unit) = if unit.contains('i') { (1024_u64, unit.replacen('i', "", 1)) } else { (1000, unit) };
    let unit = if unit.is_empty() { "b" } else { &unit };
    let power = units.iter().find(|(known, _)| *known == unit).map(|(_, power)| *power);
    let bytes = power.zip(number.parse::<u64>().ok()).and_then(|(power, number)| number.checked_mul(base.pow(power)));
    bytes.map(|bytes| Limit(Some(bytes))).ok_or_else(|| "give a size such as 500MB or 2GiB, or none".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_have_units() {
        let cases = [
            ("1000", Some(1000)),
            ("5kB", Some(5_000)),
            ("500 MB", Some(500_000_000)),
            ("2GiB", Some(2 << 30)),
            ("1tib", Some(1 << 40)),
            ("0", Some(0)),
        ];
        for (text, bytes) in cases {
            assert_eq!(size(text), Ok(Limit(bytes)), "{text}");
        }
        assert_eq!(size("none"), Ok(Limit(None)));
        for wrong in ["", "GB", "-1", "1.5GB", "2XB", "99999999999TiB"] {
            assert!(size(wrong).is_err(), "{wrong}");
        }
        assert_eq!((number("7"), number("none")), (Ok(Limit(Some(7))), Ok(Limit(None))));
        assert!(number("many").is_err());
    }
}
