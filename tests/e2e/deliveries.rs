//! A webhook from the socket to the three panes.

use serde_json::json;

use crate::driver::until;
use crate::keys::ENTER;
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

#[test]
fn the_same_body_again_is_a_retry_and_the_deliveries_say_so() {
    let window = Window::open();
    window.receive(&message("Is anybody there?"));
    window.sees("pane-output", "Is anybody there?");
    assert_eq!(window.place.post(Some(TOKEN), &message("Is anybody there?")).status(), 200);
    until("both are in the list", || (window.count("[data-testid=capture-row]") == 2).then_some(()));
    window.press("k");
    window.sees("retry", "Retry 1 of #1");
    window.press("4");
    window.script("document.querySelector('#drawer-deliveries').click()");
    let rows = window.sees("delivery", "retry 1");
    assert!(rows.contains("first delivery") && rows.contains("same bytes"), "{rows}");
    window.press("j");
    window.press(&ENTER.to_string());
    window.waits("document.querySelector('main h1').textContent === '#1'");
}

#[test]
fn an_edit_leads_to_its_message_and_the_message_to_its_edit() {
    let window = Window::open();
    window.receive(&message("frist"));
    let edit = message("first").replace(r#""message":"#, r#""message_edit":"#);
    assert_eq!(window.place.post(Some(TOKEN), &edit).status(), 200);
    // The message is open: what is said of it shows by itself.
    window.sees("link", "Edited by #2, item 1");
    window.script("document.querySelector('[data-testid=link] button').click()");
    window.waits("document.querySelector('main h1').textContent === '#2'");
    window.sees("link", "Edit of #1, item 1");
    window.press("2j");
    let is_there = "document.activeElement.dataset.relation === 'edit_of'";
    until("the keys reach the link", || {
        window.press("j");
        (window.script(&format!("return {is_there}")) == json!(true)).then_some(())
    });
    window.press(&ENTER.to_string());
    window.waits("document.querySelector('main h1').textContent === '#1'");
}

#[test]
fn an_attachment_opens_in_the_browser_after_its_address_was_read() {
    let window = Window::open();
    let url = "https://scontent.example/v/table.jpg?oh=00_AfD&oe=69E0;touch%20x";
    let image = json!([{"type": "image", "payload": {"url": url}}]);
    window.receive(&message("See").replace(r#""text":"See""#, &format!(r#""attachments":{image}"#)));
    window.sees("pane-decoded", "scontent.example");
    window.script("document.querySelector('[data-label=Image] [aria-label^=Open]').click()");
    assert_eq!(window.sees("outside-url", "scontent"), url);
    assert_eq!(window.place.browsed(), "");
    window.press(&ENTER.to_string());
    until("the browser has the address", || (window.place.browsed() == format!("{url}\n")).then_some(()));
    window.sees_no("outside");
}

#[test]
fn a_card_leads_to_the_page_of_its_field_and_its_rule() {
    let window = Window::open();
    let read = json!({"object": "page", "entry": [{"id": "1", "messaging": [
        {"sender": {"id": "2"}, "recipient": {"id": "1"}, "timestamp": 1_773_325_661_074_u64, "read": {"watermark": 1_773_325_661_000_u64}}]}]});
    window.receive(&read.to_string());
    window.sees("item-card", "Skipped");
    window.press("h");
    window.sees("reference-page", "message_reads");
    window.press("watermark");
    window.sees("reference-page", "watermark");
    window.press("\u{E00C}");
    window.sees_no("dialog");
    window.script("document.querySelector('.reason .link-quiet').click()");
    window.sees("reference-page", "rule/read_receipt");
}
