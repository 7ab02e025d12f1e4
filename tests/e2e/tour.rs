//! Pictures of every state of the window, in both themes and two sizes, for README and for people to look at:
//! `cargo xtask tour`. They show the same from run to run, but for times and addresses of now.

mod trust;

use std::fs;
use std::net::{Ipv4Addr, TcpStream};
use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};
use triptych_core::endpoint::{Channel, EndpointKey};
use triptych_tests::generate::requests::{self, Proof};
use triptych_tests::generate::{END_US, Planned, Random, store};
use triptych_tests::picture::with_palette;

use crate::driver::until;
use crate::keys::{CONTROL, DOWN, ENTER, ESCAPE, HOME, LEFT, SHIFT};
use crate::window::{Place, Window};

/// Captures before those of [`scenes`].
const BEFORE: u64 = 1_200;

const PAGE: &str = "104882310947213";
const CUSTOMER: &str = "7310482956120433";

#[test]
#[ignore = "writes docs/screenshots: `cargo xtask tour`"]
fn tour() {
    of_captures();
    of_the_first_run();
    of_what_stands_in_the_way();
    of_more_contrast();
    trust::of_trust();
}

/// Which pictures of a state go into the repository.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kept {
    All,
    /// Dark in the large window, light in the smallest one.
    Two,
    /// What lies over the window: light in the smallest one.
    One,
}

/// Takes all four pictures: in 1440x900 `NAME-THEME.png`, and `NAME-THEME-1000x700.png` in the smallest window that
/// people work in. All are for whoever looks at the change, in cargo's folder; some are kept.
pub(crate) fn take(window: &Window, name: &str, kept: Kept) {
    take_in(window, (1440, 900), name, "", kept);
    take_in(window, (1000, 700), name, "-1000x700", kept);
}

fn take_in(window: &Window, size: (u32, u32), name: &str, suffix: &str, kept: Kept) {
    let all = Path::new(env!("CARGO_TARGET_TMPDIR")).join("tour");
    fs::create_dir_all(&all).expect("a folder for the pictures");
    let repository = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/screenshots");
    for theme in ["dark", "light"] {
        let file = format!("{name}-{theme}{suffix}.png");
        let picture = with_palette(&window.picture(theme, size)).expect("a picture");
        let is_kept = match (theme, suffix) {
            ("dark", "") => kept != Kept::One,
            ("light", "-1000x700") => true,
            _ => kept == Kept::All,
        };
        if is_kept {
            fs::write(repository.join(&file), &picture).expect("the picture is written");
        }
        fs::write(all.join(file), picture).expect("the picture is written");
    }
}

