//! Quality by keys alone: a capture becomes a fixture, the grid shows what changed, what is right is accepted; bodies are
//! edited and sent again, samples made.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use triptych_tests::rule;

use crate::accessible::assert_accessible;
use crate::driver::until;
use crate::keys::{ALT, CONTROL, END, ENTER, ESCAPE, HOME, SHIFT};
use crate::window::{Place, TOKEN, Window};

pub(crate) fn message(mid: &str, text: &str) -> String {
    json!({"object": "page", "entry": [{"id": "104882310947213", "time": 1_773_325_661_240_u64, "messaging": [{
        "sender": {"id": "7310482956120433"},
        "recipient": {"id": "104882310947213"},
        "timestamp": 1_773_325_661_074_u64,
        "message": {"mid": mid, "text": text},
    }]}]})
    .to_string()
}

/// A window whose fixtures are in a folder of their own, chosen in the window.
pub(crate) fn with_folder(texts: &[&str]) -> (Window, PathBuf) {
    let place = Place::new();
    let folder = place.data().join("quality");
    let window = Window::open_at(place);
    for (number, text) in (1..).zip(texts) {
        assert_eq!(window.place.post(Some(TOKEN), &message(&format!("m_{number}"), text)).status(), 200);
        window.sees("capture-list", text);
    }
    window.palette("choose the folder");
    window.sees("folder-dialog", "Folder");
    window.chord(CONTROL, 'a');
    window.press(folder.to_str().expect("a path in UTF-8"));
    window.press(&ENTER.to_string());
    window.sees("no-fixtures", "No fixtures yet");
    assert!(folder.is_dir(), "a folder that is missing is made");
    window.chord(ALT, '1');
    window.sees("capture-list", texts[0]);
    (window, folder)
}

/// Saves the open capture under the title that is offered.
pub(crate) fn save(window: &Window, title: &str) {
    window.sees("pane-output", title);
    window.press("s");
    window.waits(&format!("document.querySelector('[data-testid=save-title]')?.value === '{title}'"));
    window.press(&ENTER.to_string());
    window.sees("undo-bar", "Saved as");
    window.sees_no("save-dialog");
}

/// The outcome that the grid shows for each fixture.
fn outcomes(window: &Window) -> Value {
    window.script(
        "return [...document.querySelectorAll('[data-testid=grid-row]')].map(row => [row.dataset.name, row.dataset.outcome])",
    )
}

pub(crate) fn sees_outcomes(window: &Window, expected: &Value) {
    until(&format!("the grid shows {expected}"), || (outcomes(window) == *expected).then_some(()));
}

pub(crate) fn edit(path: &Path, from: &str, to: &str) {
    let text = fs::read_to_string(path).expect("expected documents");
    assert!(text.contains(from), "{from} in {text}");
    fs::write(path, text.replace(from, to)).expect("the file is written");
}

/// A voice message, with its name as the fixture that it becomes.
const VOICE: &str = "a-voice";

fn voice() -> String {
    message("m_voice", "x").replace(
        "\"text\":\"x\"",
        "\"attachments\":[{\"type\":\"audio\",\"payload\":{\"url\":\"https://cdn.example/voice.aac\"}}]",
    )
}

/// What a converter with another rule makes of the fixtures becomes what is expected of them.
fn accept_by_another_rule(folder: &Path) {
    let mut check = rule::triptych();
    let done = check.args(["check", "--bless"]).arg(folder).output().expect("it starts");
    assert!(done.status.success(), "{done:?}");
    assert_eq!(String::from_utf8_lossy(&done.stderr), format!("triptych: accepted what {VOICE} becomes\n"));
}

#[test]
fn a_capture_becomes_a_fixture_and_another_rule_is_seen_looked_at_and_accepted() {
    let (window, folder) = with_folder(&["first of all", "second to none"]);
    assert_eq!(window.place.post(Some(TOKEN), &voice()).status(), 200);
    until("it is in the list", || (window.count("[data-testid=capture-row]") == 3).then_some(()));
    window.press(&format!("0{HOME}j"));
    save(&window, "second to none");
    window.press(&format!("0{END}"));
    save(&window, "first of all");
    let body = fs::read(folder.join("first-of-all/request.json")).expect("the body");
    assert_eq!(body, message("m_1", "first of all").as_bytes(), "byte for byte");
    window.press(&format!("0{HOME}"));
    window.sees("pane-output", "voice.aac");
    window.press("s");
    window.waits("document.querySelector('[data-testid=save-title]')?.value");
    window.chord(CONTROL, 'a');
    window.press(&format!("A voice{ENTER}"));
    window.sees("undo-bar", "Saved as");
    window.sees_no("save-dialog");

    let rest = ["first-of-all", "second-to-none"].map(|name| json!([name, "passed"]));
    let shown = |outcome: &str| json!([json!([VOICE, outcome]), rest[0], rest[1]]);
    window.chord(ALT, '2');
    sees_outcomes(&window, &shown("passed"));

    // The rule for voice messages is another than the one they were accepted with: exactly what it concerns differs, and
    // nobody has to ask for it.
    accept_by_another_rule(&folder);
    sees_outcomes(&window, &shown("changed"));
    window.sees("tally", "1changed");

    window.press(&format!("0{HOME}{ENTER}"));
    window.sees("fixture-head", VOICE);
    let diff = window.sees("golden-diff", "\"Document\"");
    assert!(diff.contains("\"Audio\""), "both sides: {diff}");
    window.sees("golden-bar", "Accept actual");

    let expected = folder.join(VOICE).join("expected.json");
    let says = |word: &str| fs::read_to_string(&expected).expect("the file").contains(word);
    window.press("g");
    window.sees("accept-dialog", VOICE);
    window.press(&ENTER.to_string());
    window.sees("fixture-head", "Passed");
    assert!(!says("\"Document\""), "written");

    window.chord(CONTROL, 'z');
    window.sees("fixture-head", "Changed");
    assert!(says("\"Document\""), "taken back");

    window.press(&ESCAPE.to_string());
    sees_outcomes(&window, &shown("changed"));
    window.palette("accept all that changed");
    window.sees("accept-dialog", VOICE);
    window.press(&ENTER.to_string());
    window.chord(SHIFT, 'R');
    sees_outcomes(&window, &shown("passed"));
    window.sees("tally", "3passed");
}

