//! Bytes in a line of JSON: text where they are UTF-8, else hexadecimal digits.

use serde::{Deserialize, Serialize};

use super::BundleError;

/// Exact bytes, readable where they are text.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Bytes {
    Text(String),
    Hex(String),
}

impl Bytes {
    pub(super) fn of(bytes: &[u8]) -> Self {
        match std::str::from_utf8(bytes) {
            Ok(text) => Self::Text(text.to_owned()),
            Err(_) => Self::Hex(bytes.iter().map(|byte| format!("{byte:02x}")).collect()),
        }
    }

    pub(super) fn bytes(&self) -> Result<Vec<u8>, BundleError> {
        match self {
            Self::Text(text) => Ok(text.clone().into_bytes()),
            Self::Hex(digits) => {
                let wrong = || BundleError::Unknown { member: "hex", value: digits.chars().take(40).collect() };
                let pairs = digits.as_bytes().chunks(2);
                let byte = |pair: &[u8]| {
                    let text = std::str::from_utf8(pair)
                        .ok()
                        .filter(|text| text.len() == 2 && pair.iter().all(u8::is_ascii_hexdigit));
                    text.and_then(|text| u8::from_str_radix(text, 16).ok()).ok_or_else(wrong)
                };
                pairs.map(byte).collect()
            }
        }
    }
}
