//! What a stored request proves about its sender, against the secrets of today: judged anew by the listener's own rules,
//! from the bytes that were kept.
//!
//! Neither a secret nor the digest that would be right ever stands in the answer.

use triptych_core::capture::{Capture, header_lines};
use triptych_core::convert::Settings;
use triptych_core::endpoint::{EndpointKey, Policy};
use triptych_core::secret::Secret;
use triptych_core::signature::{Finding, Scheme, SignatureLines, verify};
use triptych_listener::{Access, Credentials, authenticate};
use triptych_store::{Reader, StoreError};

use crate::api::evidence::{Evidence, SignatureEvidence, TokenEvidence};
use crate::projector;
use crate::views::MASK;

/// What is known of an endpoint: the tokens and secrets that count for it, and the settings that it converts by.
#[derive(Debug, Default)]
pub struct Keys {
    pub(crate) settings: Settings,
    endpoint_tokens: Vec<Secret>,
    endpoint_secrets: Vec<Secret>,
    app_tokens: Vec<Secret>,
    app_secrets: Vec<Secret>,
}

impl Keys {
    /// What conversion uses of the endpoint.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Nothing but what conversion uses.
    pub(crate) fn converting_by(settings: Settings) -> Self {
        Self { settings, ..Self::default() }
    }

    /// The newest app secret: the endpoint's own before the app's.
    pub(crate) fn signing(&self) -> Option<Secret> {
        self.endpoint_secrets.last().or(self.app_secrets.last()).cloned()
    }

    /// Those of today; for what came to no endpoint, the app's.
    ///
    /// # Errors
    /// Where they cannot be read.
    pub fn of(reader: &Reader, endpoint: Option<&EndpointKey>) -> Result<Self, StoreError> {
        let own = reader.endpoint_auth()?.into_iter().find(|auth| Some(&auth.key) == endpoint);
        let (endpoint_tokens, endpoint_secrets) =
            own.map_or_else(Default::default, |own| (own.bearer_token.into_iter().collect(), own.secrets));
        Ok(Self {
            settings: settings(reader, endpoint)?,
            endpoint_tokens,
            endpoint_secrets,
            app_tokens: vec![reader.app_token()?],
            app_secrets: reader.app_secrets()?.into_iter().map(|row| row.secret).collect(),
        })
    }
}

/// As the projector takes them.
fn settings(reader: &Reader, endpoint: Option<&EndpointKey>) -> Result<Settings, StoreError> {
    let Some(key) = endpoint else { return Ok(Settings::default()) };
    let row = match reader.endpoint_id(key)? {
        Some(id) => reader.endpoint(id)?,
        None => None,
    };
    Ok(projector::settings(row.as_ref(), key))
}

/// Whose it is.
const ENDPOINT: &str = "endpoint";
const APP: &str = "app";

type Line<'a> = (&'a [u8], &'a [u8]);

pub(crate) fn evidence(capture: &Capture, keys: &Keys) -> Evidence {
    let lines = header_lines(&capture.head);
    Evidence { signature: signature(capture, &lines, keys), token: token(&lines, keys) }
}

