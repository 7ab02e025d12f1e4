//! What answers on 127.0.0.1:3333: the webhook routes and nothing else.
//!
//! A tunnel publishes everything on this port, so no page and no API of ours lives here. Each request becomes a
//! [`Capture`](triptych_core::capture::Capture), is judged, is kept by the [`Gate`], and only then answered.

mod answer;
mod authenticate;
mod body;
mod connection;
mod counters;
mod framing;
mod gate;
mod handling;
mod head;
mod limits;
mod recorder;
mod routes;
mod server;
mod visit;

pub use authenticate::{Credentials, Decision, authenticate, bearer};
pub use counters::Counters;
pub use gate::{Access, Gate, Unavailable};
pub use limits::Limits;
pub use server::{Bound, Listener};
