//! Body → documents: what the property tests ask of every body.

#![no_main]

#[path = "../../crates/core/tests/properties/holds.rs"]
mod holds;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|body: &[u8]| {
    holds::check(body);
    if let Ok(outcome) = holds::outcome(body) {
        assert_eq!(holds::outcome(&[body, b" \r\n\t"].concat()), Ok(outcome));
    }
});
