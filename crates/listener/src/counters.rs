//! What the listener counts because no capture tells of it.

use std::sync::atomic::{AtomicU64, Ordering};

/// The counts since the listener started.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counters {
    /// Connections accepted.
    pub connections: u64,
    /// Requests whose head arrived whole.
    pub requests: u64,
    /// Connections closed because what came on them was no HTTP/1.
    pub not_http: u64,
    /// Connections closed because a head did not arrive in time.
    pub slow_heads: u64,
    /// Requests answered 503: they could not be kept, or too many bodies were in flight.
    pub unavailable: u64,
    /// Requests whose handling panicked; answered 500 where there was still a way to.
    pub panics: u64,
}

/// The counters while the listener runs.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    pub(crate) connections: Count,
    pub(crate) requests: Count,
    pub(crate) not_http: Count,
    pub(crate) slow_heads: Count,
    pub(crate) unavailable: Count,
    pub(crate) panics: Count,
}

impl Tally {
    pub(crate) fn snapshot(&self) -> Counters {
        Counters {
            connections: self.connections.get(),
            requests: self.requests.get(),
            not_http: self.not_http.get(),
            slow_heads: self.slow_heads.get(),
            unavailable: self.unavailable.get(),
            panics: self.panics.get(),
        }
    }
}

/// A number that many tasks count up.
#[derive(Debug, Default)]
pub(crate) struct Count(AtomicU64);

impl Count {
    pub(crate) fn add_one(&self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }

    fn get(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}
