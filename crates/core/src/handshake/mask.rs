//! Verify tokens taken out of what is kept of a request, however their name was spelt or encoded.

use std::borrow::Cow;

use super::decode;

/// What stands in place of a masked token.
const MASK: &str = "***";

/// What its name has in it, however it is spelt.
const TOKEN_NAME: &str = "verify_token";

/// A query that is encoded once too often is looked through, and one twice too often.
const ENCODINGS: usize = 3;

/// The query with every value of `hub.verify_token` masked, however the name is encoded; all else as it was. It may be a
/// path too: a handshake may come with another sign in the place of `?`.
///
/// Misspelt handshakes bring the token too (`hub_verify_token`, `&amp;hub.verify_token`, `;` in place of `&`), so each
/// value is masked whose name has `verify_token` in it, or which has it in itself; and the name as well, where more
/// stands in it (`hub.verify_token%3Dt0k`).
#[must_use]
pub fn mask_query(query: &str) -> Cow<'_, str> {
    // Most have no name like that, written out or encoded, and every request comes through here.
    let name = TOKEN_NAME.as_bytes();
    let may = query.contains('%') || query.as_bytes().windows(name.len()).any(|part| part.eq_ignore_ascii_case(name));
    if !may || !query.split('&').any(names_the_token) {
        return Cow::Borrowed(query);
    }
    Cow::Owned(query.split('&').map(masked).collect::<Vec<_>>().join("&"))
}

/// The target of a request line, with the same masked in its path and its query.
#[must_use]
pub fn mask_target(target: &str) -> Cow<'_, str> {
    let Some((path, query)) = target.split_once('?') else { return mask_query(target) };
    match (mask_query(path), mask_query(query)) {
        (Cow::Borrowed(_), Cow::Borrowed(_)) => Cow::Borrowed(target),
        (path, query) => Cow::Owned(format!("{path}?{query}")),
    }
}

fn masked(pair: &str) -> Cow<'_, str> {
    if !names_the_token(pair) {
        return Cow::Borrowed(pair);
    }
    let (name, value) = pair.split_once('=').map_or((pair, None), |(name, value)| (name, Some(value)));
    // Up to the first escape, unless that is too much already.
    let told = name.split('%').next().filter(|told| is_a_name(told)).unwrap_or_default();
    match (is_a_name(name), value) {
        (true, None) => Cow::Borrowed(pair),
        (true, Some(_)) => Cow::Owned(format!("{name}={MASK}")),
        (false, _) => Cow::Owned(format!("{told}{MASK}")),
    }
}

/// Whether nothing but a mask stands after `verify_token`, if it stands in it at all.
fn is_a_name(name: &str) -> bool {
    let decoded = lowered(name);
    decoded.split_once(TOKEN_NAME).is_none_or(|(_, rest)| rest.bytes().all(|byte| byte == b'*'))
}

fn names_the_token(pair: &str) -> bool {
    pair.splitn(2, '=').any(|part| lowered(part).contains(TOKEN_NAME))
}

/// Decoded as often as it was encoded, in lower case. What cannot be decoded is looked at as it stands.
fn lowered(part: &str) -> String {
    let mut text = part.to_owned();
    for _ in 0..ENCODINGS {
        match decode(&text) {
            Some(decoded) if decoded != text => text = decoded,
            _ => break,
        }
    }
    text.to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "hub.mode=subscribe&hub.verify_token=t0k&hub.challenge=1158201444";

    #[test]
    fn masks_every_verify_token() {
        let cases = [
            (GOOD, "hub.mode=subscribe&hub.verify_token=***&hub.challenge=1158201444"),
            ("hub%2Everify_token=a=b&hub.verify%5Ftoken=c", "hub%2Everify_token=***&hub.verify%5Ftoken=***"),
            ("hub.verify_token", "hub.verify_token"),
            ("a=1&&b=%zz", "a=1&&b=%zz"),
            ("hub_verify_token=a&HUB.VERIFY_TOKEN=b", "hub_verify_token=***&HUB.VERIFY_TOKEN=***"),
            ("hub.mode=x&amp;hub.verify_token=a&amp;b=c", "hub.mode=x&amp;hub.verify_token=***&amp;b=c"),
            ("hub.mode=x;hub.verify_token=a;b=c&d=e", "hub.mode=***&d=e"),
            ("a=%26hub%2Everify_token%3Db", "a=***"),
            ("hub.verify%5Ftoken=%zz", "hub.verify%5Ftoken=***"),
            ("hub.mode%3Dsubscribe%26hub.verify_token%3Da", "hub.mode***"),
            ("hub.verify_token%3Da=b&c=d", "hub.verify_token***&c=d"),
            ("hub%252Everify%255Ftoken%253Da&c", "hub***&c"),
            ("hub.verify_token:a%20b", "***"),
            ("verify_token%=t", "verify_token***"),
            ("verify_token***%3Dt", "verify_token******"),
            ("", ""),
        ];
        for (query, expected) in cases {
            assert_eq!(mask_query(query), expected);
            assert_eq!(mask_query(expected), expected, "what is masked stays as it is");
        }
        let targets = [
            ("/w/webhook?a=b", "/w/webhook?a=b"),
            ("/w/webhook?hub.verify_token=a", "/w/webhook?hub.verify_token=***"),
            ("/w/webhook&hub.mode=b&hub.verify_token=a", "/w/webhook&hub.mode=b&hub.verify_token=***"),
            ("/w/webhook%3Fhub.verify_token%3Da", "/w/webhook***"),
            ("/w;hub.verify_token=a?hub.verify_token=a", "/w;hub.verify_token=***?hub.verify_token=***"),
        ];
        for (target, expected) in targets {
            assert_eq!(mask_target(target), expected);
        }
    }
}
