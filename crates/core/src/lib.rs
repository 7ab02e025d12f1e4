//! Facebook webhooks: bytes in, values out.
//!
//! The tour: [`envelope::parse`] turns a body into a [`json::Doc`], a tree that knows byte ranges and what was read.
//! [`envelope::items`] lists its items, each recognised as an event by [`decode`]. [`convert::convert`] gives an item its
//! verdict, and a message its `message_created` documents, with ids and history from a [`convert::Book`].
//! [`report::report`] does all of it for one body. [`lineage`] tells an item from others and names what it speaks of.
//!
//! Deliberately absent: IO, clocks, randomness, async. Time, ids and history are parameters; bad input is a value.

pub mod capture;
pub mod convert;
pub mod decode;
pub mod doctor;
pub mod endpoint;
pub mod envelope;
pub mod fault;
pub mod filter;
pub mod fold;
pub mod handshake;
pub mod json;
pub mod lineage;
pub mod pointer;
pub mod reference;
pub mod report;
pub mod secret;
pub mod signature;
pub mod time;
pub mod visible;
