//! What leaves the window and comes in again: captures as a bundle, bodies from a folder and from the clipboard, a run of
//! fixtures as a report; and what today's settings would make of what is kept.

use std::fs;
use std::path::Path;

use serde_json::json;

use crate::driver::until;
use crate::fixtures::{edit, message, save, with_folder};
use crate::keys::{ALT, CONTROL, ENTER, HOME};
use crate::window::Window;

/// Writes the file that a dialog writes, and waits for what it says then.
fn write(window: &Window, words: &str, id: &str, path: &Path, says: &str) {
    window.palette(words);
    window.sees(&format!("{id}-dialog"), "");
    window.fill(&format!("{id}-path"), path.to_str().expect("UTF-8"));
    window.press(&ENTER.to_string());
    window.sees("wrote", says);
    window.leave();
}

/// Takes in what is typed into a field of the dialog for it.
fn import(window: &Window, field: &str, text: &str) {
    window.palette("import captures");
    window.sees("import-dialog", "");
    window.fill(field, text);
    window.chord(CONTROL, ENTER);
}

#[test]
fn what_is_exported_is_taken_in_again_with_its_bytes() {
    let window = Window::open();
    // White space and escapes that no writer of JSON would make.
    let body = message("m_1", "out and in").replace(':', " :\t").replace("out", "\\u006fut");
    window.receive(&body);
    window.sees("pane-output", "out and in");
    let bundle = window.place.data().join("given.jsonl");
    write(&window, "export captures", "export", &bundle, "1 capture");
    let written = fs::read_to_string(&bundle).expect("the bundle");
    assert!(!written.contains(crate::window::TOKEN), "secrets are masked: {written}");

    window.palette("export captures");
    window.sees("export-dialog", "");
    window.fill("export-path", bundle.to_str().expect("UTF-8"));
    window.press(&ENTER.to_string());
    window.sees("export-dialog", "is there already");
    window.leave();

    import(&window, "import-path", bundle.to_str().expect("UTF-8"));
    window.sees("imported", "1 capture taken in");
    window.leave();
    // While the keys stand in the list, on a row below the first, others wait.
    window.press("1");
    until("there are two", || (window.count("[data-testid=capture-row]") == 2).then_some(()));
    let again = window.place.data().join("again.jsonl");
    write(&window, "export captures", "export", &again, "2 captures");
    let lines = fs::read_to_string(again).expect("the bundle");
    let bodies: Vec<String> = lines
        .lines()
        .map(|line| {
            serde_json::from_str::<serde_json::Value>(line).expect("JSON")["body"]["text"]
                .as_str()
                .expect("text")
                .to_owned()
        })
        .collect();
    assert_eq!(bodies, [body.clone(), body]);

    import(&window, "import-text", "{\"hello\":1}");
    window.sees("imported", "1 capture taken in");
    window.leave();
    window.press("1");
    until("there are three", || (window.count("[data-testid=capture-row]") == 3).then_some(()));
    import(&window, "import-path", "/nowhere/at/all");
    window.sees("import-dialog", "Nothing was taken in");
}

#[test]
fn a_run_is_written_as_one_page_with_what_differs() {
    let (window, folder) = with_folder(&["<b onload=alert(1)>bold"]);
    window.press(&format!("0{HOME}"));
    window.sees("pane-output", "onload");
    window.press("s");
    window.waits("document.querySelector('[data-testid=save-title]')?.value");
    window.press(&ENTER.to_string());
    window.sees("undo-bar", "Saved as");
    let saved = fs::read_dir(&folder).expect("the folder").next().expect("a fixture").expect("an entry").path();
    edit(&saved.join("expected.json"), "\"Text\"", "\"Image\"");
    window.chord(ALT, '2');
    window.sees("tally", "1changed");
    let page = window.place.data().join("run.html");
    write(&window, "write a report", "report", &page, "Written");
    let html = fs::read_to_string(page).expect("the report");
    assert!(html.contains("1 changed</span>") && html.contains("&lt;b onload"), "{html}");
    assert!(!html.contains("<b onload") && !html.contains("<script"), "{html}");
}

#[test]
fn what_other_settings_would_change_is_grouped_and_leads_to_its_captures() {
    let (window, _) = with_folder(&["one of them", "another one"]);
    let mut set = window.place.command("triptych");
    set.args(["endpoints", "set", "facebook:local/local", "--org-id", "7", "--name", "Maison Lumen", "--data-dir"]);
    assert!(set.arg(window.place.data()).status().expect("it starts").success());
    window.palette("what would change");
    window.click("reconvert-start");
    window.waits("document.querySelector('[data-testid=reconvert]')?.dataset.state === 'done'");
    let groups = window.sees("change-group", "org_id: 1 \u{2192} 7");
    assert!(groups.contains("2 captures") && groups.contains("custom_channel.name"), "{groups}");
    window.sees("change-example", "#1");
    let open = "[...document.querySelectorAll('[data-testid=change-example] button')].find(one => one.textContent === '#2').click(); return true";
    assert_eq!(window.script(open), json!(true));
    window.sees_no("dialog");
    // Nothing was overwritten.
    window.sees("pane-output", "another one");
    window.waits("document.querySelector('[data-testid=pane-output] .code')?.fullText?.includes('\"org_id\": 1')");
}

#[test]
fn a_folder_is_sent_twice_each_and_mixed_up_and_its_documents_stay() {
    let (window, folder) = with_folder(&["one of them", "another one"]);
    window.press(&format!("0{HOME}"));
    save(&window, "another one");
    window.chord(ALT, '2');
    window.sees("tally", "1passed");
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures");
    for entry in fs::read_dir(from).expect("the fixtures") {
        let entry = entry.expect("an entry").path();
        if entry.is_dir() {
            let to = folder.join(entry.file_name().expect("a name"));
            fs::create_dir(&to).expect("a folder");
            fs::copy(entry.join("request.json"), to.join("request.json")).expect("a body");
            fs::copy(entry.join("fixture.toml"), to.join("fixture.toml")).expect("settings");
        }
    }
    let all = fs::read_dir(&folder).expect("the folder").count();
    window.waits(&format!("document.querySelector('[data-testid=only-new] .n')?.textContent === '{}'", all - 1));
    window.press("e");
    window.sees("replay-form", "Target");
    let every = "const what = document.querySelector('[data-testid=replay-source]');
        what.value = [...what.options].find(one => one.textContent === 'All fixtures').value;
        what.dispatchEvent(new Event('change', {bubbles: true}));";
    window.script(every);
    window.sees("replay-send", &format!("Send {all} requests"));
    for (field, value) in [("replay-duplicates", "100"), ("replay-reorder", "9"), ("replay-delay", "20")] {
        window.fill(field, value);
    }
    let compare = "[...document.querySelectorAll('[data-testid=replay-form] [role=switch]')]
        .find(one => one.textContent.includes('documents stay the same')).click()";
    window.script(compare);
    window.chord(CONTROL, ENTER);
    window.waits("document.querySelector('[data-testid=replay-results]')?.dataset.state === 'done'");
    window.sees("replay-results", &format!("{}of {} sent", 2 * all, 2 * all));
    window.sees("documents-same", "The documents stayed the same.");
}
