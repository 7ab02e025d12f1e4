//! Each row of the table of judgements, and that what was judged is what was kept and answered.

use triptych_core::capture::{Authentication, Judgement};
use triptych_core::endpoint::Policy;
use triptych_core::endpoint::{Channel, EndpointKey};
use triptych_core::signature::sign_sha256;
use triptych_listener::Limits;

use crate::client::{PATH, Response, head, request};
use crate::memory::{Memory, SECRET};

struct Row {
    method: &'static str,
    target: String,
    lines: Vec<String>,
    body: &'static str,
    status: u16,
    judgement: Judgement,
    authentication: Authentication,
    /// In the answer's message, or the whole challenge.
    says: &'static str,
    /// A header of the answer.
    header: (&'static str, Option<&'static str>),
}

const ENVELOPE: &str = "{\"object\":\"page\", \"entry\":[]}";
const NO_HEADER: (&str, Option<&str>) = ("access-control-allow-origin", None);

fn rows() -> Vec<Row> {
    use Authentication::{Both, Failed, None as Unchecked, Signature, Token};
    use Judgement::{Accepted, Invalid, Unauthenticated, Unrouted, Verification, WrongMethod};
    let bearer = || "Authorization: Bearer app-t0ken".to_owned();
    let signed = |body: &str| format!("X-Hub-Signature-256: {}", sign_sha256(SECRET.as_bytes(), body.as_bytes()));
    let deliver = |lines, body, status, judgement, authentication, says, header| Row {
        method: "POST",
        target: PATH.into(),
        lines,
        body,
        status,
        judgement,
        authentication,
        says,
        header,
    };
    let other = |method, target: &str, status, judgement, says, header| Row {
        method,
        target: target.into(),
        lines: vec![bearer()],
        body: "",
        status,
        judgement,
        authentication: Unchecked,
        says,
        header,
    };
    let verify = |query: &str, status, says, header| {
        other("GET", &format!("{PATH}?{query}"), status, Verification, says, header)
    };
    let unauthenticated = ("www-authenticate", Some("Bearer"));
    let allow = ("allow", Some("GET, POST"));
    vec![
        deliver(vec![bearer()], ENVELOPE, 200, Accepted, Token, "EVENT_RECEIVED", NO_HEADER),
        deliver(vec![signed(ENVELOPE)], ENVELOPE, 200, Accepted, Signature, "EVENT_RECEIVED", NO_HEADER),
        deliver(vec![signed(ENVELOPE), bearer()], ENVELOPE, 200, Accepted, Both, "EVENT_RECEIVED", NO_HEADER),
        deliver(vec![], ENVELOPE, 401, Unauthenticated, Failed, "neither a token nor", unauthenticated),
        deliver(vec![signed("x"), bearer()], ENVELOPE, 401, Unauthenticated, Failed, "matches none", unauthenticated),
        deliver(vec![], "no JSON", 401, Unauthenticated, Failed, "neither a token nor", unauthenticated),
        deliver(vec![bearer()], "no JSON", 400, Invalid, Token, "line 1, column 1", NO_HEADER),
        deliver(vec![bearer()], "", 400, Invalid, Token, "line 1, column 1", NO_HEADER),
        other("POST", "/", 404, Unrouted, "/v3/integrations/{facebook or instagram}/{workspaceId}", NO_HEADER),
        other("GET", "/?hub.verify_token=x", 404, Unrouted, "{credentialsId}/webhook", NO_HEADER),
        other("GET", "*", 404, Unrouted, "/v3/integrations/", NO_HEADER),
        other("DELETE", "/v3/integrations/facebook/w/instagram/c/webhook", 404, Unrouted, "the same word", NO_HEADER),
        other("POST", "/v3/integrations/facebook/w/instagram/c/webhook", 404, Unrouted, "the same word", NO_HEADER),
        other("GET", "/v3/integrations/whatsapp/w/whatsapp/c/webhook", 404, Unrouted, "facebook or", NO_HEADER),
        other("POST", &format!("{PATH}/"), 404, Unrouted, "/v3/integrations/", NO_HEADER),
        other("PUT", PATH, 405, WrongMethod, "POST for deliveries", allow),
        other("OPTIONS", PATH, 405, WrongMethod, "POST for deliveries", allow),
        other("BREW", PATH, 405, WrongMethod, "POST for deliveries", allow),
        other("HEAD", PATH, 405, WrongMethod, "", allow),
        other("HEAD", "/", 404, Unrouted, "", NO_HEADER),
        verify("hub.mode=subscribe&hub.verify_token=own-v3rify&hub.challenge=%3Cb%3E1", 200, "<b>1", NO_HEADER),
        verify("hub.challenge=7&hub.verify_token=app-v3rif%79&hub.mode=subscribe", 200, "7", NO_HEADER),
        verify("hub.mode=subscribe&hub.verify_token=wrong&hub.challenge=1", 403, "same one on both", NO_HEADER),
        verify("hub.mode=subscribe&hub.verify_token=app-v3rify", 403, "`hub.challenge` is missing", NO_HEADER),
        verify("", 403, "`hub.mode` is missing", NO_HEADER),
    ]
}

