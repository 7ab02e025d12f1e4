//! What the user chose outlives the window, and what is chosen is what is drawn.

use serde_json::json;

use crate::driver::until;
use crate::window::{TOKEN, Window};

const ESCAPE: &str = "\u{E00C}";

fn open_settings(window: &Window, page: &str) {
    window.script("document.querySelector('[aria-label^=Settings]').click()");
    window.sees("dialog", "Appearance");
    window.script(&format!("document.querySelector('dialog [role=tab][id$=-{page}]').click()"));
}

fn close_settings(window: &Window) {
    window.press(ESCAPE);
    window.sees_no("dialog");
}

fn waits_for(window: &Window, script: &str) {
    until(script, || (window.script(&format!("return {script}")) == json!(true)).then_some(()));
}

#[test]
fn theme_zoom_keys_and_the_open_capture_are_the_same_after_a_restart() {
    let window = Window::open();
    for text in ["one", "two"] {
        let body = json!({"object": "page", "entry": [{"id": "1", "messaging": [
            {"sender": {"id": "2"}, "message": {"mid": format!("m_{text}"), "text": text}}]}]});
        assert_eq!(window.place.post(Some(TOKEN), &body.to_string()).status(), 200);
    }
    window.sees("capture-list", "two");
    window.script("[...document.querySelectorAll('[data-testid=capture-row]')].at(-1).click()");
    window.sees("pane-raw", "one");

    open_settings(&window, "appearance");
    let theme =
        if window.script("return document.documentElement.dataset.theme") == json!("dark") { "light" } else { "dark" };
    window.click_button(if theme == "dark" { "Dark" } else { "Light" });
    let width = window.script("return innerWidth").as_f64().expect("a width");
    for _ in 0..2 {
        window.script("document.querySelector('dialog [aria-label^=Larger]').click()");
    }
    window.sees("zoom", "125 %");
    let is_larger = format!("Math.abs(innerWidth * 1.25 - {width}) < 3");
    waits_for(&window, &is_larger);
    close_settings(&window);
    window.press("?");
    window.sees("dialog", "Replay");
    window.script("document.querySelector('[data-action=\"capture.replay\"] .key-set').click()");
    window.script("document.querySelector('[data-action=\"capture.replay\"] .key-set').focus()");
    window.press("x");
    close_settings(&window);

    let window = window.reopen();
    window.sees("pane-raw", "one");
    waits_for(&window, &format!("document.documentElement.dataset.theme === '{theme}'"));
    waits_for(&window, &is_larger);
    assert_eq!(window.count("[data-testid=capture-row]"), 2);
    window.press("r");
    window.press("x");
    window.sees("capture-list", "#1");
    assert_eq!(window.count("[data-testid=capture-row]"), 3, "R does nothing any more, X replays");
}

#[test]
fn limits_of_what_is_kept_are_set_and_refused_at_their_field() {
    let window = Window::open();
    window.sees("curl", "curl");
    open_settings(&window, "storage");
    window.sees("kept", "0 captures");
    window.click("limit-age_days");
    window.press("14");
    window.click("save-limits");
    window.sees("settings-storage", "Saved");
    window.click("limit-age_days");
    window.press("0000");
    window.click("save-limits");
    window.sees("settings-storage", "At most 36,500 days");
    close_settings(&window);

    let window = window.reopen();
    open_settings(&window, "storage");
    window.sees("kept", "0 captures");
    let days = "document.querySelector('[data-testid=limit-age_days]').value";
    waits_for(&window, &format!("{days} === '14'"));
}
