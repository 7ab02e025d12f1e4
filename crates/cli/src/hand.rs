//! The hand that changes a data folder: our own where nobody holds it, else that of the Triptych that does, which is
//! asked at its door. Commands are those of the window, so that both do the same.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use triptych_app::api::ApiError;
use triptych_app::{App, Desk, Options, door};
use triptych_store::OpenError;

use crate::{Failure, Folder, runtime};

/// How often a folder that is held without a door is tried again: another command may have it for a moment.
const TRIES: u32 = 20;
const PAUSE: Duration = Duration::from_millis(100);

/// Answers of commands that say something is wrong with what was given.
const USAGE: [&str; 5] = ["bad_request", "bad_token", "bad_fault", "bad_retention", "empty_secret"];

pub(crate) enum Hand {
    Own(Desk),
    Holders(PathBuf),
}

/// Changes a data folder, by whoever may.
pub(crate) fn change<T>(folder: &Folder, work: impl AsyncFnOnce(&Hand) -> Result<T, Failure>) -> Result<T, Failure> {
    runtime()?.block_on(async {
        let hand = Hand::on(folder.path()?).await?;
        let done = work(&hand).await;
        if let Hand::Own(desk) = hand {
            desk.close().await;
        }
        done
    })
}

impl Hand {
    async fn on(dir: PathBuf) -> Result<Self, Failure> {
        let options =
            Options { data_dir: dir.clone(), addr: ([127, 0, 0, 1], 0).into(), token: None, app_secrets: Vec::new() };
        let mut tries = TRIES;
        loop {
            match App::open(&options).await {
                Ok(app) => return Ok(Self::Own(Desk::around(Arc::new(app), options).await)),
                Err(OpenError::FolderInUse { .. }) if door::leads_somewhere(&dir).await => {
                    return Ok(Self::Holders(dir));
                }
                Err(OpenError::FolderInUse { .. }) if tries > 0 => tokio::time::sleep(PAUSE).await,
                Err(error) => return Err(Failure::refused(error)),
            }
            tries -= 1;
        }
    }

    /// Carries out a command of the window's table.
    pub(crate) async fn call<T: DeserializeOwned>(&self, command: &str, request: impl Serialize) -> Result<T, Failure> {
        let request = serde_json::to_value(request).map_err(Failure::refused)?;
        let answer: Result<Value, ApiError> = match self {
            Self::Own(desk) => door::carry_out(desk, command, request).await,
            Self::Holders(dir) => door::ask(dir, command, request).await,
        };
        let value = answer.map_err(|ApiError { code, message, hint }| {
            let sentence = hint.map_or_else(|| message.clone(), |hint| format!("{message} {hint}"));
            if USAGE.contains(&code.as_str()) { Failure::usage(sentence) } else { Failure::refused(sentence) }
        })?;
        serde_json::from_value(value)
            .map_err(|error| Failure::refused(format!("the Triptych that was asked is another version: {error}")))
    }
}
