//! Conversations beside the panes, and a capture as people saw it: by keys alone.

use serde_json::json;

use crate::driver::until;
use crate::keys::{ALT, ENTER, ESCAPE};
use crate::window::{TOKEN, Window};

fn said(customer: &str, number: u64, text: &str) -> String {
    json!({"object": "page", "entry": [{"id": "104882310947213", "messaging": [{
        "sender": {"id": customer},
        "recipient": {"id": "104882310947213"},
        "timestamp": 1_773_325_661_074_u64 + 1000 * number,
        "message": {"mid": format!("m_{number}"), "text": text, "quick_reply": {"payload": "WHITE"}},
    }]}]})
    .to_string()
}

#[test]
fn a_conversation_holds_what_was_said_and_each_message_leads_to_its_capture() {
    let window = Window::open();
    window.receive(&said("7310", 1, "Is it there?"));
    window.sees("pane-output", "Is it there?");
    // While the keys stand in the list, on a row below the first, others wait.
    window.press("1");
    for body in [said("7311", 2, "Hello"), said("7310", 3, "And in white?")] {
        assert_eq!(window.place.post(Some(TOKEN), &body).status(), 200);
    }
    // The one that is chosen is the newest of those that are there when the list is opened.
    let converted =
        "[...document.querySelectorAll('[data-testid=capture-row]')].filter(row => row.textContent.includes('1 out'))";
    window.waits(&format!("{converted}.length === 3"));
    window.chord(ALT, '3');
    window.sees("conversation-list", "And in white?");
    until("two customers wrote", || (window.count("[data-testid=conversation-row]") == 2).then_some(()));
    window.press(&ENTER.to_string());
    window.sees("message-list", "Is it there?");
    window.sees("pane-output", "And in white?");
    window.press("j");
    window.sees("pane-output", "Is it there?");

    // The same as people saw it.
    window.press("2v");
    window.sees("chat-bubble", "Is it there?");
    window.sees("chat-bubble", "tapped “WHITE”");
    window.sees("trace-bar", "/entry/0/messaging/0/message/text");
    window.press("0");
    window.press(&ESCAPE.to_string());
    window.sees("conversation-list", "Hello");
    window.chord(ALT, '1');
    window.sees("capture-list", "Hello");
    window.sees("chat-bubble", "Is it there?");
}
