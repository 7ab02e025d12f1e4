//! App secrets come from a file or the environment: an argument would be seen by every process of the machine.

use std::env::VarError;
use std::path::PathBuf;

use clap::Args;

use crate::Failure;

const VARIABLE: &str = "TRIPTYCH_APP_SECRET";

#[derive(Debug, Args)]
pub(crate) struct AppSecret {
    /// A file that holds the app secret of a Facebook app; or set TRIPTYCH_APP_SECRET
    #[arg(long, value_name = "FILE")]
    app_secret_file: Option<PathBuf>,
}

/// A token that was given, by `--token` or by `TRIPTYCH_TOKEN`, must be one that a header can bring.
///
/// # Errors
/// Where it is none; it is not repeated.
pub(crate) fn check_token(token: Option<&str>) -> Result<(), Failure> {
    match token {
        Some("") => Err(Failure::usage(
            "the token is empty: give one by --token or TRIPTYCH_TOKEN, or leave both out to use the stored one",
        )),
        Some(token) if !token.bytes().all(|byte| byte.is_ascii_graphic()) => {
            Err(Failure::usage("the token has a character that is not visible ASCII: give one without white space"))
        }
        _ => Ok(()),
    }
}

impl AppSecret {
    /// The secret, without the white space around it; `None` where none is given.
    pub(crate) fn read(&self) -> Result<Option<String>, Failure> {
        let secret = match &self.app_secret_file {
            Some(path) => std::fs::read_to_string(path)
                .map_err(|error| Failure::usage(format!("cannot read {}: {error}", path.display())))?,
            None => match std::env::var(VARIABLE) {
                Ok(secret) => secret,
                Err(VarError::NotPresent) => return Ok(None),
                Err(VarError::NotUnicode(_)) => {
                    return Err(Failure::usage(format!(
                        "{VARIABLE} is not UTF-8: an app secret has digits and letters"
                    )));
                }
            },
        };
        let secret = secret.trim().to_owned();
        if secret.is_empty() {
            return Err(Failure::usage("the app secret is empty: put it into the file or into TRIPTYCH_APP_SECRET"));
        }
        Ok(Some(secret))
    }
}
