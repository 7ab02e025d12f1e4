//! Refusals that need no search: pages in a browser, tokens, methods, bodies.

use triptych_core::capture::{Capture, Judgement, header_lines};
use triptych_core::doctor::Owner;
use triptych_core::doctor::body::ends_early;
use triptych_core::doctor::words::Explanation;
use triptych_core::endpoint::Policy;
use triptych_core::envelope::{self, NoEnvelope};
use triptych_core::signature::is_one_of;
use triptych_listener::{Access, Credentials, authenticate, bearer};

use super::Seen;
use crate::access::Known;

type Line<'a> = (&'a [u8], &'a [u8]);

fn values<'a>(lines: &[Line<'a>], name: &str) -> Vec<&'a [u8]> {
    lines.iter().filter(|(found, _)| found.eq_ignore_ascii_case(name.as_bytes())).map(|(_, value)| *value).collect()
}

pub(super) fn is_from_page(lines: &[Line<'_>]) -> bool {
    let sites = values(lines, "sec-fetch-site");
    !values(lines, "origin").is_empty() || sites.iter().any(|site| !site.eq_ignore_ascii_case(b"none"))
}

pub(super) fn from_page(lines: &[Line<'_>]) -> Explanation {
    let shown: Vec<String> = ["Origin", "Sec-Fetch-Site"]
        .iter()
        .flat_map(|name| values(lines, name).into_iter().map(move |value| (name, String::from_utf8_lossy(value))))
        .map(|(name, value)| format!("`{name}: {value}`"))
        .collect();
    Explanation::new(
        "from_page",
        "A page in a browser sent it, not Facebook",
        "Send it from a server or a terminal. A page that is meant to send it needs a good token.",
    )
    .saying(format!("Only browsers send {}.", shown.join(" and ")))
}

pub(super) fn has_good_token(capture: &Capture, known: &Known) -> bool {
    let Some(endpoint) = &capture.endpoint else { return false };
    let access = Access { policy: Policy::Required, secrets: Vec::new(), ..known.access(endpoint) };
    let lines = header_lines(&capture.head);
    let tokens = lines
        .into_iter()
        .filter(|(name, _)| name.eq_ignore_ascii_case(b"authorization") || name.eq_ignore_ascii_case(b"x-api-key"));
    authenticate(&access, &Credentials::from_lines(tokens), b"").admitted
}

/// Two tokens in one header, of which neither counts, whatever the signature is.
pub(super) fn repeated(capture: &Capture, lines: &[Line<'_>]) -> Option<Seen> {
    let name = ["Authorization", "x-api-key"].into_iter().find(|name| values(lines, name).len() > 1)?;
    let fix = "Send one token. A proxy on the way may add another.";
    let explanation = Explanation::new("token_repeated", format!("The header `{name}` is there twice"), fix);
    Some(Seen::of("token", explanation.saying(capture.reason.clone())))
}

/// A body that came compressed: its sender signed what it was before.
pub(super) fn packed(lines: &[Line<'_>], body: &[u8]) -> Option<Explanation> {
    let named = values(lines, "content-encoding").into_iter().find(|value| !value.eq_ignore_ascii_case(b"identity"));
    let named = named.map(|value| String::from_utf8_lossy(value).into_owned());
    let looks = [(&b"\x1f\x8b"[..], "gzip"), (b"\x28\xb5\x2f\xfd", "zstd")];
    let seen = || looks.iter().find(|(mark, _)| body.starts_with(mark)).map(|(_, name)| (*name).to_owned());
    // What is JSON is not compressed, whatever a header says of it.
    let how = named.or_else(seen).filter(|_| !body.trim_ascii_start().starts_with(b"{"))?;
    let fix = "Turn off compression of requests in the tunnel or proxy; Facebook sends its bodies as they are.";
    let explanation = Explanation::new("compressed", format!("The body came compressed ({how})"), fix);
    Some(explanation.saying("Something on the way compressed it; what was signed are the bytes before that."))
}

/// It is not signed, and its token does not hold.
pub(super) fn token(capture: &Capture, lines: &[Line<'_>], known: &Known) -> Seen {
    if let Some(seen) = repeated(capture, lines) {
        return seen;
    }
    let bearers = values(lines, "authorization");
    let keys = values(lines, "x-api-key");
    let seen = |explanation: Explanation| Seen::of("token", explanation.saying(capture.reason.clone()));
    let bearer = bearers.first().map(|value| bearer(value));
    let sent = match (bearer, keys.first()) {
        (None, None) => {
            let fix = "Facebook signs what it sends: enter the app secret and let Facebook send. Others send \
                       `Authorization: Bearer TOKEN`.";
            let title = "It is neither signed nor has it a token";
            return seen(Explanation::new("no_token", title, fix));
        }
        (Some(None), None) => {
            let fix = "Write `Authorization: Bearer TOKEN`, or `x-api-key: TOKEN`.";
            return seen(Explanation::new("not_bearer", "`Authorization` is not of the form `Bearer TOKEN`", fix));
        }
        (bearer, key) => bearer.flatten().or(key.copied()).unwrap_or_default(),
    };
    let Some(endpoint) = &capture.endpoint else { return seen(wrong_token()) };
    let tokens = known.bearer_tokens(endpoint);
    let other = tokens.iter().find(|known| !known.owner.counts() && is_one_of(sent, &[&known.token]));
    if let Some(Owner::Other(name)) = other.map(|known| &known.owner) {
        let fix = "Send this endpoint's token or the app's, or send to the other endpoint's URL.";
        let title = format!("It is the token of “{name}”, another endpoint");
        return seen(Explanation::new("token_other_endpoint", title, fix));
    }
    let own = || tokens.iter().filter(|known| known.owner.counts());
    if own().any(|known| is_one_of(sent, &[&known.token])) {
        let title = "The token holds today";
        return seen(Explanation::new("holds_now", title, "Send it again, or judge refused captures again."))
            .with(&["rejudge"]);
    }
    if own().any(|known| is_one_of(known.token.expose().trim().as_bytes(), &[unquoted(sent)])) {
        let fix = "Send the token alone, without quotes and white space.";
        return seen(Explanation::new("token_white_space", "The token has quotes or white space around it", fix));
    }
    seen(wrong_token())
}

fn wrong_token() -> Explanation {
    let fix = "Copy the endpoint's bearer token or the app's token from the settings and send that.";
    Explanation::new("wrong_token", "The token is neither this endpoint's nor the app's", fix)
}

fn unquoted(token: &[u8]) -> &[u8] {
    let token = token.trim_ascii();
    let inner = token.strip_prefix(b"\"").and_then(|rest| rest.strip_suffix(b"\""));
    let inner = inner.or_else(|| token.strip_prefix(b"'").and_then(|rest| rest.strip_suffix(b"'")));
    inner.unwrap_or(token).trim_ascii()
}

/// What a refusal that needs no search is about.
pub(super) fn subject(judgement: Judgement) -> &'static str {
    match judgement {
        Judgement::WrongMethod => "method",
        Judgement::Invalid => "body",
        Judgement::TooLarge => "size",
        Judgement::HeadTooLarge => "head",
        Judgement::Incomplete => "incomplete",
        _ => "fine",
    }
}

pub(super) fn explanation(capture: &Capture) -> Explanation {
    let (cause, title, fix) = match capture.judgement {
        Judgement::WrongMethod => {
            let fix = "Facebook verifies by GET and delivers by POST; anything else is not from Facebook.";
            ("wrong_method", format!("A webhook does not take {}", capture.method), fix)
        }
        Judgement::Invalid => match envelope::parse(&capture.body) {
            Err(NoEnvelope::NotJson(_)) if capture.body.is_empty() => (
                "not_json",
                "The body is empty".to_owned(),
                "Send the webhook as JSON. A redirect on the way may have dropped the body.",
            ),
            Err(NoEnvelope::NotJson(_)) if packed(&header_lines(&capture.head), &capture.body).is_some() => {
                let fix = "Turn off compression of requests in the tunnel or proxy, or in what sends it.";
                ("compressed", "The body came compressed".to_owned(), fix)
            }
            Err(NoEnvelope::NotJson(_)) if !capture.truncated && ends_early(&capture.body) => {
                let fix = "Look for a limit on the size of bodies in the tunnel or proxy, or at what sends it.";
                ("truncated", "The body is cut short".to_owned(), fix)
            }
            Err(NoEnvelope::NotJson(_)) => {
                ("not_json", "The body is no JSON".to_owned(), "Send the webhook as Facebook does: JSON, not a form.")
            }
            _ => {
                let fix = "A webhook is an object with an `entry` array, or an array of such.";
                ("no_envelope", "The body is JSON, but no webhook".to_owned(), fix)
            }
        },
        Judgement::TooLarge => {
            let fix = "Facebook's webhooks are far smaller: look at what sends this.";
            ("too_large", "The body is larger than the limit".to_owned(), fix)
        }
        Judgement::HeadTooLarge => {
            let fix = "Send fewer or shorter headers; a proxy may add large cookies.";
            ("head_too_large", "The headers are larger than the limit".to_owned(), fix)
        }
        _ if capture.status == 0 => {
            let fix = "The sender gave up: its time limit may be short, or the tunnel was restarted.";
            ("sender_left", "The sender left before the body was whole".to_owned(), fix)
        }
        _ if capture.reason.contains("chunked") => (
            "broken_chunks",
            "The body's chunked encoding is broken".to_owned(),
            "Look at the proxy that cuts it into chunks.",
        ),
        _ => ("too_slow", "The body did not arrive whole in time".to_owned(), "Look for what holds it up on the way."),
    };
    Explanation::new(cause, title, fix).saying(capture.reason.clone())
}
