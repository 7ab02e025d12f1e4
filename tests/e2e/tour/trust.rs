//! Pictures of who may deliver: endpoints, the doctors, the self-test and the tunnel.

use reqwest::blocking::Client;
use triptych_core::endpoint::{Channel, EndpointKey};
use triptych_tests::generate::store;

use super::{Kept, scenes, take};
use crate::keys::{ENTER, ESCAPE, HOME};
use crate::trust::{fill, palette, stranger};
use crate::window::{Place, Window};

/// Captures before those of the scenes.
const BEFORE: u64 = 40;

pub(super) fn of_trust() {
    of_a_store();
    of_a_handshake();
}

fn of_a_store() {
    let place = Place::named("triptych-tour", 3333);
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(store::make(&place.data(), BEFORE, 4, scenes())).expect("the store");
    let window = Window::open_at(place);
    window.sees("pane-output", "message_created");

    palette(&window, "settings of this capture");
    window.sees("endpoint-form", "Business");
    take(&window, "settings-endpoints", Kept::One);
    close(&window);

    window.press(&format!("0{HOME}jjj"));
    window.sees("doctor", "");
    palette(&window, "show why it was refused");
    window.sees("evidence-doctor", "");
    take(&window, "doctor", Kept::Two);

    palette(&window, "self-test of this machine");
    window.sees("selftest-form", "This machine");
    window.press(&ENTER.to_string());
    window.waits("document.querySelector('[data-testid=selftest]')?.dataset.verdict === 'passed'");
    take(&window, "selftest", Kept::One);
    window.script(
        "[...document.querySelectorAll('dialog .seg button')].find(one => one.textContent === 'Another URL').click()",
    );
    fill(&window, "selftest-url", &stranger());
    window.press(&ENTER.to_string());
    window.waits("document.querySelector('[data-testid=selftest]')?.dataset.verdict === 'failed'");
    take(&window, "selftest-red", Kept::One);
    close(&window);

    palette(&window, "settings: tunnel");
    fill(&window, "tunnel-url", &stranger());
    window.press(&ENTER.to_string());
    window.waits("document.querySelector('[data-testid=tunnel-state] .cause.is-bad') !== null");
    take(&window, "tunnel", Kept::One);
    close(&window);
}

fn of_a_handshake() {
    let window = Window::open_at(Place::named("triptych-tour", 3333));
    window.sees("curl", "curl");
    refuse_a_handshake(&window);
    window.open_newest("403");
    window.sees("checks", "hub.");
    take(&window, "handshake", Kept::Two);
}

/// Asks as Facebook would, with a token in which two letters are swapped.
fn refuse_a_handshake(window: &Window) {
    let key = EndpointKey {
        channel: Channel::Facebook,
        workspace_id: "maison-lumen".into(),
        credentials_id: "page-eu".into(),
    };
    let url = format!("http://127.0.0.1:{}{}", window.place.port, key.path());
    let query = "hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=token-fo-the-window-tests";
    let client = Client::builder().no_proxy().build().expect("an HTTP client");
    let answer = client.get(format!("{url}?{query}")).send().expect("the listener answers");
    assert_eq!(answer.status(), 403);
}

fn close(window: &Window) {
    window.press(&ESCAPE.to_string());
    window.sees_no("dialog");
}
