//! The doctors: what explains a refused capture, from what is stored of it and the secrets of today.
//!
//! What needs the body or the verify token of a request that is not kept whole was found out when it came
//! (`intake.rs`); all else is found out when somebody asks, so that a secret entered since counts.

mod checks;
mod request;
pub mod restore;

use triptych_core::capture::{Authentication, Capture, Judgement, header_lines};
use triptych_core::doctor::words::{self, Explanation};
use triptych_core::doctor::{Finding, path, signature};
use triptych_core::signature::SignatureLines;
use triptych_store::{Reader, StoreError, StoredCapture};

use crate::access::Known;
use crate::api::doctor::{Check, Diagnosis};

/// What explains a capture. `None` where there is none with this id.
///
/// # Errors
/// Where the store cannot be read.
pub fn explain(reader: &Reader, id: i64) -> Result<Option<Diagnosis>, StoreError> {
    let Some(stored) = reader.capture(id)? else { return Ok(None) };
    let known = Known::of(reader)?;
    let finding = reader.finding(id)?;
    let Seen { subject, explanation, checks, judged, actions } = see(&stored, &known, finding);
    let endpoint_id = match &stored.capture.endpoint {
        Some(key) => reader.endpoint_id(key)?,
        None => None,
    };
    let taken_in = reader.taken_in_as(id)?;
    let Explanation { cause, title, mut said, mut fix } = explanation;
    if let Some(taken_in) = taken_in {
        said.push(format!("It was taken in as #{taken_in} later."));
        if cause == "holds_now" {
            "Nothing more is needed: new requests hold as well.".clone_into(&mut fix);
        }
    }
    let mut actions: Vec<String> = actions.iter().map(|&action| action.to_owned()).collect();
    actions.retain(|action| action != "rejudge" || taken_in.is_none());
    if subject != "fine" && endpoint_id.is_some() {
        actions.push("open_endpoint".to_owned());
    }
    Ok(Some(Diagnosis {
        capture: id,
        endpoint_id,
        subject: subject.to_owned(),
        cause,
        title,
        said,
        fix: (!fix.is_empty()).then_some(fix),
        answered: answered(&stored),
        checks,
        judged: judged.to_owned(),
        actions,
    }))
}

/// What is seen of a capture.
struct Seen {
    subject: &'static str,
    explanation: Explanation,
    checks: Vec<Check>,
    judged: &'static str,
    actions: Vec<&'static str>,
}

const NOW: &str = "now";
const AT_RECEIPT: &str = "at_receipt";

impl Seen {
    fn of(subject: &'static str, explanation: Explanation) -> Self {
        Self { subject, explanation, checks: Vec::new(), judged: NOW, actions: Vec::new() }
    }

    fn checked(self, checks: Vec<Check>) -> Self {
        Self { checks, ..self }
    }

