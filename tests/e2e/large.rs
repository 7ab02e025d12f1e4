//! Bodies that are long: they say how far they are, can be left, and are searched to their end.

use serde_json::json;

use crate::fixtures::message;
use crate::keys::{CONTROL, ENTER, ESCAPE, HOME};
use crate::window::{TOKEN, Window};

const MANY: usize = 5_000;

fn batch() -> String {
    let one = |number: usize| {
        let text = if number + 1 == MANY { "Zuletzt".to_owned() } else { format!("number {number}") };
        json!({"sender": {"id": "7310"}, "recipient": {"id": "104882310947213"},
            "timestamp": 1_773_325_661_074_u64 + number as u64,
            "message": {"mid": format!("m_{number:05}_{}", "AbCdEfGh".repeat(12)), "text": text}})
    };
    let messaging: Vec<_> = (0..MANY).map(one).collect();
    json!({"object": "page", "entry": [{"id": "104882310947213", "time": 1_773_325_661_074_u64, "messaging": messaging}]})
        .to_string()
}

fn shows(window: &Window, id: u64) {
    window.waits(&format!("document.querySelector('main h1')?.textContent === '#{id}'"));
}

#[test]
fn a_large_batch_says_how_far_it_is_can_be_left_and_is_searched_to_its_end() {
    let window = Window::open();
    window.receive(&message("m_small", "A small one"));
    shows(&window, 1);
    assert_eq!(window.place.post(Some(TOKEN), &batch()).status(), 200);
    window.press(&format!("1{ESCAPE}0"));
    window.sees("capture-list", "5,000 out");

    // On its way; the one before stays until one goes back to it.
    window.press(&HOME.to_string());
    let told = window.sees("opening", "5,000 items");
    assert!(told.contains("Opening #2: "), "{told}");
    shows(&window, 1);
    window.click_button("Cancel");
    window.sees_no("opening");
    shows(&window, 1);

    window.click("capture-row");
    shows(&window, 2);
    window.press("1");
    window.chord(CONTROL, 'f');
    window.press("zuletzt");
    window.sees("pane-raw", "1 of 1");
    assert_eq!(window.count(".cm-searchMatch-selected"), 1);
    window.press(&ENTER.to_string());
    window.sees("pane-raw", "1 of 1");
    // What was typed anew is looked for from where the last match was, to the end and from the top.
    window.script(
        "const field = document.querySelector('[data-testid=pane-raw] .code').shadowRoot.querySelector('.find input');
         field.select(); return null",
    );
    window.press("number 49");
    window.sees("pane-raw", "1 of 110");
    window.press(&ENTER.to_string());
    window.sees("pane-raw", "2 of 110");
    window.press(&ESCAPE.to_string());
    assert_eq!(window.count(".cm-searchMatch"), 0);

    // Among so many documents one goes by number.
    window.script("document.querySelector('[data-testid=output-number]').focus(); return null");
    window.press(&format!("5000{ENTER}"));
    window.sees("output-picker", "of 5,000: item 5,000, Text");
    window.sees("pane-output", "Zuletzt");
}
