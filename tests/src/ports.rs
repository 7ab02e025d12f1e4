//! Ports for what is started as a program of its own and has to be told its port: each belongs to one test alone.
//!
//! A port that the system just gave out and took back is soon given to somebody else. These lie below those that it
//! gives out, and whoever takes one holds a lock on a file of its number, across processes. A window that finds its port
//! taken listens on one of the next: those belong to whoever holds the port before them.

use std::fs::{self, File, TryLockError};
use std::net::{Ipv4Addr, TcpListener};
use std::ops::RangeInclusive;

const PORTS: RangeInclusive<u16> = 20_001..=31_999;

/// From one port that is given out to the next: more than an app looks through for a free one.
const APART: u16 = 32;

/// Nobody else takes it as long as this is there.
#[derive(Debug)]
pub struct Port {
    number: u16,
    _lock: File,
}

impl Port {
    /// One that nothing listens on.
    ///
    /// # Panics
    /// Where there is none, or no place for the locks.
    #[must_use]
    pub fn free() -> Self {
        let ports = PORTS.len() as u32 / u32::from(APART);
        // Processes that start together begin at different places.
        let start = std::process::id() * 61 % ports;
        let mut tried = (0..ports).map(|step| *PORTS.start() + ((start + step) % ports) as u16 * APART);
        tried.find_map(Self::take).expect("a free port")
    }

    /// This one, where nobody holds it and nothing listens on it.
    #[must_use]
    pub fn take(number: u16) -> Option<Self> {
        let folder = std::env::temp_dir().join("triptych-test-ports");
        fs::create_dir_all(&folder).expect("a folder for locks");
        let lock = File::create(folder.join(number.to_string())).expect("a lock");
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return None,
            Err(TryLockError::Error(error)) => panic!("a lock on port {number}: {error}"),
        }
        TcpListener::bind((Ipv4Addr::LOCALHOST, number)).ok().map(|_| Self { number, _lock: lock })
    }

    #[must_use]
    pub fn number(&self) -> u16 {
        self.number
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_port_is_given_out_once() {
        let held = Port::free();
        assert!(Port::take(held.number()).is_none());
        assert!(Port::free().number().abs_diff(held.number()) >= APART);
        let number = held.number();
        drop(held);
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, number)).expect("the port");
        assert!(Port::take(number).is_none(), "something listens on it");
        drop(listener);
    }
}
