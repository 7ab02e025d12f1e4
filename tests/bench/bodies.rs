//! Envelopes as Facebook sends them: any number, all different, and each made again from its number alone.
//!
//! An envelope is a template in which digits are written over, so that making one costs the generator next to nothing.

use std::fmt::Write as _;

/// Digits of a request's number.
const DIGITS: usize = 10;
/// Stands in a template for the request's number, which is what makes message ids differ.
const NUMBER: &str = "NNNNNNNNNN";
/// Stands for the customer.
const CUSTOMER: &str = "CCCCCCCCCC";
/// How many customers write.
const CUSTOMERS: u64 = 1000;
/// Begins every message id, followed by the request's number.
const MID: &str = "m_bench";

/// Bodies of one size.
#[derive(Debug)]
pub(crate) struct Template {
    bytes: Vec<u8>,
    numbers: Vec<usize>,
    customers: Vec<usize>,
}

impl Template {
    /// About `size` bytes of so many messages.
    pub(crate) fn new(size: usize, messages: usize) -> Self {
        let without_text = envelope(messages, 0).len();
        let text = envelope(messages, size.saturating_sub(without_text) / messages);
        let places = |mark: &str| text.match_indices(mark).map(|(at, _)| at).collect();
        Self { numbers: places(NUMBER), customers: places(CUSTOMER), bytes: text.into_bytes() }
    }

    pub(crate) fn len(&self) -> usize {
        self.bytes.len()
    }

    /// The template's bytes, to be numbered.
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Makes what was copied from [`Template::bytes`] the body of this number.
    pub(crate) fn number(&self, body: &mut [u8], number: u64) {
        for (places, value) in [(&self.numbers, number), (&self.customers, number % CUSTOMERS)] {
            let digits = format!("{value:0DIGITS$}");
            for &at in places {
                body[at..at + DIGITS].copy_from_slice(digits.as_bytes());
            }
        }
    }

    /// The body of this number.
    pub(crate) fn body(&self, number: u64) -> Vec<u8> {
        let mut body = self.bytes.clone();
        self.number(&mut body, number);
        body
    }
}

/// The number that a body was made with.
pub(crate) fn number_of(body: &[u8]) -> Option<u64> {
    let at = body.windows(MID.len()).position(|window| window == MID.as_bytes())? + MID.len();
    str::from_utf8(body.get(at..at + DIGITS)?).ok()?.parse().ok()
}

fn envelope(messages: usize, text: usize) -> String {
    let text = "All work and no play makes a dull integration. ".chars().cycle().take(text).collect::<String>();
    let mut body = r#"{"object":"page","entry":[{"id":"104882310947213","time":1773325661240,"messaging":["#.to_owned();
    for index in 0..messages {
        let comma = if index > 0 { "," } else { "" };
        write!(body, r#"{comma}{{"sender":{{"id":"731048{CUSTOMER}"}},"recipient":{{"id":"104882310947213"}},"#)
            .and_then(|()| write!(body, r#""timestamp":{},"#, 1_773_325_661_074_u64 + index as u64))
            .and_then(|()| write!(body, r#""message":{{"mid":"{MID}{NUMBER}_{index:04}","text":"{text}"}}}}"#))
            .expect("a String takes all");
    }
    body.push_str("]}]}");
    body
}
