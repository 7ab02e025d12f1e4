//! Who may deliver, as the window tells and mends it: endpoints, the missing secret, why a request was refused, the
//! self-test, and the answers that are wrong on purpose.

use std::io::{Read as _, Write as _};
use std::net::{Ipv4Addr, TcpListener};
use std::thread;

use reqwest::blocking::Client;
use serde_json::{Value, json};
use triptych_core::signature::sign_sha256;

use crate::accessible::assert_accessible;
use crate::driver::until;
use crate::keys::{CONTROL, ENTER, ESCAPE};
use crate::window::{TOKEN, Window};

/// App secrets as Facebook makes them.
pub(crate) const SECRET: &str = "5f0e2d1c4b3a69788796a5b4c3d2e1f0";
const OTHERS: &str = "00112233445566778899aabbccddeeff";

const LOCAL: &str = "/v3/integrations/facebook/local/facebook/local/webhook";
const OTHER: &str = "/v3/integrations/facebook/wsp-lumen/facebook/page-eu/webhook";

/// A delivery of Facebook's with a picture: its URL has the escapes that Facebook writes.
pub(crate) fn delivery(mid: &str) -> String {
    let text = json!({"object": "page", "entry": [{"id": "104882310947213", "time": 1_773_325_661_240_u64, "messaging": [{
        "sender": {"id": "7310482956120433"},
        "recipient": {"id": "104882310947213"},
        "timestamp": 1_773_325_661_074_u64,
        "message": {"mid": mid, "text": "See https://example.net/table"},
    }]}]});
    text.to_string().replace('/', "\\/")
}

/// Posts a body under a signature header. Answers the status.
pub(crate) fn post(window: &Window, path: &str, signature: &str, body: &str) -> u16 {
    let client = Client::builder().no_proxy().build().expect("an HTTP client");
    let request = client.post(format!("http://127.0.0.1:{}{path}", window.place.port)).body(body.to_owned());
    let request = request.header("content-type", "application/json").header("x-hub-signature-256", signature);
    request.send().expect("the listener answers").status().as_u16()
}

pub(crate) fn signed(secret: &str, body: &str) -> String {
    sign_sha256(secret.as_bytes(), body.as_bytes())
}

/// As [`Window::palette`].
pub(crate) fn palette(window: &Window, words: &str) {
    window.palette(words);
}

/// As [`Window::fill`].
pub(crate) fn fill(window: &Window, id: &str, text: &str) {
    window.fill(id, text);
}

/// Opens the newest capture once the list has so many.
fn open_newest(window: &Window, rows: usize) {
    window.waits(&format!("document.querySelectorAll('[data-testid=capture-row]').length === {rows}"));
    window.click("capture-row");
    window.waits("document.querySelector('[data-testid=capture-row]').classList.contains('is-open')");
}

/// The whole document in the output pane, whatever of it is drawn.
fn document(window: &Window) -> String {
    let text = window.script("return document.querySelector('[data-testid=pane-output] .code').fullText");
    text.as_str().expect("a document").to_owned()
}

/// Enters an app secret that counts for every endpoint.
pub(crate) fn enter_secret(window: &Window, secret: &str) {
    palette(window, "settings: facebook");
    fill(window, "secret-input", secret);
    window.press(&ENTER.to_string());
    window.sees("rejudged", "");
    close(window);
}

/// Presses the button that is called so.
fn press_button(window: &Window, name: &str) {
    let click = "const button = [...document.querySelectorAll('button')].find(button =>
            (button.ariaLabel ?? button.textContent).trim() === arguments[0]);
        button?.click();
        return button !== undefined;";
    until(&format!("a button is called {name:?}"), || {
        (window.script_with(click, &json!([name])) == Value::Bool(true)).then_some(())
    });
}

fn add_endpoint(window: &Window, workspace: &str, credentials: &str) {
    palette(window, "add an endpoint");
    fill(window, "new-workspace", workspace);
    fill(window, "new-credentials", credentials);
    window.press(&ENTER.to_string());
    window.sees("endpoint-form", "Business");
}

fn close(window: &Window) {
    window.press(&ESCAPE.to_string());
    window.sees_no("dialog");
}

#[test]
fn the_missing_secret_is_entered_and_what_was_refused_is_taken_in() {
    let window = Window::open();
    for mid in ["m_1", "m_2", "m_3"] {
        let body = delivery(mid);
        assert_eq!(post(&window, LOCAL, &signed(SECRET, &body), &body), 401);
    }
    open_newest(&window, 3);
    window.waits("document.querySelector('[data-testid=diagnosis]')?.dataset.cause === 'no_secret'");

    palette(&window, "enter the missing secret");
    window.waits("document.activeElement.dataset.testid === 'secret-input'");
    window.press(&format!("{SECRET}{ENTER}"));

    let told = window.sees("rejudged", "taken in");
    assert!(told.contains("3 refused captures hold now"), "{told}");
    // The refused ones stay as they were; each stands in the list once more, let in and converted.
    window.waits("document.querySelectorAll('[data-testid=capture-row]').length === 6");
    window.sees("capture-row", "1 out");
    press_button(&window, "#6");
    window.sees("pane-output", "message_created");
    window.waits("document.querySelector('.head').textContent.includes('Refused as')");
    let body = delivery("m_4");
    assert_eq!(post(&window, LOCAL, &signed(SECRET, &body), &body), 200);
    let shown = window.script("return document.documentElement.outerHTML");
    assert!(!shown.as_str().expect("markup").contains(SECRET), "the secret stands in the window");
}

