//! The doctors: why a signature, a handshake or a path does not hold, found out by trying the likely causes.
//!
//! What they find is a value without secrets: no token, no app secret, no expected digest stands in it, only whose it
//! was, how long, and where it begins to differ. So it may be stored beside the request, which is needed where the
//! request itself is not kept whole. [`words`] makes sentences of it.

pub mod body;
pub mod handshake;
pub mod header;
mod order;
pub mod path;
pub mod places;
mod rewrite;
pub mod signature;
mod style;
pub mod words;

use serde::{Deserialize, Serialize};

/// Whose secret or token it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Owner {
    /// The endpoint that the request came to.
    Endpoint,
    /// The app: it counts for every endpoint.
    App,
    /// Another endpoint, by its name.
    Other(String),
}

impl Owner {
    /// Whether it counts for the endpoint that the request came to.
    #[must_use]
    pub fn counts(&self) -> bool {
        !matches!(self, Self::Other(_))
    }
}

/// What was found out about a refused request when it came, to be stored beside it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Finding {
    Signature(signature::Signature),
    Handshake(handshake::Handshake),
}

impl Finding {
    /// As text, for the store.
    #[must_use]
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).expect("a finding has only strings as keys")
    }

    /// The inverse of [`Finding::to_json`]; `None` for what another version wrote.
    #[must_use]
    pub fn from_json(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok()
    }
}
