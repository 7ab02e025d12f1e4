//! Scrolling the list fast, beside the page at rest in the same session.
//!
//! A third turn scrolls a plain list of text in the same place. Without a graphics card the engine draws the whole window
//! on the processor for each frame that changes anything: what a plain list loses against a page at rest is lost there.

use std::thread::sleep;
use std::time::Duration;

use anyhow::{Context, Result};
use serde_json::{Value, json};
use triptych_tests::window::Window;

use crate::table;

const TURNS: usize = 4;
/// Of each turn, ms.
const TIME: u32 = 2_000;
/// In each frame: five rows, 300 a second.
const STEP: u32 = 240;
const ROW: f64 = 48.0;
/// Scroll bars that appeared go slowly, and have the page drawn until they have.
const REST: Duration = Duration::from_secs(3);
/// Least part of the frames at rest.
const AIM: f64 = 0.9;

/// Frames and what else was counted.
#[derive(Debug, Default)]
struct Frames {
    count: f64,
    ms: f64,
    /// px
    moved: f64,
    /// Frames in which the middle of the list showed no row.
    blank: f64,
}

#[derive(Debug, Default)]
pub(crate) struct Scrolling {
    idle: Frames,
    list: Frames,
    plain: Frames,
}

pub(crate) fn measure(window: &Window) -> Result<Scrolling> {
    window.sees("capture-row", "");
    sleep(4 * REST);
    let mut found = Scrolling::default();
    for _ in 0..TURNS {
        found.idle.add(window, "idle")?;
        found.list.add(window, "list")?;
        sleep(REST);
        found.plain.add(window, "plain")?;
        sleep(REST);
    }
    Ok(found)
}

impl Frames {
    fn add(&mut self, window: &Window, what: &str) -> Result<()> {
        let counted = window.script_with(include_str!("scroll.js"), &json!([TIME, STEP, what]));
        let number = |name: &str| counted.get(name).and_then(Value::as_f64).with_context(|| format!("no {name}"));
        self.count += number("frames")?;
        self.ms += number("ms")?;
        self.moved += number("moved")?;
        self.blank += number("blank")?;
        Ok(())
    }

    /// Frames a second.
    fn rate(&self) -> f64 {
        self.count * 1e3 / self.ms.max(1.0)
    }
}

impl Scrolling {
    pub(crate) fn print(&self) {
        let Self { idle, list, plain } = self;
        let ratio = list.rate() / idle.rate();
        table::line("frames while scrolling, of an idle page's", &format!("{ratio:.2}"), "at least 0.9", ratio >= AIM);
        table::remark(&format!(
            "{:.1} beside {:.1} a second; {:.0} rows a second, {:.1} % of the frames without a row in the middle",
            list.rate(),
            idle.rate(),
            list.moved / ROW / (list.ms / 1e3),
            list.blank / list.count.max(1.0) * 100.0,
        ));
        table::remark(&format!(
            "a plain list of text, scrolled alike: {:.1} a second, {:.2} of an idle page's",
            plain.rate(),
            plain.rate() / idle.rate()
        ));
    }
}
