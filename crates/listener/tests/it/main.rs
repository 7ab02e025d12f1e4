//! The listener over real sockets, with a gate that keeps captures in memory.

mod client;
mod connections;
mod faults;
mod heads;
mod judgements;
mod limits;
mod memory;
mod stopping;
