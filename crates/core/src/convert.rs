//! Event and book → verdict.

pub mod book;
