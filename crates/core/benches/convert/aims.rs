//! What conversion may cost, as multiples of serde_json's parse of the same bytes, measured by turns in this run.
//!
//! An aim that is missed fails nothing: machines differ, and other programs run beside.

use std::hint::black_box;
use std::time::{Duration, Instant};

use crate::bodies::Body;
use crate::work;

/// Most times the yardstick from body to serialised documents.
const DOCUMENTS: f64 = 2.5;
/// Most times the yardstick with provenance.
const PROVENANCE: f64 = 4.0;
/// Most times the cost of an item in a batch of 10 that an item in a batch of 1000 may cost.
const BATCH: f64 = 1.2;

/// Samples of each. The fastest counts: what else the machine does only ever adds.
const TURNS: usize = 101;
/// How long one sample should take.
const SAMPLE: Duration = Duration::from_micros(500);

/// Time in µs of one call of each: the yardstick, documents, provenance.
struct Costs([f64; 3]);

pub(crate) fn print(bodies: &[Body]) {
    println!(
        "\n{:<20} {:>9} {:>10}   {:>22}   {:>22}",
        "body", "bytes", "parse µs", "documents µs", "with provenance µs"
    );
    let mut items = Vec::new();
    for body in bodies {
        let Costs([value, documents, provenance]) = measure(&body.bytes);
        println!(
            "{:<20} {:>9} {value:>10.1}   {}   {}",
            body.name,
            body.bytes.len(),
            ratio(documents, value, DOCUMENTS),
            ratio(provenance, value, PROVENANCE)
        );
        items.push((body.items, [documents, provenance].map(|cost| cost / body.items as f64)));
    }
    let of = |count| items.iter().find(|(items, _)| *items == count).map(|(_, costs)| *costs);
    if let (Some(few), Some(many)) = (of(10), of(1000)) {
        println!(
            "{:<20} {:>9} {:>10}   {}   {}",
            "1000 : 10, an item",
            "",
            "",
            ratio(many[0], few[0], BATCH),
            ratio(many[1], few[1], BATCH)
        );
    }
    println!(
        "\nAims: documents {DOCUMENTS} times the parse, with provenance {PROVENANCE}; an item of 1000 {BATCH} times one of 10."
    );
}

fn ratio(cost: f64, yardstick: f64, aim: f64) -> String {
    let times = cost / yardstick;
    format!("{cost:>9.1} {times:>5.2} {}", if times <= aim { "met   " } else { "MISSED" })
}

/// By turns, so that a machine that is slower for a while is so for all alike.
fn measure(body: &[u8]) -> Costs {
    let mut fastest = [f64::INFINITY; 3];
    for _ in 0..TURNS {
        fastest[0] = fastest[0].min(sample(|| work::value(body)));
        fastest[1] = fastest[1].min(sample(|| work::documents(body)));
        fastest[2] = fastest[2].min(sample(|| work::provenance(body)));
    }
    Costs(fastest)
}

/// µs a call.
fn sample<T>(call: impl Fn() -> T) -> f64 {
    let first = Instant::now();
    drop(black_box(call()));
    let calls = (SAMPLE.as_nanos() / first.elapsed().as_nanos().max(1)).clamp(1, 1000) as usize;
    let mut results = Vec::with_capacity(calls);
    let start = Instant::now();
    for _ in 0..calls {
        results.push(black_box(call()));
    }
    start.elapsed().as_secs_f64() * 1e6 / calls as f64
}