fn of_captures() {
    let place = Place::named("triptych-tour", 3333);
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(store::make(&place.data(), BEFORE, 4, scenes())).expect("the store");
    let window = Window::open_at(place);
    window.sees("pane-output", "message_created");
    window.sees("ledger", "1unknown");
    // Values of the document: traced back to the bytes that one is made of, and where others came from instead.
    trace(&window, "message.content", "Copied");
    take(&window, "main", Kept::All);
    for (name, leaf, words) in [
        ("origin-allocated", "message.id", "Given out"),
        ("origin-setting", "conversation.consumer_name", "the contact"),
        ("origin-history", "conversation.created_at", "earlier messages"),
    ] {
        window.press("0");
        trace(&window, leaf, words);
        take_in(&window, (1440, 900), name, "", Kept::Two);
    }
    window.press("0");
    addresses_and_pages(&window);

    window.press("/");
    window.press("field:messages from:Mar");
    window.sees("suggestions", "Martin");
    window.sees("list-count", "of 1,2");
    take(&window, "filter", Kept::Two);
    window.chord(CONTROL, 'a');
    window.press("from:Martin zebra");
    window.sees("nothing-matches", "Nothing matches");
    take(&window, "nothing-matches", Kept::One);
    window.press(&ESCAPE.to_string());
    window.sees("list-count", "All captures");

    for (place, name, pane, text) in [
        (3, "refused", "reason", "signature"),
        (4, "no-output", "no-output", "by rule"),
        (5, "failed", "pane-decoded", "Failed"),
    ] {
        window.press(&format!("{ESCAPE}0{HOME}"));
        window.press(&"j".repeat(place));
        window.sees(pane, text);
        // Where there is little room, the list lies over the panes as long as it has the focus.
        window.press("1");
        take(&window, name, Kept::Two);
    }

    window.press(&format!("0{HOME}{}", "j".repeat(7)));
    window.sees("retry", "Retry 1");
    palette(&window, "show the deliveries");
    window.sees("delivery", "retry 1");
    take(&window, "deliveries", Kept::Two);

    window.press(&format!("0{HOME}j"));
    window.chord(SHIFT, DOWN);
    window.sees("selection-bar", "2 selected");
    palette(&window, "compare the two");
    window.sees("change", "text");
    window.press("4");
    take(&window, "compare", Kept::Two);
    window.press(&format!("0{ESCAPE}{HOME}"));
    window.sees_no("selection-bar");

    palette(&window, "show request");
    window.sees("headers", "facebookexternalua");
    take(&window, "drawer", Kept::One);
    palette(&window, "show the signature");
    window.sees("evidence-signature", "holds");
    take(&window, "signature", Kept::One);
    window.chord(CONTROL, 'j');

    window.press("1vv");
    window.sees("hex", "7b");
    take(&window, "hex", Kept::Two);
    window.press("v");

    window.chord(CONTROL, 'k');
    window.sees("palette-list", "Replay");
    window.press("co");
    window.sees("palette-list", "Copy");
    take(&window, "palette", Kept::One);
    window.press(&ESCAPE.to_string());
    window.sees_no("dialog");
    window.press("?");
    window.sees("dialog", "Next in the region");
    take(&window, "keys", Kept::One);
    window.press(&ESCAPE.to_string());
    window.sees_no("dialog");
    window.chord(CONTROL, ',');
    window.sees("dialog", "Callback URL");
    take(&window, "settings", Kept::One);
}

/// Goes to a value of the document, which is found by its key; `words` say where it came from.
fn trace(window: &Window, leaf: &str, words: &str) {
    let key = leaf.rsplit('.').next().expect("a name");
    window.press("3");
    window.chord(CONTROL, HOME);
    window.chord(CONTROL, 'f');
    window.press(&format!("\"{key}\"{ESCAPE}{LEFT}"));
    let bar = window.sees("trace-bar", leaf);
    assert!(bar.contains(words), "{bar}");
}

fn addresses_and_pages(window: &Window) {
    window.script("document.querySelector('[data-label=Image] [aria-label^=Open]').click()");
    window.sees("outside-url", "table.jpg");
    take(window, "address", Kept::One);
    window.press(&ESCAPE.to_string());
    window.sees_no("dialog");
    window.press("h");
    window.sees("reference-page", "Properties");
    take(window, "reference", Kept::One);
    window.press(&ESCAPE.to_string());
    window.sees_no("dialog");
    window.press("0");
}

fn of_the_first_run() {
    let window = Window::open_at(Place::named("triptych-tour", 3333));
    window.sees("curl", "curl");
    take(&window, "first-run", Kept::One);
}

fn of_what_stands_in_the_way() {
    let place = Place::named("triptych-tour", 3333);
    let listen = format!("require('net').createServer().listen({}, '127.0.0.1')", place.port);
    let mut other = Command::new("node").args(["-e", &listen]).spawn().expect("node");
    until("the other program listens", || TcpStream::connect((Ipv4Addr::LOCALHOST, place.port)).ok());
    let window = Window::open_at(place);
    window.sees("problem", "node");
    take(&window, "port-in-use", Kept::One);
    other.kill().and_then(|()| other.wait()).expect("the other program ends");
    drop(window);

    let place = Place::named("triptych-tour", 3333);
    fs::create_dir_all(place.data()).expect("a folder");
    fs::write(place.data().join("triptych.db"), "no database, but somebody's notes").expect("a file");
    let window = Window::open_at(place);
    window.sees("problem", "triptych.db");
    take(&window, "storage-trouble", Kept::One);
}

/// The desktop asks for it; the engine honours no colours of the system's own.
fn of_more_contrast() {
    let place = Place::named("triptych-tour", 3333);
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(store::make(&place.data(), 40, 4, scenes())).expect("the store");
    let window = Window::open_at(place.of_high_contrast());
    window.sees("pane-output", "message_created");
    trace(&window, "message.content", "Copied");
    take(&window, "more-contrast", Kept::Two);
}

