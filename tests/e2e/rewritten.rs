//! A body that was rewritten on its way: what came beside what was signed, and the replay that holds.

use crate::accessible::assert_accessible;
use crate::trust::{SECRET, delivery, enter_secret, palette, post, signed};
use crate::window::Window;

const LOCAL: &str = "/v3/integrations/facebook/local/facebook/local/webhook";

#[test]
fn escapes_that_a_tunnel_took_out_are_shown_and_put_back() {
    let window = Window::open();
    enter_secret(&window, SECRET);
    let body = delivery("m_rewritten");
    assert_eq!(post(&window, LOCAL, &signed(SECRET, &body), &body.replace("\\/", "/")), 401);
    window.open_newest("401");
    window.waits("document.querySelector('[data-testid=diagnosis]')?.dataset.cause === 'slashes_unescaped'");
    window.click("compare-bytes");
    let changes = window.sees("byte-changes", "As it was signed");
    assert!(changes.contains("differ in"), "{changes}");
    assert_eq!(
        window.script("return document.querySelector('[data-testid=byte-changes] ins').textContent.includes('\\\\')"),
        true
    );
    assert_accessible(&window, "bytes that differ");

    window.click("replay-restored");
    window.waits("document.querySelectorAll('[data-testid=capture-row]').length === 2");
    window.open_newest("200");
    window.sees("pane-output", "message_created");
    window.sees("replay-changes", "body as it was signed");
    palette(&window, "show the signature");
    window.sees("evidence-signature", "holds");
}