#[test]
fn six_refusals_have_six_explanations() {
    let window = Window::open();
    add_endpoint(&window, "wsp-lumen", "page-eu");
    fill(&window, "secret-input", OTHERS);
    window.press(&ENTER.to_string());
    window.sees("endpoint-secrets", "••••");
    close(&window);
    enter_secret(&window, SECRET);

    let body = delivery("m_six");
    let good = signed(SECRET, &body);
    let bare = good.trim_start_matches("sha256=").to_owned();
    let cases = [
        ("wrong_secret", signed("ffffffffffffffffffffffffffffffff", &body), body.clone()),
        ("slashes_unescaped", good.clone(), body.replace("\\/", "/")),
        ("no_prefix", bare.clone(), body.clone()),
        ("other_endpoint", signed(OTHERS, &body), body.clone()),
        ("upper_case", format!("sha256={}", bare.to_uppercase()), body.clone()),
        ("truncated", good, body[..body.len() - 30].to_owned()),
    ];
    let mut explanations = Vec::new();
    for (rows, (cause, signature, body)) in (1..).zip(&cases) {
        assert_eq!(post(&window, LOCAL, signature, body), 401, "{cause}");
        open_newest(&window, rows);
        window.waits(&format!("document.querySelector('[data-testid=diagnosis]')?.dataset.cause === '{cause}'"));
        let title = window.script("return document.querySelector('[data-testid=reason] h3').textContent.trim()");
        let fix = window.text("diagnosis").expect("what mends it");
        explanations.push((title.as_str().expect("a headline").to_owned(), fix));
        window.sees("checks", "");
    }
    for (place, one) in explanations.iter().enumerate() {
        assert!(explanations[..place].iter().all(|other| other.0 != one.0 && other.1 != one.1), "{explanations:#?}");
        assert!(!one.1.contains(SECRET) && !one.1.contains(OTHERS), "{one:?}");
    }
    // The drawer says the same.
    palette(&window, "show why it was refused");
    window.sees("evidence-doctor", &explanations[5].0);
    assert_accessible(&window, "a refusal that is explained");
}

#[test]
fn an_endpoint_is_added_named_and_edited_by_keys() {
    let window = Window::open();
    add_endpoint(&window, "wsp-lumen", "page-eu");
    fill(&window, "endpoint-org_id", "many");
    window.waits("document.querySelector('[data-testid=endpoint-org_id]').ariaInvalid === 'true'");
    fill(&window, "endpoint-org_id", "5120");
    fill(&window, "endpoint-name", "Maison Lumen");
    fill(&window, "business-city", "Lyon");
    window.press(&ENTER.to_string());
    window.sees("endpoint-form", "Saved.");
    window.sees("endpoint", "Maison Lumen");
    press_button(&window, "Add a contact");
    assert_accessible(&window, "an endpoint");
    press_button(&window, "Discard changes");
    close(&window);

    let client = Client::builder().no_proxy().build().expect("an HTTP client");
    let sent = client
        .post(format!("http://127.0.0.1:{}{OTHER}", window.place.port))
        .bearer_auth(TOKEN)
        .body(delivery("m_named"))
        .send()
        .expect("the listener answers");
    assert_eq!(sent.status(), 200);
    open_newest(&window, 1);
    window.sees("pane-output", "message_created");
    let output = document(&window);
    assert!(output.contains("5120") && output.contains("Lyon"), "{output}");

    // Other settings do not change what was generated; what they would change is shown.
    palette(&window, "settings of this capture");
    fill(&window, "business-city", "Paris");
    window.press(&ENTER.to_string());
    window.sees("endpoint-form", "Saved.");
    close(&window);
    assert!(document(&window).contains("Lyon"));
    palette(&window, "convert again");
    let again = window.sees("again", "1 of 1 item would come out differently");
    assert!(again.contains("/payload/conversation/business/city") && again.contains("Paris"), "{again}");
}

#[test]
fn the_self_test_is_green_against_the_running_app_and_red_where_another_answers() {
    let window = Window::open();
    // Without a secret nothing can be signed wrongly.
    enter_secret(&window, SECRET);
    palette(&window, "self-test of this machine");
    window.sees("selftest-form", "This machine");
    window.press(&ENTER.to_string());
    window.waits("document.querySelector('[data-testid=selftest]')?.dataset.verdict === 'passed'");
    assert_eq!(window.count("[data-testid=selftest-step][data-outcome=passed]"), 5);
    window.click("selftest-step");
    assert_accessible(&window, "the self-test");
    close(&window);

    let elsewhere = stranger();
    palette(&window, "self-test of this machine");
    press_button(&window, "Another URL");
    fill(&window, "selftest-url", &elsewhere);
    window.press(&ENTER.to_string());
    window.waits("document.querySelector('[data-testid=selftest]')?.dataset.verdict === 'failed'");
    assert!(window.count("[data-testid=selftest-step][data-outcome=failed]") >= 1);
    close(&window);
}

#[test]
fn a_fault_rule_is_marked_while_it_lasts() {
    let window = Window::open();
    window.receive(&delivery("m_first"));
    palette(&window, "set a fault rule");
    fill(&window, "fault-left", "1");
    window.press(&ENTER.to_string());
    window.sees("fault-mark", "answers 503 to the next request");
    close(&window);
    assert_eq!(window.place.post(Some(TOKEN), &delivery("m_second")).status(), 503);
    window.sees_no("fault-mark");
    window.sees("capture-row", "fault rule");
    assert_eq!(window.place.post(Some(TOKEN), &delivery("m_third")).status(), 200);
}

/// A page that answers whatever is asked of it, as a tunnel's own does. Its URL.
pub(crate) fn stranger() -> String {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { return };
            let _ = stream.read(&mut [0; 4096]);
            let page = "<!doctype html><title>Welcome</title>";
            let length = page.len();
            let _ = write!(
                stream,
                "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{page}"
            );
        }
    });
    url
}
