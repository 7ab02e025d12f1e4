//! Everything that is done a hundred times a day, by keys alone: no step of this scenario touches the pointer.

use serde_json::{Value, json};

use crate::driver::until;
use crate::keys::{ALT, CONTROL, DELETE, DOWN, END, ENTER, ESCAPE, HOME, RIGHT, SHIFT, TAB};
use crate::window::{TOKEN, Window};

#[test]
fn every_main_flow_goes_by_keys_alone() {
    let window = filled();
    moving_through_the_list(&window);
    filtering(&window);
    moving_through_the_panes(&window);
    reading_the_body(&window);
    copying(&window);
    pinning_and_noting(&window);
    comparing_two(&window);
    deleting_and_undoing(&window);
    replaying(&window);
    what_lies_over_the_window(&window);
    the_drawer_and_the_room(&window);
    what_has_no_text_to_be_in(&window);
    following(&window);
    assert_eq!(window.text("banner"), None, "nothing was refused on the way");
}

const REFUSED: u32 = 1;
const BATCH: u32 = 3;
const FIRST: u32 = 4;
const NEWEST: u32 = 5;

/// Five captures: refused, a read receipt, three items at once, two messages.
fn filled() -> Window {
    let window = Window::open();
    let message = |mid: &str, text: &str| json!({"message": {"mid": mid, "text": text}});
    assert_eq!(window.place.post(None, &envelope(&[message("m_who", "Who am I?")])).status(), 401);
    let photo = json!({"type": "image", "payload": {"url": "https://scontent.example/t/1.jpg?a=b"}});
    let bodies = [
        envelope(&[json!({"read": {"watermark": 1_773_325_661_000_u64}})]),
        envelope(&[
            message("m_one", "one of three"),
            json!({"message": {"mid": "m_two", "text": "two of three", "attachments": [photo]}}),
            json!({"message_nudge": {"kind": "wave"}}),
        ]),
        envelope(&[message("m_first", "Is the café table still available?")]),
        envelope(&[message("m_second", "And the oak shelf?")]),
    ];
    for body in &bodies {
        assert_eq!(window.place.post(Some(TOKEN), body).status(), 200);
    }
    window.sees("capture-list", "oak shelf");
    window
}

fn envelope(events: &[Value]) -> String {
    let item = |event: &Value| {
        let mut item = json!({"sender": {"id": "7310482956120433"}, "recipient": {"id": "104882310947213"},
            "timestamp": 1_773_325_661_074_u64});
        item.as_object_mut().expect("an object").extend(event.as_object().expect("an object").clone());
        item
    };
    let messaging: Vec<Value> = events.iter().map(item).collect();
    json!({"object": "page", "entry": [{"id": "104882310947213", "time": 1_773_325_661_240_u64,
        "messaging": messaging}]})
    .to_string()
}

fn moving_through_the_list(window: &Window) {
    window.press("0");
    window.press(&HOME.to_string());
    open(window, NEWEST);
    window.press("j");
    open(window, FIRST);
    window.press(&DOWN.to_string());
    open(window, BATCH);
    window.press("k");
    open(window, FIRST);
    window.press(&END.to_string());
    open(window, REFUSED);
    window.sees("reason", "Answered 401");
}

fn filtering(window: &Window) {
    window.press("/");
    window.press("oak");
    window.sees("list-count", "1 of 5");
    assert_eq!(rows(window), 1);
    window.press(&ENTER.to_string());
    focused(window, "capture-list");

    // A completion, and results of the whole term.
    window.press("/");
    window.press("judged:una");
    window.sees("suggestions", "unauthenticated");
    window.press(&format!("{DOWN}{TAB}"));
    window.waits("document.querySelector('[data-testid=filter]').value.trim() === 'judged:unauthenticated'");
    window.sees("capture-row", "401");
    assert_eq!(rows(window), 1);

    // What is no filter says where, and changes nothing.
    window.press("before:never");
    window.sees("filter-fault", "");
    window.sees("capture-row", "401");

    clear_filter(window);
    assert_eq!(rows(window), 5);
}

/// Esc, until the field is empty and left: it closes the completion, then empties, then leaves.
fn clear_filter(window: &Window) {
    until("the filter is cleared and left", || {
        window.press(&ESCAPE.to_string());
        let state = window.script(
            "return [document.querySelector('[data-testid=filter]').value, document.activeElement.dataset.testid]",
        );
        (state == json!(["", "capture-list"])).then_some(())
    });
    window.sees("list-count", "All captures");
}

