//! The application without a window: it wires store, listener, converter and replay, and has the one command table.
//!
//! [`App`] is the application on a data folder; the command line uses it directly. [`Desk`] is what a window holds: an
//! `App`, or the problem that kept it from opening, behind [`Desk::call`], the table in [`api`].

mod access;
pub mod again;
mod announce;
pub mod api;
mod app;
mod background;
pub mod bundle;
#[cfg(test)]
mod captured;
mod chance;
pub mod check;
pub mod curl;
mod desk;
pub mod doctor;
pub mod endpoints;
mod evidence;
pub mod fixtures;
mod intake;
mod lineage;
pub mod log;
mod origins;
pub mod paths;
mod port;
mod problem;
mod projector;
pub mod pseudonyms;
pub mod reconvert;
mod rejudge;
pub mod replay;
mod runs;
pub mod samples;
pub mod search;
pub mod selftest;
mod shelf;
pub mod transfer;
pub mod tunnel;
mod views;

pub use app::{ADDRESS_SETTING, App, Options, SendFailed, local_endpoint, now_us};
pub use background::{Background, Patience};
pub use desk::{Desk, Dialog, Host, Picked, Wanted};
pub use evidence::Keys;
pub use views::{capture_row, capture_view};
