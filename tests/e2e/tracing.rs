//! From a value of a document back to the bytes that it is made of.

use serde_json::json;

use crate::driver::until;
use crate::window::Window;

const TEXT: &str = "Is the café table still available?";

/// Points at the value of the output that holds a text, as a mouse would.
const POINT: &str = "
    const root = document.querySelector('[data-testid=pane-output] .code').shadowRoot;
    const value = [...root.querySelectorAll('.s')].find(span => span.textContent.includes(arguments[0]));
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

#[test]
fn a_value_in_message_created_pointed_at_lights_up_its_bytes_in_raw() {
    let window = Window::open();
    let body = json!({"object": "page", "entry": [{"id": "104882310947213", "messaging": [{
        "sender": {"id": "7310482956120433"},
        "recipient": {"id": "104882310947213"},
        "timestamp": 1_773_325_661_074_u64,
        "message": {"mid": "m_traced", "text": TEXT},
    }]}]});
    window.receive(&body.to_string().replace('é', "\\u00e9"));
    window.sees("pane-output", TEXT);
    until("the value is pointed at", || {
        (window.script_with(POINT, &json!(["Is the caf"])) == json!(true)).then_some(())
    });

    let bar = window.sees("trace-bar", "/entry/0/messaging/0/message/text");
    assert!(bar.contains("Copied; 1 escape decoded"), "{bar}");
    let lit = |pane: &str| window.script_with(LIT, &json!([pane])).as_str().unwrap_or_default().to_owned();
    assert_eq!(lit("pane-raw"), "\"Is the caf\\u00e9 table still available?\"");
    assert_eq!(lit("pane-decoded"), TEXT);
    until("connectors over both gutters", || (window.count(".wires path") >= 4).then_some(()));

    // Pinned, it stays while the keys go elsewhere; released, it is gone.
    window.press("t");
    window.sees("trace-bar", "pinned");
    window.press("\u{e00c}");
    assert!(!window.sees("trace-bar", "/message/text").contains("pinned"));
}
