//! The door of the process that holds a data folder, for commands of the same user that want something changed there.
//!
//! One program writes a folder. A command that finds it held asks the holder instead, through a socket in the folder that
//! only its user can open: a line of JSON with a command of [`crate::api`] and its request, a line of JSON with the
//! answer. It goes by no network, and the port that a tunnel publishes knows nothing of it. What may be asked is what the
//! command line changes: nothing that shows a secret, sends anything, or touches files elsewhere.
//!
//! A socket that a killed process left behind leads nowhere; the next holder puts its own in the place.

#[cfg(unix)]
mod socket;

/// Without such sockets there is no door: commands say that the folder is in use.
#[cfg(not(unix))]
mod socket {
    use std::io;
    use std::path::Path;

    use super::{Answer, Question};
    use crate::desk::Desk;

    #[derive(Debug)]
    pub(crate) struct Door;

    impl Door {
        #[expect(clippy::unnecessary_wraps, reason = "elsewhere it may fail")]
        pub(crate) fn open(_desk: &Desk, _dir: &Path) -> io::Result<Self> {
            Ok(Self)
        }
    }

    pub(super) async fn ask(_dir: &Path, _question: &Question) -> io::Result<Answer> {
        Err(io::ErrorKind::Unsupported.into())
    }

    pub(super) async fn leads_somewhere(_dir: &Path) -> bool {
        false
    }
}

use std::path::Path;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::api::ApiError;
use crate::desk::{Desk, Dialog, Host, Picked};

pub(crate) use socket::Door;

/// What may be asked.
const COMMANDS: [&str; 13] = [
    "endpoints.list",
    "endpoints.get",
    "endpoints.add",
    "endpoints.save",
    "endpoints.set_fault",
    "secrets.add",
    "secrets.set_token",
    "captures.pin",
    "captures.note",
    "captures.delete",
    "captures.rejudge",
    "retention.get",
    "retention.set",
];

/// Never printed: its request may hold a secret.
#[derive(Serialize, Deserialize)]
struct Question {
    command: String,
    request: Value,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Answer {
    Done(Value),
    Refused(ApiError),
}

/// Carries out a command that may be asked at the door.
///
/// # Errors
/// Those of the command; `not_allowed` for any other.
pub async fn carry_out(desk: &Desk, command: &str, request: Value) -> Result<Value, ApiError> {
    if !COMMANDS.contains(&command) {
        let message = format!("{command:?} is not for the command line.");
        return Err(ApiError::new("not_allowed", message, Some("Do it in Triptych's window.")));
    }
    let answer = desk.call(&Windowless, command, request).await?;
    serde_json::from_str(answer.get()).map_err(|error| ApiError::new("internal", error.to_string(), None))
}

/// Asks the holder of a data folder to carry out a command.
///
/// # Errors
/// Those of the command; `no_answer` where the holder does not answer.
pub async fn ask(dir: &Path, command: &str, request: Value) -> Result<Value, ApiError> {
    match socket::ask(dir, &Question { command: command.to_owned(), request }).await {
        Ok(Answer::Done(value)) => Ok(value),
        Ok(Answer::Refused(error)) => Err(error),
        Err(error) => {
            let message = format!("The Triptych that has {} open did not answer: {error}.", dir.display());
            Err(ApiError::new("no_answer", message, Some("Look whether it was done before you try again.")))
        }
    }
}

/// Whether somebody stands behind the door of a data folder.
pub async fn leads_somewhere(dir: &Path) -> bool {
    socket::leads_somewhere(dir).await
}

/// What a window does, where there is none. None of [`COMMANDS`] asks for it.
struct Windowless;

impl Windowless {
    fn none<T>() -> Result<T, String> {
        Err("there is no window".to_owned())
    }
}

impl Host for Windowless {
    fn copy_text(&self, _text: String) -> Result<(), String> {
        Self::none()
    }

    fn open_url(&self, _url: &str) -> Result<(), String> {
        Self::none()
    }

    fn pick_path(&self, _dialog: Dialog) -> Picked<'_> {
        Box::pin(async { Self::none() })
    }

    fn show_window(&self) {}

    fn zoom_window(&self, _percent: u16) -> Result<(), String> {
        Self::none()
    }
}