fn signature(capture: &Capture, lines: &[Line<'_>], keys: &Keys) -> Option<SignatureEvidence> {
    let signed: Vec<Line<'_>> = lines.iter().copied().filter(|(name, _)| scheme(name).is_some()).collect();
    let counts = [Scheme::Sha256, Scheme::Sha1];
    let (name, value) = counts.iter().find_map(|one| signed.iter().find(|(name, _)| scheme(name) == Some(*one)))?;
    let secrets: Vec<Secret> = keys.endpoint_secrets.iter().chain(&keys.app_secrets).cloned().collect();
    let mut taken = SignatureLines::default();
    signed.iter().for_each(|(name, value)| taken.take(name, value));
    let (holds, verdict) = if capture.truncated {
        let why = "Only a part of the body was kept, so the signature cannot be verified any more.";
        (None, why.to_owned())
    } else {
        let holds = match verify(&taken, &secrets, &capture.body) {
            Finding::Matched(_, place) if place < keys.endpoint_secrets.len() => Some(ENDPOINT),
            Finding::Matched(..) => Some(APP),
            _ => None,
        };
        let access = Access { secrets: secrets.clone(), policy: Policy::Required, ..Access::default() };
        (holds, authenticate(&access, &Credentials::from_lines(signed.iter().copied()), &capture.body).reason)
    };
    let algorithm = counts.iter().find(|one| value.starts_with(one.prefix().as_bytes()));
    Some(SignatureEvidence {
        header: lossy(name),
        value: lossy(value),
        algorithm: algorithm.map(|one| one.prefix().trim_end_matches('=').to_owned()),
        body_bytes: capture.body.len() as u64,
        secrets_known: u32::try_from(secrets.iter().filter(|secret| !secret.expose().is_empty()).count()).unwrap_or(0),
        holds: holds.map(str::to_owned),
        verdict,
    })
}

fn scheme(name: &[u8]) -> Option<Scheme> {
    [Scheme::Sha256, Scheme::Sha1].into_iter().find(|one| name.eq_ignore_ascii_case(one.header().as_bytes()))
}

fn token(lines: &[Line<'_>], keys: &Keys) -> Option<TokenEvidence> {
    let is_token =
        |name: &[u8]| ["Authorization", "x-api-key"].iter().any(|known| name.eq_ignore_ascii_case(known.as_bytes()));
    let sent: Vec<Line<'_>> = lines.iter().copied().filter(|(name, _)| is_token(name)).collect();
    let judge = |lines: &[Line<'_>], tokens: Vec<Secret>| {
        let access = Access { tokens, policy: Policy::Required, ..Access::default() };
        authenticate(&access, &Credentials::from_lines(lines.iter().copied()), b"")
    };
    let whose = |line: &Line<'_>| {
        let holds = |tokens: &[Secret]| judge(std::slice::from_ref(line), tokens.to_vec()).admitted;
        let of_endpoint = holds(&keys.endpoint_tokens).then_some(ENDPOINT);
        of_endpoint.or_else(|| holds(&keys.app_tokens).then_some(APP))
    };
    // The one that holds, where one of two does.
    let shown = sent.iter().find(|line| whose(line).is_some()).or(sent.first())?;
    let all = keys.endpoint_tokens.iter().chain(&keys.app_tokens).cloned().collect();
    let decision = judge(&sent, all);
    let (name, value) = shown;
    let bearer = value.iter().position(|&byte| byte == b' ').map(|space| value[space..].trim_ascii());
    let token = bearer.filter(|_| name.eq_ignore_ascii_case(b"Authorization")).unwrap_or(value);
    Some(TokenEvidence {
        header: lossy(name),
        masked: MASK.to_owned(),
        length: token.len() as u64,
        holds: whose(shown).filter(|_| decision.admitted).map(str::to_owned),
        verdict: decision.reason,
    })
}

fn lossy(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use triptych_core::capture::{Authentication, Judgement};
    use triptych_core::signature::sign_sha256;

    use super::*;
    use crate::captured;

    fn keys() -> Keys {
        let secrets = |all: &[&str]| all.iter().map(|secret| Secret::new(*secret)).collect();
        Keys {
            settings: Settings::default(),
            endpoint_tokens: secrets(&["endpoint-token"]),
            endpoint_secrets: secrets(&["endpoint-secret"]),
            app_tokens: secrets(&["app-token"]),
            app_secrets: secrets(&["app-secret", "older-secret"]),
        }
    }

    fn capture(headers: &[&str]) -> Capture {
        let head = format!("POST / HTTP/1.1\r\n{}\r\n", headers.join("\r\n"));
        Capture {
            head: head.into_bytes(),
            judgement: Judgement::Unauthenticated,
            authentication: Authentication::Failed,
            status: 401,
            endpoint: None,
            ..captured::capture(b"{}")
        }
    }

    #[test]
    fn a_signature_is_verified_with_the_secrets_of_today() {
        let signed = |secret: &str| format!("x-HUB-signature-256:  {}", sign_sha256(secret.as_bytes(), b"{}"));
        let upper = signed("app-secret").to_uppercase().replace("SHA256", "sha256");
        let cases = [
            (signed("older-secret"), Some("app"), "The signature in `X-Hub-Signature-256` holds."),
            (signed("endpoint-secret"), Some("endpoint"), "The signature in `X-Hub-Signature-256` holds."),
            (signed("wrong"), None, "matches none of the known app secrets"),
            (upper, None, "is no signature: its hex digits are in upper case"),
        ];
        for (line, holds, verdict) in cases {
            let found = evidence(&capture(&[&line]), &keys()).signature.expect("signed");
            assert_eq!((found.holds.as_deref(), found.body_bytes, found.secrets_known), (holds, 2, 3), "{line}");
            assert!(found.verdict.contains(verdict), "{}", found.verdict);
            assert_eq!(found.algorithm.as_deref(), Some("sha256"));
            assert!(found.header.eq_ignore_ascii_case("x-hub-signature-256") && line.contains(&found.header));
        }
        let unknown = evidence(&capture(&[&signed("a")]), &Keys::default()).signature.expect("signed");
        assert!(unknown.verdict.contains("no app secret is known"), "{}", unknown.verdict);
        let cut = Capture { truncated: true, ..capture(&[&signed("app-secret")]) };
        assert_eq!(evidence(&cut, &keys()).signature.expect("signed").holds, None);
        let twice = evidence(&capture(&[&signed("app-secret"), &signed("app-secret")]), &keys());
        assert!(twice.signature.expect("signed").verdict.contains("more than one"));
        let odd = evidence(&capture(&["X-Hub-Signature: md5=00"]), &keys()).signature.expect("signed");
        assert_eq!((odd.algorithm, odd.value.as_str()), (None, "md5=00"));
    }

    #[test]
    fn a_token_is_told_by_its_owner_and_its_length_alone() {
        let cases: &[(&[&str], Option<&str>, u64, &str)] = &[
            (&["authorization: bearer  app-token"], Some("app"), 9, "The token is good."),
            (&["X-Api-Key: endpoint-token"], Some("endpoint"), 14, "The token is good."),
            (&["Authorization: Bearer nobody"], None, 6, "neither this endpoint's nor the app's"),
            (&["Authorization: Basic abc"], None, 3, "is not of the form `Bearer TOKEN`"),
            (&["Authorization: Bearer no", "x-api-key: app-token"], Some("app"), 9, "The token is good."),
            (&["x-api-key: app-token", "x-api-key: app-token"], None, 9, "more than one `x-api-key` line"),
        ];
        for (lines, holds, length, verdict) in cases {
            let found = evidence(&capture(lines), &keys()).token.expect("a token");
            assert_eq!((found.holds.as_deref(), found.length), (*holds, *length), "{lines:?}");
            assert!(found.verdict.contains(verdict), "{}", found.verdict);
            let text = format!("{found:?}");
            assert!(
                !text.contains("app-token") && !text.contains("nobody") && !text.contains("endpoint-token"),
                "{text}"
            );
        }
        assert_eq!(evidence(&capture(&["Host: a"]), &keys()), Evidence::default());
    }
}
