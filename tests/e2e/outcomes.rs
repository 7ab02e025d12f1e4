//! Runs to their end in the real window: what would change, a report, files in and out, mixed-up replays, edited headers.

use std::fs;

use serde_json::{Value, json};

use crate::driver::until;
use crate::fixtures::{edit, message, save, sees_outcomes, with_folder};
use crate::keys::{ALT, CONTROL, END, ENTER, ESCAPE, HOME};
use crate::window::{TOKEN, Window};

/// Sets a number or a text of the replay's form.
fn set(window: &Window, id: &str, text: &str) {
    window.fill(id, text);
    let says = format!("document.querySelector('[data-testid={id}]').value === '{text}'");
    window.waits(&says);
}

fn is_done(window: &Window, id: &str, state: &str) {
    window.waits(&format!("document.querySelector('[data-testid={id}]')?.dataset.state === '{state}'"));
}

fn rows(window: &Window) -> Value {
    window.script(
        "return [...document.querySelectorAll('[data-testid=replay-row]')].map(row => row.lastElementChild.textContent)",
    )
}

/// Sets the organisation of the only endpoint.
fn set_org(window: &Window, org: &str) {
    window.palette("settings: endpoints");
    window.sees("endpoint", "captures");
    window.script("document.querySelector('[data-testid=endpoint] .acc[aria-expanded=false]')?.click()");
    window.sees("endpoint-form", "Business");
    window.fill("endpoint-org_id", &format!("{org}{ENTER}"));
    window.sees("endpoint-form", "Saved");
    window.leave();
}

#[test]
fn what_would_change_is_grouped_with_examples_and_leads_to_the_captures() {
    let window = Window::open();
    let sender = window.place.sender();
    for number in 0..12 {
        let body = message(&format!("m_{number}"), &format!("Text {number}"));
        assert_eq!(sender.post(Some(TOKEN), &body).status(), 200);
    }
    window.sees("capture-list", "Text 11");
    window.palette("what would change");
    window.click("reconvert-start");
    is_done(&window, "reconvert", "done");
    window.sees("reconvert", "Nothing would change");
    window.leave();

    set_org(&window, "7");
    window.palette("what would change");
    window.click("reconvert-start");
    is_done(&window, "reconvert", "done");
    let told = window.sees("reconvert", "12would change");
    assert!(told.contains("12looked at") && told.contains("0unchanged"), "{told}");
    let group = window.sees("change-group", "org_id: 1 → 7");
    assert!(group.contains("from settings") && group.contains("12 captures"), "{group}");
    let examples = window.sees("change-example", "#1");
    assert!(examples.contains("was1") && examples.contains("would be7"), "{examples}");

    // An example leads to its capture, whose document is what it was.
    window.script("document.querySelector('[data-testid=change-example] .link').click()");
    window.sees_no("reconvert");
    window.sees("pane-output", "Text 0");
    window.press("3");
    window.chord(CONTROL, END);
    window.sees("pane-output", "\"org_id\": 1");
}

#[test]
fn what_would_change_can_be_stopped_on_its_way() {
    let window = Window::open();
    let sender = window.place.sender();
    let items: Vec<Value> = (0..100)
        .map(|number| {
            let text = format!("Text {number}");
            json!({"sender": {"id": "C9"}, "recipient": {"id": "P1"}, "timestamp": 1_773_325_661_074_u64 + number,
                   "message": {"mid": format!("m_{number}"), "text": text}})
        })
        .collect();
    for round in 0..60 {
        let body = json!({"object": "page", "entry": [{"id": "P1", "messaging": items}]}).to_string();
        let body = body.replace("\"m_", &format!("\"m_{round}_"));
        assert_eq!(sender.post(Some(TOKEN), &body).status(), 200);
    }
    let is_converted = "return document.querySelectorAll('[data-testid=capture-row]').length > 0
        && !document.querySelector('[data-testid=capture-list]').textContent.includes('not converted')";
    until("all is converted", || (window.script(is_converted) == json!(true)).then_some(()));
    window.palette("what would change");
    window.click("reconvert-start");
    window.waits("Number(document.querySelector('[data-testid=reconvert] [role=progressbar]')?.ariaValueNow ?? 0) > 0");
    window.click_button("Stop");
    is_done(&window, "reconvert", "cancelled");
    window.sees("reconvert", "stopped");
    let done = "const bar = document.querySelector('[data-testid=reconvert] [role=progressbar]');
        return Number(bar.ariaValueNow) < Number(bar.ariaValueMax);";
    assert_eq!(window.script(done), json!(true), "it ended before all were looked at");
}

