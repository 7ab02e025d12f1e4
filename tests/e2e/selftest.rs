//! The self-test in the window, through tunnels that behave badly: red, each with its own sentence and its own way out.

use std::net::{Ipv4Addr, SocketAddr};

use triptych_tests::standin::{Certificate, Manner, StandIn, answer};

use crate::accessible::assert_accessible;
use crate::keys::ENTER;
use crate::trust::{SECRET, enter_secret, fill, palette, press_button};
use crate::window::Window;

/// Runs it through a URL. What it says when it has failed.
fn told(window: &Window, url: &str) -> String {
    fill(window, "selftest-url", url);
    window.press(&ENTER.to_string());
    window.waits(&format!(
        "document.querySelector('[data-testid=selftest]')?.dataset.verdict === 'failed'
            && document.querySelector('[data-testid=selftest]').textContent.includes('{}')",
        url.split("//").nth(1).expect("a host")
    ));
    window.text("selftest").expect("what it came to")
}

#[test]
fn each_bad_tunnel_is_told_by_its_own_sentence() {
    let window = Window::open();
    enter_secret(&window, SECRET);
    let here = SocketAddr::from((Ipv4Addr::LOCALHOST, window.place.port));
    palette(&window, "self-test of this machine");
    press_button(&window, "Another URL");
    let page = "<!doctype html><title>Welcome</title>";
    for (manner, sentence, way) in [
        (Manner::Rewriting, "The body was rewritten on the way (slashes)", "Turn off what rewrites bodies"),
        (
            Manner::Stripping("X-Hub-Signature-256"),
            "The header X-Hub-Signature-256 was taken out on the way",
            "pass on all headers",
        ),
        (Manner::Answering(answer("200 OK", "", page)), "answered 200 with a page of its own", "Check that the URL is"),
        (Manner::Answering(answer("502 Bad Gateway", "", "")), "leads to nothing that listens", "Start the tunnel"),
        (
            Manner::Answering(answer("301 Moved", "Location: https://x.example/\r\n", "")),
            "redirects to https://x.example/",
            "Enter the address that it redirects to",
        ),
        (Manner::Masking(answer("500 X", "", "")), "Triptych answered 200, but 500 came back", "pass on answers"),
    ] {
        let said = told(&window, &StandIn::before(here, manner.clone()).url());
        assert!(said.contains(sentence) && said.contains(way), "{manner:?}: {said}");
    }
    let said = told(&window, &StandIn::secured(here, Certificate::Expired).url());
    assert!(said.contains("expired on 2020-03-01") && said.contains("Renew the certificate"), "{said}");
    let said = told(&window, &StandIn::secured(here, Certificate::SelfSigned).url());
    assert!(said.contains("of no public authority"), "{said}");
    assert_accessible(&window, "a self-test that failed");
    // It takes its time: ten seconds, as long as nobody answers.
    let said = told(&window, &StandIn::before(here, Manner::Silent).url());
    assert!(said.contains("did not answer within 10 s"), "{said}");
}
