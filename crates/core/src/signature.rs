//! Facebook's signatures of a webhook's body: made, and verified.
//!
//! `X-Hub-Signature-256: sha256=` and 64 lower-case hex digits, HMAC-SHA256 of the raw body under the app secret; the
//! older `X-Hub-Signature: sha1=` counts only where the former is absent (Meta, webhooks: getting started). What is
//! hashed are the bytes as they came: a body that was parsed and written again has another signature.

use std::fmt;

use hmac::{Hmac, KeyInit, Mac};
use serde::{Deserialize, Serialize};
use sha1::Sha1;
use sha2::{Digest, Sha256};
use subtle::{Choice, ConstantTimeEq};

/// The hash that a signature header names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scheme {
    Sha256,
    /// The legacy one.
    Sha1,
}

impl Scheme {
    /// The header's name as Facebook writes it.
    #[must_use]
    pub fn header(self) -> &'static str {
        match self {
            Self::Sha256 => "X-Hub-Signature-256",
            Self::Sha1 => "X-Hub-Signature",
        }
    }

    /// What the header's value begins with.
    #[must_use]
    pub fn prefix(self) -> &'static str {
        match self {
            Self::Sha256 => "sha256=",
            Self::Sha1 => "sha1=",
        }
    }

    /// Hex digits after the prefix.
    #[must_use]
    pub fn digits(self) -> usize {
        match self {
            Self::Sha256 => 64,
            Self::Sha1 => 40,
        }
    }

    /// Whether this is the digest of the body under the secret, in constant time.
    pub(crate) fn matches(self, secret: &[u8], body: &[u8], digest: &[u8]) -> bool {
        match self {
            Self::Sha256 => sha256(secret, body).verify_slice(digest).is_ok(),
            Self::Sha1 => sha1(secret, body).verify_slice(digest).is_ok(),
        }
    }
}

/// The values of a request's signature headers, one a line.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SignatureLines<'a> {
    pub sha256: Vec<&'a [u8]>,
    pub sha1: Vec<&'a [u8]>,
}

impl<'a> SignatureLines<'a> {
    /// Takes a header line if it is one of the two; names in any case.
    pub fn take(&mut self, name: &[u8], value: &'a [u8]) {
        if name.eq_ignore_ascii_case(Scheme::Sha256.header().as_bytes()) {
            self.sha256.push(value);
        } else if name.eq_ignore_ascii_case(Scheme::Sha1.header().as_bytes()) {
            self.sha1.push(value);
        }
    }
}

/// What [`verify`] found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Finding {
    /// No signature header.
    Absent,
    /// Two lines of one header: which of them counts cannot be known.
    Repeated(Scheme),
    /// A signature, but no secret to verify it with.
    NoSecret(Scheme),
    /// The header's value is no signature.
    Malformed(Scheme, Malformed),
    /// Made with the secret at this place of the list.
    Matched(Scheme, usize),
    /// Made with none of the secrets, or of another body.
    MatchesNone(Scheme),
}

/// How a value fails to be a signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Malformed {
    /// It does not begin with `sha256=` (or `sha1=`), in lower case.
    Prefix,
    /// So many digits instead of 64 (or 40).
    Length(usize),
    /// Hex digits, some in upper case.
    UpperCase,
    /// A character that is no hex digit.
    NotHex,
}

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Prefix => f.write_str("it does not begin with the name of the hash and `=`, in lower case"),
            Self::Length(digits) => write!(f, "it has {digits} digits"),
            Self::UpperCase => f.write_str("its hex digits are in upper case"),
            Self::NotHex => f.write_str("it has characters that are no hex digits"),
        }
    }
}

/// The value of `X-Hub-Signature-256` for a body.
#[must_use]
pub fn sign_sha256(secret: &[u8], body: &[u8]) -> String {
    let mut value = String::from(Scheme::Sha256.prefix());
    for byte in sha256(secret, body).finalize().into_bytes() {
        value.push_str(&format!("{byte:02x}"));
    }
    value
}

