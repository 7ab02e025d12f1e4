//! Pictures of fixtures, golden outputs, samples, replays and what would change, as in [`crate::tour`].

use std::fs;
use std::path::Path;

use crate::driver::until;
use crate::keys::{ALT, CONTROL, ENTER, ESCAPE};
use crate::tour::{Kept, take};
use crate::window::{Place, TOKEN, Window};

#[test]
#[ignore = "writes docs/screenshots: `cargo xtask tour`"]
fn tour_of_fixtures() {
    let place = Place::named("triptych-tour-fixtures", 3334);
    let folder = place.data().join("fixtures");
    copy_fixtures(&folder);
    let window = Window::open_at(place);
    let body = include_str!("../../fixtures/text-and-image/request.json");
    assert_eq!(window.place.post(Some(TOKEN), body).status(), 200);
    window.open_newest("200");
    window.sees("pane-output", "message_created");
    dialogs(&window, &folder);
    fixtures(&window);
}

/// The repository's fixtures, of which one changed, one is new and one fails.
fn copy_fixtures(folder: &Path) {
    let ours = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures");
    for entry in fs::read_dir(ours).expect("the fixtures") {
        let from = entry.expect("an entry").path();
        if !from.is_dir() {
            continue;
        }
        let to = folder.join(from.file_name().expect("a name"));
        fs::create_dir_all(&to).expect("a folder");
        for file in fs::read_dir(&from).expect("a fixture") {
            let file = file.expect("a file").path();
            fs::copy(&file, to.join(file.file_name().expect("a name"))).expect("a copy");
        }
    }
    let changed = folder.join("text-and-image/expected.json");
    let text = fs::read_to_string(&changed).expect("expected documents").replacen("\"Image\"", "\"Document\"", 1);
    fs::write(changed, text).expect("another expectation");
    fs::remove_file(folder.join("postback-get-started/expected.json")).expect("no expectation");
    fs::write(folder.join("standby/request.json"), "{\"object\":\"page\",\"entry\":[").expect("half a body");
}

fn dialogs(window: &Window, folder: &Path) {
    choose_folder(window, folder);
    window.chord(ALT, '1');
    window.sees("pane-output", "message_created");

    window.press("s");
    window.waits("document.querySelector('[data-testid=save-title]')?.value");
    take(window, "save-fixture", Kept::One);
    window.leave();

    window.press("e");
    window.waits("document.querySelector('[data-testid=replay-form] .code')?.dataset.ready === 'true'");
    let edit = "const code = document.querySelector('[data-testid=replay-form] .code');
        code.fullText = code.fullText.replace(/\"text\": \"[^\"]*\"/, '\"text\": \"Is it there in oak, too?\"');
        const times = document.querySelector('[data-testid=replay-times]');
        times.value = '20'; times.dispatchEvent(new Event('input', {bubbles: true}));
        const copies = document.querySelector('[data-testid=replay-duplicates]');
        copies.value = '20'; copies.dispatchEvent(new Event('input', {bubbles: true}));";
    window.script(edit);
    window.sees("body-check", "document");
    take(window, "replay", Kept::Two);
    window.waits("document.querySelectorAll('[data-testid=replay-form] [role=tab]').length === 2");
    window.script("document.querySelectorAll('[data-testid=replay-form] [role=tab]')[1].click()");
    window.click("header-add");
    window.waits("document.activeElement.dataset.part === 'name'");
    window.press("X-Odd");
    take(window, "replay-headers", Kept::One);
    window.script("document.querySelectorAll('[data-testid=replay-form] [role=tab]')[0].click()");
    window.click("replay-send");
    window.waits("document.querySelector('[data-testid=replay-results]')?.dataset.state === 'done'");
    take(window, "replay-results", Kept::Two);
    window.leave();

    window.palette("send a sample…");
    window.sees("sample-dialog", "Fields");
    window.press("image");
    window.waits("document.querySelector('.sample-body .code')?.fullText?.includes('attachments')");
    take(window, "sample", Kept::One);
    window.leave();

    // The endpoint is called something now, and belongs to somebody.
    let mut set = window.place.command("triptych");
    set.args(["endpoints", "set", "facebook:local/local", "--org-id", "5120", "--name", "Maison Lumen", "--data-dir"]);
    assert!(set.arg(window.place.data()).status().expect("it starts").success());
    window.palette("what would change");
    window.click("reconvert-start");
    window.waits("document.querySelector('[data-testid=reconvert]')?.dataset.state === 'done'");
    window.sees("change-example", "Maison Lumen");
    take(window, "what-would-change", Kept::One);
    window.leave();

    window.palette("export captures");
    window.sees("export-dialog", "Bundle");
    take(window, "export", Kept::One);
    window.leave();
}

fn fixtures(window: &Window) {
    window.chord(ALT, '2');
    window.sees("tally", "1changed");
    window.press("/");
    window.press("text-and");
    until("one is left", || (window.count("[data-testid=grid-row]") == 1).then_some(()));
    window.press(&format!("{ESCAPE}{ESCAPE}"));
    until("all are there", || (window.count("[data-testid=grid-row]") > 10).then_some(()));
    window.script("[...document.querySelectorAll('[data-testid=grid-row]')].find(row => row.dataset.outcome === 'changed').click()");
    window.press("1");
    take(window, "fixtures", Kept::Two);
    window.press(&ENTER.to_string());
    window.sees("golden-diff", "\"Document\"");
    window.sees("golden-bar", "difference");
    take(window, "golden-diff", Kept::Two);
}

fn choose_folder(window: &Window, folder: &Path) {
    window.palette("choose the folder");
    window.sees("folder-dialog", "Folder");
    window.chord(CONTROL, 'a');
    window.press(folder.to_str().expect("a path in UTF-8"));
    window.press(&ENTER.to_string());
    window.sees("tally", "passed");
}
