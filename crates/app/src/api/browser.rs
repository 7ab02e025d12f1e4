//! Addresses that somebody wants to see: handed to the system's browser. Nothing of them is fetched here.

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use url::Url;

use super::ApiError;
use crate::desk::Host;

/// Request of `browser.open`.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct OpenAddress {
    /// `http` or `https`, without a name or a password in it.
    pub url: String,
}

/// Opens an address outside of the window, because somebody read it and wants it.
pub(super) fn open(host: &dyn Host, request: &OpenAddress) -> Result<(), ApiError> {
    let url = web_address(&request.url).ok_or_else(|| {
        let why = "Only addresses of the web are opened: http or https, without a name or a password in them.";
        ApiError::new("no_address", why, Some("Copy it and look at it elsewhere."))
    })?;
    host.open_url(url.as_str()).map_err(|error| {
        let message = format!("No browser took the address: {error}.");
        ApiError::new("no_browser", message, Some("Copy the address and paste it into one."))
    })
}

/// As the window reads it too (`text/address.ts`); what is opened is what this prints.
fn web_address(text: &str) -> Option<Url> {
    let url = Url::parse(text).ok().filter(|url| matches!(url.scheme(), "http" | "https"))?;
    (url.has_host() && url.username().is_empty() && url.password().is_none()).then_some(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_a_browser_shows_is_an_address() {
        for text in [
            "javascript:alert(1)",
            "file:///etc/passwd",
            "data:text/html,x",
            "https://",
            "-https://a.example",
            "https://facebook.com@evil.example/",
            "mailto:a@b.example",
            "hello",
            "",
        ] {
            assert!(web_address(text).is_none(), "{text}");
        }
        let address = web_address("HTTPS://cdn.example/a b\u{202e}.jpg?x=1#y").expect("an address");
        assert_eq!(address.as_str(), "https://cdn.example/a%20b%E2%80%AE.jpg?x=1#y");
    }
}
