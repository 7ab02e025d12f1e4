//! Numbers that nobody foresees, and numbers that only look so.

use std::hash::{BuildHasher as _, RandomState};

/// 128 bits of the system's, as hexadecimal digits.
pub(crate) fn words() -> String {
    let word = || RandomState::new().hash_one(0);
    format!("{:016x}{:016x}", word(), word())
}

/// A seed of the system's.
pub(crate) fn seed() -> u64 {
    RandomState::new().hash_one(1)
}

/// SplitMix64: the same numbers for the same seed, so that what was mixed up can be mixed up again in the same way.
#[derive(Debug, Clone)]
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut word = self.0;
        word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        word ^ (word >> 31)
    }

    /// From 0 to `most`, each as likely as the others, nearly.
    pub(crate) fn up_to(&mut self, most: u64) -> u64 {
        self.next() % most.saturating_add(1)
    }
}
