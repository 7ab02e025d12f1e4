//! The window for everybody: axe-core finds nothing serious in any state, in both themes, and keys lead everywhere.

use std::net::{Ipv4Addr, TcpListener};
use std::path::Path;

use serde_json::{Value, json};

use crate::driver::until;
use crate::keys::{CONTROL, DELETE, DOWN, HOME, SHIFT};
use crate::window::{Place, TOKEN, Window};

const ESCAPE: &str = "\u{E00C}";
const ENTER: &str = "\u{E007}";

/// Runs axe-core in a theme. Answers what is serious or worse, a line each. Colours fade over in 80 ms, or not at all in a
/// window that another one covers: their end is what counts.
const CHECK: &str = "
    document.documentElement.dataset.theme = arguments[0];
    document.getAnimations().forEach(animation => animation.finish());
    const grave = violation => ['serious', 'critical'].includes(violation.impact);
    const place = node => `${node.target.join(' ')} (${[...node.any, ...node.all, ...node.none][0]?.message})`;
    return axe.run(document, {resultTypes: ['violations']}).then(found =>
        found.violations.filter(grave).map(({id, nodes}) => `${id}: ${nodes.map(place).join('; ')}`));";

pub(crate) fn assert_accessible(window: &Window, state: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../ui/node_modules/axe-core/axe.min.js");
    if window.script("return typeof axe") == json!("undefined") {
        let axe = std::fs::read_to_string(path).expect("axe-core; `cargo xtask setup` installs it");
        window.script(&format!("{axe};"));
    }
    for theme in ["dark", "light"] {
        let found = window.script_with(CHECK, &json!([theme]));
        assert_eq!(found, json!([]), "{state}, {theme}");
    }
}

/// Clicks the row that says this.
fn open(window: &Window, row: &str) {
    let click = "const row = [...document.querySelectorAll('[data-testid=capture-row]')]
        .find(row => row.textContent.includes(arguments[0]));
        row?.click();
        return row !== undefined;";
    until(&format!("a row says {row:?}"), || {
        (window.script_with(click, &json!([row])) == Value::Bool(true)).then_some(())
    });
}

/// Clicks the first element that the selector finds.
fn click(window: &Window, css: &str) {
    let click = "const found = document.querySelector(arguments[0]); found?.click(); return found !== null;";
    until(&format!("{css} is there"), || (window.script_with(click, &json!([css])) == Value::Bool(true)).then_some(()));
}

fn messaging(entry: &Value) -> String {
    json!({"object": "page", "entry": [{"id": "104882310947213", "time": 1_773_325_661_240_u64, "messaging": [entry]}]})
        .to_string()
}

/// A message, a read receipt, and a request that nobody vouches for.
fn with_captures() -> Window {
    with_captures_at(Place::new())
}

fn with_captures_at(place: Place) -> Window {
    let window = Window::open_at(place);
    let who = json!({"id": "7310482956120433"});
    let page = json!({"id": "104882310947213"});
    let at = 1_773_325_661_074_u64;
    let read = json!({"sender": who, "recipient": page, "timestamp": at, "read": {"watermark": at}});
    let text = json!({"sender": who, "recipient": page, "timestamp": at,
        "message": {"mid": "m_axe", "text": "Is the café table still available?"}});
    assert_eq!(window.place.post(None, "{}").status(), 401);
    assert_eq!(window.place.post(Some(TOKEN), &messaging(&read)).status(), 200);
    assert_eq!(window.place.post(Some(TOKEN), &messaging(&text)).status(), 200);
    open(&window, "Is the café table");
    window.sees("pane-output", "message_created");
    window
}

#[test]
fn the_first_run_and_what_stands_in_the_way() {
    let window = Window::open();
    window.sees("curl", "curl");
    assert_accessible(&window, "first run");
    for _ in 0..6 {
        window.chord(CONTROL, '+');
    }
    window.waits("innerWidth < 800");
    window.waits("document.querySelector('main h1').getBoundingClientRect().top > 40");
    drop(window);

    let place = Place::new();
    let _other = TcpListener::bind((Ipv4Addr::LOCALHOST, place.port)).expect("the port");
    let window = Window::open_at(place);
    window.sees("problem", "port");
    assert_accessible(&window, "port in use");
    window.click_button("Choose a port");
    window.waits("document.activeElement.id === 'port'");
    assert_accessible(&window, "another port");
    drop(window);

    let place = Place::new();
    std::fs::create_dir_all(place.data()).expect("a folder");
    std::fs::write(place.data().join("triptych.db"), "no database, but somebody's notes").expect("a file");
    let window = Window::open_at(place);
    window.sees("problem", "triptych.db");
    assert_accessible(&window, "storage trouble");
    window.chord(CONTROL, ',');
    window.sees("settings-blocked", "");
    assert_accessible(&window, "settings without a folder");
}

