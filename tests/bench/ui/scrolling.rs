//! Scrolling the list fast, beside the page at rest in the same session.

use anyhow::{Context, Result};
use serde_json::{Value, json};
use triptych_tests::window::Window;

use crate::page::settle;
use crate::table;

const TURNS: usize = 4;
/// Of each turn, ms.
const TIME: u32 = 2_000;
/// In each frame: nearly the height of the list, about 15 rows.
const STEP: u32 = 700;
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

#[derive(Debug)]
pub(crate) struct Scrolling {
    idle: Frames,
    scrolled: Frames,
}

pub(crate) fn measure(window: &Window) -> Result<Scrolling> {
    window.sees("capture-row", "");
    settle();
    let mut found = Scrolling { idle: Frames::default(), scrolled: Frames::default() };
    for turn in 0..2 * TURNS {
        if turn % 2 == 0 {
            found.idle.add(window, 0)?;
        } else {
            found.scrolled.add(window, STEP)?;
        }
    }
    Ok(found)
}

impl Frames {
    fn add(&mut self, window: &Window, step: u32) -> Result<()> {
        let counted = window.script_with(include_str!("scroll.js"), &json!([TIME, step]));
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
        let Self { idle, scrolled } = self;
        let ratio = scrolled.rate() / idle.rate();
        table::line("frames while scrolling, of an idle page's", &format!("{ratio:.2}"), "at least 0.9", ratio >= AIM);
        table::remark(&format!(
            "{:.1} beside {:.1} a second; {:.0} rows a second, {:.1} % of the frames without a row in the middle",
            scrolled.rate(),
            idle.rate(),
            scrolled.moved / 48.0 / (scrolled.ms / 1e3),
            scrolled.blank / scrolled.count.max(1.0) * 100.0,
        ));
    }
}
