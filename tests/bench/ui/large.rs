//! Bodies as large as the listener takes: opened, shown in another view, searched and scrolled.
//!
//! Three that are large in three ways: a batch of very many messages, a field that nobody knows with very many values,
//! and one text in one line. Each step is timed in the page: from the key to the end of the frame that drew what it asked
//! for, and the longest that the window kept anybody waiting meanwhile and for a second after. The aim is for the latter:
//! who waits for a large batch sees how far it is and can leave it.

use std::thread::sleep;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use serde_json::json;
use triptych_tests::driver::until;
use triptych_tests::keys::{CONTROL, ESCAPE, HOME};
use triptych_tests::window::{TOKEN, Window};

use crate::page::settle;
use crate::table;

/// Bytes, less than the listener's limit.
const SIZE: usize = 8_300_000;
/// What the window does after something was opened has come to rest.
const REST: Duration = Duration::from_secs(2);
/// Stands at the end of each body, and nowhere else.
const LAST: &str = "zuletzt";
/// Longest that the window may keep anybody waiting, ms: longer is felt as a hitch.
const AIM: f64 = 100.0;
/// Of each turn of scrolling, ms, and how far it goes in each frame, px.
const SCROLLED: [u32; 2] = [2_000, 240];

/// What was done, how long it took, and the longest wait meanwhile (ms).
#[derive(Debug)]
struct Step {
    what: &'static str,
    took: f64,
    longest: f64,
}

#[derive(Debug)]
struct Measured {
    name: &'static str,
    steps: Vec<Step>,
}

#[derive(Debug)]
pub(crate) struct Large(Vec<Measured>);

pub(crate) fn measure(window: &Window) -> Result<Large> {
    window.sees("capture-row", "");
    let measured = bodies().into_iter().map(|(name, body)| {
        let steps = measure_one(window, &body).with_context(|| name.to_owned())?;
        Ok(Measured { name, steps })
    });
    Ok(Large(measured.collect::<Result<_>>()?))
}

fn bodies() -> [(&'static str, String); 3] {
    let message = |number: usize, text: &str| {
        json!({"sender": {"id": format!("73104829561{number:05}")}, "recipient": {"id": "104882310947213"},
            "timestamp": 1_773_325_661_074_u64 + number as u64,
            "message": {"mid": format!("m_large_{number:06}_{}", "AbCdEfGh".repeat(12)), "text": text}})
        .to_string()
    };
    let page = |name: &str, inside: &str| {
        format!(r#"{{"object":"page","entry":[{{"id":"104882310947213","time":1773325661074,"{name}":[{inside}]}}]}}"#)
    };
    let said = "Is the table still free?";
    let many = SIZE / (message(0, said).len() + 1);
    let batch: Vec<String> = (0..many).map(|number| message(number, said)).chain([message(99_999, LAST)]).collect();
    let value = r#"{"a":1,"b":[true,null,"x"],"c":"Maison Lumen"}"#;
    let values = vec![value; SIZE / (value.len() + 1)].join(",");
    let values = format!(r#"{{"field":"nobody_knows","value":{{"all":[{values}],"last":"{LAST}"}}}}"#);
    let text = format!("{} {LAST}", format!("{said} ").repeat(SIZE / (said.len() + 1)));
    [
        ("31,204 messages", page("messaging", &batch.join(","))),
        ("1.4 million values", page("changes", &values)),
        ("one text of 8.3 MB", page("messaging", &message(1, &text))),
    ]
}

fn measure_one(window: &Window, body: &str) -> Result<Vec<Step>> {
    // It becomes the second of the list, below one that is small.
    ensure!(window.place.post(Some(TOKEN), body).status() == 200, "it was not let in");
    window.receive(r#"{"object":"page","entry":[]}"#);
    window.press(&format!("1{ESCAPE}0{HOME}"));
    let id = until("the newest is open, and the one below it is converted", || {
        let found = window.script(
            "const [first, second] = document.querySelectorAll('[data-testid=capture-row]');
             const isOpen = document.querySelector('main h1')?.textContent === `#${first?.dataset.id}`;
             return isOpen && !second.textContent.includes('not converted yet') ? Number(second.dataset.id) : null",
        );
        found.as_u64()
    });
    // It is taken into the search, too.
    sleep(4 * REST);
    let mut steps = vec![timed(window, "opened", ["panes", &id.to_string()], || window.press("j"))];
    sleep(REST);
    steps.push(scrolled(window)?);
    window.press("1");
    steps.push(timed(window, "shown as it came", ["exact", ""], || window.press("v")));
    window.press("vv");
    window.chord(CONTROL, 'f');
    settle();
    let (first, rest) = LAST.split_at(1);
    let (middle, last) = rest.split_at(rest.len() - 1);
    steps.push(timed(window, "searched, first letter", ["found", "1"], || window.press(first)));
    window.press(middle);
    settle();
    steps.push(timed(window, "searched, last letter", ["found", "1"], || window.press(last)));
    window.press(&ESCAPE.to_string());
    Ok(steps)
}

/// Does something by one key, and waits until that is shown.
fn timed(window: &Window, what: &'static str, shows: [&str; 2], act: impl FnOnce()) -> Step {
    window.script_with(include_str!("large.js"), &json!(shows));
    act();
    let (took, longest) = until(what, || {
        let found = window.script("return window.large");
        found[0].as_f64().zip(found[1].as_f64())
    });
    Step { what, took, longest }
}

/// Scrolls the body fast: the longest frame.
fn scrolled(window: &Window) -> Result<Step> {
    let found = window.script_with(
        "const [time, step] = arguments;
         const pane = document.querySelector('[data-testid=pane-raw] .code').shadowRoot.querySelector('.cm-scroller');
         return new Promise(done => {
             let [begin, last, longest] = [null, null, 0];
             const frame = () => {
                 const now = performance.now();
                 begin ??= now;
                 longest = Math.max(longest, now - (last ?? now));
                 last = now;
                 if (now - begin > time) return done([now - begin, longest]);
                 pane.scrollTop += step;
                 requestAnimationFrame(frame);
             };
             requestAnimationFrame(frame);
         })",
        &json!(SCROLLED),
    );
    let (took, longest) = found[0].as_f64().zip(found[1].as_f64()).context("the frames were timed")?;
    Ok(Step { what: "scrolled fast", took, longest })
}

impl Large {
    pub(crate) fn print(&self) {
        println!("  bodies of 8.3 MB: the longest that the window kept anybody waiting");
        for Measured { name, steps } in &self.0 {
            for Step { what, took, longest } in steps {
                let step = format!("{name}, {what}");
                table::line(&step, &format!("{longest:.0} ms"), &format!("at most {AIM:.0} ms"), *longest <= AIM);
                table::remark(&format!("done after {took:.0} ms"));
            }
        }
    }
}
