//! The verification handshake: the GET that Meta sends to a webhook's address before it delivers to it.
//!
//! `hub.mode=subscribe`, a `hub.verify_token` that both sides know, and a `hub.challenge` to be sent back as it is
//! (Meta, webhooks: getting started). Refusals name what was wrong and never a token.

mod mask;

use std::fmt;

use crate::endpoint::percent_decode;
use crate::signature::is_one_of;

pub use mask::{mask_query, mask_target};

/// Most characters of a challenge that is sent back.
pub const CHALLENGE_LIMIT: usize = 256;

/// A query parameter of the handshake.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Parameter {
    Mode,
    VerifyToken,
    Challenge,
}

impl Parameter {
    pub const ALL: [Self; 3] = [Self::Mode, Self::VerifyToken, Self::Challenge];

    /// Its name in the query.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Mode => "hub.mode",
            Self::VerifyToken => "hub.verify_token",
            Self::Challenge => "hub.challenge",
        }
    }
}

/// Why a handshake fails. Its `Display` is one sentence for people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Refusal {
    Missing(Parameter),
    /// It is there twice or more often.
    Repeated(Parameter),
    /// Its value is no percent-encoded UTF-8.
    Undecodable(Parameter),
    /// The mode is not `subscribe`.
    Mode,
    /// There is no verify token to compare with.
    NoTokenKnown,
    Token,
    /// The challenge has so many characters: none, or more than [`CHALLENGE_LIMIT`].
    ChallengeLength(usize),
    /// A character of the challenge is not visible ASCII.
    ChallengeCharacter,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing(parameter) => write!(
                f,
                "The query parameter `{}` is missing; a handshake has hub.mode, hub.verify_token and hub.challenge.",
                parameter.as_str()
            ),
            Self::Repeated(parameter) => {
                write!(f, "The query parameter `{}` is there more than once; send it once.", parameter.as_str())
            }
            Self::Undecodable(parameter) => write!(
                f,
                "The value of `{}` is no percent-encoded UTF-8; encode it as a query parameter.",
                parameter.as_str()
            ),
            Self::Mode => f.write_str("`hub.mode` is not `subscribe`, the only mode of a handshake."),
            Self::NoTokenKnown => f.write_str("No verify token is set here, so no handshake can succeed; set one."),
            Self::Token => f.write_str(
                "`hub.verify_token` is not the verify token of this endpoint or of the app; enter the same one on \
                 both sides.",
            ),
            Self::ChallengeLength(length) => {
                write!(f, "`hub.challenge` has {length} characters; send 1 to {CHALLENGE_LIMIT}.")
            }
            Self::ChallengeCharacter => {
                f.write_str("`hub.challenge` has a character that is not visible ASCII; send letters and digits.")
            }
        }
    }
}

/// Judges the query of a handshake against the verify tokens, of which empty ones match nothing.
///
/// # Errors
///
/// The first [`Refusal`] that applies: the parameters, then the mode, the token, the challenge.
pub fn judge<T: AsRef<[u8]>>(query: Option<&str>, tokens: &[T]) -> Result<String, Refusal> {
    let query = query.unwrap_or_default();
    let mode = single(query, Parameter::Mode)?;
    let token = single(query, Parameter::VerifyToken)?;
    let challenge = single(query, Parameter::Challenge)?;
    if mode != "subscribe" {
        return Err(Refusal::Mode);
    }
    if tokens.iter().all(|token| token.as_ref().is_empty()) {
        return Err(Refusal::NoTokenKnown);
    }
    if !is_one_of(token.as_bytes(), tokens) {
        return Err(Refusal::Token);
    }
    let length = challenge.chars().count();
    if !(1..=CHALLENGE_LIMIT).contains(&length) {
        return Err(Refusal::ChallengeLength(length));
    }
    if !challenge.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(Refusal::ChallengeCharacter);
    }
    Ok(challenge)
}

fn single(query: &str, parameter: Parameter) -> Result<String, Refusal> {
    match &mut values(query, parameter)[..] {
        [] => Err(Refusal::Missing(parameter)),
        [value] => value.take().ok_or(Refusal::Undecodable(parameter)),
        _ => Err(Refusal::Repeated(parameter)),
    }
}

