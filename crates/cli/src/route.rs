//! Where requests go: a URL, or the Triptych that listens.

use std::path::PathBuf;

use clap::Args;
use triptych_app::ADDRESS_SETTING;
use triptych_app::replay::deliver::Way;
use triptych_app::replay::source::Route;
use triptych_app::replay::{Answer, Target};
use triptych_core::secret::Secret;
use triptych_store::Reader;

use crate::secrets::check_token;
use crate::{Failure, Folder};

/// Where to send, and the token that opens it.
#[derive(Debug, Args)]
pub(crate) struct Destination {
    /// Where to send; a URL without a path gets the webhook path of what is sent
    #[arg(long, value_name = "URL")]
    to: Option<String>,
    #[command(flatten)]
    folder: Folder,
    /// Bearer token to send with what is no capture
    #[arg(long, value_name = "T", env = "TRIPTYCH_TOKEN", hide_env_values = true)]
    token: Option<String>,
}

/// A destination that was found.
pub(crate) struct Found {
    pub(crate) route: Route,
    pub(crate) way: Way,
}

impl Destination {
    pub(crate) fn dir(&self) -> Result<PathBuf, Failure> {
        self.folder.path()
    }

    /// The data folder, to be read.
    pub(crate) fn reader(&self) -> Result<Reader, Failure> {
        Reader::open(&self.dir()?).map_err(Failure::refused)
    }

    pub(crate) fn find(&self) -> Result<Found, Failure> {
        check_token(self.token.as_deref())?;
        let token = self.token.as_ref().map(|token| Secret::new(token.as_str()));
        if let Some(url) = &self.to {
            let target = Target::parse(url).map_err(Failure::usage)?;
            let is_own = self.listener(&target);
            let way = if is_own { Way::folder(self.dir()?) } else { Way::unknown() };
            return Ok(Found { route: Route { target, is_own, token }, way });
        }
        let dir = self.dir()?;
        let reader = self.reader()?;
        let address = reader.setting(ADDRESS_SETTING).map_err(Failure::refused)?;
        let address = address.and_then(|address| address.parse().ok()).ok_or_else(|| {
            Failure::refused(format!(
                "nothing has listened with {} yet: start `triptych listen`, or give --to URL",
                dir.display()
            ))
        })?;
        let token = match token {
            Some(token) => token,
            None => reader.app_token().map_err(Failure::refused)?,
        };
        let route = Route { target: Target::local(address), is_own: true, token: Some(token) };
        Ok(Found { route, way: Way::folder(dir) })
    }

    /// Whether the URL is that of the Triptych which has, or had last, the data folder.
    fn listener(&self, target: &Target) -> bool {
        let address = || {
            let reader = Reader::open(&self.dir().ok()?).ok()?;
            reader.setting(ADDRESS_SETTING).ok()??.parse().ok()
        };
        address().map(Target::local).is_some_and(|own| target.is_of(&own))
    }
}

/// The line about an answer for people.
pub(crate) fn said(source: &str, answer: &Answer, changes: &[String]) -> String {
    let message = crate::print::line(&answer.message(), 300);
    let changed = if changes.is_empty() { String::new() } else { format!(" ({})", changes.join(", ")) };
    format!("{} {}: {message}{}", answer.status, crate::print::safe(source), crate::print::safe(&changed))
}