/// Verifies a body's signature against the secrets, in constant time. An empty secret matches nothing.
#[must_use]
pub fn verify<S: AsRef<[u8]>>(lines: &SignatureLines<'_>, secrets: &[S], body: &[u8]) -> Finding {
    for (scheme, values) in [(Scheme::Sha256, &lines.sha256), (Scheme::Sha1, &lines.sha1)] {
        if values.len() > 1 {
            return Finding::Repeated(scheme);
        }
    }
    let (scheme, value) = match (lines.sha256.first(), lines.sha1.first()) {
        (Some(value), _) => (Scheme::Sha256, *value),
        (None, Some(value)) => (Scheme::Sha1, *value),
        (None, None) => return Finding::Absent,
    };
    if secrets.iter().all(|secret| secret.as_ref().is_empty()) {
        return Finding::NoSecret(scheme);
    }
    let digest = match parse(scheme, value) {
        Ok(digest) => digest,
        Err(how) => return Finding::Malformed(scheme, how),
    };
    let holds = |secret: &S| !secret.as_ref().is_empty() && scheme.matches(secret.as_ref(), body, &digest);
    secrets.iter().position(holds).map_or(Finding::MatchesNone(scheme), |place| Finding::Matched(scheme, place))
}

/// Whether a token is one of the known ones; tells by its time neither which, nor how much of it, nor its length.
/// An empty token is never one of them.
#[must_use]
pub fn is_one_of<S: AsRef<[u8]>>(token: &[u8], known: &[S]) -> bool {
    let digest = Sha256::digest(token);
    let mut found = Choice::from(0);
    for candidate in known.iter().map(AsRef::as_ref).filter(|candidate| !candidate.is_empty()) {
        found |= Sha256::digest(candidate).as_slice().ct_eq(digest.as_slice());
    }
    found.into()
}

fn parse(scheme: Scheme, value: &[u8]) -> Result<Vec<u8>, Malformed> {
    let digits = value.strip_prefix(scheme.prefix().as_bytes()).ok_or(Malformed::Prefix)?;
    if !digits.iter().all(u8::is_ascii_hexdigit) {
        return Err(Malformed::NotHex);
    }
    if digits.len() != scheme.digits() {
        return Err(Malformed::Length(digits.len()));
    }
    if digits.iter().any(u8::is_ascii_uppercase) {
        return Err(Malformed::UpperCase);
    }
    Ok(digits.chunks_exact(2).map(|pair| nibble(pair[0]) * 16 + nibble(pair[1])).collect())
}

fn nibble(digit: u8) -> u8 {
    if digit.is_ascii_digit() { digit - b'0' } else { digit - b'a' + 10 }
}

fn sha256(secret: &[u8], body: &[u8]) -> Hmac<Sha256> {
    Hmac::<Sha256>::new_from_slice(secret).expect("HMAC takes keys of any length").chain_update(body)
}

fn sha1(secret: &[u8], body: &[u8]) -> Hmac<Sha1> {
    Hmac::<Sha1>::new_from_slice(secret).expect("HMAC takes keys of any length").chain_update(body)
}

#[cfg(test)]
mod tests {
    use super::*;

    const BODY: &[u8] = b"what do ya want for nothing?";
    /// RFC 4231, test case 2: key `Jefe`.
    const JEFE: &str = "sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
    /// RFC 2202, HMAC-SHA-1 test case 2: the same key and text.
    const JEFE_SHA1: &str = "sha1=effcdf6ae5eb2fa2d27416d5f184df9c259a7c79";

    #[test]
    fn signs_as_rfc_4231_does() {
        assert_eq!(sign_sha256(b"Jefe", BODY), JEFE);
        let long_key = [0xaa; 131];
        assert_eq!(
            sign_sha256(&long_key, b"Test Using Larger Than Block-Size Key - Hash Key First"),
            "sha256=60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
        );
    }

