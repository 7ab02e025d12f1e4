//! How much is kept: the limits that the user sets.

use std::ops::RangeInclusive;

use crate::error::StoreError;
use crate::queries::totals::Totals;

const CAPTURES: RangeInclusive<u64> = 1..=1_000_000_000;
const BYTES: RangeInclusive<u64> = 1..=1 << 50;
const AGE_DAYS: RangeInclusive<u64> = 1..=36_500;

const MICROSECONDS_PER_DAY: i64 = 24 * 60 * 60 * 1_000_000;

/// How many accepted captures and passed handshakes are kept. Whatever is beyond one of the limits goes, the oldest
/// first; pinned captures count, but never go. What is refused lives in a ring of its own, see
/// [`crate::RING_CAPTURES`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Retention {
    /// From 1 to 1,000,000,000; `None`: any number.
    pub captures: Option<u64>,
    /// Bytes of heads and bodies together, from 1 to 2^50; `None`: any number.
    pub bytes: Option<u64>,
    /// From 1 to 36,500 days after receipt; `None`: whatever the age. In the order of arrival: behind a capture that
    /// still stays, none goes for its age.
    pub age_days: Option<u32>,
}

impl Default for Retention {
    fn default() -> Self {
        Self { captures: Some(100_000), bytes: Some(2 << 30), age_days: None }
    }
}

impl Retention {
    /// # Errors
    ///
    /// One sentence that names the limit and its range.
    pub(crate) fn validate(&self) -> Result<(), StoreError> {
        let within = |name: &str, value: Option<u64>, range: &RangeInclusive<u64>| match value {
            Some(value) if !range.contains(&value) => {
                let (least, most) = (range.start(), range.end());
                Err(StoreError::Invalid(format!("{name} must be from {least} to {most}, not {value}")))
            }
            _ => Ok(()),
        };
        within("the number of captures to keep", self.captures, &CAPTURES)?;
        within("the number of bytes to keep", self.bytes, &BYTES)?;
        within("the largest age in days", self.age_days.map(u64::from), &AGE_DAYS)
    }

    /// Whether so much is more than the limits of number and size allow.
    pub(crate) fn exceeded_by(&self, totals: Totals) -> bool {
        let exceeded = |limit: Option<u64>, value: u64| limit.is_some_and(|limit| value > limit);
        exceeded(self.captures, totals.captures) || exceeded(self.bytes, totals.bytes)
    }

    /// Whether a limit is exceeded by more than an eighth.
    pub(crate) fn far_exceeded_by(&self, totals: Totals) -> bool {
        let far = |limit: Option<u64>| limit.map(|limit| limit + limit / 8);
        Self { captures: far(self.captures), bytes: far(self.bytes), ..*self }.exceeded_by(totals)
    }

    /// What was received before is too old. Microseconds since 1970, UTC.
    pub(crate) fn oldest_us(&self, now_us: i64) -> Option<i64> {
        self.age_days.map(|days| now_us.saturating_sub(i64::from(days) * MICROSECONDS_PER_DAY))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_have_a_range() {
        let with =
            |captures, bytes, age_days| Retention { captures: Some(captures), bytes: Some(bytes), age_days }.validate();
        for (captures, bytes, age_days, wrong) in [
            (0, 1, None, "the number of captures to keep must be from 1 to 1000000000, not 0"),
            (1_000_000_001, 1, None, "the number of captures to keep must be"),
            (1, 0, None, "the number of bytes to keep must be from 1 to 1125899906842624, not 0"),
            (1, u64::MAX, None, "the number of bytes to keep must be"),
            (1, 1, Some(0), "the largest age in days must be from 1 to 36500, not 0"),
            (1, 1, Some(36_501), "the largest age in days must be"),
        ] {
            let refused = with(captures, bytes, age_days).unwrap_err().to_string();
            assert!(refused.contains(wrong), "{refused}");
        }
        with(1, 1, Some(1)).unwrap();
        with(1_000_000_000, 1 << 50, Some(36_500)).unwrap();
        Retention::default().validate().unwrap();
        Retention { captures: None, bytes: None, age_days: None }.validate().unwrap();
    }

    #[test]
    fn either_limit_counts() {
        let limits = Retention { captures: Some(80), bytes: Some(800), age_days: Some(2) };
        let states = [(80, 800), (81, 800), (80, 801), (90, 900), (91, 1), (1, 901)].map(|(captures, bytes)| {
            let totals = Totals { captures, bytes };
            (limits.exceeded_by(totals), limits.far_exceeded_by(totals))
        });
        let over = (true, false);
        assert_eq!(states, [(false, false), over, over, over, (true, true), (true, true)]);
        let none = Retention { captures: None, bytes: None, age_days: None };
        assert!(!none.exceeded_by(Totals { captures: u64::MAX, bytes: u64::MAX }));
    }

    #[test]
    fn days_are_counted_from_now() {
        let limits = Retention { age_days: Some(2), ..Retention::default() };
        assert_eq!(limits.oldest_us(3 * MICROSECONDS_PER_DAY + 7), Some(MICROSECONDS_PER_DAY + 7));
        assert_eq!(Retention::default().oldest_us(7), None);
    }
}