#[tokio::test]
async fn judges_keeps_and_answers() {
    for (number, row) in rows().into_iter().enumerate() {
        let gate = Memory::new();
        let listener = gate.listen(Limits::default()).await;
        let lines: Vec<&str> = row.lines.iter().map(String::as_str).collect();
        let sent_head = head(row.method, &row.target, &lines, row.body.len());
        let response = request(listener.local_addr(), format!("{sent_head}\r\n{}", row.body)).await;
        let capture = gate.only().await;

        let what = format!("row {number}: {} {}: {response:?} {}", row.method, row.target, capture.reason);
        assert_eq!(response.status, row.status, "{what}");
        check_answer(&row, &response, &what);
        assert_eq!(response.header(row.header.0), row.header.1, "{what}");

        assert_eq!((capture.judgement, capture.authentication), (row.judgement, row.authentication), "{what}");
        assert_eq!((capture.status, capture.answer.as_slice()), (row.status, response.body.as_bytes()), "{what}");
        assert_eq!((capture.body.as_slice(), capture.body_size), (row.body.as_bytes(), row.body.len() as u64));
        assert!(!capture.truncated && !capture.head_normalised, "{what}");
        assert_eq!((capture.method.as_str(), capture.http_version), (row.method, "HTTP/1.1"));
        assert_eq!(capture.path, row.target.split('?').next().unwrap());
        let endpoint =
            EndpointKey { channel: Channel::Facebook, workspace_id: "w 1".into(), credentials_id: "c-2".into() };
        assert_eq!(capture.endpoint, (capture.path == PATH).then_some(endpoint), "{what}");
        assert!(capture.peer.starts_with("127.0.0.1:") && capture.received_us > 1_700_000_000_000_000, "{what}");
        check_secrets(&row, &sent_head, &capture.head, capture.query.as_deref());
        for secret in ["t0ken", "s3cret", "v3rif"] {
            assert!(!capture.reason.contains(secret) && !response.body.contains(secret), "{what}");
        }
    }
}

fn check_answer(row: &Row, response: &Response, what: &str) {
    assert_eq!(response.header("x-content-type-options"), Some("nosniff"), "{what}");
    assert_eq!(response.header("cache-control"), Some("no-store"), "{what}");
    if row.judgement == Judgement::Verification && row.status == 200 {
        assert_eq!((response.header("content-type"), response.body.as_str()), (Some("text/plain"), row.says), "{what}");
        return;
    }
    assert_eq!(response.header("content-type"), Some("application/json"), "{what}");
    if row.method != "HEAD" {
        assert!(response.message().contains(row.says), "{what}");
    }
    if row.status == 200 {
        assert_eq!(response.body, r#"{"message":"EVENT_RECEIVED"}"#);
    }
}

/// The head is kept as it was sent, but for the verify token.
fn check_secrets(row: &Row, sent_head: &str, kept_head: &[u8], query: Option<&str>) {
    let kept_head = str::from_utf8(kept_head).expect("UTF-8");
    let masked = ["own-v3rify", "app-v3rif%79", "app-v3rify", "hub.verify_token=wrong", "hub.verify_token=x"]
        .iter()
        .fold(sent_head.to_owned(), |head, value| {
            let mask = if value.starts_with("hub") { "hub.verify_token=***" } else { "***" };
            head.replace(value, mask)
        });
    assert_eq!(kept_head, masked);
    let target = masked.split(' ').nth(1).expect("a target");
    assert_eq!(query, target.split_once('?').map(|(_, query)| query), "{}", row.target);
}

#[tokio::test]
async fn policy_open_accepts_and_says_what_was_wrong() {
    let gate = Memory::new();
    gate.set_access(|access| access.policy = Policy::Open);
    let listener = gate.listen(Limits::default()).await;
    let plain = format!("{}\r\n{ENVELOPE}", head("POST", PATH, &[], ENVELOPE.len()));
    assert_eq!(request(listener.local_addr(), plain).await.status, 200);
    let page = head("POST", PATH, &["Sec-Fetch-Site: cross-site"], ENVELOPE.len());
    assert_eq!(request(listener.local_addr(), format!("{page}\r\n{ENVELOPE}")).await.status, 401);
    let not_json = format!("{}\r\nnothing", head("POST", PATH, &[], 7));
    assert_eq!(request(listener.local_addr(), not_json).await.status, 400);

    let captures = gate.wait_for(3).await;
    assert_eq!((captures[0].judgement, captures[0].authentication), (Judgement::Accepted, Authentication::Unverified));
    assert!(captures[0].reason.contains("neither a token nor a signature"), "{}", captures[0].reason);
    assert_eq!(captures[1].judgement, Judgement::Unauthenticated);
    assert_eq!(captures[2].judgement, Judgement::Invalid);
}

#[tokio::test]
async fn a_signed_request_says_that_no_secret_is_known() {
    let gate = Memory::new();
    gate.set_access(|access| access.secrets.clear());
    let listener = gate.listen(Limits::default()).await;
    let signature = format!("X-Hub-Signature-256: {}", sign_sha256(SECRET.as_bytes(), ENVELOPE.as_bytes()));
    let post = format!("{}\r\n{ENVELOPE}", head("POST", PATH, &[&signature], ENVELOPE.len()));
    let response = request(listener.local_addr(), post).await;
    assert_eq!(response.status, 401);
    assert!(response.message().contains("no app secret is known"), "{response:?}");
}

#[tokio::test]
async fn a_200_is_sent_only_after_the_capture_was_kept() {
    let gate = Memory::new();
    gate.hold();
    let listener = gate.listen(Limits::default()).await;
    let address = listener.local_addr();
    let answered = tokio::spawn(request(address, crate::client::delivery("{}")));
    tokio::time::sleep(std::time::Duration::from_millis(200)).await;
    assert!(!answered.is_finished() && gate.captures().is_empty());
    gate.release();
    assert_eq!(answered.await.unwrap().status, 200);
    assert_eq!(gate.captures().len(), 1);
}