/// Does what the palette finds first.
fn palette(window: &Window, words: &str) {
    window.chord(CONTROL, 'k');
    window.sees("palette-list", "Replay");
    window.press(words);
    window.waits(&format!(
        "document.querySelector('[data-testid=palette-entry]')?.textContent.trim().toLowerCase().startsWith('{words}')"
    ));
    window.press(&ENTER.to_string());
    window.sees_no("dialog");
}

/// The captures that are shown, oldest first.
fn scenes() -> Vec<Planned> {
    let endpoint = EndpointKey {
        channel: Channel::Facebook,
        workspace_id: "maison-lumen".into(),
        credentials_id: "page-eu".into(),
    };
    let mut random = Random::new(1);
    let asked = json!({"message": {"mid": "m_Zk3", "text": "Is the café table still available?"}});
    let chosen = json!({"message": {"mid": "m_Zk4", "text": "Is the café table still available in oak?",
        "quick_reply": {"payload": "OAK"}}});
    let delivered = json!({"message": {"mid": "m_Zk0", "text": "Do you deliver on Saturday?"}});
    let edited = json!({"message_edit": {"mid": "m_Zk0", "text": "Do you deliver on Saturdays?", "num_edit": 1}});
    let bodies = [
        (Proof::Signature, vec![from(&delivered)]),
        (Proof::Signature, vec![from(&delivered)]),
        (Proof::Signature, vec![from(&edited)]),
        (
            Proof::Signature,
            vec![json!({"sender": null, "message": {"mid": "m_Zk1", "text": "Who wrote this?"}}), from(&asked)],
        ),
        (Proof::Signature, vec![from(&json!({"read": {"watermark": 1_773_325_618_000_u64}}))]),
        (Proof::WrongSignature, vec![from(&asked)]),
        (Proof::Signature, vec![from(&asked)]),
        (Proof::Signature, vec![from(&chosen)]),
        (Proof::Signature, hero()),
    ];
    let planned = bodies.into_iter().zip(1..).map(|((proof, messaging), nth)| {
        let received_us = END_US + nth * 7_312_000;
        // The second is the first once more, byte for byte.
        let sent_us = if nth == 2 { END_US + 7_312_000 } else { received_us };
        let entry = json!({"id": PAGE, "time": sent_us / 1000, "messaging": messaging});
        let body = json!({"object": "page", "entry": [entry]}).to_string().into_bytes();
        Planned { capture: requests::delivery(&endpoint, body, proof, received_us, &mut random), parent: None }
    });
    planned.collect()
}

/// All that can become of an item: two documents, one, none by rule, and unknown.
fn hero() -> Vec<Value> {
    let image = json!({"type": "image", "payload": {"url": "https://scontent.xx.fbcdn.example/v/t1.15752-9/table.jpg?oh=00_AfD&oe=69E0"}});
    let message = json!({"mid": "m_Qx7VfT2mKpO9kkYEDd3kA", "text": "Is the café table still available in white?",
        "quick_reply": {"payload": "WHITE"}, "attachments": [image],
        "nlp": {"detected_locales": [{"locale": "en_US", "confidence": 0.97}]}});
    let mut echo = from(&json!({"message": {"mid": "m_echo9", "is_echo": true, "app_id": 948_120_377_415_902_u64,
        "text": "Two left in white. Shall I hold one?"}}));
    (echo["sender"]["id"], echo["recipient"]["id"]) = (PAGE.into(), CUSTOMER.into());
    vec![
        from(&json!({"message": message})),
        echo,
        from(&json!({"read": {"watermark": 1_773_325_618_000_u64}})),
        from(&json!({"message_nudge": {"strength": 3}})),
    ]
}

/// An event from the customer to the page.
fn from(event: &Value) -> Value {
    let mut item = json!({"sender": {"id": CUSTOMER}, "recipient": {"id": PAGE}, "timestamp": 1_773_325_661_074_u64});
    item.as_object_mut().expect("an object").extend(event.as_object().expect("an object").clone());
    item
}