#[test]
fn a_report_is_written_whole_and_hostile_text_stays_text_in_it() {
    let hostile = "</pre><script>document.title='owned'</script><img src=x onerror=alert(1)>";
    let (window, folder) = with_folder(&["first of all"]);
    window.press(&format!("0{HOME}"));
    save(&window, "first of all");
    edit(&folder.join("first-of-all/expected.json"), "\"Text\"", "\"Image\"");
    let odd = folder.join("odd");
    fs::create_dir(&odd).expect("a folder");
    fs::write(odd.join("request.json"), message("m_odd", hostile)).expect("a body");
    fs::write(odd.join("fixture.toml"), "title = \"<h1>big</h1>\"\n").expect("settings");
    window.chord(ALT, '2');
    sees_outcomes(&window, &json!([["first-of-all", "changed"], ["odd", "new"]]));
    let file = window.place.data().join("reports/run.html");
    window.palette("write a report");
    window.fill("report-path", &format!("{}{ENTER}", file.display()));
    window.sees("wrote", "run.html");
    let html = fs::read_to_string(&file).expect("the report");
    // As this engine reads it: nothing in it runs, is fetched or leads elsewhere.
    let look = "const page = new DOMParser().parseFromString(arguments[0], 'text/html');
        const all = [...page.querySelectorAll('*')];
        return {
            alien: all.filter(one => ['SCRIPT', 'IMG', 'IFRAME', 'LINK', 'OBJECT', 'A', 'FORM', 'BASE'].includes(one.tagName)).length,
            handlers: all.filter(one => [...one.attributes].some(({name}) => name.startsWith('on') || ['src', 'href', 'style'].includes(name))).length,
            policy: page.querySelector('meta[http-equiv=Content-Security-Policy]')?.content ?? '',
            cases: page.querySelectorAll('details').length,
            panels: page.querySelectorAll('section').length,
            marked: page.querySelectorAll('del').length > 0 && page.querySelectorAll('ins').length > 0,
            says: page.body.textContent.includes(arguments[1]),
            titles: page.querySelectorAll('h1').length,
        };";
    let found = window.script_with(look, &json!([html, "<script>document.title='owned'</script>"]));
    assert_eq!((&found["alien"], &found["handlers"], &found["titles"]), (&json!(0), &json!(0), &json!(1)), "{found}");
    assert_eq!((&found["cases"], &found["panels"], &found["marked"]), (&json!(2), &json!(6), &json!(true)), "{found}");
    assert!(found["says"] == json!(true) && found["policy"].as_str().unwrap_or("").starts_with("default-src 'none'"));
    window.press(&ENTER.to_string());
    window.sees("report-dialog", "is there already");
}

#[test]
fn bundles_and_folders_of_bodies_are_taken_in() {
    let window = Window::open();
    let body = message("m_1", "From the bundle é");
    window.receive(&body);
    window.sees("pane-output", "From the bundle");
    let bundle = window.place.data().join("out.jsonl");
    window.palette("export captures");
    window.fill("export-path", &format!("{}{ENTER}", bundle.display()));
    window.sees("wrote", "1 capture");
    window.leave();
    assert!(!fs::read_to_string(&bundle).expect("the bundle").contains(TOKEN), "secrets are masked");

    window.palette("import captures");
    window.fill("import-path", &format!("{}{ENTER}", bundle.display()));
    window.sees("imported", "1 capture taken in");
    window.click_button("Show #2");
    window.waits("document.querySelector('.head-id')?.textContent.includes('#2')");
    window.sees("pane-raw", "From the bundle");
    let copied = window.place.data().join("copy.jsonl");
    window.palette("export captures");
    window.fill("export-path", &format!("{}{ENTER}", copied.display()));
    window.sees("wrote", "2 captures");
    window.leave();
    let lines = fs::read_to_string(&copied).expect("a bundle");
    let bodies: Vec<Value> =
        lines.lines().map(|line| serde_json::from_str::<Value>(line).expect("JSON")["body"]["text"].clone()).collect();
    assert_eq!(bodies, [json!(body), json!(body)], "byte for byte");

    // A bundle that was cut is refused whole, and says where.
    let cut = window.place.data().join("cut.jsonl");
    fs::write(&cut, &lines[..lines.len() - 40]).expect("half a bundle");
    let bodies = window.place.data().join("bodies");
    fs::create_dir(&bodies).expect("a folder");
    for (name, text) in [("a.json", "Body one"), ("b.json", "Body two")] {
        fs::write(bodies.join(name), message(name, text)).expect("a body");
    }
    fs::write(bodies.join("c.json"), b"\xff\xfe no JSON").expect("bytes");
    window.palette("import captures");
    window.fill("import-path", &format!("{}{ENTER}", cut.display()));
    window.sees("import-dialog", "line 2");
    window.fill("import-path", &format!("{}{ENTER}", bodies.display()));
    window.sees("imported", "3 captures taken in");
    window.leave();
    for text in ["Body one", "Body two"] {
        window.sees("capture-list", text);
    }
}

