//! Why a path is no webhook's: what it lacks, and what it probably was meant to be.

use crate::endpoint::{Channel, EndpointKey};

/// How a path misses the shape of reference 000.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Miss {
    TrailingSlash,
    DoubleSlash,
    /// The last segment, `webhook`, is not there.
    MissingWebhook,
    /// A fixed word is in upper case.
    WrongCase,
    /// Another version than `v3`, or none.
    Version,
    /// Something stands before `/v3`: a proxy's prefix.
    Prefix,
    /// White space at the end, as it comes along when a URL is pasted.
    WhiteSpace,
    /// The two channel words differ.
    ChannelMismatch,
    /// Another word than `facebook` or `instagram`, twice.
    UnknownChannel,
    EmptyId,
    /// Nothing like it.
    Unknown,
}

impl Miss {
    /// Its name among the causes.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::TrailingSlash => "trailing_slash",
            Self::DoubleSlash => "double_slash",
            Self::MissingWebhook => "missing_webhook",
            Self::WrongCase => "wrong_case",
            Self::Version => "version",
            Self::Prefix => "prefix",
            Self::WhiteSpace => "white_space",
            Self::UnknownChannel => "unknown_channel",
            Self::ChannelMismatch => "channel_mismatch",
            Self::EmptyId => "empty_id",
            Self::Unknown => "unknown_path",
        }
    }
}

/// What a path misses by, and the endpoint that was probably meant. `None` where the path is a webhook's.
#[must_use]
pub fn examine(path: &str) -> Option<(Miss, Option<EndpointKey>)> {
    if EndpointKey::from_path(path).is_some() {
        return None;
    }
    let trimmed = path.trim_end_matches('/');
    let mut single = path.to_owned();
    while single.contains("//") {
        single = single.replace("//", "/");
    }
    let segments: Vec<&str> = path.split('/').collect();
    let lowered = || {
        let fixed = |(index, segment): (usize, &&str)| match index {
            4 | 6 => (*segment).to_owned(),
            _ => segment.to_ascii_lowercase(),
        };
        segments.iter().enumerate().map(fixed).collect::<Vec<_>>().join("/")
    };
    let versioned = || match &segments[..] {
        ["", "integrations", ..] => Some(format!("/v3{path}")),
        ["", _, "integrations", rest @ ..] => Some(format!("/v3/integrations/{}", rest.join("/"))),
        _ => None,
    };
    let unprefixed = || path.find("/v3/integrations/").filter(|&at| at > 0).map(|at| path[at..].to_owned());
    let stripped = || {
        let space = ["%20", "%09", "%0A", "%0D", "%0a", "%0d", "+"];
        let mut rest = path;
        while let Some(shorter) = space.iter().find_map(|end| rest.strip_suffix(end)) {
            rest = shorter;
        }
        rest.to_owned()
    };
    let attempts = [
        (Miss::TrailingSlash, Some(trimmed.to_owned())),
        (Miss::DoubleSlash, Some(single)),
        (Miss::MissingWebhook, Some(format!("{trimmed}/webhook"))),
        (Miss::WrongCase, Some(lowered())),
        (Miss::Version, versioned()),
        (Miss::Prefix, unprefixed()),
        (Miss::WhiteSpace, Some(stripped())),
    ];
    let near = attempts.into_iter().find_map(|(miss, path)| Some((miss, Some(EndpointKey::from_path(&path?)?))));
    near.or_else(|| match &segments[..] {
        ["", "v3", "integrations", first, _, second, _, "webhook"] => {
            let channels = [first, second].map(|word| Channel::parse(word));
            match channels {
                [Some(first), Some(second)] if first != second => Some((Miss::ChannelMismatch, None)),
                [Some(_), Some(_)] => Some((Miss::EmptyId, None)),
                [None, None] if first == second && !first.is_empty() => Some((Miss::UnknownChannel, None)),
                _ => None,
            }
        }
        _ => None,
    })
    .or(Some((Miss::Unknown, None)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_told_by_what_it_lacks() {
        let good = "/v3/integrations/facebook/w/facebook/c/webhook";
        let cases = [
            (good.to_owned(), None),
            (format!("{good}/"), Some((Miss::TrailingSlash, true))),
            (format!("/{good}"), Some((Miss::DoubleSlash, true))),
            (good.replace("/webhook", ""), Some((Miss::MissingWebhook, true))),
            (good.replace("/webhook", "/"), Some((Miss::MissingWebhook, true))),
            (good.replace("facebook", "Facebook"), Some((Miss::WrongCase, true))),
            (good.replace("v3", "v2"), Some((Miss::Version, true))),
            (good.replace("/v3", ""), Some((Miss::Version, true))),
            (good.replace("w/facebook", "w/instagram"), Some((Miss::ChannelMismatch, false))),
            (good.replace("/w/", "//"), Some((Miss::EmptyId, false))),
            (format!("/app{good}"), Some((Miss::Prefix, true))),
            (format!("{good}%20"), Some((Miss::WhiteSpace, true))),
            (format!("{good}%0D%0A"), Some((Miss::WhiteSpace, true))),
            (good.replace("facebook", "messenger"), Some((Miss::UnknownChannel, false))),
            ("/".to_owned(), Some((Miss::Unknown, false))),
            ("/favicon.ico".to_owned(), Some((Miss::Unknown, false))),
        ];
        for (path, expected) in cases {
            let found = examine(&path).map(|(miss, meant)| (miss, meant.is_some()));
            assert_eq!(found, expected, "{path}");
        }
    }
}
