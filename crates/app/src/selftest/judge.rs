//! What a step shows: who answered, what was changed on the way, and what to do about it.

mod insecure;
mod transit;

use triptych_core::endpoint::Policy;
use triptych_store::StoredCapture;

use super::requests::{Plan, Sent, Step};
use super::run::patience;
use crate::replay::{Answer, SendError};

/// What came back of a request, and what came here of it.
#[derive(Debug)]
pub(super) struct Came {
    pub(super) answer: Result<Answer, SendError>,
    pub(super) arrived: Option<StoredCapture>,
}

/// What a step shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Judged {
    pub(super) outcome: &'static str,
    pub(super) code: Option<&'static str>,
    pub(super) sentence: String,
    pub(super) fix: Option<String>,
    pub(super) arrived: Option<String>,
}

impl Judged {
    fn passed(sentence: impl Into<String>) -> Self {
        Self { outcome: "passed", code: None, sentence: sentence.into(), fix: None, arrived: None }
    }

    fn failed(code: &'static str, sentence: impl Into<String>, fix: &str) -> Self {
        let fix = (!fix.is_empty()).then(|| fix.to_owned());
        Self { outcome: "failed", code: Some(code), sentence: sentence.into(), fix, arrived: None }
    }
}

pub(super) fn judge(plan: &Plan, step: Step, sent: &Sent, came: &Came) -> Judged {
    let here = came.arrived.as_ref();
    match (&came.answer, here) {
        (Err(error), here) => unanswered(error, sent, here),
        (Ok(answer), None) => elsewhere(answer, sent, step),
        (Ok(answer), Some(stored)) => {
            let changed = transit::changes(sent, stored);
            let arrived = Some(match &changed {
                None => format!("#{}, as it was sent", stored.id),
                Some(changed) => format!("#{}: {}", stored.id, changed.sentence),
            });
            let judged = match changed {
                Some(changed) => Judged::failed(changed.code, changed.sentence, changed.fix),
                None => answered(plan, step, answer, stored),
            };
            Judged { arrived, ..judged }
        }
    }
}

/// Nothing came back.
fn unanswered(error: &SendError, sent: &Sent, here: Option<&StoredCapture>) -> Judged {
    let to = sent.target.authority();
    let is_local = ["127.0.0.1", "localhost", "::1"].contains(&sent.target.host.as_str());
    let lost = here.map(|stored| format!("It came here as #{}, but its answer was lost on the way back.", stored.id));
    let judged = match error {
        SendError::Lookup { .. } => Judged::failed(
            "dns",
            format!("{} has no address: the name is not known.", sent.target.host),
            "Check the URL. A free tunnel has another name each time it starts.",
        ),
        SendError::Connect { .. } if is_local => Judged::failed(
            "refused",
            format!("Nothing answers at {to}."),
            "Start Triptych's listener, or whatever should answer there.",
        ),
        SendError::Connect { reason, .. } => Judged::failed(
            "refused",
            format!("{to} takes no connection: {reason}."),
            "Start the tunnel, and check its URL.",
        ),
        SendError::Tls { why, .. } => insecure::judged(why, &to),
        SendError::Late { .. } => Judged::failed(
            "timeout",
            lost.clone()
                .unwrap_or_else(|| format!("{to} did not answer within {} s, and nothing came here.", patience())),
            "Look at the tunnel's own log; Facebook would give up too and send again later.",
        ),
        SendError::Broken { reason, .. } => Judged::failed(
            "broken",
            lost.clone().unwrap_or_else(|| format!("The connection to {to} broke before an answer came: {reason}.")),
            "Look at the tunnel's own log.",
        ),
        SendError::Url(_) | SendError::GivenUp { .. } => Judged::failed("broken", error.to_string(), "Check the URL."),
    };
    Judged { arrived: here.map(|stored| format!("#{}", stored.id)), ..judged }
}

