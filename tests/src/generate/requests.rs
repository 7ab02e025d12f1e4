//! Requests as they stand in the store: judged by the listener's own rules, so that what a capture says of itself holds.

use serde_json::json;
use triptych_core::capture::{Authentication, Capture, Judgement};
use triptych_core::endpoint::{EndpointKey, Policy};
use triptych_core::secret::Secret;
use triptych_core::signature::sign_sha256;
use triptych_core::{capture, envelope, handshake};
use triptych_listener::{Access, Credentials, authenticate};

use super::random::Random;

/// The app's own token and app secret of a store that was generated.
pub const TOKEN: &str = "generated-token";
pub const APP_SECRET: &str = "generated-app-secret";

/// How a delivery shows who sent it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proof {
    Signature,
    Token,
    WrongSignature,
    Nothing,
}

/// A delivery to a webhook.
#[must_use]
pub fn delivery(endpoint: &EndpointKey, body: Vec<u8>, proof: Proof, received_us: i64, random: &mut Random) -> Capture {
    let mut lines = format!("Content-Type: application/json\r\nContent-Length: {}\r\n", body.len());
    match proof {
        Proof::Signature => lines += &format!("X-Hub-Signature-256: {}\r\n", sign_sha256(APP_SECRET.as_bytes(), &body)),
        Proof::WrongSignature => lines += &format!("X-Hub-Signature-256: {}\r\n", sign_sha256(b"another", &body)),
        Proof::Token => lines += &format!("Authorization: Bearer {TOKEN}\r\n"),
        Proof::Nothing => {}
    }
    let agent = if proof == Proof::Signature { "facebookexternalua" } else { "curl/8.14.1" };
    let head = head("POST", &endpoint.path(), agent, &lines);
    let access = access();
    let decision = authenticate(&access, &Credentials::from_lines(capture::header_lines(&head)), &body);
    let (judgement, status, reason) = if !decision.admitted {
        (Judgement::Unauthenticated, 401, decision.reason)
    } else if let Err(error) = envelope::parse(&body) {
        (Judgement::Invalid, 400, error.to_string())
    } else {
        (Judgement::Accepted, 200, decision.reason)
    };
    let message = if judgement == Judgement::Accepted { "EVENT_RECEIVED" } else { &reason };
    Capture {
        answer: json!({"message": message}).to_string().into_bytes(),
        endpoint: Some(endpoint.clone()),
        judgement,
        authentication: decision.authentication,
        status,
        body_size: body.len() as u64,
        body,
        reason,
        ..bare("POST", &endpoint.path(), head, received_us, random)
    }
}

/// The handshake of a subscription, with a good verify token or another.
pub(crate) fn handshake(endpoint: &EndpointKey, is_good: bool, received_us: i64, random: &mut Random) -> Capture {
    let token = if is_good { TOKEN } else { "not-the-token" };
    let query = format!("hub.mode=subscribe&hub.challenge={}&hub.verify_token={token}", random.digits(10));
    let head = head("GET", &format!("{}?{query}", endpoint.path()), "facebookplatform/1.0", "");
    let masked = handshake::mask_query(&query).into_owned();
    let head = String::from_utf8_lossy(&head).replace(&query, &masked).into_bytes();
    let (status, reason, answer) = match handshake::judge(Some(&query), &access().verify_tokens) {
        Ok(challenge) => (200, "The verify token is good; the challenge was sent back.".to_owned(), challenge),
        Err(refusal) => (403, refusal.to_string(), json!({"message": refusal.to_string()}).to_string()),
    };
    Capture {
        query: Some(masked),
        endpoint: Some(endpoint.clone()),
        judgement: Judgement::Verification,
        status,
        reason,
        answer: answer.into_bytes(),
        ..bare("GET", &endpoint.path(), head, received_us, random)
    }
}

/// What strangers ask a public address for.
pub(crate) fn stray(received_us: i64, random: &mut Random) -> Capture {
    const PATHS: &[&str] = &["/", "/favicon.ico", "/robots.txt", "/wp-login.php", "/.env", "/v3/integrations/facebook"];
    let path = *random.pick(PATHS);
    let reason = "There is no webhook at this path; the path expected is /v3/integrations/{facebook or \
                  instagram}/{workspaceId}/{the same word}/{credentialsId}/webhook.";
    Capture {
        judgement: Judgement::Unrouted,
        status: 404,
        reason: reason.to_owned(),
        answer: json!({"message": reason}).to_string().into_bytes(),
        ..bare("GET", path, head("GET", path, "Mozilla/5.0 (compatible; scanner)", ""), received_us, random)
    }
}

/// The same request at another time: Facebook delivers again what it took for undelivered, and users replay.
#[must_use]
pub fn again(capture: &Capture, received_us: i64, random: &mut Random) -> Capture {
    let Capture { took_us, peer, .. } = bare("POST", "/", Vec::new(), received_us, random);
    Capture { received_us, took_us, peer, ..capture.clone() }
}

fn access() -> Access {
    Access {
        tokens: vec![Secret::new(TOKEN)],
        verify_tokens: vec![Secret::new(TOKEN)],
        secrets: vec![Secret::new(APP_SECRET)],
        policy: Policy::Required,
    }
}

fn head(method: &str, target: &str, agent: &str, lines: &str) -> Vec<u8> {
    let common = "Host: triptych.tunnel.example\r\nAccept: */*\r\nAccept-Encoding: deflate, gzip\r\n";
    format!("{method} {target} HTTP/1.1\r\n{common}User-Agent: {agent}\r\n{lines}").into_bytes()
}

/// A request that came without a body and was not judged yet.
fn bare(method: &str, path: &str, head: Vec<u8>, received_us: i64, random: &mut Random) -> Capture {
    Capture {
        received_us,
        took_us: 400 + random.below(2_600) as i64,
        peer: format!("127.0.0.1:{}", 32_768 + random.below(28_000)),
        head,
        head_normalised: false,
        method: method.to_owned(),
        path: path.to_owned(),
        query: None,
        http_version: "HTTP/1.1",
        body: Vec::new(),
        body_size: 0,
        truncated: false,
        endpoint: None,
        judgement: Judgement::Unrouted,
        authentication: Authentication::None,
        reason: String::new(),
        status: 0,
        answer: Vec::new(),
    }
}
