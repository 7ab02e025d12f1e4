//! Stores with much in them: `cargo xtask generate`, the measurement of the window, its pictures.
//!
//! Varied and realistic: all kinds that the fixtures have, several pages and scripts, batches, deliveries that came
//! twice, replays, handshakes, and what is refused. Same seed, same store. Converted by the application itself.

mod bodies;
mod cast;
mod random;
pub mod requests;
mod script;
pub mod store;
mod words;

pub use random::Random;
pub use script::{END_US, Planned};