#[test]
fn a_body_is_edited_and_sent_again_as_a_capture_of_its_own() {
    let window = Window::open();
    window.receive(&message("m_edit", "Is the table white?"));
    window.sees("pane-output", "Is the table white?");
    window.press("e");
    window.sees("replay-form", "");
    window.waits("document.querySelector('[data-testid=replay-form] .code')?.dataset.ready === 'true'");

    // Typed where the text ends, in the editor itself.
    window.chord(CONTROL, END);
    window.press("x");
    window.sees("body-check", "Line");
    window.chord(CONTROL, 'z');
    window.sees("body-check", "White space goes out as it came");
    let edit = "const code = document.querySelector('[data-testid=replay-form] .code');
        code.fullText = code.fullText.replace('white', 'oak');";
    window.script(edit);
    window.sees("body-check", "1 item, 1 document");
    window.chord(CONTROL, ENTER);
    window.sees("replay-results", "edited body");
    window.waits("document.querySelector('[data-testid=replay-results]')?.dataset.state === 'done'");
    window.press(&ENTER.to_string());

    window.sees_no("replay-results");
    window.sees("pane-raw", "Is the table oak?");
    window.sees("replay-changes", "edited body");
    // The same message id with another text: the document stays, and it is said that they differ.
    window.sees("pane-output", "conflict: the content differs");
    window.press("0j");
    window.sees("pane-raw", "Is the table white?");
}

#[test]
fn a_sample_of_any_kind_is_made_and_sent() {
    let window = Window::open();
    window.sees("empty-state", "");
    window.palette("send a sample…");
    window.sees("sample-dialog", "Fields");
    window.press("image");
    window.waits("document.querySelector('.sample-body .code')?.fullText?.includes('attachments')");
    for (field, value) in [("sample-account", "77"), ("sample-customer", "4211"), ("sample-time", "1700000000123")] {
        window.fill(field, value);
    }
    window.waits("document.querySelector('.sample-body .code')?.fullText?.includes('\"timestamp\": 1700000000123')");
    window.chord(CONTROL, ENTER);
    window.sees("sample-sent", "Answered 200");
    window.press(&ESCAPE.to_string());
    window.sees("capture-row", "200");
    let raw = window.sees("pane-raw", "\"id\": \"4211\"");
    assert!(raw.contains("1700000000123") && raw.contains("\"id\": \"77\""), "{raw}");
}

#[test]
fn fixtures_and_their_dialogs_are_for_everybody() {
    let (window, folder) = with_folder(&["first of all"]);
    window.press(&format!("0{HOME}"));
    window.sees("pane-output", "first of all");
    for (words, id, shows) in [
        ("save as fixture", "save-dialog", "Title"),
        ("edit and replay", "replay-form", "Target"),
        ("send a sample…", "sample-dialog", "Fields"),
        ("what would change", "reconvert", "today's rules"),
        ("export captures", "export-dialog", "Bundle"),
        ("import captures", "import-dialog", "pasted"),
        ("write a report", "report-dialog", "HTML"),
    ] {
        window.palette(words);
        window.sees(id, shows);
        let tall = "return document.querySelector('dialog').getBoundingClientRect().height > 200";
        assert_eq!(window.script(tall), json!(true), "{words}: it is seen");
        assert_accessible(&window, words);
        let inside = "return document.activeElement.closest('dialog') !== null";
        until("the focus is in it", || (window.script(inside) == json!(true)).then_some(()));
        window.press(&ESCAPE.to_string());
        window.sees_no("dialog");
    }
    window.palette("edit and replay");
    window.chord(CONTROL, ENTER);
    window.waits("document.querySelector('[data-testid=replay-results]')?.dataset.state === 'done'");
    assert_accessible(&window, "answers to a replay");
    window.press(&ESCAPE.to_string());
    window.sees_no("dialog");

    save(&window, "first of all");
    edit(&folder.join("first-of-all/expected.json"), "\"Text\"", "\"Image\"");
    window.chord(ALT, '2');
    sees_outcomes(&window, &json!([["first-of-all", "changed"]]));
    assert_accessible(&window, "all fixtures");
    window.press(&ENTER.to_string());
    window.sees("golden-bar", "difference");
    assert_accessible(&window, "a fixture and its difference");
    window.press("g");
    window.sees("accept-dialog", "first-of-all");
    assert_accessible(&window, "accepting");
}
