//! From a key to the three panes of another capture: `j` in the list, of captures as they are in the store.
//!
//! The page notes both ends by itself: the key as it arrives there, and the end of the frame that drew the panes.

use std::time::Duration;

use triptych_tests::driver::until;
use triptych_tests::keys::HOME;
use triptych_tests::window::Window;

use crate::page::settle;
use crate::table::{self, Sample};

const TIMES: usize = 60;
/// ms
const AIM: f64 = 50.0;

#[derive(Debug)]
pub(crate) struct Opening(Sample);

pub(crate) fn measure(window: &Window) -> Opening {
    // The list, and in it the newest.
    window.press(&format!("0{HOME}"));
    window.waits(
        "document.querySelector('main h1').textContent \
         === '#' + document.querySelector('[data-testid=capture-row]').dataset.id",
    );
    settle();
    let mut times = Vec::new();
    // The first few find caches cold.
    for turn in 0..TIMES + 5 {
        window.script(include_str!("opening.js"));
        window.press("j");
        let time = until("the panes show the next capture", || window.script("return window.opening").as_f64());
        if turn >= 5 {
            times.push(time);
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    Opening(Sample::of(times))
}

impl Opening {
    pub(crate) fn print(&self) {
        let Self(times) = self;
        let median = times.median();
        table::line(
            "a key to the next capture in three panes",
            &format!("{median:.0} ms"),
            "at most 50 ms",
            median <= AIM,
        );
        table::remark(&format!(
            "median of {}; 95th percentile {:.0} ms, at most {:.0} ms; the frame that draws them included",
            times.len(),
            times.percentile(0.95),
            times.most(),
        ));
    }
}
