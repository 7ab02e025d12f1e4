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
pub(crate) struct Opening {
    drawn: Sample,
    /// In the page's tree.
    there: Sample,
}

pub(crate) fn measure(window: &Window) -> Opening {
    // The list, and in it the newest.
    window.press(&format!("0{HOME}"));
    window.waits(
        "document.querySelector('main h1').textContent \
         === '#' + document.querySelector('[data-testid=capture-row]').dataset.id",
    );
    settle();
    let (mut drawn, mut there) = (Vec::new(), Vec::new());
    // The first few find caches cold.
    for turn in 0..TIMES + 5 {
        window.script(include_str!("opening.js"));
        window.press("j");
        let times = until("the panes show the next capture", || {
            let times = window.script("return window.opening");
            times[0].as_f64().zip(times[1].as_f64())
        });
        if turn >= 5 {
            there.push(times.0);
            drawn.push(times.1);
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    Opening { drawn: Sample::of(drawn), there: Sample::of(there) }
}

impl Opening {
    pub(crate) fn print(&self) {
        let Self { drawn, there } = self;
        let median = drawn.median();
        table::line(
            "a key to the next capture in three panes",
            &format!("{median:.0} ms"),
            "at most 50 ms",
            median <= AIM,
        );
        table::remark(&format!(
            "median of {}; 95th percentile {:.0} ms, slowest {:.0} ms",
            drawn.len(),
            drawn.percentile(0.95),
            drawn.most(),
        ));
        table::remark(&format!("in the page's tree after {:.0} ms; then the engine draws them", there.median()));
    }
}
