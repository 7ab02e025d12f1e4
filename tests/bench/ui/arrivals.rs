//! From a POST to its row in the list, while 100 come a second.
//!
//! Each request is a probe: its text holds its number. Its time runs from before its first byte is sent to the end of
//! the frame that draws its row: the request's way, the commit, the conversion, the tick and the question of the window
//! included. The two ends are read on two clocks, ours and the page's, which are compared before and after. A row that
//! newer ones pushed out of sight before it was drawn counts as drawn with the first newer one.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use triptych_tests::window::{TOKEN, Window};

use crate::page::{Ahead, compare_clocks, now_ms, settle};
use crate::table::{self, Sample};

const PROBES: usize = 1_500;
/// Requests a second.
const RATE: u32 = 100;
/// Probes at the begin that are not counted.
const WARM_UP: usize = 100;
/// ms: at the median, and of 95 in 100.
const AIMS: [f64; 2] = [60.0, 150.0];

#[derive(Debug)]
pub(crate) struct Arrivals {
    times: Sample,
    /// Until the answer, ms.
    answers: Sample,
    /// Requests sent a second.
    rate: f64,
    clock: Ahead,
    /// Never drawn: newer ones came too soon.
    skipped: usize,
}

pub(crate) fn measure(window: &Window) -> Result<Arrivals> {
    window.sees("capture-row", "");
    settle();
    let first = compare_clocks(window)?;
    window.script(include_str!("arrivals.js"));
    let sender = window.place.sender();
    let (mut sent, mut answers) = (Vec::with_capacity(PROBES), Vec::with_capacity(PROBES));
    let begin = Instant::now();
    for number in 0..PROBES {
        let due = begin + Duration::from_secs(1) * u32::try_from(number)? / RATE;
        std::thread::sleep(due.saturating_duration_since(Instant::now()));
        let body = probe(number);
        let (at, asked) = (now_ms(), Instant::now());
        let answer = sender.post(Some(TOKEN), &body);
        ensure!(answer.status() == 200, "a probe was answered {}", answer.status());
        answers.push(asked.elapsed().as_secs_f64() * 1e3);
        sent.push(at);
    }
    let rate = PROBES as f64 / begin.elapsed().as_secs_f64();
    std::thread::sleep(Duration::from_secs(2));
    let drawn = window.script("return window.drawn");
    let last = compare_clocks(window)?;
    let clock = if last.within_ms < first.within_ms { last } else { first };
    let (times, skipped) = times(&sent, &drawn, clock)?;
    Ok(Arrivals { times: Sample::of(times), answers: Sample::of(answers), rate, clock, skipped })
}

/// Of each probe, in ms; and how many were never drawn themselves.
fn times(sent: &[f64], drawn: &Value, clock: Ahead) -> Result<(Vec<f64>, usize)> {
    let (mut times, mut skipped, mut next) = (Vec::new(), 0, None);
    for (number, sent) in sent.iter().enumerate().rev() {
        let own = drawn.get(number.to_string()).and_then(Value::as_f64);
        skipped += usize::from(own.is_none());
        next = own.or(next);
        let at = next.context("the last probe was never drawn: the list does not follow")?;
        if number >= WARM_UP {
            times.push(at - clock.ms - sent);
        }
    }
    Ok((times, skipped))
}

fn probe(number: usize) -> String {
    let time = 1_773_325_661_074_u64 + number as u64;
    json!({"object": "page", "entry": [{"id": "104882310947213", "time": time, "messaging": [{
        "sender": {"id": format!("73104829561{:05}", number % 300)},
        "recipient": {"id": "104882310947213"},
        "timestamp": time,
        "message": {"mid": format!("m_probe_{number}"), "text": format!("probe {number} of the measurement")},
    }]}]})
    .to_string()
}

impl Arrivals {
    pub(crate) fn print(&self) {
        let (median, late) = (self.times.median(), self.times.percentile(0.95));
        table::line("POST to its row, at the median", &format!("{median:.0} ms"), "at most 60 ms", median <= AIMS[0]);
        table::line("POST to its row, 95th percentile", &format!("{late:.0} ms"), "at most 150 ms", late <= AIMS[1]);
        table::remark(&format!(
            "{} requests, {:.0} a second, answered within {:.1} ms at the median; slowest row {:.0} ms",
            self.times.len(),
            self.rate,
            self.answers.median(),
            self.times.most(),
        ));
        table::remark(&format!(
            "clocks compared to {:.1} ms; {} rows were replaced by newer ones before a frame drew them",
            self.clock.within_ms, self.skipped
        ));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_that_was_pushed_out_counts_with_the_next_one_drawn() {
        let sent: Vec<f64> = (0..WARM_UP + 3).map(|number| number as f64).collect();
        let (a, c) = (WARM_UP, WARM_UP + 2);
        let drawn = json!({a.to_string(): 1_150.0, c.to_string(): 1_180.0});
        let (times, skipped) = times(&sent, &drawn, Ahead { ms: 1_000.0, within_ms: 0.5 }).expect("all are drawn");
        // Newest first: 180 − 102, 180 − 101, 150 − 100.
        assert_eq!(times, [78.0, 79.0, 50.0]);
        assert_eq!(skipped, WARM_UP + 1);
    }
}
