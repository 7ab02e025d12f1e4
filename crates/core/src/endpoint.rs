//! An endpoint: the address that a Facebook app delivers to.
//!
//! Its path is that of reference 000: `/v3/integrations/{channel}/{workspaceId}/{channel}/{credentialsId}/webhook`.

use std::fmt;
use std::str::FromStr;

/// The channel that a webhook path names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Channel {
    Facebook,
    Instagram,
}

impl Channel {
    pub const ALL: [Self; 2] = [Self::Facebook, Self::Instagram];

    /// The word in the path: `facebook` or `instagram`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Facebook => "facebook",
            Self::Instagram => "instagram",
        }
    }

    /// The inverse of [`Channel::as_str`]; exact, since paths are case-sensitive.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|channel| channel.as_str() == word)
    }
}

/// What becomes of a request of which nothing shows that it is authentic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Policy {
    /// Refused with 401: a good token or signature is needed.
    #[default]
    Required,
    /// Accepted, marked `unverified`.
    Open,
}

impl Policy {
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::Open => "open",
        }
    }

    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Required, Self::Open].into_iter().find(|policy| policy.as_str() == word)
    }
}

/// What identifies an endpoint. The ids are the path segments, percent-decoded.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EndpointKey {
    pub channel: Channel,
    pub workspace_id: String,
    pub credentials_id: String,
}

impl EndpointKey {
    /// The webhook path of this endpoint, ids percent-encoded where they must be.
    #[must_use]
    pub fn path(&self) -> String {
        let channel = self.channel.as_str();
        let (workspace, credentials) = (encode_segment(&self.workspace_id), encode_segment(&self.credentials_id));
        format!("/v3/integrations/{channel}/{workspace}/{channel}/{credentials}/webhook")
    }

    /// The endpoint that a request path names, or `None` where the path is no webhook path.
    ///
    /// Both channel words must agree, both ids must be non-empty, and an id must be valid UTF-8 once percent-decoded.
    #[must_use]
    pub fn from_path(path: &str) -> Option<Self> {
        let mut segments = path.strip_prefix("/v3/integrations/")?.split('/');
        let channel = Channel::parse(segments.next()?)?;
        let workspace_id = decode_segment(segments.next()?)?;
        let same = Channel::parse(segments.next()?)?;
        let credentials_id = decode_segment(segments.next()?)?;
        let last = segments.next()?;
        (same == channel && last == "webhook" && segments.next().is_none()).then_some(Self {
            channel,
            workspace_id,
            credentials_id,
        })
    }
}

impl fmt::Display for EndpointKey {
    /// `facebook:workspaceId/credentialsId`, as [`EndpointKey::from_str`] reads it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let workspace = self.workspace_id.replace('%', "%25").replace('/', "%2F");
        let credentials = self.credentials_id.replace('%', "%25");
        write!(f, "{}:{workspace}/{credentials}", self.channel.as_str())
    }
}

/// A text that names no endpoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoKey;

impl FromStr for EndpointKey {
    type Err = NoKey;

    /// Reads a key as it is printed, or a webhook's path.
    fn from_str(text: &str) -> Result<Self, NoKey> {
        let named = || {
            let (channel, ids) = text.split_once(':')?;
            let (workspace, credentials) = ids.split_once('/')?;
            let channel = Channel::parse(channel)?;
            let (workspace_id, credentials_id) = (decode_segment(workspace)?, decode_segment(credentials)?);
            Some(Self { channel, workspace_id, credentials_id })
        };
        Self::from_path(text).or_else(named).ok_or(NoKey)
    }
}

/// Unreserved characters (RFC 3986) and what else a segment may hold stand for themselves.
fn encode_segment(id: &str) -> String {
    let mut out = String::with_capacity(id.len());
    for byte in id.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~:@!$&'()*+,;=".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

fn decode_segment(segment: &str) -> Option<String> {
    let decoded = percent_decode(segment)?;
    (!decoded.is_empty()).then_some(decoded)
}

/// Percent-decoding (RFC 3986). `None` where an escape is cut or is no hex, or where the result is not UTF-8.
#[must_use]
pub fn percent_decode(text: &str) -> Option<String> {
    let mut out = Vec::with_capacity(text.len());
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        if byte == b'%' {
            let high = char::from(bytes.next()?).to_digit(16)?;
            let low = char::from(bytes.next()?).to_digit(16)?;
            out.push(u8::try_from(high * 16 + low).expect("two hex digits fit a byte"));
        } else {
            out.push(byte);
        }
    }
    String::from_utf8(out).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_name_endpoints() {
        let cases: &[(&str, Option<[&str; 3]>)] = &[
            ("/v3/integrations/facebook/w/facebook/c/webhook", Some(["facebook", "w", "c"])),
            ("/v3/integrations/instagram/w%201/instagram/%C3%A9/webhook", Some(["instagram", "w 1", "é"])),
            ("/v3/integrations/facebook/w/instagram/c/webhook", None),
            ("/v3/integrations/facebook/w/facebook/c/webhook/", None),
            ("/v3/integrations/facebook//facebook/c/webhook", None),
            ("/v3/integrations/facebook/w/facebook/%C3/webhook", None),
            ("/v3/integrations/facebook/w/facebook/%4/webhook", None),
            ("/v3/integrations/Facebook/w/Facebook/c/webhook", None),
            ("/", None),
        ];
        for (path, expected) in cases {
            let found = EndpointKey::from_path(path);
            let found = found
                .as_ref()
                .map(|key| [key.channel.as_str(), key.workspace_id.as_str(), key.credentials_id.as_str()]);
            assert_eq!(found, *expected, "{path}");
        }
    }

    #[test]
    fn a_path_leads_back_to_its_endpoint() {
        let key =
            EndpointKey { channel: Channel::Facebook, workspace_id: "a/b %".into(), credentials_id: "ü?#".into() };
        assert_eq!(EndpointKey::from_path(&key.path()), Some(key));
    }

    #[test]
    fn a_key_is_read_as_it_is_printed_or_by_its_path() {
        for (ids, printed) in [
            (["w", "c"], "instagram:w/c"),
            (["w 1", "c/2"], "instagram:w 1/c/2"),
            (["w/1", "2"], "instagram:w%2F1/2"),
            (["50%", "%2F"], "instagram:50%25/%252F"),
        ] {
            let [workspace_id, credentials_id] = ids.map(str::to_owned);
            let key = EndpointKey { channel: Channel::Instagram, workspace_id, credentials_id };
            assert_eq!(key.to_string(), printed);
            assert_eq!(printed.parse(), Ok(key.clone()));
            assert_eq!(key.path().parse(), Ok(key));
        }
        for wrong in ["", "facebook", "facebook:w", "facebook:/c", "facebook:w/", "telegram:w/c", "facebook:%/c"] {
            assert_eq!(wrong.parse::<EndpointKey>(), Err(NoKey), "{wrong}");
        }
    }
}
