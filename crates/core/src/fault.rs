//! Fault rules: an endpoint answers wrongly on purpose, so that one sees what the sender does then.

use std::fmt;
use std::ops::RangeInclusive;

use serde::{Deserialize, Serialize};

/// Statuses that a fault may answer with.
pub const STATUSES: RangeInclusive<u16> = 400..=599;
/// Longest delay in milliseconds.
pub const LONGEST_DELAY_MS: u32 = 60_000;
/// Most requests that a rule may count.
pub const MOST_REQUESTS: u32 = 1_000_000;

/// How an answer is spoilt. Neither status nor delay would be no fault at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// In place of 200; `None` leaves the answer as it is.
    pub status: Option<u16>,
    /// Before the answer is sent: milliseconds.
    pub delay_ms: u32,
}

/// A fault, and for how many requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct FaultRule {
    pub fault: Fault,
    /// Requests still to be spoilt; `None` means all until the rule is cleared.
    pub left: Option<u32>,
}

impl FaultRule {
    /// What is left of the rule after one request more.
    #[must_use]
    pub fn counted(self) -> Option<Self> {
        match self.left {
            None => Some(self),
            Some(left) if left > 1 => Some(Self { left: Some(left - 1), ..self }),
            Some(_) => None,
        }
    }

    /// # Errors
    /// One sentence that names the value that is out of its range.
    pub fn validate(&self) -> Result<(), String> {
        let Fault { status, delay_ms } = self.fault;
        if let Some(status) = status.filter(|status| !STATUSES.contains(status)) {
            return Err(format!("A fault answers with a status from 400 to 599, not {status}."));
        }
        if delay_ms > LONGEST_DELAY_MS {
            return Err(format!("The delay is at most {LONGEST_DELAY_MS} ms, not {delay_ms}."));
        }
        if status.is_none() && delay_ms == 0 {
            return Err("A fault needs a status, a delay or both.".to_owned());
        }
        if let Some(left) = self.left.filter(|left| !(1..=MOST_REQUESTS).contains(left)) {
            return Err(format!("The number of requests is from 1 to {MOST_REQUESTS}, not {left}."));
        }
        Ok(())
    }
}

impl fmt::Display for Fault {
    /// What happened to one request, as a sentence.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.status, self.delay_ms) {
            (Some(status), 0) => write!(f, "Answered {status} by the endpoint's fault rule."),
            (Some(status), ms) => write!(f, "Answered {status} after {ms} ms by the endpoint's fault rule."),
            (None, ms) => write!(f, "Answered after {ms} ms by the endpoint's fault rule."),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_counts_down_to_its_end() {
        let fault = Fault { status: Some(503), delay_ms: 0 };
        let left = |left| FaultRule { fault, left }.counted().map(|rule| rule.left);
        assert_eq!([left(Some(3)), left(Some(1)), left(None)], [Some(Some(2)), None, Some(None)]);
    }

    #[test]
    fn a_rule_says_what_is_out_of_its_range() {
        let rule = |status, delay_ms, left| FaultRule { fault: Fault { status, delay_ms }, left };
        let cases = [
            (rule(Some(503), 0, Some(3)), None),
            (rule(None, 60_000, None), None),
            (rule(Some(399), 0, None), Some("400 to 599, not 399")),
            (rule(Some(600), 0, None), Some("not 600")),
            (rule(None, 60_001, None), Some("60000 ms, not 60001")),
            (rule(None, 0, Some(1)), Some("a status, a delay or both")),
            (rule(Some(500), 0, Some(0)), Some("from 1 to 1000000, not 0")),
        ];
        for (rule, words) in cases {
            match (rule.validate(), words) {
                (Ok(()), None) => {}
                (Err(sentence), Some(words)) => assert!(sentence.contains(words), "{sentence}"),
                (found, _) => panic!("{rule:?}: {found:?}"),
            }
        }
        assert_eq!(
            Fault { status: Some(503), delay_ms: 20 }.to_string(),
            "Answered 503 after 20 ms by the endpoint's fault rule."
        );
    }
}
