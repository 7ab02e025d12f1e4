//! From the start of the process until the window can be used: empty, and with much stored.
//!
//! The page notes the moment by itself; a script put into it within some 30 ms of its begin watches every change. The
//! moment that counts is the one from which the window is visible and holds its list and the three panes of the newest
//! capture (or what the empty window says). The engine's first frame comes after it, and costs both alike.

use std::fs;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use triptych_store::LOCK_FILE;
use triptych_tests::driver::Driver;
use triptych_tests::window::{Place, built};

use crate::page::now_ms;
use crate::table::{self, Sample};

const TURNS: usize = 7;
const REST: Duration = Duration::from_secs(2);
/// Captures of the small store, which tells what the panes cost, however much is stored.
pub(crate) const FEW: &str = "50";
/// Most times of the empty window's start.
const AIM: f64 = 1.3;

/// What the page of each shows once it can be used.
const EMPTY: &str = "[data-testid=empty-state]";
const FULL: &str = "[data-testid=capture-row] && [data-testid=pane-raw] && [data-testid=pane-decoded] && \
                    [data-testid=pane-output]";

#[derive(Debug)]
pub(crate) struct Starts {
    empty: Sample,
    few: Sample,
    full: Sample,
    /// Of each turn, full to empty.
    ratios: Sample,
    /// How late the script came into the page, ms.
    injected: Sample,
}

/// One start.
struct Started {
    /// From the process's start, ms.
    usable: f64,
    injected: f64,
}

/// With nothing stored, with a few captures, with very many.
pub(crate) fn measure(empty: &Place, few: &Place, full: &Place) -> Result<Starts> {
    let places = [(empty, EMPTY), (few, FULL), (full, FULL)];
    // Once each without counting: the first start makes folders and caches.
    for (place, wanted) in places {
        start(place, wanted)?;
    }
    let mut starts = [const { Vec::new() }; 3];
    for turn in 0..TURNS {
        for step in 0..places.len() {
            let next = (turn + step) % places.len();
            starts[next].push(start(places[next].0, places[next].1)?);
        }
    }
    let injected = starts.iter().flatten().map(|started| started.injected).collect();
    let [empty, few, full] = starts.map(|starts| starts.iter().map(|started| started.usable).collect::<Vec<f64>>());
    let ratios = full.iter().zip(&empty).map(|(full, empty)| full / empty).collect();
    let [empty, few, full, ratios, injected] = [empty, few, full, ratios, injected].map(Sample::of);
    Ok(Starts { empty, few, full, ratios, injected })
}

fn start(place: &Place, wanted: &str) -> Result<Started> {
    // What the one before leaves to clean up shall not slow this one down.
    std::thread::sleep(REST);
    let driver = Driver::start(&built("triptych-desktop"), &place.args(), &place.environment(), &place.log());
    let found = watch(&driver, wanted)?;
    let number = |name: &str| found[name].as_f64().with_context(|| format!("the page tells {name}"));
    let (shown, injected) = (number("shown")?, number("injected")?);
    let started_ms = started_ms(place)?;
    place.terminate();
    ensure!(injected < shown, "the script came too late into the page: at {injected} ms");
    Ok(Started { usable: number("origin")? + shown - started_ms, injected })
}

/// Puts the script in as soon as our own page is there.
fn watch(driver: &Driver, wanted: &str) -> Result<Value> {
    let script = format!(
        "if (location.protocol !== 'tauri:' && location.hostname !== 'tauri.localhost') return null;\n{}",
        include_str!("start.js")
    );
    let begin = Instant::now();
    while begin.elapsed() < Duration::from_secs(60) {
        // The page before ours goes away under it: then it is no answer.
        if let Ok(found @ Value::Object(_)) = driver.try_script(&script, &json!([wanted])) {
            return Ok(found);
        }
    }
    anyhow::bail!("the window could not be used within a minute: {wanted}")
}

/// When the process of the window was started: milliseconds since 1970, to 10 ms.
fn started_ms(place: &Place) -> Result<f64> {
    let pid = fs::read_to_string(place.data().join(LOCK_FILE)).context("the window's process id")?;
    let stat = fs::read_to_string(format!("/proc/{}/stat", pid.trim()))?;
    // The name, in brackets, may hold spaces; the start is the 20th field after it, in hundredths of a second.
    let fields = stat.rsplit_once(") ").map_or("", |(_, fields)| fields);
    let ticks: f64 = fields.split(' ').nth(19).context("the start in /proc")?.parse()?;
    let uptime = fs::read_to_string("/proc/uptime")?;
    let uptime: f64 = uptime.split(' ').next().context("the uptime")?.parse()?;
    Ok(now_ms() - (uptime * 1e3 - ticks * 10.0))
}

impl Starts {
    pub(crate) fn print(&self) {
        let ratio = self.full.median() / self.empty.median();
        table::line(
            "start with 100,000 captures, of an empty one's",
            &format!("{ratio:.2}"),
            "at most 1.3",
            ratio <= AIM,
        );
        table::remark(&format!(
            "{:.0} ms beside {:.0} ms, medians of {TURNS}; the ratio of a turn was {:.2} to {:.2}",
            self.full.median(),
            self.empty.median(),
            self.ratios.percentile(0.0),
            self.ratios.most(),
        ));
        table::remark(&format!("a store of {FEW} captures: {:.0} ms", self.few.median()));
        table::remark(&format!("watched from {:.0} ms of the page on, at the latest", self.injected.most()));
    }
}
