//! Secrets in the messages from the host to the window: all of a whole run are listened to.

use serde_json::Value;

use crate::driver::until;
use crate::trust::{SECRET, delivery, enter_secret, palette, post, press_button, signed};
use crate::window::{TOKEN, Window};

const LOCAL: &str = "/v3/integrations/facebook/local/facebook/local/webhook";

/// Keeps every answer of the host from now on: they come by `fetch`.
const LISTEN: &str = "
    const ask = window.fetch;
    window.heard = [];
    window.fetch = async (...asked) => {
        const answer = await ask(...asked);
        void answer.clone().text().then(text => window.heard.push(text));
        return answer;
    };";

fn heard(window: &Window, part: &str) -> bool {
    window.script_with("return window.heard.some(text => text.includes(arguments[0]))", &serde_json::json!([part]))
        == Value::Bool(true)
}

#[test]
fn no_message_to_the_window_has_a_secret_until_somebody_asks_to_see_it() {
    let window = Window::open();
    window.script(LISTEN);
    enter_secret(&window, SECRET);
    let body = delivery("m_heard");
    assert_eq!(post(&window, LOCAL, &signed(SECRET, &body), &body), 200);
    assert_eq!(post(&window, LOCAL, &signed(&format!("{SECRET}\n"), &body), &body), 401);
    window.receive(&delivery("m_bearer"));
    for place in ["request", "response", "signature", "deliveries"] {
        let tab = format!(
            "[...document.querySelectorAll('[role=tab]')].find(tab => tab.textContent.toLowerCase().startsWith('{place}'))?.click()"
        );
        window.script(&tab);
    }
    window.script("document.querySelectorAll('[data-testid=capture-row]')[1].click()");
    window.waits("document.querySelector('[data-testid=diagnosis]')?.dataset.cause === 'secret_white_space'");
    palette(&window, "self-test of this machine");
    press_button(&window, "Run the self-test");
    window.waits("document.querySelector('[data-testid=selftest]')?.dataset.verdict === 'passed'");
    window.leave();
    for page in ["settings: facebook", "settings: endpoints", "settings: tunnel"] {
        palette(&window, page);
        window.waits("document.querySelector('dialog') !== null");
        window.leave();
    }
    assert!(heard(&window, "secret_white_space") && heard(&window, "EVENT_RECEIVED"), "what was said was heard");
    assert!(!heard(&window, SECRET) && !heard(&window, TOKEN), "no secret was said");

    palette(&window, "settings: facebook");
    press_button(&window, "Show verify token");
    until("what is asked for is said", || heard(&window, TOKEN).then_some(()));
    assert!(!heard(&window, SECRET), "and nothing else");
}
