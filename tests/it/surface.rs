//! The attack surface, as SECURITY.md lists it: what strangers and pages in a browser get.

use serde_json::Value;
use triptych_listener::Limits;
use triptych_store::{RING_BODY_BYTES, RING_CAPTURES};

use crate::bodies::{HOOK, text};
use crate::folder::{folder, list};
use crate::listening::{BEARER, Listening, TOKEN};
use crate::program::{root, run};
use crate::wire::request;

const CORS: [&str; 4] = [
    "access-control-allow-origin",
    "access-control-allow-methods",
    "access-control-allow-headers",
    "access-control-allow-credentials",
];

#[test]
fn the_port_serves_webhook_paths_and_nothing_else() {
    let dir = folder();
    let triptych = Listening::start(dir.path());
    let targets = [
        "/",
        "/index.html",
        "/favicon.ico",
        "/api",
        "/rpc",
        "/captures",
        "/metrics",
        "/v3/integrations",
        "/..%2f..%2fetc/passwd",
    ];
    for method in ["GET", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "PROPFIND"] {
        for target in targets {
            let answer = triptych.send(&request(method, target, &[BEARER], b""));
            assert_eq!(
                (answer.status, answer.header("content-type")),
                (404, Some("application/json")),
                "{method} {target}"
            );
            assert!(answer.message().contains("the path expected is /v3/integrations/"), "{}", answer.message());
            assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
            assert_eq!(answer.header("cache-control"), Some("no-store"));
            assert!(CORS.iter().all(|name| answer.header(name).is_none()), "{method} {target}");
            assert_eq!((answer.header("server"), answer.header("set-cookie")), (None, None));
        }
    }
}

#[test]
fn a_page_in_a_browser_delivers_nothing_whatever_the_policy() {
    let dir = folder();
    let data = dir.path().to_str().expect("UTF-8");
    let open = run(["endpoints", "set", "--data-dir", data, "facebook:w1/c1", "--policy", "open"]);
    assert_eq!(open.status, 0, "{open:?}");
    let triptych = Listening::start(dir.path());
    let body = text("7310", "m1", "hello", 1_763_700_000_000);
    let pages: [&[&str]; 6] = [
        // A form or a simple fetch of another site.
        &[
            "Origin: https://evil.example",
            "Content-Type: text/plain",
            "Sec-Fetch-Site: cross-site",
            "Sec-Fetch-Mode: no-cors",
        ],
        &["Origin: null", "Content-Type: application/x-www-form-urlencoded"],
        &["Sec-Fetch-Site: cross-site"],
        // A page whose name was bound to 127.0.0.1 meanwhile: to the browser it is of the same site.
        &["Origin: http://rebound.example:3333", "Sec-Fetch-Site: same-origin"],
        &["Sec-Fetch-Site: same-origin"],
        &["Origin: http://127.0.0.1:3333", "Authorization: Bearer wrong"],
    ];
    for lines in pages {
        let answer = triptych.post(lines, &body);
        assert_eq!(answer.status, 401, "{lines:?}");
        assert!(CORS.iter().all(|name| answer.header(name).is_none()), "{lines:?}");
    }
    // What a browser asks before it sends anything with a token.
    let preflight = [
        "Origin: https://evil.example",
        "Access-Control-Request-Method: POST",
        "Access-Control-Request-Headers: authorization",
    ];
    let answer = triptych.send(&request("OPTIONS", HOOK, &preflight, b""));
    assert_eq!(answer.status, 405);
    assert!(CORS.iter().all(|name| answer.header(name).is_none()));
    assert!(list(dir.path(), &[]).iter().all(|row| row["documents"] == 0));
    // A page that knows the token may.
    assert_eq!(triptych.post(&["Origin: https://tool.example", BEARER], &body).status, 200);
}

#[test]
fn what_a_stranger_sends_comes_back_as_no_page() {
    let dir = folder();
    let triptych = Listening::start(dir.path());
    let script = "<script>alert(1)</script>";
    let encoded = "%3Cscript%3Ealert(1)%3C/script%3E";
    let good = format!("{HOOK}?hub.mode=subscribe&hub.verify_token={TOKEN}&hub.challenge={encoded}");
    let answers = [
        triptych.get(&good),
        triptych.get(&good.replace(TOKEN, encoded)),
        triptych.get(&format!("/{encoded}")),
        triptych.post(&[BEARER], script.as_bytes()),
        triptych.post(&[&format!("Authorization: Bearer {script}")], b"{}"),
    ];
    for answer in answers {
        let kind = answer.header("content-type");
        assert!(kind == Some("application/json") || kind == Some("text/plain"), "{answer:?}");
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"), "{answer:?}");
        let is_challenge = kind == Some("text/plain");
        assert!(is_challenge || !String::from_utf8_lossy(&answer.body).contains("<script>"), "{answer:?}");
    }
}

#[test]
fn the_limits_are_those_that_are_promised() {
    let page = std::fs::read_to_string(root().join("SECURITY.md")).expect("it is there");
    let page = page.split_whitespace().collect::<Vec<_>>().join(" ");
    let limits = Limits::default();
    let (kib, mib) = (|bytes: usize| bytes / 1024, |bytes: usize| bytes / (1024 * 1024));
    let asked = format!(
        "{} connections, {} KiB and {} lines of head, {} MiB of body, {} MiB of bodies in flight, {} s for a head, \
         {} s for a body",
        limits.connections,
        kib(limits.head_bytes),
        limits.head_lines,
        mib(limits.body_bytes),
        mib(limits.bodies_in_flight),
        limits.head_deadline.as_secs(),
        limits.body_deadline.as_secs(),
    );
    let ring = format!("a ring of 1,000 captures of at most {} KiB each", kib(RING_BODY_BYTES));
    assert!(page.contains(&asked), "{asked}");
    assert!(page.contains(&ring) && RING_CAPTURES == 1_000, "{ring}");
}

#[test]
fn the_window_may_do_no_more_than_it_needs() {
    let read = |path: &str| -> Value {
        let text = std::fs::read_to_string(root().join(path)).expect("it is there");
        serde_json::from_str(&text).expect("JSON")
    };
    let capability = read("src-tauri/capabilities/main.json");
    let permissions = ["allow-rpc", "allow-body", "core:event:allow-listen", "core:event:allow-unlisten"];
    assert_eq!(capability["permissions"], serde_json::json!(permissions));
    assert_eq!(capability["windows"], serde_json::json!(["main"]));
    assert!(capability.get("remote").is_none());
    let app = &read("src-tauri/tauri.conf.json")["app"];
    assert_eq!((&app["withGlobalTauri"], &app["security"]["freezePrototype"]), (&false.into(), &true.into()));
    let csp = app["security"]["csp"].as_str().expect("a policy");
    assert!(csp.starts_with("default-src 'none'; script-src 'self'; style-src 'self';"), "{csp}");
    let loose = ["unsafe", "*", "https:", "blob:", "ws:"];
    assert!(loose.iter().all(|word| !csp.contains(word)), "{csp}");
    assert!(app["security"].get("assetProtocol").is_none());
}