/// The decoded values of a parameter, one for each time it is there; `None` for what is no percent-encoded UTF-8.
pub(crate) fn values(query: &str, parameter: Parameter) -> Vec<Option<String>> {
    let pairs = query.split('&').filter(|pair| holds(pair, parameter));
    pairs.map(|pair| decode(pair.split_once('=').map_or("", |(_, value)| value))).collect()
}

fn holds(pair: &str, parameter: Parameter) -> bool {
    let name = pair.split_once('=').map_or(pair, |(name, _)| name);
    decode(name).as_deref() == Some(parameter.as_str())
}

/// Decodes as forms do: `+` is a space.
pub(crate) fn decode(text: &str) -> Option<String> {
    percent_decode(&text.replace('+', " "))
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "hub.mode=subscribe&hub.verify_token=t0k&hub.challenge=1158201444";

    #[test]
    fn judges_queries() {
        use Parameter::{Challenge, Mode, VerifyToken};
        let long = format!("hub.mode=subscribe&hub.verify_token=t0k&hub.challenge={}", "x".repeat(256));
        let longer = format!("{long}x");
        let expected_long = "x".repeat(256);
        let cases: &[(&str, &[&str], Result<&str, Refusal>)] = &[
            (GOOD, &["t0k"], Ok("1158201444")),
            (GOOD, &["", "other", "t0k"], Ok("1158201444")),
            ("hub.challenge=a%2Bb&x=y&hub%2Everify_token=t%30k&hub.mode=sub%73cribe", &["t0k"], Ok("a+b")),
            (&long, &["t0k"], Ok(&expected_long)),
            (GOOD, &["t0"], Err(Refusal::Token)),
            (GOOD, &["T0K"], Err(Refusal::Token)),
            (GOOD, &[], Err(Refusal::NoTokenKnown)),
            (GOOD, &["", ""], Err(Refusal::NoTokenKnown)),
            ("hub.mode=subscribe&hub.verify_token=&hub.challenge=1", &["", "t0k"], Err(Refusal::Token)),
            ("", &["t0k"], Err(Refusal::Missing(Mode))),
            ("hub.mode=subscribe&hub.challenge=1", &["t0k"], Err(Refusal::Missing(VerifyToken))),
            ("hub.mode=subscribe&hub.verify_token=t0k", &["t0k"], Err(Refusal::Missing(Challenge))),
            ("hub_mode=subscribe&hub_verify_token=t0k&hub_challenge=1", &["t0k"], Err(Refusal::Missing(Mode))),
            (
                "hub.mode=subscribe&hub.verify_token=t0k&hub%2everify_token=t0k&hub.challenge=1",
                &["t0k"],
                Err(Refusal::Repeated(VerifyToken)),
            ),
            (
                "hub.mode=subscribe&hub.verify_token=t0k&hub.challenge=1&hub.challenge=1",
                &["t0k"],
                Err(Refusal::Repeated(Challenge)),
            ),
            ("hub.mode&hub.verify_token=t0k&hub.challenge=1", &["t0k"], Err(Refusal::Mode)),
            ("hub.mode=unsubscribe&hub.verify_token=t0k&hub.challenge=1", &["t0k"], Err(Refusal::Mode)),
            ("hub.mode=subscribe&hub.verify_token=t0k&hub.challenge=", &["t0k"], Err(Refusal::ChallengeLength(0))),
            (&longer, &["t0k"], Err(Refusal::ChallengeLength(257))),
            ("hub.mode=subscribe&hub.verify_token=t0k&hub.challenge=a+b", &["t0k"], Err(Refusal::ChallengeCharacter)),
            (
                "hub.mode=subscribe&hub.verify_token=t0k&hub.challenge=1%0D%0A2",
                &["t0k"],
                Err(Refusal::ChallengeCharacter),
            ),
            (
                "hub.mode=subscribe&hub.verify_token=t0k&hub.challenge=%C3%A9",
                &["t0k"],
                Err(Refusal::ChallengeCharacter),
            ),
            (
                "hub.mode=subscribe&hub.verify_token=t0k&hub.challenge=%E9",
                &["t0k"],
                Err(Refusal::Undecodable(Challenge)),
            ),
        ];
        for (query, tokens, expected) in cases {
            let found = judge(Some(query), tokens);
            assert_eq!(found, (*expected).map(str::to_owned), "{query}");
            if let Err(refusal) = found {
                assert!(!refusal.to_string().contains("t0k"), "{refusal}");
            }
        }
        assert_eq!(judge(None, &["t0k"]), Err(Refusal::Missing(Mode)));
    }
}