    #[test]
    fn verifies() {
        use Finding::{Absent, Malformed as Bad, Matched, MatchesNone, NoSecret, Repeated};
        use Scheme::{Sha1, Sha256};
        let upper = format!("sha256={}", JEFE[7..].to_uppercase());
        let bare = &JEFE[7..];
        let short = &JEFE[..70];
        let wrong = JEFE.replace("5bdc", "5bdd");
        let not_hex = JEFE.replace("5bdc", "5bdg");
        let sha1_digest_as_sha256 = JEFE_SHA1.replace("sha1", "sha256");
        let one: &[&str] = &["Jefe"];
        let cases: &[([&[&str]; 3], Finding)] = &[
            ([&[], &[], one], Absent),
            ([&[JEFE], &[], one], Matched(Sha256, 0)),
            ([&[JEFE], &[], &["", "other", "Jefe"]], Matched(Sha256, 2)),
            ([&[JEFE], &[], &["other"]], MatchesNone(Sha256)),
            ([&[&wrong], &[], one], MatchesNone(Sha256)),
            ([&[JEFE], &[], &[]], NoSecret(Sha256)),
            ([&[JEFE], &[], &["", ""]], NoSecret(Sha256)),
            ([&[JEFE, JEFE], &[], one], Repeated(Sha256)),
            ([&[JEFE], &[JEFE_SHA1, JEFE_SHA1], one], Repeated(Sha1)),
            ([&[], &[JEFE_SHA1], one], Matched(Sha1, 0)),
            ([&[], &[JEFE_SHA1], &[]], NoSecret(Sha1)),
            ([&[&wrong], &[JEFE_SHA1], one], MatchesNone(Sha256)),
            ([&[JEFE], &["sha1=nonsense"], one], Matched(Sha256, 0)),
            ([&[&upper], &[], one], Bad(Sha256, Malformed::UpperCase)),
            ([&[bare], &[], one], Bad(Sha256, Malformed::Prefix)),
            ([&[""], &[], one], Bad(Sha256, Malformed::Prefix)),
            ([&[JEFE_SHA1], &[], one], Bad(Sha256, Malformed::Prefix)),
            ([&[&sha1_digest_as_sha256], &[], one], Bad(Sha256, Malformed::Length(40))),
            ([&[short], &[], one], Bad(Sha256, Malformed::Length(63))),
            ([&[&not_hex], &[], one], Bad(Sha256, Malformed::NotHex)),
            ([&[], &[JEFE], one], Bad(Sha1, Malformed::Prefix)),
        ];
        for (number, ([sha256, sha1, secrets], expected)) in cases.iter().enumerate() {
            let mut lines = SignatureLines::default();
            for value in *sha256 {
                lines.take(b"x-hub-signature-256", value.as_bytes());
            }
            for value in *sha1 {
                lines.take(b"X-HUB-SIGNATURE", value.as_bytes());
            }
            assert_eq!(verify(&lines, secrets, BODY), *expected, "case {number}");
        }
    }

    #[test]
    fn an_empty_secret_matches_not_even_its_own_signature() {
        let value = sign_sha256(b"", BODY);
        let lines = SignatureLines { sha256: vec![value.as_bytes()], sha1: Vec::new() };
        assert_eq!(verify(&lines, &["", "Jefe"], BODY), Finding::MatchesNone(Scheme::Sha256));
    }

    #[test]
    fn another_body_has_another_signature() {
        let lines = SignatureLines { sha256: vec![JEFE.as_bytes()], sha1: Vec::new() };
        assert_eq!(verify(&lines, &["Jefe"], &BODY[1..]), Finding::MatchesNone(Scheme::Sha256));
    }

    #[test]
    fn tokens_are_compared_whole() {
        let cases: &[(&str, &[&str], bool)] = &[
            ("abc", &["abc"], true),
            ("abc", &["", "x", "abc"], true),
            ("abc", &["abcd", "ab", "ABC"], false),
            ("abc", &[], false),
            ("", &["", "abc"], false),
        ];
        for (token, known, expected) in cases {
            assert_eq!(is_one_of(token.as_bytes(), known), *expected, "{token} {known:?}");
        }
    }
}
