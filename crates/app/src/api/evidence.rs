//! What a capture proves about its sender, against the secrets of today.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Computed anew from the stored bytes with each `captures.get`; holds no secret and no expected digest.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Evidence {
    /// `null` where the request is not signed.
    pub signature: Option<SignatureEvidence>,
    /// `null` where the request has no token.
    pub token: Option<TokenEvidence>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct SignatureEvidence {
    /// The header's name as sent.
    pub header: String,
    /// Its value as sent: a signature is no secret.
    pub value: String,
    /// `sha256`, `sha1`; `null` where the value names neither.
    pub algorithm: Option<String>,
    /// How many bytes of body it was computed over.
    pub body_bytes: u64,
    /// How many secrets it was compared with: the app's and the endpoint's.
    pub secrets_known: u32,
    /// Whose secret makes it true: `app` or `endpoint`.
    pub holds: Option<String>,
    /// One sentence.
    pub verdict: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct TokenEvidence {
    /// The header's name as sent.
    pub header: String,
    /// Dots, whatever the token's length.
    pub masked: String,
    /// The token's length in bytes.
    pub length: u64,
    /// Whose token it is: `app` or `endpoint`.
    pub holds: Option<String>,
    /// One sentence.
    pub verdict: String,
}
