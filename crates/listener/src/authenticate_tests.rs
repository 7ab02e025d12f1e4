//! The table of who may deliver.

use triptych_core::signature::sign_sha256;

use super::*;
use triptych_core::secret::Secret;

const BODY: &[u8] = br#"{"object":"page","entry":[]}"#;
/// HMAC-SHA1 of [`BODY`] under `s3cret`.
const LEGACY: &str = "sha1=6abfe96f74025f2224ecb7b260c838f8fa0fc5b7";

struct Case {
    name: &'static str,
    lines: Vec<(&'static str, String)>,
    secrets: &'static [&'static str],
    /// Under `required`: the way in, or words of the refusal.
    required: Result<Authentication, &'static str>,
    /// Whether policy `open` lets it in.
    open: bool,
}

fn access(secrets: &[&str], policy: Policy) -> Access {
    Access {
        tokens: vec![Secret::new(""), Secret::new("app-t0ken"), Secret::new("own-t0ken")],
        verify_tokens: Vec::new(),
        secrets: secrets.iter().map(|&secret| Secret::new(secret)).collect(),
        policy,
    }
}

fn decide(access: &Access, lines: &[(&str, String)]) -> Decision {
    let lines = lines.iter().map(|(name, value)| (name.as_bytes(), value.as_bytes()));
    authenticate(access, &Credentials::from_lines(lines), BODY)
}

fn cases() -> Vec<Case> {
    use Authentication::{Both, Signature, Token};
    let bearer = || ("Authorization", "Bearer own-t0ken".to_owned());
    let key = |token: &str| ("x-api-key", token.to_owned());
    let signed = |secret: &str| ("X-Hub-Signature-256", sign_sha256(secret.as_bytes(), BODY));
    let upper = ("X-Hub-Signature-256", sign_sha256(b"s3cret", BODY).to_uppercase());
    let legacy = || ("X-Hub-Signature", LEGACY.to_owned());
    let origin = || ("Origin", "https://example.com".to_owned());
    let fetch = |site: &str| ("Sec-Fetch-Site", site.to_owned());
    let known: &[&str] = &["", "other", "s3cret"];
    let case = |name, lines, secrets, required, open| Case { name, lines, secrets, required, open };
    vec![
        case("nothing", vec![], known, Err("neither a token nor a signature"), true),
        case("bearer", vec![bearer()], &[], Ok(Token), true),
        case("bearer beside secrets", vec![bearer()], known, Ok(Token), true),
        case("scheme in lower case", vec![("authorization", "bearer app-t0ken".into())], &[], Ok(Token), true),
        case("api key", vec![key("app-t0ken")], &[], Ok(Token), true),
        case(
            "wrong bearer, good key",
            vec![("Authorization", "Bearer x".into()), key("own-t0ken")],
            &[],
            Ok(Token),
            true,
        ),
        case("basic, good key", vec![("Authorization", "Basic eA==".into()), key("own-t0ken")], &[], Ok(Token), true),
        case(
            "wrong bearer",
            vec![("Authorization", "Bearer own-t0keN".into())],
            &[],
            Err("neither this endpoint's"),
            true,
        ),
        case("empty key", vec![key("")], &[], Err("neither this endpoint's"), true),
        case("basic", vec![("Authorization", "Basic own-t0ken".into())], &[], Err("form `Bearer TOKEN`"), true),
        case("bare token", vec![("Authorization", "own-t0ken".into())], &[], Err("form `Bearer TOKEN`"), true),
        case("signed", vec![signed("s3cret")], known, Ok(Signature), true),
        case("signed, legacy", vec![legacy()], known, Ok(Signature), true),
        case("signed and token", vec![signed("other"), bearer()], known, Ok(Both), true),
        case("wrong signature", vec![signed("wrong")], known, Err("matches none"), true),
        case("wrong signature, good token", vec![signed("wrong"), bearer()], known, Err("matches none"), true),
        case("wrong signature, good legacy", vec![signed("wrong"), legacy()], known, Err("matches none"), true),
        case("malformed, good token", vec![upper, bearer()], known, Err("lower case"), true),
        case("good signature, wrong token", vec![signed("s3cret"), key("x")], known, Ok(Signature), true),
        case("no secret known", vec![signed("s3cret")], &[], Err("no app secret is known"), true),
        case("only empty secrets", vec![signed("")], &[""], Err("no app secret is known"), true),
        case("no secret known, good token", vec![signed("s3cret"), bearer()], &[], Ok(Token), true),
        case("two bearers", vec![bearer(), bearer()], &[], Err("more than one `Authorization`"), true),
        case("two keys", vec![key("own-t0ken"), key("own-t0ken")], &[], Err("more than one `x-api-key`"), true),
        case(
            "two signatures",
            vec![signed("s3cret"), signed("s3cret")],
            known,
            Err("more than one `X-Hub-Signature-256`"),
            true,
        ),
        case(
            "two legacy signatures",
            vec![legacy(), legacy(), bearer()],
            &[],
            Err("more than one `X-Hub-Signature`"),
            true,
        ),
        case("page", vec![origin()], &[], Err("page in a browser"), false),
        case("page, signed", vec![origin(), signed("s3cret")], known, Err("page in a browser"), false),
        case("page, good token", vec![origin(), bearer()], &[], Ok(Token), true),
        case("page, token twice", vec![origin(), bearer(), bearer()], &[], Err("page in a browser"), false),
        case(
            "page, good token, wrong signature",
            vec![origin(), bearer(), signed("wrong")],
            known,
            Err("matches none"),
            true,
        ),
        case(
            "fetch from another site",
            vec![fetch("cross-site"), signed("s3cret")],
            known,
            Err("page in a browser"),
            false,
        ),
        case("fetch from the same site", vec![fetch("same-origin")], &[], Err("page in a browser"), false),
        case("typed by the user", vec![fetch("none"), signed("s3cret")], known, Ok(Signature), true),
    ]
}

#[test]
fn decides_who_may_deliver() {
    for Case { name, lines, secrets, required, open } in cases() {
        let decision = decide(&access(secrets, Policy::Required), &lines);
        match required {
            Ok(way) => assert_eq!((decision.admitted, decision.authentication), (true, way), "{name}: {decision:?}"),
            Err(words) => {
                assert_eq!((decision.admitted, decision.authentication), (false, Authentication::Failed), "{name}");
                assert!(decision.reason.contains(words), "{name}: {}", decision.reason);
            }
        }
        let opened = decide(&access(secrets, Policy::Open), &lines);
        assert_eq!(opened.admitted, open, "{name}, open: {opened:?}");
        if required.is_err() && open {
            assert_eq!(opened.authentication, Authentication::Unverified, "{name}");
            assert!(opened.reason.ends_with(&decision.reason), "{name}: {}", opened.reason);
        }
        for secret in ["s3cret", "t0ken"] {
            assert!(!decision.reason.contains(secret) && !opened.reason.contains(secret), "{name}: {}", opened.reason);
        }
    }
}

#[test]
fn unset_tokens_open_nothing() {
    let access = Access { tokens: vec![Secret::new("")], ..Access::default() };
    for value in ["Bearer ", "Bearer", "Bearer x"] {
        let decision = decide(&access, &[("Authorization", value.to_owned())]);
        assert!(!decision.admitted, "{value}");
    }
    assert!(decide(&access, &[("x-api-key", String::new())]).reason.contains("none is set"));
}
