//! Who sent a request: tokens, signatures, and pages in a browser that only pretend to be Facebook.
//!
//! Pure, and fed with header lines, so that a refused capture can be judged again once a secret is entered.

use triptych_core::capture::Authentication;
use triptych_core::endpoint::Policy;
use triptych_core::signature::{Finding, SignatureLines, is_one_of, verify};

use crate::gate::Access;

/// The header lines that tell who sent a request.
#[derive(Debug, Clone, Default)]
pub struct Credentials<'a> {
    authorization: Vec<&'a [u8]>,
    api_key: Vec<&'a [u8]>,
    signature: SignatureLines<'a>,
    from_page: bool,
}

impl<'a> Credentials<'a> {
    /// Picks them from all header lines, whose names may be in any case.
    pub fn from_lines(lines: impl IntoIterator<Item = (&'a [u8], &'a [u8])>) -> Self {
        let mut found = Self::default();
        for (name, value) in lines {
            found.signature.take(name, value);
            match name.to_ascii_lowercase().as_slice() {
                b"authorization" => found.authorization.push(value),
                b"x-api-key" => found.api_key.push(value),
                b"origin" => found.from_page = true,
                b"sec-fetch-site" => found.from_page |= !value.eq_ignore_ascii_case(b"none"),
                _ => {}
            }
        }
        found
    }

    fn repeated(&self) -> Option<&'static str> {
        [("Authorization", &self.authorization), ("x-api-key", &self.api_key)]
            .into_iter()
            .find_map(|(name, lines)| (lines.len() > 1).then_some(name))
    }

    fn token(&self, access: &Access) -> Token {
        if self.authorization.is_empty() && self.api_key.is_empty() {
            return Token::Absent;
        }
        let bearer = self.authorization.first().map(|value| bearer(value));
        let keys = bearer.flatten().into_iter().chain(self.api_key.first().copied());
        if keys.fold(false, |good, key| good | is_one_of(key, &access.tokens)) {
            Token::Good
        } else if bearer == Some(None) && self.api_key.is_empty() {
            Token::NotBearer
        } else if access.tokens.iter().all(|token| token.expose().is_empty()) {
            Token::NoneKnown
        } else {
            Token::Wrong
        }
    }
}

/// What [`authenticate`] decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// Whether the request may deliver.
    pub admitted: bool,
    pub authentication: Authentication,
    /// One sentence for people, without secrets.
    pub reason: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Token {
    Absent,
    Good,
    Wrong,
    NoneKnown,
    NotBearer,
}

/// Decides whether a request with this body may deliver.
#[must_use]
pub fn authenticate(access: &Access, credentials: &Credentials<'_>, body: &[u8]) -> Decision {
    let refused = |reason: String| Decision { admitted: false, authentication: Authentication::Failed, reason };
    let checked = check(access, credentials, body);
    let token_is_good = credentials.repeated().is_none() && credentials.token(access) == Token::Good;
    if credentials.from_page && !token_is_good {
        return refused(
            "The request comes from a page in a browser (it has `Origin`, or a `Sec-Fetch-Site` other than `none`); \
             send a good token with it."
                .into(),
        );
    }
    match (checked, access.policy) {
        (Ok((authentication, reason)), _) => Decision { admitted: true, authentication, reason },
        (Err(reason), Policy::Required) => refused(reason),
        (Err(reason), Policy::Open) => Decision {
            admitted: true,
            authentication: Authentication::Unverified,
            reason: format!("Accepted only because the endpoint's policy is `open`. {reason}"),
        },
    }
}

fn check(access: &Access, credentials: &Credentials<'_>, body: &[u8]) -> Result<(Authentication, String), String> {
    let finding = verify(&credentials.signature, &access.secrets, body);
    let repeated = match finding {
        Finding::Repeated(scheme) => Some(scheme.header()),
        _ => credentials.repeated(),
    };
    if let Some(name) = repeated {
        return Err(format!("The request has more than one `{name}` line; send one."));
    }
    let token = credentials.token(access);
    match finding {
        Finding::MatchesNone(scheme) => Err(format!(
            "The signature in `{}` matches none of the known app secrets; check the secret, and that nothing on the \
             way changes the body.",
            scheme.header()
        )),
        Finding::Malformed(scheme, how) => Err(format!(
            "The value of `{}` is no signature: {how}; send `{}` and {} lower-case hex digits.",
            scheme.header(),
            scheme.prefix(),
            scheme.digits()
        )),
        Finding::Matched(scheme, _) if token == Token::Good => {
            Ok((Authentication::Both, format!("The token is good and the signature in `{}` holds.", scheme.header())))
        }
        Finding::Matched(scheme, _) => {
            Ok((Authentication::Signature, format!("The signature in `{}` holds.", scheme.header())))
        }
        Finding::NoSecret(scheme) if token == Token::Good => Ok((
            Authentication::Token,
            format!(
                "The token is good; the signature in `{}` was not verified: no app secret is known.",
                scheme.header()
            ),
        )),
        Finding::NoSecret(scheme) => Err(format!(
            "The request is signed (`{}`), but no app secret is known to verify it with; enter the app secret.",
            scheme.header()
        )),
        Finding::Absent | Finding::Repeated(_) => match token {
            Token::Good => Ok((Authentication::Token, "The token is good.".into())),
            Token::Absent => {
                Err("The request has neither a token nor a signature; send `Authorization: Bearer TOKEN` \
                                  or `x-api-key: TOKEN`, or sign the body (`X-Hub-Signature-256`)."
                    .into())
            }
            Token::Wrong => Err("The token is neither this endpoint's nor the app's; send one of these.".into()),
            Token::NoneKnown => {
                Err("The request has a token, but none is set here to compare it with; set one.".into())
            }
            Token::NotBearer => {
                Err("`Authorization` is not of the form `Bearer TOKEN`; send it so, or as `x-api-key: TOKEN`.".into())
            }
        },
    }
}

/// The token of `Bearer TOKEN`; the scheme in any case (RFC 9110).
#[must_use]
pub fn bearer(value: &[u8]) -> Option<&[u8]> {
    let space = value.iter().position(|&byte| byte == b' ')?;
    let (scheme, token) = (&value[..space], value[space..].trim_ascii());
    (scheme.eq_ignore_ascii_case(b"bearer") && !token.is_empty()).then_some(token)
}

#[cfg(test)]
#[path = "authenticate_tests.rs"]
mod tests;
