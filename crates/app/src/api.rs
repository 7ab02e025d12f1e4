//! The one command table: a name and a JSON request in, a JSON response out.

pub mod captures;
pub mod samples;
pub mod setup;
pub mod status;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What every refused command answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ApiError {
    /// For machines.
    pub code: String,
    /// What happened.
    pub message: String,
    /// What to do.
    pub hint: Option<String>,
}
