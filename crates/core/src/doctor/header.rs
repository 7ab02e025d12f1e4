//! A signature header read with indulgence: which digest was meant, and what is wrong with how it was written.

use serde::{Deserialize, Serialize};

use crate::signature::{Scheme, SignatureLines};

/// What is wrong with how a digest was written. Each has a code of the wire as its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Slip {
    /// A digest of SHA-1 in `X-Hub-Signature-256`.
    Sha1InSha256,
    /// A digest of SHA-256 in `X-Hub-Signature`.
    Sha256InSha1,
    /// Hex digits, or the prefix, in upper case.
    UpperCase,
    /// The digits alone.
    NoPrefix,
}

impl Slip {
    /// Its name among the causes.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Sha1InSha256 => "sha1_in_sha256",
            Self::Sha256InSha1 => "sha256_in_sha1",
            Self::UpperCase => "upper_case",
            Self::NoPrefix => "no_prefix",
        }
    }
}

/// The signature header that counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meant {
    /// The header that it stands in.
    pub header: Scheme,
    /// The hash that it is of, and its bytes; `None` where no digest can be made out.
    pub digest: Option<(Scheme, Vec<u8>)>,
    pub slips: Vec<Slip>,
    /// There is another line of the same header.
    pub is_repeated: bool,
}

/// The digest that a request was meant to be signed with. `None` where it is not signed.
#[must_use]
pub fn meant(lines: &SignatureLines<'_>) -> Option<Meant> {
    let (header, values) = match (&lines.sha256[..], &lines.sha1[..]) {
        ([], []) => return None,
        ([], values) => (Scheme::Sha1, values),
        (values, _) => (Scheme::Sha256, values),
    };
    let is_repeated = lines.sha256.len() > 1 || lines.sha1.len() > 1;
    let mut meant = Meant { header, digest: None, slips: Vec::new(), is_repeated };
    let value = values[0];
    let (name, digits) = match value.iter().position(|&byte| byte == b'=') {
        Some(sign) => (Some(value[..sign].to_ascii_lowercase()), &value[sign + 1..]),
        None => (None, value),
    };
    let is_known = name.as_deref().is_none_or(|name| name == b"sha256" || name == b"sha1");
    let scheme = [Scheme::Sha256, Scheme::Sha1].into_iter().find(|scheme| scheme.digits() == digits.len());
    let Some(scheme) = scheme.filter(|_| is_known && digits.iter().all(u8::is_ascii_hexdigit)) else {
        return Some(meant);
    };
    match (header, scheme) {
        (Scheme::Sha256, Scheme::Sha1) => meant.slips.push(Slip::Sha1InSha256),
        (Scheme::Sha1, Scheme::Sha256) => meant.slips.push(Slip::Sha256InSha1),
        _ => {}
    }
    if value.iter().any(u8::is_ascii_uppercase) {
        meant.slips.push(Slip::UpperCase);
    }
    if name.is_none() {
        meant.slips.push(Slip::NoPrefix);
    }
    meant.digest = Some((scheme, bytes(digits)));
    Some(meant)
}

fn bytes(digits: &[u8]) -> Vec<u8> {
    let nibble = |digit: u8| char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok()).unwrap_or(0);
    digits.chunks_exact(2).map(|pair| nibble(pair[0]) * 16 + nibble(pair[1])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_is_made_out_however_it_is_written() {
        let long = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
        let short = "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79";
        let upper = long.to_uppercase();
        let cases: &[(&str, String, Option<Scheme>, &[Slip])] = &[
            ("x-hub-signature-256", format!("sha256={long}"), Some(Scheme::Sha256), &[]),
            ("x-hub-signature-256", long.to_owned(), Some(Scheme::Sha256), &[Slip::NoPrefix]),
            ("x-hub-signature-256", format!("sha256={upper}"), Some(Scheme::Sha256), &[Slip::UpperCase]),
            ("x-hub-signature-256", format!("SHA256={long}"), Some(Scheme::Sha256), &[Slip::UpperCase]),
            ("x-hub-signature-256", upper, Some(Scheme::Sha256), &[Slip::UpperCase, Slip::NoPrefix]),
            ("x-hub-signature-256", format!("sha1={short}"), Some(Scheme::Sha1), &[Slip::Sha1InSha256]),
            ("x-hub-signature-256", format!("sha256={short}"), Some(Scheme::Sha1), &[Slip::Sha1InSha256]),
            ("x-hub-signature", format!("sha1={short}"), Some(Scheme::Sha1), &[]),
            ("x-hub-signature", format!("sha256={long}"), Some(Scheme::Sha256), &[Slip::Sha256InSha1]),
            ("x-hub-signature-256", format!("sha256={}", &long[1..]), None, &[]),
            ("x-hub-signature-256", format!("sha256={}g", &long[1..]), None, &[]),
            ("x-hub-signature-256", format!("md5={long}"), None, &[]),
            ("x-hub-signature-256", String::new(), None, &[]),
        ];
        for (name, value, scheme, slips) in cases {
            let mut lines = SignatureLines::default();
            lines.take(name.as_bytes(), value.as_bytes());
            let meant = meant(&lines).expect("a signature");
            assert_eq!((meant.digest.map(|(scheme, _)| scheme), &meant.slips[..]), (*scheme, *slips), "{name} {value}");
        }
        assert_eq!(meant(&SignatureLines::default()), None);
    }
}