    fn with(self, actions: &[&'static str]) -> Self {
        Self { actions: actions.to_vec(), ..self }
    }
}

fn see(stored: &StoredCapture, known: &Known, finding: Option<Finding>) -> Seen {
    let capture = &stored.capture;
    match capture.judgement {
        Judgement::Unauthenticated => sender(capture, known, finding),
        Judgement::Accepted if capture.authentication == Authentication::Unverified => {
            let mut seen = sender(capture, known, finding);
            let open = "It was accepted all the same, for the policy of the endpoint is `open`.";
            seen.explanation.said.push(open.to_owned());
            seen
        }
        Judgement::Accepted => fine(stored),
        Judgement::Verification if capture.status == 200 => {
            let title = "The handshake was answered with the challenge";
            Seen::of("handshake", Explanation::new("answered", title, "").saying(capture.reason.clone()))
                .checked(checks::answered_handshake())
        }
        Judgement::Verification => handshake(capture, finding),
        Judgement::Unrouted => {
            let (miss, meant) = path::examine(&capture.path).unwrap_or((path::Miss::Unknown, None));
            let checks = checks::path(&capture.path, meant.as_ref(), known);
            Seen::of("path", words::path(miss, meant.as_ref())).checked(checks).with(&["add_endpoint"])
        }
        other => Seen::of(request::subject(other), request::explanation(capture)),
    }
}

fn fine(stored: &StoredCapture) -> Seen {
    let capture = &stored.capture;
    let explanation = match (stored.fault, capture.status) {
        (Some(fault), _) => {
            Explanation::new("fault_rule", fault.to_string(), "Clear the endpoint's fault rule to answer as usual.")
                .saying("The request was accepted, kept and converted like any other.")
        }
        (None, 0) if stored.replay_of.is_some() => {
            Explanation::new("taken_in", "Taken in once the missing secret or token was known", "")
                .saying("Nobody was answered: its sender was refused when the request came.")
        }
        _ => Explanation::new("fine", "Nothing is wrong with it", ""),
    };
    Seen::of("fine", explanation.saying(capture.reason.clone()))
}

/// Who sent it could not be told.
fn sender(capture: &Capture, known: &Known, finding: Option<Finding>) -> Seen {
    let lines = header_lines(&capture.head);
    if request::is_from_page(&lines) && !request::has_good_token(capture, known) {
        return Seen::of("browser", request::from_page(&lines));
    }
    let mut signed = SignatureLines::default();
    lines.iter().for_each(|(name, value)| signed.take(name, value));
    if signed == SignatureLines::default() {
        return request::token(capture, &lines, known);
    }
    if let Some(seen) = request::repeated(capture, &lines) {
        return seen;
    }
    let candidates = known.candidates(capture.endpoint.as_ref());
    let (found, judged) = match (capture.truncated, finding) {
        (false, _) => (signature::examine(&signed, &candidates, &capture.body, signature::BUDGET), NOW),
        (true, Some(Finding::Signature(found))) => (Some(found), AT_RECEIPT),
        (true, _) => (None, AT_RECEIPT),
    };
    let Some(found) = found else {
        let title = "The signature cannot be judged any more";
        let fix = "Let it be sent again: one long body at a time is examined while it comes in.";
        let cut = format!("Only {} of its {} bytes were kept.", capture.body.len(), capture.body_size);
        return Seen::of("signature", Explanation::new("cut", title, fix).saying(cut));
    };
    let holds = found.holds.as_ref();
    let packed =
        request::packed(&lines, &capture.body).filter(|_| holds.is_none() && found.has_digest && found.known > 0);
    let explanation = packed.unwrap_or_else(|| words::signature(&found));
    let is_only_the_body = holds.is_some_and(|holds| {
        !holds.changes.is_empty() && holds.owner.counts() && !holds.has_white_space && found.slips.is_empty()
    });
    let actions: &[&str] = match explanation.cause.as_str() {
        "no_secret" | "wrong_secret" => &["enter_secret"],
        "holds_now" => &["rejudge"],
        cause if cause.contains("other_endpoint") => &["enter_secret"],
        _ if is_only_the_body && judged == NOW => &["replay_restored", "compare_bytes", "check_secret"],
        _ => &[],
    };
    let checks = checks::signature(&found, capture);
    Seen { judged, ..Seen::of("signature", explanation).checked(checks).with(actions) }
}

fn handshake(capture: &Capture, finding: Option<Finding>) -> Seen {
    match finding {
        Some(Finding::Handshake(found)) => {
            let explanation = words::handshake(&found);
            let actions: &[&str] = if explanation.cause.starts_with("token") { &["copy_verify_token"] } else { &[] };
            let checks = checks::handshake(&found, capture);
            Seen { judged: AT_RECEIPT, ..Seen::of("handshake", explanation).checked(checks).with(actions) }
        }
        _ => {
            Seen::of("handshake", Explanation::new("refused", "The handshake was refused", "").saying(&*capture.reason))
        }
    }
}

fn answered(stored: &StoredCapture) -> String {
    let capture = &stored.capture;
    match (capture.status, stored.replay_of) {
        (0, Some(parent)) if capture.judgement == Judgement::Accepted => {
            format!("Nobody was answered: it was taken in from #{parent}.")
        }
        (0, _) if capture.judgement == Judgement::Accepted => {
            "Nobody was answered: it did not come by HTTP.".to_owned()
        }
        (0, _) => "Not answered: the sender had left.".to_owned(),
        (status, _) => format!("Answered {status} in {}.", duration(capture.took_us)),
    }
}

/// Microseconds for people.
pub(crate) fn duration(us: i64) -> String {
    match us {
        0..1_000 => format!("{us} µs"),
        1_000..10_000 => format!("{}.{} ms", us / 1000, us % 1000 / 100),
        10_000..10_000_000 => format!("{} ms", us / 1000),
        _ => format!("{} s", us / 1_000_000),
    }
}
