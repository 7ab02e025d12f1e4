//! The first minute: nothing there yet, and what to do about it.

use crate::window::Window;

#[test]
fn an_empty_window_says_how_to_fill_it_and_one_click_does() {
    let window = Window::open();
    let address = format!("127.0.0.1:{}", window.place.port);
    let empty = window.sees("empty-state", &address);
    assert!(empty.contains("/v3/integrations/facebook/local/facebook/local/webhook"), "the callback URL: {empty}");
    let curl = window.sees("curl", "curl");
    assert!(curl.contains(&address), "a command to paste: {curl}");
    window.sees("listener-pill", &address);

    window.click("send-sample");

    window.sees("capture-row", "200");
    window.sees_no("empty-state");
    window.sees("pane-raw", "\"object\"");
    window.sees("pane-output", "message_created");
    window.sees("item-card", "/entry/0/");
}