#[test]
fn a_mixed_up_replay_leaves_the_documents_unchanged() {
    let window = Window::open();
    let sender = window.place.sender();
    for number in 0..8 {
        assert_eq!(sender.post(Some(TOKEN), &message(&format!("m_{number}"), &format!("Text {number}"))).status(), 200);
    }
    window.sees("capture-list", "Text 7");
    window.press(&format!("0{HOME}"));
    window.sees("pane-output", "Text 7");
    window.press("e");
    window.sees("replay-form", "Target");
    window.script(
        "const what = document.querySelector('[data-testid=replay-source]');
        what.value = [...what.options].find(option => option.textContent === 'All captures').value;
        what.dispatchEvent(new Event('change', {bubbles: true}));",
    );
    window.sees("replay-form", "the oldest first");
    for (id, text) in
        [("replay-duplicates", "100"), ("replay-reorder", "5"), ("replay-delay", "30"), ("replay-concurrency", "4")]
    {
        set(&window, id, text);
    }
    window.script("[...document.querySelectorAll('dialog [role=switch]')].find(one => one.closest('fieldset')?.textContent.includes('Mix in')).click()");
    window.chord(CONTROL, ENTER);
    is_done(&window, "replay-results", "done");
    let told = window.sees("documents-same", "The documents stayed the same.");
    assert!(told.contains("16 documents of 16 requests"), "{told}");
    let said = rows(&window).to_string();
    assert!(said.contains("sent again") && said.contains("moved from place") && said.contains("delayed"), "{said}");
    window.leave();
    window.waits("document.querySelectorAll('[data-testid=capture-row]').length > 8");
}

#[test]
fn header_lines_are_edited_and_what_was_changed_stands_with_the_replay() {
    let window = Window::open();
    window.receive(&message("m_1", "Hello"));
    window.sees("pane-output", "Hello");
    window.press("e");
    window.sees("replay-form", "Target");
    window.waits("document.querySelectorAll('[data-testid=replay-form] [role=tab]').length === 2");
    window.script("document.querySelectorAll('[data-testid=replay-form] [role=tab]')[1].click()");
    let lines = "return [...document.querySelectorAll('[data-testid=header-line]')].map(line =>
        [...line.querySelectorAll('input')].map(field => field.value).join(': '))";
    until("the header lines are there", || {
        window.script(lines).as_array().is_some_and(|all| all.len() > 3).then_some(())
    });
    let before = window.script(lines);
    assert!(before.to_string().contains("authorization: ••••••••"), "{before}");
    let type_into = |selector: &str, text: &str| {
        let focus = format!("const field = {selector}; field.focus(); field.select(); return true;");
        window.script(&focus);
        window.press(text);
    };
    let of_type = "[...document.querySelectorAll('[data-testid=header-line]')].find(line => line.firstElementChild.value === 'content-type')";
    type_into(&format!("{of_type}.children[1]"), "text/plain");
    window.click("header-add");
    window.waits("document.activeElement.dataset.part === 'name'");
    window.press("bad name");
    window.sees("header-editor", "no space");
    window.waits("document.querySelector('[data-testid=replay-send]').disabled");
    type_into("document.activeElement", "X-Odd");
    type_into("[...document.querySelectorAll('[data-testid=header-line]')].at(-1).children[1]", "yes");
    window.sees("replay-form", "edited");
    window.chord(CONTROL, ENTER);
    is_done(&window, "replay-results", "done");
    let said = rows(&window).to_string();
    for word in ["header content-type: application/json → text/plain", "header X-Odd added: yes"] {
        assert!(said.contains(word), "{word}: {said}");
    }
    window.press(&ENTER.to_string());
    window.sees_no("replay-results");
    window.sees("replay-changes", "header X-Odd added: yes");
    // The token was kept though nobody saw it, and the order too.
    window.sees("capture-row", "200");
    let sent = window.sees("headers", "X-Odd");
    assert!(sent.contains("text/plain") && sent.contains("••••••••"), "{sent}");
}

#[test]
fn all_that_changed_is_accepted_and_taken_back_at_once() {
    let (window, folder) = with_folder(&["first of all", "second to none"]);
    for (row, title) in [(HOME, "second to none"), (END, "first of all")] {
        window.press(&format!("0{row}"));
        save(&window, title);
    }
    let files = ["first-of-all", "second-to-none"].map(|name| folder.join(name).join("expected.json"));
    files.iter().for_each(|file| edit(file, "\"Text\"", "\"Image\""));
    let edited = files.each_ref().map(|file| fs::read(file).expect("the file"));
    window.chord(ALT, '2');
    sees_outcomes(&window, &json!([["first-of-all", "changed"], ["second-to-none", "changed"]]));
    window.palette("accept all that changed");
    window.sees("accept-dialog", "second-to-none");
    window.press(&ENTER.to_string());
    sees_outcomes(&window, &json!([["first-of-all", "passed"], ["second-to-none", "passed"]]));
    window.sees("undo-bar", "2 fixtures");
    window.chord(CONTROL, 'z');
    sees_outcomes(&window, &json!([["first-of-all", "changed"], ["second-to-none", "changed"]]));
    assert_eq!(files.each_ref().map(|file| fs::read(file).expect("the file")), edited, "byte for byte as before");

    // A folder that goes while it is open is told, and comes back by itself.
    let away = folder.with_file_name("away");
    fs::rename(&folder, &away).expect("moved");
    window.sees("no-fixtures", "is gone");
    fs::rename(&away, &folder).expect("moved back");
    sees_outcomes(&window, &json!([["first-of-all", "changed"], ["second-to-none", "changed"]]));
    window.press(&ESCAPE.to_string());
}