#[test]
fn what_became_of_a_capture() {
    let window = with_captures();
    assert_accessible(&window, "a capture");
    let tabs = window.count("[data-testid=drawer] [role=tab]");
    assert!(tabs >= 4, "the drawer's tabs: {tabs}");
    for tab in ["request", "response", "signature", "deliveries", "compare"] {
        click(&window, &format!("#drawer-{tab}"));
        assert_accessible(&window, &format!("the drawer's {tab}"));
    }
    open(&window, "401");
    window.sees("reason", "Answered 401");
    assert_accessible(&window, "a refused capture");
    open(&window, "Read");
    window.sees("no-output", "No message, by rule");
    assert_accessible(&window, "no output");
}

#[test]
fn what_lies_over_the_window_and_the_list() {
    let window = with_captures();
    click(&window, "[data-testid=open-palette]");
    window.sees("palette-list", "Replay");
    assert_accessible(&window, "the palette");
    window.press(ESCAPE);
    window.sees_no("dialog");

    window.press("?");
    window.sees("dialog", "Next in the region");
    assert_accessible(&window, "the keys");
    window.press(ESCAPE);
    window.sees_no("dialog");

    click(&window, "[aria-label^=Settings]");
    for page in ["facebook", "endpoints", "tunnel", "storage", "appearance", "keys"] {
        click(&window, &format!("dialog [role=tab][id$=-{page}]"));
        window.sees(&format!("settings-{page}"), "");
        assert_accessible(&window, &format!("the settings of {page}"));
    }
    window.press(ESCAPE);
    window.sees_no("dialog");

    window.press("/");
    window.press("before:never");
    window.sees("filter-fault", "");
    assert_accessible(&window, "an invalid filter");
    window.chord(CONTROL, 'a');
    window.press("zebra");
    window.sees("nothing-matches", "");
    assert_accessible(&window, "nothing matches");
    window.chord(CONTROL, 'a');
    window.press("judged:accepted -type:Image");
    window.press(ENTER);
    window.sees("chips", "judged:");
    assert_accessible(&window, "a filter of chips");

    window.press("H");
    window.sees("reference-page", "Properties");
    assert_accessible(&window, "the reference");
    window.press(ESCAPE);
    window.sees_no("dialog");
}

#[test]
fn what_is_done_to_captures() {
    let window = with_captures();
    window.press(&format!("0{HOME}"));
    window.chord(SHIFT, DOWN);
    window.sees("selection-bar", "2 selected");
    assert_accessible(&window, "two selected captures");
    window.press(&format!("{HOME}p{DELETE}"));
    window.sees("undo-bar", "1 capture deleted");
    assert_accessible(&window, "a deleted capture");
    window.chord(CONTROL, 'z');
    window.sees_no("undo-bar");
    window.press("n");
    window.sees("note-input", "");
    assert_accessible(&window, "a note");
    window.press(ESCAPE);
    // A value whole, and a pane alone.
    window.press("1m");
    assert_accessible(&window, "a pane alone");
    window.palette("show the value whole");
    window.sees("whole-value", "character");
    assert_accessible(&window, "a value whole");
}

#[test]
fn whoever_asks_for_more_contrast_gets_it() {
    let window = with_captures_at(Place::new().of_high_contrast());
    window.waits("matchMedia('(prefers-contrast: more)').matches");
    assert_accessible(&window, "more contrast");
    // What only colour said has an edge.
    let stamp = "getComputedStyle(document.querySelector('.stamp')).boxShadow";
    window.waits(&format!("{stamp}.includes('inset')"));
    window.press("4");
    window.waits("getComputedStyle(document.activeElement).outlineWidth === '3px'");
}

#[test]
fn there_is_little_room() {
    let window = with_captures();
    window.resize((1000, 700));
    window.waits("innerWidth === 1000");
    assert_accessible(&window, "1000x700");
    window.press("0");
    window.waits("document.querySelector('.app').dataset.list === 'over'");
    assert_accessible(&window, "the list over the panes");
    window.press("1");
    click(&window, "#drawer-request");
    assert_accessible(&window, "the drawer in a low window");
    window.resize((1440, 900));

    let width = window.script("return innerWidth").as_f64().expect("a width");
    for _ in 0..6 {
        window.chord(CONTROL, '+');
    }
    window.waits(&format!("Math.abs(innerWidth * 2 - {width}) < 4"));
    assert_accessible(&window, "200 % zoom");
    // Nothing of it is out of reach: one pane is shown at a time, with the focus in it.
    for (key, pane) in [("3", "output"), ("1", "raw"), ("2", "decoded")] {
        window.press(key);
        let shown = "[...document.querySelectorAll('[data-pane]')].filter(one => one.checkVisibility()).map(one => one.dataset.pane).join()";
        window.waits(&format!("{shown} === '{pane}'"));
        window.waits(&format!("document.activeElement.closest('[data-testid=pane-{pane}] .pane-body')"));
    }
    window.waits("document.documentElement.scrollWidth <= innerWidth");
    click(&window, "[data-testid=pane-decoded] .pane-picks [title=Output]");
    window.waits("document.querySelector('[data-testid=pane-output]').checkVisibility()");
    assert_accessible(&window, "one pane at 200 % zoom");
}
