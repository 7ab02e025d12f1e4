//! From a value of a document back to the bytes that it is made of.

use serde_json::{Value, json};

use crate::driver::until;
use crate::keys::{ALT, ESCAPE, LEFT};
use crate::window::Window;

const TEXT: &str = "Is the café table still available?";

/// Points at the value of the output that holds a text, as a mouse would.
const POINT: &str = "
    const root = document.querySelector('[data-testid=pane-output] .code').shadowRoot;
    const value = [...root.querySelectorAll('.s, .n, .b')].find(span => span.textContent.includes(arguments[0]));
    if (!value) return false;
    const { left, top, height } = value.getBoundingClientRect();
    const place = { clientX: left + 12, clientY: top + height / 2, bubbles: true };
    value.dispatchEvent(new MouseEvent('mousemove', place));
    return true;";

/// What is lit in a pane.
const LIT: &str = "
    const pane = document.querySelector(`[data-testid=${arguments[0]}]`);
    const root = pane.querySelector('.code')?.shadowRoot ?? pane;
    return [...root.querySelectorAll('.tr, .f.is-traced .v')].map(lit => lit.textContent).join(' ');";

fn point(window: &Window, text: &str) {
    until(&format!("{text:?} is pointed at"), || {
        (window.script_with(POINT, &json!([text])) == json!(true)).then_some(())
    });
}

fn lit(window: &Window, pane: &str) -> String {
    window.script_with(LIT, &json!([pane])).as_str().unwrap_or_default().to_owned()
}

fn message(number: usize, text: &str) -> Value {
    json!({
        "sender": {"id": "7310482956120433"},
        "recipient": {"id": "104882310947213"},
        "timestamp": 1_773_325_661_074_u64 + number as u64,
        "message": {"mid": format!("m_{number}"), "text": text},
    })
}

fn body(messaging: &[Value]) -> String {
    json!({"object": "page", "entry": [{"id": "104882310947213", "messaging": messaging}]}).to_string()
}

#[test]
fn a_value_in_message_created_pointed_at_lights_up_its_bytes_in_raw() {
    let window = Window::open();
    window.receive(&body(&[message(0, TEXT)]).replace('é', "\\u00e9"));
    window.sees("pane-output", TEXT);
    point(&window, "Is the caf");

    let bar = window.sees("trace-bar", "/entry/0/messaging/0/message/text");
    assert!(bar.contains("Copied; 1 escape decoded"), "{bar}");
    assert_eq!(lit(&window, "pane-raw"), "\"Is the caf\\u00e9 table still available?\"");
    assert_eq!(lit(&window, "pane-decoded"), TEXT);
    until("connectors over both gutters", || (window.count(".wires path") >= 4).then_some(()));

    // Pinned, it stays while the keys go elsewhere; released, it is gone.
    window.press("t");
    window.sees("trace-bar", "pinned");
    window.press("\u{e00c}");
    assert!(!window.sees("trace-bar", "/message/text").contains("pinned"));
}

#[test]
fn what_is_not_in_the_body_says_where_it_came_from_instead() {
    let window = Window::open();
    window.receive(&body(&[message(0, TEXT)]));
    window.sees("pane-output", TEXT);
    for (value, words) in [
        ("message_created", "The same in every document"),
        ("Success", "The same in every document"),
        ("1", "Given out"),
    ] {
        point(&window, value);
        window.sees("trace-bar", words);
        assert_eq!(lit(&window, "pane-raw"), "", "{value}");
    }
}

#[test]
fn a_document_far_down_a_batch_is_traced_like_the_first() {
    let window = Window::open();
    let all: Vec<Value> = (0..400).map(|number| message(number, &format!("number {number}"))).collect();
    window.receive(&body(&all));
    window.sees("output-picker", "400");
    let last = "const picker = document.querySelector('[data-testid=output-picker] select');
        picker.value = '399';
        picker.dispatchEvent(new Event('change', {bubbles: true}));";
    window.script(last);
    window.sees("pane-output", "number 399");
    // Where its values came from is asked for when it is looked at: then they are marked.
    until("the document's lines have their signs", || (window.count(".cm-marks .om") > 10).then_some(()));
    // The document may be laid out anew under the pointer once.
    let bar = until("the last message's text is traced", || {
        point(&window, "number 399");
        window.text("trace-bar").filter(|bar| bar.contains("/entry/0/messaging/399/message/text"))
    });
    assert!(bar.contains("Copied"), "{bar}");
    window.press("t");
    window.sees("trace-bar", "pinned");
    // In Raw the items are folded: a fold says what it holds, and keys lead into it.
    window.sees("pane-raw", "1 traced");
    window.press("3");
    window.chord(ALT, LEFT);
    window.chord(ALT, LEFT);
    until("the value itself is lit", || (lit(&window, "pane-raw") == "\"number 399\"").then_some(()));
    window.press(&ESCAPE.to_string());

    // The numbers of values add up for the whole body, not only for what was looked at: five of each item reach a
    // document.
    let foot = window.text("pane-raw").expect("the pane");
    assert!(foot.contains("2,00"), "{foot}");
}
