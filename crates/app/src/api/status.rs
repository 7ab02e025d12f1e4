//! What state the application is in.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::ApiError;
use super::tunnel::TunnelState;
use crate::desk::Desk;

/// Answer of `app.status`, `app.retry` and `listener.start`.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct AppStatus {
    /// Grows with every change of what the window may show.
    pub revision: u64,
    pub version: String,
    /// The data folder, as a path for people.
    pub data_dir: String,
    /// Why the store could not be opened; `null` while it works.
    pub storage_problem: Option<Problem>,
    /// Why captures are refused with 503 just now; `null` while the store takes them.
    pub write_problem: Option<Problem>,
    pub listener: ListenerStatus,
    /// Endpoints whose answers are spoilt on purpose.
    pub faults: Vec<ActiveFault>,
    /// The tunnel as it was when it was checked last; `null` where none is set.
    pub tunnel: Option<TunnelState>,
    /// How many captures are stored.
    pub captures: u64,
    /// Highest capture id the projector has converted; the list marks newer ones as pending.
    pub projected_to: i64,
}

/// An endpoint whose answers to deliveries are spoilt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ActiveFault {
    pub endpoint_id: i64,
    /// What the endpoint is called.
    pub endpoint: String,
    pub status: Option<u16>,
    pub delay_ms: u32,
    /// Requests still to be spoilt; `null` means all until the rule is cleared.
    pub left: Option<u32>,
}

/// The listener's state.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ListenerStatus {
    pub listening: bool,
    /// `IP:port` that it listens on, or that it was asked to.
    pub addr: String,
    /// Why it is not listening.
    pub problem: Option<Problem>,
    /// An address one could listen on instead, where the port is in use.
    pub alternative: Option<String>,
    /// Connections that were not HTTP at all since the start.
    pub not_http: u64,
}

/// What happened, why, and what to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Problem {
    /// For machines: `port_in_use`, `folder_in_use`, `not_ours`, `too_new`, `unwritable`, `other`.
    pub code: String,
    /// A headline, such as `Port 3333 is already in use`.
    pub title: String,
    pub what: String,
    pub why: String,
    pub todo: String,
}

/// Payload of the `tick` event: something changed; ask for it.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Tick {
    pub revision: u64,
}

/// Request of `listener.start`: listen here from now on. Answer: [`AppStatus`].
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct StartListener {
    /// `IP:port`; the last one where absent.
    pub addr: Option<String>,
}

pub(super) async fn retry(desk: &Desk) -> Result<AppStatus, ApiError> {
    desk.retry().await;
    desk.status().await
}

pub(super) async fn start_listener(desk: &Desk, request: StartListener) -> Result<AppStatus, ApiError> {
    let addr = match request.addr {
        None => None,
        Some(addr) => Some(addr.parse().map_err(|_| {
            let message = format!("{addr:?} is no address to listen on.");
            ApiError::new("bad_address", message, Some("Give an IP address and a port, such as 127.0.0.1:3334."))
        })?),
    };
    desk.listen(addr).await?;
    desk.status().await
}