fn moving_through_the_panes(window: &Window) {
    window.press(&format!("0{HOME}jj"));
    open(window, BATCH);
    for (key, region) in [("1", "pane-raw"), ("2", "pane-decoded"), ("3", "pane-output"), ("0", "capture-list")] {
        window.press(key);
        focused(window, region);
    }
    // Items, in all panes at once.
    window.press("J");
    window.waits("document.querySelector('[data-testid=item-card][data-item=\"1\"]').ariaCurrent === 'true'");
    window.sees("pane-output", "two of three");
    window.press("K");
    window.sees("pane-output", "one of three");
    // Documents.
    window.press("]");
    window.waits("document.querySelectorAll('[data-testid=output-tab]')[1].ariaSelected === 'true'");
    window.press("[");
    window.waits("document.querySelectorAll('[data-testid=output-tab]')[0].ariaSelected === 'true'");
}

fn reading_the_body(window: &Window) {
    window.press("1");
    let pretty = "document.querySelector('[data-testid=pane-raw] .code')?.fullText.includes('\\n')";
    window.waits(pretty);
    window.press("v");
    window.waits(&format!("{pretty} === false"));
    window.press("v");
    window.sees("hex", "7b");
    window.press("v");
    window.waits(pretty);

    let wrapped = in_raw(".cm-lineWrapping");
    let before = window.script(&format!("return {wrapped} > 0"));
    window.press("w");
    window.waits(&format!("({wrapped} > 0) !== {before}"));
    window.press("w");
    window.waits(&format!("({wrapped} > 0) === {before}"));

    let folds = in_raw(".fold");
    window.press("1");
    window.press("Z");
    window.waits(&format!("{folds} > 0"));
    window.press("Z");
    window.waits(&format!("{folds} === 0"));

    window.chord(CONTROL, 'f');
    window.waits(&format!("{} === 1", in_raw(".find input")));
    window.press("three");
    window.waits("document.querySelector('[data-testid=pane-raw] .code').shadowRoot.querySelector('.find .count').textContent === '1 of 2'");
    window.press(&ESCAPE.to_string());
    window.waits(&format!("{} === 0", in_raw(".find input")));
    focused(window, "pane-raw");
}

/// How many elements the raw pane's editor has of a kind, as an expression.
fn in_raw(css: &str) -> String {
    format!("document.querySelector('[data-testid=pane-raw] .code').shadowRoot.querySelectorAll('{css}').length")
}

fn copying(window: &Window) {
    // The search left the cursor at the first message's text.
    window.press("y");
    window.sees("pane-raw", "Copied 12 bytes");
    assert_eq!(clipboard(window), "one of three");
    window.press("Y");
    window.sees("pane-raw", "/entry/0/messaging/0/message/text");
    assert_eq!(clipboard(window), "/entry/0/messaging/0/message/text");
    window.press("c");
    until("the curl command is on the clipboard", || {
        let text = clipboard(window);
        (text.starts_with("curl ") && text.contains("$TRIPTYCH_TOKEN") && !text.contains(TOKEN)).then_some(())
    });
}

/// What is on the clipboard: pasted into the palette's field, by keys as well.
fn clipboard(window: &Window) -> String {
    window.chord(CONTROL, 'k');
    window.sees("palette-list", "");
    window.chord(CONTROL, 'v');
    let value = "return document.querySelector('[data-testid=palette-input]').value || null";
    let text = until("the clipboard is pasted", || window.script(value).as_str().map(str::to_owned));
    window.press(&ESCAPE.to_string());
    window.sees_no("dialog");
    text
}

fn pinning_and_noting(window: &Window) {
    window.press(&format!("0{HOME}"));
    open(window, NEWEST);
    let pinned = "document.querySelector('[data-testid=capture-row] .pinned')";
    window.press("p");
    window.waits(&format!("{pinned} !== null"));
    window.press("p");
    window.waits(&format!("{pinned} === null"));
    window.press("n");
    window.sees("note-input", "");
    window.press("ask the workshop");
    window.press(&ENTER.to_string());
    window.sees("capture-row", "ask the workshop");
    focused(window, "capture-list");
}

fn comparing_two(window: &Window) {
    window.chord(SHIFT, DOWN);
    window.sees("selection-bar", "2 selected");
    palette(window, "compare the two");
    window.sees("compare", "difference");
    window.sees("change", "/entry/0/messaging/0/message/text");
    window.press("0");
    window.press(&ESCAPE.to_string());
    window.sees_no("selection-bar");
    window.chord(CONTROL, 'j');
    window.sees_no("compare");
}

