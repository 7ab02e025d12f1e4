//! A webhook from the socket to the three panes.

use serde_json::json;

use crate::window::{TOKEN, Window};

fn message(text: &str) -> String {
    json!({"object": "page", "entry": [{"id": "104882310947213", "time": 1_773_325_661_240_u64, "messaging": [{
        "sender": {"id": "7310482956120433"},
        "recipient": {"id": "104882310947213"},
        "timestamp": 1_773_325_661_074_u64,
        "message": {"mid": "m_window", "text": text},
    }]}]})
    .to_string()
}

#[test]
fn a_message_stands_raw_decoded_and_converted_side_by_side() {
    let window = Window::open();
    window.receive(&message("Is the café table still available?"));
    window.sees("pane-raw", "Is the café table still available?");
    window.sees("pane-decoded", "Is the café table still available?");
    let output = window.sees("pane-output", "Is the café table still available?");
    assert!(output.contains("message_created"), "{output}");
    window.sees("ledger", "1converted");
    assert_eq!(window.count("[data-testid=item-card][data-pointer='/entry/0/messaging/0']"), 1);
    assert_eq!(window.count("[data-testid=output-tab]"), 1);
}

#[test]
fn markup_from_outside_stays_text_in_every_pane() {
    let window = Window::open();
    let markup = "<img src=x onerror=window.__xss=1><b>bold</b>";
    window.receive(&message(markup));
    for pane in ["pane-raw", "pane-decoded", "pane-output", "capture-row"] {
        window.sees(pane, "<img src=x onerror=window.__xss=1>");
    }
    // The editor puts an empty image of its own beside what it folds; ours are marked by what they are.
    let made = window.count("img:not(.cm-widgetBuffer), b:not([class])");
    assert_eq!(made, 0, "the message's markup became elements");
    assert_eq!(window.script("return typeof window.__xss"), json!("undefined"));
}

#[test]
fn a_refused_request_says_why_and_why_nothing_ran() {
    let window = Window::open();
    let answer = window.place.post(None, &message("Who am I?"));
    assert_eq!(answer.status(), 401);
    window.open_newest("401");
    window.sees("ledger", "Not converted");
    let why = window.sees("no-output", "not accepted");
    assert!(why.contains("token"), "the reason: {why}");
    // The request is kept whole all the same.
    window.sees("pane-raw", "Who am I?");
}

#[test]
fn a_new_capture_leaves_the_open_one_alone_until_a_key_moves_on() {
    let window = Window::open();
    window.receive(&message("first"));
    window.sees("pane-output", "first");
    let second = message("second").replace("m_window", "m_second");
    assert_eq!(window.place.post(Some(TOKEN), &second).status(), 200);
    window.sees("capture-list", "second");
    window.sees("pane-output", "first");
    window.press("k");
    window.sees("pane-output", "second");
    window.press("j");
    window.sees("pane-output", "first");
}
