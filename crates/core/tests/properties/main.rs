//! What holds for every body, not only for those that somebody thought of. `CASES=100000` tries that many of each.

mod bodies;
mod holds;
mod tree;

use proptest::prelude::*;
use proptest::sample::Index;

/// How many bodies each property is tried with: some seconds of all in a debug build.
const CASES: u32 = 1000;

fn config() -> ProptestConfig {
    let cases = std::env::var("CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(CASES);
    // What was found becomes a test by its own name, not a file of seeds.
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

/// Numbers that follow one another in no order.
fn numbers(seed: u64) -> impl FnMut() -> usize {
    let mut state = seed | 1;
    move || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize
    }
}

#[test]
fn every_seed_holds() {
    assert!(bodies::SEEDS.len() > 200, "the bodies are there");
    for seed in bodies::SEEDS.iter() {
        holds::check(seed.print().as_bytes());
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn every_body_holds(body in bodies::body()) {
        holds::check(body.print().as_bytes());
    }

    #[test]
    fn any_bytes_hold(body in bodies::body(), edits in prop::collection::vec((any::<Index>(), any::<u8>()), 1..4), cut: Option<Index>) {
        let mut bytes = body.print().into_bytes();
        for (place, byte) in edits {
            *place.get_mut(&mut bytes) = byte;
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        holds::check(&bytes);
    }

    #[test]
    fn the_order_of_members_changes_no_document(body in bodies::body(), seed: u64) {
        let mut other = body.clone();
        other.reorder(&mut numbers(seed));
        prop_assert_eq!(holds::outcome(body.print().as_bytes()), holds::outcome(other.print().as_bytes()));
    }

    #[test]
    fn white_space_changes_no_document(body in bodies::body(), seed: u64) {
        let mut number = numbers(seed);
        let spaced = body.print_spaced(&mut || ["", "", " ", "\n", "\t\r\n  "][number() % 5]);
        prop_assert_eq!(holds::outcome(body.print().as_bytes()), holds::outcome(spaced.as_bytes()));
    }
}
