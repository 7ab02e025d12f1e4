//! What was tried, one line each.

use triptych_core::capture::{Capture, header_lines};
use triptych_core::doctor::Owner;
use triptych_core::doctor::body::Change;
use triptych_core::doctor::handshake::{Comparison, Handshake, State};
use triptych_core::doctor::signature::{Outcome, Signature, Try};
use triptych_core::endpoint::EndpointKey;

use crate::access::Known;
use crate::api::doctor::Check;

const GOOD: &str = "good";
const BAD: &str = "bad";

fn check(name: &str, label: impl Into<String>, outcome: &str, said: Option<String>) -> Check {
    Check { name: name.to_owned(), label: label.into(), outcome: outcome.to_owned(), said }
}

fn verdict(is_good: bool) -> &'static str {
    if is_good { GOOD } else { BAD }
}

pub(super) fn signature(found: &Signature, capture: &Capture) -> Vec<Check> {
    let mut checks = vec![header(found)];
    checks.extend(found.trials.iter().map(|trial| {
        let (name, label) = tried(trial.what, found);
        let outcome = match trial.outcome {
            Outcome::Match => "match",
            Outcome::NoMatch => "no_match",
            Outcome::NotTried => "not_tried",
        };
        check(name, label, outcome, (trial.outcome == Outcome::NotTried).then(|| why_not(trial.what, found)))
    }));
    let announced = header_lines(&capture.head)
        .into_iter()
        .find(|(name, _)| name.eq_ignore_ascii_case(b"content-length"))
        .and_then(|(_, value)| std::str::from_utf8(value).ok()?.parse::<u64>().ok());
    let length = match announced {
        Some(announced) if announced == capture.body_size => "Its length equals Content-Length.".to_owned(),
        Some(announced) => format!("{} of {announced} announced bytes came.", capture.body_size),
        None => "Its length was not announced.".to_owned(),
    };
    let (outcome, said) = match found.ends_early {
        true => ("match", format!("The JSON ends in the middle. {length}")),
        false => ("no_match", length),
    };
    checks.push(check("truncated", "Body cut short", outcome, Some(said)));
    checks
}

fn header(found: &Signature) -> Check {
    let label = format!(
        "{} is `{}` and {} lower-case hexadecimal digits",
        found.header.header(),
        found.header.prefix(),
        found.header.digits()
    );
    let said = match (found.is_repeated, found.has_digest) {
        (true, _) => Some("It is there more than once.".to_owned()),
        (_, false) => Some("No digest can be made out.".to_owned()),
        _ => (!found.slips.is_empty()).then(|| {
            let slips: Vec<&str> = found.slips.iter().map(|slip| slip.as_str()).collect();
            format!("It is read all the same: {}.", slips.join(", ").replace('_', " "))
        }),
    };
    check("header", label, verdict(said.is_none()), said)
}

fn tried(what: Try, found: &Signature) -> (&'static str, String) {
    let secrets = |count: u32| if count == 1 { "1 app secret".to_owned() } else { format!("{count} app secrets") };
    match what {
        Try::AsReceived => ("as_received", format!("{} known here, bytes as received", secrets(found.known))),
        Try::OtherEndpoints => ("other_endpoint", format!("{} of other endpoints", secrets(found.others))),
        Try::SecretWhiteSpace => ("secret_white_space", "Secret with white space around it".to_owned()),
        Try::Body(change) => {
            let label = match change {
                Change::Slashes => "`\\/` escapes restored or taken out",
                Change::Unicode => "`\\uXXXX` escapes restored or taken out",
                Change::WhiteSpace => "White space between the values changed back",
                Change::Newline => "Line end after the body removed or put back",
                Change::Mark => "Byte order mark removed or put back",
            };
            (change.as_str(), label.to_owned())
        }
    }
}

fn why_not(what: Try, found: &Signature) -> String {
    let has_none = match what {
        Try::AsReceived => found.known == 0,
        Try::OtherEndpoints => found.others == 0,
        _ => found.known + found.others == 0,
    };
    let why = match (found.is_repeated || !found.has_digest, has_none, found.holds.is_some()) {
        (true, _, _) => "There is no digest to compare with.",
        (_, true, _) => "There is none.",
        (_, _, true) => "Not needed any more.",
        _ if found.is_given_up => "The body is too long to try everything.",
        _ => "The body has nothing of the kind.",
    };
    why.to_owned()
}

pub(super) fn answered_handshake() -> Vec<Check> {
    let parameters = ["hub.mode", "hub.verify_token", "hub.challenge"];
    parameters.iter().map(|name| check(name, format!("`{name}`"), GOOD, None)).collect()
}

pub(super) fn handshake(found: &Handshake, capture: &Capture) -> Vec<Check> {
    let mut checks = vec![check("path", "The path leads to an endpoint", GOOD, Some(capture.path.clone()))];
    let parameters = [("hub.mode", found.mode), ("hub.verify_token", found.token), ("hub.challenge", found.challenge)];
    for (name, state) in parameters {
        let (mut is_good, said) = match state {
            State::Missing => (false, "missing".to_owned()),
            State::Repeated(times) => (false, format!("there {times} times")),
            State::Undecodable => (false, "no percent-encoded UTF-8".to_owned()),
            State::Once(1) => (true, "1 character".to_owned()),
            State::Once(characters) => (true, format!("{characters} characters")),
        };
        match name {
            "hub.mode" => is_good &= found.subscribes,
            "hub.verify_token" => is_good &= holds(found),
            _ => is_good &= !holds(found) || !found.subscribes || capture.status == 200,
        }
        checks.push(check(name, format!("`{name}`"), verdict(is_good), Some(said)));
    }
    checks.extend(found.compared.iter().map(compared));
    checks
}

fn holds(found: &Handshake) -> bool {
    found.compared.iter().any(|one| one.owner.counts() && one.differs_at.is_none())
}

fn compared(one: &Comparison) -> Check {
    let (name, label) = match &one.owner {
        Owner::Endpoint => ("endpoint_token", "Beside the endpoint's verify token".to_owned()),
        Owner::App => ("app_token", "Beside the app's token".to_owned()),
        Owner::Other(title) => ("other_token", format!("Beside the verify token of “{title}”")),
    };
    let Comparison { expected, received, differs_at, .. } = one;
    match differs_at {
        None => check(name, label, "match", Some("the same".to_owned())),
        Some(at) => {
            let said = format!("differs at character {at}; {received} characters came, {expected} are expected");
            check(name, label, "no_match", Some(said))
        }
    }
}

pub(super) fn path(path: &str, meant: Option<&EndpointKey>, known: &Known) -> Vec<Check> {
    let mut checks = vec![check("path", path, BAD, Some("no webhook's path".to_owned()))];
    if let Some(key) = meant {
        let is_known = known.knows(key);
        let said = if is_known { "an endpoint that is known" } else { "an endpoint that nobody has used yet" };
        checks.push(check("meant", key.path(), verdict(is_known), Some(said.to_owned())));
    }
    checks
}
