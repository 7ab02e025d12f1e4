//! Facebook webhooks: bytes in, values out.

pub mod capture;
pub mod convert;
pub mod endpoint;
pub mod handshake;
pub mod json;
pub mod pointer;
pub mod signature;
pub mod time;