/// Something answered, but nothing came here.
fn elsewhere(answer: &Answer, sent: &Sent, step: Step) -> Judged {
    let status = answer.status;
    let host = &sent.target.host;
    let text = String::from_utf8_lossy(&answer.body).to_lowercase();
    let head = String::from_utf8_lossy(&answer.head).to_lowercase();
    if (300..400).contains(&status) {
        let to = transit::header(&answer.head, "location").unwrap_or_else(|| "another address".to_owned());
        return Judged::failed(
            "redirect",
            format!("{host} redirects to {to}, and Facebook does not follow redirects."),
            "Enter the address that it redirects to, mostly https instead of http, or with another host.",
        );
    }
    let is_warning = head.contains("err_ngrok_6024")
        || text.contains("err_ngrok_6024")
        || text.contains("ngrok-skip-browser-warning");
    if is_warning || (text.contains("ngrok") && text.contains("you are about to visit")) {
        return Judged::failed(
            "interstitial",
            format!("{host} answered {status} with ngrok's warning page instead of passing the request on."),
            "Use another ngrok domain or plan without that page, or another tunnel: Facebook cannot press its button.",
        );
    }
    let is_ngrok_error = head.contains("ngrok-error-code") || text.contains("err_ngrok_");
    let is_cloudflare_error = status == 530 || text.contains("error code: 1033") || text.contains("argo tunnel error");
    if is_ngrok_error || is_cloudflare_error || [502, 503, 504, 521, 522, 523].contains(&status) {
        return Judged::failed(
            "tunnel_offline",
            format!("{host} answered {status} by itself: the tunnel is there, but leads to nothing that listens."),
            "Start the tunnel's program on this machine and let it lead to the listener's address and port.",
        );
    }
    let is_ours =
        head.contains("x-content-type-options: nosniff") && (text.contains("\"message\"") || text == sent.challenge);
    if is_ours {
        return Judged::failed(
            "other_triptych",
            format!("Something like Triptych answered {status} at {host}, but the request never came to this one."),
            "Let the tunnel lead to this listener's port; another Triptych may listen on the port that it leads to.",
        );
    }
    let page =
        if text.contains("<html") || text.contains("<!doctype") { "with a page of its own" } else { "by itself" };
    let what = if step.is_delivery() { "delivery" } else { "handshake" };
    Judged::failed(
        "answered_by_itself",
        format!("{host} answered {status} {page}: the {what} never came here."),
        "Check that the URL is the tunnel's, and that no login page, cache or other site answers there.",
    )
}

/// It came here as it was sent.
fn answered(plan: &Plan, step: Step, answer: &Answer, stored: &StoredCapture) -> Judged {
    let capture = &stored.capture;
    if let Some(fault) = stored.fault.filter(|_| capture.status != step.status()) {
        return Judged::failed("fault_rule", fault.to_string(), "Clear the endpoint's fault rule, then try again.");
    }
    if answer.status != capture.status || (answer.body != capture.answer && step == Step::Handshake) {
        let sentence = match answer.status == capture.status {
            false => format!("Triptych answered {}, but {} came back.", capture.status, answer.status),
            true => "Triptych sent the challenge back, but something else came back.".to_owned(),
        };
        let fix = "Let the tunnel pass on answers as they are; a login or error page of its own may stand in between.";
        return Judged::failed("answer_rewritten", sentence, fix);
    }
    let (got, wanted) = (capture.status, step.status());
    if got == wanted {
        let slow = answer.took.as_secs() >= 5;
        let sentence = match slow {
            true => format!(
                "Answered {got} as it should be, but only after {} s; Facebook gives up soon.",
                answer.took.as_secs()
            ),
            false => format!("Answered {got}, as it should be."),
        };
        return Judged::passed(sentence);
    }
    if got == 200 && plan.policy == Policy::Open {
        let sentence = "Accepted, for the endpoint's policy is `open`: anybody who knows the URL can deliver.";
        return Judged { code: Some("policy_open"), ..Judged::passed(sentence) };
    }
    if wanted == 200 {
        return Judged::failed(
            "refused_here",
            format!("Triptych answered {got}: {}", capture.reason),
            "The capture says more.",
        );
    }
    let sentence = format!("Triptych answered {got} where {wanted} is right. {}", capture.reason);
    Judged::failed("accepted_here", sentence, "Check the endpoint's policy, tokens and secrets.")
}

/// Most of an answer that is shown, in bytes.
const MOST_SHOWN: usize = 4096;

/// An answer for people: its lines without the carriage returns of HTTP.
pub(super) fn shown(answer: &Answer) -> String {
    let whole = [answer.head.as_slice(), &answer.body].concat();
    String::from_utf8_lossy(&whole[..whole.len().min(MOST_SHOWN)]).replace("\r\n", "\n")
}
