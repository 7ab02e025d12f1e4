//! How much a stranger may ask of the listener.

use std::time::Duration;

/// The listener's limits; [`Limits::default`] holds those of the specification.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Time for a request's head, and for the next request on a kept connection; then the connection closes.
    pub head_deadline: Duration,
    /// Time for a request's body once its head is there; then 408.
    pub body_deadline: Duration,
    /// Largest head in bytes, request line and line ends included; above it 431.
    pub head_bytes: usize,
    /// Most header lines of a head; above it 431.
    pub head_lines: usize,
    /// Largest body in bytes; above it 413.
    pub body_bytes: usize,
    /// What is kept, in bytes, of a body that is too large, or that was sent where nothing takes it.
    pub kept_of_refused: usize,
    /// Bytes of all bodies that are held at once; above it 503. At most `u32::MAX`.
    pub bodies_in_flight: usize,
    /// Open connections; the next ones wait in the system's queue.
    pub connections: usize,
    /// Time that [`Listener::stop`](crate::Listener::stop) gives to what is in flight.
    pub drain_deadline: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            head_deadline: Duration::from_secs(30),
            body_deadline: Duration::from_secs(10),
            head_bytes: 64 * 1024,
            head_lines: 100,
            body_bytes: 8 * 1024 * 1024,
            kept_of_refused: 64 * 1024,
            bodies_in_flight: 64 * 1024 * 1024,
            connections: 256,
            drain_deadline: Duration::from_secs(10),
        }
    }
}
