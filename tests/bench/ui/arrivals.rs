//! From a POST to its row in the list, while 100 come a second.
//!
//! Each request is a probe: its text holds its number. Its time runs from before its first byte is sent to the end of
//! the frame that draws its row: the request's way, the commit, the conversion, the tick and the question of the window
//! included. The two ends are read on two clocks, ours and the page's, which are compared before and after. A row that
//! newer ones pushed out of sight before it was drawn counts as drawn with the first newer one.

use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
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
    drawn: Sample,
    there: Sample,
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
    let found = window.script("return window.drawn");
    let last = compare_clocks(window)?;
    let clock = if last.within_ms < first.within_ms { last } else { first };
    let Times { drawn, there, skipped } = times(&sent, &found, clock)?;
    let [drawn, there, answers] = [drawn, there, answers].map(Sample::of);
    Ok(Arrivals { drawn, there, answers, rate, clock, skipped })
}

/// What became of the probes.
#[derive(Debug, PartialEq)]
struct Times {
    /// Until the row was drawn, ms.
    drawn: Vec<f64>,
    /// Until it was in the page's tree, ms.
    there: Vec<f64>,
    skipped: usize,
}

fn times(sent: &[f64], found: &Value, clock: Ahead) -> Result<Times> {
    let (mut times, mut next) = (Times { drawn: Vec::new(), there: Vec::new(), skipped: 0 }, None);
    for (number, sent) in sent.iter().enumerate().rev() {
        let own = found.get(number.to_string()).map(|own| [&own[0], &own[1]].map(Value::as_f64));
        times.skipped += usize::from(own.is_none());
        next = own.or(next);
        let Some([Some(there), Some(drawn)]) = next else {
            anyhow::bail!("the last probe was never drawn: the list does not follow");
        };
        if number >= WARM_UP {
            times.there.push(there - clock.ms - sent);
            times.drawn.push(drawn - clock.ms - sent);
        }
    }
    Ok(times)
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
        let (median, late) = (self.drawn.median(), self.drawn.percentile(0.95));
        table::line("POST to its row, at the median", &format!("{median:.0} ms"), "at most 60 ms", median <= AIMS[0]);
        table::line("POST to its row, 95th percentile", &format!("{late:.0} ms"), "at most 150 ms", late <= AIMS[1]);
        table::remark(&format!(
            "{} requests, {:.0} a second, answered within {:.1} ms at the median; slowest row {:.0} ms",
            self.drawn.len(),
            self.rate,
            self.answers.median(),
            self.drawn.most(),
        ));
        table::remark(&format!(
            "in the page's tree after {:.0} ms at the median, {:.0} ms of 95 in 100; then the engine draws it",
            self.there.median(),
            self.there.percentile(0.95),
        ));
        table::remark(&format!(
            "{} rows were replaced by newer ones before a frame drew them; clocks compared to {:.1} ms",
            self.skipped, self.clock.within_ms
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
        let found = json!({a.to_string(): [1_149.0, 1_150.0], c.to_string(): [1_170.0, 1_180.0]});
        let times = times(&sent, &found, Ahead { ms: 1_000.0, within_ms: 0.5 }).expect("all are drawn");
        // Newest first: 180 − 102, 180 − 101, 150 − 100.
        assert_eq!(times.drawn, [78.0, 79.0, 50.0]);
        assert_eq!(times.there, [68.0, 69.0, 49.0]);
        assert_eq!(times.skipped, WARM_UP + 1);
    }
}
