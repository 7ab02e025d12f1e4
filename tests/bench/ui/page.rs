//! The page's clock beside ours.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result};
use triptych_tests::window::Window;

/// How often the clocks are compared.
const COMPARED: usize = 20;

/// Milliseconds since 1970, on our clock.
pub(crate) fn now_ms() -> f64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or(Duration::ZERO).as_secs_f64() * 1e3
}

/// Lets fonts, caches and what a start leaves to do come to rest.
pub(crate) fn settle() {
    std::thread::sleep(Duration::from_secs(1));
}

/// How far the page's clock (`performance.timeOrigin + performance.now()`) is ahead of ours.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ahead {
    pub(crate) ms: f64,
    /// The error is at most this, in ms: half of the shortest exchange.
    pub(crate) within_ms: f64,
}

/// Asks the page for its time again and again, and believes the shortest exchange.
pub(crate) fn compare_clocks(window: &Window) -> Result<Ahead> {
    let mut best: Option<Ahead> = None;
    for _ in 0..COMPARED {
        let before = now_ms();
        let there = window.script("return performance.timeOrigin + performance.now()");
        let after = now_ms();
        let there = there.as_f64().context("the page tells its time")?;
        let found = Ahead { ms: there - (before + after) / 2.0, within_ms: (after - before) / 2.0 };
        if best.is_none_or(|best| found.within_ms < best.within_ms) {
            best = Some(found);
        }
    }
    best.context("the clocks were compared")
}