fn deleting_and_undoing(window: &Window) {
    window.press(&format!("0{HOME}"));
    open(window, NEWEST);
    window.press(&DELETE.to_string());
    window.sees("undo-bar", "1 capture deleted");
    until("the row is gone", || (rows(window) == 4).then_some(()));
    open(window, FIRST);
    window.chord(CONTROL, 'z');
    until("the row is back", || (rows(window) == 5).then_some(()));
    window.sees_no("undo-bar");
    window.press(&format!("0{HOME}"));
    open(window, NEWEST);
}

fn replaying(window: &Window) {
    window.press("r");
    until("the replay is in the list", || (rows(window) == 6).then_some(()));
    window.press(&format!("0{HOME}"));
    open(window, NEWEST + 1);
    window.sees("capture-row", "#5");
}

fn what_lies_over_the_window(window: &Window) {
    let theme = "document.documentElement.dataset.theme";
    let before = window.script(&format!("return {theme}"));
    palette(window, "theme switch");
    window.waits(&format!("{theme} !== {before}"));
    palette(window, "theme switch");
    window.waits(&format!("{theme} === {before}"));
    window.press("?");
    window.sees("dialog", "Next in the region");
    window.press("pointer");
    window.waits("document.querySelectorAll('[data-testid=key-row]').length === 1");
    window.press(&ESCAPE.to_string());
    window.sees_no("dialog");
    window.chord(CONTROL, ',');
    window.sees("dialog", "Callback URL");
    window.press(&ESCAPE.to_string());
    window.sees_no("dialog");
}

/// Does what the palette finds first.
fn palette(window: &Window, words: &str) {
    window.chord(CONTROL, 'k');
    window.sees("palette-list", "");
    window.press(words);
    let first = words.split(' ').next().expect("a word");
    until(&format!("the palette finds {words:?}"), || {
        let found = window.text("palette-entry")?.to_lowercase();
        found.contains(first).then_some(())
    });
    window.press(&ENTER.to_string());
    window.sees_no("dialog");
}

fn the_drawer_and_the_room(window: &Window) {
    let is_open = "document.querySelector('#drawer-panel') !== null";
    let before = window.script(&format!("return {is_open}"));
    window.chord(CONTROL, 'j');
    window.waits(&format!("({is_open}) !== {before}"));
    window.press("4");
    focused(window, "drawer");
    window.waits(is_open);
    window.press(&HOME.to_string());
    window.sees("headers", "content-type");
    window.press(&format!("{RIGHT}{RIGHT}"));
    window.sees("evidence-token", "");

    window.press("3m");
    let is_shown = |pane: &str| format!("document.querySelector('[data-testid=pane-{pane}]').checkVisibility()");
    window.waits(&format!("{} && !{} && !{}", is_shown("output"), is_shown("raw"), is_shown("decoded")));
    // Another pane takes the room, and the focus is in it.
    window.press("1");
    window.waits(&is_shown("raw"));
    window.waits("document.activeElement.closest('[data-testid=pane-raw] .pane-body')");
    window.press("m");
    window.waits(&format!("{} && {} && {}", is_shown("output"), is_shown("raw"), is_shown("decoded")));
}

/// What had the focus goes, and what comes instead takes it: no key falls into the void.
fn what_has_no_text_to_be_in(window: &Window) {
    window.press("3d");
    window.sees("no-golden", "No golden yet");
    focused(window, "pane-output");
    window.press("d");
    window.sees("pane-output", "message_created");
    focused(window, "pane-output");
    window.press(&format!("0{END}"));
    open(window, REFUSED);
    for (key, region) in [("2", "pane-decoded"), ("3", "pane-output")] {
        window.press(key);
        focused(window, region);
    }
    window.chord(ALT, '2');
    window.waits(
        "document.activeElement !== document.body && !document.activeElement.closest('[data-testid=capture-list]')",
    );
    window.chord(ALT, '1');
    focused(window, "capture-list");
}

fn following(window: &Window) {
    window.press("0f");
    window.waits("document.querySelector('[data-testid=follow]').ariaChecked === 'true'");
    let body = envelope(&[json!({"message": {"mid": "m_third", "text": "Here is another"}})]);
    assert_eq!(window.place.post(Some(TOKEN), &body).status(), 200);
    open(window, NEWEST + 2);
    window.sees("pane-output", "Here is another");
    window.press("f");
    window.waits("document.querySelector('[data-testid=follow]').ariaChecked === 'false'");
}

/// Waits until this capture is open.
fn open(window: &Window, id: u32) {
    window.waits(&format!("document.querySelector('main h1')?.textContent === '#{id}'"));
}

/// Waits until the focus is on or in this element.
fn focused(window: &Window, id: &str) {
    window.waits(&format!("document.activeElement.closest('[data-testid={id}]')"));
}

fn rows(window: &Window) -> u64 {
    window.count("[data-testid=capture-row]")
}
